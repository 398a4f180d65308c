//! FlatGeobuf with a spatial index. Features wait in a temporary file until their order is known; of
//! each only its box and place are in memory.
//!
//! The crate's own writer gives a feature without a position an empty shape, at which GDAL gives up.
//! Here such a feature has no shape, and a box that no search meets.

use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;

use flatbuffers::FlatBufferBuilder;
use flatgeobuf::packed_r_tree::{NodeItem, PackedRTree, calc_extent, hilbert_sort};
use flatgeobuf::{Column as FlatColumn, ColumnArgs, Crs, CrsArgs, GeometryType, Header, HeaderArgs};

use super::encode;
use crate::codec::coordinates::extent;
use crate::codec::geometry_kind::fit;
use crate::codec::output::Output;
use crate::codec::{Format, GeometryKind, Message, OutRow, RowWriter, Schema, WriteError, Written};

pub(in crate::codec) struct FgbRows {
    output: Output,
    schema: Schema,
    waiting: BufWriter<File>,
    /// Boxes; until the end `offset` is a position in `frames`.
    nodes: Vec<NodeItem>,
    frames: Vec<Frame>,
    builder: FlatBufferBuilder<'static>,
    properties: Vec<u8>,
    misfits: u64,
}

/// Where a feature waits.
struct Frame {
    offset: u64,
    bytes: usize,
}

const MAGIC: [u8; 8] = *b"fgb\x03fgb\0";

impl FgbRows {
    pub(in crate::codec) fn create(path: &Path, schema: &Schema) -> Result<Self, WriteError> {
        Ok(Self {
            output: Output::create(path)?,
            schema: schema.clone(),
            waiting: BufWriter::new(tempfile::tempfile()?),
            nodes: Vec::new(),
            frames: Vec::new(),
            builder: FlatBufferBuilder::new(),
            properties: Vec::new(),
            misfits: 0,
        })
    }

    /// An index of nothing but features without a position would be empty.
    fn index_node_size(&self, extent: &NodeItem) -> u16 {
        if extent.min_x.is_finite() {
            PackedRTree::DEFAULT_NODE_SIZE
        } else {
            0
        }
    }

    fn write_header(&mut self, extent: &NodeItem) -> Result<(), WriteError> {
        let mut builder = FlatBufferBuilder::new();
        let schema = &self.schema;
        let columns: Vec<_> = schema
            .columns
            .iter()
            .map(|column| {
                let args = ColumnArgs {
                    name: Some(builder.create_string(&column.name)),
                    title: column.title.as_deref().map(|title| builder.create_string(title)),
                    type_: encode::column_type(column.kind),
                    ..ColumnArgs::default()
                };
                FlatColumn::create(&mut builder, &args)
            })
            .collect();
        let crs = CrsArgs {
            org: Some(builder.create_string("EPSG")),
            code: i32::from(schema.crs.epsg()),
            name: Some(builder.create_string(schema.crs.name())),
            ..CrsArgs::default()
        };
        let index_node_size = self.index_node_size(extent);
        let corners = [extent.min_x, extent.min_y, extent.max_x, extent.max_y];
        let args = HeaderArgs {
            name: Some(builder.create_string(&schema.table)),
            title: schema.title.as_deref().map(|title| builder.create_string(title)),
            envelope: (index_node_size > 0).then(|| builder.create_vector(&corners)),
            geometry_type: geometry_type(schema.geometry),
            columns: Some(builder.create_vector(&columns)),
            features_count: self.frames.len() as u64,
            index_node_size,
            crs: Some(Crs::create(&mut builder, &crs)),
            ..HeaderArgs::default()
        };
        let header = Header::create(&mut builder, &args);
        builder.finish_size_prefixed(header, None);
        self.output.write_all(&MAGIC)?;
        self.output.write_all(builder.finished_data())?;
        Ok(())
    }

    fn write_index(&mut self, extent: &NodeItem) -> Result<(), WriteError> {
        let node_size = self.index_node_size(extent);
        if node_size == 0 {
            return Ok(());
        }
        hilbert_sort(&mut self.nodes, extent);
        let mut offset = 0;
        let placed: Vec<NodeItem> = self
            .nodes
            .iter()
            .map(|node| {
                let mut placed = node.clone();
                placed.offset = offset;
                offset += self.frames[node.offset as usize].bytes as u64;
                placed
            })
            .collect();
        let tree = PackedRTree::build(&placed, extent, node_size)
            .map_err(|error| WriteError::format(Format::FlatGeobuf, error))?;
        tree.stream_write(&mut self.output)?;
        Ok(())
    }

    fn write_features(&mut self) -> Result<(), WriteError> {
        self.waiting.flush()?;
        let mut waiting = BufReader::new(self.waiting.get_ref().try_clone()?);
        let mut feature = Vec::new();
        for node in &self.nodes {
            let frame = &self.frames[node.offset as usize];
            waiting.seek(SeekFrom::Start(frame.offset))?;
            feature.resize(frame.bytes, 0);
            waiting.read_exact(&mut feature)?;
            self.output.write_all(&feature)?;
        }
        Ok(())
    }
}

fn geometry_type(kind: GeometryKind) -> GeometryType {
    match kind {
        GeometryKind::Point => GeometryType::Point,
        GeometryKind::LineString => GeometryType::MultiLineString,
        GeometryKind::Polygon => GeometryType::MultiPolygon,
        GeometryKind::Any | GeometryKind::None => GeometryType::Unknown,
    }
}

impl RowWriter for FgbRows {
    fn write(&mut self, row: OutRow<'_>) -> Result<(), WriteError> {
        let has_shapes = self.schema.geometry != GeometryKind::None;
        let shape = row
            .geometry
            .filter(|_| has_shapes)
            .and_then(|shape| Some((shape, extent(shape)?)));
        // Nothing meets a box that is turned inside out.
        let mut node = NodeItem::create(self.frames.len() as u64);
        let shape = match shape {
            Some((shape, bounds)) => {
                node.expand_xy(bounds.min().x, bounds.min().y);
                node.expand_xy(bounds.max().x, bounds.max().y);
                Some(fit(shape, self.schema.geometry, Format::FlatGeobuf)?)
            }
            None => None,
        };
        self.misfits += encode::properties(&self.schema.columns, row.cells, &mut self.properties);
        let feature = encode::feature(&mut self.builder, shape.as_deref(), &self.properties);
        self.waiting.write_all(feature)?;
        let offset = self.frames.last().map_or(0, |last| last.offset + last.bytes as u64);
        self.frames.push(Frame {
            offset,
            bytes: feature.len(),
        });
        self.nodes.push(node);
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<Written, WriteError> {
        let extent = calc_extent(&self.nodes);
        self.write_header(&extent)?;
        self.write_index(&extent)?;
        self.write_features()?;
        self.output.finish()?;
        let mut written = Written {
            rows: self.frames.len() as u64,
            notes: Vec::new(),
        };
        if self.misfits > 0 {
            let count = self.misfits;
            written.notes.push(Message::new(
                format!("列の型に合わない {count} 個の値は空にしました。"),
                format!("{count} values that do not fit their column's type were left empty."),
            ));
        }
        Ok(written)
    }
}
