//! The file formats, and how a file tells which one it is: by its content first, by its name second.

use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::str::FromStr;

use super::error::{ReadCode, ReadError};

/// A file format that Koyu reads, writes, or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    Csv,
    Xlsx,
    Json,
    GeoJson,
    /// GeoJSON features, one a line; with record separators (RFC 8142) or without.
    GeoJsonSeq,
    FlatGeobuf,
    GeoPackage,
    Shapefile,
}

impl Format {
    pub const ALL: [Self; 8] = [
        Self::Csv,
        Self::Xlsx,
        Self::Json,
        Self::GeoJson,
        Self::GeoJsonSeq,
        Self::FlatGeobuf,
        Self::GeoPackage,
        Self::Shapefile,
    ];

    /// The name in options and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Json => "json",
            Self::GeoJson => "geojson",
            Self::GeoJsonSeq => "geojsonseq",
            Self::FlatGeobuf => "flatgeobuf",
            Self::GeoPackage => "geopackage",
            Self::Shapefile => "shapefile",
        }
    }

    /// The extension of a file that is written in this format.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Json => "json",
            Self::GeoJson => "geojson",
            Self::GeoJsonSeq => "geojsons",
            Self::FlatGeobuf => "fgb",
            Self::GeoPackage => "gpkg",
            Self::Shapefile => "shp",
        }
    }

    /// The media type under which a server sends the format.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Json => "application/json",
            Self::GeoJson => "application/geo+json",
            Self::GeoJsonSeq => "application/geo+json-seq",
            Self::FlatGeobuf => "application/flatgeobuf",
            Self::GeoPackage => "application/geopackage+sqlite3",
            Self::Shapefile => "application/vnd.shp",
        }
    }

    /// Whether a file in this format can carry geometry.
    pub fn holds_geometry(self) -> bool {
        !matches!(self, Self::Csv | Self::Xlsx | Self::Json)
    }

    /// What the content and, where that is silent, the name of the file at `path` say.
    pub fn detect(path: &Path) -> Result<Self, ReadError> {
        let mut head = Vec::with_capacity(HEAD_BYTES);
        File::open(path)
            .and_then(|file| file.take(HEAD_BYTES as u64).read_to_end(&mut head))
            .map_err(|error| ReadError::io(&error))?;
        if head.is_empty() {
            return Err(ReadError::empty());
        }
        let extension = path
            .extension()
            .map(|extension| extension.to_string_lossy().to_ascii_lowercase())
            .unwrap_or_default();
        by_content(&head, &extension)
    }
}

const HEAD_BYTES: usize = 64 * 1024;

fn by_content(head: &[u8], extension: &str) -> Result<Format, ReadError> {
    if head.starts_with(b"fgb") && extension != "csv" {
        return Ok(Format::FlatGeobuf);
    }
    if head.starts_with(b"SQLite format 3\0") {
        return Ok(Format::GeoPackage);
    }
    if head.starts_with(&[0, 0, 0x27, 0x0a]) {
        return Ok(Format::Shapefile);
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return match extension {
            "ods" | "xlsb" => Err(unsupported(extension)),
            "xlsx" | "xlsm" => Ok(Format::Xlsx),
            // A zip says in its first entries whether it is a workbook.
            _ if contains(head, b"[Content_Types].xml") || contains(head, b"xl/") => Ok(Format::Xlsx),
            _ => Ok(Format::Shapefile),
        };
    }
    if head.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        // The same container holds both.
        return Err(ReadError::file(
            ReadCode::Unsupported,
            "古い Excel 形式 (.xls) か、パスワード付きのブックです。パスワードなしの .xlsx として保存し直してください。",
            "This is an old workbook (.xls), or one with a password. Save it as .xlsx without a password.",
        ));
    }
    if head.starts_with(b"%PDF") {
        return Err(unsupported("pdf"));
    }
    if let Some(format) = by_json_content(head) {
        return Ok(format);
    }
    match extension {
        "csv" | "tsv" | "txt" | "" => Ok(Format::Csv),
        "json" | "jsonl" | "ndjson" => Ok(Format::Json),
        "geojson" => Ok(Format::GeoJson),
        "geojsons" | "geojsonl" | "geojsonseq" => Ok(Format::GeoJsonSeq),
        "xlsx" | "xlsm" => Ok(Format::Xlsx),
        "fgb" => Ok(Format::FlatGeobuf),
        "gpkg" | "sqlite" => Ok(Format::GeoPackage),
        "shp" | "zip" => Ok(Format::Shapefile),
        "dbf" | "shx" | "prj" | "cpg" => Err(ReadError::file(
            ReadCode::Unsupported,
            "シェープファイルの一部です。同じ名前の .shp を指定するか、一式を .zip にまとめてください。",
            "This is one part of a shapefile. Name the .shp beside it, or zip the whole set.",
        )),
        "xls" | "ods" | "xlsb" | "pdf" => Err(unsupported(extension)),
        _ => Ok(Format::Csv),
    }
}

