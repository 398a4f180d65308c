//! SIGKILL in the middle of writing: the portfolio is as before or as after, never between.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use koyu::history::Version;
use koyu::store::{GpkgStore, Store};

const FACILITIES: usize = 300;

fn start_demo(store: &Path) -> Child {
    let facilities = FACILITIES.to_string();
    let arguments = [
        "demo",
        "--facilities",
        facilities.as_str(),
        "--parcels",
        "50",
        "--store",
    ];
    let command = Command::new(env!("CARGO_BIN_EXE_koyu"))
        .args(arguments)
        .arg(store)
        .stdout(Stdio::null())
        .spawn();
    command.expect("the program starts")
}

/// Waits until the write-ahead log has grown to a size, or the program has ended.
fn wait_for_log(child: &mut Child, log: &Path, bytes: u64) {
    let patience = Instant::now() + Duration::from_secs(60);
    while std::fs::metadata(log).map_or(0, |file| file.len()) < bytes {
        if child.try_wait().expect("its state is known").is_some() {
            return;
        }
        assert!(Instant::now() < patience, "the program neither wrote nor ended");
        std::thread::yield_now();
    }
}

#[tokio::test]
async fn a_portfolio_is_whole_or_empty_after_a_kill_at_any_moment() {
    let mut seen = [0, 0];
    // From the first page of the schema to the last of the commit: the log of this demo passes 3 MB.
    for bytes in [
        1, 4_096, 40_000, 150_000, 200_000, 400_000, 800_000, 1_200_000, 1_600_000, 2_400_000, 3_000_000,
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("koyu.gpkg");
        let mut child = start_demo(&path);
        wait_for_log(&mut child, &folder.path().join("koyu.gpkg-wal"), bytes);
        child.kill().unwrap();
        child.wait().unwrap();

        let store = GpkgStore::open(&path).await.expect("opens after a kill");
        let report = store.check().await.unwrap();
        assert_eq!(report.faults, vec![], "killed at {bytes} bytes of log");
        let snapshot = store.load().await.unwrap().into_snapshot();
        let whole = snapshot.version() == Version(1) && snapshot.facilities.len() == FACILITIES;
        let empty = snapshot.version() == Version(0) && snapshot.facilities.is_empty();
        assert!(whole || empty, "killed at {bytes}: version {}", snapshot.version());
        seen[usize::from(whole)] += 1;
    }
    assert!(seen[0] > 0, "no kill came before the commit: {seen:?}");
}

/// A server that trusts this machine, on a port that is free.
fn start_server(store: &Path) -> (Child, SocketAddr) {
    let port = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    let address = port.expect("a free port");
    let mut child = Command::new(env!("CARGO_BIN_EXE_koyu"))
        .args(["serve", "--trust-loopback", "--listen", &address.to_string(), "--store"])
        .arg(store)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let stdout = child.stdout.take().expect("it is piped");
    let listens = BufReader::new(stdout)
        .lines()
        .map_while(Result::ok)
        .any(|line| line.contains(&address.to_string()));
    assert!(listens, "it says where it listens");
    (child, address)
}

/// The status and body of an answer; nothing where the server went away before it had answered.
fn ask(address: SocketAddr, method: &str, path: &str, content_type: &str, body: &[u8]) -> Option<(u16, String)> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(60))).ok()?;
    let head = format!(
        "{method} {path} HTTP/1.1\r\nhost: {address}\r\nx-koyu-request: 1\r\nconnection: close\r\ncontent-type: {content_type}\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).ok()?;
    stream.write_all(body).ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).ok()?;
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    Some((status, body.to_owned()))
}

/// Enters facilities one after the other until the server is gone; the numbers that it acknowledged.
fn enter_facilities(address: SocketAddr, writer: u32, acknowledged: &AtomicU32) -> Vec<String> {
    let mut numbers = Vec::new();
    for at in 0.. {
        let number = format!("{writer}-{at}");
        let body = format!("{{\"patch\":{{\"number\":\"{number}\",\"name\":\"第{number}会館\"}}}}");
        let Some((status, answer)) = ask(
            address,
            "POST",
            "/api/staff/facilities",
            "application/json",
            body.as_bytes(),
        ) else {
            break;
        };
        assert_eq!(status, 201, "{answer}");
        numbers.push(number);
        acknowledged.fetch_add(1, Ordering::Relaxed);
    }
    numbers
}

