//! The whole portfolio in memory, immutable; every read is answered here.

mod apply;
mod derive;
mod item;
mod layer;
mod live;
mod portfolio;
mod search;
mod spatial;

pub use apply::ApplyError;
pub use derive::{Refusal, Stamp};
pub use item::Item;
pub use layer::Layer;
pub use live::Live;
pub use portfolio::{HasLayer, Snapshot, Stored};
pub use search::{Hit, search};
pub use spatial::SpatialIndex;
