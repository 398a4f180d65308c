//! Records corrected by hand: what a patch does, what it may not do, and two people who correct at once.

use std::collections::BTreeMap;

use koyu::amendment::{Amend, Codes, Create, Patch, Reason, Remove, SeenRecord, Tag, Undo};
use koyu::history::Version;
use koyu::ledger::LedgerError;
use koyu::record::{EntityId, Fid, Kind, Violation};
use koyu::snapshot::{Refusal, Stored};
use koyu::store::{Page, Store};
use koyu::vocabulary::Vocabularies;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::support::Portfolio;

struct Lists;

impl Codes for Lists {
    fn has(&self, list: &str, key: &str) -> bool {
        let vocabularies = Vocabularies::embedded();
        let own = key.rsplit_once('.').map_or(key, |(_, own)| own);
        vocabularies.list(list).is_some_and(|list| list.by_key(own).is_some())
    }

    fn has_name(&self, list: &str, name: &str) -> bool {
        let vocabularies = Vocabularies::embedded();
        vocabularies
            .list(list)
            .is_some_and(|list| list.codes.iter().any(|code| code.ja == name))
    }
}

fn patch(kind: Kind, fields: &Value) -> Patch {
    Patch::read(kind, fields, &Lists).unwrap_or_else(|found| panic!("{found:?}"))
}

fn pointers(found: &[Violation]) -> Vec<&str> {
    found.iter().map(|violation| violation.pointer.as_str()).collect()
}

fn refused(kind: Kind, fields: &Value) -> Vec<String> {
    let found = Patch::read(kind, fields, &Lists).expect_err("a fault");
    found.into_iter().map(|violation| violation.pointer).collect()
}

/// A portfolio that a person writes into.
struct Desk(Portfolio);

impl Desk {
    async fn new() -> Self {
        Self(Portfolio::new().await)
    }

    async fn create(&self, kind: Kind, fields: Value) -> EntityId {
        self.try_create(kind, fields).await.expect("created")
    }

    async fn try_create(&self, kind: Kind, fields: Value) -> Result<EntityId, LedgerError> {
        let create = Create {
            patch: patch(kind, &fields),
            reason: Reason::default(),
        };
        let receipt = self.0.ledger.submit("planner", create).await?;
        Ok(receipt.entities[0])
    }

    fn read(&self, entity: EntityId) -> Stored {
        self.0.ledger.live().load().get(entity).expect("the record is there")
    }

    fn json(&self, entity: EntityId) -> Value {
        serde_json::to_value(self.read(entity).state.body).expect("JSON")
    }

    fn seen(&self, entity: EntityId) -> SeenRecord {
        SeenRecord {
            entity,
            tag: Tag::of(&self.read(entity)),
        }
    }

    async fn amend(&self, seen: SeenRecord, fields: &Value) -> Result<Version, LedgerError> {
        let amend = Amend {
            records: vec![seen],
            patch: patch(seen.entity.kind, fields),
            reason: Reason::new("訂正").expect("a reason"),
        };
        Ok(self.0.ledger.submit("planner", amend).await?.version)
    }

    async fn undo(&self, entity: EntityId, version: Version, leave_contested: bool) -> Result<Version, LedgerError> {
        let events = self.0.store.history(entity, Page { offset: 0, limit: 99 }).await;
        let events = events.expect("a history");
        let event = events
            .into_iter()
            .find(|event| event.commit.version == version)
            .expect("the change");
        let undo = Undo {
            entity,
            version,
            revision: event.revision,
            before: event.before,
            after: event.after,
            leave_contested,
            seen: None,
            reason: Reason::default(),
        };
        Ok(self.0.ledger.submit("planner", undo).await?.version)
    }
}

fn unsound(outcome: Result<Version, LedgerError>) -> Vec<String> {
    match outcome.expect_err("a refusal") {
        LedgerError::Unsound { violations, .. } => pointers(&violations).into_iter().map(str::to_owned).collect(),
        other => panic!("{other}"),
    }
}

