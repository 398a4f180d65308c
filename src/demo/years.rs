//! Five years of use and of income and expenses of the evaluated facilities.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::chance::Chance;
use super::class::Activity;
use super::drafting::Drafting;
use super::facilities::Site;
use crate::calendar::FiscalYear;
use crate::record::{Code, Datum, MissingReason, Provenance, Yen};
use crate::register::{FinanceYear, UsageYear};

/// Fiscal years and how lively they were.
const YEARS: [(i16, f64); 5] = [(2021, 0.68), (2022, 0.84), (2023, 0.95), (2024, 1.0), (2025, 1.02)];

pub fn write(seed: u64, sites: &[Site], drafting: &mut Drafting) {
    let mut chance = Chance::new(seed, "years");
    for site in sites.iter().filter(|site| site.evaluated) {
        let liveliness = chance.log_normal(1.0, 0.35);
        let thrift = chance.log_normal(1.0, 0.25);
        for (year, recovery) in YEARS {
            let fiscal_year = FiscalYear::new(year).expect("years of our time");
            let bustle = liveliness * recovery * chance.between(0.95, 1.05);
            let metrics = metrics(site, bustle);
            let income = metrics
                .iter()
                .find(|(key, _)| *key == "visitors")
                .map_or(0.0, |(_, count)| count * 120.0);
            let unknown = chance.happens(0.02);
            drafting.add(
                UsageYear {
                    facility: site.entity.fid,
                    fiscal_year,
                    metrics: metrics
                        .into_iter()
                        .map(|(key, count)| {
                            (
                                Code::new(key),
                                known_unless(unknown, Decimal::from(count.round() as u64)),
                            )
                        })
                        .collect(),
                    remarks: None,
                    provenance: Provenance::DemoInvented,
                },
                None,
            );
            drafting.add(
                FinanceYear {
                    facility: site.entity.fid,
                    fiscal_year,
                    items: items(site, income, thrift, &mut chance),
                    remarks: None,
                    provenance: Provenance::DemoInvented,
                },
                None,
            );
        }
    }
}

fn known_unless<T>(unknown: bool, value: T) -> Datum<T> {
    if unknown {
        Datum::Missing(MissingReason::Unsurveyed)
    } else {
        Datum::Known(value)
    }
}

/// Keys in usage_metrics and counts.
fn metrics(site: &Site, bustle: f64) -> Vec<(&'static str, f64)> {
    let area_m2 = site.area_m2.as_f64();
    match site.class.activity {
        Activity::Rooms => {
            let available = (area_m2 / 80.0).ceil() * 300.0 * 3.0;
            vec![
                ("visitors", area_m2 * 25.0 * bustle),
                ("open_days", 300.0),
                ("slots_used", (available * 0.5 * bustle).min(available)),
                ("slots_available", available),
            ]
        }
        Activity::Visits => vec![("visitors", area_m2 * 30.0 * bustle), ("open_days", 305.0)],
        Activity::Places => {
            let capacity = (area_m2 / 8.0).ceil();
            vec![
                ("capacity", capacity),
                ("enrolled", (capacity * 0.85 * bustle).min(capacity)),
                ("open_days", 290.0),
            ]
        }
        Activity::Loans => vec![
            ("visitors", area_m2 * 180.0 * bustle),
            ("loans", area_m2 * 350.0 * bustle),
            ("users_registered", area_m2 * 12.0 * bustle),
            ("open_days", 285.0),
        ],
        Activity::Vehicles => vec![("vehicles", area_m2 * 20.0 * bustle), ("open_days", 365.0)],
        Activity::Counter => vec![("visitors", area_m2 * 18.0 * bustle), ("open_days", 243.0)],
    }
}

/// Keys in finance_items and yen, to the thousand as budgets are.
fn items(site: &Site, income: f64, thrift: f64, chance: &mut Chance) -> BTreeMap<Code, Datum<Yen>> {
    let area_m2 = site.area_m2.as_f64();
    let per_m2 = |yen: f64| area_m2 * yen * thrift;
    let mut amounts = vec![
        ("utilities", per_m2(2_800.0) * chance.between(0.9, 1.15)),
        ("repair", per_m2(1_200.0) * chance.log_normal(1.0, 0.5)),
        ("maintenance_contract", per_m2(3_200.0)),
        ("depreciation", area_m2 * 5_500.0),
    ];
    if site.designated {
        amounts.push(("designation_fee", per_m2(16_000.0)));
        amounts.push(("retained_fee", income));
    } else {
        amounts.push(("personnel", per_m2(19_000.0)));
        amounts.push(("outsourcing", per_m2(2_500.0)));
        if site.class.activity != Activity::Counter {
            amounts.push(("usage_fee", income * 0.6));
        }
    }
    let unknown_repair = chance.happens(0.02);
    amounts
        .into_iter()
        .map(|(key, yen)| {
            let rounded = Yen((yen / 1000.0).round() as i64 * 1000);
            (Code::new(key), known_unless(unknown_repair && key == "repair", rounded))
        })
        .collect()
}
