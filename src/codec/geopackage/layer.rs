//! Which layer of a GeoPackage is read, and what its columns are.

use rusqlite::{Connection, OptionalExtension, params};

use crate::codec::{Field, FieldKind, Format, Header, OpenOptions, ReadCode, ReadError};

use super::reader::fault;
use super::sql::quoted;

/// A layer and how to select its rows.
pub(super) struct Layer {
    pub(super) header: Header,
    pub(super) select: String,
    /// The geometry column's place in the select, after all fields.
    pub(super) geometry_index: Option<usize>,
}

struct Shapes {
    column: String,
    srs_id: i64,
    flat: bool,
}

impl Layer {
    pub(super) fn choose(connection: &Connection, options: &OpenOptions) -> Result<Self, ReadError> {
        let mut header = Header::new(Format::GeoPackage);
        let (features, attributes) = contents(connection)?;
        header.tables = features.iter().chain(&attributes).cloned().collect();
        let table = match (&options.table, features.as_slice(), attributes.as_slice()) {
            (Some(wanted), _, _) if header.tables.contains(wanted) => wanted.clone(),
            (Some(wanted), _, _) => {
                return Err(ReadError::table_not_found(wanted, &header.tables));
            }
            (None, [only], _) | (None, [], [only]) => only.clone(),
            (None, [], []) => return Err(no_layer()),
            (None, _, _) => return Err(ReadError::ambiguous_table(&header.tables)),
        };
        let shapes = shapes(connection, &table)?;
        let mut fields = columns(connection, &table)?;
        if fields.is_empty() {
            return Err(ReadError::table_not_found(&table, &header.tables));
        }
        if let Some(shapes) = &shapes {
            fields.retain(|field| !field.name.eq_ignore_ascii_case(&shapes.column));
            header.geometry = true;
            header.crs = crs(connection, shapes.srs_id)?;
            if !shapes.flat {
                header.note_flattened();
            }
        }
        if fields.len() > options.limits.columns {
            return Err(ReadError::file(
                ReadCode::TooManyColumns,
                format!("列が {} を超えています。", options.limits.columns),
                format!("There are more than {} columns.", options.limits.columns),
            ));
        }
        let columns: Vec<String> = fields
            .iter()
            .map(|field| field.name.as_str())
            .chain(shapes.as_ref().map(|shapes| shapes.column.as_str()))
            .map(quoted)
            .collect();
        let geometry_index = shapes.map(|_| fields.len());
        header.fields = fields;
        let select = format!("select {} from {}", columns.join(", "), quoted(&table));
        header.table = Some(table);
        Ok(Self {
            header,
            select,
            geometry_index,
        })
    }
}

/// Feature tables and attribute tables, as the file lists them.
fn contents(connection: &Connection) -> Result<(Vec<String>, Vec<String>), ReadError> {
    let known: bool = connection
        .query_row(
            "select count(*) > 0 from sqlite_schema where name = 'gpkg_contents'",
            [],
            |row| row.get(0),
        )
        .map_err(|error| fault(&error))?;
    if !known {
        return Err(ReadError::file(
            ReadCode::NotAGeopackage,
            "SQLite ですが GeoPackage ではありません (gpkg_contents がない)。GIS で GeoPackage として書き出してください。",
            "This is SQLite but no GeoPackage (no gpkg_contents). Export it as GeoPackage from a GIS.",
        ));
    }
    let mut statement = connection
        .prepare(
            "select c.table_name, c.data_type from gpkg_contents c
             join sqlite_schema s on s.name = c.table_name and s.type in ('table', 'view')
             where c.data_type in ('features', 'attributes', 'aspatial')
             order by c.rowid",
        )
        .map_err(|error| fault(&error))?;
    let rows = statement
        .query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))
        .map_err(|error| fault(&error))?;
    let (mut features, mut attributes) = (Vec::new(), Vec::new());
    for row in rows {
        let (table, kind) = row.map_err(|error| fault(&error))?;
        if kind == "features" {
            features.push(table);
        } else {
            attributes.push(table);
        }
    }
    Ok((features, attributes))
}

fn no_layer() -> ReadError {
    ReadError::file(
        ReadCode::Empty,
        "GeoPackage に地物の表も属性の表もありません。",
        "The GeoPackage has neither a feature table nor an attribute table.",
    )
}

fn shapes(connection: &Connection, table: &str) -> Result<Option<Shapes>, ReadError> {
    let exists: bool = connection
        .query_row(
            "select count(*) > 0 from sqlite_schema where name = 'gpkg_geometry_columns'",
            [],
            |row| row.get(0),
        )
        .map_err(|error| fault(&error))?;
    if !exists {
        return Ok(None);
    }
    connection
        .query_row(
            "select column_name, srs_id, coalesce(z, 0) = 0 and coalesce(m, 0) = 0
             from gpkg_geometry_columns where table_name = ?1",
            params![table],
            |row| {
                Ok(Shapes {
                    column: row.get(0)?,
                    srs_id: row.get(1)?,
                    flat: row.get(2)?,
                })
            },
        )
        .optional()
        .map_err(|error| fault(&error))
}

fn columns(connection: &Connection, table: &str) -> Result<Vec<Field>, ReadError> {
    let mut statement = connection
        .prepare("select name, type from pragma_table_info(?1)")
        .map_err(|error| fault(&error))?;
    let rows = statement
        .query_map(params![table], |row| {
            let declared: String = row.get(1)?;
            Ok(Field::new(row.get::<_, String>(0)?, kind(&declared)))
        })
        .map_err(|error| fault(&error))?;
    rows.collect::<Result<_, _>>().map_err(|error| fault(&error))
}

fn kind(declared: &str) -> FieldKind {
    let declared = declared.to_ascii_uppercase();
    match declared.split('(').next().unwrap_or_default().trim() {
        "BOOLEAN" => FieldKind::Bool,
        "TINYINT" | "SMALLINT" | "MEDIUMINT" | "INT" | "INTEGER" => FieldKind::Integer,
        "FLOAT" | "DOUBLE" | "REAL" => FieldKind::Number,
        "TEXT" => FieldKind::Text,
        "DATE" | "DATETIME" => FieldKind::Date,
        _ => FieldKind::Unknown,
    }
}

/// The code of the layer's system, or its definition where that is all there is.
fn crs(connection: &Connection, srs_id: i64) -> Result<Option<String>, ReadError> {
    if srs_id <= 0 {
        // 0 and -1 say that the system is undefined.
        return Ok(None);
    }
    let row: Option<(String, i64, String)> = connection
        .query_row(
            "select organization, organization_coordsys_id, definition
             from gpkg_spatial_ref_sys where srs_id = ?1",
            params![srs_id],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .optional()
        .map_err(|error| fault(&error))?;
    Ok(row.map(|(organization, code, definition)| {
        if organization.eq_ignore_ascii_case("EPSG") {
            format!("EPSG:{code}")
        } else {
            definition
        }
    }))
}
