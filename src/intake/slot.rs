//! One upload on the desk: its note, and how far it has come.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{Checked, Committed, Upload};
use crate::import::{ImportKind, Survey, Watch};
use crate::text::Message;

/// How far an upload has come.
#[derive(Clone, Debug)]
pub enum Stage {
    /// Nobody has looked at it since the start, or what was found out has been let go of.
    Waiting,
    Checking(Arc<Watch>),
    Ready(Arc<Checked>),
    Unusable(Arc<Trouble>),
    /// Somebody stopped the check.
    Cancelled,
    Committing(Arc<Watch>),
    Done(Committed),
}

impl Stage {
    /// The name on the wire.
    pub fn key(&self) -> &'static str {
        match self {
            Stage::Waiting => "waiting",
            Stage::Checking(_) => "checking",
            Stage::Ready(_) => "ready",
            Stage::Unusable(_) => "unusable",
            Stage::Cancelled => "cancelled",
            Stage::Committing(_) => "committing",
            Stage::Done(_) => "done",
        }
    }
}

/// Why a file cannot be imported as it is. An option may mend it.
#[derive(Clone, Debug, PartialEq)]
pub struct Trouble {
    /// A stable name: that of the codec's fault, `no-kind`, `no-profile` …
    pub code: &'static str,
    pub message: Message,
    /// The tables that could be named, where one has to be.
    pub tables: Vec<String>,
    pub kind: Option<ImportKind>,
    /// As far as the file was understood.
    pub survey: Option<Box<Survey>>,
}

/// How far the work on an upload has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    pub rows: u64,
    /// From the last time that the file was read.
    pub rows_expected: Option<u64>,
}

/// An upload as it stands.
#[derive(Clone, Debug)]
pub struct Status {
    pub upload: Upload,
    pub stage: Stage,
    pub progress: Option<Progress>,
}

#[derive(Debug)]
pub(super) struct Inner {
    pub upload: Upload,
    pub stage: Stage,
    /// Counts the checks that were asked for: one that was overtaken has nothing to say.
    pub round: u64,
    pub rows_expected: Option<u64>,
    /// When somebody last asked, as the desk counts.
    pub used: u64,
}

#[derive(Debug)]
pub(super) struct Slot {
    inner: Mutex<Inner>,
}

impl Slot {
    pub fn new(upload: Upload) -> Self {
        let stage = upload.committed.clone().map_or(Stage::Waiting, Stage::Done);
        Self {
            inner: Mutex::new(Inner {
                upload,
                stage,
                round: 0,
                rows_expected: None,
                used: 0,
            }),
        }
    }

    /// A panic in a check leaves plain data behind that is still sound.
    pub fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    /// Leaves whatever is under way and begins a new round.
    pub fn begin_check(&mut self) -> (u64, Arc<Watch>) {
        self.stop();
        let watch = Arc::new(Watch::default());
        self.round += 1;
        self.stage = Stage::Checking(Arc::clone(&watch));
        (self.round, watch)
    }

    /// Stops the reading that is under way.
    pub fn stop(&self) {
        if let Stage::Checking(watch) | Stage::Committing(watch) = &self.stage {
            watch.cancel();
        }
    }

    pub fn status(&self) -> Status {
        let progress = match &self.stage {
            Stage::Checking(watch) | Stage::Committing(watch) => Some(Progress {
                rows: watch.rows(),
                rows_expected: self.rows_expected,
            }),
            _ => None,
        };
        Status {
            upload: self.upload.clone(),
            stage: self.stage.clone(),
            progress,
        }
    }

    /// Rows whose findings are held.
    pub fn held_rows(&self) -> u64 {
        match &self.stage {
            Stage::Ready(checked) => checked.import.report.counts.rows.max(1),
            _ => 0,
        }
    }
}
