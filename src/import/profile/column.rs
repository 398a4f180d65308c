//! One column of a layout.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Reading;
use crate::import::ImportKind;
use crate::import::records::has_field;
use crate::record::MissingReason;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::import) struct ColumnSpec {
    /// The header and its other spellings. One `*` in a name stands for digits and may be used as `*` in `field`.
    pub names: Vec<String>,
    /// The field of the record; none for columns that are kept as attributes or ignored.
    #[serde(default)]
    pub field: Option<String>,
    #[serde(default)]
    pub parse: Reading,
    /// A row without it is refused.
    #[serde(default)]
    pub required: bool,
    /// Texts of this column and what they mean.
    #[serde(default)]
    pub values: BTreeMap<String, String>,
    /// Texts that stand for a missing value in this column.
    #[serde(default)]
    pub missing: BTreeMap<String, MissingReason>,
    /// Why an empty cell is empty.
    #[serde(default)]
    pub blank: Option<MissingReason>,
    /// A text that cannot be read is a warning and the value missing, instead of an error.
    #[serde(default)]
    pub lenient: bool,
    /// A row that is empty in all columns of this mark says nothing and is passed over.
    #[serde(default)]
    pub answer: bool,
}

impl ColumnSpec {
    pub fn check(&self, kind: &ImportKind) -> Result<(), String> {
        if self.names.is_empty() {
            return Err("a column needs a name".to_owned());
        }
        if self.field.is_none()
            && !matches!(
                self.parse,
                Reading::Attribute | Reading::Time | Reading::LotNumber | Reading::Ignore
            )
        {
            return Err(format!(
                "the column {:?} needs a field, or parse = \"attribute\"",
                self.names[0]
            ));
        }
        if let Some(field) = self.field.as_deref().filter(|field| !has_field(kind, field)) {
            return Err(format!("{kind} have no field {field:?}"));
        }
        if self.names.iter().any(|name| name.matches('*').count() > 1) {
            return Err(format!("the column {:?} has more than one *", self.names[0]));
        }
        Ok(())
    }

    /// The field that a header stands for: `Some(None)` where the column is known but fills no field.
    pub fn matches(&self, header_key: &str) -> Option<Option<String>> {
        self.names.iter().find_map(|name| {
            let key = super::header_key(name);
            let digits = match key.split_once('*') {
                None if key == header_key => Some(""),
                None => None,
                Some((before, after)) => header_key
                    .strip_prefix(before)
                    .and_then(|rest| rest.strip_suffix(after))
                    .filter(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())),
            }?;
            Some(self.field.as_ref().map(|field| field.replace('*', digits)))
        })
    }
}
