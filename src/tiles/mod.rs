//! Vector tiles: from features to bytes, kept and invalidated tile by tile.
//!
//! A [`TileLayer`] is built from features once per version of the portfolio. What does not depend on the tile is done
//! then: `shape` projects and quantises onto the integer grid of `world`, `intern` keeps each key and value once,
//! `simplify` says from which zoom on each vertex is drawn, `stock` keeps all in one order with an `index`.
//! A tile is then `area` or `cluster` → `draw` → `encode`: cut exactly (`clip`), rounded without crossings (`snap`),
//! made proper (`ring`). The [`TileCache`] keeps the bytes with their compressed forms and ETags.
//!
//! All of it is pure: no clock, no random source, no runtime. The same features give the same bytes.

mod area;
mod cache;
mod clip;
mod cluster;
mod compress;
mod draw;
mod encode;
mod feature;
mod grid;
mod index;
mod intern;
mod layer;
mod level;
mod portfolio;
mod prepared;
mod present;
mod protobuf;
mod ring;
mod shape;
mod simplify;
mod snap;
mod spec;
mod stock;
mod style;
mod thicket;
mod tilejson;
mod touched;
mod world;

pub use cache::{Audience, TileCache, TileKey};
pub use compress::{EncodedTile, Encoding};
pub use feature::{TileFeature, Value};
pub use grid::{BUFFER, EXTENT, MAX_ZOOM, TileId, TileRange};
pub use layer::TileLayer;
pub use portfolio::PortfolioTiles;
pub use spec::{ClusterSpec, Field, GeometryKind, LayerSpec};
pub use style::{ColourBy, StyleSpec};
pub use tilejson::{TileJson, VectorLayer};
pub use touched::Touched;
pub use world::{WorldBox, WorldPoint};
