//! The rules that the compiler does not know: which room may name which, and what stays at the rim.
//! docs/architecture.md draws the map; here it is data.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A room names rooms of earlier lines only.
const ORDER: &[&[&str]] = &[
    &["calendar", "geometry", "text"],
    &["vocabulary"],
    &["record"],
    &["area", "reference", "register"],
    &["land"],
    &["auth", "history"],
    &["snapshot"],
    &["indicator"],
    &["store"],
    &["clock"],
    &["access", "ledger"],
    &["amendment"],
    &["codec", "content", "demo", "tiles"],
    &["export", "workbook"],
    &["import"],
    &["intake", "locality", "quality"],
    &["http"],
    &["cli"],
];

/// Arrows within a line of `ORDER`: from, to, why.
const NEIGHBOURS: &[(&str, &str, &str)] = &[];

/// What only some places may name: the crate, the places (paths below src), why.
const RIM: &[(&str, &[&str], &str)] = &[
    ("sqlx", &["store/"], "SQL does three things only: load, upsert, append"),
    ("actix_web", &["http/"], "HTTP is one way in among others"),
    ("actix_multipart", &["http/"], "HTTP is one way in among others"),
    (
        "rusqlite",
        &["codec/geopackage"],
        "foreign GeoPackages are files, not the store",
    ),
    (
        "clap",
        &["cli/", "main.rs"],
        "the command line is one way in among others",
    ),
    (
        "anyhow",
        &["cli/", "main.rs"],
        "a caller must be able to tell errors apart",
    ),
    (
        "tokio",
        &[
            "store/",
            "access/",
            "ledger/",
            "codec/geopackage",
            "http/",
            "cli/",
            "main.rs",
        ],
        "the domain is pure: no runtime inside",
    ),
];

const LINES_AT_MOST: usize = 500;

/// What the root holds; everything else has a folder to live in.
const ROOT: &[&str] = &[
    ".ci",
    ".gitattributes",
    ".gitignore",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "Makefile",
    "README.ja.md",
    "README.md",
    "benches",
    "build.rs",
    "clippy.toml",
    "data",
    "deny.toml",
    "docs",
    "migrations",
    "rustfmt.toml",
    "src",
    "tests",
    "web",
];

#[test]
fn no_arrow_between_rooms_runs_back() {
    let mut faults = Vec::new();
    for source in sources() {
        let Some(from) = source.room() else { continue };
        let Some(level) = level(from) else {
            faults.push(format!(
                "src/{}: the room `{from}` has no place: put it into ORDER",
                source.path
            ));
            continue;
        };
        for (line, to) in source.named_rooms() {
            let fits = match self::level(&to) {
                _ if to == from => true,
                Some(other) if other == level => NEIGHBOURS.iter().any(|(a, b, _)| (*a, *b) == (from, to.as_str())),
                Some(other) => other < level,
                None => false,
            };
            if !fits {
                faults.push(format!(
                    "src/{}:{line}: `{from}` must not name `crate::{to}`: move what is shared to an earlier room, or pass it in",
                    source.path
                ));
            }
        }
    }
    report("the order of the rooms, see ORDER in tests/it/architecture.rs", &faults);
}

#[test]
fn only_the_rim_names_what_belongs_to_the_rim() {
    let mut faults = Vec::new();
    for source in sources() {
        for (name, places, reason) in RIM {
            if places.iter().any(|place| source.path.starts_with(place)) {
                continue;
            }
            for line in source.lines_with_path(name) {
                faults.push(format!(
                    "src/{}:{line}: `{name}` belongs to {}: {reason}",
                    source.path,
                    places.join(", ")
                ));
            }
        }
    }
    report("crates at the rim, see RIM in tests/it/architecture.rs", &faults);
}

#[test]
fn no_source_file_is_longer_than_a_reader_can_hold() {
    let faults: Vec<String> = sources()
        .iter()
        .map(|source| (&source.path, source.text.lines().count()))
        .filter(|(_, lines)| *lines > LINES_AT_MOST)
        .map(|(path, lines)| format!("src/{path}: {lines} lines: split it by noun"))
        .collect();
    report(&format!("at most {LINES_AT_MOST} lines a file"), &faults);
}

#[test]
fn every_source_file_says_what_it_is_for() {
    let faults: Vec<String> = sources()
        .iter()
        .filter(|source| !source.text.starts_with("//!"))
        .map(|source| {
            format!(
                "src/{}: begin with a `//!` line that says what the file is for",
                source.path
            )
        })
        .collect();
    report("a file begins with its purpose", &faults);
}

#[test]
fn the_root_holds_only_what_belongs_there() {
    let roots: BTreeSet<String> = tracked()
        .iter()
        .filter_map(|path| path.split('/').next().map(str::to_owned))
        .collect();
    let faults: Vec<String> = roots
        .into_iter()
        .filter(|name| !ROOT.contains(&name.as_str()))
        .map(|name| format!("{name}: move it into the folder where a newcomer would look for it"))
        .collect();
    report(
        "the root of the repository, see ROOT in tests/it/architecture.rs",
        &faults,
    );
}

