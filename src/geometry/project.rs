//! Transformation between coordinate systems, through PROJ. Inside, x is always east or longitude.

use geo::{Geometry, MapCoords};
use proj::{Proj, ProjBuilder};

use super::Crs;
use super::database;

/// A transformation from one system to another. It belongs to the thread that made it.
pub struct Projector {
    /// Absent where both systems are the same.
    proj: Option<Proj>,
    /// How well the datum shift is known, metres, where PROJ says so.
    accuracy_m: Option<f64>,
}

/// Why coordinates could not be transformed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ProjectError {
    #[error("there is no transformation from {from} to {to}: {reason}")]
    NoTransformation { from: String, to: String, reason: String },
    #[error("the coordinate ({x}, {y}) lies outside what the coordinate system can express")]
    OutOfDomain { x: f64, y: f64 },
    #[error("PROJ's database could not be written to a cache folder (set KOYU_PROJ_DIR): {0}")]
    Database(String),
}

impl Projector {
    pub fn new(from: &Crs, to: &Crs) -> Result<Self, ProjectError> {
        if from.is_same_as(to) {
            return Ok(Self {
                proj: None,
                accuracy_m: Some(0.0),
            });
        }
        let folder = database::search_path().map_err(|error| ProjectError::Database(error.to_string()))?;
        let refuse = |reason: String| ProjectError::NoTransformation {
            from: from.to_string(),
            to: to.to_string(),
            reason,
        };
        let mut builder = ProjBuilder::new();
        builder
            .set_search_paths(folder)
            .map_err(|error| refuse(error.to_string()))?;
        let proj = builder
            .proj_known_crs(&from.definition(), &to.definition(), None)
            .map_err(|error| refuse(error.to_string()))?;
        let accuracy_m = Some(proj.proj_info().accuracy).filter(|metres| *metres >= 0.0);
        Ok(Self {
            proj: Some(proj),
            accuracy_m,
        })
    }

    /// How well the datum shift is known, metres; absent where PROJ does not say.
    pub fn accuracy_m(&self) -> Option<f64> {
        self.accuracy_m
    }

    /// One coordinate, east or longitude first on both sides.
    pub fn convert(&self, x: f64, y: f64) -> Result<(f64, f64), ProjectError> {
        let refuse = ProjectError::OutOfDomain { x, y };
        if !(x.is_finite() && y.is_finite()) {
            return Err(refuse);
        }
        let Some(proj) = &self.proj else { return Ok((x, y)) };
        match proj.convert((x, y)) {
            Ok((east, north)) if east.is_finite() && north.is_finite() => Ok((east, north)),
            _ => Err(refuse),
        }
    }

    /// A whole geometry, east or longitude first on both sides.
    pub fn project(&self, geometry: &Geometry<f64>) -> Result<Geometry<f64>, ProjectError> {
        geometry.try_map_coords(|coord| self.convert(coord.x, coord.y).map(geo::Coord::from))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn convert(from: u32, to: u32, x: f64, y: f64) -> (f64, f64) {
        let crs = |code| Crs::epsg(code).expect("a known code");
        Projector::new(&crs(from), &crs(to))
            .and_then(|projector| projector.convert(x, y))
            .expect("converted")
    }

    #[test]
    fn zone_six_has_its_origin_at_36_north_136_east() {
        let (east, north) = convert(6668, 6674, 136.0, 36.0);
        assert!(east.abs() < 1e-3 && north.abs() < 1e-3, "{east} {north}");
        let (lon, lat) = convert(6674, 6668, -45_000.0, -145_000.0);
        assert!(
            (135.4..135.6).contains(&lon) && (34.6..34.8).contains(&lat),
            "{lon} {lat}"
        );
    }

    #[test]
    fn the_old_tokyo_datum_is_shifted_by_some_400_metres_and_says_how_well() {
        let crs = |code| Crs::epsg(code).expect("a known code");
        let projector = Projector::new(&crs(4301), &Crs::STORED).expect("PROJ knows both");
        let (lon, lat) = projector.convert(135.5, 34.7).expect("converted");
        assert!(
            (135.5 - lon - 0.0028).abs() < 0.0005 && (lat - 34.7 - 0.0032).abs() < 0.0005,
            "{lon} {lat}"
        );
        assert!(projector.accuracy_m().is_none_or(|metres| metres >= 1.0));
    }

    #[test]
    fn what_cannot_be_expressed_is_refused() {
        let projector = Projector::new(&Crs::WEB_MERCATOR, &Crs::STORED).expect("PROJ knows both");
        assert!(projector.convert(f64::NAN, 0.0).is_err());
        assert!(projector.convert(f64::INFINITY, 0.0).is_err());
    }
}
