//! Who asks. Handlers below `/api/staff` name the caller's act, and name the caller to the ledger, so that the history knows
//! who it was.

use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;

use super::claim::Claim;
use super::guard::trusted;
use super::problem::{Problem, ProblemKind};
use super::state::{State, WriteTrust};
use crate::access::Door;
use crate::auth::{Account, Action, Actions, Actor, Denial, Secret};
use crate::ledger::Ledger;
use crate::record::Code;
use crate::text::Message;

/// Somebody who may do more than read what is public. Everything below `/api/staff` asks for one, whatever the method;
/// nothing else looks at who asks.
pub struct Caller {
    /// The name under which the history keeps the act.
    pub actor: Arc<str>,
    /// The door for writes.
    pub ledger: Ledger,
    /// The account and its rights.
    pub account: Actor,
}

impl Caller {
    /// Refuses who may not do this for any record.
    pub fn require(&self, action: Action) -> Result<(), Problem> {
        self.account.may(action).map_err(denied)
    }

    /// Refuses who may not do this for a record of this bureau. Where a change moves a record to another bureau, ask for both.
    pub fn require_for(&self, action: Action, bureau: Option<&Code>) -> Result<(), Problem> {
        self.account.may_for(action, bureau).map_err(denied)
    }

    /// Refuses who may not approve, and who made it himself.
    pub fn require_approval(&self, action: Action, author: &str) -> Result<(), Problem> {
        self.account.may_approve(action, author).map_err(denied)
    }
}

fn denied(denial: Denial) -> Problem {
    Problem::new(ProblemKind::NotPermitted, denial.message())
}

/// How somebody was recognised.
pub struct Known {
    pub actor: Actor,
    /// The account; none where this machine is trusted.
    pub account: Option<Account>,
}

impl Known {
    pub fn of_account(state: &State, account: Account) -> Result<Self, Problem> {
        let bureaus = state.codes.list("bureaus").ok_or_else(Problem::internal)?;
        let mut actor = account.actor(bureaus);
        if account.one_time {
            actor.scopes = Some(Actions::of([Action::OwnAccount]));
        }
        Ok(Self {
            actor,
            account: Some(account),
        })
    }
}

/// Who asks, or nobody that is known.
pub struct Recognised(pub Option<Known>);

/// Recognises who asks. A claim that does not hold is refused, never taken for no claim.
async fn recognise(state: &State, request: &HttpRequest) -> Result<Known, Problem> {
    match (Claim::of(state, request.headers()), &state.door) {
        (Claim::Session(secret), Some(door)) => of_session(state, door, &secret).await,
        (Claim::Nothing, _) if state.write_trust != WriteTrust::Nobody => {
            trusted(state, request).map_err(|why| Problem::new(ProblemKind::WriteRefused, why))?;
            Ok(Known {
                actor: Actor::local(),
                account: None,
            })
        }
        _ => Err(Problem::bare(ProblemKind::SignInRequired)),
    }
}

async fn of_session(state: &State, door: &Door, secret: &Secret) -> Result<Known, Problem> {
    let found = door.recognise(secret).await.map_err(Problem::of_accounts)?;
    let account = found.ok_or_else(|| Problem::bare(ProblemKind::SignInRequired))?;
    Known::of_account(state, account)
}

fn state_of(request: &HttpRequest) -> Result<web::Data<State>, Problem> {
    let state = request.app_data::<web::Data<State>>();
    state.cloned().ok_or_else(Problem::internal)
}

impl FromRequest for Recognised {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        async move {
            let state = state_of(&request)?;
            Ok(Self(recognise(&state, &request).await.ok()))
        }
        .boxed_local()
    }
}

impl FromRequest for Caller {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        async move {
            let state = state_of(&request)?;
            let known = recognise(&state, &request).await?;
            if known.account.is_some_and(|account| account.one_time) {
                return Err(Problem::bare(ProblemKind::PasswordChangeRequired));
            }
            let ledger = state
                .ledger
                .clone()
                .ok_or_else(|| Problem::bare(ProblemKind::WriteRefused))?;
            Ok(Self {
                actor: Arc::clone(&known.actor.id),
                ledger,
                account: known.actor,
            })
        }
        .boxed_local()
    }
}

/// Somebody who has signed in, also with a one-time password: for what concerns the own account only.
pub struct SignedIn {
    pub account: Account,
    pub door: Arc<Door>,
}

impl FromRequest for SignedIn {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        async move {
            let state = state_of(&request)?;
            let known = recognise(&state, &request).await?;
            match (known.account, &state.door) {
                (Some(account), Some(door)) => Ok(Self {
                    account,
                    door: Arc::clone(door),
                }),
                _ => Err(Problem::new(
                    ProblemKind::NotPermitted,
                    Message::new(
                        "この機器を信頼する設定で使っているため、アカウントがありません。アカウントでサインインしてください。",
                        "This machine is trusted, which is no account. Sign in with an account.",
                    ),
                )),
            }
        }
        .boxed_local()
    }
}
