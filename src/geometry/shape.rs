//! A geometry in the stored system: finite, not empty, where geographic coordinates can be.

use geo::{BoundingRect, Centroid, CoordsIter, Geometry, InteriorPoint};
use geozero::{CoordDimensions, ToGeo, ToWkb};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Bbox, ShapeError, wkb};

/// A geometry in JGD2011 geographic (EPSG:6668): x = longitude, y = latitude, degrees.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape(Geometry<f64>);

/// What kind of geometry a shape is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ShapeKind {
    Point,
    Line,
    Polygon,
    Mixed,
}

impl Shape {
    /// The identifier of the stored system.
    pub const SRID: i32 = 6668;

    pub fn new(geometry: Geometry<f64>) -> Result<Self, ShapeError> {
        let mut empty = true;
        for coord in geometry.coords_iter() {
            empty = false;
            // NaN fails both comparisons.
            if !(coord.x.abs() <= 180.0 && coord.y.abs() <= 90.0) {
                return Err(ShapeError::OutOfRange { x: coord.x, y: coord.y });
            }
        }
        let geometry = plain(geometry);
        if empty || has_hollow_part(&geometry) {
            return Err(ShapeError::Empty);
        }
        Ok(Self(geometry))
    }

    pub fn point(lon: f64, lat: f64) -> Result<Self, ShapeError> {
        Self::new(Geometry::Point(geo::Point::new(lon, lat)))
    }

    pub fn geometry(&self) -> &Geometry<f64> {
        &self.0
    }

    pub fn kind(&self) -> ShapeKind {
        match &self.0 {
            Geometry::Point(_) | Geometry::MultiPoint(_) => ShapeKind::Point,
            Geometry::LineString(_) | Geometry::MultiLineString(_) => ShapeKind::Line,
            Geometry::Polygon(_) | Geometry::MultiPolygon(_) => ShapeKind::Polygon,
            _ => ShapeKind::Mixed,
        }
    }

    pub fn bbox(&self) -> Bbox {
        let rect = self.0.bounding_rect().expect("a shape has coordinates");
        Bbox {
            west: rect.min().x,
            south: rect.min().y,
            east: rect.max().x,
            north: rect.max().y,
        }
    }

    /// A point that stands for the shape: the point itself, a point inside a polygon, on a line.
    pub fn centre(&self) -> (f64, f64) {
        let point = self.0.interior_point().or_else(|| self.0.centroid());
        point.map_or_else(|| self.bbox().centre(), |point| (point.x(), point.y()))
    }

    pub fn is_point(&self) -> bool {
        matches!(self.0, Geometry::Point(_))
    }

    /// GeoPackage binary with envelope, x before y as the standard demands.
    pub fn to_gpkg(&self) -> Vec<u8> {
        let bbox = self.bbox();
        let envelope = vec![bbox.west, bbox.east, bbox.south, bbox.north];
        self.0
            .to_gpkg_wkb(CoordDimensions::xy(), Some(Self::SRID), envelope)
            .expect("a shape holds only geometries that WKB knows")
    }

    /// Reads GeoPackage binary whose header says that it is in the stored system.
    pub fn from_gpkg(bytes: &[u8]) -> Result<Self, ShapeError> {
        let malformed = |detail: &str| ShapeError::Bytes(detail.to_owned());
        let (srs_id, body) = wkb::split_gpkg(bytes).map_err(malformed)?;
        if srs_id != Self::SRID {
            return Err(ShapeError::WrongSystem { srs_id });
        }
        Self::from_wkb(body)
    }

    /// ISO well-known binary, which carries no coordinate system.
    pub fn to_wkb(&self) -> Vec<u8> {
        self.0
            .to_wkb(CoordDimensions::xy())
            .expect("a shape holds only geometries that WKB knows")
    }

    /// Reads ISO well-known binary in the stored system. Heights and measures are dropped.
    pub fn from_wkb(bytes: &[u8]) -> Result<Self, ShapeError> {
        wkb::check(bytes).map_err(|detail| ShapeError::Bytes(detail.to_owned()))?;
        let geometry = geozero::wkb::Wkb(bytes)
            .to_geo()
            .map_err(|error| ShapeError::Bytes(error.to_string()))?;
        Self::new(geometry)
    }
}

/// A part without positions, or a line of one: `geo` and other readers stumble over them much later.
fn has_hollow_part(geometry: &Geometry<f64>) -> bool {
    let hollow = |polygon: &geo::Polygon<f64>| polygon.exterior().0.is_empty();
    let short = |line: &geo::LineString<f64>| line.0.len() < 2;
    match geometry {
        Geometry::LineString(line) => short(line),
        Geometry::MultiLineString(lines) => lines.iter().any(short),
        Geometry::Polygon(polygon) => hollow(polygon),
        Geometry::MultiPolygon(polygons) => polygons.iter().any(hollow),
        Geometry::GeometryCollection(parts) => parts.iter().any(has_hollow_part),
        _ => false,
    }
}

/// Rectangles, triangles and single segments become the polygons and lines that every format knows.
fn plain(geometry: Geometry<f64>) -> Geometry<f64> {
    match geometry {
        Geometry::Rect(rect) => Geometry::Polygon(rect.to_polygon()),
        Geometry::Triangle(triangle) => Geometry::Polygon(triangle.to_polygon()),
        Geometry::Line(line) => Geometry::LineString(line.into()),
        other => other,
    }
}

