//! A reference layer: foreign data kept as it came, without a profile.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use serde_json::Value;

use super::map::MappedRow;
use super::plan::{Absentee, Entry, Fids};
use super::position::{Locator, Place};
use super::refused::Refused;
use super::table::Outcome;
use super::{Finding, ImportRequest};
use crate::codec::{self, Cell, ReadError, RowReader};
use crate::history::State;
use crate::record::{EntityId, Fid, Kind, Provenance};
use crate::reference::{FieldKind, Layer, LayerFeature, LayerField, LayerName};
use crate::snapshot::{Item, Snapshot};

/// Reads a file as the features of a layer. The file is the whole layer: features that it lacks are taken out.
pub(super) fn read(
    reader: &mut dyn RowReader,
    name: &LayerName,
    request: &ImportRequest,
    snapshot: &Snapshot,
    locator: &Locator,
) -> Result<Outcome, ReadError> {
    let header = reader.header().clone();
    let mut fids = Fids::new(snapshot);
    let there = snapshot.layers.by_key(name.as_str());
    let entity = there.map_or_else(|| fids.take(Kind::Layer), |item| item.id());
    let existing = features(snapshot, entity.fid);
    let mut kinds = Kinds::new(&header.fields);
    let mut refused = Refused::new(
        header.fields.iter().map(|field| field.name.clone()).collect(),
        header.geometry,
    );
    let (mut entries, mut findings, mut ordinal, mut rows) = (Vec::new(), Vec::new(), 0_u32, 0);
    while let Some(row) = reader.next_row() {
        let mut row = row?;
        if row.is_blank() {
            continue;
        }
        rows += 1;
        ordinal += 1;
        let mut mapped = MappedRow::bare(&mut row, header.geometry);
        let shape = match locator.locate(&mut mapped) {
            Place::At { shape, .. } => Some(Arc::new(shape)),
            Place::Missing | Place::NotSaid => None,
        };
        if mapped.has_errors() {
            refused.push(row.number, &row.cells, None, &mapped.findings);
            findings.append(&mut mapped.findings);
            continue;
        }
        findings.append(&mut mapped.findings);
        let properties = kinds.properties(&row.cells);
        let feature = LayerFeature {
            layer: entity.fid,
            ordinal,
            properties,
        };
        let old = existing.get(&ordinal);
        let id = old.map_or_else(|| fids.take(Kind::LayerFeature), |item| item.id());
        entries.push(Entry::new(
            row.number,
            id,
            old.map(|item| before(item)),
            State {
                body: feature.into(),
                shape,
            },
        ));
    }
    let kept: HashSet<EntityId> = entries.iter().map(|entry: &Entry| entry.entity).collect();
    let gone = removals(&existing, &kept);
    let missing = gone.iter().map(|entry| Absentee {
        entity: entry.entity,
        key: entry.key.clone(),
        label: String::new(),
    });
    let missing = missing.collect();
    let layer = Layer {
        name: name.clone(),
        title: there.map_or_else(|| name.to_string(), |item| item.body.title.clone()),
        internal: request.internal,
        fields: kinds.fields(),
        source: Some(request.display_name()),
        provenance: Provenance::Source,
    };
    let before = there.map(|item| {
        (
            item.revision,
            State {
                body: item.body.clone().into(),
                shape: None,
            },
        )
    });
    let mut all = vec![Entry::new(
        0,
        entity,
        before,
        State {
            body: layer.into(),
            shape: None,
        },
    )];
    all.append(&mut entries);
    all.extend(gone);
    Ok(Outcome {
        blank: 0,
        rows,
        entries: all,
        missing,
        ambiguous: Vec::new(),
        refused,
        findings,
    })
}

fn features(snapshot: &Snapshot, layer: Fid) -> HashMap<u32, Arc<Item<LayerFeature>>> {
    let own = snapshot.layer_features.iter().filter(|item| item.body.layer == layer);
    own.map(|item| (item.body.ordinal, Arc::clone(item))).collect()
}

