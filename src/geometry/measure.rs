//! Areas and lengths, measured in a plane rectangular zone. Its scale factor (0.9999 at the central meridian) is not
//! corrected: these are the figures that a survey in that zone gives.

use std::cell::RefCell;

use geo::{Area, Euclidean, Length};

use super::{Crs, ProjectError, Projector, Shape, ShapeKind};

/// A plane rectangular zone to measure in. It belongs to the thread that made it.
pub struct PlaneZone {
    projector: Projector,
}

impl PlaneZone {
    /// Zone VI (EPSG:6674), in which Osaka lies.
    pub fn six() -> Result<Self, ProjectError> {
        Self::new(&Crs::ZONE_SIX)
    }

    pub fn new(zone: &Crs) -> Result<Self, ProjectError> {
        Ok(Self {
            projector: Projector::new(&Crs::STORED, zone)?,
        })
    }

    /// Area in square metres; 0 for points and lines.
    pub fn area_m2(&self, shape: &Shape) -> Result<f64, ProjectError> {
        Ok(self.projector.project(shape.geometry())?.unsigned_area())
    }

    /// Length in metres of lines; 0 for anything else.
    pub fn length_m(&self, shape: &Shape) -> Result<f64, ProjectError> {
        Ok(match self.projector.project(shape.geometry())? {
            geo::Geometry::LineString(line) => Euclidean.length(&line),
            geo::Geometry::MultiLineString(lines) => Euclidean.length(&lines),
            _ => 0.0,
        })
    }
}

/// The area of a polygon in zone VI, in square metres; nothing for points and lines. The zone is made once a thread.
pub fn drawn_area_m2(shape: &Shape) -> Result<Option<f64>, ProjectError> {
    thread_local! {
        static ZONE: RefCell<Option<PlaneZone>> = const { RefCell::new(None) };
    }
    if shape.kind() != ShapeKind::Polygon {
        return Ok(None);
    }
    ZONE.with_borrow_mut(|kept| {
        let zone = match kept {
            Some(zone) => zone,
            None => kept.insert(PlaneZone::six()?),
        };
        zone.area_m2(shape).map(Some)
    })
}

/// Distance in metres between two positions (longitude, latitude): a local plane on the GRS 80 ellipsoid, within 0.1 % up to 30 km.
pub fn distance_m(from: (f64, f64), to: (f64, f64)) -> f64 {
    const SEMI_MAJOR_M: f64 = 6_378_137.0;
    const ECCENTRICITY_SQUARED: f64 = 0.006_694_380_022_9;
    let middle = ((from.1 + to.1) / 2.0).to_radians();
    let bulge = 1.0 - ECCENTRICITY_SQUARED * middle.sin().powi(2);
    let meridian_m = SEMI_MAJOR_M * (1.0 - ECCENTRICITY_SQUARED) / bulge.powf(1.5);
    let parallel_m = SEMI_MAJOR_M / bulge.sqrt() * middle.cos();
    let north = (to.1 - from.1).to_radians() * meridian_m;
    let east = (to.0 - from.0).to_radians() * parallel_m;
    north.hypot(east)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_hectare_drawn_in_the_zone_measures_a_hectare() {
        let back = Projector::new(&Crs::ZONE_SIX, &Crs::STORED).expect("PROJ knows both");
        let square = geo::Rect::new((-45_100.0, -145_100.0), (-45_000.0, -145_000.0)).to_polygon();
        let shape = Shape::new(back.project(&square.into()).expect("in domain")).expect("a shape");
        let zone = PlaneZone::six().expect("zone VI");
        assert!((zone.area_m2(&shape).expect("measured") - 10_000.0).abs() < 0.01);
    }

    proptest! {
        #[test]
        fn the_quick_distance_agrees_with_the_zone(dx in -0.15..0.15f64, dy in -0.12..0.12f64) {
            let (from, to) = ((135.5, 34.69), (135.5 + dx, 34.69 + dy));
            let zone = Projector::new(&Crs::STORED, &Crs::ZONE_SIX).expect("zone VI");
            let a = zone.convert(from.0, from.1).expect("in domain");
            let b = zone.convert(to.0, to.1).expect("in domain");
            let plane_m = (a.0 - b.0).hypot(a.1 - b.1) / 0.9999;
            prop_assert!((distance_m(from, to) - plane_m).abs() <= plane_m * 1e-3 + 0.01);
        }
    }
}
