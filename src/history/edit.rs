//! What a change wants, before it is given a version: the draft of a commit.

use jiff::civil::Date;

use super::{Batch, State, Version};
use crate::record::{EntityId, Fid, Kind};

/// The record that an edit is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A new record. The fid is the snapshot's next one of its kind, so that records of one draft can name each other.
    New(EntityId),
    /// A record as the author saw it; another revision by now is a conflict.
    At(EntityId, u64),
    /// A record that was removed and comes back under its own id. The revision is that of its removal.
    Restored(EntityId, u64),
}

impl Target {
    pub fn entity(self) -> EntityId {
        match self {
            Target::New(entity) | Target::At(entity, _) | Target::Restored(entity, _) => entity,
        }
    }
}

/// One record, as it shall be. `None` removes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    pub target: Target,
    pub after: Option<State>,
}

/// What a change wants: checked against one version of the portfolio, applied to that or refused.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    pub reason: String,
    pub data_date: Option<Date>,
    pub batch: Option<Batch>,
    /// The commit that this one takes back.
    pub undoes: Option<Version>,
    pub edits: Vec<Edit>,
}

impl Draft {
    pub fn new(reason: impl Into<String>) -> Self {
        Self {
            reason: reason.into(),
            ..Self::default()
        }
    }

    /// Adds a record under the id that the caller took from the snapshot's next fids.
    pub fn create(&mut self, kind: Kind, fid: Fid, state: State) {
        self.edits.push(Edit {
            target: Target::New(EntityId::new(kind, fid)),
            after: Some(state),
        });
    }

    pub fn replace(&mut self, entity: EntityId, revision: u64, state: State) {
        self.edits.push(Edit {
            target: Target::At(entity, revision),
            after: Some(state),
        });
    }

    /// Brings a removed record back.
    pub fn restore(&mut self, entity: EntityId, removal: u64, state: State) {
        self.edits.push(Edit {
            target: Target::Restored(entity, removal),
            after: Some(state),
        });
    }

    pub fn remove(&mut self, entity: EntityId, revision: u64) {
        self.edits.push(Edit {
            target: Target::At(entity, revision),
            after: None,
        });
    }
}
