//! `koyu serve`

use std::io::Write;
use std::sync::Arc;

use anyhow::Context;

use super::Outcome;
use super::arguments::ServeArguments;
use super::portfolio::Portfolio;
use super::site;
use crate::access::Door;
use crate::clock::{Clock, SystemClock};
use crate::http::{Filing, FilingLimits, Readiness, Site, State, StoreHistory, WriteTrust, serve};
use crate::indicator::Measures;
use crate::intake::Desk;
use crate::ledger::Follower;
use crate::store::{Accounts, FileFolder, PrivateStore, StagedFolder, Store};
use crate::tiles::PortfolioTiles;

/// Finished tiles kept in memory.
const TILE_CACHE_BYTES: u64 = 32 << 20;

pub(super) async fn run(arguments: ServeArguments) -> anyhow::Result<Outcome> {
    let write_trust = if arguments.trust_loopback {
        WriteTrust::loopback(arguments.listen)?
    } else {
        WriteTrust::Nobody
    };
    let site = match &arguments.site {
        Some(path) => site::read(path)?,
        None => Site::default(),
    };
    let vocabularies = arguments.vocabularies.load()?;
    let private = PrivateStore::open_beside(&arguments.store.store).await?;
    if private.is_demo().await? && !arguments.listen.ip().is_loopback() {
        anyhow::bail!(
            "デモのアカウントのパスワードは画面に表示されたものです。デモは 127.0.0.1 などのループバックアドレスでだけ公開できます / the passwords of demo accounts were printed: a demo is served on a loopback address such as 127.0.0.1 only"
        );
    }
    let door = Arc::new(Door::new(Arc::new(private), Arc::new(SystemClock)));
    let tiles = Arc::new(PortfolioTiles::new(TILE_CACHE_BYTES));
    let followers = vec![Arc::clone(&tiles) as Arc<dyn Follower>];
    let portfolio = Portfolio::open(&arguments.store.store, followers).await?;
    let imports = Desk::open(
        Arc::new(StagedFolder::beside(&arguments.store.store)),
        Arc::clone(&portfolio.store) as Arc<dyn Store>,
        portfolio.ledger.clone(),
        Arc::new(SystemClock),
        Arc::clone(&vocabularies),
        arguments.intake_limits(),
    )
    .await?;
    let state = State {
        imports: Some(Arc::new(imports)),
        live: Arc::clone(portfolio.ledger.live()),
        ledger: Some(portfolio.ledger.clone()),
        codes: Arc::clone(&vocabularies),
        measures: Arc::new(Measures::new(&vocabularies)?),
        vocabulary: vocabularies,
        history: Arc::new(StoreHistory::new(Arc::clone(&portfolio.store) as Arc<dyn Store>)),
        tiles,
        filing: Filing::new(
            Arc::new(FileFolder::beside(&arguments.store.store)),
            FilingLimits {
                file_bytes: arguments.attachment_mib << 20,
                all_bytes: arguments.attachments_mib << 20,
            },
        ),
        site,
        write_trust,
        door: Some(Arc::clone(&door)),
        readiness: Readiness::default(),
        epoch: SystemClock.new_id().simple().to_string(),
        today: || {
            SystemClock
                .now()
                .to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(9)))
                .date()
        },
    };
    let serving = serve(arguments.listen, state)
        .with_context(|| format!("{} で待ち受けられません / cannot listen there", arguments.listen))?;
    if let Some((name, password)) = door.first_administrator().await? {
        writeln!(
            std::io::stdout(),
            "最初の管理者 / the first administrator: {name}  パスワード（一度だけ） / one-time password: {}",
            password.reveal()
        )?;
    }
    for address in &serving.addresses {
        writeln!(std::io::stdout(), "Koyu: http://{address}/")?;
    }
    serving.server.await?;
    portfolio.close().await?;
    Ok(Outcome::Done)
}