#[test]
fn a_field_that_no_form_has_is_refused_by_its_pointer() {
    for (fields, pointer) in [
        (json!({"colour": "red"}), "/colour"),
        (json!({"address": {"street": "x"}}), "/address/street"),
        (json!({"address": "北区"}), "/address"),
        (json!({"address.town": "x"}), "/address.town"),
        (json!({"a/b~c": 1}), "/a~1b~0c"),
        (json!({"notes": {}}), "/notes"),
        (json!({"provenance": "source"}), "/provenance"),
        (json!([1]), ""),
    ] {
        assert_eq!(refused(Kind::Facility, &fields), [pointer], "{fields}");
    }
}

#[test]
fn every_wrong_value_is_told_at_once_and_in_both_languages() {
    let fields = json!({
        "name": "",
        "class": "education.no_such",
        "status": "asleep",
        "built": "昭和64年2月1日",
        "floor_area_m2": "12.345",
        "evaluated": {"value": true},
        "url": "javascript:alert(1)",
        "address": {"municipality": "271005", "town": "a\nb"},
        "position": {"method": "guess", "accuracy": "exact"},
        "shape": {"type": "Point", "coordinates": [34.7, 135.5]},
    });
    let found = Patch::read(Kind::Facility, &fields, &Lists).expect_err("faults");
    let mut places = pointers(&found);
    places.sort_unstable();
    assert_eq!(
        places,
        [
            "/address/municipality",
            "/address/town",
            "/built",
            "/class",
            "/evaluated",
            "/floor_area_m2",
            "/name",
            "/position",
            "/shape",
            "/status",
            "/url",
        ]
    );
    assert!(
        found
            .iter()
            .all(|fault| !fault.message.ja.is_empty() && !fault.message.en.is_empty())
    );
}

#[actix_web::test]
async fn values_are_read_as_people_write_them_and_dates_keep_their_text() {
    let desk = Desk::new().await;
    let entity = desk
        .create(
            Kind::Facility,
            json!({
                "number": " 1001 ",
                "name": "中央図書館",
                "class": "education.learning_centre",
                "floor_area_m2": "１，２３４．５",
                "built": "昭53.3",
                "organisation": {"bureau": "education", "divisions": ["生涯学習部", ""]},
            }),
        )
        .await;
    let record = desk.json(entity);
    assert_eq!(record["number"], "1001");
    assert_eq!(record["floor_area_m2"], "1234.5");
    assert_eq!(record["built"], json!({"text": "昭53.3", "value": "1978-03"}));
    assert_eq!(record["organisation"]["divisions"], json!(["生涯学習部"]));
    let seen = desk.seen(entity);
    desk.amend(seen, &json!({"floor_area_m2": {"missing": "withheld"}, "built": null}))
        .await
        .expect("amended");
    let record = desk.json(entity);
    assert_eq!(record["floor_area_m2"], json!({"missing": "withheld"}));
    assert_eq!(record["built"], json!({"missing": "unsurveyed"}));
}

#[actix_web::test]
async fn a_new_record_needs_what_its_form_requires_and_a_free_number() {
    let desk = Desk::new().await;
    let Err(LedgerError::Unsound {
        entity: None,
        violations,
    }) = desk.try_create(Kind::Parcel, json!({})).await
    else {
        panic!("a parcel needs a name and a number");
    };
    assert_eq!(pointers(&violations), ["/name", "/number"]);
    let first = desk
        .create(Kind::Parcel, json!({"name": "土地", "number": "4‐1"}))
        .await;
    assert_eq!(desk.json(first)["in_city"], true);
    let again = desk
        .try_create(Kind::Parcel, json!({"name": "土地", "number": "4-1"}))
        .await;
    assert!(
        matches!(again, Err(LedgerError::Refused(Refusal::DuplicateKey { holder, .. })) if holder == first),
        "{again:?}"
    );
}

