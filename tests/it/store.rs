//! The contract of a store, and what the ledger promises on top of it.

use std::sync::Arc;

use koyu::history::{Draft, Version};
use koyu::ledger::{Ledger, LedgerError, Rollback};
use koyu::record::{EntityId, Fid, Kind};
use koyu::snapshot::{Refusal, Snapshot};
use koyu::store::{GpkgStore, Page, Store, StoreError};
use proptest::prelude::*;

use crate::support::{Portfolio, clock, facility, first_facilities};

const PAGE: Page = Page { offset: 0, limit: 100 };

fn id(number: u32) -> EntityId {
    EntityId::new(Kind::Facility, Fid(number))
}

async fn reloaded(portfolio: &Portfolio) -> Snapshot {
    portfolio.store.load().await.expect("loads").into_snapshot()
}

#[tokio::test]
async fn what_was_committed_is_there_after_opening_the_file_again() {
    let portfolio = Portfolio::new().await;
    portfolio
        .ledger
        .submit("planner", first_facilities(200))
        .await
        .expect("committed");
    let before = portfolio.ledger.live().load();
    let again = GpkgStore::open(&portfolio.path()).await.expect("opens again");
    assert_eq!(&again.load().await.expect("loads").into_snapshot(), before.as_ref());
    assert_eq!(before.facilities.len(), 200);
}

#[tokio::test]
async fn an_edit_on_an_old_revision_is_a_conflict_and_names_the_current_one() {
    let portfolio = Portfolio::new().await;
    portfolio
        .ledger
        .submit("a", first_facilities(1))
        .await
        .expect("committed");
    let edit = |name: &str| {
        let mut draft = Draft::new("改称");
        draft.replace(id(1), 1, facility("1", name, None));
        draft
    };
    portfolio.ledger.submit("a", edit("甲")).await.expect("committed");
    let refused = portfolio.ledger.submit("b", edit("乙")).await.expect_err("refused");
    assert!(
        matches!(refused, LedgerError::Refused(Refusal::Conflict { current: 2, .. })),
        "{refused}"
    );
    assert_eq!(
        portfolio
            .ledger
            .live()
            .load()
            .facilities
            .get(Fid(1))
            .expect("there")
            .body
            .name,
        "甲"
    );
}

#[tokio::test]
async fn a_number_belongs_to_one_record() {
    let portfolio = Portfolio::new().await;
    portfolio
        .ledger
        .submit("a", first_facilities(1))
        .await
        .expect("committed");
    let mut draft = Draft::new("重複");
    draft.create(Kind::Facility, Fid(2), facility("1", "別の会館", None));
    let refused = portfolio.ledger.submit("a", draft).await.expect_err("refused");
    assert!(
        matches!(refused, LedgerError::Refused(Refusal::DuplicateKey { .. })),
        "{refused}"
    );
    assert_eq!(reloaded(&portfolio).await.version(), Version(1));
}

#[tokio::test]
async fn a_removed_id_is_never_given_out_again() {
    let portfolio = Portfolio::new().await;
    portfolio
        .ledger
        .submit("a", first_facilities(2))
        .await
        .expect("committed");
    let mut draft = Draft::new("削除");
    draft.remove(id(2), 1);
    portfolio.ledger.submit("a", draft).await.expect("committed");
    assert_eq!(portfolio.ledger.live().load().next_fid(Kind::Facility), Fid(3));
    assert_eq!(reloaded(&portfolio).await.next_fid(Kind::Facility), Fid(3));
}

#[tokio::test]
async fn the_history_of_a_record_tells_who_when_old_new_and_why() {
    let portfolio = Portfolio::new().await;
    portfolio
        .ledger
        .submit("planner", first_facilities(1))
        .await
        .expect("committed");
    let mut draft = Draft::new("名称の訂正");
    draft.replace(id(1), 1, facility("1", "新名", None));
    portfolio.ledger.submit("officer", draft).await.expect("committed");
    let history = portfolio.store.history(id(1), PAGE).await.expect("read");
    assert_eq!(history.len(), 2);
    assert_eq!(
        (&*history[0].commit.actor, history[0].commit.reason.as_str()),
        ("officer", "名称の訂正")
    );
    let changes = koyu::history::field_changes(history[0].before.as_ref(), history[0].after.as_ref());
    let name = changes
        .iter()
        .find(|change| change.field == "name")
        .expect("the name changed");
    assert_eq!(
        (name.before.as_str(), name.after.as_str()),
        (Some("第1会館"), Some("新名"))
    );
}

