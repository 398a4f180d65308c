//! Invalid polygons: what is wrong, and the same area drawn validly.

use geo::algorithm::{MakeValid, Validation};
use geo::{Geometry, MultiPolygon, Orient, orient::Direction};

/// A geometry that was repaired, and why it had to be.
#[derive(Clone, Debug, PartialEq)]
pub struct Repair {
    pub geometry: Geometry<f64>,
    /// What was wrong, as `geo` says it.
    pub reason: String,
}

/// Repairs an invalid polygon by the odd-even rule, so that an island stored as a hole becomes land again.
/// `Ok(None)` where nothing is wrong; `Err` with the reason where nothing valid is left.
///
/// Exterior rings come out counter-clockwise, holes clockwise.
pub fn repair(geometry: &Geometry<f64>) -> Result<Option<Repair>, String> {
    let polygons = match geometry {
        Geometry::Polygon(polygon) => MultiPolygon::new(vec![polygon.clone()]),
        Geometry::MultiPolygon(polygons) => polygons.clone(),
        _ => return Ok(None),
    };
    let Err(fault) = geometry.check_validation() else {
        return Ok(None);
    };
    let reason = fault.to_string();
    let valid = polygons.make_valid().map_err(|error| format!("{reason}; {error}"))?;
    if valid.0.is_empty() {
        return Err(reason);
    }
    let mut valid = valid.orient(Direction::Default);
    let geometry = match valid.0.len() {
        1 => Geometry::Polygon(valid.0.remove(0)),
        _ => Geometry::MultiPolygon(valid),
    };
    Ok(Some(Repair { geometry, reason }))
}

#[cfg(test)]
mod tests {
    use geo::{Area, wkt};

    use super::*;

    #[test]
    fn a_valid_polygon_is_left_alone() {
        assert_eq!(
            repair(&wkt!(POLYGON((0. 0., 4. 0., 4. 4., 0. 4., 0. 0.))).into()),
            Ok(None)
        );
        assert_eq!(repair(&wkt!(POINT(1. 2.)).into()), Ok(None));
    }

    #[test]
    fn an_island_stored_as_a_hole_becomes_land_again() {
        let stored = wkt!(POLYGON((0. 0., 4. 0., 4. 4., 0. 4., 0. 0.), (6. 0., 8. 0., 8. 2., 6. 2., 6. 0.)));
        let repaired = repair(&stored.into()).expect("repairable").expect("invalid");
        assert!((repaired.geometry.unsigned_area() - 20.0).abs() < 1e-9);
        assert!(repaired.geometry.is_valid());
    }

    #[test]
    fn a_bow_tie_becomes_two_triangles() {
        let bow = wkt!(POLYGON((0. 0., 2. 2., 2. 0., 0. 2., 0. 0.)));
        let repaired = repair(&bow.into()).expect("repairable").expect("invalid");
        assert!((repaired.geometry.unsigned_area() - 2.0).abs() < 1e-9);
    }

    #[test]
    fn a_polygon_without_area_is_refused_with_the_reason() {
        assert!(repair(&wkt!(POLYGON((0. 0., 1. 1., 0. 0., 0. 0.))).into()).is_err());
    }
}
