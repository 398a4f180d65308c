//! What the public sees of a record in a tile. Only public fields are named here, one by one.

use std::sync::Arc;

use super::feature::{TileFeature, Value};
use super::spec::{ClusterSpec, Field, GeometryKind, LayerSpec};
use crate::area::Ward;
use crate::geometry::Shape;
use crate::land::{Parcel, Policy};
use crate::record::{Datum, Fid};
use crate::reference::LayerFeature;
use crate::register::{Facility, Vacancy};
use crate::snapshot::{Item, Snapshot};

/// The 大分類 in the order in which clusters count them.
pub(super) const FACILITY_CLASSES: [&str; 7] = [
    "education",
    "welfare",
    "office",
    "industry",
    "infrastructure",
    "general_other",
    "former",
];

const CLUSTERS_UNTIL_ZOOM: u8 = 13;

pub(super) fn facility_spec() -> LayerSpec {
    LayerSpec {
        id: "facilities".into(),
        title_ja: "施設".into(),
        title_en: "Facilities".into(),
        kind: GeometryKind::Point,
        min_zoom: 0,
        max_zoom: 16,
        fields: vec![
            Field::new("id", "ID", "id"),
            Field::new("name", "施設名", "name"),
            Field::new("class", "用途の大分類", "major class"),
            Field::new("use", "用途", "class"),
            Field::new("ward", "区のコード", "code of the ward"),
            Field::new("built_fy", "建築年度", "fiscal year of construction"),
            Field::new("floor_area_m2", "延床面積（㎡）", "floor area in square metres"),
            Field::new("accuracy", "位置の精度", "accuracy of the position"),
        ],
        cluster: Some(ClusterSpec {
            until_zoom: CLUSTERS_UNTIL_ZOOM,
            radius_px: 64,
            class_keys: FACILITY_CLASSES.map(str::to_owned).to_vec(),
            weight_field: Some("floor_area_m2".into()),
        }),
        simplify: false,
        label_layer: None,
    }
}

pub(super) fn parcel_spec() -> LayerSpec {
    LayerSpec {
        id: "parcels".into(),
        title_ja: "未利用地".into(),
        title_en: "Unused land".into(),
        kind: GeometryKind::Polygon,
        min_zoom: 0,
        max_zoom: 18,
        fields: vec![
            Field::new("id", "ID", "id"),
            Field::new("number", "番号", "number on the list"),
            Field::new("name", "財産名称", "name"),
            Field::new("policy", "活用方針", "policy"),
            Field::new("criterion", "分類基準", "criterion"),
            Field::new("lending", "貸付等の活用状況", "lending state"),
            Field::new("area_m2", "面積（㎡）", "area in square metres"),
            Field::new("accuracy", "位置の精度", "accuracy of the position"),
        ],
        cluster: Some(ClusterSpec {
            until_zoom: CLUSTERS_UNTIL_ZOOM,
            radius_px: 64,
            class_keys: Policy::ALL.iter().map(|policy| policy.key().to_owned()).collect(),
            weight_field: Some("area_m2".into()),
        }),
        simplify: false,
        label_layer: None,
    }
}

pub(super) fn ward_spec() -> LayerSpec {
    LayerSpec {
        id: "wards".into(),
        title_ja: "行政区".into(),
        title_en: "Wards".into(),
        kind: GeometryKind::Polygon,
        min_zoom: 0,
        max_zoom: 14,
        fields: vec![Field::new("code", "コード", "code"), Field::new("name", "区名", "name")],
        cluster: None,
        simplify: true,
        label_layer: Some("wards_label".into()),
    }
}

/// Vacant space that is released. Few enough to be shown one by one at every zoom.
pub(super) fn vacancy_spec() -> LayerSpec {
    LayerSpec {
        id: "vacancies".into(),
        title_ja: "空き施設".into(),
        title_en: "Vacancies".into(),
        kind: GeometryKind::Point,
        min_zoom: 0,
        max_zoom: 16,
        fields: vec![
            Field::new("id", "ID", "id"),
            Field::new("name", "名称", "name"),
            Field::new("extent", "空きの範囲", "extent"),
            Field::new("stage", "進み", "stage"),
            Field::new("policy", "活用方針", "policy"),
            Field::new("area_m2", "空き面積（㎡）", "vacant area in square metres"),
            Field::new("accuracy", "位置の精度", "accuracy of the position"),
        ],
        cluster: None,
        simplify: false,
        label_layer: None,
    }
}

pub(super) fn facility(item: &Item<Facility>) -> Option<TileFeature> {
    let body = &item.body;
    let major = body.class_major();
    let area_m2 = body.floor_area_m2.known().map(|area| area.as_f64());
    let mut attributes = Attributes::new(item.id().to_string());
    attributes.text("name", Some(&body.name));
    attributes.text("class", major);
    attributes.text("use", body.class.as_ref().map(|class| class.as_str()));
    attributes.text(
        "ward",
        body.address.municipality.map(|code| code.to_string()).as_deref(),
    );
    attributes.put("built_fy", body.built_fy().map(|year| Value::Int(year.into())));
    attributes.put("floor_area_m2", area_m2.map(Value::Real));
    attributes.text(
        "accuracy",
        body.position.as_ref().map(|position| position.accuracy.key()),
    );
    let class = major.and_then(|major| FACILITY_CLASSES.iter().position(|key| *key == major));
    feature(item.fid, item.drawn_shape(), attributes, class, area_m2)
}

