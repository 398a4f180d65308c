//! Accounts and sessions, as the door and the file beside the portfolio keep them.

use std::net::IpAddr;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use koyu::access::{AccountError, Door, NewAccount, SignInError};
use koyu::auth::{AccountName, Role, Roles, Secret};
use koyu::clock::FixedClock;
use koyu::store::{AuditAct, PrivateStore};

const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 7));
const NEW_PASSWORD: &str = "umi to yama to kawa";

struct House {
    folder: tempfile::TempDir,
}

impl House {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        Self { folder }
    }

    fn portfolio(&self) -> std::path::PathBuf {
        self.folder.path().join("koyu.gpkg")
    }

    /// The door as it is at a time of the first of April.
    async fn door_at(&self, time: &str) -> Door {
        let store = PrivateStore::open_beside(&self.portfolio()).await.expect("opens");
        let clock = FixedClock::new(format!("2026-04-01T{time}Z").parse().expect("a time"));
        Door::new(Arc::new(store), Arc::new(clock))
    }
}

fn name(text: &str) -> AccountName {
    text.parse().expect("a name")
}

fn planner(text: &str) -> NewAccount {
    NewAccount {
        name: name(text),
        person: "施設課".into(),
        roles: Roles::of([Role::Planner]),
        bureau: None,
    }
}

async fn refused(door: &Door, account: &str, password: &str) -> SignInError {
    match door.sign_in(account, password, HERE).await {
        Ok(_) => panic!("{account} came in"),
        Err(error) => error,
    }
}

#[tokio::test]
async fn the_first_administrator_is_made_once_with_a_one_time_password() {
    let house = House::new();
    let door = house.door_at("00:00:00").await;
    let (admin, password) = door.first_administrator().await.unwrap().expect("made");
    assert!(door.first_administrator().await.unwrap().is_none());
    let came = door.sign_in(admin.as_str(), password.reveal(), HERE).await.unwrap();
    assert!(came.account.one_time && came.account.roles.has(Role::Administrator));
    let changed = door
        .change_password(&admin, password.reveal(), NEW_PASSWORD, HERE)
        .await
        .unwrap();
    assert!(!changed.account.one_time);
    assert!(
        door.recognise(&came.secret).await.unwrap().is_none(),
        "the session of the old password has ended"
    );
    assert!(door.recognise(&changed.secret).await.unwrap().is_some());
    assert!(matches!(
        refused(&door, "admin", password.reveal()).await,
        SignInError::Refused
    ));
    assert!(door.sign_in("ADMIN", NEW_PASSWORD, HERE).await.is_ok());
}

#[tokio::test]
async fn only_hashes_are_kept_and_only_their_owner_reads_them() {
    let house = House::new();
    let door = house.door_at("00:00:00").await;
    let password = door.add_account(planner("yamada"), "cli").await.unwrap();
    let came = door.sign_in("yamada", password.reveal(), HERE).await.unwrap();
    let path = PrivateStore::path_beside(&house.portfolio());
    assert_eq!(path.file_name().unwrap(), "koyu.private.sqlite");
    let bytes = std::fs::read(&path).unwrap();
    let kept = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(kept("yamada"));
    assert!(!kept(password.reveal()) && !kept(&came.secret.session_text()));
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
}

#[tokio::test]
async fn a_session_ends_when_nobody_is_there_and_after_a_working_day() {
    let house = House::new();
    let door = house.door_at("00:00:00").await;
    let password = door.add_account(planner("yamada"), "cli").await.unwrap();
    let session = door.sign_in("yamada", password.reveal(), HERE).await.unwrap().secret;
    for (time, holds) in [
        ("01:59:00", true),
        ("03:58:00", true),
        ("05:57:00", true),
        ("07:56:00", true),
        ("09:55:00", true),
        ("11:54:00", true),
        ("12:00:00", false),
    ] {
        let known = house.door_at(time).await.recognise(&session).await.unwrap();
        assert_eq!(known.is_some(), holds, "{time}");
    }
    let idle = door.sign_in("yamada", password.reveal(), HERE).await.unwrap().secret;
    assert!(
        house
            .door_at("02:00:00")
            .await
            .recognise(&idle)
            .await
            .unwrap()
            .is_none()
    );
    assert!(door.recognise(&Secret::new([0; 32])).await.unwrap().is_none());
}

