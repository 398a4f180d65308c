//! The report of an import: counts and findings.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Finding, Rule, Severity};

/// How many rows of each fate, how many findings of each rule.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    pub rows: u64,
    pub created: u64,
    pub changed: u64,
    pub unchanged: u64,
    /// Rows of a workbook in which nothing was answered.
    pub blank: u64,
    pub refused: u64,
    /// Records of the portfolio that no row of the file speaks of. They stay.
    pub missing_from_file: u64,
    pub ambiguous: u64,
    pub errors: u64,
    pub warnings: u64,
    pub notices: u64,
    pub by_rule: BTreeMap<Rule, u64>,
}

/// What `--report` writes and the API answers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    pub counts: Counts,
    pub findings: Vec<Finding>,
}

impl Report {
    /// In the order of the file, the gravest of a row first.
    pub(super) fn new(mut counts: Counts, mut findings: Vec<Finding>) -> Self {
        let place = |finding: &Finding| (finding.row, finding.severity, finding.rule);
        findings.sort_by(|a, b| a.table.cmp(&b.table).then_with(|| place(a).cmp(&place(b))));
        for finding in &findings {
            *counts.by_rule.entry(finding.rule).or_default() += 1;
            match finding.severity {
                Severity::Error => counts.errors += 1,
                Severity::Warning => counts.warnings += 1,
                Severity::Notice => counts.notices += 1,
            }
        }
        Self { counts, findings }
    }

    /// How many findings of a rule there are.
    pub fn count(&self, rule: Rule) -> u64 {
        self.counts.by_rule.get(&rule).copied().unwrap_or_default()
    }

    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).expect("a report holds nothing that JSON cannot")
    }

    /// The findings as CSV, UTF-8 with BOM for spreadsheets. The counts have no place in a table.
    pub fn to_csv(&self) -> Vec<u8> {
        let mut bytes = "\u{feff}".as_bytes().to_vec();
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer(&mut bytes);
        let heading = [
            "row",
            "key",
            "column",
            "value",
            "rule",
            "severity",
            "message_ja",
            "message_en",
            "table",
        ];
        let mut write = |cells: [&str; 9]| writer.write_record(cells).expect("memory takes every write");
        write(heading);
        for finding in &self.findings {
            write([
                &finding.row.to_string(),
                finding.key.as_deref().unwrap_or_default(),
                finding.column.as_deref().unwrap_or_default(),
                finding.value.as_deref().unwrap_or_default(),
                finding.rule.id(),
                finding.severity.key(),
                &finding.message_ja,
                &finding.message_en,
                finding.table.as_deref().unwrap_or_default(),
            ]);
        }
        drop(writer);
        bytes
    }
}