#[actix_web::test]
async fn a_classification_is_kept_consistent_and_old_faults_do_not_forbid_other_corrections() {
    let desk = Desk::new().await;
    let parcel = desk.create(Kind::Parcel, json!({"name": "土地", "number": "1"})).await;
    let amend = async |fields: Value| desk.amend(desk.seen(parcel), &fields).await;
    assert_eq!(unsound(amend(json!({"policy": "disposal"})).await), ["/outlook"]);
    assert_eq!(unsound(amend(json!({"criterion": 4})).await), ["/criterion"]);
    assert_eq!(
        unsound(amend(json!({"policy": "retain", "criterion": 1, "outlook": "A"})).await),
        ["/criterion", "/outlook"]
    );
    amend(json!({"policy": "disposal", "criterion": 2, "outlook": "A"}))
        .await
        .expect("consistent");

    // As an import may have left it.
    let mut imported = koyu::land::Parcel::new(koyu::land::ParcelNumber::parse("2").unwrap(), "輸入した土地");
    imported.policy = Some(koyu::land::Policy::Disposal);
    let mut draft = koyu::history::Draft::new("取込み");
    let state = koyu::history::State {
        body: imported.into(),
        shape: None,
    };
    draft.create(Kind::Parcel, Fid(2), state);
    desk.0.ledger.submit("import", draft).await.expect("imported");
    let old = EntityId::new(Kind::Parcel, Fid(2));
    desk.amend(desk.seen(old), &json!({"name": "もと市営住宅用地"}))
        .await
        .expect("another field may be mended");
    let touched = desk
        .amend(desk.seen(old), &json!({"outlook": "", "name": "別の名"}))
        .await;
    assert_eq!(unsound(touched), ["/outlook"], "who touches the field mends it");
}

#[actix_web::test]
async fn a_shape_comes_with_how_it_was_obtained_and_leaves_with_it() {
    let desk = Desk::new().await;
    let parcel = desk.create(Kind::Parcel, json!({"name": "土地", "number": "1"})).await;
    let square = json!({"type": "Polygon", "coordinates": [[[135.5, 34.7], [135.501, 34.7], [135.501, 34.701], [135.5, 34.701], [135.5, 34.7]]]});
    let amend = async |fields: Value| desk.amend(desk.seen(parcel), &fields).await;
    assert_eq!(unsound(amend(json!({"shape": square})).await), ["/position"]);
    let exact = json!({"method": "drawing", "accuracy": "exact"});
    assert_eq!(
        unsound(amend(json!({"position": exact})).await),
        ["/position"],
        "nothing is there"
    );
    let invented = json!({"method": "invented", "accuracy": "exact"});
    assert_eq!(
        unsound(amend(json!({"shape": square, "position": invented})).await),
        ["/position"]
    );
    amend(json!({"shape": square, "position": exact})).await.expect("drawn");
    assert!(desk.read(parcel).state.shape.is_some());
    amend(json!({"shape": null})).await.expect("cleared");
    let cleared = desk.read(parcel);
    assert!(cleared.state.shape.is_none() && desk.json(parcel).get("position").is_none());
}

#[actix_web::test]
async fn who_saw_an_older_state_is_refused_whatever_he_changes() {
    let desk = Desk::new().await;
    let parcel = desk.create(Kind::Parcel, json!({"name": "土地", "number": "1"})).await;
    let (mine, theirs) = (desk.seen(parcel), desk.seen(parcel));
    desk.amend(theirs, &json!({"remarks": "ほかの人の備考"}))
        .await
        .expect("first");
    let late = desk.amend(mine, &json!({"name": "新しい名"})).await;
    assert!(
        matches!(late, Err(LedgerError::Refused(Refusal::Conflict { current: 2, .. }))),
        "{late:?}"
    );
    assert_eq!(desk.json(parcel)["name"], "土地");
}

#[actix_web::test]
async fn several_records_are_changed_together_or_not_at_all() {
    let desk = Desk::new().await;
    let one = desk.create(Kind::Facility, json!({"name": "一", "number": "1"})).await;
    let two = desk.create(Kind::Facility, json!({"name": "二", "number": "2"})).await;
    let both = |records| Amend {
        records,
        patch: patch(Kind::Facility, &json!({"organisation": {"bureau": "education"}})),
        reason: Reason::new("所管替え").expect("a reason"),
    };
    let stale = vec![
        desk.seen(one),
        SeenRecord {
            entity: two,
            tag: "7".parse().unwrap(),
        },
    ];
    assert!(desk.0.ledger.submit("planner", both(stale)).await.is_err());
    assert_eq!(desk.read(one).revision, 1);
    let receipt = desk
        .0
        .ledger
        .submit("planner", both(vec![desk.seen(one), desk.seen(two)]))
        .await
        .expect("both");
    assert_eq!(receipt.entities, [one, two]);
    assert_eq!(desk.json(two)["organisation"]["bureau"], "education");
}

