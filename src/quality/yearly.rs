//! For how many evaluated facilities there are yearly records, by year and class.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use utoipa::ToSchema;

use super::completeness::GroupRow;
use crate::record::{EntityId, Fid, Kind};
use crate::register::LinkRole;
use crate::snapshot::Snapshot;
use crate::vocabulary::Vocabularies;

/// Years that are shown.
const YEARS: usize = 5;

/// Yearly records of the evaluated facilities.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct YearlyCoverage {
    /// 評価対象
    pub evaluated: usize,
    pub years: Vec<YearCoverage>,
    /// Evaluated facilities by major class; `filled` counts those with use and finance for each of the years.
    pub classes: Vec<GroupRow>,
}

/// A fiscal year.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct YearCoverage {
    pub fiscal_year: i16,
    /// Evaluated facilities with a figure of use.
    pub usage: usize,
    /// Evaluated facilities with a figure of finance.
    pub finance: usize,
    /// Evaluated facilities that were inspected, or a building of which was.
    pub condition: usize,
}

/// The latest years of which there is any record.
pub fn yearly_coverage(snapshot: &Snapshot, vocabularies: &Vocabularies) -> YearlyCoverage {
    let evaluated: BTreeMap<Fid, String> = snapshot
        .facilities
        .iter()
        .filter(|item| item.body.is_evaluated())
        .map(|item| (item.fid, item.body.class_major().unwrap_or_default().to_owned()))
        .collect();
    let mut usage: BTreeSet<(i16, Fid)> = BTreeSet::new();
    for item in snapshot.usage_years.iter() {
        if item.body.metrics.values().any(|datum| datum.known().is_some()) {
            usage.insert((item.body.fiscal_year.number(), item.body.facility));
        }
    }
    let mut finance: BTreeSet<(i16, Fid)> = BTreeSet::new();
    for item in snapshot.finance_years.iter() {
        if item.body.items.values().any(|datum| datum.known().is_some()) {
            finance.insert((item.body.fiscal_year.number(), item.body.facility));
        }
    }
    let condition = inspected(snapshot);
    let all = usage.iter().chain(&finance).map(|(year, _)| *year);
    let years: BTreeSet<i16> = all.collect();
    let years: Vec<i16> = years.into_iter().rev().take(YEARS).collect();
    let have = |set: &BTreeSet<(i16, Fid)>, year: i16, fid: Fid| set.contains(&(year, fid));
    let count = |set: &BTreeSet<(i16, Fid)>, year: i16| evaluated.keys().filter(|fid| have(set, year, **fid)).count();
    let mut classes: BTreeMap<&str, GroupRow> = BTreeMap::new();
    for (fid, class) in &evaluated {
        let row = classes.entry(class).or_insert_with(|| GroupRow {
            filled: vec![0; years.len()],
            ..GroupRow::default()
        });
        row.records += 1;
        for (at, year) in years.iter().enumerate() {
            row.filled[at] += usize::from(have(&usage, *year, *fid) && have(&finance, *year, *fid));
        }
    }
    let list = vocabularies.list("facility_classes");
    let named = |(key, row): (&str, GroupRow)| {
        let code = list.and_then(|list| list.by_key(key));
        GroupRow {
            key: key.to_owned(),
            name_ja: code.map_or_else(|| "（なし）".to_owned(), |code| code.ja.clone()),
            name_en: code.map_or_else(|| "(none)".to_owned(), |code| code.en.clone()),
            ..row
        }
    };
    YearlyCoverage {
        evaluated: evaluated.len(),
        years: years
            .iter()
            .map(|year| YearCoverage {
                fiscal_year: *year,
                usage: count(&usage, *year),
                finance: count(&finance, *year),
                condition: count(&condition, *year),
            })
            .collect(),
        classes: classes.into_iter().map(named).collect(),
    }
}

/// Which facility was inspected in which year, itself or through a building.
fn inspected(snapshot: &Snapshot) -> BTreeSet<(i16, Fid)> {
    let mut users: BTreeMap<EntityId, Vec<Fid>> = BTreeMap::new();
    for link in snapshot.links.iter().map(|item| &item.body) {
        if link.role == LinkRole::FacilityBuilding {
            users.entry(link.to).or_default().push(link.from.fid);
        }
    }
    let mut found = BTreeSet::new();
    for condition in snapshot.conditions.iter().map(|item| &item.body) {
        let day = condition.inspected.as_ref();
        let Some(year) = day.and_then(|day| day.fiscal_year().map(|year| year.number()).or(day.year())) else {
            continue;
        };
        match condition.of.kind {
            Kind::Facility => {
                found.insert((year, condition.of.fid));
            }
            _ => found.extend(users.get(&condition.of).into_iter().flatten().map(|fid| (year, *fid))),
        }
    }
    found
}
