//! The desk: every upload, and the threads that work on them.

use std::sync::Arc;
use std::time::SystemTime;

use uuid::Uuid;

use super::recall::recall;
use super::receive::Receiving;
use super::slot::{Slot, Stage, Status};
use super::workshop::{Begun, Job, Workshop, refused_part, report_part};
use super::{Checked, Committed, IntakeError, IntakeLimits, Options, Order, Reason, Upload};
use crate::clock::Clock;
use crate::import::{Report, Watch};
use crate::ledger::Ledger;
use crate::store::{PartName, Staging, Store, StoreError};
use crate::text::Message;
use crate::vocabulary::Vocabularies;

/// Every upload of a portfolio.
pub struct Desk {
    workshop: Arc<Workshop>,
}

impl Desk {
    /// Puts the uploads that are there on the desk and starts its threads.
    pub async fn open(
        staging: Arc<dyn Staging>,
        store: Arc<dyn Store>,
        ledger: Ledger,
        clock: Arc<dyn Clock>,
        vocabularies: Arc<Vocabularies>,
        limits: IntakeLimits,
    ) -> Result<Self, StoreError> {
        let workshop = Arc::new(Workshop::new(staging, ledger, clock, vocabularies, limits));
        let mut uploads = workshop.read_notes()?;
        recall(&mut uploads, store.as_ref()).await?;
        for upload in uploads {
            workshop.lock().insert(upload.id, Arc::new(Slot::new(upload)));
        }
        workshop.start()?;
        let desk = Self { workshop };
        desk.sweep();
        Ok(desk)
    }

    pub fn limits(&self) -> IntakeLimits {
        self.workshop.limits
    }

    /// Begins to receive an upload.
    pub fn receive(&self, actor: &str) -> Result<Receiving, IntakeError> {
        self.sweep();
        Receiving::new(Arc::clone(&self.workshop), actor)
    }

    /// Every upload, the newest first.
    pub fn list(&self) -> Vec<Status> {
        self.sweep();
        let slots: Vec<Arc<Slot>> = self.workshop.lock().values().rev().cloned().collect();
        slots.iter().map(|slot| slot.lock().status()).collect()
    }

    /// The note of an upload.
    pub fn upload(&self, id: Uuid) -> Result<Upload, IntakeError> {
        let slot = self.workshop.slot(id)?;
        let upload = slot.lock().upload.clone();
        Ok(upload)
    }

    /// One upload. Where nobody has looked at it yet, its check begins.
    pub fn status(&self, id: Uuid) -> Result<Status, IntakeError> {
        let slot = self.workshop.slot(id)?;
        self.workshop.look(&slot);
        let status = slot.lock().status();
        Ok(status)
    }

    /// What the check of an upload found out.
    pub fn checked(&self, id: Uuid) -> Result<Arc<Checked>, IntakeError> {
        match self.status(id)?.stage {
            Stage::Ready(checked) => Ok(checked),
            Stage::Done(_) => Err(not_ready(
                "反映済みです。取込みの一覧と版の履歴で確かめられます。",
                "It is committed. The list of batches and the history show it.",
            )),
            _ => Err(not_ready(
                "検査が終わっていません。状態が「ready」になってからもう一度読んでください。",
                "The check has not ended. Ask again when the state is `ready`.",
            )),
        }
    }

    /// The report of an upload, also after its commit.
    pub fn report(&self, id: Uuid) -> Result<Arc<Report>, IntakeError> {
        let Stage::Done(_) = self.status(id)?.stage else {
            return Ok(Arc::new(self.checked(id)?.import.report.clone()));
        };
        let bytes = self.kept(id, &report_part())?;
        let report = serde_json::from_slice(&bytes).map_err(|error| IntakeError::io(&error.into()))?;
        Ok(Arc::new(report))
    }

    /// The refused rows of an upload as CSV, also after its commit.
    pub fn refused_csv(&self, id: Uuid) -> Result<Vec<u8>, IntakeError> {
        match self.status(id)?.stage {
            Stage::Done(_) => self.kept(id, &refused_part()),
            _ => Ok(self.checked(id)?.import.refused.to_csv()),
        }
    }

    /// What was kept of a committed upload; nothing where the process ended between the commit and that.
    fn kept(&self, id: Uuid, part: &PartName) -> Result<Vec<u8>, IntakeError> {
        self.workshop
            .staging
            .read(id, part)
            .map_err(|error| match error.kind() {
                std::io::ErrorKind::NotFound => not_ready(
                    "この取込みは反映済みですが、検査結果は残っていません。",
                    "It is committed, but the report of its check is not there any more.",
                ),
                _ => IntakeError::io(&error),
            })
    }

