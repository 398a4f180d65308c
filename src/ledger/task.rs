//! The ledger's thread: the only writer of the process. A client that hangs up cannot fall between commit and swap.

use std::sync::Arc;
use std::thread;

use tokio::sync::{mpsc, oneshot};

use super::{Change, LedgerError};
use crate::clock::Clock;
use crate::history::{Commit, Version};
use crate::record::EntityId;
use crate::snapshot::{Live, Snapshot, Stamp};
use crate::store::{Store, StoreError};

/// What a change became.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    pub version: Version,
    /// The records that the commit touched, in its order.
    pub entities: Vec<EntityId>,
}

struct Submission {
    actor: Arc<str>,
    change: Box<dyn Change>,
    answer: oneshot::Sender<Result<Receipt, LedgerError>>,
}

/// Told of every next version before readers see it: views that are derived from the snapshot follow here.
pub trait Follower: Send + Sync {
    /// `commits` lead from the version before to `next`; `None` where the store was loaded anew.
    fn follow(&self, next: &Arc<Snapshot>, commits: Option<&[Commit]>);
}

/// The door through which every write goes.
#[derive(Clone)]
pub struct Ledger {
    submissions: mpsc::Sender<Submission>,
    live: Arc<Live>,
}

/// Submissions that wait together are saved in one transaction, up to this many.
const GROUP_LIMIT: usize = 256;
/// Submissions that may wait; a further one waits at the door.
const QUEUE_LIMIT: usize = 1_024;

impl Ledger {
    /// Loads the portfolio and starts the ledger's thread. It ends when the last `Ledger` is dropped.
    pub async fn start(store: Arc<dyn Store>, clock: Arc<dyn Clock>) -> Result<Self, LedgerError> {
        Self::start_with(store, clock, Vec::new()).await
    }

    /// The same, with views that follow every version from the first on.
    pub async fn start_with(
        store: Arc<dyn Store>,
        clock: Arc<dyn Clock>,
        followers: Vec<Arc<dyn Follower>>,
    ) -> Result<Self, LedgerError> {
        let first = Arc::new(store.load().await?.into_snapshot());
        for follower in &followers {
            follower.follow(&first, None);
        }
        let live = Arc::new(Live::new(first));
        let (submissions, queue) = mpsc::channel(QUEUE_LIMIT);
        let writer = Writer {
            store,
            clock,
            live: Arc::clone(&live),
            followers,
        };
        thread::Builder::new()
            .name("ledger".into())
            .spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
                runtime
                    .expect("a runtime of one thread needs no resources")
                    .block_on(writer.run(queue));
            })
            .map_err(StoreError::Io)?;
        Ok(Self { submissions, live })
    }

    /// The snapshot that answers reads.
    pub fn live(&self) -> &Arc<Live> {
        &self.live
    }

    /// Submits a change and waits until it is saved and visible, or refused.
    pub async fn submit(&self, actor: &str, change: impl Change + 'static) -> Result<Receipt, LedgerError> {
        let (answer, outcome) = oneshot::channel();
        let submission = Submission {
            actor: actor.into(),
            change: Box::new(change),
            answer,
        };
        self.submissions
            .send(submission)
            .await
            .map_err(|_| LedgerError::Closed)?;
        outcome.await.map_err(|_| LedgerError::Closed)?
    }

    /// The same, for a thread of its own: it stands still until the change is saved or refused.
    pub fn submit_and_wait(&self, actor: &str, change: impl Change + 'static) -> Result<Receipt, LedgerError> {
        let (answer, outcome) = oneshot::channel();
        let submission = Submission {
            actor: actor.into(),
            change: Box::new(change),
            answer,
        };
        self.submissions
            .blocking_send(submission)
            .map_err(|_| LedgerError::Closed)?;
        outcome.blocking_recv().map_err(|_| LedgerError::Closed)?
    }
}

/// A submission whose commit follows the ones before it in the group.
struct Prepared {
    commit: Commit,
    answer: oneshot::Sender<Result<Receipt, LedgerError>>,
}

struct Writer {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    live: Arc<Live>,
    followers: Vec<Arc<dyn Follower>>,
}

