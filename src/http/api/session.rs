//! Signing in and out, and who the caller is: asked by the viewer before it offers anything.

use std::net::{IpAddr, Ipv4Addr};

use actix_web::http::header::{HeaderName, RETRY_AFTER, SET_COOKIE};
use actix_web::{HttpRequest, HttpResponse, ResponseError, web};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::access::{Newcomer, SignInError};
use crate::auth::{Action, Actor, Role, Roles};
use crate::http::caller::{Known, Recognised, SignedIn};
use crate::http::claim::{Claim, no_cookie, session_cookie};
use crate::http::params::Asked;
use crate::http::problem::{Fault, Place, Problem, ProblemBody, ProblemKind};
use crate::http::state::State;
use crate::text::Message;

/// Who asks. Of somebody who has not signed in it says only that.
#[derive(Serialize, ToSchema)]
pub struct Session {
    signed_in: bool,
    /// The name under which the history keeps what this caller does.
    #[schema(example = "yamada")]
    actor: Option<String>,
    /// Who that is, for people. Null where no account signed in.
    #[schema(example = "用地課 山田")]
    person: Option<String>,
    /// Where set, rights for the own bureau end there.
    #[schema(example = "port")]
    bureau: Option<String>,
    /// The password was given by somebody else: nothing goes on before it is changed.
    must_change_password: bool,
    /// Keys of the roles, `public` always among them.
    #[schema(example = json!(["public", "planner"]))]
    roles: Vec<&'static str>,
    /// Keys of what the caller may do, for some records at least.
    #[schema(example = json!(["read_public", "read_internal"]))]
    may: Vec<&'static str>,
}

impl Session {
    fn of(known: Option<&Known>) -> Self {
        let anonymous = Actor {
            id: "".into(),
            roles: Roles::public(),
            bureaus: None,
            scopes: None,
        };
        let actor = known.map_or(&anonymous, |known| &known.actor);
        let account = known.and_then(|known| known.account.as_ref());
        let allowed = Action::ALL.iter().copied().filter(|action| actor.may(*action).is_ok());
        Self {
            signed_in: known.is_some(),
            actor: known.map(|known| known.actor.id.to_string()),
            person: account.map(|account| account.person.clone()),
            bureau: account.and_then(|account| account.bureau.as_ref().map(ToString::to_string)),
            must_change_password: account.is_some_and(|account| account.one_time),
            roles: actor.roles.iter().map(Role::key).collect(),
            may: allowed.map(Action::key).collect(),
        }
    }
}

/// Who the caller is and what he may do
#[utoipa::path(get, path = "/api/session", tag = "accounts", responses((status = 200, body = Session)))]
pub async fn read_session(
    recognised: Recognised,
    state: web::Data<State>,
    request: HttpRequest,
    _: Asked<()>,
) -> HttpResponse {
    let mut response = HttpResponse::Ok();
    if recognised.0.is_none() && Claim::of(&state, request.headers()) != Claim::Nothing {
        // What has ended would stand in the way of everything else.
        response.insert_header((SET_COOKIE, no_cookie(&state)));
    }
    response.json(Session::of(recognised.0.as_ref()))
}

/// What somebody signs in with.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    #[schema(example = "yamada")]
    account: String,
    #[schema(example = "kawa no nagare")]
    password: String,
}

/// Signs in. The answer sets the session's cookie; after several failures the next attempt has to wait
#[utoipa::path(post, path = "/api/session", tag = "accounts", request_body = SignIn,
    responses((status = 200, body = Session),
        (status = 401, body = ProblemBody, content_type = "application/problem+json", description = "The account or the password is not right; which of them is not said"),
        (status = 429, body = ProblemBody, content_type = "application/problem+json", description = "Too many failures; `Retry-After` says how many seconds to wait")))]
pub async fn sign_in(
    state: web::Data<State>,
    request: HttpRequest,
    body: web::Json<SignIn>,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
    let door = state
        .door
        .as_ref()
        .ok_or_else(|| Problem::bare(ProblemKind::SignInFailed))?;
    // A session that was there before is not gone on with.
    if let Claim::Session(secret) = Claim::of(&state, request.headers()) {
        door.sign_out(&secret).await.map_err(Problem::of_accounts)?;
    }
    match door.sign_in(&body.account, &body.password, client_of(&request)).await {
        Ok(newcomer) => welcome(&state, newcomer),
        Err(error) => refused(error, door.now()),
    }
}

