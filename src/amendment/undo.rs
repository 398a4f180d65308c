//! Taking one change of one record back, whatever came after it. Fields that later changes left alone go back to what
//! they were; a field that was changed again is contested, and nothing is done unless its author leaves it out.

use serde_json::Value;

use super::amend::SeenRecord;
use super::patch::{Reason, to_state};
use super::path::{object_of, paths, put, value_at};
use super::rules::violations;
use crate::history::{Draft, State, Version};
use crate::ledger::{Change, LedgerError};
use crate::record::{EntityId, Violation};
use crate::snapshot::{Refusal, Snapshot, Stored};
use crate::text::Message;

/// A field that goes back.
#[derive(Clone, Debug, PartialEq)]
pub struct Restored {
    pub path: String,
    pub now: Value,
    pub then: Value,
}

/// A field that the change wrote and a later change wrote again.
#[derive(Clone, Debug, PartialEq)]
pub struct Contested {
    pub path: String,
    /// What the change to be undone found.
    pub before: Value,
    /// What it wrote.
    pub after: Value,
    /// What stands there now.
    pub now: Value,
}

/// What an undo would do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UndoPlan {
    /// The change made the record: it goes.
    pub removes: bool,
    pub restored: Vec<Restored>,
    pub contested: Vec<Contested>,
    /// How many changes came after it.
    pub later: u64,
}

/// One change of one record, to be taken back.
#[derive(Clone, Debug)]
pub struct Undo {
    pub entity: EntityId,
    /// The version that the change made.
    pub version: Version,
    /// The record's revision after the change.
    pub revision: u64,
    pub before: Option<State>,
    pub after: Option<State>,
    /// Leaves contested fields as they are now, instead of doing nothing.
    pub leave_contested: bool,
    /// The state that the author saw when deciding, where one is named.
    pub seen: Option<SeenRecord>,
    pub reason: Reason,
}

impl Undo {
    /// What the undo does to the record as it stands.
    pub fn plan(&self, now: &Stored) -> Result<UndoPlan, LedgerError> {
        let Some(after) = &self.after else {
            return Err(LedgerError::Invalid(Message::new(
                format!(
                    "{} は削除されています。番号は二度と使われないため、戻せません。新しく登録してください。",
                    self.entity
                ),
                format!(
                    "{} was removed, and ids are never used again. Enter it anew.",
                    self.entity
                ),
            )));
        };
        let later = now.revision.saturating_sub(self.revision);
        let Some(before) = &self.before else {
            if later > 0 {
                return Err(LedgerError::Invalid(Message::new(
                    format!(
                        "{} は登録の後に{later}回変更されています。登録の取消しはできません。廃止するか、削除してください。",
                        self.entity
                    ),
                    format!(
                        "{} was changed {later} times after it was entered. Close or remove it instead.",
                        self.entity
                    ),
                )));
            }
            return Ok(UndoPlan {
                removes: true,
                later,
                ..UndoPlan::default()
            });
        };
        let (before, after, now) = (object_of(before), object_of(after), object_of(&now.state));
        let mut plan = UndoPlan {
            later,
            ..UndoPlan::default()
        };
        for path in paths(self.entity.kind, &[&before, &after, &now]) {
            let [then, wrote, stands] = [&before, &after, &now].map(|state| value_at(state, &path).clone());
            if then == wrote || stands == then {
                continue;
            }
            if stands == wrote {
                plan.restored.push(Restored {
                    path,
                    now: stands,
                    then,
                });
            } else {
                plan.contested.push(Contested {
                    path,
                    before: then,
                    after: wrote,
                    now: stands,
                });
            }
        }
        Ok(plan)
    }
}

impl Change for Undo {
    fn draft(&self, snapshot: &Snapshot) -> Result<Draft, LedgerError> {
        let now = match self.seen {
            Some(seen) => seen.find(snapshot)?,
            None => snapshot.get(self.entity).ok_or(Refusal::NotFound(self.entity))?,
        };
        let plan = self.plan(&now)?;
        let mut draft = Draft::new(if self.reason.as_str().is_empty() {
            format!("版{}の変更の取消し", self.version)
        } else {
            format!("版{}の変更の取消し：{}", self.version, self.reason.as_str())
        });
        if plan.removes {
            draft.remove(self.entity, now.revision);
            return Ok(draft);
        }
        if !plan.contested.is_empty() && !self.leave_contested {
            let message = Message::new(
                "この変更の後に、同じ項目がさらに変更されています。その項目を今のまま残して、ほかだけを戻すことができます。",
                "The field was changed again later. It can be left as it is, and the others go back.",
            );
            let at = |contested: &Contested| format!("/{}", contested.path.replace('.', "/"));
            return Err(LedgerError::Unsound {
                entity: Some(self.entity),
                violations: plan
                    .contested
                    .iter()
                    .map(|contested| Violation::at(at(contested), message.clone()))
                    .collect(),
            });
        }
        let mut object = object_of(&now.state).as_object().cloned().unwrap_or_default();
        for restored in plan.restored {
            put(&mut object, &restored.path, restored.then);
        }
        let state = to_state(self.entity.kind, object).map_err(LedgerError::Invalid)?;
        let known = violations(&now.state.body);
        let broken: Vec<Violation> = violations(&state.body)
            .into_iter()
            .filter(|found| !known.contains(found))
            .collect();
        if !broken.is_empty() {
            return Err(LedgerError::Unsound {
                entity: Some(self.entity),
                violations: broken,
            });
        }
        draft.replace(self.entity, now.revision, state);
        Ok(draft)
    }
}
