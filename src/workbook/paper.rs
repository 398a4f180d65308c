//! A filled sheet before it becomes a file: cells with what is missing in them.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::{Column, Sheet};
use crate::calendar::FiscalYear;
use crate::record::{Datum, EntityId, MissingReason};
use crate::vocabulary::Vocabularies;

/// What stands in a cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Content {
    #[default]
    Empty,
    Text(String),
    Number(f64),
}

/// A cell; an expected value that is missing says why it is expected.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Cell {
    pub content: Content,
    pub missing: Option<&'static str>,
}

impl Cell {
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        let content = if text.is_empty() {
            Content::Empty
        } else {
            Content::Text(text)
        };
        Self { content, missing: None }
    }

    pub fn optional(text: Option<impl Into<String>>) -> Self {
        text.map_or_else(Self::default, Self::text)
    }

    pub fn number(value: Decimal) -> Self {
        // A spreadsheet's number is a float: beyond 15 digits it would come back as another.
        let exact = value.normalize().mantissa().unsigned_abs() < 1_000_000_000_000_000;
        match value.to_f64().filter(|_| exact) {
            Some(number) => Self {
                content: Content::Number(number),
                missing: None,
            },
            None => Self::text(value.normalize().to_string()),
        }
    }

    /// A value, or the official word for why there is none. 未調査 stays open: it is what the workbook asks for.
    pub fn datum(datum: Option<Datum<Decimal>>, reasons: &Reasons) -> Self {
        match datum {
            None | Some(Datum::Missing(MissingReason::Unsurveyed)) => Self::default(),
            Some(Datum::Missing(reason)) => Self::text(reasons.word(reason)),
            Some(Datum::Known(value)) => Self::number(value),
        }
    }

    pub fn id(entity: EntityId) -> Self {
        Self::text(entity.to_string())
    }

    pub fn is_empty(&self) -> bool {
        self.content == Content::Empty
    }
}

/// The official words for missing values.
pub(super) struct Reasons(Vec<(MissingReason, String)>);

impl Reasons {
    pub fn new(vocabularies: &Vocabularies) -> Self {
        let list = vocabularies.list("missing_reasons");
        let word = |reason: MissingReason| {
            let code = list.and_then(|list| list.by_key(reason.key()));
            (
                reason,
                code.map_or_else(|| reason.key().to_owned(), |code| code.ja.clone()),
            )
        };
        Self(MissingReason::ALL.map(word).into())
    }

    pub fn word(&self, reason: MissingReason) -> &str {
        let found = self.0.iter().find(|(known, _)| *known == reason);
        found.map_or("", |(_, word)| word)
    }

    pub fn words(&self) -> Vec<&str> {
        self.0.iter().map(|(_, word)| word.as_str()).collect()
    }
}

/// A row of cells, one a column.
#[derive(Clone, Debug, Default)]
pub(super) struct PaperRow {
    pub cells: Vec<Cell>,
    /// A row without a record yet, in which the subject is to be chosen.
    pub is_open: bool,
}

/// A sheet, filled.
#[derive(Clone, Debug)]
pub(super) struct Paper {
    pub sheet: Sheet,
    pub fiscal_year: FiscalYear,
    pub columns: Vec<Column>,
    pub rows: Vec<PaperRow>,
    /// Cells in which a value is expected, filled or not.
    pub expected: usize,
    pub missing: usize,
}

impl Paper {
    pub fn new(sheet: Sheet, fiscal_year: FiscalYear, vocabularies: &Vocabularies) -> Self {
        Self {
            sheet,
            fiscal_year,
            columns: sheet.columns(fiscal_year, vocabularies),
            rows: Vec::new(),
            expected: 0,
            missing: 0,
        }
    }

    pub fn push(&mut self, row: PaperRow) {
        self.missing += row.cells.iter().filter(|cell| cell.missing.is_some()).count();
        self.rows.push(row);
    }
}
