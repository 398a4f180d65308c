//! Who asks. Handlers that write name the caller to the ledger, so that the history knows who it was.

use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use futures_util::future::{Ready, ready};

use super::guard::trusted;
use super::problem::{Problem, ProblemKind};
use super::state::State;
use crate::ledger::Ledger;

/// Somebody who may do more than read what is public. Until accounts exist that is whoever sits at this machine.
/// Everything below `/api/staff` asks for one, whatever the method; nothing else looks at who asks.
pub struct Caller {
    /// The name under which the history keeps the act.
    pub actor: Arc<str>,
    /// The door for writes.
    pub ledger: Ledger,
}

impl FromRequest for Caller {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let caller = || {
            let state = request
                .app_data::<web::Data<State>>()
                .ok_or_else(|| Problem::bare(ProblemKind::Internal))?;
            trusted(state, request).map_err(|why| Problem::new(ProblemKind::WriteRefused, why))?;
            let ledger = state
                .ledger
                .clone()
                .ok_or_else(|| Problem::bare(ProblemKind::WriteRefused))?;
            Ok(Self {
                actor: "local".into(),
                ledger,
            })
        };
        ready(caller())
    }
}
