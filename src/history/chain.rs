//! The hash chain over the event log: a changed, moved or removed event breaks every link after it.

use std::fmt;

use sha2::{Digest, Sha256};

use crate::record::EntityId;

/// A link of the chain: SHA-256 over the previous link and the bytes that it covers, each with its length.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ChainHash([u8; 32]);

impl ChainHash {
    /// The head of the chain of an empty portfolio.
    pub const START: ChainHash = ChainHash([0; 32]);

    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The link after this one that covers the given parts.
    pub fn link(self, parts: &[&[u8]]) -> ChainHash {
        let mut hasher = Sha256::new();
        hasher.update(self.0);
        for part in parts {
            // The length goes in front, so that bytes cannot wander from one part into the next.
            hasher.update((part.len() as u64).to_be_bytes());
            hasher.update(part);
        }
        ChainHash(hasher.finalize().into())
    }

    /// The link that covers one event. Absence and emptiness differ.
    pub fn link_event(self, entity: EntityId, revision: u64, before: Option<&[u8]>, after: Option<&[u8]>) -> ChainHash {
        let name = entity.to_string();
        let presence = [u8::from(before.is_some()), u8::from(after.is_some())];
        self.link(&[
            name.as_bytes(),
            &revision.to_be_bytes(),
            &presence,
            before.unwrap_or_default(),
            after.unwrap_or_default(),
        ])
    }
}

impl fmt::Display for ChainHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for ChainHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Fid, Kind};

    #[test]
    fn every_bit_of_an_event_counts() {
        let entity = EntityId::new(Kind::Facility, Fid(1));
        let other = EntityId::new(Kind::Facility, Fid(2));
        let links = [
            ChainHash::START.link_event(entity, 1, None, Some(b"ab")),
            ChainHash::START.link_event(entity, 1, Some(b""), Some(b"ab")),
            ChainHash::START.link_event(entity, 1, Some(b"a"), Some(b"b")),
            ChainHash::START.link_event(entity, 1, Some(b"ab"), None),
            ChainHash::START.link_event(entity, 2, None, Some(b"ab")),
            ChainHash::START.link_event(other, 1, None, Some(b"ab")),
            ChainHash::START.link(&[b"x"]).link_event(entity, 1, None, Some(b"ab")),
        ];
        for (at, link) in links.iter().enumerate() {
            assert!(!links[at + 1..].contains(link), "link {at} is not unique");
        }
    }
}
