//! Yearly workbooks, for the bureaus to fill in.

use std::sync::Arc;

use actix_web::http::header::{self, Charset, ContentDisposition, DispositionParam, DispositionType, ExtendedValue};
use actix_web::{HttpResponse, web};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::answer_privately;
use crate::auth::Action;
use crate::calendar::FiscalYear;
use crate::codec::Format;
use crate::http::api::view::View;
use crate::http::caller::Caller;
use crate::http::params::{Asked, FromParams, Params};
use crate::http::problem::{Problem, ProblemBody};
use crate::http::state::State;
use crate::text::Message;
use crate::workbook::{bureaus, find_bureau, make, progress};

/// Workbooks of a fiscal year.
#[derive(Serialize, ToSchema)]
pub struct Workbooks {
    fiscal_year: i16,
    items: Vec<BureauWorkbook>,
}

/// The workbook of a bureau, and how far the bureau has come.
#[derive(Serialize, ToSchema)]
pub struct BureauWorkbook {
    /// The bureau's key, as the download's address takes it.
    #[schema(example = "education")]
    bureau: String,
    #[schema(example = "教育委員会事務局")]
    name: String,
    facilities: usize,
    /// Cells in which a value is expected.
    expected: usize,
    /// Those of them that are empty.
    missing: usize,
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "the fields are the documentation of the parameters")]
pub struct WorkbookParameters {
    /// The fiscal year; the last one that has ended where absent.
    #[param(example = 2024)]
    fiscal_year: Option<i16>,
    /// The bureau's key or name. Its workbook comes as a file; without a bureau all are listed.
    #[param(example = "education")]
    bureau: Option<String>,
}

/// Which workbooks.
pub struct Wanted {
    fiscal_year: Option<FiscalYear>,
    bureau: Option<String>,
}

impl FromParams for Wanted {
    fn read(params: &mut Params) -> Self {
        let number = params.integer("fiscal_year", 1900..=2200);
        let number = number.and_then(|year| i16::try_from(year).ok());
        Self {
            fiscal_year: number.and_then(FiscalYear::new),
            bureau: params.text("bureau").filter(|bureau| !bureau.is_empty()),
        }
    }
}

impl Wanted {
    /// The year that was asked for, or the last one that has ended.
    fn year(&self, state: &State) -> FiscalYear {
        let last = || {
            let now = FiscalYear::of((state.today)())?;
            FiscalYear::new(now.number() - 1)
        };
        self.fiscal_year
            .or_else(last)
            .expect("the clock stands after the first fiscal year")
    }
}

/// The yearly workbooks of a fiscal year, a bureau each, with what is missing; the workbook itself where a bureau is named
#[utoipa::path(get, path = "/api/staff/workbooks", tag = "staff", params(WorkbookParameters),
    responses(
        (status = 200, content(
            (Workbooks = "application/json"),
            (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ), description = "The list as JSON, or one workbook as XLSX"),
        (status = 400, body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn read_workbooks(
    state: web::Data<State>,
    caller: Caller,
    asked: Asked<Wanted>,
) -> Result<HttpResponse, Problem> {
    caller.require(Action::ReadInternal)?;
    let Asked(wanted) = asked;
    let year = wanted.year(&state);
    match wanted.bureau {
        Some(bureau) => download(&bureau, year, &state).await,
        None => list(year, &state).await,
    }
}

async fn list(year: FiscalYear, state: &State) -> Result<HttpResponse, Problem> {
    let codes = Arc::clone(&state.codes);
    answer_privately(state, move |view| {
        let all = bureaus(&view.snapshot, &codes);
        let items = all.into_iter().map(|bureau| {
            let progress = progress(&bureau, year, &view.snapshot, &codes);
            BureauWorkbook {
                bureau: bureau.key,
                name: bureau.name,
                facilities: progress.facilities,
                expected: progress.expected,
                missing: progress.missing,
            }
        });
        Ok(Workbooks {
            fiscal_year: year.number(),
            items: items.collect(),
        })
    })
    .await
}

async fn download(bureau: &str, year: FiscalYear, state: &State) -> Result<HttpResponse, Problem> {
    let (codes, today, view) = (Arc::clone(&state.codes), (state.today)(), View::of(state));
    let Some(found) = find_bureau(bureau, &view.snapshot, &codes) else {
        let shown: String = bureau.chars().take(60).collect();
        return Err(Problem::not_found(Message::new(
            format!("施設を所管する局に「{shown}」はありません。一覧は /api/staff/workbooks にあります。"),
            format!("No bureau called {shown:?} runs a facility. They are listed in /api/staff/workbooks."),
        )));
    };
    let made = web::block(move || make(&found, year, today, &view.snapshot, &codes)).await;
    let made = made.map_err(|_| Problem::internal())?.map_err(|error| {
        tracing::error!(%error, "a workbook could not be made");
        Problem::internal()
    })?;
    let name = DispositionParam::FilenameExt(ExtendedValue {
        charset: Charset::Ext("UTF-8".to_owned()),
        language_tag: None,
        value: made.file_name.into_bytes(),
    });
    let plain = DispositionParam::Filename(format!("koyu-{}.xlsx", year.number()));
    Ok(HttpResponse::Ok()
        .content_type(Format::Xlsx.media_type())
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        .insert_header(ContentDisposition {
            disposition: DispositionType::Attachment,
            parameters: vec![plain, name],
        })
        .body(made.bytes))
}
