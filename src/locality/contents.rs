//! What lies in an area, in groups.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Extent;
use crate::land::Parcel;
use crate::register::{Facility, Organisation, Vacancy};
use crate::snapshot::{Item, Snapshot, Tally};

/// The records of an area.
#[derive(Clone, Debug)]
pub struct Contents {
    pub facilities: Vec<Arc<Item<Facility>>>,
    pub parcels: Vec<Arc<Item<Parcel>>>,
    /// Those that everybody may see.
    pub vacancies: Vec<Arc<Item<Vacancy>>>,
}

/// The records of a group with their areas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// None for records without the key.
    pub key: Option<String>,
    pub tally: Tally,
}

impl Contents {
    pub fn of(extent: &Extent, snapshot: &Snapshot) -> Self {
        Self {
            facilities: extent.select(&snapshot.facilities, |facility| facility.address.municipality),
            parcels: extent.select(&snapshot.parcels, |parcel| parcel.address.municipality),
            vacancies: extent.vacancies(snapshot),
        }
    }

    /// Facilities by minor class.
    pub fn by_class(&self) -> Vec<Group> {
        grouped(self.facilities.iter().map(|item| {
            let class = item.body.class.as_ref().map(|class| class.to_string());
            (class, item.body.floor_area_m2.known().copied())
        }))
    }

    /// Facilities by bureau and major class: what every bureau has here.
    pub fn by_bureau(&self) -> BTreeMap<Option<String>, Vec<Group>> {
        let mut bureaus: BTreeMap<Option<String>, Vec<&Arc<Item<Facility>>>> = BTreeMap::new();
        for item in &self.facilities {
            bureaus
                .entry(bureau_key(&item.body.organisation))
                .or_default()
                .push(item);
        }
        let classes = |items: Vec<&Arc<Item<Facility>>>| {
            grouped(items.into_iter().map(|item| {
                let class = item.body.class_major().map(str::to_owned);
                (class, item.body.floor_area_m2.known().copied())
            }))
        };
        bureaus.into_iter().map(|(key, items)| (key, classes(items))).collect()
    }

    /// Parcels by bureau.
    pub fn land_by_bureau(&self) -> Vec<Group> {
        grouped(
            self.parcels
                .iter()
                .map(|item| (bureau_key(&item.body.organisation), item.body.area_m2.known().copied())),
        )
    }

    /// Parcels by policy (活用方針).
    pub fn by_policy(&self) -> Vec<Group> {
        grouped(self.parcels.iter().map(|item| {
            let policy = item.body.policy.map(|policy| policy.key().to_owned());
            (policy, item.body.area_m2.known().copied())
        }))
    }

    /// Candidates for vacant facilities (もと施設).
    pub fn vacancy_candidates(&self) -> usize {
        self.facilities
            .iter()
            .filter(|item| item.body.is_vacancy_candidate())
            .count()
    }
}

/// The bureau's code, or the source's own words where it has none.
fn bureau_key(organisation: &Organisation) -> Option<String> {
    let code = organisation.bureau.as_ref().map(|code| code.to_string());
    code.or_else(|| organisation.bureau_text.clone())
}

/// The most numerous first.
fn grouped(records: impl Iterator<Item = (Option<String>, Option<crate::record::AreaM2>)>) -> Vec<Group> {
    let mut tallies: BTreeMap<Option<String>, Tally> = BTreeMap::new();
    for (key, area) in records {
        tallies.entry(key).or_default().add(area);
    }
    let mut groups: Vec<Group> = tallies.into_iter().map(|(key, tally)| Group { key, tally }).collect();
    groups.sort_by_key(|group| std::cmp::Reverse(group.tally.count));
    groups
}
