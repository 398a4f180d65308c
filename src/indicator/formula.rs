//! Indicators that are computed from a year's figures, each with the formula that people read beside it.

use rust_decimal::{Decimal, RoundingStrategy};

use super::YearFigures;
use crate::record::{Datum, MissingReason};

macro_rules! indicators {
    ($($name:ident $key:literal $ja:literal $en:literal [$unit:literal $unit_en:literal] $decimals:literal
        = $formula_ja:literal / $formula_en:literal;)*) => {
        /// A figure that is computed from a year's figures.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Indicator {
            $($name,)*
        }

        impl Indicator {
            pub const ALL: &[Indicator] = &[$(Indicator::$name,)*];

            /// The stable name on the wire.
            pub fn key(self) -> &'static str {
                match self { $(Indicator::$name => $key,)* }
            }

            /// Japanese and English names.
            pub fn names(self) -> (&'static str, &'static str) {
                match self { $(Indicator::$name => ($ja, $en),)* }
            }

            /// The unit in Japanese and English.
            pub fn unit(self) -> (&'static str, &'static str) {
                match self { $(Indicator::$name => ($unit, $unit_en),)* }
            }

            /// The formula in Japanese and English.
            pub fn formula(self) -> (&'static str, &'static str) {
                match self { $(Indicator::$name => ($formula_ja, $formula_en),)* }
            }

            /// Decimals that are shown.
            pub fn decimals(self) -> u32 {
                match self { $(Indicator::$name => $decimals,)* }
            }
        }
    };
}

indicators! {
    OperatingCost "operating_cost" "運営費" "Operating cost" ["円" "yen"] 0
        = "歳出（人件費・維持管理費・委託料等）＋ 利用料金収入。工事費・公有財産購入費は含まない"
        / "expenses (personnel, upkeep, contracts …) + fees retained by the operator, without construction and purchases";
    TotalCost "total_cost" "総経費" "Total cost" ["円" "yen"] 0
        = "運営費 ＋ 減価償却費" / "operating cost + depreciation";
    UserCharges "user_charges" "利用料金等" "User charges" ["円" "yen"] 0
        = "使用料 ＋ 手数料 ＋ 利用料金収入" / "usage fees + charges + fees retained by the operator";
    CostPerM2 "cost_per_m2" "㎡当たり運営費" "Operating cost per ㎡" ["円/㎡" "yen/㎡"] 0
        = "運営費 ÷ 延床面積" / "operating cost ÷ floor area";
    TotalCostPerM2 "total_cost_per_m2" "㎡当たり総経費" "Total cost per ㎡" ["円/㎡" "yen/㎡"] 0
        = "総経費 ÷ 延床面積" / "total cost ÷ floor area";
    CostPerVisit "cost_per_visit" "利用者1人当たり運営費" "Operating cost per visit" ["円/人" "yen/visit"] 0
        = "運営費 ÷ 延べ利用者数" / "operating cost ÷ visits";
    TotalCostPerVisit "total_cost_per_visit" "利用者1人当たり総経費" "Total cost per visit" ["円/人" "yen/visit"] 0
        = "総経費 ÷ 延べ利用者数" / "total cost ÷ visits";
    ChargePerVisit "charge_per_visit" "利用者1人当たり利用料金等" "User charges per visit" ["円/人" "yen/visit"] 0
        = "利用料金等 ÷ 延べ利用者数" / "user charges ÷ visits";
    ChargeRate "charge_rate" "受益者負担率（運営費）" "Share of operating cost borne by users" ["％" "%"] 1
        = "利用料金等 ÷ 運営費 × 100" / "user charges ÷ operating cost × 100";
    ChargeRateOfTotal "charge_rate_of_total" "受益者負担率（総経費）" "Share of total cost borne by users" ["％" "%"] 1
        = "利用料金等 ÷ 総経費 × 100" / "user charges ÷ total cost × 100";
    VisitsPerM2 "visits_per_m2" "㎡当たり利用者数" "Visits per ㎡" ["人/㎡" "visits/㎡"] 1
        = "延べ利用者数 ÷ 延床面積" / "visits ÷ floor area";
    VisitsPerDay "visits_per_day" "1日当たり利用者数" "Visits per open day" ["人/日" "visits/day"] 1
        = "延べ利用者数 ÷ 開館日数" / "visits ÷ open days";
    VisitsChange "visits_change" "利用者数の増減率" "Change of visits" ["％" "%"] 1
        = "（延べ利用者数 ÷ 前年度の延べ利用者数 − 1）× 100" / "(visits ÷ visits of the year before − 1) × 100";
    Occupancy "occupancy" "稼働率" "Occupancy" ["％" "%"] 1
        = "利用コマ数 ÷ 利用可能コマ数 × 100" / "slots used ÷ slots available × 100";
    Enrolment "enrolment" "定員充足率" "Enrolment" ["％" "%"] 1
        = "在籍数 ÷ 定員 × 100" / "enrolled ÷ capacity × 100";
}