/// Imports small files one after the other until the server is gone; the numbers of the commits that it acknowledged.
fn import_files(address: SocketAddr, acknowledged: &AtomicU32) -> Vec<String> {
    let mut numbers = Vec::new();
    for at in 0.. {
        if import_file(address, at).is_none() {
            break;
        }
        numbers.extend([format!("i-{at}-1"), format!("i-{at}-2")]);
        acknowledged.fetch_add(1, Ordering::Relaxed);
    }
    numbers
}

fn import_file(address: SocketAddr, at: u32) -> Option<()> {
    let list = format!("番号,施設名\r\ni-{at}-1,第{at}図書館\r\ni-{at}-2,第{at}体育館\r\n");
    let body =
        format!("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n{list}\r\n--b--\r\n");
    let form = "multipart/form-data; boundary=b";
    let (status, sent) = ask(address, "POST", "/api/staff/imports", form, body.as_bytes())?;
    assert_eq!(status, 201, "{sent}");
    let sent: serde_json::Value = serde_json::from_str(&sent).ok()?;
    let own = format!("/api/staff/imports/{}", sent["id"].as_str()?);
    loop {
        let (_, status) = ask(address, "GET", &own, "application/json", b"")?;
        let status: serde_json::Value = serde_json::from_str(&status).ok()?;
        match status["state"].as_str()? {
            "ready" => break,
            "checking" | "waiting" => std::thread::yield_now(),
            other => panic!("{other}: {status}"),
        }
    }
    // Others write all the time: whatever the plan is by then.
    let order = br#"{"plan":"","accept":true}"#;
    let (status, answer) = ask(address, "POST", &format!("{own}/commit"), "application/json", order)?;
    assert_eq!(status, 200, "{answer}");
    Some(())
}

#[tokio::test]
async fn what_a_server_acknowledged_is_there_after_a_kill_under_load() {
    for kill_after in [1, 7, 23, 60] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("koyu.gpkg");
        let (mut child, address) = start_server(&path);
        let count = AtomicU32::new(0);
        let acknowledged: Vec<String> = std::thread::scope(|scope| {
            let count = &count;
            let mut writers: Vec<_> = (1..=3)
                .map(|writer| scope.spawn(move || enter_facilities(address, writer, count)))
                .collect();
            writers.push(scope.spawn(move || import_files(address, count)));
            let patience = Instant::now() + Duration::from_secs(120);
            while count.load(Ordering::Relaxed) < kill_after && Instant::now() < patience {
                std::thread::yield_now();
            }
            child.kill().unwrap();
            child.wait().unwrap();
            let joined = writers.into_iter().map(|writer| writer.join().expect("a writer"));
            joined.flatten().collect()
        });
        assert!(
            count.load(Ordering::Relaxed) >= kill_after,
            "the server is too slow to be tested"
        );

        let checked = Command::new(env!("CARGO_BIN_EXE_koyu"))
            .args(["check", "--store"])
            .arg(&path)
            .output()
            .unwrap();
        assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));
        let store = GpkgStore::open(&path).await.expect("opens after a kill");
        assert_eq!(store.check().await.unwrap().faults, vec![], "killed after {kill_after}");
        let snapshot = store.load().await.unwrap().into_snapshot();
        for number in &acknowledged {
            assert!(
                snapshot.facilities.by_key(number).is_some(),
                "{number} was acknowledged and is gone"
            );
        }
        // An import is there with all of its records or with none.
        let imported = snapshot
            .facilities
            .iter()
            .filter(|item| item.body.number.starts_with("i-"));
        assert_eq!(imported.count() % 2, 0);
    }
}