    /// Changes the options and checks again.
    pub fn change(&self, id: Uuid, options: Options) -> Result<Status, IntakeError> {
        options.check()?;
        let slot = self.workshop.slot(id)?;
        {
            let mut inner = slot.lock();
            if matches!(inner.stage, Stage::Committing(_) | Stage::Done(_)) {
                return Err(not_ready(
                    "反映中または反映済みのため、設定は変えられません。",
                    "It is being committed, or it is already; its options stand.",
                ));
            }
            let upload = Upload {
                options,
                ..inner.upload.clone()
            };
            self.workshop.write_note(&upload)?;
            inner.upload = upload;
            inner.stop();
            inner.stage = Stage::Waiting;
        }
        self.status(id)
    }

    /// Stops a check, or a commit that has not been written yet.
    pub fn cancel(&self, id: Uuid) -> Result<Status, IntakeError> {
        let slot = self.workshop.slot(id)?;
        let mut inner = slot.lock();
        match inner.stage {
            Stage::Checking(_) => {
                inner.stop();
                inner.round += 1;
                inner.stage = Stage::Cancelled;
            }
            Stage::Committing(_) => inner.stop(),
            _ => {}
        }
        Ok(inner.status())
    }

    /// Checks again, after it was stopped or because the portfolio has changed.
    pub fn check_again(&self, id: Uuid) -> Result<Status, IntakeError> {
        let slot = self.workshop.slot(id)?;
        {
            let mut inner = slot.lock();
            if !matches!(inner.stage, Stage::Committing(_) | Stage::Done(_)) {
                inner.stop();
                inner.stage = Stage::Waiting;
            }
        }
        self.status(id)
    }

    /// Throws an upload away. What was committed stays committed.
    pub fn discard(&self, id: Uuid) -> Result<(), IntakeError> {
        let slot = self.workshop.slot(id)?;
        {
            let inner = slot.lock();
            if matches!(inner.stage, Stage::Committing(_)) {
                return Err(not_ready(
                    "反映中のため破棄できません。終わるまでお待ちください。",
                    "It is being committed and cannot be discarded now. Wait until it is done.",
                ));
            }
            inner.stop();
        }
        self.workshop.remove(id)
    }

    /// Commits an upload. The answer comes when it is written, or not.
    pub fn commit(&self, id: Uuid, order: Order, answer: impl FnOnce(Result<Committed, IntakeError>) + Send + 'static) {
        match self.begin_commit(id) {
            Ok(begun) => self
                .workshop
                .send(Job::Commit(begun, Box::new(order), Box::new(answer))),
            Err(error) => answer(Err(error)),
        }
    }

    fn begin_commit(&self, id: Uuid) -> Result<Begun, IntakeError> {
        let checked = self.checked(id)?;
        let slot = self.workshop.slot(id)?;
        let watch = Arc::new(Watch::default());
        {
            let mut inner = slot.lock();
            if !matches!(&inner.stage, Stage::Ready(there) if Arc::ptr_eq(there, &checked)) {
                return Err(not_ready(
                    "いま別の処理が進んでいます。状態を確かめてください。",
                    "Something else is under way. Look at its state.",
                ));
            }
            inner.stage = Stage::Committing(Arc::clone(&watch));
        }
        Ok(Begun { slot, checked, watch })
    }

    /// Removes what has expired.
    fn sweep(&self) {
        let now = self.workshop.clock.now();
        let before = now - self.workshop.limits.age;
        let is_old = |slot: &Slot| {
            let inner = slot.lock();
            inner.upload.created < before && !matches!(inner.stage, Stage::Committing(_))
        };
        let old: Vec<Uuid> = {
            let slots = self.workshop.lock();
            slots
                .iter()
                .filter(|(_, slot)| is_old(slot))
                .map(|(id, _)| *id)
                .collect()
        };
        for id in old {
            if let Err(error) = self.workshop.remove(id) {
                tracing::warn!(%id, %error, "an expired upload could not be removed");
            }
        }
        if let Err(error) = self.workshop.staging.clear_abandoned(SystemTime::from(before)) {
            tracing::warn!(%error, "uploads that were broken off could not be cleared away");
        }
    }
}

impl Drop for Desk {
    /// The threads end when nobody can give them work any more.
    fn drop(&mut self) {
        self.workshop.close();
    }
}

fn not_ready(ja: &str, en: &str) -> IntakeError {
    IntakeError::new(Reason::NotReady, Message::new(ja, en))
}
