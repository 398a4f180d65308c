//! Dotted paths into the JSON text of a record.

use serde_json::{Map, Value};

use super::field::fields_of;
use crate::history::State;
use crate::record::Kind;

/// A record as one JSON object, its shape among its fields.
pub(super) fn object_of(state: &State) -> Value {
    let mut object = serde_json::to_value(&state.body).expect("a record is a JSON object");
    if let Some(shape) = &state.shape {
        object["shape"] = serde_json::to_value(shape.as_ref()).expect("a shape is a GeoJSON geometry");
    }
    object
}

/// The value at a path; null where there is none.
pub(super) fn value_at<'v>(object: &'v Value, path: &str) -> &'v Value {
    path.split('.')
        .try_fold(object, |value, key| value.get(key))
        .unwrap_or(&Value::Null)
}

/// Puts a value at a path; null takes what is there away.
pub(super) fn put(object: &mut Map<String, Value>, path: &str, value: Value) {
    match path.split_once('.') {
        Some((group, rest)) => {
            let inner = object.entry(group).or_insert_with(|| Value::Object(Map::new()));
            if !inner.is_object() {
                *inner = Value::Object(Map::new());
            }
            put(inner.as_object_mut().expect("made an object above"), rest, value);
        }
        None if value.is_null() => {
            object.remove(path);
        }
        None => {
            object.insert(path.to_owned(), value);
        }
    }
}

/// Whether a path leads to fields and is none itself (`address`).
pub(super) fn is_group(kind: Kind, path: &str) -> bool {
    fields_of(kind)
        .iter()
        .any(|field| field.path.strip_prefix(path).is_some_and(|rest| rest.starts_with('.')))
}

/// The paths at which two states of a record can differ: the fields of its form, and whatever else the record holds.
pub(super) fn paths(kind: Kind, states: &[&Value]) -> Vec<String> {
    let mut paths: Vec<String> = fields_of(kind).iter().map(|field| field.path.to_owned()).collect();
    collect(kind, "", states, &mut paths);
    paths
}

fn collect(kind: Kind, prefix: &str, states: &[&Value], paths: &mut Vec<String>) {
    for key in states.iter().filter_map(|state| state.as_object()).flat_map(Map::keys) {
        let path = format!("{prefix}{key}");
        if is_group(kind, &path) {
            let inner: Vec<&Value> = states.iter().filter_map(|state| state.get(key)).collect();
            collect(kind, &format!("{path}."), &inner, paths);
        } else if !paths.contains(&path) {
            paths.push(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_value_is_put_and_taken_away_at_its_path() {
        let mut object = Map::new();
        put(&mut object, "address.town", json!("中之島"));
        put(&mut object, "name", json!("図書館"));
        assert_eq!(value_at(&object.clone().into(), "address.town"), "中之島");
        put(&mut object, "address.town", Value::Null);
        assert_eq!(Value::from(object), json!({"address": {}, "name": "図書館"}));
    }

    #[test]
    fn a_field_is_compared_as_a_whole_and_nothing_of_a_record_is_left_out() {
        let state = json!({
            "floor_area_m2": {"missing": "unsurveyed"},
            "address": {"town": "中之島", "further": 1},
            "notes": {"unknown": {"a": "b"}},
        });
        let paths = paths(Kind::Facility, &[&state]);
        for path in ["floor_area_m2", "address.town", "address.further", "notes", "shape"] {
            assert_eq!(paths.iter().filter(|found| *found == path).count(), 1, "{path}");
        }
        assert!(
            !paths
                .iter()
                .any(|path| path == "address" || path.starts_with("floor_area_m2."))
        );
    }
}
