//! One figure of all facilities over the years, compact: for maps and charts.

use std::collections::{BTreeMap, BTreeSet};

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use serde_json::Number;
use utoipa::{IntoParams, ToSchema};

use super::facility::FacilityParameters;
use super::figure::{PublicMetric, number};
use super::filter::{PlaceParameters, fiscal_year};
use super::moment::{Moment, MomentParameters};
use super::view::{View, try_answer};
use crate::http::params::{Asked, FromParams, Params};
use crate::http::problem::{Problem, ProblemBody};
use crate::http::state::State;
use crate::indicator::{Metric, years_of};
use crate::snapshot::FacilityFilter;
use crate::text::Message;

/// Which figure, in which years.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "the fields are the documentation of the parameters")]
pub struct SeriesParameters {
    /// A key out of `/api/metrics`: `visitors` (the default), `cost_per_m2` …
    #[param(example = "cost_per_m2")]
    metric: Option<String>,
    /// The first fiscal year.
    #[param(example = 2021)]
    from: Option<i16>,
    /// The last fiscal year.
    #[param(example = 2025)]
    to: Option<i16>,
}

/// Which figure, in which years.
pub struct Wanted {
    metric: String,
    from: Option<i16>,
    to: Option<i16>,
}

impl FromParams for Wanted {
    fn read(params: &mut Params) -> Self {
        Self {
            metric: params.text("metric").unwrap_or_else(|| "visitors".to_owned()),
            from: fiscal_year(params, "from"),
            to: fiscal_year(params, "to"),
        }
    }
}

/// One figure of many facilities.
#[derive(Serialize, ToSchema)]
#[schema(as = Series)]
pub struct FacilitySeries {
    metric: PublicMetric,
    /// The years in which any of the facilities has a value, the earliest first.
    #[schema(example = json!([2023, 2024]))]
    fiscal_years: Vec<i16>,
    /// By feature id, as in tiles: one value for each of the fiscal years, null where there is none. Facilities without any
    /// value are left out.
    #[schema(value_type = BTreeMap<String, Vec<Option<f64>>>, example = json!({ "1": [51275, null] }))]
    values: BTreeMap<u32, Vec<Option<Number>>>,
}

impl FacilitySeries {
    fn of(metric: &Metric, filter: &FacilityFilter, wanted: &Wanted, view: &View) -> Self {
        let within = |year: i16| wanted.from.is_none_or(|from| from <= year) && wanted.to.is_none_or(|to| year <= to);
        let mut by_facility: BTreeMap<u32, BTreeMap<i16, Number>> = BTreeMap::new();
        let mut years = BTreeSet::new();
        for item in filter.select(&view.snapshot.facilities) {
            for figures in years_of(&view.snapshot, &view.measures, item.fid, &item.body) {
                let year = figures.year.number();
                let value = metric.value(&figures).known().copied();
                if let Some(value) = value
                    .and_then(|value| number(metric.rounded(value)))
                    .filter(|_| within(year))
                {
                    by_facility.entry(item.fid.0).or_default().insert(year, value);
                    years.insert(year);
                }
            }
        }
        let in_order = |mut by_year: BTreeMap<i16, Number>| years.iter().map(|year| by_year.remove(year)).collect();
        let values = by_facility
            .into_iter()
            .map(|(fid, by_year)| (fid, in_order(by_year)))
            .collect();
        Self {
            metric: PublicMetric::new(metric),
            fiscal_years: years.iter().copied().collect(),
            values,
        }
    }
}

/// One figure of all facilities that fulfil the filters, by fiscal year
#[utoipa::path(get, path = "/api/series/facilities", tag = "years",
    params(SeriesParameters, FacilityParameters, PlaceParameters, MomentParameters),
    responses((status = 200, body = FacilitySeries), (status = 400, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list_facility_series(
    request: HttpRequest,
    state: web::Data<State>,
    asked: Asked<(Wanted, FacilityFilter, Moment)>,
) -> Result<HttpResponse, Problem> {
    let Asked((wanted, filter, moment)) = asked;
    try_answer(&request, &state, moment, move |view| {
        let metric = Metric::parse(&wanted.metric, &view.measures).ok_or_else(|| unknown(&wanted.metric))?;
        Ok(FacilitySeries::of(&metric, &filter, &wanted, view))
    })
    .await
}

fn unknown(key: &str) -> Problem {
    let shown: String = key.chars().take(60).collect();
    let message = Message::new(
        format!("metric「{shown}」は使えません。一覧は /api/metrics にあります。"),
        format!("metric cannot be {shown:?}. They are listed in /api/metrics."),
    );
    Problem::parameter("metric", message)
}