#[tokio::test]
async fn after_several_failures_even_the_right_password_waits() {
    let house = House::new();
    let door = house.door_at("00:00:00").await;
    let password = door.add_account(planner("yamada"), "cli").await.unwrap();
    for _ in 0..5 {
        assert!(matches!(refused(&door, "yamada", "wrong").await, SignInError::Refused));
    }
    let SignInError::Wait(until) = refused(&door, "yamada", password.reveal()).await else {
        panic!("it should wait")
    };
    assert_eq!(until.to_string(), "2026-04-01T00:00:30Z");
    let later = house.door_at("00:00:30").await;
    assert!(later.sign_in("yamada", password.reveal(), HERE).await.is_ok());
    assert!(
        matches!(refused(&later, "yamada", "wrong").await, SignInError::Refused),
        "a success forgets the failures before it"
    );
}

#[tokio::test]
async fn a_name_that_no_account_has_is_answered_like_one_that_some_account_has() {
    let house = House::new();
    let door = house.door_at("00:00:00").await;
    door.add_account(planner("yamada"), "cli").await.unwrap();
    door.add_account(planner("sato"), "cli").await.unwrap();
    let lone = NewAccount {
        roles: Roles::of([Role::Administrator]),
        ..planner("kanri")
    };
    door.add_account(lone, "cli").await.unwrap();
    door.set_disabled(&name("sato"), true, "cli").await.unwrap();
    for account in ["yamada", "nobody", "sato"] {
        let mut answers = Vec::new();
        for _ in 0..6 {
            answers.push(format!("{:?}", refused(&door, account, "wrong").await));
        }
        assert_eq!(answers[..5], ["Refused"; 5], "{account}");
        assert_eq!(answers[5], "Wait(2026-04-01T00:00:30Z)", "{account}");
    }
}

#[tokio::test]
async fn guesses_from_one_address_wait_whatever_names_they_try() {
    let house = House::new();
    let door = house.door_at("00:00:00").await;
    for number in 0..30 {
        let account = format!("guess-{number}");
        assert!(matches!(refused(&door, &account, "wrong").await, SignInError::Refused));
    }
    assert!(matches!(refused(&door, "another", "wrong").await, SignInError::Wait(_)));
    let elsewhere = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 8));
    assert!(matches!(
        door.sign_in("another", "wrong", elsewhere).await,
        Err(SignInError::Refused)
    ));
}

#[tokio::test]
async fn what_changes_an_account_ends_its_sessions() {
    let house = House::new();
    let door = house.door_at("00:00:00").await;
    let kanri = NewAccount {
        roles: Roles::of([Role::Administrator]),
        ..planner("kanri")
    };
    door.add_account(kanri, "cli").await.unwrap();
    let mut password = door.add_account(planner("yamada"), "cli").await.unwrap();
    let yamada = name("yamada");
    for act in 0..4 {
        let session = door.sign_in("yamada", password.reveal(), HERE).await.unwrap().secret;
        assert!(door.recognise(&session).await.unwrap().is_some());
        match act {
            0 => door
                .set_rights(&yamada, Roles::of([Role::Viewer]), None, "kanri")
                .await
                .unwrap(),
            1 => {
                door.set_disabled(&yamada, true, "kanri").await.unwrap();
                assert!(matches!(
                    refused(&door, "yamada", password.reveal()).await,
                    SignInError::Refused
                ));
                door.set_disabled(&yamada, false, "kanri").await.unwrap();
            }
            2 => password = door.reset_password(&yamada, "kanri").await.unwrap(),
            _ => door.sign_out_everywhere(&yamada).await.unwrap(),
        }
        assert!(door.recognise(&session).await.unwrap().is_none(), "{act}");
    }
    let acts: Vec<AuditAct> = door
        .store()
        .audit(3)
        .await
        .unwrap()
        .iter()
        .map(|entry| entry.act)
        .collect();
    assert_eq!(
        acts,
        [
            AuditAct::SignedOutEverywhere,
            AuditAct::SignedIn,
            AuditAct::PasswordReset
        ]
    );
}

