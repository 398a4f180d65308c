//! A geometry in the stored system: finite, not empty, where geographic coordinates can be.

use geo::{BoundingRect, Centroid, CoordsIter, Geometry, InteriorPoint};
use geozero::{CoordDimensions, ToGeo, ToWkb};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Bbox;

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

/// Why a geometry is no shape.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ShapeError {
    #[error("the geometry has no coordinates")]
    Empty,
    #[error("the coordinate ({x}, {y}) is no longitude and latitude")]
    OutOfRange { x: f64, y: f64 },
    #[error("the bytes are no geometry: {0}")]
    Bytes(String),
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
        if empty {
            Err(ShapeError::Empty)
        } else {
            Ok(Self(plain(geometry)))
        }
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

    pub fn from_gpkg(bytes: &[u8]) -> Result<Self, ShapeError> {
        let geometry = geozero::wkb::GpkgWkb(bytes)
            .to_geo()
            .map_err(|error| ShapeError::Bytes(error.to_string()))?;
        Self::new(geometry)
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
        let geometry = Geometry::try_from(geojson).map_err(serde::de::Error::custom)?;
        Shape::new(geometry).map_err(serde::de::Error::custom)
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

    proptest! {
        #[test]
        fn coordinates_survive_json_and_geopackage_to_the_last_bit(lon in -180.0..180.0f64, lat in -90.0..90.0f64) {
            let shape = Shape::point(lon, lat).expect("in range");
            let json = serde_json::to_string(&shape).expect("serialises");
            prop_assert_eq!(&serde_json::from_str::<Shape>(&json).expect("reads back"), &shape);
            prop_assert_eq!(&Shape::from_gpkg(&shape.to_gpkg()).expect("reads back"), &shape);
        }

        #[test]
        fn arbitrary_bytes_are_refused_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = Shape::from_gpkg(&bytes);
        }
    }
}
