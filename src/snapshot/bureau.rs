//! Whose a record is: the bureau that is responsible for it.

use super::Snapshot;
use crate::history::Body;
use crate::record::{Code, EntityId, Kind};

impl Snapshot {
    /// The bureau that a record belongs to; `entity` where it has an id already. A link and a lot belong to the bureau of
    /// the land, a vacancy to that of what is vacant unless it names its own, a building to nobody's.
    pub fn bureau_of(&self, entity: Option<EntityId>, body: &Body) -> Option<Code> {
        match body {
            Body::Facility(facility) => facility.organisation.bureau.clone(),
            Body::Parcel(parcel) => parcel.organisation.bureau.clone(),
            Body::Vacancy(vacancy) => {
                let own = vacancy.organisation.bureau.clone();
                own.or_else(|| self.bureau_of_record(vacancy.of))
            }
            Body::Link(link) => {
                let land = [link.from, link.to].into_iter().find(|end| end.kind == Kind::Parcel);
                self.bureau_of_record(land.unwrap_or(link.from))
            }
            Body::Lot(_) => self
                .links_of(entity?)
                .find(|link| link.from.kind == Kind::Parcel)
                .and_then(|link| self.bureau_of_record(link.from)),
            _ => None,
        }
    }

    /// The bureau of a facility or a parcel.
    fn bureau_of_record(&self, id: EntityId) -> Option<Code> {
        match self.get(id)?.state.body {
            Body::Facility(facility) => facility.organisation.bureau,
            Body::Parcel(parcel) => parcel.organisation.bureau,
            _ => None,
        }
    }
}
