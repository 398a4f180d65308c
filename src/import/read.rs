//! The text of one cell to a value, as the profile says it is to be read.

mod amount;
mod sentinel;
mod word;

use std::cell::RefCell;
use std::collections::HashMap;

use super::Rule;
use super::codes::Codes;
use super::place::Places;
use super::profile::{ColumnSpec, Reading};
use super::value::Value;
use crate::codec::Cell;
use crate::record::MissingReason;
use crate::text::Message;

/// What came of a cell.
#[derive(Clone, Debug)]
pub(super) struct Outcome {
    pub value: Value,
    pub finding: Option<(Rule, Message)>,
    /// The field's own rendering differs from the cell's text, which is therefore kept.
    pub keep_text: bool,
}

impl Outcome {
    fn plain(value: Value) -> Self {
        Self {
            value,
            finding: None,
            keep_text: false,
        }
    }

    fn kept(value: Value, keep_text: bool) -> Self {
        Self {
            value,
            finding: None,
            keep_text,
        }
    }

    fn fault(rule: Rule, message: Message) -> Self {
        Self {
            value: Value::Missing(MissingReason::Unsurveyed),
            finding: Some((rule, message)),
            keep_text: true,
        }
    }

    fn missing(reason: MissingReason, text: &str) -> Self {
        let message = Message::new(
            format!("「{text}」は値ではないため、欠損（{}）とします。", reason_ja(reason)),
            format!("{text:?} is not a value; it is taken as missing ({})", reason.key()),
        );
        Self {
            value: Value::Missing(reason),
            finding: Some((Rule::SentinelValue, message)),
            keep_text: true,
        }
    }
}

fn reason_ja(reason: MissingReason) -> &'static str {
    match reason {
        MissingReason::Unsurveyed => "未調査",
        MissingReason::NotApplicable => "該当なし",
        MissingReason::Withheld => "秘匿",
        MissingReason::NotComputable => "算定不能",
        MissingReason::UnitMismatch => "単位不一致",
    }
}

/// What a column's texts were read as, for columns whose texts repeat: a list of 100 000 rows names few bureaus.
#[derive(Default)]
pub(super) struct Memory {
    outcomes: RefCell<HashMap<String, Outcome>>,
}

impl Memory {
    /// Beyond this the texts do not repeat after all.
    const LIMIT: usize = 4_096;

    fn recall(&self, text: &str, read: impl FnOnce() -> Outcome) -> Outcome {
        if let Some(known) = self.outcomes.borrow().get(text) {
            return known.clone();
        }
        let outcome = read();
        let mut outcomes = self.outcomes.borrow_mut();
        if outcomes.len() < Self::LIMIT {
            outcomes.insert(text.to_owned(), outcome.clone());
        }
        outcome
    }
}

/// What the words of a file are looked up in.
pub(super) struct Lookup<'a, 'v> {
    pub codes: &'a Codes<'v>,
    pub places: &'a Places,
    pub missing: &'a std::collections::BTreeMap<String, MissingReason>,
}

impl Lookup<'_, '_> {
    pub fn read(&self, spec: &ColumnSpec, cell: &Cell, memory: &Memory) -> Outcome {
        if cell.is_blank() || !spec.parse.repeats() {
            return self.read_anew(spec, cell);
        }
        memory.recall(&cell.text(), || self.read_anew(spec, cell))
    }

    fn read_anew(&self, spec: &ColumnSpec, cell: &Cell) -> Outcome {
        let text = cell.text();
        let trimmed = text.trim();
        if trimmed.is_empty() {
            return Outcome::plain(Value::Missing(spec.blank.unwrap_or(MissingReason::Unsurveyed)));
        }
        if let Some(reason) = sentinel::official(&spec.parse, trimmed) {
            return Outcome::plain(Value::Missing(reason));
        }
        let declared = spec.missing.get(trimmed).or_else(|| self.missing.get(trimmed)).copied();
        if let Some(reason) = declared.or_else(|| sentinel::reason(&spec.parse, trimmed)) {
            return Outcome::missing(reason, trimmed);
        }
        match spec.values.get(trimmed) {
            // The profile says how the two texts correspond, so nothing is lost with the first.
            Some(meant) if meant.is_empty() => Outcome::plain(Value::Missing(MissingReason::Unsurveyed)),
            Some(meant) => Outcome {
                keep_text: false,
                ..self.interpret(&spec.parse, cell, meant)
            },
            None => self.interpret(&spec.parse, cell, trimmed),
        }
    }

    fn interpret(&self, reading: &Reading, cell: &Cell, text: &str) -> Outcome {
        match reading {
            Reading::Text | Reading::Url => Outcome::kept(
                Value::Text(text.to_owned()),
                matches!(cell, Cell::Text(whole) if whole != text),
            ),
            Reading::Number => amount::number(text, &[]),
            Reading::Count => amount::count(text),
            Reading::Area => amount::area(text),
            Reading::Yen => amount::yen(text, 1),
            Reading::ThousandYen => amount::yen(text, 1_000),
            Reading::Date | Reading::Year => amount::date(text),
            Reading::FiscalYear => amount::fiscal_year(text, Value::FiscalYear),
            Reading::FiscalYearDate => amount::fiscal_year_date(text),
            Reading::Latitude | Reading::Longitude => amount::coordinate(text),
            Reading::Vocabulary(list) => word::code(self.codes, list, text),
            Reading::Vocabularies(list) => word::codes(self.codes, list, text),
            Reading::MunicipalityCode => word::municipality_code(text, self.places),
            Reading::Municipality => word::municipality(text, self.places),
            Reading::GluedClass => word::glued_class(self.codes, text),
            Reading::Organisation => word::organisation(self.codes, text),
            Reading::GluedOperator => word::operator(self.codes, text),
            Reading::ParcelNumber => word::parcel_number(text),
            Reading::LotNumber => word::lot_number(cell, text),
            Reading::MeshCode => word::mesh_code(text),
            Reading::Bool => word::boolean(text),
            Reading::MapLink => word::map_link(text),
            Reading::Geometry => word::geometry(text),
            Reading::Time | Reading::Attribute | Reading::Ignore => Outcome::plain(Value::Text(text.to_owned())),
        }
    }
}