impl Indicator {
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|indicator| indicator.key() == key)
    }

    /// The exact value in a year.
    pub fn value(self, year: &YearFigures) -> Datum<Decimal> {
        let hundred = Decimal::ONE_HUNDRED;
        let operating = year.operating.yen;
        let charges = year.charges.yen;
        let total = || both(operating, year.depreciation.yen, |one, other| Some(one + other));
        let visits = || year.counted("visitors");
        match self {
            Indicator::OperatingCost => operating,
            Indicator::TotalCost => total(),
            Indicator::UserCharges => charges,
            Indicator::CostPerM2 => ratio(operating, year.floor_area_m2),
            Indicator::TotalCostPerM2 => ratio(total(), year.floor_area_m2),
            Indicator::CostPerVisit => ratio(operating, visits()),
            Indicator::TotalCostPerVisit => ratio(total(), visits()),
            Indicator::ChargePerVisit => ratio(charges, visits()),
            Indicator::ChargeRate => scaled(ratio(charges, operating), hundred),
            Indicator::ChargeRateOfTotal => scaled(ratio(charges, total()), hundred),
            Indicator::VisitsPerM2 => ratio(visits(), year.floor_area_m2),
            Indicator::VisitsPerDay => ratio(visits(), year.counted("open_days")),
            Indicator::VisitsChange => {
                let change = both(
                    ratio(visits(), year.visitors_before),
                    Datum::Known(Decimal::ONE),
                    |now, one| Some(now - one),
                );
                scaled(change, hundred)
            }
            Indicator::Occupancy => scaled(
                ratio(year.counted("slots_used"), year.counted("slots_available")),
                hundred,
            ),
            Indicator::Enrolment => scaled(ratio(year.counted("enrolled"), year.counted("capacity")), hundred),
        }
    }
}

/// A figure of two; missing where either is, and not computable where the figure is none.
fn both(
    one: Datum<Decimal>,
    other: Datum<Decimal>,
    of: impl Fn(Decimal, Decimal) -> Option<Decimal>,
) -> Datum<Decimal> {
    match (one, other) {
        (Datum::Known(one), Datum::Known(other)) => {
            of(one, other).map_or(Datum::Missing(MissingReason::NotComputable), Datum::Known)
        }
        (Datum::Missing(reason), _) | (_, Datum::Missing(reason)) => Datum::Missing(reason),
    }
}

fn ratio(part: Datum<Decimal>, of: Datum<Decimal>) -> Datum<Decimal> {
    both(part, of, |part, of| part.checked_div(of))
}

fn scaled(value: Datum<Decimal>, by: Decimal) -> Datum<Decimal> {
    both(value, Datum::Known(by), |value, by| value.checked_mul(by))
}

