//! Use, accounts and indicators of a facility by fiscal year. Remarks are internal.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::figure::{PublicMetric, YearValue};
use super::moment::{Moment, MomentParameters};
use super::record::RecordId;
use super::view::{View, try_answer};
use crate::http::etag::json_by_content;
use crate::http::params::Asked;
use crate::http::problem::{Problem, ProblemBody};
use crate::http::state::State;
use crate::indicator::{Indicator, Metric, YearFigures, years_of};
use crate::register::Facility;
use crate::snapshot::Item;

/// The recorded years of a facility.
#[derive(Serialize, ToSchema)]
pub struct Years {
    /// The facility's id.
    #[schema(example = "F000001")]
    id: String,
    /// The years in which anything was recorded, the earliest first.
    #[schema(example = json!([2023, 2024]))]
    pub fiscal_years: Vec<i16>,
    /// What was counted.
    usage: Vec<YearSeries>,
    /// Income and expenses in yen.
    finance: Vec<YearSeries>,
    /// What is computed from them.
    indicators: Vec<YearSeries>,
    /// Items that are missing and for want of which the year's 運営費 cannot be computed.
    pub missing_items: Vec<MissingItem>,
}

/// One figure over the years.
#[derive(Serialize, ToSchema)]
pub struct YearSeries {
    #[serde(flatten)]
    metric: PublicMetric,
    /// One for each of the fiscal years.
    values: Vec<YearValue>,
}

/// An item of the accounts that is not known in a year.
#[derive(Serialize, ToSchema)]
pub struct MissingItem {
    #[schema(example = 2024)]
    pub fiscal_year: i16,
    /// A key of the list finance_items.
    #[schema(example = "repair")]
    item: String,
    #[schema(example = "修繕費")]
    pub label_ja: String,
    #[schema(example = "Repairs")]
    pub label_en: String,
}

impl Years {
    pub fn of(item: &Item<Facility>, view: &View) -> Self {
        let years = years_of(&view.snapshot, &view.measures, item.fid, &item.body);
        let shown = |metric: &Metric| years.iter().any(|year| is_shown(metric, year));
        let series = |metrics: Vec<Metric>| -> Vec<YearSeries> {
            let wanted = metrics.into_iter().filter(shown);
            wanted.map(|metric| YearSeries::new(&metric, &years)).collect()
        };
        let measures = &view.measures;
        let missing_items = years.iter().flat_map(|year| {
            year.operating.missing.iter().map(|key| {
                let code = measures.finance().by_key(key);
                MissingItem {
                    fiscal_year: year.year.number(),
                    item: key.clone(),
                    label_ja: code.map_or_else(|| key.clone(), |code| code.ja.clone()),
                    label_en: code.map_or_else(|| key.clone(), |code| code.en.clone()),
                }
            })
        });
        Self {
            id: item.id().to_string(),
            fiscal_years: years.iter().map(|year| year.year.number()).collect(),
            usage: series(measures.usage().codes.iter().cloned().map(Metric::Usage).collect()),
            finance: series(measures.finance().codes.iter().cloned().map(Metric::Finance).collect()),
            indicators: series(Indicator::ALL.iter().copied().map(Metric::Indicator).collect()),
            missing_items: missing_items.collect(),
        }
    }
}

impl YearSeries {
    fn new(metric: &Metric, years: &[YearFigures]) -> Self {
        let value = |year: &YearFigures| {
            let value = is_recorded(metric, year).then(|| metric.value(year));
            YearValue::new(year.year.number(), metric, value)
        };
        Self {
            metric: PublicMetric::new(metric),
            values: years.iter().map(value).collect(),
        }
    }
}

/// Whether the year has a word on the figure, be it that it is missing.
fn is_recorded(metric: &Metric, year: &YearFigures) -> bool {
    match metric {
        Metric::Usage(code) => year
            .usage
            .is_some_and(|usage| usage.metrics.keys().any(|key| key.as_str() == code.key)),
        Metric::Finance(code) => year
            .finance
            .is_some_and(|finance| finance.items.keys().any(|key| key.as_str() == code.key)),
        Metric::Indicator(_) => true,
    }
}

/// An indicator that has no value in any year does not apply to the facility.
fn is_shown(metric: &Metric, year: &YearFigures) -> bool {
    is_recorded(metric, year) && (!matches!(metric, Metric::Indicator(_)) || metric.value(year).known().is_some())
}

/// Use, accounts and indicators of a facility by fiscal year
#[utoipa::path(get, path = "/api/facilities/{id}/years", tag = "years",
    params(("id" = String, Path, description = "The record's id", example = "F000001"), MomentParameters),
    responses((status = 200, body = Years), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list_facility_years(
    request: HttpRequest,
    state: web::Data<State>,
    id: RecordId<Facility>,
    Asked(moment): Asked<Moment>,
) -> Result<HttpResponse, Problem> {
    try_answer(&request, &state, moment, move |view| {
        Ok(Years::of(view.get(&id)?.as_ref(), view))
    })
    .await
}

/// The figures that exist: counted, computed, and items of the accounts.
#[derive(Serialize, ToSchema)]
pub struct Metrics {
    items: Vec<PublicMetric>,
}

/// The figures that can be asked for by year
#[utoipa::path(get, path = "/api/metrics", tag = "years", responses((status = 200, body = Metrics)))]
pub async fn list_metrics(request: HttpRequest, state: web::Data<State>, _: Asked<()>) -> HttpResponse {
    let items = Metric::all(&state.measures).iter().map(PublicMetric::new).collect();
    json_by_content(&request, &Metrics { items })
}
