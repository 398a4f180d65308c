//! Names of files that others sent: shown, never used as a path.

use crate::store::PartName;
use crate::text::Message;

use super::{IntakeError, Reason};

const SHOWN_CHARS: usize = 120;

/// Extensions that tell a codec something. Any other file is told by its content alone.
const KNOWN: [&str; 25] = [
    "csv", "tsv", "txt", "json", "jsonl", "ndjson", "geojson", "geojsons", "geojsonl", "xlsx", "xlsm", "xlsb", "xls",
    "ods", "pdf", "fgb", "gpkg", "sqlite", "zip", "shp", "shx", "dbf", "prj", "cpg", "qpj",
];
/// The files of which a shapefile consists.
const SHAPEFILE: [&str; 6] = ["shp", "shx", "dbf", "prj", "cpg", "qpj"];

/// The last part of a name without what could mislead an eye or a terminal.
pub(super) fn shown(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    // Marks that turn the direction of writing would let `exe.vsc` be read as `csv.exe`.
    let turns =
        |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    let plain: String = last.chars().filter(|c| !c.is_control() && !turns(*c)).collect();
    let plain: String = plain.trim().chars().take(SHOWN_CHARS).collect();
    if plain.is_empty() || plain.chars().all(|c| c == '.') {
        "upload".to_owned()
    } else {
        plain
    }
}

/// The extension, where it is one that matters.
fn extension(name: &str) -> Option<&'static str> {
    let (_, last) = name.rsplit_once('.')?;
    KNOWN.into_iter().find(|known| last.eq_ignore_ascii_case(known))
}

/// What a file is called inside its upload.
pub(super) fn part_of(name: &str) -> PartName {
    let text = extension(name).map_or_else(|| "file".to_owned(), |extension| format!("file.{extension}"));
    PartName::parse(&text).expect("a known extension is of small letters")
}

/// Of the files of one upload, the one that is opened. Several files belong together only as one shapefile.
pub(super) fn main_part(names: &[String]) -> Result<PartName, IntakeError> {
    let refuse = |ja: &str, en: &str| IntakeError::new(Reason::WrongFiles, Message::new(ja, en));
    match names {
        [] => Err(refuse(
            "ファイルがありません。1つ選んで送ってください。",
            "There is no file. Choose one and send it.",
        )),
        [only] => Ok(part_of(only)),
        several => {
            let extensions: Vec<Option<&str>> = several.iter().map(|name| extension(name)).collect();
            let is_part = |extension: &Option<&str>| extension.is_some_and(|found| SHAPEFILE.contains(&found));
            let mut sorted = extensions.clone();
            sorted.sort_unstable();
            sorted.dedup();
            if sorted.len() < several.len() || !extensions.iter().all(is_part) {
                return Err(refuse(
                    "一度に送れるのは1つのファイル、または1組のシェープファイル（.shp .dbf .prj .cpg）です。",
                    "Send one file at a time, or the files of one shapefile (.shp .dbf .prj .cpg).",
                ));
            }
            if !extensions.contains(&Some("shp")) {
                return Err(refuse(
                    "シェープファイルの本体（.shp）がありません。一緒に選んでください。",
                    "The .shp of the shapefile is missing. Choose it as well.",
                ));
            }
            Ok(PartName::parse("file.shp").expect("a name of ours"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hostile_name_is_harmless() {
        for (name, expected) in [
            ("一覧.csv", "一覧.csv"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\a\\list.xlsx", "list.xlsx"),
            ("a\u{0}b\r\nc.csv", "abc.csv"),
            ("\u{202e}vsc.exe", "vsc.exe"),
            ("..", "upload"),
            ("", "upload"),
        ] {
            assert_eq!(shown(name), expected, "{name:?}");
        }
        assert_eq!(shown(&"長".repeat(500)).chars().count(), SHOWN_CHARS);
        for (name, part) in [
            ("../../etc/passwd", "file"),
            ("A.CSV", "file.csv"),
            ("a.exe", "file"),
            ("a.shp/../x", "file"),
            ("CON", "file"),
        ] {
            assert_eq!(part_of(name).as_str(), part, "{name:?}");
        }
    }

    #[test]
    fn only_a_shapefile_comes_in_several_files() {
        let main = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            main_part(&names).map(|part| part.as_str().to_owned()).ok()
        };
        assert_eq!(main(&["a.dbf", "a.SHP", "a.prj"]).as_deref(), Some("file.shp"));
        assert_eq!(main(&["a.csv"]).as_deref(), Some("file.csv"));
        for wrong in [
            &[][..],
            &["a.csv", "b.csv"],
            &["a.shp", "b.shp"],
            &["a.dbf", "a.prj"],
            &["a.shp", "readme.txt"],
        ] {
            assert_eq!(main(wrong), None, "{wrong:?}");
        }
    }
}
