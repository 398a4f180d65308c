//! One version of the portfolio, and answers from it.

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse};
use jiff::civil::Date;
use serde::Serialize;

use super::moment::{Moment, snapshot_at};
use super::record::RecordId;
use crate::http::etag::{Etag, REVALIDATE, json_made, not_modified};
use crate::http::problem::Problem;
use crate::http::state::{State, Vocabulary};
use crate::indicator::Measures;
use crate::record::{MunicipalityCode, Record};
use crate::snapshot::{HasLayer, Item, Snapshot};

/// What a public form is made from: one version of the portfolio, and the code lists.
pub struct View {
    pub snapshot: Arc<Snapshot>,
    /// The latest day that is no future: 基準日, or today where the portfolio has none.
    pub day: Date,
    pub vocabulary: Arc<dyn Vocabulary>,
    pub measures: Arc<Measures>,
}

impl View {
    /// The portfolio as it stands.
    pub fn of(state: &State) -> Self {
        Self::on(state, state.live.load())
    }

    /// The portfolio at a moment.
    pub async fn at(state: &State, moment: Moment) -> Result<Self, Problem> {
        let version = moment.version(state, state.live.load().version()).await?;
        Ok(Self::on(state, snapshot_at(state, version).await?))
    }

    fn on(state: &State, snapshot: Arc<Snapshot>) -> Self {
        let day = snapshot.data_date().unwrap_or_else(state.today);
        Self {
            snapshot,
            day,
            vocabulary: state.vocabulary.clone(),
            measures: state.measures.clone(),
        }
    }

    pub fn data_date(&self) -> Option<String> {
        self.snapshot.data_date().map(|day| day.to_string())
    }

    pub fn label_ja(&self, list: &str, key: &str) -> Option<String> {
        self.vocabulary.label(list, key).map(|label| label.ja.to_owned())
    }

    pub fn label_en(&self, list: &str, key: &str) -> Option<String> {
        self.vocabulary.label(list, key).map(|label| label.en.to_owned())
    }

    /// The names of a ward in both languages, where the portfolio knows its boundary.
    pub fn ward_names(&self, code: MunicipalityCode) -> Option<(String, Option<String>)> {
        let ward = &self.snapshot.wards.by_key(&code.to_string())?.body;
        Some((ward.name.clone(), ward.name_en.clone()))
    }

    /// A record of the wanted kind.
    pub fn get<T: Record>(&self, id: &RecordId<T>) -> Result<Arc<Item<T>>, Problem>
    where
        Snapshot: HasLayer<T>,
    {
        self.snapshot.layer().get(id.0).cloned().ok_or_else(|| id.not_found())
    }
}

/// An answer that the portfolio's version and the request decide, made off the workers.
pub async fn answer<T: Serialize>(
    request: &HttpRequest,
    state: &State,
    moment: Moment,
    make: impl FnOnce(&View) -> T + Send + 'static,
) -> Result<HttpResponse, Problem> {
    try_answer(request, state, moment, |view| Ok(make(view))).await
}

/// The same, where the record that is asked for may be missing.
pub async fn try_answer<T: Serialize>(
    request: &HttpRequest,
    state: &State,
    moment: Moment,
    make: impl FnOnce(&View) -> Result<T, Problem> + Send + 'static,
) -> Result<HttpResponse, Problem> {
    let version = moment.version(state, state.live.load().version()).await?;
    let etag = Etag::of_answer(state, version, request);
    // Whoever holds the answer already does not make an earlier version be read for nothing.
    if let Some(response) = not_modified(request, &etag, REVALIDATE) {
        return Ok(response);
    }
    let view = View::on(state, snapshot_at(state, version).await?);
    json_made(&etag, move || make(&view)).await
}