/// As it is shown: half away from zero.
pub(super) fn rounded(value: Decimal, decimals: u32) -> Decimal {
    value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::FiscalYear;
    use crate::indicator::Total;
    use crate::record::{Code, Fid};
    use crate::register::UsageYear;

    fn shown(indicator: Indicator, year: &YearFigures) -> String {
        match indicator.value(year) {
            Datum::Known(value) => rounded(value, indicator.decimals()).to_string(),
            Datum::Missing(reason) => reason.key().to_owned(),
        }
    }

    fn usage(year: i16, visitors: i64) -> UsageYear {
        UsageYear {
            facility: Fid(1),
            fiscal_year: FiscalYear::new(year).expect("a year"),
            metrics: [(Code::new("visitors"), Datum::Known(Decimal::from(visitors)))].into(),
            remarks: None,
            provenance: Default::default(),
        }
    }

    fn known(thousand_yen: i64) -> Total {
        Total {
            yen: Datum::Known(Decimal::from(thousand_yen * 1000)),
            missing: Vec::new(),
        }
    }

    /// The published karte of a 市民活動支援センター of 1,578.928㎡ (domain/facility.md §9.3).
    #[test]
    fn a_published_karte_is_computed_to_the_digit() {
        let published = [
            // year, visits, operating, depreciation, charges → 円/人 運営・総・料金, 円/㎡ 運営・総, 料金/運営・総, 増減
            (
                2015,
                56_091,
                10_769,
                5_983,
                3_051,
                ["192", "299", "54", "6820", "10610", "28.3", "18.2", "unsurveyed"],
            ),
            (
                2016,
                53_085,
                25_380,
                5_983,
                2_901,
                ["478", "591", "55", "16074", "19863", "11.4", "9.2", "-5.4"],
            ),
            (
                2017,
                51_275,
                26_409,
                5_980,
                2_840,
                ["515", "632", "55", "16726", "20513", "10.8", "8.8", "-3.4"],
            ),
            (
                2018,
                50_590,
                49_771,
                6_307,
                2_872,
                ["984", "1108", "57", "31522", "35517", "5.8", "5.1", "-1.3"],
            ),
        ];
        let order = [
            Indicator::CostPerVisit,
            Indicator::TotalCostPerVisit,
            Indicator::ChargePerVisit,
            Indicator::CostPerM2,
            Indicator::TotalCostPerM2,
            Indicator::ChargeRate,
            Indicator::ChargeRateOfTotal,
            Indicator::VisitsChange,
        ];
        let mut visitors_before = Datum::Missing(MissingReason::Unsurveyed);
        for (year, visits, operating, depreciation, charges, expected) in published {
            let usage = usage(year, visits);
            let figures = YearFigures {
                year: usage.fiscal_year,
                usage: Some(&usage),
                finance: None,
                floor_area_m2: Datum::Known(Decimal::new(1_578_928, 3)),
                operating: known(operating),
                depreciation: known(depreciation),
                charges: known(charges),
                visitors_before,
            };
            let computed: Vec<String> = order.iter().map(|indicator| shown(*indicator, &figures)).collect();
            assert_eq!(computed, expected, "{year}");
            visitors_before = figures.counted("visitors");
        }
    }

    #[test]
    fn nothing_is_divided_by_nothing() {
        let usage = usage(2020, 0);
        let figures = YearFigures {
            year: usage.fiscal_year,
            usage: Some(&usage),
            finance: None,
            floor_area_m2: Datum::Missing(MissingReason::Withheld),
            operating: known(1),
            depreciation: Total::unrecorded(),
            charges: known(0),
            visitors_before: Datum::Known(Decimal::ZERO),
        };
        assert_eq!(shown(Indicator::CostPerVisit, &figures), "not_computable");
        assert_eq!(shown(Indicator::VisitsChange, &figures), "not_computable");
        assert_eq!(shown(Indicator::CostPerM2, &figures), "withheld");
        assert_eq!(shown(Indicator::TotalCost, &figures), "unsurveyed");
        assert_eq!(shown(Indicator::ChargeRate, &figures), "0");
    }

    #[test]
    fn every_indicator_has_a_key_of_its_own() {
        let mut keys: Vec<&str> = Indicator::ALL.iter().map(|indicator| indicator.key()).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), Indicator::ALL.len());
    }
}
