//! Coordinate systems, shapes, projection and measures: what the `geo` crate does not give.
//!
//! The stored system is JGD2011 geographic (EPSG:6668), x = longitude, y = latitude, in degrees.

mod bbox;
mod crs;
mod database;
mod flaw;
mod identify;
mod measure;
mod mercator;
mod overlap;
mod project;
mod repair;
mod shape;
mod shape_error;
mod shift;
mod wkb;

pub use bbox::{Bbox, BboxError};
pub use crs::{AxisOrder, Crs, CrsError};
pub use flaw::{Flaw, flaw};
pub use measure::{PlaneZone, distance_m, drawn_area_m2};
pub use mercator::{from_mercator, to_mercator};
pub use overlap::share_of_area;
pub use project::{ProjectError, Projector};
pub use repair::{Fault, Repair, repair};
pub use shape::{Shape, ShapeKind};
pub use shape_error::ShapeError;
pub use shift::Shift;
