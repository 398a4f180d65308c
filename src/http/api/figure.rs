//! Figures by fiscal year: one shape for what was counted, what the accounts hold, and what is computed from both.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::Serialize;
use serde_json::Number;
use utoipa::ToSchema;

use crate::indicator::Metric;
use crate::record::Datum;

/// A figure's name, unit and formula.
#[derive(Serialize, ToSchema)]
#[schema(as = Metric)]
pub struct PublicMetric {
    /// Its name in the parameter `metric`.
    #[schema(example = "cost_per_m2")]
    key: String,
    #[schema(example = "㎡当たり運営費")]
    label_ja: String,
    #[schema(example = "Operating cost per ㎡")]
    label_en: String,
    /// `usage` (counted), `finance` (an item of the accounts) or `indicator` (computed).
    #[schema(example = "indicator")]
    kind: &'static str,
    #[schema(example = "円/㎡")]
    unit: String,
    #[schema(example = "yen/㎡")]
    unit_en: String,
    /// Decimals that are shown.
    #[schema(example = 0)]
    decimals: u32,
    /// How it is computed.
    #[schema(example = "運営費 ÷ 延床面積")]
    formula_ja: Option<String>,
    #[schema(example = "operating cost ÷ floor area")]
    formula_en: Option<String>,
    /// Of an item of the accounts: the item that it is a part of.
    parent: Option<String>,
    /// Of an item of the accounts: whether it counts into 運営費.
    full_cost: bool,
}

impl PublicMetric {
    pub fn new(metric: &Metric) -> Self {
        let ((ja, en), (unit, unit_en)) = (metric.names(), metric.unit());
        let formula = match metric {
            Metric::Indicator(indicator) => Some(indicator.formula()),
            Metric::Usage(_) | Metric::Finance(_) => None,
        };
        let item = match metric {
            Metric::Finance(code) => Some(code),
            Metric::Indicator(_) | Metric::Usage(_) => None,
        };
        Self {
            key: metric.key().to_owned(),
            label_ja: ja.to_owned(),
            label_en: en.to_owned(),
            kind: match metric {
                Metric::Usage(_) => "usage",
                Metric::Finance(_) => "finance",
                Metric::Indicator(_) => "indicator",
            },
            unit: unit.to_owned(),
            unit_en: unit_en.to_owned(),
            decimals: metric.decimals(),
            formula_ja: formula.map(|(ja, _)| ja.to_owned()),
            formula_en: formula.map(|(_, en)| en.to_owned()),
            parent: item.and_then(|code| code.parent.clone()),
            full_cost: item.is_some_and(|code| code.flag("full_cost")),
        }
    }
}

/// A figure in a fiscal year: a value, or why there is none.
#[derive(Serialize, ToSchema)]
pub struct YearValue {
    #[schema(example = 2024)]
    fiscal_year: i16,
    #[schema(value_type = Option<f64>, example = 12345)]
    value: Option<Number>,
    /// Why there is none: a key of the list missing_reasons; null where nothing was recorded.
    #[schema(example = "not_computable")]
    missing: Option<&'static str>,
}

impl YearValue {
    pub fn new(fiscal_year: i16, metric: &Metric, value: Option<Datum<Decimal>>) -> Self {
        let known = value.as_ref().and_then(|value| value.known());
        Self {
            fiscal_year,
            value: known.and_then(|value| number(metric.rounded(*value))),
            missing: value.and_then(|value| value.missing()).map(|reason| reason.key()),
        }
    }
}

/// A whole number as one, any other as the nearest that JSON readers can hold.
pub fn number(value: Decimal) -> Option<Number> {
    if value.fract().is_zero() {
        value.to_i64().map(Number::from)
    } else {
        value.to_f64().and_then(Number::from_f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_number_has_no_decimal_point() {
        let text = |text: &str| number(text.parse().expect("a decimal")).map(|number| number.to_string());
        assert_eq!(text("12.0").as_deref(), Some("12"));
        assert_eq!(text("-5.4").as_deref(), Some("-5.4"));
        assert_eq!(text("79228162514264337593543950335"), None);
    }
}
