//! How routes are declared: what can be read answers GET and HEAD.

use actix_web::{Route, guard, web};

/// A route that reads.
pub fn reading() -> Route {
    web::route().guard(guard::Any(guard::Get()).or(guard::Head()))
}
