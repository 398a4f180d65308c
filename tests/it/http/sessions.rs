//! Signing in and out over HTTP, and what a session opens.

use std::sync::Arc;

use actix_web::test::{TestRequest, call_service, init_service, read_body};
use actix_web::{App, web};
use koyu::access::{Door, NewAccount};
use koyu::auth::{Role, Roles};
use koyu::http::{State, configure};
use koyu::store::PrivateStore;
use serde_json::{Value, json};

use super::fixture::{Answered, state};
use crate::support::{Portfolio, clock};

/// A server with accounts, which trusts nobody else.
struct Server {
    state: web::Data<State>,
    portfolio: Portfolio,
    door: Arc<Door>,
}

impl Server {
    async fn at(public_url: Option<&str>) -> Self {
        let portfolio = Portfolio::new().await;
        let private = PrivateStore::open_beside(&portfolio.path()).await.expect("opens");
        let door = Arc::new(Door::new(Arc::new(private), clock()));
        let mut state = State {
            ledger: Some(portfolio.ledger.clone()),
            door: Some(Arc::clone(&door)),
            ..state()
        };
        state.site.public_url = public_url.map(str::to_owned);
        let state = web::Data::new(state);
        Self { state, portfolio, door }
    }

    async fn new() -> Self {
        Self::at(None).await
    }

    /// Adds an account that has chosen its password; gives the password.
    async fn account(&self, name: &str, role: Role) -> String {
        let account = NewAccount {
            name: name.parse().expect("a name"),
            person: "用地課 山田".into(),
            roles: Roles::of([role]),
            bureau: None,
        };
        let password = self.door.add_demo_account(account).await.expect("added");
        password.reveal().to_owned()
    }

    async fn ask(&self, request: TestRequest, cookie: &str) -> Answered {
        let state = self.state.clone();
        let app = init_service(App::new().configure(move |config| configure(config, state))).await;
        let mut request = request
            .insert_header(("host", "127.0.0.1:8080"))
            .peer_addr("192.0.2.1:5000".parse().expect("an address"));
        if !cookie.is_empty() {
            request = request.insert_header(("cookie", cookie));
        }
        let response = call_service(&app, request.to_request()).await;
        let (status, headers) = (response.status(), response.headers().clone());
        Answered {
            status,
            headers,
            bytes: read_body(response).await,
        }
    }

    async fn get(&self, address: &str, cookie: &str) -> Answered {
        self.ask(TestRequest::get().uri(address), cookie).await
    }

    async fn write(&self, request: TestRequest, cookie: &str) -> Answered {
        self.ask(request.insert_header(("x-koyu-request", "1")), cookie).await
    }

    async fn sign_in(&self, account: &str, password: &str, cookie: &str) -> Answered {
        let body = json!({ "account": account, "password": password });
        self.write(TestRequest::post().uri("/api/session").set_json(body), cookie)
            .await
    }
}

/// What a browser sends back of a `Set-Cookie`.
fn cookie(answered: &Answered) -> String {
    let set = answered.header("set-cookie");
    set.split(';').next().expect("a cookie").to_owned()
}

fn problem(answered: &Answered) -> (u16, String) {
    let kind = answered.json()["type"].as_str().expect("a type").to_owned();
    (answered.status.as_u16(), kind.replace("urn:koyu:problem:", ""))
}

#[actix_web::test]
async fn somebody_signs_in_is_known_and_signs_out() {
    let server = Server::new().await;
    let password = server.account("yamada", Role::Planner).await;
    let came = server.sign_in("yamada", &password, "").await;
    assert_eq!(came.status, 200, "{:?}", came.bytes);
    assert_eq!(came.header("cache-control"), "private, no-store");
    let set = came.header("set-cookie").to_owned();
    assert!(set.starts_with("koyu_session="), "{set}");
    assert!(
        set.ends_with("; Path=/; Max-Age=43200; HttpOnly; SameSite=Lax"),
        "{set}"
    );
    let session = cookie(&came);
    let known = server.get("/api/session", &session).await.json();
    assert_eq!(known, came.json());
    assert_eq!(
        (&known["actor"], &known["person"], &known["must_change_password"]),
        (&json!("yamada"), &json!("用地課 山田"), &json!(false))
    );
    assert!(known["may"].as_array().expect("acts").contains(&json!("edit_facility")));
    assert_eq!(server.get("/api/staff/fields/parcels", &session).await.status, 200);

    let left = server.write(TestRequest::delete().uri("/api/session"), &session).await;
    assert_eq!(left.status, 204);
    assert!(
        left.header("set-cookie")
            .starts_with("koyu_session=; Path=/; Max-Age=0;")
    );
    assert_eq!(server.get("/api/staff/fields/parcels", &session).await.status, 401);
    let stale = server.get("/api/session", &session).await;
    assert_eq!(stale.json()["signed_in"], false);
    assert!(stale.header("set-cookie").contains("Max-Age=0"));
}

#[actix_web::test]
async fn with_tls_the_cookie_is_for_this_host_alone() {
    let server = Server::at(Some("https://koyu.example.jp")).await;
    let password = server.account("yamada", Role::Planner).await;
    let came = server.sign_in("yamada", &password, "").await;
    let set = came.header("set-cookie");
    assert!(
        set.starts_with("__Host-koyu_session=") && set.ends_with("; Secure"),
        "{set}"
    );
    let plain = cookie(&came).replace("__Host-", "");
    assert_eq!(server.get("/api/session", &plain).await.json()["signed_in"], false);
    assert_eq!(
        server.get("/api/session", &cookie(&came)).await.json()["signed_in"],
        true
    );
}

