//! One code of a list.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A code: a stable English key and the official Japanese value. Keys are never reused for another meaning.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Code {
    pub key: String,
    /// The official value, as it goes out in Japanese files.
    pub ja: String,
    pub en: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Other spellings met in files.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Date>,
    /// The last day on which the code is valid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What only this list knows of its codes: unit prices, kana, allowed criteria.
    #[serde(flatten)]
    pub attributes: BTreeMap<String, Value>,
}

impl Code {
    /// Whether the code is in force on the day; an open end is always in force.
    pub fn valid_on(&self, day: Date) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }

    /// The official value and every alias.
    pub fn spellings(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.ja.as_str()).chain(self.aliases.iter().map(String::as_str))
    }

    pub fn text(&self, attribute: &str) -> Option<&str> {
        self.attributes.get(attribute)?.as_str()
    }

    pub fn integer(&self, attribute: &str) -> Option<i64> {
        self.attributes.get(attribute)?.as_i64()
    }

    /// Whether the attribute is present and true.
    pub fn flag(&self, attribute: &str) -> bool {
        self.attributes.get(attribute).and_then(Value::as_bool).unwrap_or(false)
    }

    /// The texts of an attribute that holds a list; none where the attribute is absent.
    pub fn texts(&self, attribute: &str) -> impl Iterator<Item = &str> {
        let values = self.attributes.get(attribute).and_then(Value::as_array);
        values.into_iter().flatten().filter_map(Value::as_str)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn port() -> Code {
        toml::from_str(
            "key = 'port'\nja = '大阪港湾局'\nen = 'Port'\nvalid_from = '2020-10-01'\nvalid_to = '2030-03-31'\nprice = 12\nopen = true\nof = ['a', 'b']",
        )
        .expect("a code")
    }

    #[test]
    fn a_code_is_in_force_from_its_first_to_its_last_day() {
        let port = port();
        assert!(port.valid_on(date(2020, 10, 1)) && port.valid_on(date(2030, 3, 31)));
        assert!(!port.valid_on(date(2020, 9, 30)) && !port.valid_on(date(2030, 4, 1)));
    }

    #[test]
    fn what_only_a_list_knows_is_read_by_name_and_serialised_beside_the_rest() {
        let port = port();
        assert_eq!(port.integer("price"), Some(12));
        assert!(port.flag("open") && !port.flag("absent"));
        assert_eq!(port.texts("of").collect::<Vec<_>>(), ["a", "b"]);
        let wire = serde_json::to_value(&port).expect("a code serialises");
        assert_eq!(wire["price"], 12);
        assert_eq!(wire["valid_from"], "2020-10-01");
        assert!(wire.get("aliases").is_none());
    }
}
