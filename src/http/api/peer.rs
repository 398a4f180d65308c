//! A facility among its peers: the medians of the group of like facilities.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use serde_json::Number;
use utoipa::ToSchema;

use super::figure::{PublicMetric, number};
use super::moment::{Moment, MomentParameters};
use super::record::RecordId;
use super::view::{View, try_answer};
use crate::calendar::FiscalYear;
use crate::http::params::Asked;
use crate::http::problem::{Problem, ProblemBody};
use crate::http::state::State;
use crate::indicator::{
    FEWEST_PEERS, Indicator, Metric, PeerLevel, YearFigures, YearMedian, medians, peers_of, years_of,
};
use crate::register::Facility;
use crate::snapshot::Item;

/// The group of like facilities, and its medians beside the facility's own figures.
#[derive(Serialize, ToSchema)]
#[schema(as = Peers)]
pub struct PublicPeers {
    group: PeerGroup,
    /// Narrower groups that were passed over, because fewer than `fewest` of them have yearly records.
    too_small: Vec<PeerGroup>,
    /// Fewer values than these give no median.
    #[schema(example = 5)]
    fewest: usize,
    #[schema(example = json!([2023, 2024]))]
    fiscal_years: Vec<i16>,
    metrics: Vec<PeerSeries>,
}

/// Facilities with yearly records that are compared, the facility itself among them.
#[derive(Serialize, ToSchema)]
pub struct PeerGroup {
    /// `minor` (the same class), `major` (the same 大分類) or `all`.
    #[schema(example = "minor")]
    level: &'static str,
    /// A key of the list facility_classes; null for all facilities.
    #[schema(example = "education.library")]
    class_key: Option<String>,
    #[schema(example = "図書館")]
    label_ja: String,
    #[schema(example = "Library")]
    label_en: String,
    /// How many there are.
    #[schema(example = 24)]
    size: usize,
}

/// One figure of the facility and of its peers.
#[derive(Serialize, ToSchema)]
pub struct PeerSeries {
    #[serde(flatten)]
    metric: PublicMetric,
    /// One for each of the fiscal years.
    values: Vec<PeerValue>,
}

/// A figure in a year, with the median of the group.
#[derive(Serialize, ToSchema)]
pub struct PeerValue {
    #[schema(example = 2024)]
    fiscal_year: i16,
    /// The facility's own; null where there is none.
    #[schema(value_type = Option<f64>, example = 10500)]
    own: Option<Number>,
    /// The median of the group; null where too few have a value.
    #[schema(value_type = Option<f64>, example = 12000)]
    median: Option<Number>,
    /// How many of the group have a value.
    #[schema(example = 24)]
    count: usize,
}

impl PeerGroup {
    fn new(level: PeerLevel, class: Option<&str>, size: usize, view: &View) -> Self {
        let label = class.and_then(|class| view.vocabulary.label("facility_classes", class));
        let (ja, en) = match (label, class) {
            (Some(label), _) => (label.ja, label.en),
            (None, Some(class)) => (class, class),
            (None, None) => ("すべての施設", "All facilities"),
        };
        Self {
            level: level.key(),
            class_key: class.map(str::to_owned),
            label_ja: ja.to_owned(),
            label_en: en.to_owned(),
            size,
        }
    }
}

impl PublicPeers {
    pub fn of(item: &Item<Facility>, view: &View) -> Self {
        let (snapshot, measures) = (&view.snapshot, &view.measures);
        let own = years_of(snapshot, measures, item.fid, &item.body);
        let years: Vec<FiscalYear> = own.iter().map(|year| year.year).collect();
        let visitors = Metric::parse("visitors", measures);
        let computed = Indicator::ALL.iter().copied().map(Metric::Indicator);
        let metrics: Vec<Metric> = visitors
            .into_iter()
            .chain(computed)
            .filter(|metric| own.iter().any(|year| metric.value(year).known().is_some()))
            .collect();
        let peers = peers_of(snapshot, &item.body);
        let medians = medians(snapshot, measures, &peers.members, &metrics, &years);
        let series = |(metric, medians): (&Metric, Vec<YearMedian>)| PeerSeries {
            metric: PublicMetric::new(metric),
            values: own
                .iter()
                .zip(medians)
                .map(|(year, median)| PeerValue::new(metric, year, median))
                .collect(),
        };
        Self {
            group: PeerGroup::new(peers.level, peers.class.as_deref(), peers.members.len(), view),
            too_small: peers
                .too_small
                .iter()
                .map(|(level, class, size)| PeerGroup::new(*level, Some(class), *size, view))
                .collect(),
            fewest: FEWEST_PEERS,
            fiscal_years: years.iter().map(|year| year.number()).collect(),
            metrics: metrics.iter().zip(medians).map(series).collect(),
        }
    }
}

impl PeerValue {
    fn new(metric: &Metric, year: &YearFigures, median: YearMedian) -> Self {
        let shown = |value| number(metric.rounded(value));
        Self {
            fiscal_year: year.year.number(),
            own: metric.value(year).known().copied().and_then(shown),
            median: median.median.and_then(shown),
            count: median.count,
        }
    }
}

/// A facility's figures beside the medians of like facilities
///
/// The group is that of the same class in the whole portfolio; where fewer than five of it have yearly records, that of the
/// same 大分類, then all facilities.
#[utoipa::path(get, path = "/api/facilities/{id}/peers", tag = "years",
    params(("id" = String, Path, description = "The record's id", example = "F000001"), MomentParameters),
    responses((status = 200, body = PublicPeers), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list_facility_peers(
    request: HttpRequest,
    state: web::Data<State>,
    id: RecordId<Facility>,
    Asked(moment): Asked<Moment>,
) -> Result<HttpResponse, Problem> {
    try_answer(&request, &state, moment, move |view| {
        Ok(PublicPeers::of(view.get(&id)?.as_ref(), view))
    })
    .await
}
