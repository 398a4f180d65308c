//! A set of .shp, .shx, .dbf, .cpg and .prj.

use std::borrow::Cow;
use std::fs::{self, File};
use std::io::{BufWriter, Seek, SeekFrom, Write};
use std::path::Path;

use geo::{Geometry, LineString, Rect};

use super::dbf_writer::DbfWriter;
use crate::codec::coordinates::{extent, union};
use crate::codec::geometry_kind::fit;
use crate::codec::output::OutputFolder;
use crate::codec::{
    Charset, Format, GeometryKind, Message, OutCrs, OutRow, RowWriter, Schema, WriteError, WriteOptions, Written,
};

pub(in crate::codec) struct ShpRows {
    folder: OutputFolder,
    shp: BufWriter<File>,
    shx: BufWriter<File>,
    dbf: DbfWriter,
    kind: GeometryKind,
    bounds: Option<Rect<f64>>,
    /// Length of the .shp so far.
    shp_bytes: u64,
    rows: u32,
}

const HEADER_BYTES: u64 = 100;
/// Lengths are counted in 16-bit words in a signed 32-bit number, but most readers stop at 2 GB.
const MAX_BYTES: u64 = i32::MAX as u64;

impl ShpRows {
    pub(in crate::codec) fn create(path: &Path, schema: &Schema, options: &WriteOptions) -> Result<Self, WriteError> {
        let charset = match options.encoding {
            Charset::Cp932 => Charset::Cp932,
            _ => Charset::Utf8,
        };
        if schema.geometry == GeometryKind::Any {
            return Err(WriteError::Format {
                format: Format::Shapefile,
                reason: Message::new(
                    "点・線・面を1つのファイルに混ぜられません。種類ごとに書き出してください",
                    "one file cannot mix points, lines and polygons; export each kind by itself",
                ),
            });
        }
        let folder = OutputFolder::create(path)?;
        let mut shp = BufWriter::new(File::create(folder.part("shp"))?);
        let mut shx = BufWriter::new(File::create(folder.part("shx"))?);
        // Place for the headers, which name the final length.
        shp.write_all(&[0; HEADER_BYTES as usize])?;
        shx.write_all(&[0; HEADER_BYTES as usize])?;
        fs::write(
            folder.part("cpg"),
            if charset == Charset::Cp932 { "CP932" } else { "UTF-8" },
        )?;
        fs::write(folder.part("prj"), wkt(schema.crs))?;
        Ok(Self {
            folder,
            shp,
            shx,
            dbf: DbfWriter::new(&schema.columns, charset)?,
            kind: schema.geometry,
            bounds: None,
            shp_bytes: HEADER_BYTES,
            rows: 0,
        })
    }

    fn shape_type(&self) -> u32 {
        match self.kind {
            GeometryKind::None | GeometryKind::Any => 0,
            GeometryKind::Point => 1,
            GeometryKind::LineString => 3,
            GeometryKind::Polygon => 5,
        }
    }

    fn content(&mut self, geometry: Option<&Geometry<f64>>) -> Result<Vec<u8>, WriteError> {
        let shape = geometry
            .filter(|_| self.kind != GeometryKind::None)
            .and_then(|geometry| Some((geometry, extent(geometry)?)));
        let Some((geometry, bounds)) = shape else {
            return Ok(0_u32.to_le_bytes().to_vec());
        };
        let geometry = fit(geometry, self.kind, Format::Shapefile)?;
        self.bounds = Some(self.bounds.map_or(bounds, |all| union(all, bounds)));
        let mut content = self.shape_type().to_le_bytes().to_vec();
        match geometry.as_ref() {
            Geometry::Point(point) => numbers(&mut content, [point.x(), point.y()]),
            Geometry::MultiLineString(lines) => {
                let lines: Vec<_> = lines.iter().map(Cow::Borrowed).collect();
                put_lines(&mut content, &lines, bounds);
            }
            Geometry::MultiPolygon(polygons) => {
                let rings: Vec<_> = polygons
                    .iter()
                    .flat_map(|polygon| {
                        std::iter::once(turned(polygon.exterior(), true))
                            .chain(polygon.interiors().iter().map(|ring| turned(ring, false)))
                    })
                    .collect();
                put_lines(&mut content, &rings, bounds);
            }
            _ => return Err(WriteError::format(Format::Shapefile, "geometry")),
        }
        Ok(content)
    }

