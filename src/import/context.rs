//! What every step of an import may look at.

use super::as_of::AsOf;
use super::boundary::Boundaries;
use super::codes::Codes;
use super::matching::FacilityNames;
use super::place::Places;
use super::scope::Scope;
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
    /// Of when figures are whose rows do not say so.
    pub as_of: Option<AsOf>,
    /// Whose records the file may change, where it is a yearly workbook.
    pub scope: Option<&'a Scope>,
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
            as_of: AsOf::of(request),
            scope: None,
        }
    }

    /// Only records within the scope may be changed.
    pub fn within(self, scope: &'a Scope) -> Self {
        Self {
            scope: Some(scope),
            ..self
        }
    }

    /// A field that the profile gives the same value in every row.
    pub fn constant(&self, field: &str) -> Option<&str> {
        self.profile.constants.get(field).map(String::as_str)
    }
}
