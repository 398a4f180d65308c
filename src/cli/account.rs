//! `koyu account`

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use super::Outcome;
use super::arguments::{AccountAct, AccountArguments, RightsArguments};
use crate::access::{Door, NewAccount};
use crate::auth::{AccountName, Password, Role, Roles};
use crate::clock::SystemClock;
use crate::record::Code;
use crate::store::{Accounts, Private, PrivateStore};

/// Who did it, for the audit.
const ACTOR: &str = "cli";

pub(super) async fn run(arguments: AccountArguments) -> anyhow::Result<Outcome> {
    match arguments.act {
        AccountAct::Add {
            name,
            person,
            rights,
            store,
        } => {
            let (roles, bureau) = read_rights(&rights)?;
            let account = NewAccount {
                name: name.parse()?,
                person,
                roles,
                bureau,
            };
            let password = open(&store.store).await?.add_account(account, ACTOR).await?;
            print_password(&name.parse()?, &password)?;
        }
        AccountAct::Reset { name, store } => {
            let name: AccountName = name.parse()?;
            let password = open(&store.store).await?.reset_password(&name, ACTOR).await?;
            print_password(&name, &password)?;
        }
        AccountAct::Roles { name, rights, store } => {
            let (roles, bureau) = read_rights(&rights)?;
            let door = open(&store.store).await?;
            door.set_rights(&name.parse()?, roles, bureau, ACTOR).await?;
        }
        AccountAct::Disable { name, store } => {
            open(&store.store)
                .await?
                .set_disabled(&name.parse()?, true, ACTOR)
                .await?;
        }
        AccountAct::Enable { name, store } => {
            open(&store.store)
                .await?
                .set_disabled(&name.parse()?, false, ACTOR)
                .await?;
        }
        AccountAct::List { store } => list(&store.store).await?,
        AccountAct::Audit { store, limit } => audit(&store.store, limit).await?,
    }
    Ok(Outcome::Done)
}

/// The accounts of a portfolio, which must be there: a mistyped path would get an account of its own.
async fn open_store(portfolio: &Path) -> anyhow::Result<PrivateStore> {
    anyhow::ensure!(
        portfolio.exists(),
        "{} がありません / does not exist",
        portfolio.display()
    );
    Ok(PrivateStore::open_beside(portfolio).await?)
}

async fn open(portfolio: &Path) -> anyhow::Result<Door> {
    let store = open_store(portfolio).await?;
    Ok(Door::new(Arc::new(store), Arc::new(SystemClock)))
}

fn read_rights(rights: &RightsArguments) -> anyhow::Result<(Roles, Option<Code>)> {
    let mut roles = Vec::new();
    for text in &rights.roles {
        let role = Role::from_key(text).filter(|role| Role::OF_ACCOUNTS.contains(role));
        let keys = Role::OF_ACCOUNTS.map(Role::key).join(", ");
        roles.push(role.ok_or_else(|| {
            anyhow::anyhow!("役割 {text} はありません。使えるもの / there is no role {text}; those here: {keys}")
        })?);
    }
    if let Some(bureau) = &rights.bureau {
        let vocabularies = rights.vocabularies.load()?;
        let list = vocabularies.list("bureaus");
        anyhow::ensure!(
            list.is_some_and(|list| list.by_key(bureau).is_some()),
            "所管 {bureau} はコード表 bureaus にありません / the code list bureaus has no {bureau}"
        );
    }
    Ok((Roles::of(roles), rights.bureau.as_deref().map(Code::new)))
}

fn print_password(name: &AccountName, password: &Password) -> anyhow::Result<()> {
    writeln!(
        std::io::stdout(),
        "{name}: パスワード（一度だけ） / one-time password: {}",
        password.reveal()
    )?;
    Ok(())
}

async fn list(portfolio: &Path) -> anyhow::Result<()> {
    let accounts = open_store(portfolio).await?.accounts().await?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "name\tperson\troles\tbureau\tstate\tcreated")?;
    for account in accounts {
        let roles: Vec<&str> = account.roles.given().map(Role::key).collect();
        let state = match (account.disabled, account.one_time) {
            (true, _) => "disabled",
            (false, true) => "one-time password",
            (false, false) => "open",
        };
        let bureau = account.bureau.as_ref().map_or("", Code::as_str);
        let (name, person, created) = (&account.name, plain(&account.person), account.created);
        writeln!(
            out,
            "{name}\t{person}\t{}\t{bureau}\t{state}\t{created}",
            roles.join(",")
        )?;
    }
    Ok(())
}

async fn audit(portfolio: &Path, limit: u32) -> anyhow::Result<()> {
    let entries = open_store(portfolio).await?.audit(limit).await?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "time\tact\tactor\taccount\taddress\tdetail")?;
    for entry in entries {
        let text = |text: Option<String>| plain(text.as_deref().unwrap_or_default());
        let account = entry.account.map(|name| name.to_string());
        writeln!(
            out,
            "{}\t{}\t{}\t{}\t{}\t{}",
            entry.time,
            entry.act.key(),
            text(entry.actor),
            text(account),
            text(entry.address),
            text(entry.detail)
        )?;
    }
    Ok(())
}

/// A text that keeps to its column.
fn plain(text: &str) -> String {
    text.replace(|c: char| c.is_control(), " ")
}