#[tokio::test]
async fn the_portfolio_as_of_an_earlier_version_is_what_it_was_then() {
    let portfolio = Portfolio::new().await;
    portfolio
        .ledger
        .submit("a", first_facilities(3))
        .await
        .expect("committed");
    let then = portfolio.ledger.live().load();
    let mut draft = Draft::new("変更");
    draft.replace(id(1), 1, facility("1", "新名", None));
    draft.remove(id(2), 1);
    portfolio.ledger.submit("a", draft).await.expect("committed");
    let read = portfolio
        .store
        .load_at(Version(1))
        .await
        .expect("loads")
        .into_snapshot();
    assert_eq!(&read, then.as_ref());
}

#[tokio::test]
async fn a_version_that_never_was_is_refused_by_name() {
    let portfolio = Portfolio::new().await;
    portfolio
        .ledger
        .submit("a", first_facilities(1))
        .await
        .expect("committed");
    let refused = portfolio.store.load_at(Version(2)).await.expect_err("refused");
    assert!(matches!(
        refused,
        StoreError::NoVersion {
            asked: Version(2),
            newest: Version(1)
        }
    ));
}

#[tokio::test]
async fn the_version_that_stood_at_a_time_is_the_last_one_before_it() {
    let portfolio = Portfolio::new().await;
    let before = async |time: &str| {
        let time = time.parse().expect("a time");
        portfolio.store.version_before(time).await.expect("read")
    };
    assert_eq!(before("2030-01-01T00:00:00Z").await, None);
    portfolio
        .ledger
        .submit("a", first_facilities(1))
        .await
        .expect("committed");
    // The clock of the tests stands at midnight of the first of April, UTC.
    assert_eq!(before("2026-04-01T00:00:00Z").await, None);
    assert_eq!(before("2026-04-01T00:00:01Z").await, Some(Version(1)));
    assert_eq!(before("2026-04-01T15:00:00Z").await, Some(Version(1)));
}

#[tokio::test]
async fn a_batch_can_be_rolled_back_unless_its_records_changed_since() {
    let portfolio = Portfolio::new().await;
    portfolio
        .ledger
        .submit("a", first_facilities(3))
        .await
        .expect("committed");
    let events = portfolio.store.events_of_commit(Version(1)).await.expect("read");
    let mut draft = Draft::new("変更");
    draft.replace(id(1), 1, facility("1", "新名", None));
    portfolio.ledger.submit("a", draft).await.expect("committed");
    let refused = portfolio
        .ledger
        .submit("a", Rollback::new(events))
        .await
        .expect_err("refused");
    assert!(
        matches!(&refused, LedgerError::Entangled(entangled) if entangled.changed == [id(1)]),
        "{refused}"
    );
    let latest = portfolio.store.events_of_commit(Version(2)).await.expect("read");
    portfolio
        .ledger
        .submit("a", Rollback::new(latest))
        .await
        .expect("rolled back");
    let snapshot = portfolio.ledger.live().load();
    assert_eq!(snapshot.facilities.get(Fid(1)).expect("there").body.name, "第1会館");
}

#[tokio::test]
async fn a_second_writer_on_the_same_file_loses_nothing() {
    let portfolio = Portfolio::new().await;
    let other = Arc::new(GpkgStore::open(&portfolio.path()).await.expect("opens"));
    let second = Ledger::start(other as Arc<dyn Store>, Arc::new(koyu::clock::SystemClock))
        .await
        .expect("a ledger");
    portfolio
        .ledger
        .submit("a", first_facilities(2))
        .await
        .expect("committed");
    let create = |snapshot: &Snapshot| {
        let mut draft = Draft::new("追加");
        draft.create(
            Kind::Facility,
            snapshot.next_fid(Kind::Facility),
            facility("99", "第二の会館", None),
        );
        Ok(draft)
    };
    let receipt = second.submit("b", create).await.expect("catches up and commits");
    assert_eq!(receipt.version, Version(2));
    assert_eq!(reloaded(&portfolio).await.facilities.len(), 3);
}

