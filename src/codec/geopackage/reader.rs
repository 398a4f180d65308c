//! A layer's rows, read on a connection that can neither write nor run what the file brings along.

use std::fs::File;
use std::io::Read;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::layer::Layer;
use super::wkb;
use crate::codec::coordinates::broken;
use crate::codec::producer::{self, Feed, Stop};
use crate::codec::{Cell, FieldKind, Limits, Message, OpenOptions, Place, ReadCode, ReadError, Row, RowReader};

pub(in crate::codec) fn open(path: &Path, options: &OpenOptions) -> Result<Box<dyn RowReader + Send>, ReadError> {
    check_length(path)?;
    let connection = connect(path, &options.limits)?;
    let options = options.clone();
    producer::spawn(move |feed| read(&connection, &options, feed))
}

/// Compares the length that the database claims with the file's own.
fn check_length(path: &Path) -> Result<(), ReadError> {
    let mut file = File::open(path).map_err(|error| ReadError::io(&error))?;
    let bytes = file.metadata().map_err(|error| ReadError::io(&error))?.len();
    if bytes == 0 {
        return Err(ReadError::empty());
    }
    let mut head = [0; 100];
    file.read_exact(&mut head)
        .map_err(|_| ReadError::truncated(Place::Byte(bytes)))?;
    if !head.starts_with(b"SQLite format 3\0") {
        return Err(not_a_database());
    }
    let page_bytes = match u16::from_be_bytes([head[16], head[17]]) {
        1 => 65_536,
        bytes => u64::from(bytes),
    };
    let word = |at: usize| u32::from_be_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
    // The page count holds only when it was written together with the last change.
    let claimed = u64::from(word(28)) * page_bytes;
    if word(24) == word(92) && claimed > bytes {
        return Err(ReadError::truncated(Place::Byte(bytes)));
    }
    Ok(())
}

fn connect(path: &Path, limits: &Limits) -> Result<Connection, ReadError> {
    let mut uri = "file:".to_owned();
    for byte in path.as_os_str().as_bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.~".contains(byte) {
            uri.push(char::from(*byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    // What another program has not yet moved out of its log is part of the data; without a log the
    // file may be treated as unchanging, and nothing is written beside it.
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    let has_log = std::fs::metadata(log).is_ok_and(|log| log.len() > 0);
    uri.push_str(if has_log { "?mode=ro" } else { "?immutable=1" });
    let connection = Connection::open_with_flags(
        uri,
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )
    .map_err(|error| fault(&error))?;
    let cap = i32::try_from(limits.feature_bytes).unwrap_or(i32::MAX);
    connection
        .set_limit(Limit::SQLITE_LIMIT_LENGTH, cap)
        .and_then(|_| {
            connection
                .execute_batch("pragma query_only = on; pragma trusted_schema = off; pragma cell_size_check = on;")
        })
        .map_err(|error| fault(&error))?;
    Ok(connection)
}

/// A view can loop for ever: so many steps without a row are too many.
const CALLS_PER_ROW: u64 = 2_000;
const STEPS_PER_CALL: i32 = 100_000;

fn read(connection: &Connection, options: &OpenOptions, feed: &mut Feed) -> Result<(), Stop> {
    let calls = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&calls);
    connection.progress_handler(
        STEPS_PER_CALL,
        Some(move || counter.fetch_add(1, Ordering::Relaxed) > CALLS_PER_ROW),
    );
    let layer = Layer::choose(connection, options)?;
    let kinds: Vec<FieldKind> = layer.header.fields.iter().map(|field| field.kind).collect();
    let mut statement = connection.prepare(&layer.select).map_err(|error| fault(&error))?;
    let mut rows = statement.query([]).map_err(|error| fault(&error))?;
    feed.header(layer.header)?;
    let mut number = 0;
    loop {
        let place = Place::Row(number + 1);
        let Some(found) = rows.next().map_err(|error| fault(&error).at(place.clone()))? else {
            return Ok(());
        };
        calls.store(0, Ordering::Relaxed);
        number += 1;
        if number > options.limits.rows {
            return Err(ReadError::too_many_rows(place, options.limits.rows).into());
        }
        let mut row = Row::new(number, Vec::with_capacity(kinds.len()));
        for (index, kind) in kinds.iter().enumerate() {
            let value = found.get_ref(index).map_err(|error| fault(&error))?;
            let cell = cell(value, *kind, &mut row);
            row.cells.push(cell);
        }
        if let Some(index) = layer.geometry_index {
            match found.get_ref(index).map_err(|error| fault(&error))? {
                ValueRef::Blob(blob) => row.set_geometry(wkb::read(blob, options.limits.depth)),
                ValueRef::Null => {}
                _ => row.set_geometry(Err(broken("type"))),
            }
        }
        feed.row(row)?;
    }
}

fn cell(value: ValueRef<'_>, kind: FieldKind, row: &mut Row) -> Cell {
    match value {
        ValueRef::Null => Cell::Null,
        ValueRef::Integer(flag) if kind == FieldKind::Bool => Cell::Bool(flag != 0),
        ValueRef::Integer(number) => Cell::Integer(number),
        ValueRef::Real(number) => Cell::Number(number),
        ValueRef::Blob(bytes) => Cell::Text(hex::encode(bytes)),
        ValueRef::Text(bytes) => {
            let text = String::from_utf8_lossy(bytes);
            if text.contains('\u{fffd}') {
                row.notes.push(Message::new(
                    "UTF-8 でない文字があり、「\u{fffd}」としました。",
                    "Bytes that are not UTF-8 became “\u{fffd}”.",
                ));
            }
            match kind {
                FieldKind::Date => Cell::Date(text.into_owned()),
                _ => Cell::Text(text.into_owned()),
            }
        }
    }
}

fn not_a_database() -> ReadError {
    ReadError::file(
        ReadCode::NotAGeopackage,
        "GeoPackage (SQLite) ではありません。拡張子と中身を確かめてください。",
        "This is no GeoPackage (SQLite). Check the extension against the content.",
    )
}

pub(super) fn fault(error: &rusqlite::Error) -> ReadError {
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => not_a_database(),
        Some(ErrorCode::OperationInterrupted) => ReadError::file(
            ReadCode::TooLarge,
            "次の行を得るまでの計算が長すぎます。ビューではなく表を書き出してください。",
            "The next row takes too long to compute. Export a table instead of a view.",
        ),
        _ => ReadError::malformed(Place::File, error),
    }
}
