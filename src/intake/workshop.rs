//! What the desk's threads share, and the work that they do.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use uuid::Uuid;

use super::check::{Staged, check};
use super::commit::{Outcome, commit};
use super::slot::{Slot, Stage, Trouble};
use super::{Checked, Committed, IntakeError, IntakeLimits, Order, Reason, Upload};
use crate::clock::Clock;
use crate::import::Watch;
use crate::ledger::Ledger;
use crate::store::{PartName, Staging};
use crate::text::Message;
use crate::vocabulary::Vocabularies;

/// Checks that run at once: each holds a file's records in memory.
const WORKERS: usize = 2;

/// Where an answer about a commit goes.
pub(super) type Answer = Box<dyn FnOnce(Result<Committed, IntakeError>) + Send>;

pub(super) enum Job {
    Check(Arc<Slot>, u64, Arc<Watch>),
    Commit(Begun, Box<Order>, Answer),
}

/// A commit that nothing else can interfere with.
pub(super) struct Begun {
    pub slot: Arc<Slot>,
    /// What the person was shown.
    pub checked: Arc<Checked>,
    pub watch: Arc<Watch>,
}

pub(super) struct Workshop {
    pub staging: Arc<dyn Staging>,
    pub ledger: Ledger,
    pub clock: Arc<dyn Clock>,
    pub vocabularies: Arc<Vocabularies>,
    pub limits: IntakeLimits,
    slots: Mutex<BTreeMap<Uuid, Arc<Slot>>>,
    jobs: Mutex<Option<Sender<Job>>>,
    /// Counts the questions, so that what was asked for longest ago can be told.
    asked: AtomicU64,
}

impl Workshop {
    pub fn new(
        staging: Arc<dyn Staging>,
        ledger: Ledger,
        clock: Arc<dyn Clock>,
        vocabularies: Arc<Vocabularies>,
        limits: IntakeLimits,
    ) -> Self {
        Self {
            staging,
            ledger,
            clock,
            vocabularies,
            limits,
            slots: Mutex::default(),
            jobs: Mutex::default(),
            asked: AtomicU64::default(),
        }
    }

    /// Starts the threads. They end when the workshop is closed.
    pub fn start(self: &Arc<Self>) -> std::io::Result<()> {
        let (jobs, queue) = channel();
        let queue = Arc::new(Mutex::new(queue));
        for number in 0..WORKERS {
            let (workshop, queue) = (Arc::clone(self), Arc::clone(&queue));
            thread::Builder::new()
                .name(format!("intake-{number}"))
                .spawn(move || work(&workshop, &queue))?;
        }
        *self.jobs.lock().unwrap_or_else(PoisonError::into_inner) = Some(jobs);
        Ok(())
    }

