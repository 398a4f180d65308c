//! What the ledger refused, as a client can act on it.

use super::problem::{Fault, Place, Problem, ProblemKind};
use crate::ledger::LedgerError;
use crate::record::Violation;
use crate::snapshot::Refusal;
use crate::store::StoreError;
use crate::text::Message;

impl Problem {
    /// The problem that a failed change is, with the pointers of its faults below `root` (`/patch`). A pointer to the
    /// reason stands beside the record, not in it.
    pub fn of_change(error: LedgerError, root: &str) -> Self {
        match error {
            LedgerError::Unsound { violations, .. } => Self::violations(&violations, root),
            LedgerError::Invalid(message) => Self::new(ProblemKind::Conflict, message),
            LedgerError::Entangled(entangled) => Self::new(ProblemKind::Conflict, entangled.message()),
            LedgerError::Refused(refusal) => Self::of_refusal(&refusal, root),
            LedgerError::Closed => Self::bare(ProblemKind::Unavailable),
            LedgerError::NotSaved(_) | LedgerError::Store(_) => {
                tracing::error!(%error, "a change was not saved");
                let message = Message::new(
                    "保存できませんでした。何も変わっていません。しばらくしてからもう一度保存してください。",
                    "The change was not saved; nothing has changed. Save again in a while.",
                );
                Self::new(ProblemKind::Unavailable, message)
            }
            LedgerError::Apply(_) => {
                tracing::error!(%error, "a derived commit does not follow its snapshot");
                Self::internal()
            }
        }
    }

    /// The accounts could not be asked.
    pub fn of_accounts(error: StoreError) -> Self {
        tracing::error!(%error, "the accounts cannot be read or written");
        Self::bare(ProblemKind::Unavailable)
    }

    /// Rules that a record would break, each at its place.
    pub fn violations(violations: &[Violation], root: &str) -> Self {
        let faults = violations.iter().map(|violation| Fault {
            place: Place::Pointer(match violation.pointer.as_str() {
                "/reason" => violation.pointer.clone(),
                pointer => format!("{root}{pointer}"),
            }),
            message: violation.message.clone(),
        });
        let faults: Vec<Fault> = faults.collect();
        let count = faults.len();
        Self {
            faults,
            ..Self::new(
                ProblemKind::InvalidRecord,
                Message::new(
                    format!("保存できません。直すところが{count}か所あります。"),
                    format!("This cannot be saved: {count} to mend."),
                ),
            )
        }
    }

    fn of_refusal(refusal: &Refusal, root: &str) -> Self {
        match refusal {
            Refusal::Conflict { entity, .. } => Self::new(
                ProblemKind::Stale,
                Message::new(
                    format!(
                        "{entity} は、読み込んだ後にほかの人が変更しています。変更を見比べて、もう一度保存してください。"
                    ),
                    format!("Somebody changed {entity} after you read it. Compare the changes and save again."),
                ),
            ),
            Refusal::NotFound(entity) => Self::not_found(Message::new(
                format!("{entity} はありません。削除されたか、番号が違います。"),
                format!("There is no {entity}; it was removed, or the id is wrong."),
            )),
            Refusal::DuplicateKey { key, holder, .. } => {
                let message = Message::new(
                    format!("番号「{key}」は {holder} が使っています。別の番号にするか、{holder} を編集してください。"),
                    format!("The number {key:?} belongs to {holder}. Choose another, or edit {holder}."),
                );
                let fault = Fault {
                    place: Place::Pointer(format!("{root}/number")),
                    message: message.clone(),
                };
                Self {
                    faults: vec![fault],
                    ..Self::new(ProblemKind::Conflict, message)
                }
            }
            Refusal::Dangling { from, to } => Self::new(
                ProblemKind::Conflict,
                Message::new(
                    format!("{from} が {to} を指しています。先にその記録を直すか削除してください。"),
                    format!("{from} names {to}. Mend or remove that record first."),
                ),
            ),
            Refusal::MisjoinedLink(entity) => Self::new(
                ProblemKind::Conflict,
                Message::new(
                    format!("{entity} の役割と、結ぶ記録の種類が合いません。"),
                    format!("The role of {entity} does not join records of these kinds."),
                ),
            ),
            Refusal::Twice(entity) => Self::new(
                ProblemKind::Conflict,
                Message::new(
                    format!("{entity} が二度指定されています。一度だけ指定してください。"),
                    format!("{entity} is named twice. Name it once."),
                ),
            ),
            Refusal::Nothing => Self::new(
                ProblemKind::Conflict,
                Message::new("変更がありません。", "There is nothing to change."),
            ),
            Refusal::NotNextId(_) => Self::internal(),
        }
    }
}