impl Serialize for Shape {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        geojson::GeometryValue::from(&self.0).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Shape {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let geojson = geojson::Geometry::deserialize(deserializer)?;
        if !has_whole_positions(&geojson.value) {
            return Err(serde::de::Error::custom(ShapeError::ShortPosition));
        }
        let geometry = Geometry::try_from(geojson).map_err(serde::de::Error::custom)?;
        Shape::new(geometry).map_err(serde::de::Error::custom)
    }
}

/// Whether each position has its two numbers. The `geojson` crate sees to it for a point alone, and panics on the rest.
fn has_whole_positions(value: &geojson::GeometryValue) -> bool {
    use geojson::GeometryValue as Value;
    let line = |line: &Vec<geojson::Position>| line.iter().all(|position| position.len() >= 2);
    match value {
        Value::Point { coordinates } => coordinates.len() >= 2,
        Value::MultiPoint { coordinates } | Value::LineString { coordinates } => line(coordinates),
        Value::MultiLineString { coordinates } | Value::Polygon { coordinates } => coordinates.iter().all(line),
        Value::MultiPolygon { coordinates } => coordinates.iter().flatten().all(line),
        Value::GeometryCollection { geometries } => geometries.iter().all(|part| has_whole_positions(&part.value)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ring(points: &[(f64, f64)]) -> geo::LineString<f64> {
        points.to_vec().into()
    }

    #[test]
    fn a_shape_is_finite_not_empty_and_on_the_earth() {
        assert!(Shape::point(135.5, 34.7).is_ok());
        assert!(matches!(
            Shape::point(f64::NAN, 34.7),
            Err(ShapeError::OutOfRange { .. })
        ));
        assert!(matches!(Shape::point(34.7, 135.5), Err(ShapeError::OutOfRange { .. })));
        assert_eq!(
            Shape::new(geo::MultiPoint::<f64>::new(vec![]).into()),
            Err(ShapeError::Empty)
        );
    }

    #[test]
    fn the_centre_of_a_hollow_polygon_lies_in_it() {
        let outer = ring(&[(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0), (0.0, 0.0)]);
        let hole = ring(&[(1.0, 1.0), (1.0, 3.0), (3.0, 3.0), (3.0, 1.0), (1.0, 1.0)]);
        let polygon = geo::Polygon::new(outer, vec![hole]);
        let (lon, lat) = Shape::new(polygon.clone().into()).expect("a shape").centre();
        assert!(geo::Contains::contains(&polygon, &geo::Point::new(lon, lat)));
    }

    #[test]
    fn a_position_with_one_number_is_refused_without_a_panic() {
        for coordinates in ["[1]", "[[1,2],[3]]", "[[[1,2],[3]]]", "[[[[1]]]]"] {
            for kind in [
                "Point",
                "MultiPoint",
                "LineString",
                "MultiLineString",
                "Polygon",
                "MultiPolygon",
            ] {
                let json = format!(r#"{{"type":"{kind}","coordinates":{coordinates}}}"#);
                assert!(serde_json::from_str::<Shape>(&json).is_err(), "{json}");
            }
        }
    }

    #[test]
    fn a_hollow_part_and_a_line_of_one_point_are_refused() {
        let hollow = geo::MultiPolygon(vec![
            geo::wkt!(POLYGON((0. 0., 1. 0., 1. 1., 0. 0.))),
            geo::wkt!(POLYGON EMPTY),
        ]);
        assert_eq!(Shape::new(hollow.into()), Err(ShapeError::Empty));
        assert_eq!(Shape::new(ring(&[(1.0, 2.0)]).into()), Err(ShapeError::Empty));
    }

    #[test]
    fn a_geometry_of_another_system_is_not_taken_for_a_stored_one() {
        let mut blob = Shape::point(135.5, 34.7).expect("in range").to_gpkg();
        blob[4..8].copy_from_slice(&4301_i32.to_le_bytes());
        assert_eq!(Shape::from_gpkg(&blob), Err(ShapeError::WrongSystem { srs_id: 4301 }));
    }

    proptest! {
        #[test]
        fn coordinates_survive_json_and_geopackage_to_the_last_bit(lon in -180.0..180.0f64, lat in -90.0..90.0f64) {
            let shape = Shape::point(lon, lat).expect("in range");
            let json = serde_json::to_string(&shape).expect("serialises");
            prop_assert_eq!(&serde_json::from_str::<Shape>(&json).expect("reads back"), &shape);
            prop_assert_eq!(&Shape::from_gpkg(&shape.to_gpkg()).expect("reads back"), &shape);
            prop_assert_eq!(&Shape::from_wkb(&shape.to_wkb()).expect("reads back"), &shape);
        }

        #[test]
        fn a_damaged_geometry_is_refused_without_a_panic(at in 0..200usize, byte in any::<u8>(), cut in 0..200usize) {
            let hole = geo::wkt!(POLYGON((0. 0., 9. 0., 9. 9., 0. 0.), (3. 1., 6. 1., 6. 3., 3. 1.)));
            let mut blob = Shape::new(geo::MultiPolygon(vec![hole]).into()).expect("a shape").to_gpkg();
            let length = blob.len();
            blob[at % length] = byte;
            let _ = Shape::from_gpkg(&blob);
            let _ = Shape::from_gpkg(&blob[..cut % length]);
        }
    }
}