#[actix_web::test]
async fn a_session_that_was_there_before_is_never_gone_on_with() {
    let server = Server::new().await;
    let password = server.account("yamada", Role::Viewer).await;
    let first = cookie(&server.sign_in("yamada", &password, "").await);
    let second = cookie(&server.sign_in("yamada", &password, &first).await);
    assert_ne!(first, second);
    assert_eq!(server.get("/api/staff/fields/parcels", &first).await.status, 401);
    assert_eq!(server.get("/api/staff/fields/parcels", &second).await.status, 200);
    let planted = format!("koyu_session={}", "ab".repeat(32));
    let third = cookie(&server.sign_in("yamada", &password, &planted).await);
    assert_ne!(third, planted);
    let both = format!("{planted}; {second}");
    assert_eq!(
        server.get("/api/staff/fields/parcels", &both).await.status,
        401,
        "two sessions at once are none"
    );
}

#[actix_web::test]
async fn a_wrong_password_and_an_unknown_account_are_answered_alike_and_then_wait() {
    let server = Server::new().await;
    server.account("yamada", Role::Planner).await;
    for account in ["yamada", "nobody"] {
        for _ in 0..5 {
            let answered = server.sign_in(account, "wrong", "").await;
            assert_eq!(problem(&answered), (401, "sign-in-failed".into()));
            assert_eq!(answered.header("set-cookie"), "");
        }
        let answered = server.sign_in(account, "wrong", "").await;
        assert_eq!(problem(&answered), (429, "too-many-attempts".into()));
        assert_eq!(answered.header("retry-after"), "30");
    }
}

#[actix_web::test]
async fn a_page_elsewhere_can_neither_sign_in_nor_write_with_a_session() {
    let server = Server::new().await;
    let password = server.account("yamada", Role::Planner).await;
    let session = cookie(&server.sign_in("yamada", &password, "").await);
    let sign_in = || {
        TestRequest::post()
            .uri("/api/session")
            .set_json(json!({ "account": "yamada", "password": password }))
    };
    let create = || {
        TestRequest::post()
            .uri("/api/staff/facilities")
            .set_json(json!({ "patch": { "number": "1", "name": "会館" } }))
    };
    let makes: [&dyn Fn() -> TestRequest; 2] = [&sign_in, &create];
    for make in makes {
        let without = server.ask(make(), &session).await;
        assert_eq!(problem(&without), (403, "write-refused".into()));
        for (name, value) in [
            ("origin", "http://evil.example"),
            ("origin", "null"),
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
        ] {
            let forged = server.write(make().insert_header((name, value)), &session).await;
            assert_eq!(problem(&forged), (403, "write-refused".into()), "{name}: {value}");
        }
    }
    let own = create().insert_header(("origin", "http://127.0.0.1:8080"));
    let own = server
        .write(own.insert_header(("sec-fetch-site", "same-origin")), &session)
        .await;
    assert_ne!(own.status, 403, "{:?}", own.bytes);
    assert_eq!(server.write(create(), "").await.status, 401, "without a session");
    assert!(server.portfolio.ledger.live().load().version().0 <= 1);
}

#[actix_web::test]
async fn a_one_time_password_opens_nothing_but_the_way_to_a_new_one() {
    let server = Server::new().await;
    let (admin, password) = server.door.first_administrator().await.unwrap().expect("made");
    let came = server.sign_in(admin.as_str(), password.reveal(), "").await;
    let known: Value = came.json();
    assert_eq!(known["must_change_password"], true);
    assert_eq!(known["may"], json!(["read_public", "own_account"]));
    let session = cookie(&came);
    let asked = server.get("/api/staff/fields/parcels", &session).await;
    assert_eq!(problem(&asked), (403, "password-change-required".into()));

    let change = |current: &str, new: &str| {
        TestRequest::post()
            .uri("/api/staff/password")
            .set_json(json!({ "current": current, "new": new }))
    };
    let short = server.write(change(password.reveal(), "short"), &session).await;
    assert_eq!(problem(&short), (422, "invalid-record".into()));
    assert_eq!(short.json()["errors"][0]["pointer"], "/new");
    let same = server
        .write(change(password.reveal(), password.reveal()), &session)
        .await;
    assert_eq!(problem(&same), (422, "invalid-record".into()));
    let wrong = server.write(change("wrong", "umi to yama to"), &session).await;
    assert_eq!(problem(&wrong), (401, "sign-in-failed".into()));
    let changed = server
        .write(change(password.reveal(), "umi to yama to"), &session)
        .await;
    assert_eq!(changed.status, 200, "{:?}", changed.bytes);
    assert_eq!(changed.json()["must_change_password"], false);
    assert_eq!(server.get("/api/staff/fields/parcels", &session).await.status, 401);
    assert_eq!(
        server.get("/api/staff/fields/parcels", &cookie(&changed)).await.status,
        200
    );
}

#[actix_web::test]
async fn signing_out_everywhere_ends_all_sessions_of_the_account() {
    let server = Server::new().await;
    let password = server.account("yamada", Role::Viewer).await;
    let here = cookie(&server.sign_in("yamada", &password, "").await);
    let there = cookie(&server.sign_in("yamada", &password, "").await);
    let left = server
        .write(TestRequest::delete().uri("/api/staff/sessions"), &here)
        .await;
    assert_eq!(left.status, 204);
    for session in [here, there] {
        assert_eq!(server.get("/api/staff/fields/parcels", &session).await.status, 401);
    }
    let nobody = server.write(TestRequest::delete().uri("/api/staff/sessions"), "").await;
    assert_eq!(problem(&nobody), (401, "sign-in-required".into()));
}
