//! `koyu rollback`

use super::arguments::RollbackArguments;
use super::portfolio::Portfolio;
use super::{Outcome, say};
use crate::history::Version;
use crate::ledger::{LedgerError, Rollback};
use crate::store::Store;

pub(super) async fn run(arguments: RollbackArguments) -> anyhow::Result<Outcome> {
    let path = &arguments.store.store;
    anyhow::ensure!(path.exists(), "{} がありません / does not exist", path.display());
    let version = Version(arguments.commit);
    let portfolio = Portfolio::open(path, Vec::new()).await?;
    let outcome = take_back(&portfolio, version, arguments.reason).await;
    portfolio.close().await?;
    let (made, records) = match outcome {
        Ok(made) => made,
        Err(error) => match error.downcast_ref::<LedgerError>() {
            Some(LedgerError::Entangled(entangled)) => anyhow::bail!("{}", entangled.message()),
            _ => return Err(error),
        },
    };
    say(&format!(
        "版 {version} を取り消しました: {records} 件、版 {made} / version {version} taken back: {records} records, version {made}"
    ))?;
    Ok(Outcome::Done)
}

async fn take_back(
    portfolio: &Portfolio,
    version: Version,
    reason: Option<String>,
) -> anyhow::Result<(Version, usize)> {
    let events = portfolio.store.events_of_commit(version).await?;
    anyhow::ensure!(
        !events.is_empty(),
        "版 {version} はありません / there is no version {version}"
    );
    if let Some(by) = portfolio.store.undone_by(version).await? {
        anyhow::bail!(
            "版 {version} は版 {by} で取り消し済みです / version {version} was taken back by version {by} already"
        );
    }
    let rollback = Rollback::new(events).because(reason);
    let receipt = portfolio.ledger.submit("cli", rollback).await?;
    Ok((receipt.version, receipt.entities.len()))
}
