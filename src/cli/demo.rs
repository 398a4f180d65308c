//! `koyu demo`

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use super::Outcome;
use super::arguments::DemoArguments;
use super::portfolio::Portfolio;
use crate::access::{Door, NewAccount};
use crate::auth::{Role, Roles};
use crate::clock::SystemClock;
use crate::demo::{DemoSpec, generate};
use crate::store::{Accounts, PrivateStore};

const DEMO_ACCOUNTS: [(Role, &str); 5] = [
    (Role::Viewer, "shokuin"),
    (Role::Planner, "shisetsu"),
    (Role::LandOfficer, "yochi"),
    (Role::Approver, "shonin"),
    (Role::Administrator, "kanri"),
];

pub(super) async fn run(arguments: DemoArguments) -> anyhow::Result<Outcome> {
    let portfolio = Portfolio::open(&arguments.store.store, Vec::new()).await?;
    let snapshot = portfolio.ledger.live().load();
    if snapshot.version().0 > 0 {
        let path = arguments.store.store.display();
        portfolio.close().await?;
        anyhow::bail!(
            "{path} には既にデータがあります。デモは新しいファイルに作ってください / {path} holds data already: make the demo in a new file"
        );
    }
    let spec = DemoSpec {
        facilities: arguments.facilities,
        parcels: arguments.parcels,
        seed: arguments.seed,
    };
    portfolio.ledger.submit("demo", generate(&spec)).await?;
    let made = portfolio.ledger.live().load();
    writeln!(
        std::io::stdout(),
        "架空のデモ: 施設 {}・未利用地 {} / demo of invented data: {} facilities, {} parcels",
        made.facilities.len(),
        made.parcels.len(),
        made.facilities.len(),
        made.parcels.len()
    )?;
    portfolio.close().await?;
    add_accounts(&arguments.store.store).await?;
    Ok(Outcome::Done)
}

/// One account for each role, with passwords that are printed here and nowhere else.
async fn add_accounts(portfolio: &Path) -> anyhow::Result<()> {
    let private = Arc::new(PrivateStore::open_beside(portfolio).await?);
    if !private.accounts().await?.is_empty() {
        return Ok(());
    }
    private.mark_as_demo().await?;
    let door = Door::new(private, Arc::new(SystemClock));
    let mut out = std::io::stdout();
    writeln!(out, "デモのアカウント / demo accounts:")?;
    for (role, name) in DEMO_ACCOUNTS {
        let account = NewAccount {
            name: name.parse()?,
            person: format!("架空の{}", role.ja()),
            roles: Roles::of([role]),
            bureau: None,
        };
        let password = door.add_demo_account(account).await?;
        let (ja, en) = (role.ja(), role.en());
        writeln!(out, "  {name:<9} {}  {ja} / {en}", password.reveal())?;
    }
    Ok(())
}