/// Signs out: ends this session and takes its cookie away
#[utoipa::path(delete, path = "/api/session", tag = "accounts", responses((status = 204)))]
pub async fn sign_out(state: web::Data<State>, request: HttpRequest, _: Asked<()>) -> Result<HttpResponse, Problem> {
    if let (Claim::Session(secret), Some(door)) = (Claim::of(&state, request.headers()), &state.door) {
        door.sign_out(&secret).await.map_err(Problem::of_accounts)?;
    }
    Ok(gone(&state))
}

/// Signs out everywhere: ends all sessions of the caller's account
#[utoipa::path(delete, path = "/api/staff/sessions", tag = "accounts",
    responses((status = 204), (status = 401, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn sign_out_everywhere(
    state: web::Data<State>,
    caller: SignedIn,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
    let ended = caller.door.sign_out_everywhere(&caller.account.name).await;
    ended.map_err(Problem::of_accounts)?;
    Ok(gone(&state))
}

/// A password in place of another.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordChange {
    /// The password as it is.
    #[schema(example = "kawa no nagare")]
    current: String,
    /// The password to be: 12 characters or more.
    #[schema(example = "umi to yama to")]
    new: String,
}

/// Changes the caller's password. All other sessions of the account end; the answer sets a new cookie
#[utoipa::path(post, path = "/api/staff/password", tag = "accounts", request_body = PasswordChange,
    responses((status = 200, body = Session),
        (status = 401, body = ProblemBody, content_type = "application/problem+json", description = "Not signed in, or the current password is not right"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json", description = "The new password may not be one"),
        (status = 429, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change_password(
    state: web::Data<State>,
    caller: SignedIn,
    request: HttpRequest,
    body: web::Json<PasswordChange>,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
    let from = client_of(&request);
    let changed = caller
        .door
        .change_password(&caller.account.name, &body.current, &body.new, from)
        .await;
    match changed {
        Ok(newcomer) => welcome(&state, newcomer),
        Err(error) => refused(error, caller.door.now()),
    }
}

fn welcome(state: &State, newcomer: Newcomer) -> Result<HttpResponse, Problem> {
    let Newcomer { account, secret } = newcomer;
    let known = Known::of_account(state, account)?;
    Ok(HttpResponse::Ok()
        .insert_header((SET_COOKIE, session_cookie(state, &secret)))
        .json(Session::of(Some(&known))))
}

fn gone(state: &State) -> HttpResponse {
    HttpResponse::NoContent()
        .insert_header((SET_COOKIE, no_cookie(state)))
        .finish()
}

fn refused(error: SignInError, now: Timestamp) -> Result<HttpResponse, Problem> {
    let of_new = |message: Message| Problem {
        faults: vec![Fault {
            place: Place::Pointer("/new".into()),
            message: message.clone(),
        }],
        ..Problem::new(ProblemKind::InvalidRecord, message)
    };
    match error {
        SignInError::Refused => Err(Problem::bare(ProblemKind::SignInFailed)),
        SignInError::Store(error) => Err(Problem::of_accounts(error)),
        SignInError::BadPassword(bad) => Err(of_new(bad.message())),
        SignInError::SamePassword => Err(of_new(Message::new(
            "今のパスワードと同じです。別のパスワードにしてください。",
            "That is the password as it is. Choose another.",
        ))),
        SignInError::Wait(until) => {
            let seconds = until.duration_since(now).as_secs().max(1);
            let problem = Problem::new(
                ProblemKind::TooManyAttempts,
                Message::new(
                    format!(
                        "サインインの失敗が続いたため、{seconds}秒後まで受け付けません。忘れたときは管理者に再発行を頼んでください。"
                    ),
                    format!(
                        "Too many attempts failed: try again in {seconds} seconds. An administrator can give a new password."
                    ),
                ),
            );
            let mut response = problem.error_response();
            response.headers_mut().insert(RETRY_AFTER, seconds.into());
            Ok(response)
        }
    }
}

/// Where the client sits. A proxy on this machine says for whom it asks; anybody else's word is not taken.
fn client_of(request: &HttpRequest) -> IpAddr {
    let peer = request.peer_addr().map(|peer| peer.ip().to_canonical());
    let Some(peer) = peer else {
        return IpAddr::V4(Ipv4Addr::UNSPECIFIED);
    };
    if !peer.is_loopback() {
        return peer;
    }
    let forwarded = HeaderName::from_static("x-forwarded-for");
    let nearest = request
        .headers()
        .get_all(forwarded)
        .last()
        .and_then(|value| value.to_str().ok());
    let nearest = nearest.and_then(|value| value.rsplit(',').next()?.trim().parse().ok());
    nearest.unwrap_or(peer)
}
