//! The polygons of public reference layers, to choose an area from.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::geometry::ShapeKind;
use crate::http::api::moment::{Moment, MomentParameters};
use crate::http::api::view::answer;
use crate::http::params::Asked;
use crate::http::problem::{Problem, ProblemBody};
use crate::http::state::State;
use crate::reference::{Layer, LayerFeature};
use crate::snapshot::Snapshot;

/// A layer of streets or buildings is nothing to choose from.
const MOST_FEATURES: usize = 2_000;

/// Layers whose polygons can be asked about.
#[derive(Serialize, ToSchema)]
pub struct AreaChoices {
    layers: Vec<AreaLayer>,
}

/// A layer of polygons.
#[derive(Serialize, ToSchema)]
pub struct AreaLayer {
    id: String,
    title: String,
    features: Vec<AreaChoice>,
}

/// A polygon.
#[derive(Serialize, ToSchema)]
pub struct AreaChoice {
    /// As `feature` of /api/area takes it.
    #[schema(example = "X000012")]
    id: String,
    name: String,
}

/// The polygons of public reference layers, by layer
#[utoipa::path(get, path = "/api/area/choices", tag = "areas", params(MomentParameters),
    responses((status = 200, body = AreaChoices), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list_choices(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(moment): Asked<Moment>,
) -> Result<HttpResponse, Problem> {
    answer(&request, &state, moment, |view| AreaChoices {
        layers: layers(&view.snapshot),
    })
    .await
}

fn layers(snapshot: &Snapshot) -> Vec<AreaLayer> {
    let public = snapshot.layers.iter().filter(|layer| !layer.body.internal);
    let with_polygons = public.filter_map(|layer| {
        let features = snapshot.layer_features.iter().filter(|feature| {
            let polygon = feature.shape.as_ref().map(|shape| shape.kind()) == Some(ShapeKind::Polygon);
            feature.body.layer == layer.fid && polygon
        });
        let mut choices: Vec<AreaChoice> = features
            .take(MOST_FEATURES + 1)
            .map(|feature| AreaChoice {
                id: feature.id().to_string(),
                name: label(&layer.body, &feature.body),
            })
            .collect();
        if choices.is_empty() || choices.len() > MOST_FEATURES {
            return None;
        }
        choices.sort_by(|a, b| a.name.cmp(&b.name));
        Some(AreaLayer {
            id: layer.body.name.to_string(),
            title: layer.body.title.clone(),
            features: choices,
        })
    });
    with_polygons.collect()
}

/// What a feature is called: the column that is named after a name, else the first text that is no number.
pub fn label(layer: &Layer, feature: &LayerFeature) -> String {
    let text = |name: &str| match feature.properties.get(name) {
        Some(Value::String(text)) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        _ => None,
    };
    let is_name = |name: &str| {
        let lower = name.to_lowercase();
        lower.contains("name") || name.contains("名")
    };
    let names = layer.fields.iter().map(|field| field.name.as_str());
    let named = names.clone().filter(|name| is_name(name)).find_map(text);
    let telling = |text: &String| text.parse::<f64>().is_err();
    named
        .or_else(|| names.filter_map(text).find(telling))
        .unwrap_or_else(|| format!("#{}", feature.ordinal))
}
