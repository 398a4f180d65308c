//! What a page is rendered from: one version of the portfolio, the site, and what was asked.

use actix_web::http::header::{self, ContentType};
use actix_web::{HttpRequest, HttpResponse, web};
use jiff::civil::Date;

use super::language::Language;
use super::query::PageQuery;
use crate::calendar::FiscalYear;
use crate::http::api::summary::is_demo;
use crate::http::api::view::View;
use crate::http::base_url::base_url;
use crate::http::etag::{Etag, REVALIDATE, not_modified};
use crate::http::problem::{Problem, ProblemKind};
use crate::http::site::Site;
use crate::http::state::State;
use crate::record::MunicipalityCode;

pub struct Setting {
    pub view: View,
    pub site: Site,
    /// Where the service is reached, for addresses that must be whole; absent where the request does not say.
    pub base_url: Option<String>,
    /// Some facility or parcel is made up: every page says so.
    pub demo: bool,
    pub query: PageQuery,
}

impl Setting {
    pub fn of(request: &HttpRequest, state: &State) -> Self {
        let view = View::of(state);
        Self {
            demo: is_demo(&view.snapshot),
            view,
            site: state.site.clone(),
            base_url: base_url(request, state).ok(),
            query: PageQuery::of(request),
        }
    }

    pub fn language(&self) -> Language {
        self.query.language
    }

    pub fn pick<T>(&self, ja: T, en: T) -> T {
        self.query.language.pick(ja, en)
    }

    pub fn title(&self) -> &str {
        self.pick(&self.site.title_ja, &self.site.title_en)
    }

    /// The address of another page, in the language of this one.
    pub fn address(&self, path: &str) -> String {
        PageQuery::default().in_language(self.language()).address(path)
    }

    /// An address with host, for machines.
    pub fn whole(&self, address: &str) -> Option<String> {
        Some(format!("{}{address}", self.base_url.as_ref()?))
    }

    /// The name of a code, or its key where the list does not know it.
    pub fn code(&self, list: &str, key: &str) -> String {
        self.code_if_known(list, key).unwrap_or_else(|| key.to_owned())
    }

    pub fn code_if_known(&self, list: &str, key: &str) -> Option<String> {
        let label = self.view.vocabulary.label(list, key)?;
        Some(self.pick(label.ja, label.en).to_owned())
    }

    /// The name of a ward by its boundary, where the portfolio has it.
    pub fn ward(&self, code: MunicipalityCode) -> Option<String> {
        let (ja, en) = self.view.ward_names(code)?;
        Some(match self.language() {
            Language::Ja => ja,
            Language::En => en.unwrap_or(ja),
        })
    }

    pub fn data_date(&self) -> Option<Date> {
        self.view.snapshot.data_date()
    }

    /// The fiscal year from which ages are counted.
    pub fn fiscal_year(&self) -> Option<i16> {
        FiscalYear::of(self.view.day).map(FiscalYear::number)
    }
}

/// A page that the portfolio's version and the request decide. Rendered only where the client's copy is stale, and off
/// the workers.
pub async fn page(
    request: &HttpRequest,
    state: &State,
    render: impl FnOnce(&Setting) -> String + Send + 'static,
) -> Result<HttpResponse, Problem> {
    document(request, state, ContentType::html().to_string(), render).await
}

/// The same for a document of another kind.
pub async fn document(
    request: &HttpRequest,
    state: &State,
    media_type: String,
    render: impl FnOnce(&Setting) -> String + Send + 'static,
) -> Result<HttpResponse, Problem> {
    let setting = Setting::of(request, state);
    // A page names the host at which it was asked for.
    let host = setting.base_url.as_deref().unwrap_or_default();
    let etag = Etag::of_answer(state, setting.view.snapshot.version(), request).beside(host);
    if let Some(response) = not_modified(request, &etag, REVALIDATE) {
        return Ok(response);
    }
    let rendered = web::block(move || render(&setting)).await;
    let rendered = rendered.map_err(|_| Problem::bare(ProblemKind::Unavailable))?;
    Ok(HttpResponse::Ok()
        .insert_header((header::ETAG, etag.header_value()))
        .insert_header((header::CACHE_CONTROL, REVALIDATE))
        .content_type(media_type)
        .body(rendered))
}
