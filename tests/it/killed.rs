//! SIGKILL in the middle of writing: the portfolio is as before or as after, never between.

use std::path::Path;
use std::process::{Child, Command, Stdio};
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
