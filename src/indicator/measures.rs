//! The rules by which figures are made: which items count as cost, units, weights and points. All are data.

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::register::Grade;
use crate::text::Message;
use crate::vocabulary::{CodeList, Vocabularies};

/// A code list without which no figure can be made, or with which none can.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct MeasuresError(pub Message);

/// The code lists that figures are made by, read and checked once.
#[derive(Debug)]
pub struct Measures {
    usage: CodeList,
    finance: CodeList,
    components: CodeList,
    weights: BTreeMap<String, Decimal>,
    points: BTreeMap<Grade, Decimal>,
}

impl Measures {
    pub fn new(vocabularies: &Arc<Vocabularies>) -> Result<Self, MeasuresError> {
        let list = |id: &str| {
            vocabularies
                .list(id)
                .cloned()
                .ok_or_else(|| fault(id, "コード表がありません", "the code list is missing"))
        };
        let components = list("components")?;
        let weights = components.codes.iter().filter_map(|code| {
            let weight = code.text("weight")?;
            Some((code.key.clone(), weight.parse::<Decimal>()))
        });
        let mut read = BTreeMap::new();
        for (key, weight) in weights {
            let weight = weight.ok().filter(|weight| *weight > Decimal::ZERO).ok_or_else(|| {
                fault(
                    "components",
                    &format!("{key} の weight が正の数ではありません"),
                    &format!("the weight of {key} is no positive number"),
                )
            })?;
            read.insert(key, weight);
        }
        let grades = list("condition_grades")?;
        let mut points = BTreeMap::new();
        for (grade, key) in [(Grade::A, "a"), (Grade::B, "b"), (Grade::C, "c"), (Grade::D, "d")] {
            let given = grades.by_key(key).and_then(|code| code.integer("points"));
            let given = given.ok_or_else(|| {
                fault(
                    "condition_grades",
                    &format!("{key} に points がありません"),
                    &format!("{key} has no points"),
                )
            })?;
            points.insert(grade, Decimal::from(given));
        }
        Ok(Self {
            usage: list("usage_metrics")?,
            finance: list("finance_items")?,
            components,
            weights: read,
            points,
        })
    }

    /// What is counted of use.
    pub fn usage(&self) -> &CodeList {
        &self.usage
    }

    /// Items of income and expenses.
    pub fn finance(&self) -> &CodeList {
        &self.finance
    }

    /// Parts of a building.
    pub fn components(&self) -> &CodeList {
        &self.components
    }

    /// The part of the whole that a component makes up; none for those that are recorded besides.
    pub fn weight(&self, component: &str) -> Option<Decimal> {
        self.weights.get(component).copied()
    }

    /// All weights together.
    pub fn weight_of_all(&self) -> Decimal {
        self.weights.values().sum()
    }

    pub fn points(&self, grade: Grade) -> Decimal {
        self.points[&grade]
    }
}

fn fault(list: &str, ja: &str, en: &str) -> MeasuresError {
    MeasuresError(Message::new(
        format!("コード表 {list}: {ja}"),
        format!("code list {list}: {en}"),
    ))
}
