//! The orders of lists. What an order does not decide, the record's number decides, so that pages never overlap.

use std::cmp::Reverse;
use std::sync::Arc;

use super::Item;
use crate::land::Parcel;
use crate::record::Record;
use crate::register::Facility;

/// The order of a list of facilities.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FacilitySort {
    #[default]
    Number,
    /// By reading, by name where there is none.
    Name,
    FloorAreaDescending,
    BuiltYear,
}

impl FacilitySort {
    pub fn sort(self, items: &mut [Arc<Item<Facility>>]) {
        sort_by_number(items);
        match self {
            FacilitySort::Number => {}
            FacilitySort::Name => items.sort_by(|a, b| reading(&a.body).cmp(reading(&b.body))),
            FacilitySort::FloorAreaDescending => {
                items.sort_by_key(|item| Reverse(item.body.floor_area_m2.known().copied()));
            }
            FacilitySort::BuiltYear => items.sort_by_key(|item| item.body.built_fy().unwrap_or(i16::MAX)),
        }
    }
}

fn reading(facility: &Facility) -> &str {
    facility.kana.as_deref().unwrap_or(&facility.name)
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

impl ParcelSort {
    pub fn sort(self, items: &mut [Arc<Item<Parcel>>]) {
        items.sort_by(|a, b| a.body.number.cmp(&b.body.number));
        match self {
            ParcelSort::Number => {}
            ParcelSort::AreaDescending => items.sort_by_key(|item| Reverse(item.body.area_m2.known().copied())),
            ParcelSort::Name => items.sort_by(|a, b| a.body.name.cmp(&b.body.name)),
        }
    }
}

/// Numbers in the order of people: `A-2` before `A-10`.
pub fn sort_by_number<T: Record>(items: &mut [Arc<Item<T>>]) {
    items.sort_by_cached_key(|item| number_key(&item.body.key().unwrap_or_default()));
}

/// Bytes whose order is the order of numbers: each run of digits counts as its value. A run becomes its length and its
/// digits, so that of two numbers the longer is the greater.
fn number_key(number: &str) -> Vec<u8> {
    let bytes = number.as_bytes();
    let mut key = Vec::with_capacity(2 * bytes.len() + 4);
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if !byte.is_ascii_digit() {
            key.push(byte);
            at += 1;
            continue;
        }
        let run = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let digits = &bytes[at..at + run];
        let value = &digits[digits.iter().take_while(|digit| **digit == b'0').count()..];
        // A run sorts where digits do, before letters.
        key.push(b'0');
        key.push(u8::try_from(value.len()).unwrap_or(u8::MAX));
        key.extend_from_slice(value);
        at += run;
    }
    // 010 and 10 have one value; the text settles which comes first.
    key.push(0);
    key.extend_from_slice(bytes);
    key
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_are_in_the_order_of_people() {
        let mut numbers = ["10", "9", "A-10", "A-2", "010", "9-1", "", "9a"];
        numbers.sort_by_cached_key(|number| number_key(number));
        assert_eq!(numbers, ["", "9", "9-1", "9a", "010", "10", "A-2", "A-10"]);
    }

    proptest! {
        #[test]
        fn whole_numbers_are_in_the_order_of_their_values(a in any::<u64>(), b in any::<u64>()) {
            prop_assert_eq!(number_key(&a.to_string()).cmp(&number_key(&b.to_string())), a.cmp(&b));
        }

        #[test]
        fn different_numbers_are_never_equal(a in "[0-9A-C-]{0,6}", b in "[0-9A-C-]{0,6}") {
            prop_assert_eq!(number_key(&a) == number_key(&b), a == b);
        }
    }
}