    fn header(&self, file_bytes: u64) -> Vec<u8> {
        let mut header = Vec::with_capacity(HEADER_BYTES as usize);
        header.extend_from_slice(&9994_u32.to_be_bytes());
        header.extend_from_slice(&[0; 20]);
        let words = u32::try_from(file_bytes / 2).expect("refused beyond 2 GB");
        header.extend_from_slice(&words.to_be_bytes());
        header.extend_from_slice(&1000_u32.to_le_bytes());
        header.extend_from_slice(&self.shape_type().to_le_bytes());
        let (min, max) = self
            .bounds
            .map_or(Default::default(), |bounds| (bounds.min(), bounds.max()));
        numbers(&mut header, [min.x, min.y, max.x, max.y, 0.0, 0.0, 0.0, 0.0]);
        header
    }
}

impl RowWriter for ShpRows {
    fn write(&mut self, row: OutRow<'_>) -> Result<(), WriteError> {
        let content = self.content(row.geometry)?;
        if self.shp_bytes + content.len() as u64 + 8 > MAX_BYTES {
            return Err(WriteError::Format {
                format: Format::Shapefile,
                reason: Message::new(
                    "2 GB を超えます。GeoPackage か FlatGeobuf で書き出してください",
                    "it exceeds 2 GB; export as GeoPackage or FlatGeobuf",
                ),
            });
        }
        self.rows += 1;
        let words = u32::try_from(content.len() / 2).expect("below 2 GB");
        let offset = u32::try_from(self.shp_bytes / 2).expect("below 2 GB");
        self.shx.write_all(&offset.to_be_bytes())?;
        self.shx.write_all(&words.to_be_bytes())?;
        self.shp.write_all(&self.rows.to_be_bytes())?;
        self.shp.write_all(&words.to_be_bytes())?;
        self.shp.write_all(&content)?;
        self.shp_bytes += content.len() as u64 + 8;
        self.dbf.write(row.cells)
    }

    fn finish(mut self: Box<Self>) -> Result<Written, WriteError> {
        let shp_header = self.header(self.shp_bytes);
        let shx_header = self.header(HEADER_BYTES + u64::from(self.rows) * 8);
        for (file, header) in [(&mut self.shp, shp_header), (&mut self.shx, shx_header)] {
            file.seek(SeekFrom::Start(0))?;
            file.write_all(&header)?;
            file.flush()?;
        }
        let mut dbf = BufWriter::new(File::create(self.folder.part("dbf"))?);
        self.dbf.finish(&mut dbf)?;
        dbf.flush()?;
        // The .shp comes last: a set without it is not taken for a shapefile.
        self.folder.finish(&["cpg", "prj", "dbf", "shx", "shp"])?;
        Ok(Written {
            rows: self.rows.into(),
            notes: self.dbf.notes,
        })
    }
}

fn numbers<const N: usize>(content: &mut Vec<u8>, numbers: [f64; N]) {
    for number in numbers {
        content.extend_from_slice(&number.to_le_bytes());
    }
}

fn put_lines(content: &mut Vec<u8>, lines: &[Cow<'_, LineString<f64>>], bounds: Rect<f64>) {
    let (min, max) = (bounds.min(), bounds.max());
    numbers(content, [min.x, min.y, max.x, max.y]);
    let word = |count: usize| u32::try_from(count).expect("below 2 GB").to_le_bytes();
    content.extend_from_slice(&word(lines.len()));
    content.extend_from_slice(&word(lines.iter().map(|line| line.0.len()).sum()));
    let mut start = 0;
    for line in lines {
        content.extend_from_slice(&word(start));
        start += line.0.len();
    }
    for coord in lines.iter().flat_map(|line| &line.0) {
        numbers(content, [coord.x, coord.y]);
    }
}

/// The ring turned the way its part demands: outer rings clockwise, holes the other way.
fn turned(ring: &LineString<f64>, clockwise: bool) -> Cow<'_, LineString<f64>> {
    use geo::winding_order::{Winding, WindingOrder};
    let wanted = if clockwise {
        WindingOrder::Clockwise
    } else {
        WindingOrder::CounterClockwise
    };
    match ring.winding_order() {
        Some(order) if order != wanted => Cow::Owned(LineString(ring.0.iter().rev().copied().collect())),
        _ => Cow::Borrowed(ring),
    }
}

/// The systems in Esri's spelling, which every reader of .prj files knows.
fn wkt(crs: OutCrs) -> &'static str {
    match crs {
        OutCrs::Jgd2011 => {
            r#"GEOGCS["GCS_JGD_2011",DATUM["D_JGD_2011",SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]"#
        }
        OutCrs::Crs84 => {
            r#"GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]"#
        }
    }
}
