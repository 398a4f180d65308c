//! What a check found, in a sentence for people and with ids for programs.

use serde::{Deserialize, Serialize};

use super::Rule;
use crate::text::Message;

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The row is refused.
    Error,
    /// The row is taken; somebody should look at it.
    Warning,
    /// The row is taken; this is how it was understood.
    Notice,
}

impl Severity {
    pub fn key(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Notice => "notice",
        }
    }
}

/// One finding. Row 0 is the file as a whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// The row's number in the file, as the codec counts it (line, sheet row, or ordinal).
    pub row: u64,
    /// The record's own number (番号, id); its name where it has none.
    pub key: Option<String>,
    /// The sheet, where several of a workbook are read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    pub column: Option<String>,
    pub value: Option<String>,
    pub rule: Rule,
    pub severity: Severity,
    pub message_ja: String,
    pub message_en: String,
}

impl Finding {
    pub fn new(row: u64, rule: Rule, message: Message) -> Self {
        Self {
            row,
            key: None,
            table: None,
            column: None,
            value: None,
            rule,
            severity: rule.severity(),
            message_ja: message.ja,
            message_en: message.en,
        }
    }

    pub fn column(mut self, column: impl Into<String>) -> Self {
        self.column = Some(column.into());
        self
    }

    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = Some(value.into());
        self
    }

    pub fn key(mut self, key: Option<&str>) -> Self {
        self.key = key.map(str::to_owned);
        self
    }

    /// Says which sheet of several the row is on.
    pub(super) fn in_table(mut self, table: &str) -> Self {
        self.table = Some(table.to_owned());
        self
    }

    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}