/// GeoJSON or plain JSON, told by the members at the beginning.
fn by_json_content(head: &[u8]) -> Option<Format> {
    if head.first() == Some(&0x1e) {
        return Some(Format::GeoJsonSeq);
    }
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let start = head.iter().position(|byte| !byte.is_ascii_whitespace())?;
    let head = &head[start..];
    match head[0] {
        b'[' => {
            // "[A]" may begin a CSV file too: an array goes on with a value.
            let next = head[1..].iter().find(|byte| !byte.is_ascii_whitespace());
            matches!(next, None | Some(b'{' | b']')).then_some(Format::Json)
        }
        b'{' => {
            let next = head[1..].iter().find(|byte| !byte.is_ascii_whitespace());
            if !matches!(next, None | Some(b'"' | b'}')) {
                return None;
            }
            let compact: Vec<u8> = head
                .iter()
                .copied()
                .filter(|byte| !byte.is_ascii_whitespace())
                .collect();
            if contains(&compact, br#""type":"FeatureCollection""#) || contains(&compact, br#""features":["#) {
                return Some(Format::GeoJson);
            }
            let feature = contains(&compact, br#""type":"Feature""#);
            let first_line = head.split(|byte| *byte == b'\n').next().unwrap_or(head);
            let lines = head.len() > first_line.len() + 1
                && serde_json::from_slice::<serde::de::IgnoredAny>(first_line).is_ok();
            Some(match (feature, lines) {
                (true, true) => Format::GeoJsonSeq,
                (true, false) => Format::GeoJson,
                _ if GEOMETRY_TYPES.iter().any(|name| {
                    contains(&compact, format!(r#""type":"{name}""#).as_bytes())
                        && contains(&compact, br#""coordinates":["#)
                }) =>
                {
                    Format::GeoJson
                }
                _ => Format::Json,
            })
        }
        _ => None,
    }
}

const GEOMETRY_TYPES: [&str; 6] = [
    "Point",
    "MultiPoint",
    "LineString",
    "MultiLineString",
    "Polygon",
    "MultiPolygon",
];

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

fn unsupported(kind: &str) -> ReadError {
    ReadError::file(
        ReadCode::Unsupported,
        format!(".{kind} は読み込めません。表計算ソフトで開き、.xlsx か .csv として保存し直してください。"),
        format!(".{kind} files cannot be read. Open it in its application and save it as .xlsx or .csv."),
    )
}

impl fmt::Display for Format {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(text: &str) -> Result<Self, UnknownFormat> {
        let text = text.to_ascii_lowercase();
        match text.as_str() {
            "tsv" => return Ok(Self::Csv),
            "fgb" => return Ok(Self::FlatGeobuf),
            "gpkg" => return Ok(Self::GeoPackage),
            "shp" => return Ok(Self::Shapefile),
            "geojsons" | "geojson-seq" => return Ok(Self::GeoJsonSeq),
            _ => {}
        }
        Self::ALL
            .into_iter()
            .find(|format| format.as_str() == text)
            .ok_or(UnknownFormat(text))
    }
}

/// A format name that Koyu does not know.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown format {0:?}: csv, xlsx, json, geojson, geojsonseq, flatgeobuf, geopackage or shapefile")]
pub struct UnknownFormat(String);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_content_wins_over_the_name() {
        let gpkg = b"SQLite format 3\0....";
        assert_eq!(by_content(gpkg, "csv").unwrap(), Format::GeoPackage);
        let geojson = br#"{ "type" : "FeatureCollection", "features" : [] }"#;
        assert_eq!(by_content(geojson, "json").unwrap(), Format::GeoJson);
        assert_eq!(by_content(b"a,b\n1,2\n", "json").unwrap(), Format::Json);
        assert_eq!(by_content("番号,名称".as_bytes(), "").unwrap(), Format::Csv);
    }

    #[test]
    fn a_csv_that_begins_with_a_bracket_is_still_a_csv() {
        assert_eq!(by_content(b"[draft],x\n1,2", "csv").unwrap(), Format::Csv);
        assert_eq!(by_content(b"{a},x\n1,2", "csv").unwrap(), Format::Csv);
    }

    #[test]
    fn features_one_a_line_are_a_sequence() {
        let lines = b"{\"type\":\"Feature\",\"geometry\":null,\"properties\":{}}\n{\"type\":\"Feature\"}\n";
        assert_eq!(by_content(lines, "json").unwrap(), Format::GeoJsonSeq);
    }

    #[test]
    fn an_old_workbook_is_refused_with_the_way_out() {
        let error = by_content(&[0xd0, 0xcf, 0x11, 0xe0, 0, 0], "xls").unwrap_err();
        assert_eq!(error.code(), ReadCode::Unsupported);
        assert!(error.message().en.contains(".xlsx"));
    }
}
