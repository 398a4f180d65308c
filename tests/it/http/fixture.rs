//! A small portfolio behind a server, and a client.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::http::header::HeaderMap;
use actix_web::web::{self, Bytes};
use actix_web::{App, test};
use jiff::Timestamp;
use koyu::area::{Population, Ward};
use koyu::calendar::{EraDate, FiscalYear};
use koyu::geometry::Shape;
use koyu::history::{Batch, Body, State as RecordState, Version};
use koyu::http::vocabulary::{CodeItem, CodeList, CodeListSummary};
use koyu::http::{
    Answer, HistoryError, HistorySource, Label, PastError, Readiness, RecentCommit, RecordChange, Site, State,
    TileSource, Vocabulary, WriteTrust, configure,
};
use koyu::indicator::Measures;
use koyu::land::{Criterion, Lending, Parcel, ParcelNumber, Policy};
use koyu::record::{
    AreaM2, Code, Datum, EntityId, Fid, Flag, Kind, MissingReason, MunicipalityCode, Position, PositionAccuracy,
    PositionMethod, Record, Yen,
};
use koyu::reference::{Layer, LayerFeature, LayerName};
use koyu::register::{
    Building, Candidate, Condition, Decision, Extent, Facility, FinanceYear, Grade, LedgerAsset, Link, LinkRole,
    Outcome, UsageYear, Vacancy, VacancyUse, WantedSpace, Works,
};
use koyu::snapshot::{Live, Snapshot, Stored};
use koyu::store::{Batches, CommitRecord, EventRecord, Page};
use koyu::tiles::{EncodedTile, Encoding, TileId};
use koyu::vocabulary::Vocabularies;
use serde_json::Value;

use super::filed;

/// What must never be answered to anybody: planted in every internal field.
pub const SECRET: &str = "機密SECRET";
/// Where the hidden facility would lie. No answer may contain these digits.
pub const HIDDEN: (f64, f64) = (135.498_765, 34.712_345);

pub struct Answered {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Bytes,
}

impl Answered {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|error| panic!("{error}: {:?}", self.bytes))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().expect("a header is text"))
    }
}

/// Asks the standard portfolio.
pub async fn get(address: &str) -> Answered {
    let request = test::TestRequest::get()
        .uri(address)
        .insert_header(("host", "127.0.0.1:8080"));
    send(request, state()).await
}

pub async fn send(request: test::TestRequest, state: State) -> Answered {
    let state = web::Data::new(state);
    let app = test::init_service(App::new().configure(move |config| configure(config, state))).await;
    let response = test::call_service(&app, request.to_request()).await;
    let (status, headers) = (response.status(), response.headers().clone());
    Answered {
        status,
        headers,
        bytes: test::read_body(response).await,
    }
}

pub fn state() -> State {
    State {
        live: Arc::new(Live::new(Arc::new(portfolio()))),
        ledger: None,
        imports: None,
        vocabulary: Arc::new(FewCodes),
        codes: Vocabularies::embedded(),
        measures: Arc::new(Measures::new(&Vocabularies::embedded()).expect("the embedded lists fit")),
        history: Arc::new(OneChange),
        tiles: Arc::new(OneTile),
        filing: filed::filing(),
        site: Site::default(),
        write_trust: WriteTrust::Nobody,
        door: None,
        readiness: Readiness::default(),
        epoch: "e1".into(),
        today: || jiff::civil::date(2026, 4, 1),
    }
}

fn ward(text: &str) -> Option<MunicipalityCode> {
    Some(text.parse().expect("a code"))
}

fn area(text: &str) -> Datum<AreaM2> {
    Datum::Known(text.parse().expect("an area"))
}

fn day() -> jiff::civil::Date {
    jiff::civil::date(2026, 1, 2)
}

fn position(accuracy: PositionAccuracy) -> Option<Position> {
    Some(Position {
        note: Some(SECRET.into()),
        ..Position::new(PositionMethod::RepresentativePoint, accuracy)
    })
}

