//! The records that fulfil the filters, as points in columns: all that a map needs to draw, count and colour them itself.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::facility::FacilityParameters;
use super::filter::PlaceParameters;
use super::moment::{Moment, MomentParameters};
use super::parcel::ParcelParameters;
use super::view::answer;
use crate::http::params::Asked;
use crate::http::problem::{Problem, ProblemBody};
use crate::http::state::State;
use crate::land::{Lending, Policy};
use crate::snapshot::{FacilityFilter, Item, ParcelFilter, Placed};

/// Where records are. The columns are equally long; the n-th entries of all belong together.
#[derive(Default, Serialize, ToSchema)]
pub struct Points {
    /// The version of the portfolio that answered.
    #[schema(example = 7)]
    version: u64,
    /// How many records fulfil the filters: those without a position that may be shown are counted and not listed.
    matched: usize,
    /// Feature ids, as in tiles.
    fid: Vec<u32>,
    /// Longitudes in degrees, to about a centimetre.
    lon: Vec<f64>,
    /// Latitudes in degrees.
    lat: Vec<f64>,
    /// `exact`, `block` or `town`.
    accuracy: Vec<&'static str>,
    name: Vec<String>,
}

impl Points {
    fn of<T: Placed>(items: &[std::sync::Arc<Item<T>>], version: u64) -> Self {
        let mut points = Self {
            version,
            matched: items.len(),
            ..Self::default()
        };
        for (item, (lon, lat)) in drawn(items) {
            points.fid.push(item.fid.0);
            points.lon.push(rounded(lon));
            points.lat.push(rounded(lat));
            points
                .accuracy
                .push(item.body.shown_accuracy(item.shape.as_deref()).key());
            points.name.push(item.body.label().to_owned());
        }
        points
    }
}

/// Facilities as points.
#[derive(Serialize, ToSchema)]
pub struct FacilityPoints {
    points: Points,
    /// 大分類: the major part of `class_key`.
    class: Vec<Option<String>>,
    /// The fiscal year in which each was built.
    built_fy: Vec<Option<i16>>,
}

/// Parcels as points.
#[derive(Serialize, ToSchema)]
pub struct ParcelPoints {
    points: Points,
    number: Vec<String>,
    policy: Vec<Option<&'static str>>,
    lending: Vec<Option<&'static str>>,
}

/// Those that may be drawn, with the point that stands for each.
fn drawn<T: Placed>(items: &[std::sync::Arc<Item<T>>]) -> impl Iterator<Item = (&Item<T>, (f64, f64))> {
    items
        .iter()
        .filter_map(|item| Some((&**item, item.drawn_shape()?.centre())))
}

/// Seven places are a centimetre; more would only make the answer longer.
fn rounded(degrees: f64) -> f64 {
    (degrees * 1e7).round() / 1e7
}

/// Facilities that fulfil all filters, as points in columns
#[utoipa::path(get, path = "/api/facilities/points", tag = "facilities",
    params(FacilityParameters, PlaceParameters, MomentParameters),
    responses((status = 200, body = FacilityPoints), (status = 400, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn facility_points(
    request: HttpRequest,
    state: web::Data<State>,
    asked: Asked<(FacilityFilter, Moment)>,
) -> Result<HttpResponse, Problem> {
    let Asked((filter, moment)) = asked;
    answer(&request, &state, moment, move |view| {
        let selected = filter.select(&view.snapshot.facilities);
        let facilities = || drawn(&selected).map(|(item, _)| &item.body);
        FacilityPoints {
            class: facilities()
                .map(|facility| facility.class_major().map(str::to_owned))
                .collect(),
            built_fy: facilities().map(|facility| facility.built_fy()).collect(),
            points: Points::of(&selected, view.snapshot.version().0),
        }
    })
    .await
}

/// Parcels that fulfil all filters, as points in columns
#[utoipa::path(get, path = "/api/parcels/points", tag = "parcels",
    params(ParcelParameters, PlaceParameters, MomentParameters),
    responses((status = 200, body = ParcelPoints), (status = 400, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn parcel_points(
    request: HttpRequest,
    state: web::Data<State>,
    asked: Asked<(ParcelFilter, Moment)>,
) -> Result<HttpResponse, Problem> {
    let Asked((filter, moment)) = asked;
    answer(&request, &state, moment, move |view| {
        let selected = filter.select(&view.snapshot.parcels);
        let parcels = || drawn(&selected).map(|(item, _)| &item.body);
        ParcelPoints {
            number: parcels().map(|parcel| parcel.number.text().to_owned()).collect(),
            policy: parcels().map(|parcel| parcel.policy.map(Policy::key)).collect(),
            lending: parcels().map(|parcel| parcel.lending.map(Lending::key)).collect(),
            points: Points::of(&selected, view.snapshot.version().0),
        }
    })
    .await
}
