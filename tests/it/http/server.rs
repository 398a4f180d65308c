//! A server over a store of its own that trusts this machine: what is changed over HTTP.

use std::sync::Arc;

use actix_web::http::Method;
use actix_web::test::{TestRequest, call_service, init_service, read_body};
use actix_web::{App, web};
use koyu::history::Draft;
use koyu::http::{Filing, FilingLimits, State, StoreHistory, WriteTrust, configure};
use koyu::record::EntityId;
use koyu::snapshot::Snapshot;
use koyu::store::{FileFolder, Store};
use koyu::vocabulary::Vocabularies;
use serde_json::Value;

use super::fixture::{Answered, state};
use crate::support::Portfolio;

/// What attached files may have here.
pub const LIMITS: FilingLimits = FilingLimits {
    file_bytes: 64 * 1024,
    all_bytes: 96 * 1024,
};

pub struct Server {
    pub state: web::Data<State>,
    pub portfolio: Portfolio,
}

impl Server {
    pub async fn new() -> Self {
        let portfolio = Portfolio::new().await;
        let store = Arc::clone(&portfolio.store) as Arc<dyn Store>;
        let state = State {
            live: Arc::clone(portfolio.ledger.live()),
            ledger: Some(portfolio.ledger.clone()),
            vocabulary: Vocabularies::embedded(),
            history: Arc::new(StoreHistory::new(store)),
            filing: Filing::new(Arc::new(FileFolder::beside(&portfolio.path())), LIMITS),
            write_trust: WriteTrust::loopback("127.0.0.1:8080".parse().expect("an address")).expect("loopback"),
            ..state()
        };
        Self {
            state: web::Data::new(state),
            portfolio,
        }
    }

    pub async fn ask(&self, request: TestRequest) -> Answered {
        let request = request
            .insert_header(("host", "127.0.0.1:8080"))
            .insert_header(("origin", "http://127.0.0.1:8080"))
            .insert_header(("x-koyu-request", "1"))
            .peer_addr("127.0.0.1:5000".parse().expect("an address"));
        self.ask_as_stranger(request).await
    }

    /// Without what tells the server that the question comes from this machine.
    pub async fn ask_as_stranger(&self, request: TestRequest) -> Answered {
        let state = self.state.clone();
        let app = init_service(App::new().configure(move |config| configure(config, state))).await;
        let response = call_service(&app, request.to_request()).await;
        let (status, headers) = (response.status(), response.headers().clone());
        Answered {
            status,
            headers,
            bytes: read_body(response).await,
        }
    }

    pub async fn get(&self, address: &str) -> Answered {
        self.ask(TestRequest::get().uri(address)).await
    }

    /// As somebody in the internet.
    pub async fn get_as_stranger(&self, address: &str) -> Answered {
        let request = TestRequest::get()
            .uri(address)
            .insert_header(("host", "127.0.0.1:8080"));
        self.ask_as_stranger(request).await
    }

    /// A change without a tag.
    pub async fn post(&self, address: &str, body: Value) -> Answered {
        self.ask(TestRequest::post().uri(address).set_json(body)).await
    }

    /// A change of what `seen` answered.
    pub async fn change(&self, method: Method, address: &str, seen: &Answered, body: Value) -> Answered {
        let request = TestRequest::default().method(method).uri(address);
        let request = request.insert_header(("if-match", seen.header("etag")));
        self.ask(request.set_json(body)).await
    }

    /// A commit of somebody else.
    pub async fn commit(&self, actor: &str, draft: impl Fn(&Snapshot) -> Draft + Send + 'static) -> Vec<EntityId> {
        let receipt = self
            .portfolio
            .ledger
            .submit(actor, move |snapshot: &Snapshot| Ok(draft(snapshot)));
        receipt.await.expect("committed").entities
    }
}

/// The places that a problem names.
pub fn pointers(answered: &Answered) -> Vec<String> {
    let problem = answered.json();
    let errors = problem["errors"].as_array().cloned().unwrap_or_default();
    errors
        .iter()
        .filter_map(|error| error["pointer"].as_str().map(str::to_owned))
        .collect()
}
