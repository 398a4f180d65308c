//! Which records of a register are asked for, and in which order. Pure; the rim reads these from a query string.

use std::cmp::{Ordering, Reverse};
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

    fn hold<T>(&self, item: &Item<T>) -> bool {
        self.0.iter().all(|word| item.search.contains(word.as_str()))
    }
}

/// An area from and to, both included. A record without area lies in no bounds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AreaBounds {
    pub min: Option<AreaM2>,
    pub max: Option<AreaM2>,
}

impl AreaBounds {
    fn hold(&self, area: Option<&AreaM2>) -> bool {
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
fn is_bureau(organisation: &Organisation, wanted: &str) -> bool {
    organisation.bureau.as_ref().is_some_and(|code| code.as_str() == wanted)
        || organisation.bureau_text.as_deref() == Some(wanted)
}

/// An empty list asks for everything; a list of several for any of them.
fn any<T>(wanted: &[T], fits: impl Fn(&T) -> bool) -> bool {
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

/// The order of a list of facilities. What the order does not decide, the number and then the fid decide.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FacilitySort {
    #[default]
    Number,
    Name,
    FloorAreaDescending,
    BuiltYear,
}

/// The facilities asked for, in order.
pub fn select_facilities(
    layer: &Layer<Facility>,
    filter: &FacilityFilter,
    sort: FacilitySort,
) -> Vec<Arc<Item<Facility>>> {
    let mut items = filtered(layer, &filter.place, |item| filter.holds(item));
    match sort {
        FacilitySort::Number => {}
        FacilitySort::Name => items.sort_by(|a, b| {
            let reading = |item: &Item<Facility>| item.body.kana.clone().unwrap_or_else(|| item.body.name.clone());
            reading(a).cmp(&reading(b))
        }),
        FacilitySort::FloorAreaDescending => {
            items.sort_by_key(|item| Reverse(item.body.floor_area_m2.known().copied()))
        }
        FacilitySort::BuiltYear => items.sort_by_key(|item| item.body.built_fy().map_or(i32::MAX, i32::from)),
    }
    items
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

/// The order of a list of parcels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ParcelSort {
    /// 9‐1 before 10‐1.
    #[default]
    Number,
    AreaDescending,
    Name,
}

/// The parcels asked for, in order.
pub fn select_parcels(layer: &Layer<Parcel>, filter: &ParcelFilter, sort: ParcelSort) -> Vec<Arc<Item<Parcel>>> {
    let mut items = filtered(layer, &filter.place, |item| filter.holds(item));
    items.sort_by(|a, b| a.body.number.cmp(&b.body.number));
    match sort {
        ParcelSort::Number => {}
        ParcelSort::AreaDescending => items.sort_by_key(|item| Reverse(item.body.area_m2.known().copied())),
        ParcelSort::Name => items.sort_by(|a, b| a.body.name.cmp(&b.body.name)),
    }
    items
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

/// The buildings asked for, in order of their numbers.
pub fn select_buildings(layer: &Layer<Building>, filter: &BuildingFilter) -> Vec<Arc<Item<Building>>> {
    filtered(layer, &filter.place, |item| filter.holds(item))
}

/// What the filter lets through, in order of number; sorts after it are stable, so that pages never overlap.
fn filtered<T: Placed>(layer: &Layer<T>, place: &PlaceFilter, holds: impl Fn(&Item<T>) -> bool) -> Vec<Arc<Item<T>>> {
    let found = place.candidates(layer).into_iter().filter(|item| holds(item)).cloned();
    let mut keyed: Vec<(String, Arc<Item<T>>)> =
        found.map(|item| (item.body.key().unwrap_or_default(), item)).collect();
    keyed.sort_by(|(a, _), (b, _)| by_number(a, b));
    keyed.into_iter().map(|(_, item)| item).collect()
}

/// Numbers in the order of people: a run of digits counts as its value, `A-2` before `A-10`.
fn by_number(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a, b);
    loop {
        match (split_run(left), split_run(right)) {
            (None, None) => return a.cmp(b),
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some((x, rest_left)), Some((y, rest_right))) => {
                let order = match (digits_value(x), digits_value(y)) {
                    (Some(x), Some(y)) => x.len().cmp(&y.len()).then_with(|| x.cmp(y)),
                    _ => x.cmp(y),
                };
                if order != Ordering::Equal {
                    return order;
                }
                (left, right) = (rest_left, rest_right);
            }
        }
    }
}

/// The text's first run of digits or of other characters, and the rest.
fn split_run(text: &str) -> Option<(&str, &str)> {
    let is_digit = text.chars().next()?.is_ascii_digit();
    let end = text
        .find(|c: char| c.is_ascii_digit() != is_digit)
        .unwrap_or(text.len());
    Some(text.split_at(end))
}

/// Digits without leading zeros: of two such texts the longer is the greater number.
fn digits_value(run: &str) -> Option<&str> {
    run.starts_with(|c: char| c.is_ascii_digit())
        .then(|| run.trim_start_matches('0'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_are_in_the_order_of_people() {
        let mut numbers = ["10", "9", "A-10", "A-2", "010", "9-1", ""];
        numbers.sort_by(|a, b| by_number(a, b));
        assert_eq!(numbers, ["", "9", "9-1", "010", "10", "A-2", "A-10"]);
    }

    #[test]
    fn a_class_is_found_by_itself_and_by_its_major_class() {
        assert!(within_class("education.library", "education"));
        assert!(within_class("education.library", "education.library"));
        assert!(!within_class("education_other.library", "education"));
        assert!(!within_class("education", "education.library"));
    }

    proptest! {
        #[test]
        fn the_order_of_numbers_is_an_order(mut numbers in proptest::collection::vec("[0-9A-C-]{0,6}", 0..12)) {
            numbers.sort_by(|a, b| by_number(a, b));
            for pair in numbers.windows(2) {
                prop_assert_ne!(by_number(&pair[0], &pair[1]), Ordering::Greater);
                prop_assert_eq!(by_number(&pair[0], &pair[1]).reverse(), by_number(&pair[1], &pair[0]));
            }
        }
    }
}
