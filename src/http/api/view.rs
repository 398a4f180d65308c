//! One version of the portfolio, and answers from it.

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse};
use jiff::civil::Date;
use serde::Serialize;

use super::record::RecordId;
use crate::http::etag::{Etag, json_answer};
use crate::http::problem::Problem;
use crate::http::state::{State, Vocabulary};
use crate::record::{MunicipalityCode, Record};
use crate::snapshot::{HasLayer, Item, Snapshot};

/// What a public form is made from: one version of the portfolio, and the code lists.
pub struct View {
    pub snapshot: Arc<Snapshot>,
    /// The latest day that is no future: 基準日, or today where the portfolio has none.
    pub day: Date,
    pub vocabulary: Arc<dyn Vocabulary>,
}

impl View {
    pub fn of(state: &State) -> Self {
        let snapshot = state.live.load();
        let day = snapshot.data_date().unwrap_or_else(state.today);
        Self {
            snapshot,
            day,
            vocabulary: state.vocabulary.clone(),
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
    make: impl FnOnce(&View) -> T + Send + 'static,
) -> Result<HttpResponse, Problem> {
    let view = View::of(state);
    let etag = Etag::of_answer(state, view.snapshot.version(), request);
    json_answer(request, &etag, move || make(&view)).await
}
