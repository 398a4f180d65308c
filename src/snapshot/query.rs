//! Which records of a register are asked for. Pure; the rim reads these from a query string.

use std::sync::Arc;

use super::{Item, Layer, PlaceFilter, Placed};
use crate::land::{Criterion, Lending, Parcel, Policy};
use crate::record::{AreaM2, MunicipalityCode};
use crate::register::{Building, Facility, Organisation};
use crate::text::search_key;

/// Words that must all occur in a record's search texts, folded like them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words(Vec<String>);

impl Words {
    pub fn new(text: &str) -> Self {
        Self(
            text.split_whitespace()
                .map(search_key)
                .filter(|word| !word.is_empty())
                .collect(),
        )
    }

    /// Whether all of them occur in a text that is folded like them.
    pub fn all_in(&self, folded: &str) -> bool {
        self.0.iter().all(|word| folded.contains(word.as_str()))
    }

    pub(super) fn hold<T>(&self, item: &Item<T>) -> bool {
        self.all_in(&item.search)
    }
}

/// An area from and to, both included. A record without area lies in no bounds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AreaBounds {
    pub min: Option<AreaM2>,
    pub max: Option<AreaM2>,
}

impl AreaBounds {
    pub(super) fn hold(&self, area: Option<&AreaM2>) -> bool {
        self.min.is_none_or(|min| area.is_some_and(|area| *area >= min))
            && self.max.is_none_or(|max| area.is_some_and(|area| *area <= max))
    }
}

/// A class key, or the key of a 大分類 with all its classes.
fn within_class(class: &str, wanted: &str) -> bool {
    class
        .strip_prefix(wanted)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// A bureau by its code, or by the source's own words where it has no code.
pub(super) fn is_bureau(organisation: &Organisation, wanted: &str) -> bool {
    organisation.bureau.as_ref().is_some_and(|code| code.as_str() == wanted)
        || organisation.bureau_text.as_deref() == Some(wanted)
}

/// An empty list asks for everything; a list of several for any of them.
pub(super) fn any<T>(wanted: &[T], fits: impl Fn(&T) -> bool) -> bool {
    wanted.is_empty() || wanted.iter().any(fits)
}

/// Which facilities.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FacilityFilter {
    pub wards: Vec<MunicipalityCode>,
    pub classes: Vec<String>,
    pub bureaus: Vec<String>,
    pub built_from: Option<i16>,
    pub built_to: Option<i16>,
    pub area: AreaBounds,
    pub evaluated: Option<bool>,
    pub vacant_candidate: Option<bool>,
    pub place: PlaceFilter,
    pub words: Words,
}

impl FacilityFilter {
    /// The facilities asked for, in order of fid.
    pub fn select(&self, layer: &Layer<Facility>) -> Vec<Arc<Item<Facility>>> {
        filtered(layer, &self.place, |item| self.holds(item))
    }

    fn holds(&self, item: &Item<Facility>) -> bool {
        let facility = &item.body;
        any(&self.wards, |ward| facility.address.municipality == Some(*ward))
            && any(&self.classes, |wanted| {
                facility
                    .class
                    .as_ref()
                    .is_some_and(|class| within_class(class.as_str(), wanted))
            })
            && any(&self.bureaus, |wanted| is_bureau(&facility.organisation, wanted))
            && self
                .built_from
                .is_none_or(|from| facility.built_fy().is_some_and(|year| year >= from))
            && self
                .built_to
                .is_none_or(|to| facility.built_fy().is_some_and(|year| year <= to))
            && self.area.hold(facility.floor_area_m2.known())
            && self.evaluated.is_none_or(|wanted| wanted == facility.is_evaluated())
            && self
                .vacant_candidate
                .is_none_or(|wanted| wanted == facility.is_vacancy_candidate())
            && self.words.hold(item)
            && self.place.holds(item)
    }
}

/// Which parcels.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ParcelFilter {
    pub wards: Vec<MunicipalityCode>,
    pub policies: Vec<Policy>,
    pub criteria: Vec<Criterion>,
    pub lendings: Vec<Lending>,
    pub outlooks: Vec<String>,
    pub bureaus: Vec<String>,
    pub in_city: Option<bool>,
    pub area: AreaBounds,
    pub place: PlaceFilter,
    pub words: Words,
}

impl ParcelFilter {
    /// The parcels asked for, in order of fid.
    pub fn select(&self, layer: &Layer<Parcel>) -> Vec<Arc<Item<Parcel>>> {
        filtered(layer, &self.place, |item| self.holds(item))
    }

    fn holds(&self, item: &Item<Parcel>) -> bool {
        let parcel = &item.body;
        any(&self.wards, |ward| parcel.address.municipality == Some(*ward))
            && any(&self.policies, |policy| parcel.policy == Some(*policy))
            && any(&self.criteria, |criterion| parcel.criterion == Some(*criterion))
            && any(&self.lendings, |lending| parcel.lending == Some(*lending))
            && any(&self.outlooks, |outlook| parcel.outlook.as_ref() == Some(outlook))
            && any(&self.bureaus, |wanted| is_bureau(&parcel.organisation, wanted))
            && self.in_city.is_none_or(|wanted| wanted == parcel.in_city)
            && self.area.hold(parcel.area_m2.known())
            && self.words.hold(item)
            && self.place.holds(item)
    }
}

/// Which buildings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BuildingFilter {
    pub built_from: Option<i16>,
    pub built_to: Option<i16>,
    pub area: AreaBounds,
    pub place: PlaceFilter,
    pub words: Words,
}

impl BuildingFilter {
    /// The buildings asked for, in order of fid.
    pub fn select(&self, layer: &Layer<Building>) -> Vec<Arc<Item<Building>>> {
        filtered(layer, &self.place, |item| self.holds(item))
    }

    fn holds(&self, item: &Item<Building>) -> bool {
        let building = &item.body;
        let built_fy = || building.built.known()?.fiscal_year().map(|year| year.number());
        self.built_from
            .is_none_or(|from| built_fy().is_some_and(|year| year >= from))
            && self.built_to.is_none_or(|to| built_fy().is_some_and(|year| year <= to))
            && self.area.hold(building.floor_area_m2.known())
            && self.words.hold(item)
            && self.place.holds(item)
    }
}

/// What the filter lets through, in order of fid.
fn filtered<T: Placed>(layer: &Layer<T>, place: &PlaceFilter, holds: impl Fn(&Item<T>) -> bool) -> Vec<Arc<Item<T>>> {
    place
        .candidates(layer)
        .into_iter()
        .filter(|item| holds(item))
        .cloned()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_is_found_by_itself_and_by_its_major_class() {
        assert!(within_class("education.library", "education"));
        assert!(within_class("education.library", "education.library"));
        assert!(!within_class("education_other.library", "education"));
        assert!(!within_class("education", "education.library"));
    }
}