fn facility(number: &str, name: &str, class: &str) -> Facility {
    let mut facility = Facility {
        number: number.into(),
        name: name.into(),
        class: Some(Code::new(class)),
        ..Facility::default()
    };
    facility.address.municipality = ward("271276");
    facility.address.municipality_text = Some("北区".into());
    facility.position = position(PositionAccuracy::Exact);
    facility.notes.unknown.insert(SECRET.into(), SECRET.into());
    facility.notes.original.insert("name".into(), SECRET.into());
    let flag = Flag {
        value: number == "2",
        on: day(),
        reason: SECRET.into(),
    };
    facility.evaluated = Some(flag.clone());
    facility.general = Some(flag);
    facility
}

pub fn library() -> Facility {
    Facility {
        kana: Some("チュウオウトショカン".into()),
        alias: Some("中図".into()),
        floor_area_m2: area("4091.32"),
        built: Datum::Known(EraDate::parse("昭和53年3月").expect("a date")),
        ..facility("2", "中央図書館", "education.library")
    }
}

fn layer_feature(layer: u32, ordinal: u32, usage: &str, price_yen: u64) -> LayerFeature {
    let properties = [("用途", Value::from(usage)), ("価格", price_yen.into())];
    LayerFeature {
        layer: Fid(layer),
        ordinal,
        properties: properties.map(|(name, value)| (name.to_owned(), value)).into(),
    }
}

pub fn parcel(number: &str, name: &str) -> Parcel {
    let mut parcel = Parcel::new(ParcelNumber::parse(number).expect("a number"), name);
    parcel.policy = Some(Policy::Disposal);
    parcel.criterion = Criterion::new(2);
    parcel.outlook = Some("A".into());
    parcel.lending = Some(Lending::Lendable);
    parcel.address.municipality = ward("271276");
    parcel.address.municipality_text = Some("北区".into());
    parcel.address.town = Some("中之島1丁目".into());
    parcel.position = position(PositionAccuracy::Block);
    parcel.address.text = Some("北区中之島1-3-20".into());
    parcel.lot_text = Some("20番1".into());
    parcel.remarks = Some("公開の備考".into());
    parcel.remarks_internal = Some(SECRET.into());
    parcel.disposal_year = FiscalYear::new(2187);
    parcel.book_value_yen = Some(Yen(987_654_321));
    parcel.ledger_number = Some(SECRET.into());
    parcel.notes.unknown.insert(SECRET.into(), SECRET.into());
    parcel.notes.original.insert("name".into(), SECRET.into());
    parcel
}

fn square(west: f64, south: f64) -> Shape {
    Shape::new(
        geo::Rect::new((west, south), (west + 0.001, south + 0.001))
            .to_polygon()
            .into(),
    )
    .expect("a shape")
}

pub fn stored<T: Record>(fid: u32, body: T, shape: Option<Shape>) -> Stored
where
    Body: From<T>,
{
    Stored {
        entity: EntityId::new(T::KIND, Fid(fid)),
        revision: 3,
        changed: Version(7),
        state: RecordState {
            body: body.into(),
            shape: shape.map(Arc::new),
        },
    }
}

/// A vacancy with marks in every internal field.
pub fn vacancy(name: &str, extent: Extent, of: &str, released: bool) -> Vacancy {
    let mut vacancy = Vacancy {
        constraints: Some("耐震補強が必要".into()),
        policy: Some(Code::new("lend")),
        remarks_internal: Some(SECRET.into()),
        released,
        ..Vacancy::new(name, extent, of.parse().expect("an id"))
    };
    vacancy.candidates.push(Candidate {
        wanted: None,
        title: SECRET.into(),
        note: Some(SECRET.into()),
        on: day(),
    });
    vacancy.decision = Some(Decision {
        kind: VacancyUse::Lend,
        on: day(),
        by: SECRET.into(),
        reason: SECRET.into(),
        wanted: None,
        approval: None,
    });
    vacancy.outcomes.push(Outcome {
        on: day(),
        what: SECRET.into(),
        area_m2: None,
        income_yen: Some(Yen(987_654_321)),
        saving_yen: None,
    });
    vacancy.notes.unknown.insert(SECRET.into(), SECRET.into());
    vacancy
}

