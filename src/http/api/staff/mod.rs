//! What needs a caller: internal reads and all writes. Every handler here asks for a [`Caller`](crate::http::caller::Caller);
//! no answer is kept on the way (see `answer::finish`).

pub mod area;
pub mod attachment;
pub mod batch;
mod entry;
pub mod field;
pub mod history;
pub mod import;
pub mod quality;
mod revise;
pub mod space_match;
pub mod survey_round;
pub mod vacancy;
pub mod vacancy_record;
pub mod vacancy_work;
pub mod version;
pub mod wanted_space;
pub mod workbook;

use actix_web::{HttpResponse, web};
use serde::Serialize;

use super::view::View;
use crate::http::etag::json_private;
use crate::http::problem::Problem;
use crate::http::state::State;

/// An answer from the portfolio as it stands, made off the workers and kept by nobody.
async fn answer_privately<T: Serialize + Send + 'static>(
    state: &State,
    make: impl FnOnce(&View) -> Result<T, Problem> + Send + 'static,
) -> Result<HttpResponse, Problem> {
    let view = View::of(state);
    let made = web::block(move || make(&view)).await;
    let made = made.map_err(|_| Problem::internal())??;
    Ok(json_private(&made))
}