#[actix_web::test]
async fn shares_of_a_building_do_not_exceed_the_whole() {
    let desk = Desk::new().await;
    let building = desk
        .create(Kind::Building, json!({"name": "本館", "number": "1"}))
        .await;
    let mut facilities = Vec::new();
    for number in ["1", "2"] {
        facilities.push(
            desk.create(Kind::Facility, json!({"name": number, "number": number}))
                .await,
        );
    }
    let link = |facility: EntityId, share: f64| json!({"role": "facility_building", "from": facility, "to": building, "share": share});
    let first = desk.create(Kind::Link, link(facilities[0], 0.6)).await;
    let Err(LedgerError::Unsound { violations, .. }) = desk.try_create(Kind::Link, link(facilities[1], 0.5)).await
    else {
        panic!("0.6 and 0.5 are more than the whole");
    };
    assert_eq!(pointers(&violations), ["/share"]);
    assert!(violations[0].message.ja.contains("0.400"), "{}", violations[0].message);
    desk.create(Kind::Link, link(facilities[1], 0.4)).await;
    desk.amend(desk.seen(first), &json!({"share": 0.3}))
        .await
        .expect("its own share does not count twice");
    let misjoined = json!({"role": "facility_parcel", "from": facilities[0], "to": building});
    assert!(matches!(
        desk.try_create(Kind::Link, misjoined).await,
        Err(LedgerError::Unsound { .. })
    ));
}

#[actix_web::test]
async fn what_others_name_is_not_removed_and_links_go_along_where_told() {
    let desk = Desk::new().await;
    let building = desk
        .create(Kind::Building, json!({"name": "本館", "number": "1"}))
        .await;
    let facility = desk.create(Kind::Facility, json!({"name": "一", "number": "1"})).await;
    let link = json!({"role": "facility_building", "from": facility, "to": building});
    desk.create(Kind::Link, link).await;
    let remove = |with_links| Remove {
        record: desk.seen(building),
        with_links,
        reason: Reason::new("二重登録").expect("a reason"),
    };
    let refused = desk.0.ledger.submit("planner", remove(false)).await;
    assert!(
        matches!(refused, Err(LedgerError::Refused(Refusal::Dangling { .. }))),
        "{refused:?}"
    );
    let receipt = desk.0.ledger.submit("planner", remove(true)).await.expect("removed");
    assert_eq!(receipt.entities.len(), 2);
}

#[actix_web::test]
async fn a_change_is_taken_back_and_later_changes_of_other_fields_stay() {
    let desk = Desk::new().await;
    let parcel = desk
        .create(Kind::Parcel, json!({"name": "土地", "number": "1", "area_m2": "100"}))
        .await;
    let amend = async |fields: Value| desk.amend(desk.seen(parcel), &fields).await.expect("amended");
    let wrong = amend(json!({"name": "誤った名", "area_m2": "999"})).await;
    amend(json!({"remarks": "後からの備考"})).await;
    desk.undo(parcel, wrong, false).await.expect("undone");
    let record = desk.json(parcel);
    assert_eq!((&record["name"], &record["area_m2"]), (&json!("土地"), &json!("100")));
    assert_eq!(record["remarks"], "後からの備考");
    assert!(
        matches!(
            desk.undo(parcel, wrong, false).await,
            Err(LedgerError::Refused(Refusal::Nothing))
        ),
        "a change is taken back once"
    );
}

