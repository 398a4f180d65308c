//! A commit: the unit of writing. Its events have had their final form since the first release.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{ChainHash, State, write_state};
use crate::record::EntityId;

/// The number of a commit, and the name of the portfolio as it stood after it. 0 is the empty portfolio.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Version(pub u64);

impl Version {
    pub fn next(self) -> Version {
        Version(self.0 + 1)
    }
}

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// What an import said of itself: kept with its commit, so that a batch can be found, shown and rolled back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    /// The kind that was imported (`facilities`, `layer:land_price` …).
    pub kind: String,
    pub file: String,
    /// SHA-256 of the file's bytes, hexadecimal.
    pub sha256: String,
    pub profile: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    pub crs: String,
    pub rows: u64,
    pub created: u64,
    pub changed: u64,
    pub unchanged: u64,
    pub refused: u64,
    /// The staged upload that it came from, where it came over HTTP.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upload: Option<Uuid>,
}

/// One record before and after.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    pub entity: EntityId,
    /// The record's revision after the event: 1 at creation, one more with each change, removal and return included.
    pub revision: u64,
    pub before: Option<State>,
    pub after: Option<State>,
}

/// What one actor changed at one moment, for one reason.
#[derive(Clone, Debug, PartialEq)]
pub struct Commit {
    pub id: Uuid,
    pub version: Version,
    pub actor: Arc<str>,
    pub time: Timestamp,
    pub reason: String,
    /// 基準日: the day that the facts describe. Never the time of the commit.
    pub data_date: Option<Date>,
    pub batch: Option<Batch>,
    /// The commit that this one takes back.
    pub undoes: Option<Version>,
    pub events: Vec<Event>,
}

/// The part of a commit that its own chain link covers.
#[derive(Serialize)]
struct Header<'a> {
    id: Uuid,
    version: Version,
    actor: &'a str,
    time: Timestamp,
    reason: &'a str,
    data_date: Option<Date>,
    batch: Option<&'a Batch>,
    #[serde(skip_serializing_if = "Option::is_none")]
    undoes: Option<Version>,
    events: usize,
}

/// The bytes of one event as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventBytes {
    pub entity: EntityId,
    pub revision: u64,
    pub before: Option<Vec<u8>>,
    pub after: Option<Vec<u8>>,
    pub hash: ChainHash,
}

impl Commit {
    /// The header's canonical bytes: JSON, fields in order, no white space.
    pub fn header_bytes(&self) -> Vec<u8> {
        let header = Header {
            id: self.id,
            version: self.version,
            actor: &self.actor,
            time: self.time,
            reason: &self.reason,
            data_date: self.data_date,
            batch: self.batch.as_ref(),
            undoes: self.undoes,
            events: self.events.len(),
        };
        serde_json::to_vec(&header).expect("a header holds nothing that JSON cannot")
    }

    /// Seals the commit onto the chain whose head is `previous`: the header's link first, then one link an event.
    pub fn seal(&self, previous: ChainHash) -> (ChainHash, Vec<EventBytes>) {
        let header_hash = previous.link(&[&self.header_bytes()]);
        let mut head = header_hash;
        let events = self
            .events
            .iter()
            .map(|event| {
                let before = event.before.as_ref().map(write_state);
                let after = event.after.as_ref().map(write_state);
                head = head.link_event(event.entity, event.revision, before.as_deref(), after.as_deref());
                EventBytes {
                    entity: event.entity,
                    revision: event.revision,
                    before,
                    after,
                    hash: head,
                }
            })
            .collect();
        (header_hash, events)
    }
}
