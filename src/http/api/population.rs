//! Population of wards and municipalities at dates, with projections.

use std::collections::BTreeMap;

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::filter::wards;
use super::moment::{Moment, MomentParameters};
use super::view::{View, answer};
use crate::area::Population;
use crate::http::params::{Asked, FromParams, Params};
use crate::http::problem::{Problem, ProblemBody};
use crate::http::state::State;
use crate::record::MunicipalityCode;

/// Of which wards.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "the field is the documentation of the parameter")]
pub struct WardParameter {
    /// Six-digit codes of wards or municipalities, any of them.
    #[param(example = "271021,271276")]
    ward: Option<String>,
}

/// Of which wards; of all where none is named.
pub struct Wards(Vec<MunicipalityCode>);

impl FromParams for Wards {
    fn read(params: &mut Params) -> Self {
        Self(wards(params))
    }
}

/// Populations, in order of area and date.
#[derive(Serialize, ToSchema)]
pub struct Populations {
    items: Vec<PublicPopulation>,
}

/// The population of an area at a date.
#[derive(Serialize, ToSchema)]
#[schema(as = Population)]
pub struct PublicPopulation {
    /// Six-digit code of the ward or municipality.
    #[schema(example = "271276")]
    ward_code: String,
    #[schema(example = "北区")]
    name: String,
    /// The day or year: `2020`, `2021-06`, `2021-06-01`.
    #[schema(example = "2020")]
    date: String,
    /// Whether the date lies after 基準日: then the figure is a projection (推計).
    projected: bool,
    #[schema(example = 139_376)]
    total: u64,
    male: Option<u64>,
    female: Option<u64>,
    households: Option<u64>,
    /// People by age, `0-14`, `65-`.
    #[schema(example = json!({ "0-14": 14000, "65-": 27000 }))]
    by_age: BTreeMap<String, u64>,
    /// `source`, `demo_fact` or `demo_invented` (架空).
    #[schema(example = "source")]
    provenance: &'static str,
}

impl PublicPopulation {
    fn new(population: &Population, view: &View) -> Self {
        Self {
            ward_code: population.area.to_string(),
            name: population.name.clone(),
            date: population.as_of.clone(),
            // ISO dates compare as texts, whatever their precision.
            projected: population.as_of > view.day.to_string(),
            total: population.total,
            male: population.male,
            female: population.female,
            households: population.households,
            by_age: population
                .by_age
                .iter()
                .map(|(band, people)| (band.to_string(), *people))
                .collect(),
            provenance: population.provenance.key(),
        }
    }
}

/// Population of wards at dates, with projections
#[utoipa::path(get, path = "/api/populations", tag = "about", params(WardParameter, MomentParameters),
    responses((status = 200, body = Populations), (status = 400, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list_populations(
    request: HttpRequest,
    state: web::Data<State>,
    asked: Asked<(Wards, Moment)>,
) -> Result<HttpResponse, Problem> {
    let Asked((Wards(wards), moment)) = asked;
    answer(&request, &state, moment, move |view| {
        let all = view.snapshot.populations.iter().map(|item| &item.body);
        let mut wanted: Vec<&Population> = all
            .filter(|population| wards.is_empty() || wards.contains(&population.area))
            .collect();
        wanted.sort_by(|a, b| (a.area, &a.as_of).cmp(&(b.area, &b.as_of)));
        Populations {
            items: wanted
                .iter()
                .map(|population| PublicPopulation::new(population, view))
                .collect(),
        }
    })
    .await
}