#[test]
fn no_tracked_file_holds_a_path_of_someones_machine() {
    // Written in two halves so that this file does not accuse itself.
    let folders = [
        concat!("/wo", "rk/"),
        concat!("/ro", "ot/"),
        concat!("/ho", "me/"),
        concat!("/tm", "p/"),
    ];
    let mut faults = Vec::new();
    for path in tracked() {
        let Ok(text) = fs::read_to_string(root().join(&path)) else {
            continue;
        };
        for (number, line) in text.lines().enumerate() {
            let absolute = |folder: &str| {
                line.match_indices(folder).any(|(at, _)| {
                    let before = line[..at].chars().next_back();
                    before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '.' | '-' | '_' | '}' | ')' | '*'))
                })
            };
            if folders.iter().any(|folder| absolute(folder)) {
                faults.push(format!(
                    "{path}:{}: name a path relative to the project, or use mktemp",
                    number + 1
                ));
            }
        }
    }
    report("paths of one machine", &faults);
}

fn level(room: &str) -> Option<usize> {
    ORDER.iter().position(|rooms| rooms.contains(&room))
}

fn report(rule: &str, faults: &[String]) {
    assert!(faults.is_empty(), "{rule}:\n  {}\n", faults.join("\n  "));
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files that git tracks; none where the source is not a git checkout, such as a release archive.
fn tracked() -> Vec<String> {
    let listing = Command::new("git")
        .args(["ls-files", "-z"])
        .current_dir(root())
        .output();
    let Some(listing) = listing.ok().filter(|listing| listing.status.success()) else {
        return Vec::new();
    };
    let names = String::from_utf8(listing.stdout).expect("file names are UTF-8");
    names.split_terminator('\0').map(str::to_owned).collect()
}

/// One file of src.
struct Source {
    /// Below src, with `/` between folders.
    path: String,
    text: String,
}

fn sources() -> Vec<Source> {
    let src = root().join("src");
    let mut folders = vec![src.clone()];
    let mut sources = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder of src can be read") {
            let path: PathBuf = entry.expect("an entry of src can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).expect("a source file is UTF-8");
                let path = path
                    .strip_prefix(&src)
                    .expect("it was found below src")
                    .to_string_lossy()
                    .replace('\\', "/");
                sources.push(Source { path, text });
            }
        }
    }
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(!sources.is_empty(), "src holds Rust files");
    sources
}

impl Source {
    /// The first part of the path; none for lib.rs and main.rs, which stand above the rooms.
    fn room(&self) -> Option<&str> {
        let first = self.path.split('/').next()?;
        let room = first.strip_suffix(".rs").unwrap_or(first);
        (!matches!(room, "lib" | "main")).then_some(room)
    }

    /// The source without line comments, with as many lines.
    fn code(&self) -> String {
        let uncommented = self
            .text
            .lines()
            .map(|line| line.split_once("//").map_or(line, |(code, _)| code));
        uncommented.collect::<Vec<_>>().join("\n")
    }

    /// Every room named after `crate::`, also inside `use crate::{a::X, b}`, with its line.
    fn named_rooms(&self) -> Vec<(usize, String)> {
        let code = self.code();
        let starts = code
            .match_indices("crate::")
            .filter(|(at, _)| !code[..*at].ends_with(is_word));
        let mut rooms = Vec::new();
        for (at, prefix) in starts {
            let line = code[..at].matches('\n').count() + 1;
            let rest = &code[at + prefix.len()..];
            rooms.extend(first_words(rest).into_iter().map(|room| (line, room)));
        }
        rooms
    }

    /// The lines where a path begins with this name: `name::…`, `use name;`, `extern crate name`.
    fn lines_with_path(&self, name: &str) -> Vec<usize> {
        let code = self.code();
        let named = code.match_indices(name).filter(|(at, _)| {
            let (before, after) = (&code[..*at], &code[at + name.len()..]);
            let begins = !before.ends_with(is_word) && !before.ends_with("::");
            begins && (after.starts_with("::") || before.ends_with("use ") || before.ends_with("extern crate "))
        });
        named.map(|(at, _)| code[..at].matches('\n').count() + 1).collect()
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// What a path or a group of paths begins with: `a::X` gives a, `{a::{X, Y}, b}` gives a and b.
fn first_words(path: &str) -> Vec<String> {
    let word = |text: &str| text.chars().take_while(|c| is_word(*c)).collect::<String>();
    let Some(group) = path.strip_prefix('{') else {
        return vec![word(path)];
    };
    let (mut words, mut depth, mut start) = (Vec::new(), 0, 0);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            ',' | '}' if depth == 0 => {
                words.push(word(group[start..at].trim_start()));
                start = at + 1;
                if c == '}' {
                    break;
                }
            }
            '}' => depth -= 1,
            _ => {}
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[test]
fn the_reader_of_paths_finds_rooms_in_groups_and_inline() {
    let source = Source {
        path: "land/tender.rs".into(),
        text: "use crate::{\n    history::{Commit, Edit},\n    text,\n};\n// crate::http\nfn f() -> crate::area::Ward { sqlx::query() }\n"
            .into(),
    };
    let rooms: Vec<String> = source.named_rooms().into_iter().map(|(_, room)| room).collect();
    assert_eq!(rooms, ["history", "text", "area"]);
    assert_eq!(source.lines_with_path("sqlx"), [6]);
    assert_eq!(source.room(), Some("land"));
}
