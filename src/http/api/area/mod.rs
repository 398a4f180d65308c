//! An area sheet: what every bureau has in a ward, a polygon or a circle (施策横断).

pub mod choice;
mod question;
mod sheet;

use actix_web::{HttpRequest, HttpResponse, web};

pub use question::{AreaParameters, Question};
pub use sheet::AreaSheet;
pub(super) use sheet::names;

use super::moment::{Moment, MomentParameters};
use super::view::try_answer;
use crate::http::params::Asked;
use crate::http::problem::{Problem, ProblemBody};
use crate::http::state::State;

/// What lies in an area: facilities of every bureau, unused land, people, like uses near each other
#[utoipa::path(get, path = "/api/area", tag = "areas", params(AreaParameters, MomentParameters),
    responses((status = 200, body = AreaSheet), (status = 400, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn read_area(
    request: HttpRequest,
    state: web::Data<State>,
    Asked((question, moment)): Asked<(Question, Moment)>,
) -> Result<HttpResponse, Problem> {
    try_answer(&request, &state, moment, move |view| {
        let place = question.place(view)?;
        Ok(AreaSheet::of(&place, question.like_m, view))
    })
    .await
}
