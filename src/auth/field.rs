//! The field-by-role table: every field of every kind of record, what people call it, and who may read it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::Value;

use super::role::{Role, Roles};
use crate::record::Kind;

/// Who may read a field. Administrators read everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "Vec<Role>")]
pub enum Reader {
    /// Everybody.
    Public,
    /// Every account.
    Staff,
    /// Accounts with one of these roles.
    Only(Roles),
}

impl From<Vec<Role>> for Reader {
    fn from(roles: Vec<Role>) -> Self {
        if roles.contains(&Role::Public) {
            Reader::Public
        } else if roles.contains(&Role::Viewer) {
            Reader::Staff
        } else {
            Reader::Only(Roles::of(roles.into_iter().chain([Role::Administrator])))
        }
    }
}

impl Reader {
    pub fn includes(self, roles: Roles) -> bool {
        match self {
            Reader::Public => true,
            Reader::Staff => roles.given().next().is_some(),
            Reader::Only(readers) => roles.given().any(|role| readers.has(role)),
        }
    }
}

/// One field of a kind of record.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// The path in the record; dots lead into nested fields. `shape` is the record's geometry.
    pub name: String,
    pub ja: String,
    pub en: String,
    pub read: Reader,
    /// The fields of the public answer that show it.
    #[serde(default)]
    pub wire: Vec<String>,
}

/// A kind's file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct KindFields {
    kind: String,
    /// What people call the kind.
    ja: String,
    en: String,
    /// The schema of the public answer in the API's description, where the kind has one.
    #[serde(default)]
    wire: Option<String>,
    fields: Vec<Field>,
}

/// The files of data/fields do not say what they should.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("data/fields/{file}: {reason}")]
pub struct FieldTableError {
    pub file: String,
    pub reason: String,
}

/// The table of all kinds.
#[derive(Debug)]
pub struct FieldTable {
    kinds: BTreeMap<Kind, KindFields>,
}

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        &[$((
            concat!($name, ".toml"),
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/fields/", $name, ".toml")),
        )),*]
    };
}

/// Name and text of each file. A new kind is one file and one line here.
const FILES: &[(&str, &str)] = files![
    "attachments",
    "buildings",
    "conditions",
    "facilities",
    "finance_years",
    "layer_features",
    "layers",
    "ledger_assets",
    "links",
    "lots",
    "mesh_cells",
    "parcels",
    "populations",
    "survey_rounds",
    "usage_years",
    "vacancies",
    "wanted_spaces",
    "wards",
    "works",
];