impl Writer {
    fn publish(&self, next: Arc<Snapshot>, commits: Option<&[Commit]>) {
        for follower in &self.followers {
            follower.follow(&next, commits);
        }
        self.live.publish(next);
    }

    async fn run(self, mut queue: mpsc::Receiver<Submission>) {
        let mut waiting = Vec::new();
        while queue.recv_many(&mut waiting, GROUP_LIMIT).await > 0 {
            self.write(std::mem::take(&mut waiting)).await;
        }
    }

    /// Derives and saves a group; where somebody else wrote first, catches up and derives anew.
    async fn write(&self, mut group: Vec<Submission>) {
        while !group.is_empty() {
            let base = self.live.load();
            let mut next = Arc::clone(&base);
            let mut prepared = Vec::new();
            let mut retry = Vec::new();
            for submission in group.drain(..) {
                match self.derive(&next, &submission) {
                    Ok((commit, after)) => {
                        next = Arc::new(after);
                        prepared.push(Prepared {
                            commit,
                            answer: submission.answer,
                        });
                        retry.push((submission.actor, submission.change));
                    }
                    Err(error) => answer(submission.answer, Err(error)),
                }
            }
            if prepared.is_empty() {
                return;
            }
            let (commits, answers): (Vec<Commit>, Vec<_>) = prepared
                .into_iter()
                .map(|prepared| (prepared.commit, prepared.answer))
                .unzip();
            match self.store.commit(base.version(), &commits).await {
                Ok(()) => {
                    self.publish(next, Some(&commits));
                    for (commit, sender) in commits.iter().zip(answers) {
                        answer(sender, Ok(receipt(commit)));
                    }
                }
                Err(error) => {
                    let Some(again) = self.settle(error, &commits, answers, retry).await else {
                        return;
                    };
                    group = again;
                }
            }
        }
    }

    fn derive(&self, snapshot: &Snapshot, submission: &Submission) -> Result<(Commit, Snapshot), LedgerError> {
        let draft = submission.change.draft(snapshot)?;
        let stamp = Stamp {
            id: self.clock.new_id(),
            actor: Arc::clone(&submission.actor),
            time: self.clock.now(),
        };
        let commit = snapshot.derive(draft, stamp)?;
        let next = snapshot.apply(&commit)?;
        Ok((commit, next))
    }

    /// After a failed commit: who was saved after all is told so, a conflict is tried again, anything else is an error.
    async fn settle(
        &self,
        error: StoreError,
        commits: &[Commit],
        answers: Vec<oneshot::Sender<Result<Receipt, LedgerError>>>,
        changes: Vec<(Arc<str>, Box<dyn Change>)>,
    ) -> Option<Vec<Submission>> {
        let saved = match commits.last() {
            Some(last) => self.store.find(last.id).await.ok().flatten().is_some(),
            None => false,
        };
        if let Ok(contents) = self.store.load().await {
            self.publish(Arc::new(contents.into_snapshot()), None);
        }
        if saved {
            for (commit, sender) in commits.iter().zip(answers) {
                answer(sender, Ok(receipt(commit)));
            }
            return None;
        }
        if let StoreError::Conflict(version) = error {
            tracing::info!(%version, "somebody else wrote to the store; caught up");
            let waiting = answers.into_iter().zip(changes);
            return Some(
                waiting
                    .map(|(answer, (actor, change))| Submission { actor, change, answer })
                    .collect(),
            );
        }
        tracing::error!(%error, "a group of commits could not be saved");
        let text = error.to_string();
        for sender in answers {
            answer(sender, Err(LedgerError::NotSaved(text.clone())));
        }
        None
    }
}

fn receipt(commit: &Commit) -> Receipt {
    Receipt {
        version: commit.version,
        entities: commit.events.iter().map(|event| event.entity).collect(),
    }
}

/// A client that has gone away does not wait for its answer.
fn answer(sender: oneshot::Sender<Result<Receipt, LedgerError>>, outcome: Result<Receipt, LedgerError>) {
    let _gone = sender.send(outcome);
}
