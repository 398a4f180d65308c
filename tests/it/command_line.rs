//! What a person or a script sees of the program itself: its words, its exit status, the port it took.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use koyu::history::Version;
use koyu::store::{GpkgStore, Store};

fn koyu(arguments: &[&str], store: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_koyu"));
    command.args(arguments).arg("--store").arg(store);
    command
}

/// Runs a command whose standard output nobody reads any more, as after `| head -1`.
fn unheard(command: &mut Command) -> Child {
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    command
        .stdout(writer)
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts")
}

#[tokio::test]
async fn an_import_is_kept_though_nobody_reads_what_it_says() {
    let folder = tempfile::tempdir().unwrap();
    let (store, list) = (folder.path().join("koyu.gpkg"), folder.path().join("list.csv"));
    std::fs::write(&list, "施設名,区,延床面積\n架空会館,北区,70\n架空図書館,西区,80\n").unwrap();
    let file = list.to_str().unwrap();
    let mut command = koyu(&["import", "facilities", file], &store);
    let ended = unheard(&mut command).wait_with_output().unwrap();
    let said = String::from_utf8(ended.stderr).unwrap();
    assert!(ended.status.success(), "{said}");
    assert!(!said.contains("Broken pipe"), "{said}");

    let snapshot = GpkgStore::open(&store)
        .await
        .unwrap()
        .load()
        .await
        .unwrap()
        .into_snapshot();
    assert_eq!((snapshot.version(), snapshot.facilities.len()), (Version(1), 2));

    let mut command = koyu(&["rollback", "1"], &store);
    assert!(unheard(&mut command).wait().unwrap().success());
    let snapshot = GpkgStore::open(&store)
        .await
        .unwrap()
        .load()
        .await
        .unwrap()
        .into_snapshot();
    assert_eq!((snapshot.version(), snapshot.facilities.len()), (Version(2), 0));
}

#[test]
fn a_list_that_nobody_reads_to_its_end_ends_without_a_complaint() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("koyu.gpkg");
    let made = koyu(&["demo", "--facilities", "5", "--parcels", "2"], &store)
        .output()
        .unwrap();
    assert!(made.status.success());
    let ended = unheard(&mut koyu(&["versions"], &store)).wait_with_output().unwrap();
    assert_eq!(String::from_utf8(ended.stderr).unwrap(), "");
}

/// Ends with the test, whatever comes of it.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.kill().expect("the server can be ended");
        self.0.wait().expect("it ends");
    }
}

#[test]
fn this_machine_is_trusted_at_the_port_that_the_system_chose() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("koyu.gpkg");
    let mut command = koyu(&["serve", "--listen", "127.0.0.1:0", "--trust-loopback"], &store);
    let mut server = Running(command.stdout(Stdio::piped()).spawn().expect("the program starts"));
    // A new store's first administrator is told of before.
    let line = BufReader::new(server.0.stdout.take().expect("it is piped"))
        .lines()
        .map_while(Result::ok)
        .find(|line| line.starts_with("Koyu: http://"))
        .expect("it says where it listens");
    let address = line.trim_start_matches("Koyu: http://").trim_end_matches('/');

    let mut connection = TcpStream::connect(address).unwrap();
    write!(
        connection,
        "GET /api/session HTTP/1.1\r\nHost: {address}\r\nX-Koyu-Request: 1\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).unwrap();
    assert!(answer.contains(r#""signed_in":true"#), "{answer}");
}
