//! Numbers of parcels with gaps and branches, as a list that has lived for years has them.

use super::chance::Chance;
use crate::land::ParcelNumber;

/// So many different numbers in order; branches follow a U+2010 hyphen as in the city's list.
pub fn parcel_numbers(count: u32, chance: &mut Chance) -> Vec<ParcelNumber> {
    let mut numbers = Vec::with_capacity(count as usize);
    let mut base = 0;
    while numbers.len() < count as usize {
        base += 1 + chance.below(4);
        let branches = if chance.happens(0.055) { 2 + chance.below(4) } else { 0 };
        let texts = if branches == 0 {
            vec![base.to_string()]
        } else {
            (1..=branches).map(|branch| format!("{base}‐{branch}")).collect()
        };
        numbers.extend(
            texts
                .iter()
                .map(|text| ParcelNumber::parse(text).expect("a base and a branch are a number")),
        );
    }
    numbers.truncate(count as usize);
    numbers
}
