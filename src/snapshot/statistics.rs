//! Counts and sums of areas over selected records, by any key.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::record::AreaM2;

/// How many records, and their areas together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub count: usize,
    /// Records whose area is not known: the sum says nothing of them.
    pub without_area: usize,
    /// A million of the largest areas would overflow 64 bits.
    area_hundredths: i128,
}

impl Tally {
    pub fn add(&mut self, area: Option<AreaM2>) {
        self.count += 1;
        match area {
            Some(area) => self.area_hundredths += i128::from(area.hundredths()),
            None => self.without_area += 1,
        }
    }

    /// The sum in ㎡.
    pub fn area_m2(&self) -> Decimal {
        Decimal::from_i128_with_scale(self.area_hundredths, 2).normalize()
    }
}

/// Records by a key; those without one are a group of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Groups<K> {
    /// In order of key.
    pub groups: Vec<(K, Tally)>,
    pub without_key: Tally,
    pub total: Tally,
}

/// Tallies (key, area) pairs.
pub fn tally_by<K: Ord>(records: impl Iterator<Item = (Option<K>, Option<AreaM2>)>) -> Groups<K> {
    let mut groups: BTreeMap<K, Tally> = BTreeMap::new();
    let (mut without_key, mut total) = (Tally::default(), Tally::default());
    for (key, area) in records {
        total.add(area);
        match key {
            Some(key) => groups.entry(key).or_default().add(area),
            None => without_key.add(area),
        }
    }
    Groups {
        groups: groups.into_iter().collect(),
        without_key,
        total,
    }
}

/// Tallies areas without grouping them.
pub fn tally(areas: impl Iterator<Item = Option<AreaM2>>) -> Tally {
    areas.fold(Tally::default(), |mut tally, area| {
        tally.add(area);
        tally
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(text: &str) -> Option<AreaM2> {
        Some(text.parse().expect("an area"))
    }

    #[test]
    fn the_groups_and_the_rest_make_the_total() {
        let groups = tally_by(
            [
                (Some("b"), area("1.10")),
                (Some("a"), None),
                (None, area("2")),
                (Some("b"), area("0.05")),
            ]
            .into_iter(),
        );
        assert_eq!(
            groups
                .groups
                .iter()
                .map(|(key, tally)| (*key, tally.count))
                .collect::<Vec<_>>(),
            [("a", 1), ("b", 2)]
        );
        assert_eq!(groups.groups[1].1.area_m2().to_string(), "1.15");
        assert_eq!(
            (groups.without_key.count, groups.total.count, groups.total.without_area),
            (1, 4, 1)
        );
        assert_eq!(groups.total.area_m2().to_string(), "3.15");
    }

    #[test]
    fn the_largest_areas_do_not_overflow_their_sum() {
        let largest = AreaM2::from_hundredths(1_000_000_000_000_000).ok();
        let sum = tally(std::iter::repeat_n(largest, 100_000));
        assert_eq!(sum.area_m2().to_string(), "1000000000000000000");
    }
}
