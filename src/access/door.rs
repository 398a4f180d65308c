//! Coming in and going out.

use std::net::IpAddr;
use std::sync::Arc;

use jiff::Timestamp;
use tokio::sync::Semaphore;

use crate::auth::{Account, AccountName, BadPassword, Password, PasswordHash, Secret};
use crate::clock::Clock;
use crate::store::{AccountChange, Attempt, AuditAct, AuditEntry, Changed, Private, SessionStart, StoreError};

/// Passwords that are hashed at the same moment: each takes 19 MiB and a core.
const HASHED_AT_ONCE: usize = 2;

/// What everybody passes who is to be recognised.
pub struct Door {
    pub(super) store: Arc<dyn Private>,
    pub(super) clock: Arc<dyn Clock>,
    hashing: Semaphore,
    /// Looked at where there is no such account, so that the answer takes as long.
    decoy: PasswordHash,
}

/// Somebody who has just come in, and the only copy of what opens the session.
pub struct Newcomer {
    pub account: Account,
    pub secret: Secret,
}

/// Why somebody does not come in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// The name, the password, or the account is not right; which of them is not said.
    #[error("refused")]
    Refused,
    #[error("too many attempts")]
    Wait(Timestamp),
    /// The new password may not be one.
    #[error("a password that may not be one")]
    BadPassword(BadPassword),
    /// The new password is the old one.
    #[error("the same password")]
    SamePassword,
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Door {
    pub fn new(store: Arc<dyn Private>, clock: Arc<dyn Clock>) -> Self {
        let decoy = Password::one_time(clock.chance()).hash(clock.chance());
        Self {
            store,
            clock,
            hashing: Semaphore::new(HASHED_AT_ONCE),
            decoy,
        }
    }

    pub fn store(&self) -> &dyn Private {
        self.store.as_ref()
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Opens a new session; one that the caller had before is not gone on with.
    pub async fn sign_in(&self, name: &str, password: &str, from: IpAddr) -> Result<Newcomer, SignInError> {
        let now = self.clock.now();
        let name: Option<AccountName> = name.parse().ok();
        let (account, hash, attempt) = self.checked(name.as_ref(), password, from, now).await?;
        self.begin(account, &hash, attempt, now).await
    }

    /// Gives an account a new password by its old one. All its sessions end; the caller gets a new one.
    pub async fn change_password(
        &self,
        account: &AccountName,
        old: &str,
        new: &str,
        from: IpAddr,
    ) -> Result<Newcomer, SignInError> {
        let new_password = Password::new(new, account).map_err(SignInError::BadPassword)?;
        if old == new {
            return Err(SignInError::SamePassword);
        }
        let now = self.clock.now();
        let (mut account, _, attempt) = self.checked(Some(account), old, from, now).await?;
        let hash = self.hash(new_password).await;
        let change = AccountChange::Password {
            hash: hash.clone(),
            one_time: false,
        };
        let entry = AuditEntry {
            address: Some(address(from)),
            ..self.entry(AuditAct::PasswordChanged, account.name.as_str(), Some(&account.name))
        };
        if self.store.change_account(&account.name, &change, &entry).await? != Changed::Done {
            return Err(SignInError::Refused);
        }
        account.one_time = false;
        self.begin(account, &hash, attempt, now).await
    }

    /// The account whose name and password these are, with the attempt that it was.
    async fn checked(
        &self,
        name: Option<&AccountName>,
        password: &str,
        from: IpAddr,
        now: Timestamp,
    ) -> Result<(Account, PasswordHash, i64), SignInError> {
        let attempt = match self.store.attempt(name, &address(from), now).await? {
            Attempt::Begun(attempt) => attempt,
            Attempt::Wait(until) => return Err(SignInError::Wait(until)),
        };
        let found = match name {
            Some(name) => self.store.account(name).await?,
            None => None,
        };
        let (account, hash) = match found {
            Some((account, hash)) => (Some(account), hash),
            None => (None, self.decoy.clone()),
        };
        let fits = self.fits(hash.clone(), password.to_owned()).await;
        match account {
            Some(account) if fits && !account.disabled => Ok((account, hash, attempt)),
            _ => Err(SignInError::Refused),
        }
    }

    async fn begin(
        &self,
        account: Account,
        password: &PasswordHash,
        attempt: i64,
        now: Timestamp,
    ) -> Result<Newcomer, SignInError> {
        let secret = Secret::new(self.clock.chance());
        let start = SessionStart {
            attempt,
            hash: secret.hash(),
            account: &account.name,
            password,
            now,
        };
        if self.store.start_session(start).await? {
            Ok(Newcomer { account, secret })
        } else {
            Err(SignInError::Refused)
        }
    }

    /// The account whose session this opens; none where it has ended.
    pub async fn recognise(&self, secret: &Secret) -> Result<Option<Account>, StoreError> {
        let now = self.clock.now();
        let hash = secret.hash();
        let Some((session, account)) = self.store.session(hash).await? else {
            return Ok(None);
        };
        if !session.holds(now) || account.disabled {
            return Ok(None);
        }
        if session.is_sighted(now) {
            self.store.see_session(hash, now).await?;
        }
        Ok(Some(account))
    }

    /// Ends a session. One that has ended already is not asked about.
    pub async fn sign_out(&self, secret: &Secret) -> Result<(), StoreError> {
        let hash = secret.hash();
        let Some((session, _)) = self.store.session(hash).await? else {
            return Ok(());
        };
        let entry = self.entry(AuditAct::SignedOut, session.account.as_str(), Some(&session.account));
        self.store.end_session(hash, &entry).await
    }

    /// Ends all sessions of an account.
    pub async fn sign_out_everywhere(&self, account: &AccountName) -> Result<(), StoreError> {
        let entry = self.entry(AuditAct::SignedOutEverywhere, account.as_str(), Some(account));
        self.store.end_sessions(account, &entry).await
    }

    pub(super) fn entry(&self, act: AuditAct, actor: &str, account: Option<&AccountName>) -> AuditEntry {
        AuditEntry {
            time: self.clock.now(),
            act,
            actor: Some(actor.to_owned()),
            account: account.cloned(),
            address: None,
            detail: None,
        }
    }

    async fn fits(&self, hash: PasswordHash, attempt: String) -> bool {
        self.apart(move || hash.fits(&attempt)).await
    }

    pub(super) async fn hash(&self, password: Password) -> PasswordHash {
        let salt = self.clock.chance();
        self.apart(move || password.hash(salt)).await
    }

    /// Hashing takes long: on threads of its own, a few at a time.
    async fn apart<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> T {
        let _turn = self.hashing.acquire().await.expect("nobody closes it");
        tokio::task::spawn_blocking(work).await.expect("hashing does not panic")
    }
}

/// What attempts are counted by: the address, of IPv6 the network, since one client has a whole one.
fn address(from: IpAddr) -> String {
    match from.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{}/64", std::net::Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}
