//! What each field of a form is.

use actix_web::HttpResponse;
use serde::Serialize;
use utoipa::ToSchema;

use super::address::EditableKind;
use super::rights::{act_of, may_read, parts_of};
use crate::amendment::{Field, Input, fields_of};
use crate::auth::{Action, FieldTable, Reader};
use crate::http::caller::Caller;
use crate::http::params::Asked;
use crate::http::problem::{Problem, ProblemBody};
use crate::record::Kind;

/// The form of a kind of record.
#[derive(Serialize, ToSchema)]
pub struct Form {
    /// The collection's name.
    #[schema(example = "parcels")]
    kind: &'static str,
    #[schema(example = "未利用地")]
    title_ja: String,
    title_en: String,
    /// Whether the caller may enter such records.
    may_create: bool,
    fields: Vec<FormField>,
}

/// A field of a form: how it is written, and whether the caller may.
#[derive(Serialize, ToSchema)]
pub struct FormField {
    /// The path in the record; dots lead into nested fields. A patch replaces a field as a whole.
    #[schema(example = "address.town")]
    path: &'static str,
    /// The JSON pointer by which faults name it, below `/patch`.
    #[schema(example = "/address/town")]
    pointer: String,
    /// The part of the form: `name`, `use`, `policy`, `management`, `scale`, `place`, `value`, `link`, `remarks`.
    #[schema(example = "place")]
    section: &'static str,
    #[schema(example = "町丁目")]
    label_ja: String,
    #[schema(example = "Town")]
    label_en: String,
    /// How it is written: `line`, `lines`, `words`, `url`, `parcel_number`, `code`, `codes`, `code_name`, `code_digit`,
    /// `facility_class`, `municipality`, `date`, `fiscal_year`, `area_m2`, `yen`, `integer`, `share`, `yes_no`, `decision`,
    /// `position`, `reference`, `link_role`, `shape`.
    #[schema(example = "line")]
    input: &'static str,
    /// The code list of its values (`/api/vocabularies/{list}`).
    list: Option<&'static str>,
    /// The keys that may be chosen, where these are fewer than the list's.
    choices: Option<Vec<&'static str>>,
    /// Bounds of a whole number.
    least: Option<u16>,
    most: Option<u16>,
    /// The longest text in characters.
    max_length: Option<usize>,
    required: bool,
    /// An empty value is written with its reason: `{"missing": "unsurveyed"}`.
    says_why_missing: bool,
    /// A change of it must say why.
    needs_reason: bool,
    /// Whether everybody may read it.
    public: bool,
    editable: bool,
}

impl FormField {
    fn new(field: &Field, kind: Kind, caller: &Caller, may_edit: bool) -> Self {
        let (label_ja, label_en) = label_of(kind, field.path);
        let (least, most) = match field.input {
            Input::Integer { least, most } => (Some(least), Some(most)),
            _ => (None, None),
        };
        Self {
            path: field.path,
            pointer: field.pointer(),
            section: field.section.key(),
            label_ja,
            label_en,
            input: field.input.key(),
            list: field.input.list(),
            choices: field.input.choices(),
            least,
            most,
            max_length: field.max_length(),
            required: field.required,
            says_why_missing: field.says_why_missing,
            needs_reason: field.needs_reason,
            public: parts_of(kind, field.path).all(|part| part.read == Reader::Public),
            editable: may_edit && may_read(caller, kind, field.path),
        }
    }
}

/// What people call a field, in Japanese and English.
pub fn label_of(kind: Kind, path: &str) -> (String, String) {
    // Its parts are written together.
    if path == "position" {
        return ("位置の求め方と精度".into(), "How and how well placed".into());
    }
    parts_of(kind, path).next().map_or_else(
        || (path.to_owned(), path.to_owned()),
        |part| (part.ja.clone(), part.en.clone()),
    )
}

/// The fields that the caller may read, each with whether he may write it.
pub fn form_fields(kind: Kind, caller: &Caller, may_edit: bool) -> Vec<FormField> {
    fields_of(kind)
        .iter()
        .filter(|field| may_read(caller, kind, field.path))
        .map(|field| FormField::new(field, kind, caller, may_edit))
        .collect()
}

/// The form of a kind of record: for entering a new one, and for programs that write
#[utoipa::path(get, path = "/api/staff/forms/{kind}", tag = "staff",
    params(("kind" = String, Path, description = "`facilities`, `buildings`, `parcels`, `lots` or `links`", example = "parcels")),
    responses((status = 200, body = Form), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn read_form(caller: Caller, kind: EditableKind, _: Asked<()>) -> Result<HttpResponse, Problem> {
    caller.require(Action::ReadInternal)?;
    let (title_ja, title_en) = FieldTable::embedded().kind_names(kind.0);
    let may_create = caller.require(act_of(kind.0)).is_ok();
    Ok(HttpResponse::Ok().json(&Form {
        kind: kind.0.table(),
        title_ja: title_ja.to_owned(),
        title_en: title_en.to_owned(),
        may_create,
        fields: form_fields(kind.0, &caller, may_create),
    }))
}
