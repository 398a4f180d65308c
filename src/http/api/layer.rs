//! The public reference layers: what they are, and their features as a table. Internal ones are as if they were not there.

use std::collections::{BTreeMap, HashMap};

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use super::filter::{bbox, words};
use super::moment::Moment;
use super::page::{Page, Paging};
use super::view::{View, answer};
use crate::geometry::{Bbox, ShapeKind};
use crate::http::params::{Asked, FromParams, Params};
use crate::http::problem::{Problem, ProblemBody};
use crate::http::state::State;
use crate::record::Fid;
use crate::reference::{FieldKind, Layer, LayerFeature};
use crate::snapshot::{Item, Snapshot, Words};
use crate::text::{Message, search_key};

/// A reference layer.
#[derive(Serialize, ToSchema)]
pub struct LayerSummary {
    /// The layer's name in the addresses of tiles.
    #[schema(example = "land_price")]
    id: String,
    title_ja: String,
    title_en: String,
    /// `point`, `line`, `polygon`, `mixed`, or `none` for a table.
    #[schema(example = "polygon")]
    geometry: &'static str,
    count: usize,
}

/// The public reference layers.
#[derive(Serialize, ToSchema)]
pub struct Layers {
    items: Vec<PublicLayer>,
}

/// A reference layer with its columns.
#[derive(Serialize, ToSchema)]
pub struct PublicLayer {
    /// The layer's name in the addresses of tiles.
    #[schema(example = "land_price")]
    id: String,
    title_ja: String,
    title_en: String,
    /// `point`, `line`, `polygon`, `mixed`, or `none` for a table.
    #[schema(example = "polygon")]
    geometry: &'static str,
    count: usize,
    fields: Vec<LayerColumn>,
    /// West, south, east, north in degrees, around all features.
    bounds: Option<[f64; 4]>,
    /// `source`, or `demo_invented` (架空).
    #[schema(example = "source")]
    provenance: &'static str,
}

/// A column of a layer.
#[derive(Serialize, ToSchema)]
pub struct LayerColumn {
    #[schema(example = "L01_006")]
    name: String,
    /// `text`, `integer`, `number`, `bool`, `date` or `json`.
    #[schema(example = "integer")]
    kind: &'static str,
}

/// A feature of a layer, as a row of its table.
#[derive(Serialize, ToSchema)]
pub struct PublicLayerFeature {
    /// The feature id in tiles.
    #[schema(example = 123)]
    fid: u32,
    /// Its number in the file that it came from.
    #[schema(example = 1)]
    ordinal: u32,
    /// The file's own attributes, as they were.
    #[schema(value_type = Object)]
    properties: BTreeMap<String, Value>,
    /// Longitude and latitude in degrees of a point that stands for the shape.
    centre: Option<[f64; 2]>,
    /// West, south, east, north in degrees.
    bbox: Option<[f64; 4]>,
}

/// The layers that everybody may see, as far as the first screen needs them.
pub(super) fn summaries(snapshot: &Snapshot) -> Vec<LayerSummary> {
    let extents = extents(snapshot);
    public(snapshot)
        .map(|item| summary(item, extents.get(&item.fid).copied().unwrap_or_default()))
        .collect()
}

fn public(snapshot: &Snapshot) -> impl Iterator<Item = &Item<Layer>> {
    snapshot
        .layers
        .iter()
        .map(|item| &**item)
        .filter(|item| !item.body.internal)
}

/// What the features of a layer are together.
#[derive(Clone, Copy, Default)]
struct Extent {
    count: usize,
    kind: Option<ShapeKind>,
    bounds: Option<Bbox>,
}

fn extents(snapshot: &Snapshot) -> HashMap<Fid, Extent> {
    let mut extents: HashMap<Fid, Extent> = HashMap::new();
    for item in snapshot.layer_features.iter() {
        let extent = extents.entry(item.body.layer).or_default();
        extent.count += 1;
        let Some(shape) = &item.shape else { continue };
        let bbox = shape.bbox();
        extent.bounds = Some(extent.bounds.map_or(bbox, |all| all.union(&bbox)));
        extent.kind = match extent.kind {
            Some(all) if all != shape.kind() => Some(ShapeKind::Mixed),
            _ => Some(shape.kind()),
        };
    }
    extents
}

fn summary(item: &Item<Layer>, extent: Extent) -> LayerSummary {
    LayerSummary {
        id: item.body.name.to_string(),
        title_ja: item.body.title.clone(),
        title_en: item.body.title.clone(),
        geometry: extent.kind.map_or("none", kind_key),
        count: extent.count,
    }
}

