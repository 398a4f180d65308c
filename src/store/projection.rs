//! The columns that outside readers (QGIS, psql) see: projections of the record's text, never read back.

use crate::history::Body;
use crate::record::{AreaM2, Datum, EntityId, Kind, Position};

/// A value of a projected column.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Text(Option<String>),
    Integer(Option<i64>),
}

/// The projected columns of a kind's table, in order.
pub(super) fn columns(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Facility => &[
            "name",
            "class",
            "ward_code",
            "address",
            "bureau",
            "floor_area_hundredths",
            "built_fy",
            "position_accuracy",
            "provenance",
        ],
        Kind::Building => &[
            "name",
            "structure",
            "floor_area_hundredths",
            "built_fy",
            "seismic",
            "provenance",
        ],
        Kind::Parcel => &[
            "number",
            "name",
            "ward_code",
            "town",
            "lot_text",
            "area_hundredths",
            "bureau",
            "policy",
            "criterion",
            "outlook",
            "lending",
            "in_city",
            "position_accuracy",
            "provenance",
        ],
        Kind::Lot => &["number", "town", "registered_area_hundredths"],
        Kind::Link => &["role", "from_id", "to_id", "area_hundredths"],
        Kind::UsageYear | Kind::FinanceYear => &["facility_id", "fiscal_year"],
        Kind::Condition => &["of_id", "component", "grade"],
        Kind::Works => &["of_id", "title", "cost_yen"],
        Kind::LedgerAsset => &["name", "of_id", "acquisition_cost_yen", "book_value_yen"],
        Kind::Ward => &["code", "name", "schematic"],
        Kind::Population => &["area_code", "as_of", "total"],
        Kind::MeshCell => &["code"],
        Kind::Layer => &["name", "title", "internal"],
        Kind::LayerFeature => &["layer_id", "properties"],
        Kind::Vacancy => &[
            "name",
            "extent",
            "of_id",
            "part",
            "area_hundredths",
            "since",
            "usable_from",
            "policy",
            "bureau",
            "stage",
            "parcel_id",
            "released",
            "provenance",
        ],
        Kind::SurveyRound => &["title", "asked_on", "due", "asked", "answered"],
        Kind::WantedSpace => &[
            "title",
            "bureau",
            "class",
            "area_from_hundredths",
            "area_to_hundredths",
            "wanted_from",
            "status",
        ],
        Kind::Attachment => &[
            "of_id",
            "kind",
            "title",
            "file_name",
            "media_type",
            "bytes",
            "sha256",
            "released",
        ],
    }
}

