//! The real binary: its commands, and a server that is asked over loopback.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::Failure;

fn koyu(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_koyu"));
    command.args(arguments).env("KOYU_LOG", "error");
    command
}

fn run(arguments: &[&str]) -> Result<Duration, Failure> {
    let start = Instant::now();
    let output = koyu(arguments).output()?;
    let took = start.elapsed();
    // 1: findings. They are the work, not a failure of it.
    match output.status.code() {
        Some(0 | 1) if output.stderr.is_empty() => Ok(took),
        _ => Err(format!("koyu {arguments:?}: {}", String::from_utf8_lossy(&output.stderr)).into()),
    }
}

fn text(path: &Path) -> &str {
    path.to_str().expect("the bench names its files itself")
}

/// An invented portfolio.
pub struct Demo {
    pub store: PathBuf,
}

impl Demo {
    pub fn make(folder: &Path, name: &str, facilities: u32, parcels: u32) -> Result<Self, Failure> {
        let store = folder.join(name).with_extension("gpkg");
        let (facilities, parcels) = (facilities.to_string(), parcels.to_string());
        let sizes = ["--facilities", &facilities, "--parcels", &parcels];
        run(&[&["demo", "--store", text(&store)], sizes.as_slice()].concat())?;
        Ok(Self { store })
    }

    pub fn export(&self, kind: &str, format: &str) -> Result<PathBuf, Failure> {
        let file = self.store.with_extension(format);
        run(&[
            "export",
            kind,
            "--format",
            format,
            "--out",
            text(&file),
            "--store",
            text(&self.store),
        ])?;
        Ok(file)
    }
}

/// Imports a file into a new store.
pub fn import(folder: &Path, kind: &str, file: &Path) -> Result<Duration, Failure> {
    let into = tempfile::tempdir_in(folder)?;
    let store = into.path().join("store.gpkg");
    let took = run(&["import", kind, text(file), "--store", text(&store)])?;
    if fs::metadata(&store)?.len() < 200_000 {
        return Err(format!("{} brought next to nothing", file.display()).into());
    }
    Ok(took)
}

pub fn search_address(words: &str) -> String {
    let encoded: String = words.bytes().map(|byte| format!("%{byte:02X}")).collect();
    format!("/api/search?q={encoded}")
}

/// A tile as it travels.
pub struct Packed {
    pub bytes: Vec<u8>,
}

/// A server over a store; it ends with this value.
pub struct Served {
    process: Child,
    base: String,
    agent: ureq::Agent,
    /// From the start of the process to its first `200` of `/health/ready`.
    pub ready_after: Duration,
}

impl Served {
    pub fn start(store: &Path) -> Result<Self, Failure> {
        let start = Instant::now();
        let mut process = koyu(&["serve", "--store", text(store), "--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .spawn()?;
        let mut lines = BufReader::new(process.stdout.take().expect("stdout is piped")).lines();
        let base = loop {
            let line = lines.next().ok_or("the server ended early")??;
            if let Some((_, address)) = line.split_once("http://") {
                break format!("http://{}", address.trim_end_matches('/'));
            }
        };
        let agent = ureq::Agent::new_with_defaults();
        while agent.get(format!("{base}/health/ready")).call().is_err() {
            if process.try_wait()?.is_some() {
                return Err("the server ended early".into());
            }
        }
        let ready_after = start.elapsed();
        Ok(Self {
            process,
            base,
            agent,
            ready_after,
        })
    }

    pub fn address(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// The body as it is without compression.
    pub fn get(&self, path: &str) -> Result<Vec<u8>, Failure> {
        let mut response = self.agent.get(self.address(path)).call()?;
        Ok(response.body_mut().read_to_vec()?)
    }

    /// The body as a browser takes it.
    pub fn packed(&self, path: &str) -> Result<Packed, Failure> {
        let request = self.agent.get(self.address(path)).header("accept-encoding", "gzip");
        let bytes = request.call()?.body_mut().read_to_vec()?;
        Ok(Packed { bytes })
    }

    fn facilities(&self) -> Result<Vec<Value>, Failure> {
        let mut answer: Value = serde_json::from_slice(&self.get("/api/facilities?limit=1000")?)?;
        match answer["items"].take() {
            Value::Array(items) => Ok(items),
            _ => Err("the list of facilities has no items".into()),
        }
    }

    /// Longitudes and latitudes of facilities.
    pub fn places(&self) -> Result<Vec<[f64; 2]>, Failure> {
        let place = |item: &Value| {
            let position = &item["position"];
            Some([position["lon"].as_f64()?, position["lat"].as_f64()?])
        };
        Ok(self.facilities()?.iter().filter_map(place).collect())
    }

    /// What a person types: names of facilities, whole and in part.
    pub fn names(&self) -> Result<Vec<String>, Failure> {
        let mut names = Vec::new();
        for item in self.facilities()?.iter().step_by(7) {
            let name = item["name"].as_str().ok_or("a facility without name")?;
            names.push(name.chars().take(2).collect());
            names.push(name.to_owned());
        }
        Ok(names)
    }

    pub fn resident_bytes(&self) -> Result<u64, Failure> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kilobytes: u64 = line.ok_or("no VmRSS")?.trim().trim_end_matches(" kB").parse()?;
        Ok(kilobytes * 1024)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ended = self.process.kill();
        let _reaped = self.process.wait();
    }
}
