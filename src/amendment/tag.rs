//! Which state of a record an author saw: what `If-Match` carries.

use std::fmt;
use std::str::FromStr;

use xxhash_rust::xxh3::xxh3_64;

use crate::history::write_state;
use crate::snapshot::Stored;

/// The revision of a record, and a fingerprint of its state: after a restore another state may have the same revision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tag {
    revision: u64,
    /// Absent where a caller names the revision alone.
    fingerprint: Option<u64>,
}

/// The text is no tag.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not the tag of a record, such as 3-00c0ffee00c0ffee")]
pub struct ParseTagError(String);

impl Tag {
    pub fn of(stored: &Stored) -> Self {
        Self {
            revision: stored.revision,
            fingerprint: Some(xxh3_64(&write_state(&stored.state))),
        }
    }

    pub fn revision(self) -> u64 {
        self.revision
    }

    /// Whether the record is still what the author saw.
    pub fn fits(self, stored: &Stored) -> bool {
        let now = Self::of(stored);
        self.revision == now.revision && self.fingerprint.is_none_or(|seen| Some(seen) == now.fingerprint)
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.fingerprint {
            Some(fingerprint) => write!(f, "{}-{fingerprint:016x}", self.revision),
            None => self.revision.fmt(f),
        }
    }
}

impl FromStr for Tag {
    type Err = ParseTagError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refuse = || ParseTagError(text.chars().take(60).collect());
        let (revision, fingerprint) = match text.split_once('-') {
            None => (text, None),
            Some((revision, hex)) if hex.len() == 16 => {
                (revision, Some(u64::from_str_radix(hex, 16).map_err(|_| refuse())?))
            }
            Some(_) => return Err(refuse()),
        };
        let is_plain = !revision.is_empty() && revision.bytes().all(|byte| byte.is_ascii_digit());
        Ok(Self {
            revision: revision.parse().ok().filter(|_| is_plain).ok_or_else(refuse)?,
            fingerprint,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::{State, Version};
    use crate::record::{EntityId, Fid, Kind};
    use crate::register::Facility;

    fn stored(revision: u64, name: &str) -> Stored {
        let facility = Facility {
            name: name.into(),
            ..Facility::default()
        };
        Stored {
            entity: EntityId::new(Kind::Facility, Fid(1)),
            revision,
            changed: Version(1),
            state: State {
                body: facility.into(),
                shape: None,
            },
        }
    }

    #[test]
    fn a_tag_fits_one_state_of_one_revision() {
        let seen: Tag = Tag::of(&stored(3, "図書館")).to_string().parse().expect("a tag");
        assert!(seen.fits(&stored(3, "図書館")));
        assert!(!seen.fits(&stored(4, "図書館")), "changed since");
        assert!(!seen.fits(&stored(3, "公民館")), "another history");
        assert!("3".parse::<Tag>().is_ok_and(|tag| tag.fits(&stored(3, "公民館"))));
    }

    #[test]
    fn what_is_no_tag_is_refused() {
        for text in [
            "",
            "-",
            "a",
            "3-",
            "3-1",
            "3-zzzzzzzzzzzzzzzz",
            "+3",
            "99999999999999999999",
        ] {
            assert!(text.parse::<Tag>().is_err(), "{text}");
        }
    }
}
