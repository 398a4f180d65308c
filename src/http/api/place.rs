//! Where a record is, as far as everybody may know it.

use serde::Serialize;
use utoipa::ToSchema;

use crate::geometry::Shape;
use crate::snapshot::Placed;

/// A place that may be shown (JGD2011, degrees).
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Position)]
pub struct PublicPosition {
    /// Longitude in degrees, of a point that stands for the shape.
    #[schema(example = 135.50218)]
    lon: f64,
    /// Latitude in degrees.
    #[schema(example = 34.69374)]
    lat: f64,
    /// How it was obtained: a key of the list position_methods.
    #[schema(example = "representative_point")]
    method: &'static str,
    /// How far it can be trusted: `exact`, `block` or `town`. What is known by its ward only has no position.
    #[schema(example = "exact")]
    accuracy: &'static str,
}

impl PublicPosition {
    pub fn of<T: Placed>(record: &T, shape: Option<&Shape>) -> Option<Self> {
        let (lon, lat) = record.drawn(shape)?.centre();
        let position = record.position()?;
        Some(Self {
            lon,
            lat,
            method: position.method.key(),
            accuracy: position.accuracy.key(),
        })
    }
}

/// West, south, east, north in degrees, of a shape that is more than a point and may be shown.
pub fn public_bbox<T: Placed>(record: &T, shape: Option<&Shape>) -> Option<[f64; 4]> {
    record
        .drawn(shape)
        .filter(|shape| !shape.is_point())
        .map(|shape| shape.bbox().to_array())
}
