//! What a check found.

use std::fmt;

use serde::Serialize;

use crate::record::EntityId;
use crate::text::Message;

/// Something that is not as it must be.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Fault {
    /// Stable id; `docs/check.md` lists them.
    pub rule: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// The record, or what else the row is named by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    pub message: Message,
}

impl Fault {
    pub(super) fn new(rule: &'static str, ja: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            rule,
            table: None,
            id: None,
            column: None,
            message: Message::new(ja, en),
        }
    }

    pub(super) fn table(mut self, table: impl Into<String>) -> Self {
        self.table = Some(table.into());
        self
    }

    pub(super) fn id(mut self, id: impl fmt::Display) -> Self {
        self.id = Some(id.to_string());
        self
    }

    pub(super) fn record(self, entity: EntityId) -> Self {
        self.table(entity.kind.table()).id(entity)
    }

    pub(super) fn column(mut self, column: impl Into<String>) -> Self {
        self.column = Some(column.into());
        self
    }
}

/// `column: facilities F000001 name: …`
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.rule)?;
        let mut before = ": ";
        for part in [&self.table, &self.id, &self.column].into_iter().flatten() {
            write!(f, "{before}{part}")?;
            before = " ";
        }
        write!(f, ": {}", self.message)
    }
}

/// What a check looked at and what it found.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Report {
    pub version: u64,
    pub commits: u64,
    pub events: u64,
    pub records: u64,
    pub faults: Vec<Fault>,
}
