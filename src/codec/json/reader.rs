//! JSON items as rows: the first pass gathers the columns, the second gives the rows.

use std::collections::HashMap;
use std::fs::File;
use std::path::Path;

use geo::Geometry;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::geometry::{geometry, has_height};
use super::items::Items;
use super::survey::{Layout, Survey, survey};
use super::value::{Kind, Members, cell};
use crate::codec::{
    Cell, Charset, Field, FieldKind, Format, Header, Limits, Message, OpenOptions, ReadCode, ReadError, Row, RowReader,
};

struct JsonReader {
    header: Header,
    items: Items,
    columns: HashMap<String, usize>,
    /// The column of the features' own ids.
    id_column: Option<usize>,
    geojson: bool,
}

pub(in crate::codec) fn open(
    path: &Path,
    format: Format,
    options: &OpenOptions,
) -> Result<Box<dyn RowReader + Send>, ReadError> {
    let file = File::open(path).map_err(|error| ReadError::io(&error))?;
    let survey = survey(file, options.limits, options.table.as_deref())?;
    let mut header = Header::new(match (survey.geojson, &survey.layout) {
        (true, Layout::Lines) => Format::GeoJsonSeq,
        (true, _) => Format::GeoJson,
        (false, _) => Format::Json,
    });
    if !survey.geojson && format != Format::Json {
        return Err(ReadError::file(
            ReadCode::Malformed,
            "GeoJSON の地物がありません。JSON の表として読むには形式に json を指定してください。",
            "There are no GeoJSON features. To read it as a plain table name the format json.",
        ));
    }
    header.encoding = Some(Charset::Utf8);
    let columns = Columns::gather(path, &survey, options.limits)?;
    let id_column = columns.has_id.then_some(0);
    if columns.has_height {
        header.note_flattened();
    }
    header.fields = columns.into_fields();
    header.geometry = survey.geojson;
    if survey.geojson {
        header.crs = crs(survey.crs.as_ref());
    }
    header.table = match &survey.layout {
        Layout::Member(name) if !survey.geojson => Some(name.clone()),
        _ => survey.name.clone(),
    };
    header.tables = survey.tables;
    Ok(Box::new(JsonReader {
        columns: header
            .fields
            .iter()
            .enumerate()
            .skip(usize::from(id_column.is_some()))
            .map(|(index, field)| (field.name.clone(), index))
            .collect(),
        items: Items::open(path, &survey.layout, options.limits)?,
        id_column,
        geojson: survey.geojson,
        header,
    }))
}

/// The name of the reference system in the old `crs` member. Without one it is WGS 84 (RFC 7946),
/// and since x is always east here, CRS84 and EPSG:4326 are the same.
fn crs(member: Option<&Value>) -> Option<String> {
    let Some(name) = member
        .and_then(|crs| crs.pointer("/properties/name"))
        .and_then(Value::as_str)
    else {
        return Some("EPSG:4326".to_owned());
    };
    if name.ends_with("CRS84") {
        return Some("EPSG:4326".to_owned());
    }
    let code = name.rsplit([':', '/']).next().unwrap_or_default();
    let is_epsg = name.to_ascii_uppercase().contains("EPSG");
    Some(if is_epsg && code.parse::<u32>().is_ok() {
        format!("EPSG:{code}")
    } else {
        name.to_owned()
    })
}

/// A feature of which only the kinds of its properties matter.
#[derive(Deserialize)]
struct Glance {
    id: Option<IgnoredAny>,
    #[serde(default)]
    properties: Option<Members<Kind>>,
}

#[derive(Deserialize)]
struct Feature {
    #[serde(rename = "type", default)]
    kind: String,
    id: Option<Value>,
    properties: Option<Members<Value>>,
    geometry: Option<Value>,
}

#[derive(Default)]
struct Columns {
    index: HashMap<String, usize>,
    fields: Vec<(String, Kind)>,
    has_id: bool,
    has_height: bool,
    heights_looked_for: u64,
}

