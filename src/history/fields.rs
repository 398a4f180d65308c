//! What changed, field by field: the form in which people read an event.

use serde::Serialize;
use serde_json::{Map, Value};

use super::State;

/// One field before and after; dots lead into nested fields. Absence is null.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FieldChange {
    pub field: String,
    pub before: Value,
    pub after: Value,
}

/// The fields in which two states differ, in the order of their names. The shape counts as one field and comes last.
pub fn field_changes(before: Option<&State>, after: Option<&State>) -> Vec<FieldChange> {
    let mut changes = Vec::new();
    differ(String::new(), &object(before), &object(after), &mut changes);
    let shape = |state: Option<&State>| {
        state
            .and_then(|state| state.shape.as_deref())
            .map_or(Value::Null, |shape| {
                serde_json::to_value(shape).expect("a shape is a GeoJSON geometry")
            })
    };
    let (old, new) = (shape(before), shape(after));
    if old != new {
        changes.push(FieldChange {
            field: "shape".into(),
            before: old,
            after: new,
        });
    }
    changes
}

fn object(state: Option<&State>) -> Value {
    state.map_or(Value::Object(Map::new()), |state| {
        serde_json::to_value(&state.body).expect("a record is a JSON object")
    })
}

fn differ(path: String, before: &Value, after: &Value, changes: &mut Vec<FieldChange>) {
    match (before, after) {
        (Value::Object(old), Value::Object(new)) => {
            let fresh = new.keys().filter(|key| !old.contains_key(*key));
            for key in old.keys().chain(fresh) {
                let path = if path.is_empty() {
                    key.clone()
                } else {
                    format!("{path}.{key}")
                };
                let side = |side: &Map<String, Value>| side.get(key).cloned().unwrap_or(Value::Null);
                differ(path, &side(old), &side(new), changes);
            }
        }
        _ if before == after => {}
        _ => changes.push(FieldChange {
            field: path,
            before: before.clone(),
            after: after.clone(),
        }),
    }
}
