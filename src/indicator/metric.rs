//! Anything that has a value a year: what was counted, an item of the accounts, or an indicator.

use rust_decimal::Decimal;

use super::formula::rounded;
use super::{Indicator, Measures, YearFigures};
use crate::record::Datum;
use crate::vocabulary::Code;

/// A figure that can be asked for by name.
#[derive(Clone, Debug, PartialEq)]
pub enum Metric {
    Indicator(Indicator),
    Usage(Code),
    Finance(Code),
}

impl Metric {
    /// The metric of a name: an indicator, a key of usage_metrics or of finance_items.
    pub fn parse(key: &str, measures: &Measures) -> Option<Self> {
        let usage = || measures.usage().by_key(key).cloned().map(Metric::Usage);
        let finance = || measures.finance().by_key(key).cloned().map(Metric::Finance);
        Indicator::from_key(key)
            .map(Metric::Indicator)
            .or_else(usage)
            .or_else(finance)
    }

    /// Every metric: what is counted, what is computed, what the accounts hold.
    pub fn all(measures: &Measures) -> Vec<Self> {
        let usage = measures.usage().codes.iter().cloned().map(Metric::Usage);
        let computed = Indicator::ALL.iter().copied().map(Metric::Indicator);
        let finance = measures.finance().codes.iter().cloned().map(Metric::Finance);
        usage.chain(computed).chain(finance).collect()
    }

    pub fn key(&self) -> &str {
        match self {
            Metric::Indicator(indicator) => indicator.key(),
            Metric::Usage(code) | Metric::Finance(code) => &code.key,
        }
    }

    /// Japanese and English names.
    pub fn names(&self) -> (&str, &str) {
        match self {
            Metric::Indicator(indicator) => indicator.names(),
            Metric::Usage(code) | Metric::Finance(code) => (&code.ja, &code.en),
        }
    }

    /// The unit in Japanese and English.
    pub fn unit(&self) -> (&str, &str) {
        match self {
            Metric::Indicator(indicator) => indicator.unit(),
            Metric::Usage(code) => {
                let ja = code.text("unit").unwrap_or_default();
                (ja, code.text("unit_en").unwrap_or(ja))
            }
            Metric::Finance(_) => ("円", "yen"),
        }
    }

    /// Decimals that are shown.
    pub fn decimals(&self) -> u32 {
        match self {
            Metric::Indicator(indicator) => indicator.decimals(),
            Metric::Usage(_) | Metric::Finance(_) => 0,
        }
    }

    /// The exact value in a year.
    pub fn value(&self, year: &YearFigures) -> Datum<Decimal> {
        match self {
            Metric::Indicator(indicator) => indicator.value(year),
            Metric::Usage(code) => year.counted(&code.key),
            Metric::Finance(code) => year.item(&code.key),
        }
    }

    /// A value as it is shown. What was counted is never rounded.
    pub fn rounded(&self, value: Decimal) -> Decimal {
        match self {
            Metric::Indicator(indicator) => rounded(value, indicator.decimals()).normalize(),
            Metric::Usage(_) | Metric::Finance(_) => value.normalize(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Vocabularies;

    #[test]
    fn every_metric_is_found_by_a_name_of_its_own() {
        let measures = Measures::new(&Vocabularies::embedded()).expect("the embedded lists fit");
        let all = Metric::all(&measures);
        assert!(all.len() > 30);
        for metric in &all {
            assert_eq!(
                Metric::parse(metric.key(), &measures).as_ref(),
                Some(metric),
                "{}",
                metric.key()
            );
            assert!(!metric.unit().1.is_empty(), "{}", metric.key());
        }
    }
}
