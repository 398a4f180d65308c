//! Features in the order of the file.
//!
//! The frames (sizes) are read here and not by the crate's iterator, which allocates whatever size a
//! frame claims and takes a file that is cut off for its end. Header and features are verified.

use std::fs::File;
use std::io::{BufReader, ErrorKind, Read, Seek, SeekFrom};
use std::path::Path;

use flatgeobuf::packed_r_tree::PackedRTree;
use flatgeobuf::{
    ColumnType, Crs, Feature, GeometryType, Header as FlatHeader, size_prefixed_root_as_feature,
    size_prefixed_root_as_header,
};

use super::{geometry, properties};
use crate::codec::limits::Limits;
use crate::codec::{
    Cell, Charset, Field, Format, Header, OpenOptions, Place, ReadCode, ReadError, Row, RowReader, names,
};

struct FgbReader {
    header: Header,
    file: BufReader<File>,
    file_bytes: u64,
    offset: u64,
    layer_type: GeometryType,
    columns: Vec<ColumnType>,
    /// Zero where the file does not say.
    announced: u64,
    number: u64,
    buffer: Vec<u8>,
    limits: Limits,
}

const MAGIC: [u8; 3] = *b"fgb";
/// The major version that the crate understands.
const VERSION: u8 = 3;
const HEADER_BYTES: usize = 10 << 20;

pub(in crate::codec) fn open(path: &Path, options: &OpenOptions) -> Result<Box<dyn RowReader + Send>, ReadError> {
    let file = File::open(path).map_err(|error| ReadError::io(&error))?;
    let file_bytes = file.metadata().map_err(|error| ReadError::io(&error))?.len();
    if file_bytes == 0 {
        return Err(ReadError::empty());
    }
    let mut file = BufReader::new(file);
    let mut magic = [0; 8];
    fill(&mut file, &mut magic, Place::Byte(0))?;
    if magic[..3] != MAGIC || magic[4..7] != MAGIC {
        return Err(ReadError::malformed(Place::Byte(0), "no FlatGeobuf mark"));
    }
    if magic[3] != VERSION {
        return Err(unsupported_version(magic[3]));
    }
    let mut buffer = Vec::new();
    frame(
        &mut file,
        &mut buffer,
        HEADER_BYTES as u64,
        file_bytes - 8,
        Place::Byte(8),
    )?;
    let flat = size_prefixed_root_as_header(&buffer).map_err(|error| ReadError::malformed(Place::Byte(8), error))?;
    let header = describe(&flat, &options.limits)?;
    let after_header = 8 + buffer.len() as u64;
    let index_bytes = index_bytes(&flat, file_bytes - after_header)?;
    file.seek(SeekFrom::Start(after_header + index_bytes))
        .map_err(|error| ReadError::io(&error))?;
    Ok(Box::new(FgbReader {
        header,
        file,
        file_bytes,
        offset: after_header + index_bytes,
        layer_type: flat.geometry_type(),
        columns: columns(&flat),
        announced: flat.features_count(),
        number: 0,
        buffer: Vec::new(),
        limits: options.limits,
    }))
}

fn unsupported_version(version: u8) -> ReadError {
    ReadError::new(
        ReadCode::Unsupported,
        Place::Byte(3),
        format!("FlatGeobuf の版 {version} は読めません。版 {VERSION} で書き出し直してください。"),
        format!("FlatGeobuf version {version} cannot be read. Export it as version {VERSION}."),
    )
}

fn columns(flat: &FlatHeader<'_>) -> Vec<ColumnType> {
    flat.columns()
        .map(|columns| columns.iter().map(|column| column.type_()).collect())
        .unwrap_or_default()
}

fn describe(flat: &FlatHeader<'_>, limits: &Limits) -> Result<Header, ReadError> {
    let mut header = Header::new(Format::FlatGeobuf);
    header.encoding = Some(Charset::Utf8);
    let columns = flat.columns().unwrap_or_default();
    if columns.len() > limits.columns {
        return Err(ReadError::new(
            ReadCode::TooManyColumns,
            Place::Byte(8),
            format!("列が {} を超えています。", limits.columns),
            format!("There are more than {} columns.", limits.columns),
        ));
    }
    let (unique, notes) = names::unique(columns.iter().map(|column| column.name()));
    header.fields = unique
        .into_iter()
        .zip(columns.iter())
        .map(|(name, column)| Field::new(name, properties::kind(column.type_())))
        .collect();
    header.notes = notes;
    header.geometry = true;
    header.crs = flat.crs().and_then(crs);
    header.table = flat.name().filter(|name| !name.is_empty()).map(str::to_owned);
    header.tables = header.table.iter().cloned().collect();
    if flat.has_z() || flat.has_m() || flat.has_t() || flat.has_tm() {
        header.note_flattened();
    }
    if header.crs.is_none() {
        header.note(
            "座標系が書かれていません。",
            "The file does not name its reference system.",
        );
    }
    Ok(header)
}

