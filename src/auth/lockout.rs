//! How long somebody who failed to sign in must wait.

use jiff::{SignedDuration, Timestamp};

/// Failures without a success since: how many, and the latest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failures {
    pub count: u32,
    pub latest: Timestamp,
}

/// What the failures are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountedBy {
    /// The name that was given, whether there is such an account or not.
    Account,
    /// Where the attempts came from. A whole office may sit behind one address.
    Address,
}

impl CountedBy {
    const FIRST_WAIT_S: i64 = 30;
    /// Longer waits would only let somebody keep others out.
    const LONGEST_WAIT_S: i64 = 15 * 60;

    /// How long a failure counts.
    pub fn memory(self) -> SignedDuration {
        match self {
            CountedBy::Account => SignedDuration::from_hours(24),
            CountedBy::Address => SignedDuration::from_hours(1),
        }
    }

    fn free(self) -> u32 {
        match self {
            CountedBy::Account => 5,
            CountedBy::Address => 30,
        }
    }

    /// When the next attempt is allowed; `None` where it is now.
    pub fn next_attempt(self, failures: Failures, now: Timestamp) -> Option<Timestamp> {
        let beyond = failures.count.checked_sub(self.free())?;
        let wait_s = (Self::FIRST_WAIT_S << beyond.min(10)).min(Self::LONGEST_WAIT_S);
        let next = failures.latest + SignedDuration::from_secs(wait_s);
        (next > now).then_some(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_doubles_with_each_failure_and_has_an_end() {
        let latest: Timestamp = "2026-04-01T00:00:00Z".parse().expect("a time");
        let wait = |count| {
            let failures = Failures { count, latest };
            let next = CountedBy::Account.next_attempt(failures, latest);
            next.map(|next| next.duration_since(latest).as_secs())
        };
        assert_eq!(
            [4, 5, 6, 7, 9, 10, 1_000_000].map(wait),
            [None, Some(30), Some(60), Some(120), Some(480), Some(900), Some(900)]
        );
        let failures = Failures { count: 5, latest };
        let later = latest + SignedDuration::from_secs(30);
        assert_eq!(CountedBy::Account.next_attempt(failures, later), None);
        assert_eq!(CountedBy::Address.next_attempt(failures, latest), None);
    }
}
