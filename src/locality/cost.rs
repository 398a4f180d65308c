//! What the facilities of an area cost in a year.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::record::Fid;
use crate::register::Facility;
use crate::snapshot::{Item, Snapshot};
use crate::vocabulary::Vocabularies;

/// Full cost (フルコスト) of some facilities in one fiscal year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    pub fiscal_year: i16,
    pub full_cost_yen: i64,
    pub revenue_yen: i64,
    /// Facilities of which the year's finance is known.
    pub facilities: usize,
    /// Full cost by bureau or class, as the caller groups.
    pub groups: BTreeMap<String, i64>,
}

/// The costs of facilities by fiscal year, the latest five first; `group` says under what a facility's cost is summed.
pub fn cost_of(
    facilities: &[Arc<Item<Facility>>],
    snapshot: &Snapshot,
    vocabularies: &Vocabularies,
    group: impl Fn(&Facility) -> String,
) -> Vec<Cost> {
    const YEARS: usize = 5;
    let items = Items::of(vocabularies);
    let wanted: BTreeMap<Fid, &Facility> = facilities.iter().map(|item| (item.fid, &item.body)).collect();
    let mut years: BTreeMap<i16, Cost> = BTreeMap::new();
    for record in snapshot.finance_years.iter().map(|item| &item.body) {
        let Some(facility) = wanted.get(&record.facility) else {
            continue;
        };
        let sum = |wanted: &BTreeSet<String>| -> Option<i64> {
            let known = record.items.iter().filter(|(code, _)| wanted.contains(code.as_str()));
            let mut amounts = known
                .filter(|(code, _)| !items.is_subtotal_of_known(code.as_str(), record))
                .filter_map(|(_, datum)| datum.known())
                .peekable();
            amounts.peek()?;
            Some(amounts.map(|yen| yen.0).sum())
        };
        let (full_cost, revenue) = (sum(&items.full_cost), sum(&items.revenue));
        if full_cost.is_none() && revenue.is_none() {
            continue;
        }
        let year = record.fiscal_year.number();
        let cost = years.entry(year).or_insert_with(|| Cost {
            fiscal_year: year,
            ..Cost::default()
        });
        cost.facilities += 1;
        cost.full_cost_yen += full_cost.unwrap_or_default();
        cost.revenue_yen += revenue.unwrap_or_default();
        *cost.groups.entry(group(facility)).or_default() += full_cost.unwrap_or_default();
    }
    years.into_values().rev().take(YEARS).collect()
}

/// The items that make up a sum. Subtotals are counted only where their parts are not known.
struct Items {
    full_cost: BTreeSet<String>,
    revenue: BTreeSet<String>,
    parts: BTreeMap<String, Vec<String>>,
}

impl Items {
    fn of(vocabularies: &Vocabularies) -> Self {
        let codes = vocabularies
            .list("finance_items")
            .into_iter()
            .flat_map(|list| &list.codes);
        let mut items = Self {
            full_cost: BTreeSet::new(),
            revenue: BTreeSet::new(),
            parts: BTreeMap::new(),
        };
        for code in codes {
            if code.flag("full_cost") {
                items.full_cost.insert(code.key.clone());
            }
            if code.text("kind") == Some("revenue") {
                items.revenue.insert(code.key.clone());
            }
            if let Some(parent) = &code.parent {
                items.parts.entry(parent.clone()).or_default().push(code.key.clone());
            }
        }
        items
    }

    fn is_subtotal_of_known(&self, key: &str, record: &crate::register::FinanceYear) -> bool {
        let parts = self.parts.get(key).into_iter().flatten();
        let known = |part: &String| {
            let own = record.items.iter().find(|(code, _)| code.as_str() == part);
            own.is_some_and(|(_, datum)| datum.known().is_some())
        };
        parts.into_iter().any(known)
    }
}
