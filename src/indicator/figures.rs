//! What is known of a facility in one fiscal year.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{Measures, Total};
use crate::calendar::FiscalYear;
use crate::record::{Datum, EntityId, Fid, Kind, MissingReason};
use crate::register::{Facility, FinanceYear, UsageYear};
use crate::snapshot::Snapshot;

/// A year of a facility: what was recorded, and the sums that formulas need.
#[derive(Clone, Debug)]
pub struct YearFigures<'a> {
    pub year: FiscalYear,
    pub usage: Option<&'a UsageYear>,
    pub finance: Option<&'a FinanceYear>,
    /// 延床面積 of today: registers do not keep that of each year.
    pub floor_area_m2: Datum<Decimal>,
    /// 運営費: full cost without capital, with the fees that the operator keeps.
    pub operating: Total,
    /// 減価償却費
    pub depreciation: Total,
    /// 使用料・手数料・利用料金
    pub charges: Total,
    /// 延べ利用者数 of the year before.
    pub visitors_before: Datum<Decimal>,
}

const UNRECORDED: Datum<Decimal> = Datum::Missing(MissingReason::Unsurveyed);

impl YearFigures<'_> {
    /// What was counted, by its key in usage_metrics.
    pub fn counted(&self, metric: &str) -> Datum<Decimal> {
        counted(self.usage, metric)
    }

    /// An item of income or expenses, by its key in finance_items.
    pub fn item(&self, item: &str) -> Datum<Decimal> {
        let given = self.finance.and_then(|year| {
            let mut items = year.items.iter();
            items.find(|(key, _)| key.as_str() == item).map(|(_, datum)| *datum)
        });
        match given {
            Some(Datum::Known(yen)) => Datum::Known(Decimal::from(yen.0)),
            Some(Datum::Missing(reason)) => Datum::Missing(reason),
            None => UNRECORDED,
        }
    }
}

fn counted(usage: Option<&UsageYear>, metric: &str) -> Datum<Decimal> {
    let given = usage.and_then(|year| {
        let mut metrics = year.metrics.iter();
        metrics.find(|(key, _)| key.as_str() == metric).map(|(_, datum)| *datum)
    });
    given.unwrap_or(UNRECORDED)
}

/// The recorded years of a facility, the earliest first.
pub fn years_of<'a>(
    snapshot: &'a Snapshot,
    measures: &Measures,
    fid: Fid,
    facility: &Facility,
) -> Vec<YearFigures<'a>> {
    let whole = EntityId::new(Kind::Facility, fid);
    let mut years: BTreeMap<FiscalYear, (Option<&UsageYear>, Option<&FinanceYear>)> = BTreeMap::new();
    for item in snapshot.usage_years.of(whole) {
        years.entry(item.body.fiscal_year).or_default().0 = Some(&item.body);
    }
    for item in snapshot.finance_years.of(whole) {
        years.entry(item.body.fiscal_year).or_default().1 = Some(&item.body);
    }
    let floor_area_m2 = match facility.floor_area_m2 {
        Datum::Known(area) => Datum::Known(area.decimal()),
        Datum::Missing(reason) => Datum::Missing(reason),
    };
    let before = |year: FiscalYear| {
        let before = FiscalYear::new(year.number() - 1).and_then(|year| years.get(&year));
        counted(before.and_then(|(usage, _)| *usage), "visitors")
    };
    let figures = |(year, (usage, finance)): (&FiscalYear, &(Option<&'a UsageYear>, Option<&'a FinanceYear>))| {
        let sum = |counts: fn(&crate::vocabulary::Code) -> bool| {
            finance.map_or_else(Total::unrecorded, |finance| {
                Total::of(&finance.items, measures.finance(), counts)
            })
        };
        YearFigures {
            year: *year,
            usage: *usage,
            finance: *finance,
            floor_area_m2,
            operating: sum(|code| code.flag("full_cost")),
            depreciation: sum(|code| code.text("kind") == Some("depreciation")),
            charges: sum(|code| code.flag("user_charge")),
            visitors_before: before(*year),
        }
    };
    years.iter().map(figures).collect()
}
