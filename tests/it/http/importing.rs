//! Files imported over HTTP: sent, looked at, corrected, committed, taken back; and what hostile uploads come to.

use std::io::{Cursor, Write};
use std::sync::Arc;
use std::time::{Duration, Instant};

use actix_web::test::{TestRequest, call_service, init_service, read_body};
use actix_web::{App, web};
use jiff::SignedDuration;
use koyu::auth::{Actor, Role, Roles};
use koyu::clock::FixedClock;
use koyu::history::Version;
use koyu::http::{State, StoreHistory, WriteTrust, configure};
use koyu::intake::{Desk, IntakeLimits, Order, Reason};
use koyu::store::{StagedFolder, Store};
use koyu::vocabulary::Vocabularies;
use serde_json::{Value, json};

use super::fixture::{Answered, state};
use crate::support::Portfolio;

const LIST: &str = "番号,施設名,延床面積（㎡）\r\n1,中央図書館,1200\r\n2,北会館,800\r\n3,,50\r\n4,南会館,広い\r\n";

/// A server with a place for uploads.
struct Server {
    state: web::Data<State>,
    desk: Arc<Desk>,
    portfolio: Portfolio,
}

async fn desk(portfolio: &Portfolio, limits: IntakeLimits, now: &str) -> Arc<Desk> {
    let desk = Desk::open(
        Arc::new(StagedFolder::beside(&portfolio.path())),
        Arc::clone(&portfolio.store) as Arc<dyn Store>,
        portfolio.ledger.clone(),
        Arc::new(FixedClock::new(now.parse().expect("a time"))),
        Vocabularies::embedded(),
        limits,
    );
    Arc::new(desk.await.expect("a desk"))
}

impl Server {
    async fn new() -> Self {
        Self::with(IntakeLimits::default()).await
    }

    async fn with(limits: IntakeLimits) -> Self {
        let portfolio = Portfolio::new().await;
        let desk = desk(&portfolio, limits, "2026-04-01T00:00:00Z").await;
        let state = State {
            live: Arc::clone(portfolio.ledger.live()),
            ledger: Some(portfolio.ledger.clone()),
            imports: Some(Arc::clone(&desk)),
            vocabulary: Vocabularies::embedded(),
            history: Arc::new(StoreHistory::new(Arc::clone(&portfolio.store) as Arc<dyn Store>)),
            write_trust: WriteTrust::loopback("127.0.0.1:8080".parse().expect("an address")).expect("loopback"),
            ..state()
        };
        Self {
            state: web::Data::new(state),
            desk,
            portfolio,
        }
    }

    async fn ask(&self, request: TestRequest) -> Answered {
        let state = self.state.clone();
        let app = init_service(App::new().configure(move |config| configure(config, state))).await;
        let request = request
            .insert_header(("host", "127.0.0.1:8080"))
            .insert_header(("origin", "http://127.0.0.1:8080"))
            .insert_header(("x-koyu-request", "1"))
            .peer_addr("127.0.0.1:5000".parse().expect("an address"));
        let response = call_service(&app, request.to_request()).await;
        let (status, headers) = (response.status(), response.headers().clone());
        Answered {
            status,
            headers,
            bytes: read_body(response).await,
        }
    }

    async fn get(&self, address: &str) -> Answered {
        self.ask(TestRequest::get().uri(address)).await
    }

    async fn post(&self, address: &str, body: Value) -> Answered {
        self.ask(TestRequest::post().uri(address).set_json(body)).await
    }

    async fn send(&self, files: &[(&str, &[u8])], options: Value) -> Answered {
        self.send_body(multipart(files, &options)).await
    }

    async fn send_body(&self, body: Vec<u8>) -> Answered {
        let request = TestRequest::post()
            .uri("/api/staff/imports")
            .insert_header(("content-type", "multipart/form-data; boundary=koyu"));
        self.ask(request.set_payload(body)).await
    }

    /// Sends a file and waits until its check has ended.
    async fn stage(&self, name: &str, bytes: &[u8], options: Value) -> (String, Value) {
        let sent = self.send(&[(name, bytes)], options).await;
        assert_eq!(sent.status, 201, "{:?}", sent.bytes);
        let address = sent.header("location").to_owned();
        let status = self.settled(&address).await;
        (address, status)
    }

    async fn settled(&self, address: &str) -> Value {
        let patience = Instant::now() + Duration::from_secs(120);
        loop {
            let status = self.get(address).await.json();
            if !matches!(status["state"].as_str(), Some("waiting" | "checking" | "committing")) {
                return status;
            }
            assert!(Instant::now() < patience, "the check does not end: {status}");
            tokio::task::yield_now().await;
        }
    }

    fn version(&self) -> Version {
        self.portfolio.ledger.live().load().version()
    }

