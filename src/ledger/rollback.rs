//! Taking a commit back: a new commit that restores what it changed. The log keeps both.

use super::{Change, LedgerError};
use crate::history::{Draft, Edit, Target, Version};
use crate::snapshot::Snapshot;
use crate::store::EventRecord;
use crate::text::Message;

/// Takes one commit (an import batch, an edit) back.
#[derive(Clone, Debug)]
pub struct Rollback {
    events: Vec<EventRecord>,
}

/// The reason by which the history knows a rollback.
fn reason(undone: Version) -> String {
    format!("版 {undone} の取消し")
}

/// The version that a commit took back, if its reason says that it did.
pub fn undone_by(reason_given: &str) -> Option<Version> {
    let number = reason_given.strip_prefix("版 ")?.strip_suffix(" の取消し")?;
    number.parse().ok().map(Version)
}

impl Rollback {
    /// From the events of the commit.
    pub fn new(events: Vec<EventRecord>) -> Self {
        Self { events }
    }
}

impl Change for Rollback {
    /// Refused where a record has changed since: its later changes would be lost.
    fn draft(&self, _: &Snapshot) -> Result<Draft, LedgerError> {
        let first = self.events.first().ok_or_else(|| {
            LedgerError::Invalid(Message::new(
                "その版には変更がありません",
                "that version holds no changes",
            ))
        })?;
        let mut draft = Draft::new(reason(first.commit.version));
        for event in self.events.iter().rev() {
            if event.after.is_none() {
                return Err(LedgerError::Invalid(Message::new(
                    format!(
                        "削除された {} は取消しでは戻せません。もう一度取り込んでください",
                        event.entity
                    ),
                    format!(
                        "{} was removed and ids are never used again; import it once more",
                        event.entity
                    ),
                )));
            }
            let target = Target::At(event.entity, event.revision);
            draft.edits.push(Edit {
                target,
                after: event.before.clone(),
            });
        }
        Ok(draft)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rollback_is_known_by_its_reason() {
        assert_eq!(undone_by(&reason(Version(12))), Some(Version(12)));
        assert_eq!(undone_by("版 の取消し"), None);
        assert_eq!(undone_by("名称の訂正"), None);
    }
}
