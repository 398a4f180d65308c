//! What an import may be told: kinds, profiles, encodings, and the fields of a kind.

use actix_web::HttpResponse;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use crate::auth::Action;
use crate::http::caller::Caller;
use crate::http::etag::json_private;
use crate::http::params::{Asked, FromParams, Params};
use crate::http::problem::{Problem, ProblemBody};
use crate::import::{ImportKind, builtin_profiles, field_choices};
use crate::text::Message;

/// What an import may be told.
#[derive(Serialize, ToSchema)]
pub struct ImportChoices {
    /// `layer:NAME` stands for every reference layer.
    kinds: Vec<&'static str>,
    encodings: Vec<&'static str>,
    profiles: Vec<ImportProfile>,
    /// The fields to which columns can be mapped; empty where no kind was asked for.
    fields: Vec<ImportField>,
}

/// A layout that is known.
#[derive(Serialize, ToSchema)]
pub struct ImportProfile {
    #[schema(example = "generic-facilities")]
    id: String,
    #[schema(example = "facilities")]
    kind: String,
    title_ja: String,
    title_en: String,
}

/// A field to which a column can be mapped.
#[derive(Serialize, ToSchema)]
pub struct ImportField {
    #[schema(example = "floor_area_m2")]
    field: String,
    #[schema(example = "延床面積（㎡）")]
    label_ja: String,
    label_en: String,
    /// Without it a row is refused.
    required: bool,
}

const ENCODINGS: [&str; 5] = ["utf-8", "cp932", "euc-jp", "utf-16le", "utf-16be"];

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "the fields are the documentation of the parameters")]
pub struct ImportChoiceParameters {
    /// The kind whose fields are wanted.
    #[param(example = "facilities")]
    kind: Option<String>,
}

pub struct WantedKind(Option<ImportKind>);

impl FromParams for WantedKind {
    fn read(params: &mut Params) -> Self {
        Self(params.value("kind", |text| {
            let names = ImportKind::NAMES;
            text.parse()
                .map_err(|_| Message::new(format!("{names} のどれか"), format!("one of {names}")))
        }))
    }
}

/// What an import may be told: kinds, profiles, encodings, and the fields of a kind
#[utoipa::path(get, path = "/api/staff/imports/choices", tag = "imports", params(ImportChoiceParameters),
    responses((status = 200, body = ImportChoices), (status = 400, body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list_import_choices(caller: Caller, Asked(wanted): Asked<WantedKind>) -> Result<HttpResponse, Problem> {
    caller.require(Action::Import)?;
    let profiles = builtin_profiles().iter().map(|profile| ImportProfile {
        id: profile.id.clone(),
        kind: profile.kind.to_string(),
        title_ja: profile.title_ja.clone(),
        title_en: profile.title_en.clone(),
    });
    let fields = wanted.0.as_ref().map(field_choices).unwrap_or_default();
    Ok(json_private(&ImportChoices {
        kinds: ImportKind::NAMES.split(", ").collect(),
        encodings: ENCODINGS.into(),
        profiles: profiles.collect(),
        fields: fields
            .into_iter()
            .map(|choice| ImportField {
                field: choice.field,
                label_ja: choice.label_ja,
                label_en: choice.label_en,
                required: choice.required,
            })
            .collect(),
    }))
}