pub fn portfolio() -> Snapshot {
    let point = |lon, lat| Shape::point(lon, lat).ok();
    let mut hidden = facility("10", "母子生活支援施設", "welfare.support");
    hidden.address.masked = true;
    hidden.address.text = Some("北区××××".into());
    let mut by_ward = facility("9", "保育所", "welfare.nursery");
    by_ward.position = position(PositionAccuracy::Ward);
    by_ward.address.municipality = ward("271021");
    let former = Facility {
        floor_area_m2: Datum::Missing(MissingReason::Unsurveyed),
        ..facility("11", "もと中央小学校", "former.former_facility")
    };
    let mut outside = parcel("10‐1", "市外の土地");
    (outside.in_city, outside.area_m2) = (false, area("1000"));
    outside.policy = Some(Policy::Retain);
    let building = Building {
        number: "B-1".into(),
        name: "本館".into(),
        floor_area_m2: area("5000"),
        structure: Some(Code::new("rc")),
        acquisition_cost_yen: Some(Yen(987_654_321)),
        accumulated_depreciation_yen: Some(Yen(987_654_321)),
        replacement_cost_yen: Some(Yen(987_654_321)),
        position: position(PositionAccuracy::Exact),
        notes: facility("0", "", "a.b").notes,
        ..Building::default()
    };
    let link = |facility| Link {
        role: LinkRole::FacilityBuilding,
        from: EntityId::new(Kind::Facility, Fid(facility)),
        to: EntityId::new(Kind::Building, Fid(1)),
        area_m2: "812.5".parse().ok(),
        shared_area_m2: None,
        share: None,
        provenance: Default::default(),
    };
    let kita = Ward {
        code: ward("271276").expect("a code"),
        name: "北区".into(),
        name_en: Some("Kita".into()),
        schematic: true,
        boundary_source: None,
        boundary_credit: None,
        provenance: Default::default(),
        notes: Default::default(),
    };
    let layer = |name: &str, internal| Layer {
        name: LayerName::parse(name).expect("a name"),
        title: if internal { SECRET.into() } else { "地価".into() },
        internal,
        fields: Vec::new(),
        source: Some(SECRET.into()),
        provenance: Default::default(),
    };
    let year = |number| FiscalYear::new(number).expect("a year");
    let usage = |facility, fiscal_year, visitors: i64| UsageYear {
        facility: Fid(facility),
        fiscal_year: year(fiscal_year),
        metrics: [(Code::new("visitors"), Datum::Known(visitors.into()))].into(),
        remarks: Some(SECRET.into()),
        provenance: Default::default(),
    };
    let finance = FinanceYear {
        facility: Fid(1),
        fiscal_year: year(2024),
        items: [
            (Code::new("personnel"), Datum::Known(Yen(40_913_200))),
            (Code::new("usage_fee"), Datum::Known(Yen(4_091_320))),
            (Code::new("depreciation"), Datum::Missing(MissingReason::Unsurveyed)),
        ]
        .into(),
        remarks: Some(SECRET.into()),
        provenance: Default::default(),
    };
    let condition = Condition {
        of: EntityId::new(Kind::Building, Fid(1)),
        component: Code::new("interior"),
        grade: Grade::C,
        inspected: Some(EraDate::of_fiscal_year(year(2016))),
        inspector: Some(SECRET.into()),
        remarks: Some(SECRET.into()),
        provenance: Default::default(),
    };
    let works = Works {
        number: "K-1".into(),
        of: EntityId::new(Kind::Building, Fid(1)),
        title: "屋上防水改修工事".into(),
        component: Some(Code::new("roof")),
        kind: Some(Code::new("repair")),
        completed: Some(EraDate::of_fiscal_year(year(2018))),
        cost_yen: Some(Yen(12_000_000)),
        provenance: Default::default(),
    };
    let ledger = LedgerAsset {
        number: SECRET.into(),
        name: SECRET.into(),
        of: Some(EntityId::new(Kind::Facility, Fid(1))),
        book_value_yen: Some(Yen(987_654_321)),
        ..LedgerAsset::default()
    };
    let population = |as_of: &str| Population {
        area: ward("271276").expect("a code"),
        name: "北区".into(),
        as_of: as_of.into(),
        total: 139_376,
        male: None,
        female: None,
        households: None,
        by_age: Default::default(),
        provenance: Default::default(),
        notes: facility("0", "", "a.b").notes,
    };
    let records = [
        stored(1, usage(1, 2023, 40_000), None),
        stored(2, usage(1, 2024, 50_000), None),
        stored(3, usage(2, 2024, 700), None),
        stored(1, finance, None),
        stored(1, condition, None),
        stored(1, works, None),
        stored(1, ledger, None),
        stored(1, population("2020"), None),
        stored(2, population("2050"), None),
        stored(1, library(), point(135.502, 34.693)),
        stored(2, hidden, point(HIDDEN.0, HIDDEN.1)),
        stored(3, by_ward, point(HIDDEN.0, HIDDEN.1)),
        stored(4, former, point(135.52, 34.70)),
        stored(
            1,
            Parcel {
                area_m2: area("310.44"),
                ..parcel("9‐1", "もと市営住宅用地")
            },
            Some(square(135.503, 34.693)),
        ),
        stored(2, outside, None),
        stored(1, building, Some(square(135.5015, 34.6925))),
        stored(1, link(1), None),
        stored(2, link(2), None),
        stored(1, kita, Some(square(135.49, 34.69))),
        stored(1, vacancy("もと中央小学校", Extent::Facility, "F000004", true), None),
        stored(2, vacancy(SECRET, Extent::Room, "F000001", false), None),
        stored(3, vacancy("本館 2階", Extent::Floor, "B000001", true), None),
        stored(
            1,
            WantedSpace {
                title: SECRET.into(),
                purpose: SECRET.into(),
                ..WantedSpace::default()
            },
            point(HIDDEN.0, HIDDEN.1),
        ),
        stored(1, filed::photo("F000001", "外観", true), None),
        stored(2, filed::photo("F000001", SECRET, false), None),
        stored(3, filed::photo("F000002", SECRET, true), None),
        stored(4, filed::photo("V000002", SECRET, true), None),
        stored(1, layer("land_price", false), None),
        stored(2, layer("plans", true), None),
        stored(1, layer_feature(1, 1, "住宅", 310_000), point(135.502, 34.693)),
        stored(2, layer_feature(1, 2, "商業", 1_240_000), point(135.52, 34.70)),
        stored(3, layer_feature(2, 1, SECRET, 1), point(HIDDEN.0, HIDDEN.1)),
    ];
    Snapshot::from_stored(Version(7), Some(jiff::civil::date(2025, 4, 1)), records, [])
}

