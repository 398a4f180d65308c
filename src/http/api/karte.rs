//! 施設カルテ: all that a sheet about one facility shows, in one answer.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::building::PublicBuilding;
use super::condition::{PublicConditions, buildings_of};
use super::facility::PublicFacility;
use super::flag::{QualityFlag, flags};
use super::history::PublicForm;
use super::link::{PublicLink, public_links};
use super::moment::{Moment, MomentParameters};
use super::peer::PublicPeers;
use super::record::{RecordId, Seen};
use super::view::{View, try_answer};
use super::work::WorksList;
use super::year::Years;
use crate::calendar::FiscalYear;
use crate::http::params::Asked;
use crate::http::problem::{Problem, ProblemBody};
use crate::http::state::State;
use crate::register::Facility;
use crate::snapshot::{FacilityFilter, Item, Near, PlaceFilter};

/// The sheet of a facility.
#[derive(Serialize, ToSchema)]
pub struct Karte {
    facility: PublicFacility,
    /// 経過年数: the fiscal year of 基準日 less that of building.
    #[schema(example = 47)]
    age_years: Option<i16>,
    buildings: Vec<PublicBuilding>,
    /// What it belongs with, buildings included, with areas and shares.
    links: Vec<PublicLink>,
    condition: PublicConditions,
    works: WorksList,
    years: Years,
    peers: PublicPeers,
    /// Null where the facility has no position that may be shown.
    nearby: Option<Nearby>,
    /// What the reader should know about these data.
    flags: Vec<QualityFlag>,
}

/// Facilities in walking distance.
#[derive(Serialize, ToSchema)]
pub struct Nearby {
    within_500_m: NearbyCount,
    within_1_km: NearbyCount,
    /// The nearest, at most twelve.
    nearest: Vec<NearbyFacility>,
}

/// How many there are, the facility itself not counted.
#[derive(Default, Serialize, ToSchema)]
pub struct NearbyCount {
    #[schema(example = 14)]
    facilities: usize,
    /// Of the same class (小分類).
    #[schema(example = 2)]
    alike: usize,
}

/// A facility in walking distance.
#[derive(Serialize, ToSchema)]
pub struct NearbyFacility {
    #[schema(example = "F000004")]
    id: String,
    name: String,
    class_ja: Option<String>,
    class_en: Option<String>,
    /// Straight distance in metres.
    #[schema(example = 320)]
    distance_m: u32,
    /// Whether it is of the same class.
    alike: bool,
}

const NEAR_M: f64 = 500.0;
const FAR_M: f64 = 1_000.0;
const NEAREST: usize = 12;

impl Nearby {
    fn of(item: &Item<Facility>, view: &View) -> Option<Self> {
        let (lon, lat) = item.drawn_shape()?.centre();
        let near = Near {
            lon,
            lat,
            radius_m: FAR_M,
        };
        let filter = FacilityFilter {
            place: PlaceFilter {
                near: Some(near),
                ..PlaceFilter::default()
            },
            ..FacilityFilter::default()
        };
        let around = filter.select(&view.snapshot.facilities);
        let mut others: Vec<(f64, &Item<Facility>)> = around
            .iter()
            .filter(|other| other.fid != item.fid)
            .filter_map(|other| Some((near.distance_m(other.drawn_shape()?), other.as_ref())))
            .collect();
        others.sort_by(|(one, a), (other, b)| one.total_cmp(other).then(a.fid.cmp(&b.fid)));
        let alike = |other: &Item<Facility>| item.body.class.is_some() && other.body.class == item.body.class;
        let count = |radius_m: f64| {
            let within = || others.iter().filter(|(distance_m, _)| *distance_m <= radius_m);
            NearbyCount {
                facilities: within().count(),
                alike: within().filter(|(_, other)| alike(other)).count(),
            }
        };
        let present = |(distance_m, other): &(f64, &Item<Facility>)| {
            let class = other.body.class.as_ref().map(|class| class.as_str());
            NearbyFacility {
                id: other.id().to_string(),
                name: other.body.name.clone(),
                class_ja: class.and_then(|class| view.label_ja("facility_classes", class)),
                class_en: class.and_then(|class| view.label_en("facility_classes", class)),
                distance_m: distance_m.round() as u32,
                alike: alike(other),
            }
        };
        Some(Self {
            within_500_m: count(NEAR_M),
            within_1_km: count(FAR_M),
            nearest: others.iter().take(NEAREST).map(present).collect(),
        })
    }
}

impl Karte {
    fn of(item: &Item<Facility>, view: &View) -> Self {
        let buildings = buildings_of(item.id(), view);
        let condition = PublicConditions::of_facility(item.id(), &item.body, view);
        let years = Years::of(item, view);
        let this_year = FiscalYear::of(view.day).map(|year| year.number());
        Self {
            facility: PublicFacility::new(&Seen::now(item), view),
            age_years: item
                .body
                .built_fy()
                .zip(this_year)
                .map(|(built, now)| (now - built).max(0)),
            buildings: buildings
                .iter()
                .filter_map(|building| view.snapshot.buildings.get(building.fid))
                .map(|building| PublicBuilding::new(&Seen::now(building), view))
                .collect(),
            links: public_links(item.id(), &view.snapshot),
            works: WorksList::on_facility(item.id(), view),
            peers: PublicPeers::of(item, view),
            nearby: Nearby::of(item, view),
            flags: flags(item, &buildings, &condition, &years, view),
            condition,
            years,
        }
    }
}

/// All that the sheet of a facility (施設カルテ) shows
#[utoipa::path(get, path = "/api/facilities/{id}/karte", tag = "facilities",
    params(("id" = String, Path, description = "The record's id", example = "F000001"), MomentParameters),
    responses((status = 200, body = Karte), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn read_facility_karte(
    request: HttpRequest,
    state: web::Data<State>,
    id: RecordId<Facility>,
    Asked(moment): Asked<Moment>,
) -> Result<HttpResponse, Problem> {
    try_answer(&request, &state, moment, move |view| {
        Ok(Karte::of(view.get(&id)?.as_ref(), view))
    })
    .await
}