fn crs(crs: Crs<'_>) -> Option<String> {
    if crs.code() > 0 {
        let authority = crs.org().unwrap_or("EPSG");
        return Some(format!("{authority}:{}", crs.code()));
    }
    crs.code_string()
        .or(crs.wkt())
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}

/// How long the index is, once the counts it follows from are believable.
fn index_bytes(flat: &FlatHeader<'_>, rest_bytes: u64) -> Result<u64, ReadError> {
    let (node_size, count) = (flat.index_node_size(), flat.features_count());
    // Each feature takes at least a size and a root offset.
    if count > rest_bytes / 8 {
        return Err(if flat.envelope().is_some() || count < 1 << 32 {
            ReadError::truncated(Place::Byte(8))
        } else {
            ReadError::malformed(Place::Byte(8), "features_count")
        });
    }
    if node_size == 0 || count == 0 {
        return Ok(0);
    }
    if node_size < 2 {
        return Err(ReadError::malformed(Place::Byte(8), "index_node_size"));
    }
    let bytes = PackedRTree::index_size(count as usize, node_size) as u64;
    if bytes > rest_bytes {
        return Err(ReadError::truncated(Place::Byte(8)));
    }
    Ok(bytes)
}

/// Reads a size and as many bytes, both into `buffer`.
fn frame(
    file: &mut BufReader<File>,
    buffer: &mut Vec<u8>,
    cap_bytes: u64,
    rest_bytes: u64,
    place: Place,
) -> Result<(), ReadError> {
    let mut size = [0; 4];
    fill(file, &mut size, place.clone())?;
    let bytes = u64::from(u32::from_le_bytes(size));
    if bytes > rest_bytes.saturating_sub(4) {
        return Err(ReadError::truncated(place));
    }
    if bytes > cap_bytes {
        let cap_mib = cap_bytes >> 20;
        return Err(ReadError::new(
            ReadCode::TooLarge,
            place,
            format!("1件が {cap_mib} MiB を超えています。図形を分けてください。"),
            format!("One feature exceeds {cap_mib} MiB. Split it."),
        ));
    }
    buffer.clear();
    buffer.extend_from_slice(&size);
    buffer.resize(4 + bytes as usize, 0);
    fill(file, &mut buffer[4..], place)
}

fn fill(file: &mut impl Read, bytes: &mut [u8], place: Place) -> Result<(), ReadError> {
    file.read_exact(bytes).map_err(|error| match error.kind() {
        ErrorKind::UnexpectedEof => ReadError::truncated(place),
        _ => ReadError::io(&error),
    })
}

impl FgbReader {
    fn row(&mut self) -> Result<Option<Row>, ReadError> {
        let place = Place::Feature {
            number: self.number + 1,
            byte: self.offset,
        };
        if self.offset >= self.file_bytes {
            return if self.number < self.announced {
                Err(ReadError::truncated(place))
            } else {
                Ok(None)
            };
        }
        if self.announced > 0 && self.number >= self.announced {
            return Ok(None);
        }
        if self.number >= self.limits.rows {
            return Err(ReadError::too_many_rows(place, self.limits.rows));
        }
        frame(
            &mut self.file,
            &mut self.buffer,
            self.limits.feature_bytes as u64,
            self.file_bytes - self.offset,
            place.clone(),
        )?;
        let feature =
            size_prefixed_root_as_feature(&self.buffer).map_err(|error| ReadError::malformed(place.clone(), error))?;
        self.number += 1;
        self.offset += self.buffer.len() as u64;
        self.feature(&feature)
            .map(Some)
            .map_err(|detail| ReadError::malformed(place, detail))
    }

    fn feature(&self, feature: &Feature<'_>) -> Result<Row, &'static str> {
        let mut cells = vec![Cell::Null; self.columns.len()];
        if let Some(bytes) = feature.properties() {
            match feature.columns() {
                // A feature of a mixed layer may bring its own columns, matched by name.
                Some(own) => {
                    let own: Vec<_> = own.iter().map(|own| (own.name(), own.type_())).collect();
                    self.own_columns(bytes.bytes(), &own, &mut cells)?;
                }
                None => properties::read(bytes.bytes(), &self.columns, &mut cells)?,
            }
        }
        let mut row = Row::new(self.number, cells);
        if let Some(flat) = feature.geometry() {
            row.set_geometry(geometry::shape(&flat, self.layer_type, self.limits.depth));
        }
        Ok(row)
    }

    fn own_columns(&self, bytes: &[u8], own: &[(&str, ColumnType)], cells: &mut [Cell]) -> Result<(), &'static str> {
        let types: Vec<ColumnType> = own.iter().map(|(_, kind)| *kind).collect();
        let mut values = vec![Cell::Null; types.len()];
        properties::read(bytes, &types, &mut values)?;
        for ((name, _), value) in own.iter().zip(values) {
            if let Some(index) = self.header.position(name) {
                cells[index] = value;
            }
        }
        Ok(())
    }
}

impl RowReader for FgbReader {
    fn header(&self) -> &Header {
        &self.header
    }

    fn next_row(&mut self) -> Option<Result<Row, ReadError>> {
        self.row().transpose()
    }
}
