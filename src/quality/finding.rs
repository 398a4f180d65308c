//! Everything that is found about the records of the portfolio.

use std::collections::HashMap;

use super::crosswalk::crosswalk_report;
use crate::import::{Severity, audit};
use crate::record::{EntityId, Kind};
use crate::snapshot::Snapshot;
use crate::text::Message;
use crate::vocabulary::Vocabularies;

/// A finding about a record.
#[derive(Clone, Debug, PartialEq)]
pub struct QualityFinding {
    /// The stable id of a rule of the import or of the crosswalk.
    pub rule: &'static str,
    pub severity: Severity,
    pub entity: EntityId,
    pub number: Option<String>,
    pub label: String,
    pub message: Message,
}

/// All findings, the gravest first, then by rule and id.
pub fn findings(snapshot: &Snapshot, vocabularies: &Vocabularies) -> Vec<QualityFinding> {
    let mut found: Vec<QualityFinding> = audit(snapshot, vocabularies)
        .into_iter()
        .map(|finding| QualityFinding {
            rule: finding.rule.id(),
            severity: finding.severity,
            entity: finding.entity,
            number: finding.key,
            label: finding.label,
            message: finding.message,
        })
        .collect();
    let facilities: HashMap<String, _> = snapshot
        .facilities
        .iter()
        .map(|item| (item.id().to_string(), item))
        .collect();
    for issue in crosswalk_report(snapshot, vocabularies).issues {
        for item in issue.facilities.iter().filter_map(|id| facilities.get(id)) {
            found.push(QualityFinding {
                rule: issue.rule,
                severity: Severity::Warning,
                entity: EntityId::new(Kind::Facility, item.fid),
                number: Some(item.body.number.clone()).filter(|number| !number.is_empty()),
                label: item.body.name.clone(),
                message: Message::new(&issue.message_ja, &issue.message_en),
            });
        }
    }
    found.sort_by(|a, b| (a.severity, a.rule, a.entity).cmp(&(b.severity, b.rule, b.entity)));
    found
}
