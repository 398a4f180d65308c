//! How many records have each field, by class.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use utoipa::ToSchema;

use crate::land::Parcel;
use crate::record::{Fid, Record};
use crate::register::{Building, Facility, LinkRole};
use crate::snapshot::{HasLayer, Item, Layer, Snapshot};
use crate::vocabulary::Vocabularies;

/// How complete a register is.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Completeness {
    /// `facilities`, `parcels` or `buildings`.
    pub register: &'static str,
    pub fields: Vec<FieldName>,
    /// Facilities by major class, parcels by policy, buildings by structure.
    pub groups: Vec<GroupRow>,
    pub total: GroupRow,
}

/// A field that records should have.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FieldName {
    pub key: &'static str,
    pub name_ja: &'static str,
    pub name_en: &'static str,
}

/// Some records, and how many of them have each field.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct GroupRow {
    /// The group's key; empty for records without one.
    pub key: String,
    pub name_ja: String,
    pub name_en: String,
    pub records: usize,
    /// In the order of the fields.
    pub filled: Vec<usize>,
}

struct Field<T> {
    name: FieldName,
    is_public: bool,
    has: fn(&Item<T>, &Joined) -> bool,
}

/// What links say of records.
struct Joined {
    housed: BTreeSet<Fid>,
    housing: BTreeSet<Fid>,
}

/// How complete the registers are, for the public or with internal fields.
pub fn completeness(snapshot: &Snapshot, vocabularies: &Vocabularies, with_internal: bool) -> Vec<Completeness> {
    let mut joined = Joined {
        housed: BTreeSet::new(),
        housing: BTreeSet::new(),
    };
    for link in snapshot.links.iter().map(|item| &item.body) {
        if link.role == LinkRole::FacilityBuilding {
            joined.housed.insert(link.from.fid);
            joined.housing.insert(link.to.fid);
        }
    }
    let names = |list: &'static str| {
        move |key: &str| {
            let code = vocabularies.list(list).and_then(|list| list.by_key(key));
            code.map(|code| (code.ja.clone(), code.en.clone()))
        }
    };
    vec![
        count(
            snapshot,
            facility_fields(),
            with_internal,
            &joined,
            |body: &Facility| body.class_major().map(str::to_owned),
            names("facility_classes"),
        ),
        count(
            snapshot,
            parcel_fields(),
            with_internal,
            &joined,
            |body: &Parcel| body.policy.map(|policy| policy.key().to_owned()),
            names("land_policies"),
        ),
        count(
            snapshot,
            building_fields(),
            with_internal,
            &joined,
            |body: &Building| body.structure.as_ref().map(|code| code.to_string()),
            names("structures"),
        ),
    ]
}

fn count<T: Record>(
    snapshot: &Snapshot,
    mut fields: Vec<Field<T>>,
    with_internal: bool,
    joined: &Joined,
    key: impl Fn(&T) -> Option<String>,
    name: impl Fn(&str) -> Option<(String, String)>,
) -> Completeness
where
    Snapshot: HasLayer<T>,
{
    fields.retain(|field| field.is_public || with_internal);
    let row = || GroupRow {
        filled: vec![0; fields.len()],
        ..GroupRow::default()
    };
    let mut total = row();
    let mut groups: BTreeMap<String, GroupRow> = BTreeMap::new();
    let layer: &Layer<T> = snapshot.layer();
    for item in layer.iter() {
        let group = groups.entry(key(&item.body).unwrap_or_default()).or_insert_with(row);
        total.records += 1;
        group.records += 1;
        for (at, field) in fields.iter().enumerate() {
            let has = usize::from((field.has)(item, joined));
            total.filled[at] += has;
            group.filled[at] += has;
        }
    }
    let named = |(key, row): (String, GroupRow)| {
        let (name_ja, name_en) = if key.is_empty() {
            ("（なし）".to_owned(), "(none)".to_owned())
        } else {
            name(&key).unwrap_or_else(|| (key.clone(), key.clone()))
        };
        GroupRow {
            key,
            name_ja,
            name_en,
            ..row
        }
    };
    Completeness {
        register: T::KIND.table(),
        fields: fields.into_iter().map(|field| field.name).collect(),
        groups: groups.into_iter().map(named).collect(),
        total: GroupRow {
            key: "total".to_owned(),
            name_ja: "合計".to_owned(),
            name_en: "Total".to_owned(),
            ..total
        },
    }
}

macro_rules! fields {
    ($record:ty: $($access:ident $key:literal $ja:literal $en:literal $has:expr;)*) => {
        vec![$(Field::<$record> {
            name: FieldName { key: $key, name_ja: $ja, name_en: $en },
            is_public: stringify!($access).len() == "public".len(),
            has: $has,
        }),*]
    };
}

