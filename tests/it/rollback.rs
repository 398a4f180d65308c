//! Taking back what was committed: records return under their own ids, and what others built on it stands in the way.

use std::process::{Command, Output};

use koyu::history::{Draft, State, Version};
use koyu::ledger::{LedgerError, Rollback};
use koyu::record::{EntityId, Fid, Kind, Provenance};
use koyu::reference::{Layer, LayerFeature, LayerName};
use koyu::store::{Page, Store};

use crate::support::{Portfolio, facility, first_facilities};

const PAGE: Page = Page { offset: 0, limit: 100 };

fn id(kind: Kind, fid: u32) -> EntityId {
    EntityId::new(kind, Fid(fid))
}

async fn take_back(portfolio: &Portfolio, version: u64) -> Result<Version, LedgerError> {
    let events = portfolio.store.events_of_commit(Version(version)).await.expect("read");
    let receipt = portfolio.ledger.submit("a", Rollback::new(events)).await?;
    Ok(receipt.version)
}

/// A layer of some features, and a second commit that removes the last of them.
async fn layer_that_lost_a_feature() -> Portfolio {
    let portfolio = Portfolio::new().await;
    let mut draft = Draft::new("取込み");
    let layer = Layer {
        name: LayerName::parse("parks").expect("a name"),
        title: "公園".into(),
        internal: false,
        fields: Vec::new(),
        source: None,
        provenance: Provenance::Source,
    };
    let bare = |body| State { body, shape: None };
    draft.create(Kind::Layer, Fid(1), bare(layer.into()));
    for ordinal in 1..=3 {
        let feature = LayerFeature {
            layer: Fid(1),
            ordinal,
            properties: Default::default(),
        };
        draft.create(Kind::LayerFeature, Fid(ordinal), bare(feature.into()));
    }
    portfolio.ledger.submit("a", draft).await.expect("committed");
    let mut draft = Draft::new("取込み");
    draft.remove(id(Kind::LayerFeature, 3), 1);
    portfolio.ledger.submit("a", draft).await.expect("committed");
    portfolio
}

#[tokio::test]
async fn a_removed_record_comes_back_under_its_own_id_with_its_next_revision() {
    let portfolio = layer_that_lost_a_feature().await;
    take_back(&portfolio, 2).await.expect("taken back");
    let snapshot = portfolio.ledger.live().load();
    let back = snapshot.get(id(Kind::LayerFeature, 3)).expect("it is there again");
    assert_eq!(back.revision, 3, "created, removed, back");
    assert_eq!(snapshot.next_fid(Kind::LayerFeature), Fid(4));
    let reloaded = portfolio.store.load().await.expect("loads").into_snapshot();
    assert_eq!(snapshot.as_ref(), &reloaded);
    assert_eq!(portfolio.store.check().await.expect("checked").faults, vec![]);
    let history = portfolio
        .store
        .history(id(Kind::LayerFeature, 3), PAGE)
        .await
        .expect("read");
    let revisions: Vec<u64> = history.iter().map(|event| event.revision).collect();
    assert_eq!(revisions, [3, 2, 1]);
    let then = portfolio
        .store
        .load_at(Version(2))
        .await
        .expect("loads")
        .into_snapshot();
    assert_eq!(then.removal_of(id(Kind::LayerFeature, 3)), Some(2));
}

#[tokio::test]
async fn a_rollback_can_be_taken_back_itself_and_the_batch_stands_again() {
    let portfolio = layer_that_lost_a_feature().await;
    assert_eq!(take_back(&portfolio, 2).await.expect("taken back"), Version(3));
    let undone = |version| portfolio.store.undone_by(Version(version));
    assert_eq!(undone(2).await.expect("read"), Some(Version(3)));
    assert_eq!(take_back(&portfolio, 3).await.expect("taken back"), Version(4));
    assert_eq!(undone(2).await.expect("read"), None);
    assert_eq!(undone(3).await.expect("read"), Some(Version(4)));
    let snapshot = portfolio.ledger.live().load();
    assert_eq!(snapshot.removal_of(id(Kind::LayerFeature, 3)), Some(4));
}

#[tokio::test]
async fn a_record_that_came_back_and_went_again_is_not_brought_back_by_the_first_removal() {
    let portfolio = layer_that_lost_a_feature().await;
    take_back(&portfolio, 2).await.expect("taken back");
    take_back(&portfolio, 3).await.expect("taken back");
    let refused = take_back(&portfolio, 2).await.expect_err("refused");
    let LedgerError::Entangled(entangled) = refused else {
        panic!("{refused}")
    };
    assert_eq!(entangled.changed, [id(Kind::LayerFeature, 3)]);
}

#[tokio::test]
async fn every_record_that_stands_in_the_way_is_named() {
    let portfolio = Portfolio::new().await;
    portfolio
        .ledger
        .submit("a", first_facilities(4))
        .await
        .expect("committed");
    let mut draft = Draft::new("改称");
    draft.replace(id(Kind::Facility, 2), 1, facility("2", "新名", None));
    draft.replace(id(Kind::Facility, 4), 1, facility("4", "新名二", None));
    portfolio.ledger.submit("b", draft).await.expect("committed");
    let refused = take_back(&portfolio, 1).await.expect_err("refused");
    let LedgerError::Entangled(entangled) = refused else {
        panic!("{refused}")
    };
    assert_eq!(entangled.changed, [id(Kind::Facility, 2), id(Kind::Facility, 4)]);
    let message = entangled.message();
    assert!(
        message.ja.contains("F000002、F000004") && message.en.contains("F000002, F000004"),
        "{message}"
    );
}

fn koyu(arguments: &[&str]) -> Output {
    let output = Command::new(env!("CARGO_BIN_EXE_koyu")).args(arguments).output();
    output.expect("the program runs")
}

fn said(output: &Output) -> String {
    let text = [&output.stdout[..], &output.stderr[..]].concat();
    String::from_utf8(text).expect("UTF-8")
}

#[test]
fn the_command_line_lists_batches_and_takes_one_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (store, file) = (path("koyu.gpkg"), path("一覧.csv"));
    std::fs::write(&file, "番号,施設名\n1,中央図書館\n2,区民センター\n").expect("written");
    let import = koyu(&["import", "facilities", &file, "--store", &store]);
    assert!(import.status.success(), "{}", said(&import));
    let listed = said(&koyu(&["batches", "--store", &store]));
    assert!(listed.contains("\tfacilities\t一覧.csv\t2\t2\t0\t0\t0\t\n"), "{listed}");
    let back = koyu(&["rollback", "1", "--store", &store, "--reason", "違うファイル"]);
    assert!(
        back.status.success() && said(&back).contains("2 records, version 2"),
        "{}",
        said(&back)
    );
    let listed = said(&koyu(&["batches", "--store", &store]));
    assert!(listed.contains("\t2\t0\t0\t0\t2\n"), "{listed}");
    let again = koyu(&["rollback", "1", "--store", &store]);
    assert!(
        !again.status.success() && said(&again).contains("already"),
        "{}",
        said(&again)
    );
    let unknown = koyu(&["rollback", "9", "--store", &store]);
    assert!(
        !unknown.status.success() && said(&unknown).contains("no version 9"),
        "{}",
        said(&unknown)
    );
    let check = koyu(&["check", "--store", &store]);
    assert!(check.status.success(), "{}", said(&check));
}
