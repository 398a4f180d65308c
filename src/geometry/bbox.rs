//! A box of longitudes and latitudes.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// West, south, east, north in degrees. The antimeridian is far from Japan: west ≤ east always.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bbox {
    pub west: f64,
    pub south: f64,
    pub east: f64,
    pub north: f64,
}

/// Why a text is no box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BboxError {
    NotFourNumbers,
    Reversed,
    OutOfRange,
}

impl BboxError {
    pub fn ja(&self) -> &'static str {
        match self {
            Self::NotFourNumbers => "範囲は「西,南,東,北」の 4 個の数値で書いてください",
            Self::Reversed => "範囲は西≦東、南≦北の順に書いてください",
            Self::OutOfRange => "範囲の経度は ±180、緯度は ±90 の中で書いてください",
        }
    }

    pub fn en(&self) -> &'static str {
        match self {
            Self::NotFourNumbers => "a box is four numbers: west,south,east,north",
            Self::Reversed => "west must not be greater than east, nor south than north",
            Self::OutOfRange => "longitudes lie within ±180 and latitudes within ±90",
        }
    }
}

impl fmt::Display for BboxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} / {}", self.ja(), self.en())
    }
}

impl std::error::Error for BboxError {}

impl Bbox {
    pub fn new(west: f64, south: f64, east: f64, north: f64) -> Result<Self, BboxError> {
        let within = |value: f64, limit: f64| value.is_finite() && value.abs() <= limit;
        if !(within(west, 180.0) && within(east, 180.0) && within(south, 90.0) && within(north, 90.0)) {
            return Err(BboxError::OutOfRange);
        }
        if west > east || south > north {
            return Err(BboxError::Reversed);
        }
        Ok(Self {
            west,
            south,
            east,
            north,
        })
    }

    pub fn intersects(&self, other: &Bbox) -> bool {
        self.west <= other.east && other.west <= self.east && self.south <= other.north && other.south <= self.north
    }

    pub fn contains(&self, lon: f64, lat: f64) -> bool {
        (self.west..=self.east).contains(&lon) && (self.south..=self.north).contains(&lat)
    }

    pub fn union(&self, other: &Bbox) -> Bbox {
        Bbox {
            west: self.west.min(other.west),
            south: self.south.min(other.south),
            east: self.east.max(other.east),
            north: self.north.max(other.north),
        }
    }

    /// The box grown by a distance on every side, a little generously.
    pub fn grown_by_m(&self, distance_m: f64) -> Bbox {
        let degrees_lat = distance_m / 110_500.0;
        let widest = self.south.abs().max(self.north.abs()).min(89.0).to_radians().cos();
        let degrees_lon = distance_m / (111_000.0 * widest);
        Bbox {
            west: (self.west - degrees_lon).max(-180.0),
            south: (self.south - degrees_lat).max(-90.0),
            east: (self.east + degrees_lon).min(180.0),
            north: (self.north + degrees_lat).min(90.0),
        }
    }

    pub fn centre(&self) -> (f64, f64) {
        ((self.west + self.east) / 2.0, (self.south + self.north) / 2.0)
    }

    pub fn to_array(self) -> [f64; 4] {
        [self.west, self.south, self.east, self.north]
    }
}

impl FromStr for Bbox {
    type Err = BboxError;

    fn from_str(text: &str) -> Result<Self, BboxError> {
        let numbers: Vec<f64> = text
            .split(',')
            .map(|part| part.trim().parse::<f64>())
            .collect::<Result<_, _>>()
            .map_err(|_| BboxError::NotFourNumbers)?;
        match numbers[..] {
            [west, south, east, north] => Bbox::new(west, south, east, north),
            _ => Err(BboxError::NotFourNumbers),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_is_four_numbers_in_order_and_in_range() {
        assert!("135.4,34.6,135.6,34.8".parse::<Bbox>().is_ok());
        assert_eq!("135,34,136".parse::<Bbox>(), Err(BboxError::NotFourNumbers));
        assert_eq!("136,34,135,35".parse::<Bbox>(), Err(BboxError::Reversed));
        assert_eq!("NaN,34,135,35".parse::<Bbox>(), Err(BboxError::OutOfRange));
        assert_eq!("1e308,34,135,35".parse::<Bbox>(), Err(BboxError::OutOfRange));
    }
}
