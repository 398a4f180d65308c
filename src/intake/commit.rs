//! The commit of an upload: planned once more against the portfolio as it stands, and refused where that differs from what
//! the person was shown.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::check::{Checked, Staged, check};
use super::workshop::{Workshop, broken};
use super::{IntakeError, Reason, Upload, changes_of_plan, require_all};
use crate::auth::Actor;
use crate::history::{Draft, Version};
use crate::import::{Counts, Plan, Watch};
use crate::ledger::{LedgerError, Receipt};
use crate::snapshot::Snapshot;
use crate::text::Message;

/// What the person wants committed.
#[derive(Clone, Debug)]
pub struct Order {
    pub actor: Actor,
    /// The plan that the person was shown.
    pub plan: String,
    /// Take whatever the plan is by now.
    pub accept: bool,
    pub reason: Option<String>,
    /// 基準日: the day that the facts describe.
    pub data_date: Option<Date>,
}

/// What came of an upload.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Committed {
    pub version: Version,
    pub actor: String,
    pub counts: Counts,
}

/// Plans that are tried outside the ledger before it is held up for one.
const TRIES: u32 = 3;

/// A check that may be committed, or why not.
type Planned = Result<Arc<Checked>, IntakeError>;

/// What a commit comes to: the check as it stands by then, and whether it was written.
pub(super) struct Outcome {
    pub checked: Arc<Checked>,
    pub written: Result<Version, IntakeError>,
}

/// Writes an upload. `None` where somebody stopped it before it was written.
pub(super) fn commit(
    workshop: &Workshop,
    staged: &Staged,
    shown: Arc<Checked>,
    order: &Order,
    watch: &Watch,
) -> Option<Outcome> {
    let mut checked = shown;
    for _ in 0..TRIES {
        let snapshot = workshop.ledger.live().load();
        if snapshot.version() != checked.version {
            match check(staged, &snapshot, &workshop.vocabularies, watch)? {
                Ok(again) => checked = Arc::new(again),
                Err(trouble) => {
                    let written = Err(IntakeError::new(Reason::Refused, trouble.message));
                    return Some(Outcome { checked, written });
                }
            }
        }
        if let Err(error) = fits(&checked, order, &snapshot) {
            let written = Err(error);
            return Some(Outcome { checked, written });
        }
        if watch.is_cancelled() {
            return None;
        }
        let draft = draft(checked.import.plan.clone(), staged.upload, order);
        match workshop.ledger.submit_and_wait(&order.actor.id, draft) {
            Ok(receipt) => return Some(written(checked, &receipt)),
            // Somebody was faster, perhaps in the same group, of which nothing is to be seen yet: look again.
            Err(LedgerError::Refused(_)) => {}
            Err(error) => {
                let written = Err(refused(error));
                return Some(Outcome { checked, written });
            }
        }
    }
    Some(hold_up(workshop, staged, checked, order))
}

/// Where others write all the time the plan is made inside the ledger, where nobody can be faster.
fn hold_up(workshop: &Workshop, staged: &Staged, shown: Arc<Checked>, order: &Order) -> Outcome {
    let own = staged.to_owned_files();
    let (vocabularies, order_inside) = (Arc::clone(&workshop.vocabularies), order.clone());
    let found: Arc<Mutex<Option<Planned>>> = Arc::default();
    let inside = Arc::clone(&found);
    let plan_now = move |snapshot: &Snapshot| -> Result<Draft, LedgerError> {
        let planned = catch_unwind(AssertUnwindSafe(|| {
            let staged = own.staged();
            let outcome = check(&staged, snapshot, &vocabularies, &Watch::default());
            let outcome = outcome.expect("nobody can stop this check");
            let checked = outcome.map_err(|trouble| IntakeError::new(Reason::Refused, trouble.message))?;
            fits(&checked, &order_inside, snapshot)?;
            Ok(Arc::new(checked))
        }));
        let planned = planned.unwrap_or_else(|_| Err(IntakeError::new(Reason::Busy, broken().message)));
        let made = match &planned {
            Ok(checked) => Ok(draft(checked.import.plan.clone(), &own.upload, &order_inside)),
            Err(error) => Err(LedgerError::Invalid(error.message.clone())),
        };
        *inside.lock().unwrap_or_else(PoisonError::into_inner) = Some(planned);
        made
    };
    let submitted = workshop.ledger.submit_and_wait(&order.actor.id, plan_now);
    let found = found.lock().unwrap_or_else(PoisonError::into_inner).take();
    match (submitted, found) {
        (Ok(receipt), Some(Ok(checked))) => written(checked, &receipt),
        (Ok(receipt), _) => written(shown, &receipt),
        (Err(_), Some(Err(error))) => Outcome {
            checked: shown,
            written: Err(error),
        },
        (Err(error), _) => Outcome {
            checked: shown,
            written: Err(refused(error)),
        },
    }
}

fn written(checked: Arc<Checked>, receipt: &Receipt) -> Outcome {
    Outcome {
        checked,
        written: Ok(receipt.version),
    }
}

/// Whether the plan is what the person was shown, does anything at all, and is the person's to carry out.
fn fits(checked: &Checked, order: &Order, snapshot: &Snapshot) -> Result<(), IntakeError> {
    if checked.plan != order.plan && !order.accept {
        let message = Message::new(
            "確認した内容から変わりました。その間にほかの変更があったか、設定が変えられています。もう一度確かめてから反映してください。",
            "This is no longer what was shown: others have written meanwhile, or an option was changed. Look at it again, then commit.",
        );
        return Err(IntakeError::new(Reason::PlanChanged, message));
    }
    let plan = &checked.import.plan;
    if plan.changes_nothing() {
        let message = Message::new(
            "登録と違うところがないため、反映するものがありません。",
            "The file says nothing that the portfolio does not hold already.",
        );
        return Err(IntakeError::new(Reason::Nothing, message));
    }
    require_all(&order.actor, &changes_of_plan(plan), snapshot)
        .map_err(|forbidden| IntakeError::new(Reason::NotPermitted, forbidden.message()))
}

fn draft(mut plan: Plan, upload: &Upload, order: &Order) -> Draft {
    plan.batch.upload = Some(upload.id);
    let reason = order.reason.clone().filter(|reason| !reason.trim().is_empty());
    let reason = reason.unwrap_or_else(|| format!("{} の取込み", upload.name()));
    plan.into_draft(reason, order.data_date)
}

fn refused(error: LedgerError) -> IntakeError {
    match error {
        LedgerError::Invalid(message) => IntakeError::new(Reason::Refused, message),
        LedgerError::Refused(refusal) => {
            let message = Message::new(
                format!("登録と合わないため反映できません（{refusal}）。もう一度検査してください。"),
                format!("It does not fit the portfolio ({refusal}). Check it again."),
            );
            IntakeError::new(Reason::Refused, message)
        }
        error => {
            tracing::error!(%error, "an import could not be committed");
            let message = Message::new(
                "いまは書き込めません。何も書かれていません。しばらくしてからもう一度反映してください。",
                "Nothing can be written now, and nothing was. Commit again in a while.",
            );
            IntakeError::new(Reason::Busy, message)
        }
    }
}
