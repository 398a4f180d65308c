//! The code lists: what keys mean.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::etag::json_by_content;
use crate::http::params::Asked;
use crate::http::problem::{Problem, ProblemBody};
use crate::http::state::State;
use crate::text::Message;

/// All code lists.
#[derive(Serialize, ToSchema)]
pub struct CodeLists {
    items: Vec<CodeListSummary>,
}

/// A code list without its codes.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CodeListSummary {
    #[schema(example = "land_policies")]
    pub id: String,
    #[schema(example = "2026.1")]
    pub version: String,
    #[schema(example = "活用方針")]
    pub title_ja: String,
    pub title_en: String,
    pub count: usize,
}

/// A code list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CodeList {
    #[schema(example = "land_policies")]
    pub id: String,
    #[schema(example = "2026.1")]
    pub version: String,
    #[schema(example = "活用方針")]
    pub title_ja: String,
    pub title_en: String,
    pub note: Option<String>,
    /// Where the values come from.
    pub sources: Vec<CodeListSource>,
    pub items: Vec<CodeItem>,
}

/// Where a code list comes from.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CodeListSource {
    pub document: String,
    pub address: Option<String>,
}

/// A code.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CodeItem {
    #[schema(example = "disposal")]
    pub key: String,
    #[schema(example = "処分検討地")]
    pub ja: String,
    pub en: String,
    /// The key of the code above it.
    pub parent: Option<String>,
    pub note: Option<String>,
}

/// All code lists
#[utoipa::path(get, path = "/api/vocabularies", tag = "vocabularies", responses((status = 200, body = CodeLists)))]
pub async fn list_vocabularies(request: HttpRequest, state: web::Data<State>, _: Asked<()>) -> HttpResponse {
    json_by_content(
        &request,
        &CodeLists {
            items: state.vocabulary.lists(),
        },
    )
}

/// One code list with its codes
#[utoipa::path(get, path = "/api/vocabularies/{list}", tag = "vocabularies",
    params(("list" = String, Path, description = "The list's id", example = "land_policies")),
    responses((status = 200, body = CodeList), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn read_vocabulary(
    request: HttpRequest,
    state: web::Data<State>,
    list: web::Path<String>,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
    let found = state.vocabulary.list(&list).ok_or_else(|| {
        let shown: String = list.chars().take(64).collect();
        Problem::not_found(Message::new(
            format!("{shown} というコード表はありません。一覧は /api/vocabularies にあります。"),
            format!("There is no code list {shown}. They are listed in /api/vocabularies."),
        ))
    })?;
    Ok(json_by_content(&request, &found))
}