struct FewCodes;

impl Vocabulary for FewCodes {
    fn label(&self, list: &str, key: &str) -> Option<Label<'_>> {
        let (ja, en) = match (list, key) {
            ("facility_classes", "education") => ("教育・文化・スポーツ施設", "Education, culture and sports"),
            ("facility_classes", "education.library") => ("図書館", "Library"),
            ("facility_classes_h26", "library") => ("図書館", "Library"),
            ("land_policies", "disposal") => ("処分検討地", "For disposal"),
            ("lending_statuses", "lendable") => ("貸付可能", "Lendable"),
            _ => return None,
        };
        Some(Label { ja, en })
    }

    fn h26_of(&self, class: &str) -> Option<&str> {
        (class == "education.library").then_some("library")
    }

    fn mic_of(&self, _: &str) -> Option<&str> {
        None
    }

    fn lists(&self) -> Vec<CodeListSummary> {
        let list = self.list("land_policies").expect("there is one list");
        vec![CodeListSummary {
            id: list.id,
            version: list.version,
            title_ja: list.title_ja,
            title_en: list.title_en,
            count: 1,
        }]
    }

    fn list(&self, id: &str) -> Option<CodeList> {
        (id == "land_policies").then(|| CodeList {
            id: id.into(),
            version: "2026.1".into(),
            title_ja: "活用方針".into(),
            title_en: "Policies".into(),
            note: None,
            sources: Vec::new(),
            items: vec![CodeItem {
                key: "disposal".into(),
                ja: "処分検討地".into(),
                en: "For disposal".into(),
                parent: None,
                note: None,
            }],
        })
    }
}

