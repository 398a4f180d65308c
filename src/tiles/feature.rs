//! What a layer is built from: features as the portfolio knows them, before projection.

use std::sync::Arc;

use geo::Geometry;

/// A feature to be shown. Only what its audience may see goes in: a tile has no second filter.
#[derive(Clone, Debug)]
pub struct TileFeature {
    /// Unique in the layer and below 2⁵², so that browsers keep it exact; the bits above number the clusters.
    pub id: u64,
    /// Longitude and latitude (EPSG:6668), polygons valid. Of a collection only the parts of the highest dimension
    /// are drawn: a vector tile knows no collections.
    pub geometry: Arc<Geometry<f64>>,
    pub attributes: Vec<(Arc<str>, Value)>,
    /// Which of the layer's cluster classes it counts for.
    pub class: Option<u8>,
    /// What clusters add up, such as a floor area.
    pub weight: f64,
}

/// A value of an attribute. What is unknown is left out, not given as empty text.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Text(Arc<str>),
    Int(i64),
    /// Left out of the tile when it is no number.
    Real(f64),
    Bool(bool),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Self::Real(number)
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Bool(flag)
    }
}
