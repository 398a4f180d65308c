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

/// The text of the body and the shape in what [`write_state`] wrote.
pub fn split_state(kind: Kind, bytes: &[u8]) -> Result<(&str, Option<Shape>), CanonicalError> {
    let wire: Wire = serde_json::from_slice(bytes).map_err(|source| CanonicalError { kind, source })?;
    Ok((wire.body.get(), wire.shape))
}

/// Reads what [`write_state`] wrote.
pub fn read_state(kind: Kind, bytes: &[u8]) -> Result<State, CanonicalError> {
    let (body, shape) = split_state(kind, bytes)?;
    let body = Body::read(kind, body.as_bytes()).map_err(|source| CanonicalError { kind, source })?;
    Ok(State {
        body,
        shape: shape.map(Arc::new),
    })
}
