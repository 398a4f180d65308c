//! The accounts.

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{Connection, Row};

use super::audit;
use super::contract::{AccountChange, Accounts, AuditEntry, Changed};
use super::sqlite::{PrivateStore, damaged, time};
use crate::auth::{Account, AccountName, PasswordHash, Role, Roles};
use crate::record::Code;
use crate::store::StoreError;

impl Accounts for PrivateStore {
    fn accounts(&self) -> BoxFuture<'_, Result<Vec<Account>, StoreError>> {
        async move {
            let rows = sqlx::query(
                "select name, person, roles, bureau, one_time, disabled, created from accounts order by name",
            )
            .fetch_all(&mut *self.lock().await)
            .await?;
            rows.iter().map(account).collect()
        }
        .boxed()
    }

    fn account<'a>(
        &'a self,
        name: &'a AccountName,
    ) -> BoxFuture<'a, Result<Option<(Account, PasswordHash)>, StoreError>> {
        async move {
            let row = sqlx::query(
                "select name, person, roles, bureau, one_time, disabled, created, password \
                 from accounts where name = $1",
            )
            .bind(name.as_str())
            .fetch_optional(&mut *self.lock().await)
            .await?;
            let read = |row| Ok((account(&row)?, PasswordHash::stored(row.try_get("password")?)));
            row.map(read).transpose()
        }
        .boxed()
    }

    fn add_account<'a>(
        &'a self,
        account: &'a Account,
        password: &'a PasswordHash,
        entry: &'a AuditEntry,
    ) -> BoxFuture<'a, Result<bool, StoreError>> {
        async move {
            let mut connection = self.lock().await;
            let mut transaction = connection.begin_with("begin immediate").await?;
            let done = sqlx::query(
                "insert into accounts (name, person, roles, bureau, password, one_time, disabled, created) \
                 values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (name) do nothing",
            )
            .bind(account.name.as_str())
            .bind(&account.person)
            .bind(roles_text(account.roles))
            .bind(account.bureau.as_ref().map(|bureau| bureau.as_str().to_owned()))
            .bind(password.as_str())
            .bind(account.one_time)
            .bind(account.disabled)
            .bind(account.created.as_second())
            .execute(&mut *transaction)
            .await?;
            if done.rows_affected() == 0 {
                return Ok(false);
            }
            audit::write(&mut transaction, entry).await?;
            transaction.commit().await?;
            Ok(true)
        }
        .boxed()
    }

    fn change_account<'a>(
        &'a self,
        name: &'a AccountName,
        change: &'a AccountChange,
        entry: &'a AuditEntry,
    ) -> BoxFuture<'a, Result<Changed, StoreError>> {
        async move {
            let mut connection = self.lock().await;
            let mut transaction = connection.begin_with("begin immediate").await?;
            if !apply(&mut transaction, name, change).await? {
                return Ok(Changed::NoSuchAccount);
            }
            if !has_administrator(&mut transaction).await? {
                return Ok(Changed::LastAdministrator);
            }
            sqlx::query("delete from sessions where account = $1")
                .bind(name.as_str())
                .execute(&mut *transaction)
                .await?;
            audit::write(&mut transaction, entry).await?;
            transaction.commit().await?;
            Ok(Changed::Done)
        }
        .boxed()
    }

    fn is_demo(&self) -> BoxFuture<'_, Result<bool, StoreError>> {
        async move {
            let row = sqlx::query("select demo from house")
                .fetch_one(&mut *self.lock().await)
                .await?;
            Ok(row.try_get("demo")?)
        }
        .boxed()
    }

    fn mark_as_demo(&self) -> BoxFuture<'_, Result<(), StoreError>> {
        async move {
            sqlx::query("update house set demo = 1")
                .execute(&mut *self.lock().await)
                .await?;
            Ok(())
        }
        .boxed()
    }
}

/// Whether there was such an account.
async fn apply(
    connection: &mut SqliteConnection,
    name: &AccountName,
    change: &AccountChange,
) -> Result<bool, StoreError> {
    let query = match change {
        AccountChange::Rights { roles, bureau } => {
            sqlx::query("update accounts set roles = $2, bureau = $3 where name = $1")
                .bind(name.as_str())
                .bind(roles_text(*roles))
                .bind(bureau.as_ref().map(|bureau| bureau.as_str().to_owned()))
        }
        AccountChange::Disabled(disabled) => sqlx::query("update accounts set disabled = $2 where name = $1")
            .bind(name.as_str())
            .bind(*disabled),
        AccountChange::Password { hash, one_time } => {
            sqlx::query("update accounts set password = $2, one_time = $3 where name = $1")
                .bind(name.as_str())
                .bind(hash.as_str())
                .bind(*one_time)
        }
    };
    Ok(query.execute(connection).await?.rows_affected() > 0)
}

async fn has_administrator(connection: &mut SqliteConnection) -> Result<bool, StoreError> {
    let rows = sqlx::query("select roles from accounts where disabled = 0")
        .fetch_all(connection)
        .await?;
    for row in &rows {
        if roles(row.try_get("roles")?)?.has(Role::Administrator) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn roles_text(roles: Roles) -> String {
    roles.given().map(Role::key).collect::<Vec<_>>().join(",")
}

fn roles(text: &str) -> Result<Roles, StoreError> {
    let keys = text.split(',').filter(|key| !key.is_empty());
    let roles: Option<Vec<Role>> = keys.map(Role::from_key).collect();
    let roles = roles.ok_or_else(|| damaged(format!("the roles {text:?}")))?;
    Ok(Roles::of(roles))
}

/// A row with the columns of an account.
pub(super) fn account(row: &SqliteRow) -> Result<Account, StoreError> {
    let name: &str = row.try_get("name")?;
    let bureau: Option<String> = row.try_get("bureau")?;
    Ok(Account {
        name: name.parse().map_err(|_| damaged(format!("the name {name:?}")))?,
        person: row.try_get("person")?,
        roles: roles(row.try_get("roles")?)?,
        bureau: bureau.map(Code::new),
        one_time: row.try_get("one_time")?,
        disabled: row.try_get("disabled")?,
        created: time(row, "created")?,
    })
}
