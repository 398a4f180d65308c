//! TileJSON 3.0: what a map client needs to know to use a layer.

use std::collections::BTreeMap;

use serde::Serialize;

use super::layer::{POINT_COUNT, STACK, TileLayer, class_field};
use super::spec::{Field, GeometryKind, LayerSpec};

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TileJson {
    pub tilejson: &'static str,
    pub name: String,
    pub description: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attribution: Option<String>,
    pub scheme: &'static str,
    pub tiles: Vec<String>,
    pub vector_layers: Vec<VectorLayer>,
    pub minzoom: u8,
    pub maxzoom: u8,
    /// West, south, east, north; left out while the layer is empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bounds: Option<[f64; 4]>,
    /// Longitude, latitude, zoom.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub center: Option<[f64; 3]>,
}

/// One layer inside the tiles.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct VectorLayer {
    pub id: String,
    pub description: String,
    pub minzoom: u8,
    pub maxzoom: u8,
    /// No part of the standard, but read by many clients.
    pub geometry_type: &'static str,
    pub fields: BTreeMap<String, String>,
}

impl TileJson {
    /// Describes a layer whose tiles are at `<tiles_url>/{z}/{x}/{y}`, an absolute URL.
    pub fn new(layer: &TileLayer, tiles_url: &str, attribution: Option<&str>) -> Self {
        let spec = layer.spec();
        let bounds = layer.bounds().map(|bounds| bounds.degrees());
        let center = bounds.map(|[west, south, east, north]| {
            let zoom = zoom_to_see(east - west, north - south).clamp(spec.min_zoom, spec.max_zoom);
            [(west + east) / 2.0, (south + north) / 2.0, f64::from(zoom)]
        });
        Self {
            tilejson: "3.0.0",
            name: spec.id.clone(),
            description: format!("{} / {}", spec.title_ja, spec.title_en),
            attribution: attribution.map(str::to_owned),
            scheme: "xyz",
            tiles: vec![format!("{}/{{z}}/{{x}}/{{y}}", tiles_url.trim_end_matches('/'))],
            vector_layers: vector_layers(spec),
            minzoom: spec.min_zoom,
            maxzoom: spec.max_zoom,
            bounds,
            center,
        }
    }
}

fn vector_layers(spec: &LayerSpec) -> Vec<VectorLayer> {
    let layer = |id: &str, geometry_type, fields| VectorLayer {
        id: id.to_owned(),
        description: format!("{} / {}", spec.title_ja, spec.title_en),
        minzoom: spec.min_zoom,
        maxzoom: spec.max_zoom,
        geometry_type,
        fields,
    };
    let kind = match spec.kind {
        GeometryKind::Point => "point",
        GeometryKind::Line => "line",
        GeometryKind::Polygon => "polygon",
    };
    let own: BTreeMap<String, String> = spec
        .fields
        .iter()
        .map(|field| (field.name.clone(), described(field)))
        .collect();
    let mut with_counts = own.clone();
    for field in counted_fields(spec) {
        with_counts
            .entry(field.name.clone())
            .or_insert_with(|| described(&field));
    }
    let labels = spec.label_layer.as_deref().map(|name| layer(name, "point", own));
    std::iter::once(layer(&spec.id, kind, with_counts))
        .chain(labels)
        .collect()
}

fn described(field: &Field) -> String {
    format!("{} / {}", field.description_ja, field.description_en)
}

/// The fields that tiles add to the portfolio's own.
fn counted_fields(spec: &LayerSpec) -> Vec<Field> {
    let mut fields = Vec::new();
    if spec.kind == GeometryKind::Point {
        fields.push(Field::new(
            STACK,
            "同じ位置にある件数",
            "how many stand at the same place",
        ));
    }
    if let Some(cluster) = &spec.cluster {
        fields.push(Field::new(POINT_COUNT, "まとめた件数", "how many a cluster holds"));
        fields.extend(cluster.class_keys.iter().map(|key| {
            let (ja, en) = (format!("うち {key} の件数"), format!("how many of them are {key}"));
            Field::new(&class_field(key), &ja, &en)
        }));
        fields.extend(
            cluster
                .weight_field
                .iter()
                .map(|name| Field::new(name, "合計", "sum over the cluster")),
        );
    }
    fields
}

/// The zoom at which a span of degrees fills about a screen.
fn zoom_to_see(width: f64, height: f64) -> u8 {
    let span = width.max(height).max(1e-6);
    // A cast of a float saturates; a world-wide span gives 0.
    (360.0 / span).log2().floor() as u8
}
