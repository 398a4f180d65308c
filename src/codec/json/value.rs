//! JSON objects with their members in order, and JSON values as cells.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use crate::codec::{Cell, FieldKind};

/// The members of an object in the order of the file. serde_json's own map would sort them.
#[derive(Debug)]
pub(super) struct Members<T>(pub(super) Vec<(String, T)>);

impl<T> Default for Members<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Members<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for InOrder<T> {
            type Value = Members<T>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<T>, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }

            fn visit_unit<E>(self) -> Result<Members<T>, E> {
                Ok(Members(Vec::new()))
            }
        }

        deserializer.deserialize_any(InOrder(PhantomData))
    }
}

/// What kind a value is, without keeping it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Kind(pub(super) Option<FieldKind>);

impl<'de> Deserialize<'de> for Kind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Look;

        impl<'de> Visitor<'de> for Look {
            type Value = Kind;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a JSON value")
            }
            fn visit_unit<E>(self) -> Result<Kind, E> {
                Ok(Kind(None))
            }
            fn visit_bool<E>(self, _: bool) -> Result<Kind, E> {
                Ok(Kind(Some(FieldKind::Bool)))
            }
            fn visit_i64<E>(self, _: i64) -> Result<Kind, E> {
                Ok(Kind(Some(FieldKind::Integer)))
            }
            fn visit_u64<E>(self, _: u64) -> Result<Kind, E> {
                Ok(Kind(Some(FieldKind::Integer)))
            }
            fn visit_f64<E>(self, _: f64) -> Result<Kind, E> {
                Ok(Kind(Some(FieldKind::Number)))
            }
            fn visit_str<E>(self, _: &str) -> Result<Kind, E> {
                Ok(Kind(Some(FieldKind::Text)))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Kind, A::Error> {
                while list.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Kind(Some(FieldKind::Json)))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Kind, A::Error> {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Kind(Some(FieldKind::Json)))
            }
        }

        deserializer.deserialize_any(Look)
    }
}

impl Kind {
    /// The kind of a column that has values of both kinds.
    pub(super) fn merge(self, other: Self) -> Self {
        use FieldKind::{Integer, Number, Unknown};
        match (self.0, other.0) {
            (None, kind) | (kind, None) => Self(kind),
            (Some(a), Some(b)) if a == b => Self(Some(a)),
            (Some(Integer | Number), Some(Integer | Number)) => Self(Some(Number)),
            _ => Self(Some(Unknown)),
        }
    }
}

/// A value as a cell; objects and lists as compact text.
pub(super) fn cell(value: Value) -> Cell {
    match value {
        Value::Null => Cell::Null,
        Value::Bool(value) => Cell::Bool(value),
        Value::String(text) => Cell::Text(text),
        Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(integer), _) => Cell::Integer(integer),
            // An integer beyond 64 bits with sign keeps its digits as text.
            _ if number.is_u64() => Cell::Text(number.to_string()),
            (None, Some(float)) => Cell::Number(float),
            (None, None) => Cell::Text(number.to_string()),
        },
        nested @ (Value::Array(_) | Value::Object(_)) => Cell::Text(nested.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_keep_the_order_of_the_file() {
        let members: Members<Kind> = serde_json::from_str(r#"{"z":1,"a":"x","m":[1]}"#).unwrap();
        let names: Vec<_> = members.0.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["z", "a", "m"]);
        assert_eq!(members.0[2].1, Kind(Some(FieldKind::Json)));
    }

    #[test]
    fn kinds_merge_to_what_holds_both() {
        let (int, num) = (Kind(Some(FieldKind::Integer)), Kind(Some(FieldKind::Number)));
        assert_eq!(int.merge(num), num);
        assert_eq!(Kind(None).merge(int), int);
        let text = Kind(Some(FieldKind::Text));
        assert_eq!(text.merge(int), Kind(Some(FieldKind::Unknown)));
    }

    #[test]
    fn a_nested_value_becomes_compact_text() {
        let value = serde_json::from_str(r#"[1, {"a": null}]"#).unwrap();
        assert_eq!(cell(value), Cell::Text(r#"[1,{"a":null}]"#.into()));
    }
}
