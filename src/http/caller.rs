//! Who asks. Handlers below `/api/staff` name the caller's act, and name the caller to the ledger, so that the history knows
//! who it was.

use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use futures_util::future::{Ready, ready};

use super::guard::trusted;
use super::problem::{Problem, ProblemKind};
use super::state::{State, WriteTrust};
use crate::auth::{Action, Actor, Denial};
use crate::ledger::Ledger;
use crate::record::Code;

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

/// Who asks, or nobody that is known.
pub struct Recognised(pub Option<Actor>);

/// Recognises who asks. A claim that does not hold is refused, never taken for no claim.
fn recognise(state: &State, request: &HttpRequest) -> Result<Actor, Problem> {
    if state.write_trust == WriteTrust::Nobody {
        return Err(Problem::bare(ProblemKind::SignInRequired));
    }
    trusted(state, request).map_err(|why| Problem::new(ProblemKind::WriteRefused, why))?;
    Ok(Actor::local())
}

fn state_of(request: &HttpRequest) -> Result<&web::Data<State>, Problem> {
    request.app_data().ok_or_else(|| Problem::bare(ProblemKind::Internal))
}

impl FromRequest for Recognised {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let recognised = || Ok(Self(recognise(state_of(request)?, request).ok()));
        ready(recognised())
    }
}

impl FromRequest for Caller {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let caller = || {
            let state = state_of(request)?;
            let account = recognise(state, request)?;
            let ledger = state
                .ledger
                .clone()
                .ok_or_else(|| Problem::bare(ProblemKind::WriteRefused))?;
            Ok(Self {
                actor: Arc::clone(&account.id),
                ledger,
                account,
            })
        };
        ready(caller())
    }
}
