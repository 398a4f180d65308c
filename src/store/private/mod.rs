//! What is kept beside the portfolio and never in it: accounts, sessions and their audit, in `NAME.private.sqlite`.

mod accounts;
mod audit;
mod contract;
mod sessions;
mod sqlite;

pub use contract::{AccountChange, Accounts, Attempt, AuditAct, AuditEntry, Changed, Private, SessionStart, Sessions};
pub use sqlite::PrivateStore;