/// Every facility and parcel 1 was created, then changed in what is internal, then in what is public.
struct OneChange;

impl HistorySource for OneChange {
    fn history(&self, entity: EntityId) -> Answer<'_, Result<Vec<RecordChange>, HistoryError>> {
        let state = |body: Body| {
            Some(RecordState {
                body,
                shape: Shape::point(HIDDEN.0, HIDDEN.1).ok().map(Arc::new),
            })
        };
        let states = match entity.to_string().as_str() {
            "F000001" => {
                let mut masked = library();
                masked.address.masked = true;
                let mut noted = masked.clone();
                noted.notes.unknown.insert("another".into(), SECRET.into());
                let renamed = Facility {
                    name: "市立中央図書館".into(),
                    ..noted.clone()
                };
                [masked, noted, renamed].map(Body::from)
            }
            "P000001" => {
                let first = Parcel {
                    position: position(PositionAccuracy::Ward),
                    ..parcel("9‐1", "土地")
                };
                let noted = Parcel {
                    book_value_yen: Some(Yen(987_654_322)),
                    ..first.clone()
                };
                let renamed = Parcel {
                    name: "もと市営住宅用地".into(),
                    ..noted.clone()
                };
                [first, noted, renamed].map(Body::from)
            }
            "B000001" => {
                let first = Building {
                    name: "旧館".into(),
                    ..Building::default()
                };
                let noted = Building {
                    replacement_cost_yen: Some(Yen(987_654_321)),
                    ..first.clone()
                };
                let renamed = Building {
                    name: "本館".into(),
                    ..noted.clone()
                };
                [first, noted, renamed].map(Body::from)
            }
            "V000001" => {
                let unreleased = vacancy(SECRET, Extent::Facility, "F000004", false);
                let released = vacancy("もと小学校", Extent::Facility, "F000004", true);
                let renamed = vacancy("もと中央小学校", Extent::Facility, "F000004", true);
                [unreleased, released, renamed].map(Body::from)
            }
            "F000002" => return Box::pin(async { Err(HistoryError(SECRET.into())) }),
            _ => return Box::pin(async { Ok(Vec::new()) }),
        };
        let [first, noted, renamed] = states.map(state);
        let change = |version, before, after| RecordChange {
            version: Version(version),
            time: Timestamp::UNIX_EPOCH,
            actor: SECRET.into(),
            reason: SECRET.into(),
            revision: version,
            before,
            after,
        };
        let changes = vec![
            change(3, noted.clone(), renamed),
            change(2, first.clone(), noted),
            change(1, None, first),
        ];
        Box::pin(async { Ok(changes) })
    }

    fn recent(&self, _: u32) -> Answer<'_, Result<Vec<RecentCommit>, HistoryError>> {
        Box::pin(async {
            let mut commits = Vec::new();
            for (kind, id) in ["F000001", "P000001", "B000001", "V000001"].into_iter().enumerate() {
                let id: EntityId = id.parse().expect("an id");
                for change in self.history(id).await? {
                    commits.push(RecentCommit {
                        id: uuid::Uuid::from_u64_pair(kind as u64, change.version.0),
                        version: change.version,
                        time: change.time,
                        batch_kind: None,
                        changes: Some(vec![(id, change)]),
                    });
                }
            }
            Ok(commits)
        })
    }

    fn commits(&self, page: Page) -> Answer<'_, Result<Vec<CommitRecord>, HistoryError>> {
        let commit = |version| CommitRecord {
            version: Version(version),
            id: uuid::Uuid::nil(),
            actor: SECRET.into(),
            time: Timestamp::UNIX_EPOCH,
            reason: SECRET.into(),
            data_date: Some(day()),
            undoes: (version == 5).then_some(Version(4)),
            batch: (version == 6).then(|| Batch {
                kind: SECRET.into(),
                file: SECRET.into(),
                sha256: SECRET.into(),
                profile: SECRET.into(),
                encoding: None,
                crs: SECRET.into(),
                rows: 987_654_321,
                created: 987_654_321,
                changed: 0,
                unchanged: 0,
                refused: 0,
                upload: None,
            }),
            event_count: 987_654_321,
        };
        let all = (1..=7).rev().skip(page.offset as usize).take(page.limit as usize);
        let commits = all.map(commit).collect();
        Box::pin(async { Ok(commits) })
    }

    fn batches(&self, _: Page) -> Answer<'_, Result<Batches, HistoryError>> {
        Box::pin(async { Ok(Batches::default()) })
    }

    fn events_of_commit(&self, _: Version) -> Answer<'_, Result<Vec<EventRecord>, HistoryError>> {
        Box::pin(async { Ok(Vec::new()) })
    }

    fn undone_by(&self, _: Version) -> Answer<'_, Result<Option<Version>, HistoryError>> {
        Box::pin(async { Ok(None) })
    }

    fn version_before(&self, time: Timestamp) -> Answer<'_, Result<Option<Version>, HistoryError>> {
        let version = (time > Timestamp::UNIX_EPOCH).then_some(Version(6));
        Box::pin(async move { Ok(version) })
    }

    /// Before version 7 the hidden facility was not hidden yet, and the library had another name.
    fn at(&self, version: Version) -> Answer<'_, Result<Arc<Snapshot>, PastError>> {
        let mut records: Vec<Stored> = portfolio().all().collect();
        for stored in &mut records {
            if let Body::Facility(facility) = &mut stored.state.body {
                if facility.address.masked {
                    facility.address.masked = false;
                    facility.address.text = Some(SECRET.into());
                } else if facility.name == "中央図書館" {
                    facility.name = "旧中央図書館".into();
                }
            }
        }
        let past = Snapshot::from_stored(version, None, records, []);
        Box::pin(async { Ok(Arc::new(past)) })
    }
}