/// The values of [`columns`] for a record.
pub(super) fn values(body: &Body) -> Vec<Value> {
    match body {
        Body::Facility(it) => vec![
            text(&it.name),
            maybe(it.class.as_ref()),
            maybe(it.address.municipality.as_ref()),
            maybe(it.address.text.as_ref()),
            maybe(it.organisation.bureau.as_ref()),
            area(&it.floor_area_m2),
            Value::Integer(it.built_fy().map(i64::from)),
            accuracy(it.position.as_ref()),
            text(it.provenance.key()),
        ],
        Body::Building(it) => vec![
            text(&it.name),
            maybe(it.structure.as_ref()),
            area(&it.floor_area_m2),
            Value::Integer(
                it.built
                    .known()
                    .and_then(|built| built.fiscal_year())
                    .map(|year| year.number().into()),
            ),
            maybe(it.seismic.as_ref()),
            text(it.provenance.key()),
        ],
        Body::Parcel(it) => vec![
            text(it.number.text()),
            text(&it.name),
            maybe(it.address.municipality.as_ref()),
            maybe(it.address.town.as_ref()),
            maybe(it.lot_text.as_ref()),
            area(&it.area_m2),
            maybe(it.organisation.bureau.as_ref()),
            maybe(it.policy.map(|policy| policy.key())),
            Value::Integer(it.criterion.map(|criterion| criterion.number().into())),
            maybe(it.outlook.as_ref()),
            maybe(it.lending.map(|lending| lending.key())),
            Value::Integer(Some(it.in_city.into())),
            accuracy(it.position.as_ref()),
            text(it.provenance.key()),
        ],
        Body::Lot(it) => vec![
            text(&it.number),
            maybe(it.address.town.as_ref()),
            Value::Integer(it.registered_area_m2.map(AreaM2::hundredths)),
        ],
        Body::Link(it) => vec![
            text(it.role.key()),
            text(it.from),
            text(it.to),
            Value::Integer(it.area_m2.map(AreaM2::hundredths)),
        ],
        Body::UsageYear(it) => vec![
            facility(it.facility),
            Value::Integer(Some(it.fiscal_year.number().into())),
        ],
        Body::FinanceYear(it) => vec![
            facility(it.facility),
            Value::Integer(Some(it.fiscal_year.number().into())),
        ],
        Body::Condition(it) => vec![text(it.of), text(&it.component), text(format!("{:?}", it.grade))],
        Body::Works(it) => vec![
            text(it.of),
            text(&it.title),
            Value::Integer(it.cost_yen.map(|yen| yen.0)),
        ],
        Body::LedgerAsset(it) => vec![
            text(&it.name),
            maybe(it.of),
            Value::Integer(it.acquisition_cost_yen.map(|yen| yen.0)),
            Value::Integer(it.book_value_yen.map(|yen| yen.0)),
        ],
        Body::Ward(it) => vec![text(it.code), text(&it.name), Value::Integer(Some(it.schematic.into()))],
        Body::Population(it) => vec![
            text(it.area),
            text(&it.as_of),
            Value::Integer(i64::try_from(it.total).ok()),
        ],
        Body::MeshCell(it) => vec![text(it.code)],
        Body::Layer(it) => vec![
            text(&it.name),
            text(&it.title),
            Value::Integer(Some(it.internal.into())),
        ],
        Body::LayerFeature(it) => vec![
            text(EntityId::new(Kind::Layer, it.layer)),
            text(serde_json::to_string(&it.properties).expect("properties are JSON")),
        ],
        Body::Vacancy(it) => vec![
            text(&it.name),
            text(it.extent.key()),
            text(it.of),
            maybe(it.part.as_ref()),
            area(&it.area_m2),
            maybe(it.since.as_ref().map(|date| date.iso())),
            maybe(it.usable_from.as_ref().map(|date| date.iso())),
            maybe(it.policy.as_ref()),
            maybe(it.organisation.bureau.as_ref()),
            text(it.stage().key()),
            maybe(
                it.closing
                    .as_ref()
                    .and_then(|closing| closing.parcel)
                    .map(|fid| EntityId::new(Kind::Parcel, fid)),
            ),
            Value::Integer(Some(it.released.into())),
            text(it.provenance.key()),
        ],
        Body::SurveyRound(it) => vec![
            text(&it.title),
            text(it.on),
            text(it.due),
            Value::Integer(i64::try_from(it.asked.len()).ok()),
            Value::Integer(i64::try_from(it.answered()).ok()),
        ],
        Body::WantedSpace(it) => vec![
            text(&it.title),
            maybe(it.organisation.bureau.as_ref()),
            maybe(it.class.as_ref()),
            Value::Integer(it.area_from_m2.map(|area| area.hundredths())),
            Value::Integer(it.area_to_m2.map(|area| area.hundredths())),
            maybe(it.from),
            text(it.status.key()),
        ],
        Body::Attachment(it) => vec![
            text(it.of),
            text(it.kind.key()),
            text(&it.title),
            text(&it.file_name),
            text(it.media_type.content_type()),
            Value::Integer(i64::try_from(it.bytes).ok()),
            text(it.sha256),
            Value::Integer(Some(it.released.into())),
        ],
    }
}

fn text(value: impl ToString) -> Value {
    Value::Text(Some(value.to_string()))
}

fn maybe(value: Option<impl ToString>) -> Value {
    Value::Text(value.map(|value| value.to_string()))
}

fn area(value: &Datum<AreaM2>) -> Value {
    Value::Integer(value.known().map(|area| area.hundredths()))
}

fn accuracy(position: Option<&Position>) -> Value {
    Value::Text(position.map(|position| position.accuracy.key().to_owned()))
}

fn facility(fid: crate::record::Fid) -> Value {
    text(EntityId::new(Kind::Facility, fid))
}
