//! What a person says about a file, on the wire.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::http::problem::{Fault, Place, Problem, ProblemKind};
use crate::import::{ColumnChoices, ColumnUse};
use crate::intake::Options;
use crate::text::Message;

/// What a person knows better than the file. What is null is found out.
#[derive(Clone, Debug, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ImportOptions {
    /// `facilities`, `parcels`, `workbook`, `layer:parks` …
    #[schema(example = "facilities")]
    kind: Option<String>,
    /// The id of a profile; `choices` lists them.
    #[schema(example = "generic-facilities")]
    profile: Option<String>,
    /// `utf-8`, `cp932`, `euc-jp`, `utf-16le` or `utf-16be`.
    #[schema(example = "cp932")]
    encoding: Option<String>,
    #[schema(example = "EPSG:6674")]
    crs: Option<String>,
    /// The sheet, layer or table to read.
    table: Option<String>,
    /// The line of the header, from 1; 0 where there is none.
    #[schema(example = 1)]
    header_row: Option<u64>,
    /// The day or year that population figures describe.
    #[schema(example = "2021-06")]
    as_of: Option<String>,
    /// A reference layer for those signed in only.
    internal: bool,
    /// Columns mapped by hand, by their header.
    columns: BTreeMap<String, ImportColumnUse>,
}

/// What a column of a file is taken for.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportColumnUse {
    /// `field`; `attribute`: kept for everybody to see; `ignored`; `unknown`: kept as an internal note.
    #[serde(rename = "use")]
    #[schema(example = "field")]
    pub taken_for: ColumnUseName,
    /// The field, where it is one.
    #[serde(default)]
    #[schema(example = "name")]
    pub field: Option<String>,
}

#[derive(Clone, Copy, Debug, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ColumnUseName {
    Field,
    Attribute,
    Ignored,
    Unknown,
}

impl From<&ColumnUse> for ImportColumnUse {
    fn from(column: &ColumnUse) -> Self {
        let taken_for = match column {
            ColumnUse::Field(_) => ColumnUseName::Field,
            ColumnUse::Attribute => ColumnUseName::Attribute,
            ColumnUse::Ignored => ColumnUseName::Ignored,
            ColumnUse::Unknown => ColumnUseName::Unknown,
        };
        Self {
            taken_for,
            field: column.field().map(str::to_owned),
        }
    }
}

impl From<&Options> for ImportOptions {
    fn from(options: &Options) -> Self {
        let options = options.clone();
        let columns = options.columns.iter();
        Self {
            columns: columns.map(|(name, chosen)| (name.clone(), chosen.into())).collect(),
            kind: options.kind,
            profile: options.profile,
            encoding: options.encoding,
            crs: options.crs,
            table: options.table,
            header_row: options.header_row,
            as_of: options.as_of,
            internal: options.internal,
        }
    }
}

impl ImportOptions {
    /// Options as a client wrote them.
    pub fn read(value: Value) -> Result<Options, Problem> {
        let wire: Self = serde_json::from_value(value).map_err(|error| {
            let message = Message::new(
                format!("取込みの設定を読めません（{error}）。"),
                format!("The options cannot be read: {error}."),
            );
            faulty(String::new(), message)
        })?;
        let mut columns = ColumnChoices::new();
        for (name, chosen) in wire.columns {
            let taken_for = match (chosen.taken_for, chosen.field) {
                (ColumnUseName::Field, Some(field)) => ColumnUse::Field(field),
                (ColumnUseName::Field, None) => {
                    let message = Message::new(
                        format!("列「{name}」をどの項目にするか、field で指定してください。"),
                        format!("Say with `field` which field the column {name:?} is."),
                    );
                    return Err(faulty("/columns".to_owned(), message));
                }
                (ColumnUseName::Attribute, _) => ColumnUse::Attribute,
                (ColumnUseName::Ignored, _) => ColumnUse::Ignored,
                (ColumnUseName::Unknown, _) => ColumnUse::Unknown,
            };
            columns.insert(name, taken_for);
        }
        Ok(Options {
            kind: wire.kind,
            profile: wire.profile,
            encoding: wire.encoding,
            crs: wire.crs,
            table: wire.table,
            header_row: wire.header_row,
            as_of: wire.as_of,
            internal: wire.internal,
            columns,
        })
    }

    /// Options with a JSON merge patch (RFC 7396) on them.
    pub fn patched(options: &Options, patch: Value) -> Result<Options, Problem> {
        let own = Self::from(options);
        let mut value = serde_json::to_value(&own).expect("wire types hold nothing that JSON cannot");
        let Value::Object(patch) = patch else {
            let message = Message::new("本文は JSON のオブジェクトです。", "The body is a JSON object.");
            return Err(faulty(String::new(), message));
        };
        let columns = merged_columns(&value, patch.get("columns"));
        let fields = value.as_object_mut().expect("options are an object");
        for (name, given) in patch {
            match (name.as_str(), given) {
                ("columns", Value::Object(_)) => {}
                ("columns" | "internal", Value::Null) => {
                    fields.remove(&name);
                }
                (_, given) => {
                    fields.insert(name, given);
                }
            }
        }
        if let Some(columns) = columns {
            fields.insert("columns".to_owned(), columns);
        }
        Self::read(value)
    }
}

/// The columns with those of a patch over them; a null takes a column's choice away.
fn merged_columns(options: &Value, patch: Option<&Value>) -> Option<Value> {
    let Some(Value::Object(patch)) = patch else { return None };
    let mut columns = options["columns"].as_object().cloned().unwrap_or_default();
    for (name, given) in patch {
        if given.is_null() {
            columns.remove(name);
        } else {
            columns.insert(name.clone(), given.clone());
        }
    }
    Some(Value::Object(columns))
}

fn faulty(pointer: String, message: Message) -> Problem {
    let fault = Fault {
        place: Place::Pointer(pointer),
        message: message.clone(),
    };
    Problem {
        faults: vec![fault],
        ..Problem::new(ProblemKind::InvalidRecord, message)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_patch_changes_what_it_names_and_leaves_the_rest() {
        let options = ImportOptions::read(json!({
            "kind": "facilities", "encoding": "cp932",
            "columns": { "館名": { "use": "field", "field": "name" }, "色": { "use": "ignored" } }
        }));
        let options = options.expect("options");
        let patch =
            json!({ "encoding": null, "crs": "EPSG:6674", "columns": { "色": null, "備考": { "use": "attribute" } } });
        let patched = ImportOptions::patched(&options, patch).expect("options");
        assert_eq!((patched.kind.as_deref(), patched.encoding), (Some("facilities"), None));
        assert_eq!(patched.crs.as_deref(), Some("EPSG:6674"));
        let names: Vec<&str> = patched.columns.keys().map(String::as_str).collect();
        assert_eq!(names, ["備考", "館名"]);
        for wrong in [
            json!({ "colour": 1 }),
            json!({ "columns": { "a": { "use": "field" } } }),
            json!({ "header_row": -1 }),
            json!([]),
        ] {
            assert!(ImportOptions::patched(&options, wrong.clone()).is_err(), "{wrong}");
        }
    }
}
