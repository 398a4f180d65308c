//! The only place that asks the system for the time, for new ids and for chance. Everything else is given them.

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Gives the time, new ids, and bytes that nobody can guess.
pub trait Clock: Send + Sync {
    fn now(&self) -> Timestamp;
    fn new_id(&self) -> Uuid;
    /// 256 bits for a password, a session or a token.
    fn chance(&self) -> [u8; 32];
}

/// The system's clock and random source.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the place that asks")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    #[expect(clippy::disallowed_methods, reason = "this is the place that asks")]
    fn new_id(&self) -> Uuid {
        Uuid::now_v7()
    }

    fn chance(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).expect("a system without a random source cannot keep secrets");
        bytes
    }
}

/// Always the same moment, and ids counted from one: for demos and tests that must give the same bytes twice.
#[derive(Debug)]
pub struct FixedClock {
    at: Timestamp,
    ids: std::sync::atomic::AtomicU64,
}

impl FixedClock {
    pub fn new(at: Timestamp) -> Self {
        Self {
            at,
            ids: std::sync::atomic::AtomicU64::new(1),
        }
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        self.at
    }

    fn new_id(&self) -> Uuid {
        let number = self.ids.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        Uuid::new_v5(&Uuid::NAMESPACE_OID, &number.to_be_bytes())
    }

    fn chance(&self) -> [u8; 32] {
        Sha256::digest(self.new_id()).into()
    }
}
