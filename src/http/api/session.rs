//! Who the caller is and what he may do: asked by the viewer before it offers anything.

use actix_web::HttpResponse;
use serde::Serialize;
use utoipa::ToSchema;

use crate::auth::{Action, Actor, Role, Roles};
use crate::http::caller::Recognised;
use crate::http::params::Asked;

/// Who asks. Of somebody who has not signed in it says only that.
#[derive(Serialize, ToSchema)]
pub struct Session {
    signed_in: bool,
    /// The name under which the history keeps what this caller does.
    #[schema(example = "local")]
    actor: Option<String>,
    /// Keys of the roles, `public` always among them.
    #[schema(example = json!(["public", "planner"]))]
    roles: Vec<&'static str>,
    /// Keys of what the caller may do, for some records at least.
    #[schema(example = json!(["read_public", "read_internal"]))]
    may: Vec<&'static str>,
}

impl Session {
    fn of(actor: Option<&Actor>) -> Self {
        let anonymous = Actor {
            id: "".into(),
            roles: Roles::public(),
            bureaus: None,
            scopes: None,
        };
        let caller = actor.unwrap_or(&anonymous);
        let allowed = Action::ALL.iter().copied().filter(|action| caller.may(*action).is_ok());
        Self {
            signed_in: actor.is_some(),
            actor: actor.map(|actor| actor.id.to_string()),
            roles: caller.roles.iter().map(Role::key).collect(),
            may: allowed.map(Action::key).collect(),
        }
    }
}

/// Who the caller is and what he may do
#[utoipa::path(get, path = "/api/session", tag = "accounts", responses((status = 200, body = Session)))]
pub async fn read_session(recognised: Recognised, _: Asked<()>) -> HttpResponse {
    HttpResponse::Ok().json(Session::of(recognised.0.as_ref()))
}
