//! An area sheet: what every bureau has in a ward, a polygon or a circle (施策横断).

pub mod choice;
mod question;
mod sheet;

use actix_web::{HttpRequest, HttpResponse, web};

pub use question::{AreaParameters, Question};
pub use sheet::AreaSheet;
pub(super) use sheet::names;

use super::view::{View, answer};
use crate::http::etag::{Etag, json_answer};
use crate::http::params::Asked;
use crate::http::problem::{Problem, ProblemBody};
use crate::http::state::State;

/// What lies in an area: facilities of every bureau, unused land, people, like uses near each other
#[utoipa::path(get, path = "/api/area", tag = "areas", params(AreaParameters),
    responses((status = 200, body = AreaSheet), (status = 400, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn read_area(
    request: HttpRequest,
    state: web::Data<State>,
    asked: Asked<Question>,
) -> Result<HttpResponse, Problem> {
    let Asked(question) = asked;
    let view = View::of(&state);
    // An area that does not exist is told before anything is computed.
    let place = question.place(&view)?;
    let etag = Etag::of_answer(&state, view.snapshot.version(), &request);
    json_answer(&request, &etag, move || AreaSheet::of(&place, question.like_m, &view)).await
}

/// Answers about an area that exists.
pub(super) async fn about<T: serde::Serialize>(
    request: &HttpRequest,
    state: &web::Data<State>,
    question: Question,
    make: impl FnOnce(&question::Place, &View) -> T + Send + 'static,
) -> Result<HttpResponse, Problem> {
    let place = question.place(&View::of(state))?;
    answer(request, state, move |view| make(&place, view)).await
}