impl FieldTable {
    /// The table that travels in the binary.
    pub fn embedded() -> &'static Self {
        static TABLE: LazyLock<FieldTable> =
            LazyLock::new(|| FieldTable::read(FILES).expect("the tests read the embedded table"));
        &TABLE
    }

    fn read(files: &[(&str, &str)]) -> Result<Self, FieldTableError> {
        let mut kinds = BTreeMap::new();
        for (file, text) in files {
            let refuse = |reason: String| FieldTableError {
                file: (*file).to_owned(),
                reason,
            };
            let fields: KindFields = toml::from_str(text).map_err(|error| refuse(error.to_string()))?;
            let kind = Kind::from_table(&fields.kind)
                .ok_or_else(|| refuse(format!("there is no kind of record `{}`", fields.kind)))?;
            if kinds.insert(kind, fields).is_some() {
                return Err(refuse(format!("{kind:?} has a file already")));
            }
        }
        match Kind::ALL.into_iter().find(|kind| !kinds.contains_key(kind)) {
            Some(kind) => Err(FieldTableError {
                file: format!("{}.toml", kind.table()),
                reason: "there is no such file".into(),
            }),
            None => Ok(Self { kinds }),
        }
    }

    fn of(&self, kind: Kind) -> &KindFields {
        self.kinds
            .get(&kind)
            .expect("reading the table checked that every kind is there")
    }

    /// The fields of a kind, in the order in which people read them.
    pub fn fields(&self, kind: Kind) -> &[Field] {
        &self.of(kind).fields
    }

    /// What people call the kind, in Japanese and English.
    pub fn kind_names(&self, kind: Kind) -> (&str, &str) {
        let fields = self.of(kind);
        (&fields.ja, &fields.en)
    }

    /// The schema of the kind's public answer.
    pub fn wire(&self, kind: Kind) -> Option<&str> {
        self.of(kind).wire.as_deref()
    }

    /// The field at a path, or the one that the path leads into: `metrics.visitors` is of `metrics`.
    pub fn field(&self, kind: Kind, path: &str) -> Option<&Field> {
        let leads_into = |name: &str| {
            path.strip_prefix(name)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        self.fields(kind).iter().find(|field| leads_into(&field.name))
    }

    /// Whether somebody with these roles may read the field at a path. What the table does not name, nobody may.
    pub fn may_read(&self, kind: Kind, path: &str, roles: Roles) -> bool {
        self.field(kind, path).is_some_and(|field| field.read.includes(roles))
    }

    /// Takes out of a record's JSON form what these roles may not read.
    pub fn redact(&self, kind: Kind, roles: Roles, record: &mut Value) {
        self.redact_below(kind, roles, "", record);
    }

    /// Takes out of the value at a path what these roles may not read; whether anything is left to show.
    pub fn redact_at(&self, kind: Kind, roles: Roles, path: &str, value: &mut Value) -> bool {
        if self.field(kind, path).is_some() {
            return self.may_read(kind, path, roles);
        }
        self.redact_below(kind, roles, path, value);
        value.as_object().is_some_and(|left| !left.is_empty())
    }

    fn redact_below(&self, kind: Kind, roles: Roles, path: &str, value: &mut Value) {
        let Value::Object(fields) = value else { return };
        fields.retain(|name, below| {
            let path = if path.is_empty() {
                name.clone()
            } else {
                format!("{path}.{name}")
            };
            self.redact_at(kind, roles, &path, below)
        });
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::json;

    use super::*;

    #[test]
    fn every_file_of_the_folder_is_embedded_and_read() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data/fields");
        let found: BTreeSet<String> = std::fs::read_dir(folder)
            .expect("the folder is part of the source")
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        assert_eq!(found, FILES.iter().map(|(name, _)| (*name).to_owned()).collect());
        assert_eq!(FieldTable::read(FILES).err(), None);
    }

    #[test]
    fn a_wrong_file_is_refused_by_name() {
        let refused = |text: &str| FieldTable::read(&[("x.toml", text)]).expect_err("refused").to_string();
        assert!(refused("kind = \"castles\"\nja=\"\"\nen=\"\"\nfields=[]").contains("castles"));
        assert!(refused("kind = 1").contains("data/fields/x.toml"));
        assert!(refused("kind = \"wards\"\nja=\"\"\nen=\"\"\nfields=[]").contains("facilities.toml"));
    }

    #[test]
    fn a_role_sees_what_the_table_gives_it() {
        let table = FieldTable::embedded();
        let seen = |roles: &[Role]| {
            let mut record = json!({
                "number": "1", "book_value_yen": 5, "remarks_internal": "x", "castle": true,
                "address": {"text": "北区", "masked": false, "castle": 1}, "notes": {"unknown": {"a": "b"}},
            });
            table.redact(Kind::Parcel, Roles::of(roles.iter().copied()), &mut record);
            record
        };
        assert_eq!(seen(&[]), json!({"number": "1", "address": {"text": "北区"}}));
        let staff =
            json!({"number": "1", "address": {"text": "北区", "masked": false}, "notes": {"unknown": {"a": "b"}}});
        assert_eq!(seen(&[Role::Viewer]), staff);
        assert_eq!(seen(&[Role::Planner])["remarks_internal"], "x");
        assert_eq!(seen(&[Role::Planner]).get("book_value_yen"), None);
        for role in [Role::LandOfficer, Role::Approver, Role::Administrator] {
            assert_eq!(seen(&[role])["book_value_yen"], 5, "{role:?}");
            assert_eq!(seen(&[role]).get("castle"), None);
        }
    }
}
