//! Accounts, as those who manage them do it: on the command line or over HTTP.

use super::door::Door;
use crate::auth::{Account, AccountName, Password, Role, Roles};
use crate::record::Code;
use crate::store::{AccountChange, AuditAct, AuditEntry, Changed, StoreError};

/// An account to be.
#[derive(Clone, Debug)]
pub struct NewAccount {
    pub name: AccountName,
    pub person: String,
    pub roles: Roles,
    pub bureau: Option<Code>,
}

/// Why an account cannot be managed so.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    #[error(
        "アカウント {0} は既にあります。名前は再利用できません / there is an account {0} already; names are not used again"
    )]
    Taken(AccountName),
    #[error("アカウント {0} はありません / there is no account {0}")]
    Unknown(AccountName),
    #[error(
        "管理者が一人もいなくなります。先に別の管理者を作ってください / nobody would be left to manage accounts; make another administrator first"
    )]
    LastAdministrator,
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Door {
    /// Makes the first administrator where there is no account yet. The password is told once and opens the way to a new one.
    pub async fn first_administrator(&self) -> Result<Option<(AccountName, Password)>, AccountError> {
        if !self.store.accounts().await?.is_empty() {
            return Ok(None);
        }
        let name: AccountName = "admin".parse().expect("a name");
        let account = NewAccount {
            name: name.clone(),
            person: "最初の管理者".into(),
            roles: Roles::of([Role::Administrator]),
            bureau: None,
        };
        match self.add_account(account, "system").await {
            Ok(password) => Ok(Some((name, password))),
            // Another process was faster, and has told the password.
            Err(AccountError::Taken(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Adds an account with a one-time password, which is told once.
    pub async fn add_account(&self, new: NewAccount, actor: &str) -> Result<Password, AccountError> {
        self.add(new, true, actor).await
    }

    /// Adds an account whose password is good for longer than once: for demos.
    pub async fn add_demo_account(&self, new: NewAccount) -> Result<Password, AccountError> {
        self.add(new, false, "demo").await
    }

    async fn add(&self, new: NewAccount, one_time: bool, actor: &str) -> Result<Password, AccountError> {
        let account = Account {
            name: new.name,
            person: new.person,
            roles: new.roles,
            bureau: new.bureau,
            one_time,
            disabled: false,
            created: self.clock.now(),
        };
        let chance = self.clock.chance();
        let hash = self.hash(Password::one_time(chance)).await;
        let entry = AuditEntry {
            detail: Some(rights_text(account.roles, account.bureau.as_ref())),
            ..self.entry(AuditAct::AccountAdded, actor, Some(&account.name))
        };
        if self.store.add_account(&account, &hash, &entry).await? {
            Ok(Password::one_time(chance))
        } else {
            Err(AccountError::Taken(account.name))
        }
    }

    /// Gives an account a new one-time password. Its sessions end, and its failed attempts are forgotten.
    pub async fn reset_password(&self, name: &AccountName, actor: &str) -> Result<Password, AccountError> {
        let chance = self.clock.chance();
        let hash = self.hash(Password::one_time(chance)).await;
        let change = AccountChange::Password { hash, one_time: true };
        let entry = self.entry(AuditAct::PasswordReset, actor, Some(name));
        self.change(name, change, entry).await?;
        Ok(Password::one_time(chance))
    }

    pub async fn set_rights(
        &self,
        name: &AccountName,
        roles: Roles,
        bureau: Option<Code>,
        actor: &str,
    ) -> Result<(), AccountError> {
        let entry = AuditEntry {
            detail: Some(rights_text(roles, bureau.as_ref())),
            ..self.entry(AuditAct::RolesChanged, actor, Some(name))
        };
        self.change(name, AccountChange::Rights { roles, bureau }, entry).await
    }

    pub async fn set_disabled(&self, name: &AccountName, disabled: bool, actor: &str) -> Result<(), AccountError> {
        let act = if disabled {
            AuditAct::AccountDisabled
        } else {
            AuditAct::AccountEnabled
        };
        let entry = self.entry(act, actor, Some(name));
        self.change(name, AccountChange::Disabled(disabled), entry).await
    }

    async fn change(&self, name: &AccountName, change: AccountChange, entry: AuditEntry) -> Result<(), AccountError> {
        match self.store.change_account(name, &change, &entry).await? {
            Changed::Done => Ok(()),
            Changed::NoSuchAccount => Err(AccountError::Unknown(name.clone())),
            Changed::LastAdministrator => Err(AccountError::LastAdministrator),
        }
    }
}

fn rights_text(roles: Roles, bureau: Option<&Code>) -> String {
    let roles: Vec<&str> = roles.given().map(Role::key).collect();
    match bureau {
        Some(bureau) => format!("{} @{bureau}", roles.join(" ")),
        None => roles.join(" "),
    }
}
