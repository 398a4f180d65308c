//! How long a sign-in holds.

use jiff::{SignedDuration, Timestamp};

use super::account::AccountName;

/// Somebody who has signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub account: AccountName,
    pub created: Timestamp,
    /// The latest request, to the minute.
    pub seen: Timestamp,
}

impl Session {
    /// A working day, and then the password again.
    pub const LONGEST: SignedDuration = SignedDuration::from_hours(12);
    /// Nobody was there.
    pub const LONGEST_IDLE: SignedDuration = SignedDuration::from_hours(2);
    /// A sight that is younger is not written down again.
    const SIGHT: SignedDuration = SignedDuration::from_secs(60);

    pub fn holds(&self, now: Timestamp) -> bool {
        now < self.created + Self::LONGEST && now < self.seen + Self::LONGEST_IDLE
    }

    /// Whether this request is worth writing down.
    pub fn is_sighted(&self, now: Timestamp) -> bool {
        now >= self.seen + Self::SIGHT
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_ends_when_idle_and_at_the_latest_after_a_day() {
        let at = |text: &str| text.parse::<Timestamp>().expect("a time");
        let session = |seen: &str| Session {
            account: "yamada".parse().expect("a name"),
            created: at("2026-04-01T00:00:00Z"),
            seen: at(seen),
        };
        assert!(session("2026-04-01T00:00:00Z").holds(at("2026-04-01T01:59:59Z")));
        assert!(!session("2026-04-01T00:00:00Z").holds(at("2026-04-01T02:00:00Z")));
        assert!(session("2026-04-01T11:00:00Z").holds(at("2026-04-01T11:59:59Z")));
        assert!(!session("2026-04-01T11:59:00Z").holds(at("2026-04-01T12:00:00Z")));
    }
}
