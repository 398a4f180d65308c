//! What every store of accounts does. Each change writes its line of the audit in the same transaction.

use futures_util::future::BoxFuture;
use jiff::Timestamp;

use crate::auth::{Account, AccountName, PasswordHash, Roles, SecretHash, Session};
use crate::record::Code;
use crate::store::StoreError;

macro_rules! acts {
    ($($(#[doc = $doc:literal])* $name:ident $key:literal;)*) => {
        /// What the audit tells.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum AuditAct {
            $($(#[doc = $doc])* $name,)*
        }

        impl AuditAct {
            pub const ALL: &'static [AuditAct] = &[$(AuditAct::$name),*];

            pub fn key(self) -> &'static str {
                match self { $(AuditAct::$name => $key,)* }
            }

            pub fn from_key(key: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|act| act.key() == key)
            }
        }
    };
}

acts! {
    SignedIn "signed_in";
    /// A wrong name or password, or a disabled account.
    SignInRefused "sign_in_refused";
    SignedOut "signed_out";
    /// All sessions of the account were ended.
    SignedOutEverywhere "signed_out_everywhere";
    PasswordChanged "password_changed";
    /// Somebody else gave the account a new one-time password.
    PasswordReset "password_reset";
    AccountAdded "account_added";
    RolesChanged "roles_changed";
    AccountDisabled "account_disabled";
    AccountEnabled "account_enabled";
}

/// A line of the audit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    pub time: Timestamp,
    pub act: AuditAct,
    /// Who did it: an account's name, `cli`, `local`; nobody known for a refused attempt.
    pub actor: Option<String>,
    /// The account that it is about.
    pub account: Option<AccountName>,
    /// Where it came from.
    pub address: Option<String>,
    pub detail: Option<String>,
}

/// A change of an account. Each ends the account's sessions: what somebody may do, he signs in for.
#[derive(Clone, Debug)]
pub enum AccountChange {
    Rights { roles: Roles, bureau: Option<Code> },
    Disabled(bool),
    Password { hash: PasswordHash, one_time: bool },
}

/// How a change of an account went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    Done,
    NoSuchAccount,
    /// Nobody would be left who can manage accounts.
    LastAdministrator,
}

pub trait Accounts: Send + Sync {
    /// All accounts, by name.
    fn accounts(&self) -> BoxFuture<'_, Result<Vec<Account>, StoreError>>;

    fn account<'a>(
        &'a self,
        name: &'a AccountName,
    ) -> BoxFuture<'a, Result<Option<(Account, PasswordHash)>, StoreError>>;

    /// Adds an account; false where the name is taken.
    fn add_account<'a>(
        &'a self,
        account: &'a Account,
        password: &'a PasswordHash,
        entry: &'a AuditEntry,
    ) -> BoxFuture<'a, Result<bool, StoreError>>;

    fn change_account<'a>(
        &'a self,
        name: &'a AccountName,
        change: &'a AccountChange,
        entry: &'a AuditEntry,
    ) -> BoxFuture<'a, Result<Changed, StoreError>>;

    /// The accounts are those of a demo, whose passwords were shown.
    fn is_demo(&self) -> BoxFuture<'_, Result<bool, StoreError>>;

    fn mark_as_demo(&self) -> BoxFuture<'_, Result<(), StoreError>>;
}

/// Whether an attempt to sign in may go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// It counts as refused until a session starts by it.
    Begun(i64),
    /// Too many failed before; the next is looked at from then on.
    Wait(Timestamp),
}

/// A session that an attempt has earned.
#[derive(Clone, Copy, Debug)]
pub struct SessionStart<'a> {
    pub attempt: i64,
    pub hash: SecretHash,
    pub account: &'a AccountName,
    /// The password that was right. If it has been changed since, it opens nothing.
    pub password: &'a PasswordHash,
    pub now: Timestamp,
}

pub trait Sessions: Send + Sync {
    /// Counts an attempt before the password is looked at. A name that cannot be one of an account is counted by its
    /// address alone, and not kept: it may be a password.
    fn attempt<'a>(
        &'a self,
        account: Option<&'a AccountName>,
        address: &'a str,
        now: Timestamp,
    ) -> BoxFuture<'a, Result<Attempt, StoreError>>;

    /// Whether the session started.
    fn start_session<'a>(&'a self, start: SessionStart<'a>) -> BoxFuture<'a, Result<bool, StoreError>>;

    /// A session with its account, whether it holds or not.
    fn session(&self, hash: SecretHash) -> BoxFuture<'_, Result<Option<(Session, Account)>, StoreError>>;

    /// Writes down that somebody was there.
    fn see_session(&self, hash: SecretHash, now: Timestamp) -> BoxFuture<'_, Result<(), StoreError>>;

    fn end_session<'a>(&'a self, hash: SecretHash, entry: &'a AuditEntry) -> BoxFuture<'a, Result<(), StoreError>>;

    /// Ends all sessions of an account.
    fn end_sessions<'a>(
        &'a self,
        account: &'a AccountName,
        entry: &'a AuditEntry,
    ) -> BoxFuture<'a, Result<(), StoreError>>;
}

/// Everything that is kept beside a portfolio.
pub trait Private: Accounts + Sessions {
    /// The lines of the audit, the latest first.
    fn audit(&self, limit: u32) -> BoxFuture<'_, Result<Vec<AuditEntry>, StoreError>>;
}
