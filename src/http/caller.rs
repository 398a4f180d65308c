//! Who asks. Handlers that write name the caller to the ledger, so that the history knows who it was.

use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use futures_util::future::{Ready, ready};

use super::problem::{Problem, ProblemKind};
use super::state::State;
use crate::ledger::Ledger;

/// Somebody whom the write guard let through. Until accounts exist that is whoever sits at this machine.
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
        let ledger = request
            .app_data::<web::Data<State>>()
            .and_then(|state| state.ledger.clone());
        let caller = ledger.map(|ledger| Self {
            actor: "local".into(),
            ledger,
        });
        ready(caller.ok_or_else(|| Problem::bare(ProblemKind::WriteRefused)))
    }
}
