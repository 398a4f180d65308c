//! Search over wards, facilities, parcels and released vacancies.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::moment::Moment;
use super::view::answer;
use crate::http::params::{Asked, FromParams, Params};
use crate::http::problem::{Problem, ProblemBody};
use crate::http::state::State;
use crate::record::{EntityId, Kind};
use crate::snapshot::{Item, Placed, Snapshot, search};
use crate::text::Message;

/// What is looked for.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SearchParameters {
    /// Words of a name, reading, address, lot or number. All must occur; widths, kana and hyphens are folded.
    #[param(example = "図書館")]
    q: String,
    /// At most this many hits, the best first.
    #[param(minimum = 1, maximum = 50, default = 10, example = 10)]
    limit: usize,
}

impl FromParams for SearchParameters {
    fn read(params: &mut Params) -> Self {
        let q = params.text("q");
        if q.is_none() {
            let message = Message::new("q に探す言葉を指定してください。", "Give the words to look for in q.");
            params.refuse("q", message);
        }
        let limit = params
            .integer("limit", 1..=50)
            .and_then(|limit| usize::try_from(limit).ok());
        Self {
            q: q.unwrap_or_default(),
            limit: limit.unwrap_or(10),
        }
    }
}

/// What was found, the best first.
#[derive(Serialize, ToSchema)]
pub struct Found {
    items: Vec<FoundRecord>,
}

/// A record that was found.
#[derive(Serialize, ToSchema)]
pub struct FoundRecord {
    /// `facility`, `parcel`, `vacancy` or `ward`.
    #[schema(example = "facility")]
    kind: &'static str,
    /// The record's id; of a ward its six-digit code.
    #[schema(example = "F000123")]
    id: String,
    #[schema(example = "中央図書館")]
    name: String,
    /// What tells it from its namesakes: the address, the number and place, the English name.
    detail: String,
    /// Longitude in degrees, where a position may be shown.
    lon: Option<f64>,
    /// Latitude in degrees.
    lat: Option<f64>,
    /// `exact`, `block` or `town`; `ward` for what is known by its ward only, and so on.
    accuracy: Option<&'static str>,
}

/// Facilities, parcels, released vacancies and wards by their texts
#[utoipa::path(get, path = "/api/search", tag = "search", params(SearchParameters),
    responses((status = 200, body = Found), (status = 400, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn find(
    request: HttpRequest,
    state: web::Data<State>,
    asked: Asked<SearchParameters>,
) -> Result<HttpResponse, Problem> {
    let Asked(SearchParameters { q, limit }) = asked;
    answer(&request, &state, Moment::Now, move |view| {
        let hits = search(&view.snapshot, &q, limit);
        Found {
            items: hits
                .iter()
                .filter_map(|hit| present(hit.entity, &view.snapshot))
                .collect(),
        }
    })
    .await
}

fn present(entity: EntityId, snapshot: &Snapshot) -> Option<FoundRecord> {
    match entity.kind {
        Kind::Facility => snapshot.facilities.get(entity.fid).map(|item| {
            let detail = item
                .body
                .address
                .text
                .clone()
                .unwrap_or_else(|| item.body.number.clone());
            placed("facility", item, item.body.name.clone(), detail)
        }),
        Kind::Parcel => snapshot.parcels.get(entity.fid).map(|item| {
            let parcel = &item.body;
            let parts = [
                Some(parcel.number.text()),
                parcel.address.municipality_text.as_deref(),
                parcel.address.town.as_deref(),
            ];
            let detail = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
            let name = if parcel.name.is_empty() {
                parcel.number.text().to_owned()
            } else {
                parcel.name.clone()
            };
            placed("parcel", item, name, detail)
        }),
        Kind::Vacancy => snapshot.vacancies.get(entity.fid).map(|item| {
            let place = snapshot.vacancy_place(&item.body);
            let centre = place.map(|place| place.shape.centre());
            FoundRecord {
                kind: "vacancy",
                id: item.id().to_string(),
                name: item.body.name.clone(),
                detail: item.body.part.clone().unwrap_or_default(),
                lon: centre.map(|(lon, _)| lon),
                lat: centre.map(|(_, lat)| lat),
                accuracy: Some(place.map_or("none", |place| place.accuracy.key())),
            }
        }),
        Kind::Ward => snapshot.wards.get(entity.fid).map(|item| {
            let centre = item.shape.as_ref().map(|shape| shape.centre());
            FoundRecord {
                kind: "ward",
                id: item.body.code.to_string(),
                name: item.body.name.clone(),
                detail: item.body.name_en.clone().unwrap_or_default(),
                lon: centre.map(|(lon, _)| lon),
                lat: centre.map(|(_, lat)| lat),
                accuracy: None,
            }
        }),
        _ => None,
    }
}

fn placed<T: Placed>(kind: &'static str, item: &Item<T>, name: String, detail: String) -> FoundRecord {
    let centre = item.drawn_shape().map(|shape| shape.centre());
    FoundRecord {
        kind,
        id: item.id().to_string(),
        name,
        detail,
        lon: centre.map(|(lon, _)| lon),
        lat: centre.map(|(_, lat)| lat),
        accuracy: Some(item.body.shown_accuracy(item.shape.as_deref()).key()),
    }
}
