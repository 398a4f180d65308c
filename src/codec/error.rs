//! What can be wrong with a file that is read: the file, the place, the fault and the remedy, in two languages.

use std::fmt;
use std::path::Path;

use super::Message;

/// A stable name of a fault, for tests, reports and clients.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReadCode {
    AmbiguousTable,
    Empty,
    Encoding,
    Io,
    LineTooLong,
    Malformed,
    MissingDbf,
    NoHeader,
    NotAGeopackage,
    TableNotFound,
    TooDeep,
    TooLarge,
    TooManyColumns,
    TooManyRows,
    Truncated,
    UnclosedQuote,
    Unsupported,
    ZipBomb,
}

impl ReadCode {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AmbiguousTable => "ambiguous-table",
            Self::Empty => "empty",
            Self::Encoding => "encoding",
            Self::Io => "io",
            Self::LineTooLong => "line-too-long",
            Self::Malformed => "malformed",
            Self::MissingDbf => "missing-dbf",
            Self::NoHeader => "no-header",
            Self::NotAGeopackage => "not-a-geopackage",
            Self::TableNotFound => "table-not-found",
            Self::TooDeep => "too-deep",
            Self::TooLarge => "too-large",
            Self::TooManyColumns => "too-many-columns",
            Self::TooManyRows => "too-many-rows",
            Self::Truncated => "truncated",
            Self::UnclosedQuote => "unclosed-quote",
            Self::Unsupported => "unsupported",
            Self::ZipBomb => "zip-bomb",
        }
    }
}

/// Where in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The file as a whole.
    File,
    /// A line of a text file, 1-based.
    Line(u64),
    /// A row of a sheet or table, 1-based.
    Row(u64),
    /// A record of a shapefile, 1-based.
    Record(u64),
    /// A feature or item, 1-based, and the byte at which it begins.
    Feature { number: u64, byte: u64 },
    /// A byte offset, 0-based.
    Byte(u64),
    /// A part inside the file or beside it: a sheet, a zip entry, the .dbf.
    Part(String),
}

impl Place {
    fn ja(&self) -> String {
        match self {
            Self::File => String::new(),
            Self::Line(number) => format!("{number}行目: "),
            Self::Row(number) => format!("{number}行: "),
            Self::Record(number) => format!("{number}番目のレコード: "),
            Self::Feature { number, byte } => {
                format!("{number}番目の地物 ({byte}バイト目から): ")
            }
            Self::Byte(offset) => format!("{offset}バイト目: "),
            Self::Part(name) => format!("{name}: "),
        }
    }

    fn en(&self) -> String {
        match self {
            Self::File => String::new(),
            Self::Line(number) => format!("line {number}: "),
            Self::Row(number) => format!("row {number}: "),
            Self::Record(number) => format!("record {number}: "),
            Self::Feature { number, byte } => format!("feature {number} (from byte {byte}): "),
            Self::Byte(offset) => format!("byte {offset}: "),
            Self::Part(name) => format!("{name}: "),
        }
    }
}

/// A fault that ends the reading of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadError(Box<Fault>);

/// Boxed, so that the results of readers stay small.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Fault {
    code: ReadCode,
    file: String,
    place: Place,
    fault: Message,
    tables: Vec<String>,
}

impl ReadError {
    pub fn new(code: ReadCode, place: Place, ja: impl Into<String>, en: impl Into<String>) -> Self {
        Self(Box::new(Fault {
            code,
            file: String::new(),
            place,
            fault: Message::new(ja, en),
            tables: Vec::new(),
        }))
    }

    /// A fault of the file as a whole.
    pub fn file(code: ReadCode, ja: impl Into<String>, en: impl Into<String>) -> Self {
        Self::new(code, Place::File, ja, en)
    }

    pub(super) fn io(error: &std::io::Error) -> Self {
        Self::file(
            ReadCode::Io,
            format!("読み込めません ({error})。ファイルの有無と権限を確かめてください。"),
            format!("It cannot be read ({error}). Check that it exists and that you may read it."),
        )
    }

