//! The group of like facilities that a figure is read against. A group that is too small gives way to a wider one, and says so.

use rust_decimal::Decimal;

use super::{Measures, Metric, years_of};
use crate::calendar::FiscalYear;
use crate::record::{EntityId, Fid, Kind};
use crate::register::Facility;
use crate::snapshot::Snapshot;

/// Fewer than these make no group, and no median.
pub const FEWEST_PEERS: usize = 5;

/// How wide a group is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeerLevel {
    /// The same class (小分類).
    Minor,
    /// The same 大分類.
    Major,
    /// All facilities.
    All,
}

impl PeerLevel {
    pub fn key(self) -> &'static str {
        match self {
            PeerLevel::Minor => "minor",
            PeerLevel::Major => "major",
            PeerLevel::All => "all",
        }
    }
}

/// A group of facilities with yearly records, the facility itself among them.
#[derive(Clone, Debug, PartialEq)]
pub struct Peers {
    pub level: PeerLevel,
    /// The class that they share; none for all facilities.
    pub class: Option<String>,
    /// In order of fid.
    pub members: Vec<Fid>,
    /// The narrower groups that were too small: level, class, size.
    pub too_small: Vec<(PeerLevel, String, usize)>,
}

/// The narrowest group of a facility that is large enough.
pub fn peers_of(snapshot: &Snapshot, facility: &Facility) -> Peers {
    let recorded = |fid: Fid| {
        let whole = EntityId::new(Kind::Facility, fid);
        snapshot.usage_years.of(whole).next().is_some() || snapshot.finance_years.of(whole).next().is_some()
    };
    let members = |alike: &dyn Fn(&Facility) -> bool| -> Vec<Fid> {
        let facilities = snapshot.facilities.iter();
        let alike = facilities.filter(|item| alike(&item.body) && recorded(item.fid));
        alike.map(|item| item.fid).collect()
    };
    let minor = facility.class.as_ref().map(|class| class.as_str());
    let major = facility.class_major();
    let mut too_small = Vec::new();
    for (level, class) in [(PeerLevel::Minor, minor), (PeerLevel::Major, major)] {
        let Some(class) = class else { continue };
        let found = members(&|other| match level {
            PeerLevel::Minor => other.class.as_ref().is_some_and(|other| other.as_str() == class),
            _ => other.class_major() == Some(class),
        });
        if found.len() >= FEWEST_PEERS {
            return Peers {
                level,
                class: Some(class.to_owned()),
                members: found,
                too_small,
            };
        }
        too_small.push((level, class.to_owned(), found.len()));
    }
    Peers {
        level: PeerLevel::All,
        class: None,
        members: members(&|_| true),
        too_small,
    }
}

/// The median of a group in a year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct YearMedian {
    pub year: FiscalYear,
    /// How many of the group have a value.
    pub count: usize,
    /// Absent where they are too few.
    pub median: Option<Decimal>,
}

/// The medians of each metric in each year.
pub fn medians(
    snapshot: &Snapshot,
    measures: &Measures,
    members: &[Fid],
    metrics: &[Metric],
    years: &[FiscalYear],
) -> Vec<Vec<YearMedian>> {
    let mut values: Vec<Vec<Vec<Decimal>>> = vec![vec![Vec::new(); years.len()]; metrics.len()];
    for fid in members {
        let Some(item) = snapshot.facilities.get(*fid) else {
            continue;
        };
        for figures in years_of(snapshot, measures, *fid, &item.body) {
            let Some(at) = years.iter().position(|year| *year == figures.year) else {
                continue;
            };
            for (metric, values) in metrics.iter().zip(&mut values) {
                values[at].extend(metric.value(&figures).known());
            }
        }
    }
    let of_year = |(year, values): (&FiscalYear, Vec<Decimal>)| YearMedian {
        year: *year,
        count: values.len(),
        median: Some(values)
            .filter(|values| values.len() >= FEWEST_PEERS)
            .and_then(median),
    };
    values
        .into_iter()
        .map(|by_year| years.iter().zip(by_year).map(of_year).collect())
        .collect()
}

/// The middle value, or the mean of the two in the middle.
pub fn median(mut values: Vec<Decimal>) -> Option<Decimal> {
    values.sort_unstable();
    let middle = values.len() / 2;
    let upper = *values.get(middle)?;
    Some(if values.len().is_multiple_of(2) {
        (values[middle - 1] + upper) / Decimal::TWO
    } else {
        upper
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::{State, Version};
    use crate::record::{Code, Datum};
    use crate::register::UsageYear;
    use crate::snapshot::Stored;
    use crate::vocabulary::Vocabularies;

    fn year(number: i16) -> FiscalYear {
        FiscalYear::new(number).expect("a year")
    }

    /// Facilities of the classes given, numbered from 1, each with as many visitors as its number.
    fn portfolio(classes: &[&str]) -> Snapshot {
        let stored = |kind, fid, body| Stored {
            entity: EntityId::new(kind, Fid(fid)),
            revision: 1,
            changed: Version(1),
            state: State { body, shape: None },
        };
        let records = (1..).zip(classes).flat_map(|(fid, class)| {
            let facility = Facility {
                class: Some(Code::new(*class)),
                ..Facility::default()
            };
            let usage = UsageYear {
                facility: Fid(fid),
                fiscal_year: year(2024),
                metrics: [(Code::new("visitors"), Datum::Known(Decimal::from(fid)))].into(),
                remarks: None,
                provenance: Default::default(),
            };
            [
                stored(Kind::Facility, fid, facility.into()),
                stored(Kind::UsageYear, fid, usage.into()),
            ]
        });
        Snapshot::from_stored(Version(1), None, records, [])
    }

    #[test]
    fn a_small_group_gives_way_to_a_wider_one_and_says_so() {
        let classes = ["a.x", "a.x", "a.y", "a.y", "a.y", "b.z"];
        let snapshot = portfolio(&classes);
        let of = |fid| peers_of(&snapshot, &snapshot.facilities.get(Fid(fid)).expect("there").body);
        let wider = of(1);
        assert_eq!(
            (wider.level, wider.class.as_deref(), wider.members.len()),
            (PeerLevel::Major, Some("a"), 5)
        );
        assert_eq!(wider.too_small, [(PeerLevel::Minor, "a.x".to_owned(), 2)]);
        let all = of(6);
        assert_eq!(
            (all.level, all.members.len(), all.too_small.len()),
            (PeerLevel::All, 6, 2)
        );
    }

    #[test]
    fn the_median_of_a_group_is_told_with_its_size() {
        let snapshot = portfolio(&["a.x"; 6]);
        let measures = Measures::new(&Vocabularies::embedded()).expect("the embedded lists fit");
        let peers = peers_of(&snapshot, &snapshot.facilities.get(Fid(1)).expect("there").body);
        let visitors = Metric::parse("visitors", &measures).expect("a metric");
        let medians = medians(
            &snapshot,
            &measures,
            &peers.members,
            &[visitors],
            &[year(2023), year(2024)],
        );
        assert_eq!((medians[0][0].count, medians[0][0].median), (0, None));
        assert_eq!(
            (medians[0][1].count, medians[0][1].median),
            (6, Some(Decimal::new(35, 1)))
        );
    }

    #[test]
    fn the_median_is_the_middle() {
        let of = |numbers: &[i64]| median(numbers.iter().copied().map(Decimal::from).collect());
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[3, 1, 2]), Some(Decimal::from(2)));
        assert_eq!(of(&[4, 1]), Some(Decimal::new(25, 1)));
    }
}
