//! A local plane around the city's middle: metres east and north. Good to 0.2 % within the city, which is enough for
//! inventions and spares a projection per vertex.

use geo::{Coord, LineString, Polygon};

use crate::geometry::Shape;

/// A place in metres from the plane's origin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Metres {
    pub east: f64,
    pub north: f64,
}

const ORIGIN: Coord = Coord { x: 135.5, y: 34.68 };
const METRES_A_DEGREE_OF_LONGITUDE: f64 = 91_642.0;
const METRES_A_DEGREE_OF_LATITUDE: f64 = 110_935.0;

impl Metres {
    pub fn new(east: f64, north: f64) -> Self {
        Self { east, north }
    }

    pub fn of_degrees(lon: f64, lat: f64) -> Self {
        Self {
            east: (lon - ORIGIN.x) * METRES_A_DEGREE_OF_LONGITUDE,
            north: (lat - ORIGIN.y) * METRES_A_DEGREE_OF_LATITUDE,
        }
    }

    /// Longitude and latitude, to the centimetre: finer digits would be noise in every file.
    pub fn degrees(self) -> Coord {
        let tidy = |degrees: f64| (degrees * 1e7).round() / 1e7;
        Coord {
            x: tidy(ORIGIN.x + self.east / METRES_A_DEGREE_OF_LONGITUDE),
            y: tidy(ORIGIN.y + self.north / METRES_A_DEGREE_OF_LATITUDE),
        }
    }

    pub fn shifted(self, east: f64, north: f64) -> Self {
        Self::new(self.east + east, self.north + north)
    }

    pub fn distance(self, other: Self) -> f64 {
        (self.east - other.east).hypot(self.north - other.north)
    }

    pub fn point(self) -> Shape {
        let Coord { x, y } = self.degrees();
        Shape::point(x, y).expect("the city lies in range")
    }
}

/// An area with the given corners.
pub fn area(corners: impl IntoIterator<Item = Metres>) -> Shape {
    let ring: LineString = corners.into_iter().map(Metres::degrees).collect();
    Shape::new(Polygon::new(ring, Vec::new()).into()).expect("the city lies in range")
}
