//! Columns as a person maps them, where no profile fits or the person knows better.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{ColumnSpec, Detect, Profile, ProfileError, Reading, builtin_profiles, header_key};
use crate::import::ImportKind;
use crate::import::records::has_field;

/// What a column of a file is taken for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "use", content = "field")]
pub enum ColumnUse {
    /// A field of the record.
    Field(String),
    /// Kept as it is, under the column's name, for everybody to see.
    Attribute,
    /// Left out.
    Ignored,
    /// Not known to the profile: kept as an internal note.
    Unknown,
}

/// Columns by their header, as a person maps them.
pub type ColumnChoices = BTreeMap<String, ColumnUse>;

/// A field that a column may be mapped to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChoice {
    pub field: String,
    pub label_ja: String,
    pub label_en: String,
    pub required: bool,
}

/// The fields of a kind, in the order in which layouts have them.
pub fn field_choices(kind: &ImportKind) -> Vec<FieldChoice> {
    let mut choices: Vec<FieldChoice> = Vec::new();
    for column in columns_of(kind) {
        let Some(field) = column.field.as_deref().filter(|field| is_choice(field)) else {
            continue;
        };
        let at = choices
            .iter()
            .position(|choice| choice.field == field)
            .unwrap_or_else(|| {
                choices.push(FieldChoice {
                    field: field.to_owned(),
                    label_ja: String::new(),
                    label_en: String::new(),
                    required: false,
                });
                choices.len() - 1
            });
        let choice = &mut choices[at];
        choice.required |= column.required;
        for name in &column.names {
            let label = if name.is_ascii() {
                &mut choice.label_en
            } else {
                &mut choice.label_ja
            };
            if label.is_empty() {
                name.clone_into(label);
            }
        }
    }
    for choice in &mut choices {
        let plain = choice.field.replace(['_', ':'], " ");
        for label in [&mut choice.label_ja, &mut choice.label_en] {
            if label.is_empty() {
                plain.clone_into(label);
            }
        }
        choice.label_en = choice.label_en.replace('_', " ");
    }
    choices
}

/// Families of fields are chosen by their columns' names, and where a record comes from is nobody's choice.
fn is_choice(field: &str) -> bool {
    !field.contains('*') && field != "provenance"
}

/// The columns that built-in profiles have for a kind, those of the generic layouts first: their names say what they hold.
fn columns_of(kind: &ImportKind) -> impl Iterator<Item = &'static ColumnSpec> {
    let of_kind = |generic: bool| {
        let profiles = builtin_profiles()
            .iter()
            .filter(move |profile| profile.id.starts_with("generic-") == generic);
        profiles
            .filter(|profile| profile.kind == *kind)
            .flat_map(|profile| &profile.columns)
    };
    of_kind(true).chain(of_kind(false))
}

/// How a field's texts are read, as known layouts have it.
fn reading_of(kind: &ImportKind, field: &str) -> Reading {
    let known = columns_of(kind).find(|column| column.field.as_deref() == Some(field));
    known.map(|column| column.parse.clone()).unwrap_or_default()
}

impl Profile {
    /// The profile with some columns mapped by hand; without one, those columns alone.
    pub(in crate::import) fn chosen(
        base: Option<Profile>,
        kind: &ImportKind,
        choices: &ColumnChoices,
    ) -> Result<Self, ProfileError> {
        let mut profile = base.unwrap_or_else(|| Profile::bare(kind));
        profile.id = format!("{}+", profile.id);
        let taken: Vec<String> = choices.keys().map(|name| header_key(name)).collect();
        // What a person maps by hand replaces what the profile has for the same header, and for the same field.
        let fields: Vec<&str> = choices.values().filter_map(ColumnUse::field).collect();
        profile.columns.retain(|column| {
            let replaced = column.field.as_deref().is_some_and(|field| fields.contains(&field));
            !replaced && !taken.iter().any(|key| column.matches(key).is_some())
        });
        for (name, chosen) in choices {
            let (field, parse) = match chosen {
                ColumnUse::Field(field) => (Some(field.clone()), reading_of(kind, field)),
                ColumnUse::Attribute => (None, Reading::Attribute),
                ColumnUse::Ignored => (None, Reading::Ignore),
                ColumnUse::Unknown => continue,
            };
            let required = field.as_deref().is_some_and(|field| {
                columns_of(kind).any(|column| column.required && column.field.as_deref() == Some(field))
            });
            let refuse = |reason: String| ProfileError {
                file: name.clone(),
                line: 0,
                reason,
            };
            if let Some(field) = field.as_deref().filter(|field| !has_field(kind, field)) {
                return Err(refuse(format!("{kind} have no field {field:?}")));
            }
            profile.columns.push(ColumnSpec {
                names: vec![name.replace('*', "＊")],
                field,
                parse,
                required,
                values: BTreeMap::new(),
                missing: BTreeMap::new(),
                blank: None,
                lenient: false,
                answer: false,
            });
        }
        Ok(profile)
    }

    fn bare(kind: &ImportKind) -> Self {
        Self {
            id: "chosen".to_owned(),
            kind: kind.clone(),
            title_ja: "手で選んだ列".to_owned(),
            title_en: "columns mapped by hand".to_owned(),
            source: None,
            credit: None,
            encoding: None,
            crs: None,
            detect: Detect {
                columns: Vec::new(),
                without: Vec::new(),
            },
            constants: BTreeMap::new(),
            missing: BTreeMap::new(),
            number_prefix: None,
            position: Default::default(),
            columns: Vec::new(),
        }
    }
}

impl ColumnUse {
    pub fn field(&self) -> Option<&str> {
        match self {
            ColumnUse::Field(field) => Some(field),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_offers_fields_with_names_in_both_languages() {
        for kind in ["facilities", "parcels", "buildings", "usage", "works", "ledger"] {
            let choices = field_choices(&kind.parse().expect("a kind"));
            assert!(choices.len() > 5, "{kind}");
            for choice in &choices {
                assert!(!choice.label_ja.is_empty() && !choice.label_en.is_empty(), "{choice:?}");
            }
        }
        let facilities = field_choices(&ImportKind::Facilities);
        let area = facilities.iter().find(|choice| choice.field == "floor_area_m2");
        assert_eq!(area.map(|area| area.label_ja.as_str()), Some("延床面積（㎡）"));
    }

    #[test]
    fn a_choice_replaces_what_the_profile_says_of_header_and_field() {
        let generic = builtin_profiles()
            .iter()
            .find(|profile| profile.id == "generic-facilities");
        let choices = ColumnChoices::from([
            ("館名".to_owned(), ColumnUse::Field("name".to_owned())),
            ("所在地".to_owned(), ColumnUse::Ignored),
        ]);
        let profile = Profile::chosen(generic.cloned(), &ImportKind::Facilities, &choices).expect("a profile");
        let found = |header: &str| {
            let key = header_key(header);
            profile.columns.iter().find_map(|column| column.matches(&key))
        };
        assert_eq!(found("館名"), Some(Some("name".to_owned())));
        assert_eq!(found("施設名"), None, "the field is taken from the chosen column");
        assert_eq!(found("所在地"), Some(None));
        assert_eq!(found("通称"), Some(Some("alias".to_owned())));
    }

    #[test]
    fn a_field_that_the_kind_lacks_is_refused() {
        let choices = ColumnChoices::from([("色".to_owned(), ColumnUse::Field("colour".to_owned()))]);
        let refused = Profile::chosen(None, &ImportKind::Facilities, &choices).expect_err("refused");
        assert!(refused.reason.contains("colour"), "{refused}");
    }
}
