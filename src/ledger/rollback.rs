//! Taking a commit back: a new commit that restores what it changed. The log keeps both.

use std::collections::HashSet;

use super::{Change, LedgerError};
use crate::history::{Draft, Version};
use crate::record::EntityId;
use crate::snapshot::Snapshot;
use crate::store::EventRecord;
use crate::text::Message;

/// Takes one commit (an import batch, an edit) back.
#[derive(Clone, Debug)]
pub struct Rollback {
    events: Vec<EventRecord>,
    reason: Option<String>,
}

/// Why a commit cannot be taken back any more: what was built on it since would be lost or left dangling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entangled {
    pub version: Version,
    /// Records of the commit that have changed since, in its order.
    pub changed: Vec<EntityId>,
    /// Records of others that name a record which would be gone.
    pub naming: Vec<EntityId>,
}

impl Entangled {
    /// As many ids as a sentence bears.
    const NAMED: usize = 10;

    pub fn message(&self) -> Message {
        let part = |ids: &[EntityId], ja: &str, en: &str| {
            let shown: Vec<String> = ids.iter().take(Self::NAMED).map(EntityId::to_string).collect();
            let rest = ids.len() - shown.len();
            let (more_ja, more_en) = match rest {
                0 => (String::new(), String::new()),
                _ => (format!("ほか{rest}件"), format!(" and {rest} more")),
            };
            (!ids.is_empty()).then(|| {
                (
                    format!("{ja}（{}{more_ja}）。", shown.join("、")),
                    format!("{en}: {}{more_en}.", shown.join(", ")),
                )
            })
        };
        let changed = part(
            &self.changed,
            "その後に変更されたデータがあります",
            "Records have changed since",
        );
        let naming = part(
            &self.naming,
            "取り消すと失われるデータを参照しているものがあります",
            "Others name records that would be gone",
        );
        let (ja, en): (Vec<_>, Vec<_>) = changed.into_iter().chain(naming).unzip();
        let version = self.version;
        Message::new(
            format!(
                "版 {version} は取り消せません。{}先にそれらを取り消してください。",
                ja.concat()
            ),
            format!(
                "Version {version} cannot be taken back. {} Take those back first.",
                en.join(" ")
            ),
        )
    }
}

impl Rollback {
    /// From the events of the commit.
    pub fn new(events: Vec<EventRecord>) -> Self {
        Self { events, reason: None }
    }

    /// With a reason of one's own for the history.
    pub fn because(mut self, reason: Option<String>) -> Self {
        self.reason = reason;
        self
    }

    fn entangled(&self, version: Version, snapshot: &Snapshot) -> Option<Entangled> {
        let is_as_left = |event: &&EventRecord| match &event.after {
            Some(_) => {
                let there = snapshot.get(event.entity);
                there.is_some_and(|there| there.revision == event.revision)
            }
            None => snapshot.removal_of(event.entity) == Some(event.revision),
        };
        let changed = self.events.iter().filter(|event| !is_as_left(event));
        let changed: Vec<EntityId> = changed.map(|event| event.entity).collect();
        let going = self.events.iter().filter(|event| event.before.is_none());
        let going: HashSet<EntityId> = going.map(|event| event.entity).collect();
        let own: HashSet<EntityId> = self.events.iter().map(|event| event.entity).collect();
        let mut naming = Vec::new();
        if !going.is_empty() {
            let others = snapshot.all().filter(|stored| !own.contains(&stored.entity));
            let names_one = others.filter(|stored| stored.state.body.refers_to().iter().any(|id| going.contains(id)));
            naming = names_one.map(|stored| stored.entity).collect();
        }
        (!changed.is_empty() || !naming.is_empty()).then_some(Entangled {
            version,
            changed,
            naming,
        })
    }
}

impl Change for Rollback {
    /// Refused where a record has changed since: its later changes would be lost.
    fn draft(&self, snapshot: &Snapshot) -> Result<Draft, LedgerError> {
        let first = self.events.first().ok_or_else(|| {
            LedgerError::Invalid(Message::new(
                "その版には変更がありません",
                "that version holds no changes",
            ))
        })?;
        let version = first.commit.version;
        if let Some(entangled) = self.entangled(version, snapshot) {
            return Err(LedgerError::Entangled(entangled));
        }
        let reason = self.reason.clone().unwrap_or_else(|| format!("版 {version} の取消し"));
        let mut draft = Draft::new(reason);
        draft.undoes = Some(version);
        for event in self.events.iter().rev() {
            match (&event.before, &event.after) {
                (Some(before), Some(_)) => draft.replace(event.entity, event.revision, before.clone()),
                (None, Some(_)) => draft.remove(event.entity, event.revision),
                (Some(before), None) => draft.restore(event.entity, event.revision, before.clone()),
                (None, None) => {}
            }
        }
        Ok(draft)
    }
}