pub(super) fn parcel(item: &Item<Parcel>) -> Option<TileFeature> {
    let body = &item.body;
    let area_m2 = match body.area_m2 {
        Datum::Known(area) => Some(area.as_f64()),
        Datum::Missing(_) => None,
    };
    let mut attributes = Attributes::new(item.id().to_string());
    attributes.text("number", Some(body.number.text()));
    attributes.text("name", Some(&body.name));
    attributes.text("policy", body.policy.map(Policy::key));
    attributes.text("criterion", body.criterion.map(|criterion| criterion.ja()));
    attributes.text("lending", body.lending.map(|lending| lending.key()));
    attributes.put("area_m2", area_m2.map(Value::Real));
    attributes.text(
        "accuracy",
        body.position.as_ref().map(|position| position.accuracy.key()),
    );
    let class = body
        .policy
        .and_then(|policy| Policy::ALL.iter().position(|key| *key == policy));
    feature(item.fid, item.drawn_shape(), attributes, class, area_m2)
}

pub(super) fn vacancy(item: &Item<Vacancy>, snapshot: &Snapshot) -> Option<TileFeature> {
    let body = &item.body;
    if !body.released {
        return None;
    }
    let place = snapshot.vacancy_place(body)?;
    let (lon, lat) = place.shape.centre();
    let area_m2 = body.area_m2.known().map(|area| area.as_f64());
    let mut attributes = Attributes::new(item.id().to_string());
    attributes.text("name", Some(&body.name));
    attributes.text("extent", Some(body.extent.key()));
    attributes.text("stage", Some(body.public_stage().key()));
    attributes.text("policy", body.policy.as_ref().map(|policy| policy.as_str()));
    attributes.put("area_m2", area_m2.map(Value::Real));
    attributes.text("accuracy", Some(place.accuracy.key()));
    let point = Shape::point(lon, lat).ok()?;
    feature(item.fid, Some(&point), attributes, None, area_m2)
}

pub(super) fn ward(item: &Item<Ward>) -> Option<TileFeature> {
    let mut attributes = Attributes::new(item.id().to_string());
    attributes.text("code", Some(&item.body.code.to_string()));
    attributes.text("name", Some(&item.body.name));
    feature(item.fid, item.shape.as_deref(), attributes, None, None)
}

pub(super) fn layer_feature(item: &Item<LayerFeature>) -> Option<TileFeature> {
    let mut attributes = Attributes(Vec::with_capacity(item.body.properties.len()));
    for (name, value) in &item.body.properties {
        let value = match value {
            serde_json::Value::Null => None,
            serde_json::Value::Bool(flag) => Some(Value::Bool(*flag)),
            serde_json::Value::Number(number) => number
                .as_i64()
                .map(Value::Int)
                .or_else(|| number.as_f64().map(Value::Real)),
            serde_json::Value::String(text) => Some(Value::from(text.as_str())),
            nested => Some(Value::from(nested.to_string().as_str())),
        };
        attributes.put(name, value);
    }
    feature(item.fid, item.shape.as_deref(), attributes, None, None)
}

struct Attributes(Vec<(Arc<str>, Value)>);

impl Attributes {
    fn new(id: String) -> Self {
        Self(vec![("id".into(), Value::from(id.as_str()))])
    }

    fn put(&mut self, name: &str, value: Option<Value>) {
        self.0.extend(value.map(|value| (name.into(), value)));
    }

    fn text(&mut self, name: &str, value: Option<&str>) {
        self.put(name, value.map(Value::from));
    }
}

/// A feature of what may be drawn; records without a shape to show have none.
fn feature(
    fid: Fid,
    shape: Option<&Shape>,
    attributes: Attributes,
    class: Option<usize>,
    weight: Option<f64>,
) -> Option<TileFeature> {
    Some(TileFeature {
        id: fid.0.into(),
        geometry: Arc::new(shape?.geometry().clone()),
        attributes: attributes.0,
        class: class.and_then(|class| u8::try_from(class).ok()),
        weight: weight.unwrap_or(0.0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::Shape;
    use crate::history::Version;
    use crate::record::{Position, PositionAccuracy, PositionMethod};

    fn at(accuracy: Option<PositionAccuracy>, masked: bool) -> Item<Facility> {
        let mut body = Facility {
            name: "架空館".into(),
            ..Facility::default()
        };
        body.address.masked = masked;
        body.position = accuracy.map(|accuracy| Position::new(PositionMethod::Geocode, accuracy));
        let shape = Shape::point(135.5, 34.7).expect("a place");
        Item::new(Fid(1), 1, Version(1), body, Some(Arc::new(shape)))
    }

    #[test]
    fn a_place_that_is_masked_vague_or_unexplained_is_in_no_tile() {
        assert!(facility(&at(Some(PositionAccuracy::Block), false)).is_some());
        assert!(facility(&at(Some(PositionAccuracy::Exact), true)).is_none());
        assert!(facility(&at(Some(PositionAccuracy::Ward), false)).is_none());
        assert!(facility(&at(None, false)).is_none());
    }
}
