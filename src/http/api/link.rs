//! What belongs to what: facilities, buildings, parcels and lots.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::moment::{Moment, MomentParameters};
use super::record::RecordId;
use super::view::try_answer;
use crate::http::params::Asked;
use crate::http::problem::{Problem, ProblemBody};
use crate::http::state::State;
use crate::land::Parcel;
use crate::record::{EntityId, Kind, Record};
use crate::register::{Building, Facility, Link};
use crate::snapshot::{HasLayer, Placed, Snapshot};

/// The records that a record belongs with.
#[derive(Serialize, ToSchema)]
pub struct Links {
    pub items: Vec<PublicLink>,
}

/// A record that belongs with the one asked for.
#[derive(Serialize, ToSchema)]
#[schema(as = Link)]
pub struct PublicLink {
    /// What the link joins, and so what its areas mean: `facility_building`, `facility_parcel`, `building_parcel`, `parcel_lot`.
    #[schema(example = "facility_building")]
    role: &'static str,
    /// The kind of the other record: `facility`, `building`, `parcel` or `lot`.
    #[schema(example = "building")]
    pub kind: &'static str,
    /// The other record's id.
    #[schema(example = "B000045")]
    pub id: String,
    #[schema(example = "本館")]
    pub name: String,
    /// 専有面積 in ㎡, or the part of the lot, a decimal as text.
    #[schema(example = "812.5")]
    pub area_m2: Option<String>,
    /// 共用面積 allotted, in ㎡.
    shared_area_m2: Option<String>,
    /// The part of the second record that the first one holds, 0 to 1.
    #[schema(example = 0.35)]
    share: Option<f64>,
    /// `source`, `demo_fact` or `demo_invented` (架空).
    #[schema(example = "source")]
    provenance: &'static str,
}

impl PublicLink {
    fn new(link: &Link, of: EntityId, snapshot: &Snapshot) -> Self {
        let other = if link.from == of { link.to } else { link.from };
        Self {
            role: link.role.key(),
            kind: kind_key(other.kind),
            id: other.to_string(),
            name: snapshot.name_of(other).unwrap_or_default(),
            area_m2: link.area_m2.map(|area| area.to_string()),
            shared_area_m2: link.shared_area_m2.map(|area| area.to_string()),
            share: link.share.map(|share| share.as_f64()),
            provenance: link.provenance.key(),
        }
    }
}

/// Links join these four kinds only.
fn kind_key(kind: Kind) -> &'static str {
    match kind {
        Kind::Facility => "facility",
        Kind::Building => "building",
        Kind::Parcel => "parcel",
        _ => "lot",
    }
}

/// The links of a record that may be shown.
pub fn public_links(of: EntityId, snapshot: &Snapshot) -> Vec<PublicLink> {
    snapshot
        .links_of(of)
        .filter(|link| !tells_a_hidden_place(link, snapshot))
        .map(|link| PublicLink::new(link, of, snapshot))
        .collect()
}

/// The building or parcel of a facility whose address is hidden would tell where it is; so would the facility's name there.
fn tells_a_hidden_place(link: &Link, snapshot: &Snapshot) -> bool {
    [link.from, link.to].into_iter().any(|end| match end.kind {
        Kind::Facility => snapshot
            .facilities
            .get(end.fid)
            .is_some_and(|item| item.body.is_masked()),
        Kind::Parcel => snapshot.parcels.get(end.fid).is_some_and(|item| item.body.is_masked()),
        _ => false,
    })
}

async fn list_links<T: Record>(
    request: &HttpRequest,
    state: &State,
    id: RecordId<T>,
    moment: Moment,
) -> Result<HttpResponse, Problem>
where
    Snapshot: HasLayer<T>,
{
    try_answer(request, state, moment, move |view| {
        view.get(&id)?;
        Ok(Links {
            items: public_links(id.entity(), &view.snapshot),
        })
    })
    .await
}

/// Buildings and parcels of a facility
#[utoipa::path(get, path = "/api/facilities/{id}/links", tag = "facilities",
    params(("id" = String, Path, description = "The record's id", example = "F000001"), MomentParameters),
    responses((status = 200, body = Links), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list_facility_links(
    request: HttpRequest,
    state: web::Data<State>,
    id: RecordId<Facility>,
    Asked(moment): Asked<Moment>,
) -> Result<HttpResponse, Problem> {
    list_links(&request, &state, id, moment).await
}

/// Facilities, buildings and lots of a parcel
#[utoipa::path(get, path = "/api/parcels/{id}/links", tag = "parcels",
    params(("id" = String, Path, description = "The record's id", example = "P000001"), MomentParameters),
    responses((status = 200, body = Links), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list_parcel_links(
    request: HttpRequest,
    state: web::Data<State>,
    id: RecordId<Parcel>,
    Asked(moment): Asked<Moment>,
) -> Result<HttpResponse, Problem> {
    list_links(&request, &state, id, moment).await
}

/// Facilities and parcels of a building
#[utoipa::path(get, path = "/api/buildings/{id}/links", tag = "buildings",
    params(("id" = String, Path, description = "The record's id", example = "B000001"), MomentParameters),
    responses((status = 200, body = Links), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list_building_links(
    request: HttpRequest,
    state: web::Data<State>,
    id: RecordId<Building>,
    Asked(moment): Asked<Moment>,
) -> Result<HttpResponse, Problem> {
    list_links(&request, &state, id, moment).await
}
