//! What the portfolio holds, for the first screen.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::layer::{LayerSummary, summaries};
use super::moment::{Moment, MomentParameters};
use super::view::answer;
use crate::geometry::Bbox;
use crate::http::params::Asked;
use crate::http::problem::{Problem, ProblemBody};
use crate::http::state::State;
use crate::record::Provenance;
use crate::snapshot::{Layer, Placed, Snapshot};

/// The portfolio in figures.
#[derive(Serialize, ToSchema)]
pub struct Summary {
    /// Counts the commits; names this state of the portfolio.
    #[schema(example = 7)]
    version: u64,
    title_ja: String,
    title_en: String,
    /// Whether any facility or parcel is 架空 (made up).
    demo: bool,
    /// 基準日: the day that the facts describe.
    #[schema(example = "2025-04-01")]
    data_date: Option<String>,
    counts: Counts,
    /// West, south, east, north in degrees, around all that is drawn.
    bounds: Option<[f64; 4]>,
    /// The reference layers that everybody may see.
    layers: Vec<LayerSummary>,
}

/// How many records there are.
#[derive(Serialize, ToSchema)]
pub struct Counts {
    facilities: usize,
    parcels: usize,
    buildings: usize,
    wards: usize,
    /// Released ones.
    vacancies: usize,
}

/// The portfolio in figures
#[utoipa::path(get, path = "/api/summary", tag = "about", params(MomentParameters),
    responses((status = 200, body = Summary), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn read_summary(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(moment): Asked<Moment>,
) -> Result<HttpResponse, Problem> {
    let site = state.site.clone();
    answer(&request, &state, moment, move |view| {
        let snapshot = &view.snapshot;
        Summary {
            version: snapshot.version().0,
            title_ja: site.title_ja,
            title_en: site.title_en,
            demo: is_demo(snapshot),
            data_date: view.data_date(),
            counts: Counts {
                facilities: snapshot.facilities.len(),
                parcels: snapshot.parcels.len(),
                buildings: snapshot.buildings.len(),
                wards: snapshot.wards.len(),
                vacancies: snapshot.vacancies.iter().filter(|item| item.body.released).count(),
            },
            bounds: bounds(snapshot).map(Bbox::to_array),
            layers: summaries(snapshot),
        }
    })
    .await
}

/// Whether any facility or parcel is made up.
pub fn is_demo(snapshot: &Snapshot) -> bool {
    let invented = |provenance: Provenance| provenance == Provenance::DemoInvented;
    snapshot.facilities.iter().any(|item| invented(item.body.provenance))
        || snapshot.parcels.iter().any(|item| invented(item.body.provenance))
}

/// Where a map opens: around the wards. A facility in another city must not make them small; without wards it is
/// around what everybody may see, for hidden shapes must not show in the corners either.
fn bounds(snapshot: &Snapshot) -> Option<Bbox> {
    let records = || {
        let records = [drawn_bounds(&snapshot.facilities), drawn_bounds(&snapshot.parcels)];
        records.into_iter().flatten().reduce(|all, one| all.union(&one))
    };
    snapshot.wards.bounds().or_else(records)
}

fn drawn_bounds<T: Placed>(layer: &Layer<T>) -> Option<Bbox> {
    layer
        .iter()
        .filter_map(|item| item.drawn_shape().map(|shape| shape.bbox()))
        .reduce(|all, one| all.union(&one))
}