/// Heights are looked for in so many features; a file has them in all or in none.
const HEIGHT_SAMPLE: u64 = 20;

impl Columns {
    fn gather(path: &Path, survey: &Survey, limits: Limits) -> Result<Self, ReadError> {
        let mut items = Items::open(path, &survey.layout, limits)?;
        let mut columns = Self::default();
        while let Some(text) = items.next_item()? {
            let outcome = columns.look(text, survey.geojson);
            outcome.map_err(|error| ReadError::malformed(items.place(), error))?;
            if columns.fields.len() > limits.columns {
                return Err(ReadError::new(
                    ReadCode::TooManyColumns,
                    items.place(),
                    format!("列が {} を超えています。", limits.columns),
                    format!("There are more than {} columns.", limits.columns),
                ));
            }
        }
        Ok(columns)
    }

    fn look(&mut self, text: &[u8], geojson: bool) -> Result<(), serde_json::Error> {
        let members = if geojson {
            if self.heights_looked_for < HEIGHT_SAMPLE {
                self.heights_looked_for += 1;
                let feature: Value = serde_json::from_slice(text)?;
                self.has_height |= has_height(feature.get("geometry").unwrap_or(&feature));
            }
            let glance: Glance = serde_json::from_slice(text)?;
            self.has_id |= glance.id.is_some();
            glance.properties.unwrap_or_default()
        } else {
            serde_json::from_slice(text)?
        };
        for (name, kind) in members.0 {
            match self.index.get(&name) {
                Some(index) => {
                    let merged = &mut self.fields[*index].1;
                    *merged = merged.merge(kind);
                }
                None => {
                    self.index.insert(name.clone(), self.fields.len());
                    self.fields.push((name, kind));
                }
            }
        }
        Ok(())
    }

    fn into_fields(self) -> Vec<Field> {
        let mut id = "id".to_owned();
        while self.index.contains_key(&id) {
            id.insert_str(0, "feature_");
        }
        self.has_id
            .then(|| Field::new(id, FieldKind::Unknown))
            .into_iter()
            .chain(
                self.fields
                    .into_iter()
                    .map(|(name, kind)| Field::new(name, kind.0.unwrap_or_default())),
            )
            .collect()
    }
}

impl JsonReader {
    fn row(&mut self) -> Result<Option<Row>, ReadError> {
        let width = self.header.fields.len();
        let Some(text) = self.items.next_item()? else {
            return Ok(None);
        };
        let parsed = if self.geojson {
            feature(text)
        } else {
            serde_json::from_slice(text).map(|members| (members, None, Ok(None)))
        };
        let (members, id, shape) = parsed.map_err(|error| ReadError::malformed(self.items.place(), error))?;
        let mut cells = vec![Cell::Null; width];
        if let (Some(column), Some(id)) = (self.id_column, id) {
            cells[column] = cell(id);
        }
        for (name, value) in members.0 {
            // A name that the first pass did not see: the file was changed in between.
            if let Some(column) = self.columns.get(&name) {
                cells[*column] = cell(value);
            }
        }
        let mut row = Row::new(self.items.number(), cells);
        row.set_geometry(shape);
        Ok(Some(row))
    }
}

type Parts = (Members<Value>, Option<Value>, Result<Option<Geometry<f64>>, Message>);

/// The properties, the id and the shape of a feature; a bare geometry has only a shape.
fn feature(text: &[u8]) -> Result<Parts, serde_json::Error> {
    let feature: Feature = serde_json::from_slice(text)?;
    let shape = match (feature.kind.as_str(), feature.geometry) {
        (_, Some(value)) => geometry(&value),
        ("Feature", None) => Ok(None),
        (_, None) => geometry(&serde_json::from_slice(text)?),
    };
    Ok((feature.properties.unwrap_or_default(), feature.id, shape))
}

impl RowReader for JsonReader {
    fn header(&self) -> &Header {
        &self.header
    }

    fn next_row(&mut self) -> Option<Result<Row, ReadError>> {
        self.row().transpose()
    }
}