#[actix_web::test]
async fn a_field_that_was_changed_again_is_contested() {
    let desk = Desk::new().await;
    let parcel = desk
        .create(Kind::Parcel, json!({"name": "土地", "number": "1", "area_m2": "100"}))
        .await;
    let amend = async |fields: Value| desk.amend(desk.seen(parcel), &fields).await.expect("amended");
    let wrong = amend(json!({"name": "誤った名", "area_m2": "999"})).await;
    amend(json!({"name": "正した名"})).await;
    assert_eq!(unsound(desk.undo(parcel, wrong, false).await), ["/name"]);
    assert_eq!(desk.json(parcel)["area_m2"], "999", "nothing was done");
    desk.undo(parcel, wrong, true).await.expect("the rest is undone");
    let record = desk.json(parcel);
    assert_eq!(
        (&record["name"], &record["area_m2"]),
        (&json!("正した名"), &json!("100"))
    );
}

#[actix_web::test]
async fn entering_a_record_is_taken_back_only_before_anybody_changed_it() {
    let desk = Desk::new().await;
    let parcel = desk.create(Kind::Parcel, json!({"name": "土地", "number": "1"})).await;
    let created = desk.read(parcel).changed;
    desk.amend(desk.seen(parcel), &json!({"name": "別の名"}))
        .await
        .expect("amended");
    assert!(matches!(
        desk.undo(parcel, created, true).await,
        Err(LedgerError::Invalid(_))
    ));
    let other = desk.create(Kind::Parcel, json!({"name": "土地", "number": "2"})).await;
    let created = desk.read(other).changed;
    desk.undo(other, created, false).await.expect("taken back");
    assert!(desk.0.ledger.live().load().get(other).is_none());
}

/// What one of two editors does next: reads the record, or writes a field on what he last read.
#[derive(Clone, Debug)]
enum Step {
    Read(usize),
    Write(usize, &'static str, u32),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let field = prop::sample::select(vec!["name", "remarks", "current_use", "lot_text"]);
    let step = prop_oneof![
        (0..2usize).prop_map(Step::Read),
        (0..2usize, field, 0..1_000_000u32).prop_map(|(who, field, value)| Step::Write(who, field, value)),
    ];
    prop::collection::vec(step, 1..24)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever two people do to one record: what was accepted stays until its field is written again by somebody who saw
    /// it, what was not seen is refused, and the log tells the same story as the record.
    #[test]
    fn no_update_of_two_editors_is_lost_and_the_history_replays(steps in steps()) {
        let system = actix_web::rt::System::new();
        system.block_on(async {
            let desk = Desk::new().await;
            let parcel = desk.create(Kind::Parcel, json!({"name": "土地", "number": "1"})).await;
            let mut seen = [desk.seen(parcel), desk.seen(parcel)];
            let mut expected: BTreeMap<&str, String> = BTreeMap::from([("name", "土地".to_owned())]);
            let mut accepted = 1;
            for step in steps {
                match step {
                    Step::Read(who) => seen[who] = desk.seen(parcel),
                    Step::Write(who, field, value) => {
                        let text = format!("{field}{value}");
                        let is_current = seen[who].tag == desk.seen(parcel).tag;
                        let changes = expected.get(field) != Some(&text);
                        match desk.amend(seen[who], &json!({ field: text })).await {
                            Ok(_) => {
                                assert!(is_current && changes);
                                expected.insert(field, text);
                                accepted += 1;
                            }
                            Err(LedgerError::Refused(Refusal::Conflict { .. })) => assert!(!is_current),
                            Err(LedgerError::Refused(Refusal::Nothing)) => assert!(is_current && !changes),
                            Err(other) => panic!("{other}"),
                        }
                    }
                }
                let record = desk.json(parcel);
                for (field, text) in &expected {
                    assert_eq!(record[*field], text.as_str());
                }
            }
            let log = desk.0.store.history(parcel, Page { offset: 0, limit: 99 }).await.expect("a history");
            assert_eq!(log.len(), accepted);
            for pair in log.windows(2) {
                assert_eq!(pair[0].before, pair[1].after, "each change begins where the one before it ended");
            }
            assert_eq!(log[0].after.as_ref(), Some(&desk.read(parcel).state));
            let loaded = desk.0.store.load().await.expect("loaded").into_snapshot();
            assert_eq!(&loaded, desk.0.ledger.live().load().as_ref());
        });
    }
}