#[tokio::test]
async fn somebody_is_always_left_who_manages_accounts() {
    let house = House::new();
    let door = house.door_at("00:00:00").await;
    let (admin, _) = door.first_administrator().await.unwrap().expect("made");
    let disabling = door.set_disabled(&admin, true, "cli").await;
    assert!(matches!(disabling, Err(AccountError::LastAdministrator)));
    let demoting = door.set_rights(&admin, Roles::of([Role::Viewer]), None, "cli").await;
    assert!(matches!(demoting, Err(AccountError::LastAdministrator)));
    let taken = door.add_account(planner("admin"), "cli").await;
    assert!(matches!(taken, Err(AccountError::Taken(_))));
    let unknown = door.reset_password(&name("nobody"), "cli").await;
    assert!(matches!(unknown, Err(AccountError::Unknown(_))));
    assert!(!door.store().accounts().await.unwrap()[0].disabled);
}

fn koyu(store: &Path, arguments: &[&str]) -> (bool, String) {
    let run = Command::new(env!("CARGO_BIN_EXE_koyu"))
        .args(arguments)
        .arg("--store")
        .arg(store)
        .output()
        .expect("the program runs");
    let text = String::from_utf8_lossy(&run.stdout).into_owned() + &String::from_utf8_lossy(&run.stderr);
    (run.status.success(), text)
}

#[test]
fn accounts_are_managed_on_the_command_line() {
    let house = House::new();
    let store = house.portfolio();
    let (done, text) = koyu(&store, &["account", "list"]);
    assert!(!done && text.contains("does not exist"), "{text}");
    let (done, text) = koyu(&store, &["demo", "--facilities", "20", "--parcels", "5"]);
    assert!(done && text.contains("shisetsu") && text.contains("kanri"), "{text}");
    let add = [
        "account",
        "add",
        "tanaka",
        "--person",
        "港湾局 田中",
        "--roles",
        "land_officer",
        "--bureau",
        "port",
    ];
    let (done, text) = koyu(&store, &add);
    assert!(done && text.starts_with("tanaka: "), "{text}");
    let (done, text) = koyu(&store, &["account", "roles", "tanaka", "--roles", "viewer,boss"]);
    assert!(!done && text.contains("there is no role boss"), "{text}");
    let (done, text) = koyu(&store, &["account", "disable", "kanri"]);
    assert!(!done && text.contains("nobody would be left"), "{text}");
    assert!(koyu(&store, &["account", "disable", "tanaka"]).0);
    let (_, text) = koyu(&store, &["account", "list"]);
    let line = text.lines().find(|line| line.starts_with("tanaka")).expect("listed");
    assert!(
        line.starts_with("tanaka\t港湾局 田中\tland_officer\tport\tdisabled\t"),
        "{line}"
    );
    let (_, text) = koyu(&store, &["account", "audit", "--limit", "1"]);
    assert!(text.contains("account_disabled\tcli\ttanaka"), "{text}");
}

#[test]
fn a_demo_is_not_served_to_other_machines() {
    let house = House::new();
    let store = house.portfolio();
    assert!(koyu(&store, &["demo", "--facilities", "20", "--parcels", "5"]).0);
    let (served, text) = koyu(&store, &["serve", "--listen", "0.0.0.0:0"]);
    assert!(!served && text.contains("loopback"), "{text}");
}
