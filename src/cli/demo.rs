//! `koyu demo`

use std::io::Write;

use super::Outcome;
use super::arguments::DemoArguments;
use super::portfolio::Portfolio;
use crate::demo::{DemoSpec, generate};

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
    Ok(Outcome::Done)
}