fn kind_key(kind: ShapeKind) -> &'static str {
    match kind {
        ShapeKind::Point => "point",
        ShapeKind::Line => "line",
        ShapeKind::Polygon => "polygon",
        ShapeKind::Mixed => "mixed",
    }
}

fn field_key(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Text => "text",
        FieldKind::Integer => "integer",
        FieldKind::Number => "number",
        FieldKind::Bool => "bool",
        FieldKind::Date => "date",
        FieldKind::Json => "json",
    }
}

/// The public reference layers
#[utoipa::path(get, path = "/api/layers", tag = "layers", responses((status = 200, body = Layers)))]
pub async fn list_layers(request: HttpRequest, state: web::Data<State>, _: Asked<()>) -> Result<HttpResponse, Problem> {
    answer(&request, &state, Moment::Now, |view| {
        let extents = extents(&view.snapshot);
        let present = |item: &Item<Layer>| {
            let extent = extents.get(&item.fid).copied().unwrap_or_default();
            let fields = item.body.fields.iter().map(|field| LayerColumn {
                name: field.name.clone(),
                kind: field_key(field.kind),
            });
            let LayerSummary {
                id,
                title_ja,
                title_en,
                geometry,
                count,
            } = summary(item, extent);
            PublicLayer {
                id,
                title_ja,
                title_en,
                geometry,
                count,
                fields: fields.collect(),
                bounds: extent.bounds.map(Bbox::to_array),
                provenance: item.body.provenance.key(),
            }
        };
        Layers {
            items: public(&view.snapshot).map(present).collect(),
        }
    })
    .await
}

/// Which features of a layer.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "the fields are the documentation of the parameters")]
pub struct LayerFeatureParameters {
    /// Words that must all occur in the attributes. Widths, kana and hyphens are folded.
    #[param(example = "北区")]
    q: Option<String>,
    /// West, south, east, north in degrees: features whose extent meets the box.
    #[param(example = "135.4,34.6,135.6,34.8")]
    bbox: Option<String>,
}

/// What [`LayerFeatureParameters`] become.
pub struct LayerFeatureFilter {
    words: Words,
    bbox: Option<Bbox>,
}

impl FromParams for LayerFeatureFilter {
    fn read(params: &mut Params) -> Self {
        Self {
            words: words(params),
            bbox: bbox(params),
        }
    }
}

impl LayerFeatureFilter {
    fn holds(&self, item: &Item<LayerFeature>) -> bool {
        let meets = |bbox: &Bbox| item.bbox().is_some_and(|own| own.intersects(bbox));
        self.bbox.as_ref().is_none_or(meets) && self.words.all_in(&text_of(&item.body))
    }
}

/// What a search in a feature's attributes looks through.
fn text_of(feature: &LayerFeature) -> String {
    let values = feature.properties.values().map(|value| match value {
        Value::String(text) => search_key(text),
        Value::Null => String::new(),
        other => other.to_string(),
    });
    values.collect::<Vec<_>>().join("\n")
}

/// The features of a public reference layer, in the order of their file
#[utoipa::path(get, path = "/api/layers/{name}/features", tag = "layers",
    params(("name" = String, Path, description = "The layer's id", example = "land_price"), LayerFeatureParameters, Paging),
    responses((status = 200, body = Page<PublicLayerFeature>),
        (status = 400, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list_layer_features(
    request: HttpRequest,
    state: web::Data<State>,
    name: web::Path<String>,
    asked: Asked<(LayerFeatureFilter, Paging)>,
) -> Result<HttpResponse, Problem> {
    let Asked((filter, paging)) = asked;
    let snapshot = View::of(&state).snapshot;
    let found = public(&snapshot).find(|item| item.body.name.as_str() == *name);
    let layer = found.map(|item| item.fid).ok_or_else(|| no_layer(&name))?;
    answer(&request, &state, Moment::Now, move |view| {
        let features = view.snapshot.layer_features.iter();
        let mut selected: Vec<_> = features
            .filter(|item| item.body.layer == layer && filter.holds(item))
            .collect();
        selected.sort_by_key(|item| item.body.ordinal);
        Page::of(&selected, paging, view.snapshot.version(), |item| PublicLayerFeature {
            fid: item.fid.0,
            ordinal: item.body.ordinal,
            properties: item.body.properties.clone(),
            centre: item.shape.as_ref().map(|shape| shape.centre().into()),
            bbox: item.bbox().map(|bbox| bbox.to_array()),
        })
    })
    .await
}

fn no_layer(name: &str) -> Problem {
    let shown: String = name.chars().take(64).collect();
    Problem::not_found(Message::new(
        format!("公開レイヤー {shown} はありません。レイヤーの一覧は /api/layers にあります。"),
        format!("There is no public layer {shown}. The layers are listed in /api/layers."),
    ))
}
