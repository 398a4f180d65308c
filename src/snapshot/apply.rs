//! The next snapshot from a commit. Pure: everything that can fail, fails here, before anything is written.

use super::{Snapshot, Stored};
use crate::history::{Commit, Version};
use crate::record::EntityId;

/// Why a commit does not follow a snapshot.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApplyError {
    #[error("commit {commit} does not follow version {snapshot}")]
    NotNext { snapshot: Version, commit: Version },
    #[error("the commit's picture of {0} before it is not the portfolio's")]
    Before(EntityId),
}

impl Snapshot {
    /// The portfolio after a commit.
    pub fn apply(&self, commit: &Commit) -> Result<Snapshot, ApplyError> {
        if commit.version != self.version.next() {
            return Err(ApplyError::NotNext {
                snapshot: self.version,
                commit: commit.version,
            });
        }
        let mut next = self.clone();
        next.version = commit.version;
        next.data_date = commit.data_date.or(self.data_date);
        for event in &commit.events {
            let there = self.get(event.entity);
            let revision = there.as_ref().map_or(0, |stored| stored.revision);
            let fits = match (&there, &event.before) {
                (None, None) => event.revision == self.removal_of(event.entity).unwrap_or(0) + 1,
                (Some(_), Some(_)) => event.revision == revision + 1,
                _ => false,
            };
            if !fits {
                return Err(ApplyError::Before(event.entity));
            }
            match &event.after {
                Some(state) => next.put(Stored {
                    entity: event.entity,
                    revision: event.revision,
                    changed: commit.version,
                    state: state.clone(),
                }),
                None => next.remove(event.entity, event.revision),
            }
        }
        next.settle();
        Ok(next)
    }
}