    fn staged(&self) -> Vec<String> {
        let folder = self.portfolio.path().with_extension("staged");
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        entries
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect()
    }
}

fn multipart(files: &[(&str, &[u8])], options: &Value) -> Vec<u8> {
    let mut body = Vec::new();
    let head = "--koyu\r\nContent-Disposition: form-data; name=\"options\"\r\n\r\n";
    body.extend_from_slice(format!("{head}{options}\r\n").as_bytes());
    for (name, bytes) in files {
        let head = format!(
            "--koyu\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--koyu--\r\n");
    body
}

fn plan(status: &Value) -> String {
    status["plan"]["tag"].as_str().expect("a plan").to_owned()
}

#[actix_web::test]
async fn a_file_is_looked_at_committed_and_taken_back() {
    let server = Server::new().await;
    let (address, status) = server.stage("一覧.csv", LIST.as_bytes(), json!({})).await;
    assert_eq!(status["state"], "ready", "{status}");
    assert_eq!(status["files"][0]["name"], "一覧.csv");
    assert_eq!(status["source"]["kind"], "facilities");
    assert_eq!(status["source"]["encoding"], "UTF-8");
    assert_eq!(status["source"]["columns"][1]["taken_for"]["field"], "name");
    assert_eq!(
        (&status["counts"]["created"], &status["counts"]["refused"]),
        (&2.into(), &2.into())
    );
    assert_eq!(status["plan"]["forbidden"], Value::Null);
    assert_eq!(server.version(), Version(0), "nothing is written before the commit");

    let errors = server.get(&format!("{address}/findings?severity=error")).await.json();
    assert_eq!(errors["matched"], 2, "{errors}");
    let missing = server
        .get(&format!("{address}/findings?rule=required-missing"))
        .await
        .json();
    assert_eq!(missing["items"][0]["row"], 4, "{missing}");
    let preview = server.get(&format!("{address}/preview?action=created")).await.json();
    assert_eq!(
        (&preview["matched"], &preview["items"][0]["id"]),
        (&2.into(), &Value::Null)
    );
    let names = preview["items"][0]["changes"].as_array().expect("changes");
    assert!(
        names
            .iter()
            .any(|change| change["field"] == "name" && change["after"] == "中央図書館")
    );
    let rows = server.get(&format!("{address}/rows?only=refused")).await.json();
    assert_eq!(rows["matched"], 2, "{rows}");
    assert_eq!(rows["items"][1]["cells"], json!(["4", "南会館", "広い"]));
    assert_eq!(rows["items"][1]["findings"][0]["column"], "延床面積（㎡）");

    let order = json!({ "plan": plan(&status), "reason": "年度当初の一覧", "data_date": "2026-04-01" });
    let committed = server.post(&format!("{address}/commit"), order.clone()).await;
    assert_eq!(committed.status, 200, "{:?}", committed.bytes);
    assert_eq!(committed.json()["version"], 1);
    assert_eq!(server.portfolio.ledger.live().load().facilities.len(), 2);
    assert_eq!(server.post(&format!("{address}/commit"), order).await.status, 409);
    let done = server.get(&address).await.json();
    assert_eq!(
        (&done["state"], &done["committed"]["version"]),
        (&"done".into(), &1.into())
    );
    let refused = server.get(&format!("{address}/refused.csv")).await;
    assert!(
        String::from_utf8_lossy(&refused.bytes).contains("南会館"),
        "kept after the commit"
    );
    assert_eq!(
        server.get(&format!("{address}/report.json")).await.json()["counts"]["rows"],
        4
    );

    let batches = server.get("/api/staff/batches").await.json();
    assert_eq!(batches["items"][0]["batch"]["file"], "一覧.csv");
    assert_eq!(batches["items"][0]["reason"], "年度当初の一覧");
    let back = server
        .post("/api/staff/batches/1/rollback", json!({ "reason": "誤り" }))
        .await;
    assert_eq!(back.json(), json!({ "version": 2, "records": 2 }));
    assert!(server.portfolio.ledger.live().load().facilities.is_empty());
    assert_eq!(
        server.get("/api/staff/batches").await.json()["items"][0]["undone_by"],
        2
    );
    assert_eq!(
        server.post("/api/staff/batches/1/rollback", json!({})).await.status,
        409
    );
    for missing in ["2", "99", "18446744073709551615"] {
        let answered = server
            .post(&format!("/api/staff/batches/{missing}/rollback"), json!({}))
            .await;
        assert_eq!(answered.status, 404, "{missing}");
    }
}

#[actix_web::test]
async fn a_person_says_what_the_header_does_not() {
    let server = Server::new().await;
    let list = "No,館名,色\r\n1,中央図書館,青\r\n";
    let (address, status) = server.stage("a.csv", list.as_bytes(), json!({})).await;
    assert_eq!(
        (&status["state"], &status["trouble"]["code"]),
        (&"unusable".into(), &"no-kind".into())
    );
    let patch = json!({ "kind": "facilities", "columns": {
        "No": { "use": "field", "field": "number" }, "館名": { "use": "field", "field": "name" }, "色": { "use": "ignored" } } });
    let changed = server.ask(TestRequest::patch().uri(&address).set_json(patch)).await;
    assert_eq!(changed.status, 200, "{:?}", changed.bytes);
    let status = server.settled(&address).await;
    assert_eq!(
        (&status["state"], &status["counts"]["created"]),
        (&"ready".into(), &1.into()),
        "{status}"
    );
    assert_eq!(status["source"]["columns"][2]["taken_for"]["use"], "ignored");
    for (patch, pointer) in [
        (json!({ "encoding": "latin-9" }), "/encoding"),
        (json!({ "profile": "../../etc/passwd.toml" }), "/profile"),
        (json!({ "crs": "+proj=pipeline" }), "/crs"),
    ] {
        let refused = server.ask(TestRequest::patch().uri(&address).set_json(patch)).await;
        assert_eq!(refused.status, 422);
        assert_eq!(refused.json()["errors"][0]["pointer"], pointer);
    }
    let choices = server.get("/api/staff/imports/choices?kind=facilities").await.json();
    let fields = choices["fields"].as_array().expect("fields");
    assert!(
        fields
            .iter()
            .any(|field| field["field"] == "name" && field["required"] == true)
    );
    assert_eq!(server.ask(TestRequest::delete().uri(&address)).await.status, 204);
    assert_eq!(server.get(&address).await.status, 404);
    assert_eq!(server.staged(), Vec::<String>::new(), "its files are gone");
}

#[actix_web::test]
async fn what_is_no_longer_what_was_shown_is_not_committed_unless_that_is_accepted() {
    let server = Server::new().await;
    let list = "番号,施設名,延床面積（㎡）\r\n1,中央図書館,1200\r\n";
    let (address, status) = server.stage("a.csv", list.as_bytes(), json!({})).await;
    // Somebody enters the same facility by hand meanwhile.
    let entered = json!({ "patch": { "number": "1", "name": "中央図書館" } });
    assert_eq!(server.post("/api/staff/facilities", entered).await.status, 201);
    let refused = server
        .post(&format!("{address}/commit"), json!({ "plan": plan(&status) }))
        .await;
    assert_eq!(refused.status, 409, "{:?}", refused.bytes);
    assert_eq!(refused.json()["type"], "urn:koyu:problem:plan-changed");
    assert_eq!(server.version(), Version(1));
    let now = server.settled(&address).await;
    assert_ne!(plan(&now), plan(&status));
    assert_eq!(now["plan"]["version"], 1);
    let accepted = json!({ "plan": plan(&status), "accept": true });
    let committed = server.post(&format!("{address}/commit"), accepted).await;
    assert_eq!(committed.status, 200, "{:?}", committed.bytes);
}

#[actix_web::test]
async fn whoever_may_not_edit_the_records_cannot_import_them() {
    let server = Server::new().await;
    let (address, status) = server.stage("a.csv", LIST.as_bytes(), json!({})).await;
    let id = address.rsplit('/').next().expect("an id").parse().expect("an id");
    let order = Order {
        actor: Actor {
            id: "land-1".into(),
            roles: Roles::of([Role::LandOfficer]),
            bureaus: None,
            scopes: None,
        },
        plan: plan(&status),
        accept: true,
        reason: None,
        data_date: None,
    };
    let (answer, outcome) = tokio::sync::oneshot::channel();
    server.desk.commit(id, order, move |result| drop(answer.send(result)));
    let refused = outcome
        .await
        .expect("an answer")
        .expect_err("facilities are the planners'");
    assert_eq!(refused.reason, Reason::NotPermitted);
    assert_eq!(server.version(), Version(0));
}

#[actix_web::test]
async fn an_upload_survives_a_restart_and_goes_when_its_time_is_over() {
    let server = Server::new().await;
    let (address, before) = server.stage("a.csv", LIST.as_bytes(), json!({})).await;
    let id = address.rsplit('/').next().expect("an id").parse().expect("an id");
    let Server {
        desk: old,
        portfolio,
        state,
    } = server;
    drop((old, state));
    let again = desk(&portfolio, IntakeLimits::default(), "2026-04-02T00:00:00Z").await;
    let upload = again.upload(id).expect("it is there");
    assert_eq!(upload.name(), "a.csv");
    let patience = Instant::now() + Duration::from_secs(120);
    let checked = loop {
        match again.checked(id) {
            Ok(checked) => break checked,
            Err(error) => assert!(Instant::now() < patience, "{error}"),
        }
        tokio::task::yield_now().await;
    };
    assert_eq!(checked.plan, plan(&before), "the same file, the same plan");
    drop(again);
    let limits = IntakeLimits {
        age: SignedDuration::from_hours(24),
        ..IntakeLimits::default()
    };
    let later = desk(&portfolio, limits, "2026-04-05T00:00:00Z").await;
    assert_eq!(later.upload(id).expect_err("it has expired").reason, Reason::NotFound);
}

/// A workbook whose only sheet swells to many times its size.
fn bomb() -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relations = |kind: &str, target: &str| {
        format!(
            "<Relationships xmlns=\"{package}\"><Relationship Id=\"r1\" Type=\"{office}/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let blank = "<row></row>".repeat(4_000_000);
    for (name, content) in [
        ("[Content_Types].xml", "<Types/>".to_owned()),
        ("_rels/.rels", relations("officeDocument", "xl/workbook.xml")),
        (
            "xl/_rels/workbook.xml.rels",
            relations("worksheet", "worksheets/sheet1.xml"),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!("<worksheet xmlns=\"{main}\"><sheetData>{blank}</sheetData></worksheet>"),
        ),
    ] {
        let options = zip::write::SimpleFileOptions::default();
        archive.start_file(name, options).expect("a part");
        archive.write_all(content.as_bytes()).expect("written");
    }
    archive.finish().expect("an archive").into_inner()
}

#[actix_web::test]
async fn a_hostile_file_is_named_for_what_it_is_and_harms_nothing() {
    let server = Server::new().await;
    let bomb = bomb();
    let one_line = vec![b'a'; 8 << 20];
    let cases: [(&str, &[u8]); 6] = [
        ("empty.csv", b""),
        ("bomb.xlsx", &bomb),
        ("truncated.xlsx", &bomb[..bomb.len() / 2]),
        ("line.csv", &one_line),
        ("noise.xlsx", b"PK\x03\x04 this is no archive"),
        ("../../../etc/cron.d/x\u{202e}.csv", b"\x00\x01\x02"),
    ];
    for (name, bytes) in cases {
        let (address, status) = server.stage(name, bytes, json!({ "kind": "facilities" })).await;
        assert_eq!(status["state"], "unusable", "{name}: {status}");
        let trouble = &status["trouble"];
        assert!(
            trouble["detail"].as_str().is_some_and(|detail| !detail.is_empty()),
            "{name}"
        );
        assert!(
            !status.to_string().contains(".staged"),
            "{name}: no path of the server: {status}"
        );
        let shown = status["files"][0]["name"].as_str().expect("a name");
        assert!(!shown.contains('/') && !shown.contains('\u{202e}'), "{shown}");
        let committed = server
            .post(&format!("{address}/commit"), json!({ "plan": "x", "accept": true }))
            .await;
        assert_eq!(committed.status, 409, "{name}");
    }
    let alone = server.stage("a.shp", &[0; 100], json!({ "kind": "lots" })).await.1;
    assert_eq!(alone["state"], "unusable", "a shapefile without its table: {alone}");
    assert_eq!(server.version(), Version(0));
}

#[actix_web::test]
async fn an_upload_that_is_broken_off_too_large_or_malformed_leaves_nothing_behind() {
    let limits = IntakeLimits {
        upload_bytes: 1 << 20,
        total_bytes: 3 << 19,
        ..IntakeLimits::default()
    };
    let server = Server::with(limits).await;
    let large = vec![b'a'; (1 << 20) + 1];
    assert_eq!(server.send(&[("a.csv", &large)], json!({})).await.status, 413);
    let mut broken = multipart(&[("a.csv", LIST.as_bytes())], &json!({}));
    broken.truncate(broken.len() - 20);
    assert_eq!(server.send_body(broken).await.status, 400);
    for files in [
        &[][..],
        &[("a.csv", &b"a"[..]), ("b.csv", b"b")],
        &[("a.dbf", &b"a"[..]), ("a.prj", b"b")],
    ] {
        assert_eq!(server.send(files, json!({})).await.status, 400);
    }
    assert_eq!(
        server.send(&[("a.csv", b"a")], json!({ "colour": 1 })).await.status,
        422
    );
    assert_eq!(server.staged(), Vec::<String>::new());
    // All uploads together have a bound as well.
    let half = vec![b'a'; 1 << 20];
    assert_eq!(server.send(&[("a.csv", &half)], json!({})).await.status, 201);
    let full = server.send(&[("b.csv", &half)], json!({})).await;
    assert_eq!(full.status, 507, "{:?}", full.bytes);
    assert_eq!(server.staged().len(), 1);
}
