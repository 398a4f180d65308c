//! A profile: how one known layout of a file is read. Profiles are data (data/profiles/*.toml).

mod catalogue;
mod choice;
mod column;
mod detect;
mod reading;

pub use catalogue::builtin_profiles;
pub(super) use catalogue::{candidates, choose};
pub use choice::{ColumnChoices, ColumnUse, FieldChoice, field_choices};
pub(super) use column::ColumnSpec;
pub(super) use detect::header_key;
pub(super) use reading::Reading;

use std::collections::{BTreeMap, HashSet};

use serde::Deserialize;

use super::ImportKind;
use crate::record::{MissingReason, PositionAccuracy, PositionMethod};
use crate::text::Message;

/// A known layout: which column is which field, and how its text is read.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    pub id: String,
    pub kind: ImportKind,
    pub title_ja: String,
    pub title_en: String,
    /// Where the layout is documented.
    #[serde(default)]
    pub source: Option<String>,
    /// Who is to be credited for data in this layout.
    #[serde(default)]
    pub credit: Option<String>,
    /// The encoding where the file does not tell it.
    #[serde(default)]
    pub encoding: Option<String>,
    /// The coordinate system where the file does not name one.
    #[serde(default)]
    pub crs: Option<String>,
    pub(super) detect: Detect,
    /// Fields that the layout does not carry and that are the same for every row.
    #[serde(default)]
    pub(super) constants: BTreeMap<String, String>,
    /// Texts that stand for a missing value, in every column.
    #[serde(default)]
    pub(super) missing: BTreeMap<String, MissingReason>,
    /// Put before every number, where the source counts from 1 as others do.
    #[serde(default)]
    pub(super) number_prefix: Option<String>,
    #[serde(default)]
    pub(super) position: PositionSpec,
    #[serde(rename = "column")]
    pub(super) columns: Vec<ColumnSpec>,
}

/// What identifies the layout.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Detect {
    /// Columns that must all be there.
    pub columns: Vec<String>,
    /// Columns that must not be there.
    #[serde(default)]
    pub without: Vec<String>,
}

/// How positions of the layout were obtained.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PositionSpec {
    pub method: PositionMethod,
    pub accuracy: PositionAccuracy,
}

impl Default for PositionSpec {
    fn default() -> Self {
        Self {
            method: PositionMethod::RepresentativePoint,
            accuracy: PositionAccuracy::Exact,
        }
    }
}

/// Where in the file each column stands.
#[derive(Deserialize)]
struct Positions {
    column: Vec<toml::Spanned<toml::Value>>,
}

/// A profile that cannot be used: the file, the line and the reason.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {reason}")]
pub struct ProfileError {
    pub file: String,
    /// From 1; 0 where the file could not be read at all.
    pub line: usize,
    pub reason: String,
}

impl ProfileError {
    pub fn message(&self) -> Message {
        let Self { file, line, reason } = self;
        Message::new(
            format!("プロファイル {file} の{line}行目: {reason}。docs/import.md の書き方を確かめてください。"),
            format!("profile {file}, line {line}: {reason}; docs/import.md says how to write one"),
        )
    }
}

impl Profile {
    /// Reads a profile; `file` is the name for errors.
    pub fn parse(file: &str, text: &str) -> Result<Self, ProfileError> {
        let refuse = |line: usize, reason: String| ProfileError {
            file: file.to_owned(),
            line,
            reason,
        };
        let line_at = |byte: usize| text[..byte.min(text.len())].matches('\n').count() + 1;
        let profile: Profile = toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(1, |span| line_at(span.start));
            refuse(line, error.message().lines().collect::<Vec<_>>().join(" "))
        })?;
        let Positions { column: positions } =
            toml::from_str(text).map_err(|error| refuse(1, error.message().to_owned()))?;
        let mut seen = HashSet::new();
        for (column, position) in profile.columns.iter().zip(positions) {
            let line = line_at(position.span().start);
            if let Some(name) = column.names.iter().find(|name| !seen.insert(header_key(name))) {
                return Err(refuse(line, format!("the column {name:?} is named twice")));
            }
            column.check(&profile.kind).map_err(|reason| refuse(line, reason))?;
        }
        Ok(profile)
    }

    /// The columns that are required, by their first name.
    pub fn required_columns(&self) -> impl Iterator<Item = &str> {
        self.columns
            .iter()
            .filter(|column| column.required)
            .filter_map(|column| column.names.first())
            .map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "id = \"x\"\nkind = \"facilities\"\ntitle_ja = \"あ\"\ntitle_en = \"a\"\n\
                        detect = { columns = [\"名称\"] }\n[[column]]\nnames = [\"名称\"]\nfield = \"name\"\n";

    #[test]
    fn a_fault_is_named_by_file_and_line() {
        assert!(Profile::parse("x.toml", GOOD).is_ok());
        let wrong = GOOD.replace("field = \"name\"", "field = \"name\"\nparse = \"colour\"");
        let error = Profile::parse("x.toml", &wrong).unwrap_err();
        assert_eq!((error.file.as_str(), error.line), ("x.toml", 9), "{error}");
        assert!(error.reason.contains("colour"), "{error}");
        let twice = format!("{GOOD}[[column]]\nnames = [\"名 称\"]\nfield = \"alias\"\n");
        // The line on which the column begins.
        assert_eq!(Profile::parse("x.toml", &twice).unwrap_err().line, 9);
        let unknown = GOOD.replace("id =", "colour = 1\nid =");
        assert_eq!(Profile::parse("x.toml", &unknown).unwrap_err().line, 1);
    }

    #[test]
    fn a_column_without_a_field_must_say_that_it_is_kept_as_an_attribute() {
        let wrong = GOOD.replace("field = \"name\"\n", "");
        assert!(Profile::parse("x.toml", &wrong).unwrap_err().reason.contains("field"));
        let kept = GOOD.replace("field = \"name\"", "parse = \"attribute\"");
        assert!(Profile::parse("x.toml", &kept).is_ok());
    }
}
