//! Any other record as a row: its fields as they are named inside, nested ones as JSON.

use serde_json::Value;

use super::ExportError;
use super::columns::Row;
use crate::codec::Cell;
use crate::record::Kind;
use crate::reference::LayerName;
use crate::snapshot::{Snapshot, Stored};

pub(super) fn rows(snapshot: &Snapshot, kind: Kind) -> Vec<Row> {
    snapshot
        .all()
        .filter(|stored| stored.entity.kind == kind)
        .map(row)
        .collect()
}

fn row(stored: Stored) -> Row {
    let mut row = Row::new(stored.state.shape.clone());
    row.text("id", Some(stored.entity));
    let body = serde_json::to_value(&stored.state.body).expect("a record is a JSON object");
    if let Value::Object(fields) = body {
        row.cells.extend(
            fields
                .into_iter()
                .filter(|(name, _)| name != "notes")
                .map(|(name, value)| (name, cell(value))),
        );
    }
    row
}

/// The features of a reference layer, with the columns of its file.
pub(super) fn layer_rows(snapshot: &Snapshot, name: &LayerName) -> Result<Vec<Row>, ExportError> {
    let layer = snapshot
        .layers
        .by_key(name.as_str())
        .ok_or_else(|| ExportError::NoLayer(name.clone()))?;
    let features = snapshot
        .layer_features
        .iter()
        .filter(|item| item.body.layer == layer.fid);
    let row = |item: &std::sync::Arc<crate::snapshot::Item<crate::reference::LayerFeature>>| {
        let mut row = Row::new(item.shape.clone());
        for field in &layer.body.fields {
            let value = item.body.properties.get(&field.name).cloned().unwrap_or(Value::Null);
            row.cells.push((field.name.clone(), cell(value)));
        }
        row
    };
    Ok(features.map(row).collect())
}

fn cell(value: Value) -> Cell {
    match value {
        Value::Null => Cell::Null,
        Value::Bool(flag) => Cell::Bool(flag),
        Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(integer), _) => Cell::Integer(integer),
            (None, Some(real)) => Cell::Number(real),
            (None, None) => Cell::Text(number.to_string()),
        },
        Value::String(text) => Cell::Text(text),
        nested => Cell::Text(nested.to_string()),
    }
}