    pub(super) fn empty() -> Self {
        Self::file(
            ReadCode::Empty,
            "ファイルが空です。書き出しからやり直してください。",
            "The file is empty. Export it again.",
        )
    }

    /// The file ends before its content does.
    pub(super) fn truncated(place: Place) -> Self {
        Self::new(
            ReadCode::Truncated,
            place,
            "ファイルが途中で切れています。入手か転送をやり直してください。",
            "The file ends too early. Download or copy it again.",
        )
    }

    /// The bytes do not follow the format.
    pub(super) fn malformed(place: Place, detail: impl fmt::Display) -> Self {
        // Libraries put line ends into their messages.
        let detail = detail.to_string();
        let detail = detail.split_whitespace().collect::<Vec<_>>().join(" ");
        Self::new(
            ReadCode::Malformed,
            place,
            format!("形式が壊れています ({detail})。作成元のソフトで書き出し直してください。"),
            format!("The content is broken ({detail}). Export it again from its application."),
        )
    }

    pub(super) fn too_many_rows(place: Place, cap: u64) -> Self {
        Self::new(
            ReadCode::TooManyRows,
            place,
            format!("{cap} 件を超えています。ファイルを分けてください。"),
            format!("There are more than {cap} records. Split the file."),
        )
    }

    pub(super) fn table_not_found(wanted: &str, tables: &[String]) -> Self {
        let names = tables.join("、");
        Self::file(
            ReadCode::TableNotFound,
            format!("「{wanted}」がありません。次のいずれかを指定してください: {names}"),
            format!("There is no “{wanted}”. Name one of: {names}"),
        )
        .choices(tables)
    }

    pub(super) fn ambiguous_table(tables: &[String]) -> Self {
        let names = tables.join("、");
        Self::file(
            ReadCode::AmbiguousTable,
            format!("表が複数あります。いずれかを指定してください: {names}"),
            format!("There are several tables. Name one of: {names}"),
        )
        .choices(tables)
    }

    fn choices(mut self, tables: &[String]) -> Self {
        self.0.tables = tables.to_vec();
        self
    }

    /// The same fault in a file that people know by another name.
    pub fn called(mut self, name: &str) -> Self {
        name.clone_into(&mut self.0.file);
        self
    }

    /// The same fault at a place that is better known.
    pub(super) fn at(mut self, place: Place) -> Self {
        self.0.place = place;
        self
    }

    pub(super) fn in_file(mut self, path: &Path) -> Self {
        if self.0.file.is_empty() {
            self.0.file = path
                .file_name()
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default();
        }
        self
    }

    pub fn code(&self) -> ReadCode {
        self.0.code
    }

    /// The file's name, without its folder: the folder is the server's affair.
    pub fn file_name(&self) -> &str {
        &self.0.file
    }

    pub fn place(&self) -> &Place {
        &self.0.place
    }

    /// The tables that could have been named, where one has to be.
    pub fn tables(&self) -> &[String] {
        &self.0.tables
    }

    /// The whole sentence: file, place, fault and remedy.
    pub fn message(&self) -> Message {
        let file = if self.0.file.is_empty() {
            String::new()
        } else {
            format!("{}: ", self.0.file)
        };
        Message::new(
            format!("{file}{}{}", self.0.place.ja(), self.0.fault.ja),
            format!("{file}{}{}", self.0.place.en(), self.0.fault.en),
        )
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let message = self.message();
        write!(formatter, "{} / {}", message.ja, message.en)
    }
}

impl std::error::Error for ReadError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_names_file_place_and_remedy_in_both_languages() {
        let error = ReadError::truncated(Place::Record(3)).in_file(Path::new("some/where/a.shp"));
        assert_eq!(error.code().as_str(), "truncated");
        assert!(error.message().ja.starts_with("a.shp: 3番目のレコード: "));
        assert!(error.message().en.starts_with("a.shp: record 3: The file ends"));
    }
}
