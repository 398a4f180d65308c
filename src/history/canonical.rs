//! The canonical bytes of a record's state: what an event keeps and what the hash chain covers.
//!
//! `{"body":…,"shape":…}` in UTF-8 without white space; the body's fields in the order of their declaration with absent
//! ones left out; the shape as a GeoJSON geometry in EPSG:6668, longitude first, each number in its shortest exact form.
//! Bytes once written are never computed again: a later edition of a record may add fields without touching old events.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{Body, State};
use crate::geometry::Shape;
use crate::record::Kind;

/// The stored bytes are no state of a record.
#[derive(Debug, thiserror::Error)]
#[error("the stored state of a {kind:?} cannot be read: {source}")]
pub struct CanonicalError {
    pub kind: Kind,
    #[source]
    pub source: serde_json::Error,
}

/// Writes a state; the body's bytes are those of [`Body::to_json`].
pub fn write_state(state: &State) -> Vec<u8> {
    let body = state.body.to_json();
    let mut bytes = Vec::with_capacity(body.len() + 64);
    bytes.extend_from_slice(b"{\"body\":");
    bytes.extend_from_slice(&body);
    if let Some(shape) = &state.shape {
        bytes.extend_from_slice(b",\"shape\":");
        serde_json::to_writer(&mut bytes, shape.as_ref()).expect("a shape has finite coordinates");
    }
    bytes.push(b'}');
    bytes
}

#[derive(Deserialize)]
struct Wire<'a> {
    #[serde(borrow)]
    body: &'a RawValue,
    shape: Option<Shape>,
}

/// Reads what [`write_state`] wrote.
pub fn read_state(kind: Kind, bytes: &[u8]) -> Result<State, CanonicalError> {
    let refuse = |source| CanonicalError { kind, source };
    let wire: Wire = serde_json::from_slice(bytes).map_err(refuse)?;
    let body = Body::read(kind, wire.body.get().as_bytes()).map_err(refuse)?;
    Ok(State {
        body,
        shape: wire.shape.map(Arc::new),
    })
}
