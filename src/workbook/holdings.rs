//! What a bureau answers for: its facilities, and the buildings that they use.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Bureau;
use crate::record::{EntityId, Fid, Kind};
use crate::register::{Building, Facility, LinkRole};
use crate::snapshot::{Item, Snapshot, sort_by_number};
use crate::vocabulary::Vocabularies;

/// The facilities of a bureau and their buildings.
#[derive(Clone, Debug)]
pub struct Holdings {
    /// In the order of their numbers.
    pub facilities: Vec<Arc<Item<Facility>>>,
    /// Each building once, with the bureau's facilities in it.
    pub buildings: Vec<(Arc<Item<Building>>, Vec<Fid>)>,
    ids: BTreeSet<EntityId>,
}

impl Holdings {
    pub fn of(bureau: &str, snapshot: &Snapshot, vocabularies: &Vocabularies) -> Self {
        let mut facilities: Vec<_> = snapshot
            .facilities
            .iter()
            .filter(|item| Bureau::of(&item.body.organisation, vocabularies).key == bureau)
            .cloned()
            .collect();
        sort_by_number(&mut facilities);
        let mut users: BTreeMap<Fid, Vec<Fid>> = BTreeMap::new();
        let own: BTreeSet<Fid> = facilities.iter().map(|item| item.fid).collect();
        for link in snapshot.links.iter().map(|item| &item.body) {
            if link.role == LinkRole::FacilityBuilding && own.contains(&link.from.fid) {
                users.entry(link.to.fid).or_default().push(link.from.fid);
            }
        }
        let building = |(fid, users): (Fid, Vec<Fid>)| Some((Arc::clone(snapshot.buildings.get(fid)?), users));
        let buildings: Vec<_> = users.into_iter().filter_map(building).collect();
        let ids = facilities
            .iter()
            .map(|item| item.id())
            .chain(buildings.iter().map(|(item, _)| item.id()))
            .collect();
        Self {
            facilities,
            buildings,
            ids,
        }
    }

    /// Whether a facility or a building is the bureau's.
    pub fn hold(&self, entity: EntityId) -> bool {
        self.ids.contains(&entity)
    }

    pub fn facility(&self, fid: Fid) -> Option<&Arc<Item<Facility>>> {
        self.facilities.iter().find(|item| item.fid == fid)
    }

    /// How people call a facility or a building of the bureau.
    pub fn name(&self, entity: EntityId) -> String {
        match entity.kind {
            Kind::Building => {
                let found = self.buildings.iter().find(|(item, _)| item.id() == entity);
                let of = |users: &[Fid]| {
                    let names = users.iter().filter_map(|fid| self.facility(*fid));
                    names.map(|item| item.body.name.as_str()).collect::<Vec<_>>().join("・")
                };
                found.map_or_else(String::new, |(item, users)| {
                    format!("{}（{}）", item.body.name, of(users))
                })
            }
            _ => self
                .facility(entity.fid)
                .map_or_else(String::new, |item| item.body.name.clone()),
        }
    }

    /// Whether anybody must answer for it: no former facility, none that is closed.
    pub fn is_in_use(facility: &Facility) -> bool {
        let closed = facility.status.as_ref().is_some_and(|code| code.as_str() == "closed");
        !closed && !facility.is_vacancy_candidate()
    }
}
