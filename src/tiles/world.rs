//! The world as a square of 2³² × 2³² units: Web Mercator (EPSG:3857), quantised once.
//!
//! A unit is 9 mm at the equator and 7.7 mm in Osaka, finer than a survey. Integers make equal source points equal
//! for ever (neighbours keep their shared edge), halve the memory of floats, and turn every zoom into a shift:
//! at zoom 20 a unit is exactly one cell of a tile.

/// A point of the world; x grows to the east, y to the south, as in a tile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WorldPoint {
    pub x: u32,
    pub y: u32,
}

const UNITS: f64 = 4_294_967_296.0;
/// Where the Mercator square ends: atan(sinh(π)) in degrees.
const MAX_LATITUDE: f64 = 85.051_128_779_806_59;

impl WorldPoint {
    /// The point of a longitude and latitude (JGD2011 and WGS 84 agree within a unit's meaning here).
    /// None when a coordinate is no number; what lies beyond the Mercator square is moved to its edge.
    pub fn from_lon_lat(longitude: f64, latitude: f64) -> Option<Self> {
        if !longitude.is_finite() || !latitude.is_finite() {
            return None;
        }
        let sine = latitude.clamp(-MAX_LATITUDE, MAX_LATITUDE).to_radians().sin();
        let x = longitude / 360.0 + 0.5;
        let y = 0.5 - ((1.0 + sine) / (1.0 - sine)).ln() / (4.0 * std::f64::consts::PI);
        // A float cast saturates, so the far edge becomes the last unit.
        Some(Self {
            x: (x * UNITS) as u32,
            y: (y * UNITS) as u32,
        })
    }

    pub fn lon_lat(self) -> (f64, f64) {
        let x = (f64::from(self.x) + 0.5) / UNITS;
        let y = (f64::from(self.y) + 0.5) / UNITS;
        let latitude = (std::f64::consts::PI * (1.0 - 2.0 * y)).sinh().atan().to_degrees();
        (x * 360.0 - 180.0, latitude)
    }

    /// The bits of x and y interleaved: points that are near in the world are mostly near in this order, and every
    /// tile of every zoom is one unbroken run of it.
    pub fn morton(self) -> u64 {
        spread(self.x) | spread(self.y) << 1
    }
}

fn spread(value: u32) -> u64 {
    let mut bits = u64::from(value);
    bits = (bits | bits << 16) & 0x0000_ffff_0000_ffff;
    bits = (bits | bits << 8) & 0x00ff_00ff_00ff_00ff;
    bits = (bits | bits << 4) & 0x0f0f_0f0f_0f0f_0f0f;
    bits = (bits | bits << 2) & 0x3333_3333_3333_3333;
    (bits | bits << 1) & 0x5555_5555_5555_5555
}

/// A closed box of the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorldBox {
    pub min: WorldPoint,
    pub max: WorldPoint,
}

impl WorldBox {
    pub fn of_point(point: WorldPoint) -> Self {
        Self { min: point, max: point }
    }

    pub fn around(points: impl IntoIterator<Item = WorldPoint>) -> Option<Self> {
        points.into_iter().map(Self::of_point).reduce(Self::joined)
    }

    pub fn joined(self, other: Self) -> Self {
        Self {
            min: WorldPoint {
                x: self.min.x.min(other.min.x),
                y: self.min.y.min(other.min.y),
            },
            max: WorldPoint {
                x: self.max.x.max(other.max.x),
                y: self.max.y.max(other.max.y),
            },
        }
    }

    pub fn touches(&self, other: &Self) -> bool {
        self.min.x <= other.max.x && other.min.x <= self.max.x && self.min.y <= other.max.y && other.min.y <= self.max.y
    }

    pub fn contains(&self, other: &Self) -> bool {
        self.min.x <= other.min.x && other.max.x <= self.max.x && self.min.y <= other.min.y && other.max.y <= self.max.y
    }

    /// West, south, east, north in degrees.
    pub fn degrees(&self) -> [f64; 4] {
        let (west, north) = self.min.lon_lat();
        let (east, south) = self.max.lon_lat();
        [west, south, east, north]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn osaka_city_hall_lies_in_the_tile_that_every_map_gives() {
        let hall = WorldPoint::from_lon_lat(135.5019, 34.6938).expect("finite");
        assert_eq!((hall.x >> 20, hall.y >> 20), (3589, 1626));
    }

    #[test]
    fn a_point_comes_back_within_a_centimetre() {
        let (longitude, latitude) = (135.501_9, 34.693_8);
        let (back_longitude, back_latitude) = WorldPoint::from_lon_lat(longitude, latitude).expect("finite").lon_lat();
        assert!((longitude - back_longitude).abs() < 1e-7 && (latitude - back_latitude).abs() < 1e-7);
    }

    #[test]
    fn what_is_no_number_is_no_point_and_the_poles_are_moved_to_the_edge() {
        assert_eq!(WorldPoint::from_lon_lat(f64::NAN, 0.0), None);
        assert_eq!(WorldPoint::from_lon_lat(0.0, f64::INFINITY), None);
        assert_eq!(WorldPoint::from_lon_lat(-200.0, 90.0).map(|p| (p.x, p.y)), Some((0, 0)));
        assert_eq!(
            WorldPoint::from_lon_lat(200.0, -90.0).map(|p| (p.x, p.y)),
            Some((u32::MAX, u32::MAX))
        );
    }

    #[test]
    fn the_morton_order_keeps_quarters_together() {
        let at = |x, y| WorldPoint { x, y }.morton();
        assert_eq!([at(0, 0), at(1, 0), at(0, 1), at(1, 1), at(2, 0)], [0, 1, 2, 3, 4]);
        assert_eq!(at(u32::MAX, u32::MAX), u64::MAX);
    }
}
