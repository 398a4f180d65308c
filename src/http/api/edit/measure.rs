//! The area of a polygon before it is saved.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::amendment::read_shape;
use crate::auth::Action;
use crate::geometry::drawn_area_m2;
use crate::http::caller::Caller;
use crate::http::params::Asked;
use crate::http::problem::{Problem, ProblemBody, ProblemKind};
use crate::record::{Kind, Violation};
use crate::text::Message;

/// A geometry to be measured.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Drawing {
    /// A GeoJSON geometry in CRS84.
    #[schema(value_type = Object)]
    geometry: Value,
}

/// What a geometry measures.
#[derive(Serialize, ToSchema)]
pub struct Measured {
    /// ㎡ in the plane rectangular zone VI (EPSG:6674), a decimal as text; null for a point.
    #[schema(example = "310.44")]
    area_m2: Option<String>,
}

/// Measures a polygon as the register will, and finds what is wrong with it
#[utoipa::path(post, path = "/api/staff/measure", tag = "staff", request_body = Drawing,
    responses((status = 200, body = Measured),
        (status = 422, body = ProblemBody, content_type = "application/problem+json", description = "Where the polygon is invalid")))]
pub async fn measure_drawing(caller: Caller, body: web::Json<Drawing>, _: Asked<()>) -> Result<HttpResponse, Problem> {
    caller.require(Action::ReadInternal)?;
    let measured = web::block(move || {
        let shape = read_shape(Kind::Parcel, &body.geometry)?;
        drawn_area_m2(&shape).map_err(|error| Message::new(error.ja(), error.en()))
    });
    let measured = measured.await.map_err(|_| Problem::bare(ProblemKind::Unavailable))?;
    let area = measured.map_err(|message| Problem::violations(&[Violation::at("/geometry", message)], ""))?;
    Ok(HttpResponse::Ok().json(&Measured {
        area_m2: area.map(|area| format!("{area:.2}")),
    }))
}