#[tokio::test]
async fn a_foreign_file_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("foreign.gpkg");
    std::fs::write(
        &path,
        b"this is no database, and it is longer than a header of SQLite would be.............",
    )
    .expect("w");
    let before = std::fs::read(&path).expect("read");
    assert!(matches!(
        GpkgStore::open(&path).await,
        Err(StoreError::NotAPortfolio { .. })
    ));
    assert_eq!(std::fs::read(&path).expect("read"), before);
}

/// A random step: create, rename, move or remove.
#[derive(Clone, Debug)]
enum Step {
    Create(f64),
    Rename(u8),
    Move(u8, Option<f64>),
    Remove(u8),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0.0..1.0f64).prop_map(Step::Create),
        2 => any::<u8>().prop_map(Step::Rename),
        2 => (any::<u8>(), proptest::option::of(0.0..1.0f64)).prop_map(|(which, to)| Step::Move(which, to)),
        1 => any::<u8>().prop_map(Step::Remove),
    ]
}

/// What becomes a commit: some steps, or an earlier commit taken back.
#[derive(Clone, Debug)]
enum Act {
    Steps(Vec<Step>),
    TakeBack(u8),
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        3 => proptest::collection::vec(step(), 1..12).prop_map(Act::Steps),
        1 => any::<u8>().prop_map(Act::TakeBack),
    ]
}

/// A draft of some steps; a record is touched once a draft.
fn draft(snapshot: &Snapshot, steps: &[Step]) -> Draft {
    let mut draft = Draft::new("無作為");
    let mut next = snapshot.next_fid(Kind::Facility).0;
    let mut touched = std::collections::HashSet::new();
    for step in steps {
        let which = match step {
            Step::Create(x) => {
                let number = format!("n{next}");
                draft.create(
                    Kind::Facility,
                    Fid(next),
                    facility(&number, "新", Some((135.0 + x, 34.5))),
                );
                next += 1;
                continue;
            }
            Step::Rename(which) | Step::Move(which, _) | Step::Remove(which) => usize::from(*which),
        };
        let Some(item) = snapshot.facilities.iter().nth(which % snapshot.facilities.len().max(1)) else {
            continue;
        };
        if !touched.insert(item.fid) {
            continue;
        }
        let place = item.shape.as_ref().map(|shape| shape.centre());
        match step {
            Step::Remove(_) => draft.remove(item.id(), item.revision),
            Step::Rename(_) => {
                let name = format!("{}改", item.body.name);
                draft.replace(item.id(), item.revision, facility(&item.body.number, &name, place));
            }
            Step::Move(_, to) => {
                let to = to.map(|x| (135.0 + x, 34.6));
                draft.replace(
                    item.id(),
                    item.revision,
                    facility(&item.body.number, &item.body.name, to),
                );
            }
            Step::Create(_) => {}
        }
    }
    draft
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn apply_equals_reload(acts in proptest::collection::vec(act(), 1..10)) {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let folder = tempfile::tempdir().expect("a folder");
            let store = Arc::new(GpkgStore::open(&folder.path().join("p.gpkg")).await.expect("a store"));
            let ledger = Ledger::start(Arc::clone(&store) as Arc<dyn Store>, clock()).await.expect("a ledger");
            let mut stood = Vec::new();
            for act in acts {
                let outcome = match act {
                    Act::Steps(steps) => ledger.submit("p", move |snapshot: &Snapshot| Ok(draft(snapshot, &steps))).await,
                    Act::TakeBack(which) => {
                        let newest = ledger.live().load().version().0;
                        let version = Version(newest.saturating_sub(u64::from(which) % 3));
                        let events = store.events_of_commit(version).await.expect("read");
                        ledger.submit("p", Rollback::new(events)).await
                    }
                };
                let refused = |error: &LedgerError| {
                    matches!(error, LedgerError::Refused(Refusal::Nothing) | LedgerError::Entangled(_) | LedgerError::Invalid(_))
                };
                assert!(outcome.as_ref().err().is_none_or(refused), "{outcome:?}");
                let reloaded = store.load().await.expect("loads").into_snapshot();
                assert_eq!(ledger.live().load().as_ref(), &reloaded);
                stood.push(reloaded);
            }
            for then in stood {
                let again = store.load_at(then.version()).await.expect("loads").into_snapshot();
                assert_eq!(again, then, "the portfolio as of an earlier version is what was live then");
            }
            assert_eq!(store.check().await.expect("checked").faults, vec![]);
        });
    }
}
