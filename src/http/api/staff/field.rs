//! The fields of a kind of record that the caller may read, with what people call them.

use actix_web::{HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;

use crate::auth::{Action, FieldTable, Reader};
use crate::http::caller::Caller;
use crate::http::params::Asked;
use crate::http::problem::{Problem, ProblemBody};
use crate::record::Kind;
use crate::text::Message;

/// The fields of one kind of record.
#[derive(Serialize, ToSchema)]
pub struct Fields {
    #[schema(example = "parcels")]
    kind: &'static str,
    #[schema(example = "未利用地")]
    ja: &'static str,
    #[schema(example = "Parcels of unused land")]
    en: &'static str,
    items: Vec<FieldItem>,
}

/// A field that the caller may read.
#[derive(Serialize, ToSchema)]
pub struct FieldItem {
    /// The path in the record; dots lead into nested fields.
    #[schema(example = "address.text")]
    name: &'static str,
    #[schema(example = "住居表示")]
    ja: &'static str,
    #[schema(example = "Address")]
    en: &'static str,
    /// Whether everybody may read it.
    public: bool,
}

/// The fields of a kind of record that the caller may read
#[utoipa::path(get, path = "/api/staff/fields/{kind}", tag = "accounts",
    params(("kind" = String, Path, description = "The collection's name", example = "parcels")),
    responses((status = 200, body = Fields), (status = 401, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list_fields(caller: Caller, kind: web::Path<String>, _: Asked<()>) -> Result<HttpResponse, Problem> {
    caller.require(Action::ReadInternal)?;
    let kind = Kind::from_table(&kind).ok_or_else(|| {
        let known = Kind::ALL.map(Kind::table).join(", ");
        Problem::not_found(Message::new(
            format!("そのような種類の記録はありません。あるもの: {known}"),
            format!("There is no such kind of record. Those there are: {known}"),
        ))
    })?;
    let table = FieldTable::embedded();
    let (ja, en) = table.kind_names(kind);
    let readable = table
        .fields(kind)
        .iter()
        .filter(|field| field.read.includes(caller.account.roles));
    let items = readable.map(|field| FieldItem {
        name: &field.name,
        ja: &field.ja,
        en: &field.en,
        public: field.read == Reader::Public,
    });
    Ok(HttpResponse::Ok().json(Fields {
        kind: kind.table(),
        ja,
        en,
        items: items.collect(),
    }))
}