/// One tile at 14/14359/6505, in whatever coding is asked for; all others are empty.
struct OneTile;

impl TileSource for OneTile {
    fn has_layer(&self, layer: &str) -> bool {
        layer == "facilities"
    }

    fn cached(&self, _: &str, tile: TileId, encoding: Encoding) -> Option<EncodedTile> {
        let name = encoding.content_encoding().unwrap_or("identity");
        (tile.zoom() == 14).then(|| EncodedTile {
            bytes: Bytes::from(format!("tile in {name}")),
            encoding,
            etag: format!("\"14-{name}\"").into(),
        })
    }

    fn make(&self, _: &str, _: TileId, _: Encoding) -> Option<EncodedTile> {
        Some(EncodedTile {
            bytes: Bytes::new(),
            encoding: Encoding::Identity,
            etag: "\"empty\"".into(),
        })
    }

    fn tile_json(&self, layer: &str, base_url: &str) -> Option<Value> {
        let tiles = [format!("{base_url}/tiles/{layer}/{{z}}/{{x}}/{{y}}")];
        self.has_layer(layer)
            .then(|| serde_json::json!({ "tilejson": "3.0.0", "tiles": tiles }))
    }

    fn style(&self, _: &str, base_url: &str) -> Value {
        serde_json::json!({ "version": 8, "sources": { "facilities": { "url": format!("{base_url}/tiles/facilities.json") } } })
    }
}