fn facility_fields() -> Vec<Field<Facility>> {
    fields!(Facility:
        public "number" "番号" "Number" |item, _| !item.body.number.is_empty();
        public "kana" "かな" "Reading" |item, _| item.body.kana.is_some();
        public "class" "用途" "Class" |item, _| item.body.class.is_some();
        public "bureau" "所管" "Bureau" |item, _| item.body.organisation.bureau.is_some();
        public "address" "所在地" "Address" |item, _| item.body.address.text.is_some();
        public "ward" "区" "Ward" |item, _| item.body.address.municipality.is_some();
        public "position" "位置" "Position" |item, _| item.drawn_shape().is_some();
        public "floor_area_m2" "延床面積" "Floor area" |item, _| item.body.floor_area_m2.known().is_some();
        public "built" "建築年" "Built" |item, _| item.body.built.known().is_some();
        public "status" "状態" "Status" |item, _| item.body.status.is_some();
        public "tenure" "所有" "Tenure" |item, _| item.body.tenure.is_some();
        public "operation" "運営" "Operation" |item, _| item.body.operation.is_some();
        public "general" "一般施設" "General" |item, _| item.body.general.is_some();
        public "evaluated" "評価対象" "Evaluated" |item, _| item.body.evaluated.is_some();
        internal "fee_system" "料金制度" "Fee system" |item, _| item.body.fee_system.is_some();
        internal "area_scope" "利用圏域" "Area served" |item, _| item.body.area_scope.is_some();
        internal "buildings" "棟との結び付き" "Building" |item, joined| joined.housed.contains(&item.fid);
    )
}

fn parcel_fields() -> Vec<Field<Parcel>> {
    fields!(Parcel:
        public "registered" "登録年度" "Registered" |item, _| item.body.registered.is_some();
        public "ward" "区" "Ward" |item, _| item.body.address.municipality.is_some();
        public "town" "町丁目" "Town" |item, _| item.body.address.town.is_some();
        public "lot_text" "地番" "Lot number" |item, _| item.body.lot_text.is_some();
        public "position" "位置" "Position" |item, _| item.drawn_shape().is_some();
        public "outline" "区域の図形" "Outline" |item, _| item.drawn_shape().is_some_and(|shape| !shape.is_point());
        public "area_m2" "面積" "Area" |item, _| item.body.area_m2.known().is_some();
        public "bureau" "所管" "Bureau" |item, _| item.body.organisation.bureau.is_some();
        public "current_use" "現状" "Current use" |item, _| item.body.current_use.is_some();
        public "policy" "活用方針" "Policy" |item, _| item.body.policy.is_some();
        public "criterion" "分類基準" "Criterion" |item, _| item.body.criterion.is_some();
        public "lending" "貸付状況" "Lending" |item, _| item.body.lending.is_some();
        internal "area_basis" "面積の根拠" "Area basis" |item, _| item.body.area_basis.is_some();
        internal "zoning" "用途地域" "Zoning" |item, _| !item.body.zoning.is_empty();
        internal "book_value_yen" "台帳価格" "Book value" |item, _| item.body.book_value_yen.is_some();
        internal "ledger_number" "台帳番号" "Ledger number" |item, _| item.body.ledger_number.is_some();
    )
}

fn building_fields() -> Vec<Field<Building>> {
    fields!(Building:
        public "number" "番号" "Number" |item, _| !item.body.number.is_empty();
        public "structure" "構造" "Structure" |item, _| item.body.structure.is_some();
        public "floors_above" "階数" "Floors" |item, _| item.body.floors_above.is_some();
        public "floor_area_m2" "延床面積" "Floor area" |item, _| item.body.floor_area_m2.known().is_some();
        public "built" "建築年月" "Built" |item, _| item.body.built.known().is_some();
        public "seismic" "耐震" "Seismic class" |item, _| item.body.seismic.is_some();
        public "position" "位置" "Position" |item, _| item.drawn_shape().is_some();
        internal "facility" "施設との結び付き" "Facility" |item, joined| joined.housing.contains(&item.fid);
        internal "statutory_life_years" "法定耐用年数" "Statutory life" |item, _| item.body.statutory_life_years.is_some();
        internal "target_life_years" "目標使用年数" "Target life" |item, _| item.body.target_life_years.is_some();
        internal "replacement_cost_yen" "再調達価額" "Replacement cost" |item, _| item.body.replacement_cost_yen.is_some();
    )
}