    /// Takes no more work, and leaves what is under way and not written yet.
    pub fn close(&self) {
        for slot in self.lock().values() {
            slot.lock().stop();
        }
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner).take();
    }

    pub fn lock(&self) -> MutexGuard<'_, BTreeMap<Uuid, Arc<Slot>>> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn slot(&self, id: Uuid) -> Result<Arc<Slot>, IntakeError> {
        self.lock().get(&id).cloned().ok_or_else(IntakeError::not_found)
    }

    /// Puts a new upload on the desk and lets it be checked.
    pub fn put(&self, upload: Upload) {
        let slot = Arc::new(Slot::new(upload));
        let id = slot.lock().upload.id;
        self.lock().insert(id, Arc::clone(&slot));
        self.look(&slot);
    }

    /// Begins the check of an upload that nobody has looked at.
    pub fn look(&self, slot: &Arc<Slot>) {
        let mut inner = slot.lock();
        inner.used = self.asked.fetch_add(1, Ordering::Relaxed);
        if matches!(inner.stage, Stage::Waiting) {
            let (round, watch) = inner.begin_check();
            drop(inner);
            self.send(Job::Check(Arc::clone(slot), round, watch));
        }
    }

    pub fn send(&self, job: Job) {
        let jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        // Where the desk is closing the work is not done any more; the upload is found again at the next start.
        let _closing = jobs.as_ref().map(|jobs| jobs.send(job));
    }

    pub fn remove(&self, id: Uuid) -> Result<(), IntakeError> {
        self.staging.remove(id).map_err(|error| IntakeError::io(&error))?;
        self.lock().remove(&id);
        Ok(())
    }

    pub fn write_note(&self, upload: &Upload) -> Result<(), IntakeError> {
        let note = serde_json::to_vec(upload).expect("a note is plain data");
        let written = self.staging.write(upload.id, &PartName::note(), &note);
        written.map_err(|error| IntakeError::io(&error))
    }

    /// The notes of all uploads; one that cannot be read is of no use to anybody.
    pub fn read_notes(&self) -> std::io::Result<Vec<Upload>> {
        let mut uploads = Vec::new();
        for id in self.staging.ids()? {
            let note = self.staging.read(id, &PartName::note())?;
            match serde_json::from_slice::<Upload>(&note) {
                Ok(upload) if upload.id == id => uploads.push(upload),
                _ => tracing::warn!(%id, "the note of an upload cannot be read; it is left alone"),
            }
        }
        Ok(uploads)
    }

    fn staged<'u>(&self, upload: &'u Upload) -> Staged<'u> {
        let part = PartName::parse(&upload.main).unwrap_or_else(PartName::note);
        Staged {
            upload,
            path: self.staging.path(upload.id, &part),
            limits: self.limits,
        }
    }

    fn check(&self, slot: &Slot, round: u64, watch: &Watch) {
        let upload = slot.lock().upload.clone();
        let snapshot = self.ledger.live().load();
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            check(&self.staged(&upload), &snapshot, &self.vocabularies, watch)
        }));
        let stage = match outcome {
            Ok(Some(Ok(checked))) => Stage::Ready(Arc::new(checked)),
            Ok(Some(Err(trouble))) => Stage::Unusable(Arc::new(trouble)),
            Ok(None) => return,
            Err(_) => Stage::Unusable(Arc::new(broken())),
        };
        {
            let mut inner = slot.lock();
            if inner.round != round || !matches!(inner.stage, Stage::Checking(_)) {
                return;
            }
            inner.rows_expected = Some(watch.rows());
            inner.stage = stage;
        }
        self.let_go();
    }

    fn commit(&self, slot: &Slot, shown: Arc<Checked>, order: &Order, watch: &Watch) -> Result<Committed, IntakeError> {
        let upload = slot.lock().upload.clone();
        let staged = self.staged(&upload);
        let again = Arc::clone(&shown);
        let outcome = catch_unwind(AssertUnwindSafe(|| commit(self, &staged, shown, order, watch)));
        let outcome = match outcome {
            Ok(Some(outcome)) => outcome,
            Ok(None) => {
                let message = Message::new(
                    "反映を取り消しました。何も書かれていません。",
                    "The commit was cancelled. Nothing was written.",
                );
                slot.lock().stage = Stage::Ready(again);
                return Err(IntakeError::new(Reason::NotReady, message));
            }
            Err(_) => {
                slot.lock().stage = Stage::Waiting;
                return Err(IntakeError::new(Reason::Busy, broken().message));
            }
        };
        let Outcome { checked, written } = outcome;
        let version = match written {
            Ok(version) => version,
            Err(error) => {
                slot.lock().stage = Stage::Ready(checked);
                return Err(error);
            }
        };
        let committed = Committed {
            version,
            actor: order.actor.id.to_string(),
            counts: checked.import.report.counts.clone(),
        };
        self.keep_result(&upload, &committed, &checked);
        let mut inner = slot.lock();
        inner.upload.committed = Some(committed.clone());
        inner.stage = Stage::Done(committed.clone());
        Ok(committed)
    }

    /// Keeps report and refused rows in place of the files. What fails here does not undo the commit.
    fn keep_result(&self, upload: &Upload, committed: &Committed, checked: &Checked) {
        let kept = || -> std::io::Result<()> {
            let report = serde_json::to_vec(&checked.import.report).expect("a report is plain data");
            self.staging.write(upload.id, &report_part(), &report)?;
            let refused = checked.import.refused.to_csv();
            self.staging.write(upload.id, &refused_part(), &refused)?;
            let note = Upload {
                committed: Some(committed.clone()),
                ..upload.clone()
            };
            let note = serde_json::to_vec(&note).expect("a note is plain data");
            self.staging.write(upload.id, &PartName::note(), &note)?;
            for file in &upload.files {
                if let Some(part) = PartName::parse(&file.part) {
                    self.staging.remove_part(upload.id, &part)?;
                }
            }
            Ok(())
        };
        if let Err(error) = kept() {
            tracing::error!(%error, id = %upload.id, "the report of a committed import could not be kept");
        }
    }

    /// Lets go of what was found out longest ago, until the rest is within bounds.
    fn let_go(&self) {
        let slots: Vec<Arc<Slot>> = self.lock().values().cloned().collect();
        let mut held: Vec<(u64, u64, &Arc<Slot>)> = Vec::new();
        for slot in &slots {
            let inner = slot.lock();
            if inner.held_rows() > 0 {
                held.push((inner.used, inner.held_rows(), slot));
            }
        }
        held.sort_unstable_by_key(|(used, ..)| *used);
        let mut rows: u64 = held.iter().map(|(_, rows, _)| rows).sum();
        // The last one stays whatever its size: somebody is looking at it.
        held.pop();
        for (_, own, slot) in held {
            if rows <= self.limits.held_rows {
                break;
            }
            let mut inner = slot.lock();
            if matches!(inner.stage, Stage::Ready(_)) {
                inner.stage = Stage::Waiting;
                rows -= own;
            }
        }
    }
}

fn work(workshop: &Workshop, queue: &Mutex<Receiver<Job>>) {
    loop {
        let job = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
        match job {
            Ok(Job::Check(slot, round, watch)) => workshop.check(&slot, round, &watch),
            Ok(Job::Commit(begun, order, answer)) => {
                answer(workshop.commit(&begun.slot, begun.checked, &order, &begun.watch));
            }
            Err(_) => return,
        }
    }
}

pub(super) fn broken() -> Trouble {
    Trouble {
        code: "internal",
        message: Message::new(
            "検査の途中で問題が起きました。管理者はサーバーの記録を確かめてください。",
            "The check broke off. The administrator finds the cause in the server's log.",
        ),
        tables: Vec::new(),
        kind: None,
        survey: None,
    }
}

pub(super) fn report_part() -> PartName {
    PartName::parse("report.json").expect("a name of ours")
}

pub(super) fn refused_part() -> PartName {
    PartName::parse("refused.csv").expect("a name of ours")
}
