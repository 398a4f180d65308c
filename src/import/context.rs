//! What every step of an import may look at.

use super::boundary::Boundaries;
use super::codes::Codes;
use super::matching::FacilityNames;
use super::place::Places;
use super::{ImportRequest, Profile};
use crate::snapshot::Snapshot;
use crate::vocabulary::Vocabularies;

pub(super) struct Context<'a> {
    pub snapshot: &'a Snapshot,
    pub request: &'a ImportRequest,
    pub profile: &'a Profile,
    pub codes: Codes<'a>,
    pub places: Places,
    pub boundaries: Boundaries,
    pub facilities: FacilityNames,
}

impl<'a> Context<'a> {
    pub fn new(
        snapshot: &'a Snapshot,
        request: &'a ImportRequest,
        profile: &'a Profile,
        vocabularies: &'a Vocabularies,
    ) -> Self {
        let codes = Codes::new(vocabularies);
        let places = Places::new(request.city, &codes, snapshot);
        let boundaries = Boundaries::new(snapshot);
        Self {
            snapshot,
            request,
            profile,
            codes,
            places,
            boundaries,
            facilities: FacilityNames::default(),
        }
    }

    /// A field that the profile gives the same value in every row.
    pub fn constant(&self, field: &str) -> Option<&str> {
        self.profile.constants.get(field).map(String::as_str)
    }
}