fn before(item: &Item<LayerFeature>) -> (u64, State) {
    (
        item.revision,
        State {
            body: item.body.clone().into(),
            shape: item.shape.clone(),
        },
    )
}

fn removals(existing: &HashMap<u32, Arc<Item<LayerFeature>>>, kept: &HashSet<EntityId>) -> Vec<Entry> {
    let mut gone: Vec<&Arc<Item<LayerFeature>>> = existing.values().filter(|item| !kept.contains(&item.id())).collect();
    gone.sort_by_key(|item| item.fid);
    gone.into_iter()
        .map(|item| Entry::removal(item.id(), before(item)))
        .collect()
}

/// What each column holds: the format's word, or what its values turned out to be.
struct Kinds {
    columns: Vec<(String, Option<FieldKind>)>,
}

impl Kinds {
    fn new(fields: &[codec::Field]) -> Self {
        let declared = |kind: codec::FieldKind| match kind {
            codec::FieldKind::Text => Some(FieldKind::Text),
            codec::FieldKind::Integer => Some(FieldKind::Integer),
            codec::FieldKind::Number => Some(FieldKind::Number),
            codec::FieldKind::Bool => Some(FieldKind::Bool),
            codec::FieldKind::Date => Some(FieldKind::Date),
            codec::FieldKind::Json => Some(FieldKind::Json),
            codec::FieldKind::Unknown => None,
        };
        Self {
            columns: fields
                .iter()
                .map(|field| (field.name.clone(), declared(field.kind)))
                .collect(),
        }
    }

    fn properties(&mut self, cells: &[Cell]) -> BTreeMap<String, Value> {
        let mut properties = BTreeMap::new();
        for ((name, kind), cell) in self.columns.iter_mut().zip(cells) {
            let (value, own) = match cell {
                Cell::Null => continue,
                Cell::Text(text) => (json_text(*kind, text), FieldKind::Text),
                Cell::Integer(number) => (Value::from(*number), FieldKind::Integer),
                Cell::Number(number) => (Value::from(*number), FieldKind::Number),
                Cell::Bool(flag) => (Value::from(*flag), FieldKind::Bool),
                Cell::Date(date) => (Value::from(date.as_str()), FieldKind::Date),
            };
            *kind = Some(kind.map_or(own, |known| wider(known, own)));
            properties.insert(name.clone(), value);
        }
        properties
    }

    fn fields(self) -> Vec<LayerField> {
        let field = |(name, kind): (String, Option<FieldKind>)| LayerField {
            name,
            kind: kind.unwrap_or(FieldKind::Text),
        };
        self.columns.into_iter().map(field).collect()
    }
}

fn json_text(kind: Option<FieldKind>, text: &str) -> Value {
    let nested = (kind == Some(FieldKind::Json))
        .then(|| serde_json::from_str(text).ok())
        .flatten();
    nested.unwrap_or_else(|| Value::from(text))
}

/// The kind that holds both; what a format declared stays where the values fit it.
fn wider(known: FieldKind, own: FieldKind) -> FieldKind {
    match (known, own) {
        (known, own) if known == own => known,
        (FieldKind::Json | FieldKind::Date, FieldKind::Text) => known,
        (FieldKind::Number, FieldKind::Integer) | (FieldKind::Integer, FieldKind::Number) => FieldKind::Number,
        _ => FieldKind::Text,
    }
}

impl MappedRow {
    /// A row of which only the place is of interest.
    fn bare(row: &mut codec::Row, may_have_geometry: bool) -> Self {
        let mut mapped = MappedRow {
            number: row.number,
            fields: BTreeMap::new(),
            geometry: row.geometry.take(),
            may_have_geometry,
            notes: Default::default(),
            findings: Vec::<Finding>::new(),
        };
        mapped.note_shape(std::mem::take(&mut row.notes), row.geometry_error.take());
        mapped
    }
}
