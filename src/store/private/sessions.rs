//! Attempts to sign in, and the sessions that come of them.

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use jiff::Timestamp;
use sqlx::sqlite::SqliteConnection;
use sqlx::{Connection, Row};

use super::accounts::account;
use super::audit;
use super::contract::{Attempt, AuditAct, AuditEntry, SessionStart, Sessions};
use super::sqlite::{PrivateStore, time};
use crate::auth::{Account, AccountName, CountedBy, Failures, SecretHash, Session};
use crate::store::StoreError;

/// Failures of an account since it was last opened by its password, or given a new one.
const FAILURES_OF_ACCOUNT: &str = "select count(*) as n, max(time) as latest from audit \
    where account = $1 and act = 'sign_in_refused' and time > $2 and seq > \
    (select coalesce(max(seq), 0) from audit where account = $1 and act in ('signed_in', 'password_reset'))";
const FAILURES_OF_ADDRESS: &str = "select count(*) as n, max(time) as latest from audit \
    where address = $1 and act = 'sign_in_refused' and time > $2";

impl Sessions for PrivateStore {
    fn attempt<'a>(
        &'a self,
        account: Option<&'a AccountName>,
        address: &'a str,
        now: Timestamp,
    ) -> BoxFuture<'a, Result<Attempt, StoreError>> {
        async move {
            let mut connection = self.lock().await;
            let mut transaction = connection.begin_with("begin immediate").await?;
            let mut wait = next_attempt(&mut transaction, CountedBy::Address, address, now).await?;
            if let Some(name) = account {
                wait = wait.max(next_attempt(&mut transaction, CountedBy::Account, name.as_str(), now).await?);
            }
            if let Some(until) = wait {
                return Ok(Attempt::Wait(until));
            }
            let entry = AuditEntry {
                time: now,
                act: AuditAct::SignInRefused,
                actor: None,
                account: account.cloned(),
                address: Some(address.to_owned()),
                detail: None,
            };
            let attempt = audit::write(&mut transaction, &entry).await?;
            transaction.commit().await?;
            Ok(Attempt::Begun(attempt))
        }
        .boxed()
    }

    fn start_session<'a>(&'a self, start: SessionStart<'a>) -> BoxFuture<'a, Result<bool, StoreError>> {
        async move {
            let mut connection = self.lock().await;
            let mut transaction = connection.begin_with("begin immediate").await?;
            sqlx::query("delete from sessions where created <= $1 or seen <= $2")
                .bind((start.now - Session::LONGEST).as_second())
                .bind((start.now - Session::LONGEST_IDLE).as_second())
                .execute(&mut *transaction)
                .await?;
            let started = sqlx::query(
                "insert into sessions (hash, account, created, seen) select $1, name, $3, $3 from accounts \
                 where name = $2 and password = $4 and disabled = 0",
            )
            .bind(&start.hash.0[..])
            .bind(start.account.as_str())
            .bind(start.now.as_second())
            .bind(start.password.as_str())
            .execute(&mut *transaction)
            .await?;
            if started.rows_affected() == 0 {
                return Ok(false);
            }
            sqlx::query("update audit set act = $2, actor = $3 where seq = $1")
                .bind(start.attempt)
                .bind(AuditAct::SignedIn.key())
                .bind(start.account.as_str())
                .execute(&mut *transaction)
                .await?;
            transaction.commit().await?;
            Ok(true)
        }
        .boxed()
    }

    fn session(&self, hash: SecretHash) -> BoxFuture<'_, Result<Option<(Session, Account)>, StoreError>> {
        async move {
            let row = sqlx::query(
                "select a.name, a.person, a.roles, a.bureau, a.one_time, a.disabled, a.created, \
                 s.created as started, s.seen from sessions s join accounts a on a.name = s.account where s.hash = $1",
            )
            .bind(&hash.0[..])
            .fetch_optional(&mut *self.lock().await)
            .await?;
            let Some(row) = row else { return Ok(None) };
            let account = account(&row)?;
            let session = Session {
                account: account.name.clone(),
                created: time(&row, "started")?,
                seen: time(&row, "seen")?,
            };
            Ok(Some((session, account)))
        }
        .boxed()
    }

    fn see_session(&self, hash: SecretHash, now: Timestamp) -> BoxFuture<'_, Result<(), StoreError>> {
        async move {
            sqlx::query("update sessions set seen = $2 where hash = $1 and seen < $2")
                .bind(&hash.0[..])
                .bind(now.as_second())
                .execute(&mut *self.lock().await)
                .await?;
            Ok(())
        }
        .boxed()
    }

    fn end_session<'a>(&'a self, hash: SecretHash, entry: &'a AuditEntry) -> BoxFuture<'a, Result<(), StoreError>> {
        async move {
            let mut connection = self.lock().await;
            let mut transaction = connection.begin_with("begin immediate").await?;
            sqlx::query("delete from sessions where hash = $1")
                .bind(&hash.0[..])
                .execute(&mut *transaction)
                .await?;
            audit::write(&mut transaction, entry).await?;
            transaction.commit().await?;
            Ok(())
        }
        .boxed()
    }

    fn end_sessions<'a>(
        &'a self,
        account: &'a AccountName,
        entry: &'a AuditEntry,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        async move {
            let mut connection = self.lock().await;
            let mut transaction = connection.begin_with("begin immediate").await?;
            sqlx::query("delete from sessions where account = $1")
                .bind(account.as_str())
                .execute(&mut *transaction)
                .await?;
            audit::write(&mut transaction, entry).await?;
            transaction.commit().await?;
            Ok(())
        }
        .boxed()
    }
}

async fn next_attempt(
    connection: &mut SqliteConnection,
    counted: CountedBy,
    by: &str,
    now: Timestamp,
) -> Result<Option<Timestamp>, StoreError> {
    let statement = match counted {
        CountedBy::Account => FAILURES_OF_ACCOUNT,
        CountedBy::Address => FAILURES_OF_ADDRESS,
    };
    let row = sqlx::query(statement)
        .bind(by)
        .bind((now - counted.memory()).as_second())
        .fetch_one(connection)
        .await?;
    let count: i64 = row.try_get("n")?;
    if count == 0 {
        return Ok(None);
    }
    let failures = Failures {
        count: u32::try_from(count).unwrap_or(u32::MAX),
        latest: time(&row, "latest")?,
    };
    Ok(counted.next_attempt(failures, now))
}
