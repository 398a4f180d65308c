//! Invalid polygons: what is wrong, and the same area drawn validly.

use std::fmt;

use geo::algorithm::{MakeValid, Validation};
use geo::validation::{InvalidGeometry, InvalidMultiPolygon, InvalidPolygon};
use geo::{Geometry, MapCoordsInPlace, MultiPolygon, Orient, Polygon, orient::Direction, unary_union};

/// A geometry that was repaired, and why it had to be.
#[derive(Clone, Debug, PartialEq)]
pub struct Repair {
    pub geometry: Geometry<f64>,
    /// What was wrong.
    pub reason: Fault,
}

/// What is wrong with a polygon, in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    ja: &'static str,
    en: String,
}

impl Fault {
    pub fn ja(&self) -> &str {
        self.ja
    }

    /// Names the ring as well.
    pub fn en(&self) -> &str {
        &self.en
    }

    pub(super) fn of(fault: &InvalidGeometry) -> Self {
        let polygon = match fault {
            InvalidGeometry::InvalidPolygon(polygon)
            | InvalidGeometry::InvalidMultiPolygon(InvalidMultiPolygon::InvalidPolygon(_, polygon)) => Some(polygon),
            _ => None,
        };
        let ja = match polygon {
            Some(InvalidPolygon::TooFewPointsInRing(_)) => "輪郭の点が足りません",
            Some(InvalidPolygon::SelfIntersection(_)) => "輪郭が自分自身と交わっています",
            Some(InvalidPolygon::NonFiniteCoord(..)) => "数値でない座標があります",
            Some(InvalidPolygon::InteriorRingNotContainedInExteriorRing(_)) => {
                "穴が外周の外にあります（離れた島が穴として入っています）"
            }
            Some(InvalidPolygon::IntersectingRingsOnALine(..) | InvalidPolygon::IntersectingRingsOnAnArea(..)) => {
                "輪郭どうしが重なっています"
            }
            None => "面どうしが重なるか接しています",
        };
        Self {
            ja,
            en: fault.to_string(),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} / {}", self.ja, self.en)
    }
}

/// `geo` merges vertices closer than 0.0001 units when it repairs: in degrees that is 11 m, and whole parcels vanish.
/// Enlarged by this factor it is 0.7 mm, finer than any source. A power of two, so that no coordinate changes.
const ENLARGEMENT: f64 = 16_384.0;

/// Repairs an invalid polygon by the odd-even rule, so that an island stored as a hole becomes land again; polygons of
/// one multi-polygon that overlap are united. `Ok(None)` where nothing is wrong; `Err` with the reason where nothing
/// valid is left. Coordinates in degrees or metres; vertices that were there keep theirs to the last bit, except where
/// overlapping polygons had to be united (then to about 10⁻⁹ of the extent).
///
/// Exterior rings come out counter-clockwise, holes clockwise.
pub fn repair(geometry: &Geometry<f64>) -> Result<Option<Repair>, Fault> {
    let polygons = match geometry {
        Geometry::Polygon(polygon) => std::slice::from_ref(polygon),
        Geometry::MultiPolygon(polygons) => polygons.0.as_slice(),
        _ => return Ok(None),
    };
    let Err(fault) = geometry.check_validation() else {
        return Ok(None);
    };
    let reason = Fault::of(&fault);
    let Some(valid) = repair_parts(polygons) else {
        return Err(reason);
    };
    let mut valid = valid.orient(Direction::Default);
    let geometry = match valid.0.len() {
        1 => Geometry::Polygon(valid.0.remove(0)),
        _ => Geometry::MultiPolygon(valid),
    };
    Ok(Some(Repair { geometry, reason }))
}

/// Each part by itself: odd-even over all of them would punch a hole where two parts overlap.
fn repair_parts(polygons: &[Polygon<f64>]) -> Option<MultiPolygon<f64>> {
    let mut parts = Vec::with_capacity(polygons.len());
    for polygon in polygons {
        if polygon.is_valid() {
            parts.push(polygon.clone());
            continue;
        }
        let mut large = polygon.clone();
        large.map_coords_in_place(|c| geo::coord! { x: c.x * ENLARGEMENT, y: c.y * ENLARGEMENT });
        let mut repaired = large.make_valid().ok()?;
        repaired.map_coords_in_place(|c| geo::coord! { x: c.x / ENLARGEMENT, y: c.y / ENLARGEMENT });
        parts.extend(repaired);
    }
    let joined = MultiPolygon(parts);
    if !joined.0.is_empty() && joined.is_valid() {
        return Some(joined);
    }
    // `unary_union` reads a hole by its winding.
    let united = unary_union(&joined.orient(Direction::Default).0);
    (!united.0.is_empty() && united.is_valid()).then_some(united)
}

#[cfg(test)]
mod tests {
    use geo::{Area, CoordsIter, LineString, wkt};
    use proptest::prelude::*;

    use super::*;

    /// A square in degrees near Osaka, its corner and side in metres.
    fn square(east_m: f64, north_m: f64, side_m: f64) -> LineString<f64> {
        let at = |east: f64, north: f64| (135.5 + east / 91_500.0, 34.7 + north / 110_940.0);
        let (e, n, s) = (east_m, north_m, side_m);
        vec![at(e, n), at(e + s, n), at(e + s, n + s), at(e, n + s), at(e, n)].into()
    }

    fn repaired(geometry: impl Into<Geometry<f64>>) -> Repair {
        repair(&geometry.into()).expect("repairable").expect("invalid")
    }

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
        let repaired = repaired(stored);
        assert!((repaired.geometry.unsigned_area() - 20.0).abs() < 1e-9);
        assert!(repaired.geometry.is_valid());
        assert!(repaired.reason.to_string().contains("島"), "{}", repaired.reason);
    }

    #[test]
    fn the_repair_of_a_parcel_in_degrees_keeps_every_vertex() {
        let stored = Polygon::new(square(0., 0., 20.), vec![square(30., 0., 4.)]);
        let repaired = repaired(stored.clone());
        let kept: Vec<_> = repaired.geometry.coords_iter().collect();
        assert_eq!(kept.len(), 10, "a square of 20 m and an island of 4 m");
        assert!(stored.coords_iter().all(|corner| kept.contains(&corner)));
    }

    #[test]
    fn a_bow_tie_becomes_two_triangles() {
        let bow = wkt!(POLYGON((0. 0., 2. 2., 2. 0., 0. 2., 0. 0.)));
        assert!((repaired(bow).geometry.unsigned_area() - 2.0).abs() < 1e-9);
    }

    #[test]
    fn parts_that_overlap_are_united_rather_than_cut_out() {
        let a = wkt!(POLYGON((0. 0., 4. 0., 4. 4., 0. 4., 0. 0.)));
        let b = wkt!(POLYGON((2. 0., 6. 0., 6. 4., 2. 4., 2. 0.)));
        let repaired = repaired(MultiPolygon(vec![a, b]));
        assert!((repaired.geometry.unsigned_area() - 24.0).abs() < 1e-6);
    }

    #[test]
    fn a_lake_keeps_being_a_lake_beside_an_invalid_part() {
        let lake = wkt!(POLYGON((0. 0., 9. 0., 9. 9., 0. 9., 0. 0.), (3. 3., 3. 6., 6. 6., 6. 3., 3. 3.)));
        let bow = wkt!(POLYGON((20. 0., 22. 2., 22. 0., 20. 2., 20. 0.)));
        let repaired = repaired(MultiPolygon(vec![lake, bow]));
        assert!((repaired.geometry.unsigned_area() - 74.0).abs() < 1e-9);
    }

    #[test]
    fn a_polygon_without_area_is_refused_with_the_reason() {
        assert!(repair(&wkt!(POLYGON((0. 0., 1. 1., 0. 0., 0. 0.))).into()).is_err());
    }

    proptest! {
        #[test]
        fn what_was_repaired_is_valid_and_needs_no_second_repair(
            points in prop::collection::vec((135.0..135.01f64, 34.0..34.01f64), 3..12)
        ) {
            let scribble = Polygon::new(LineString::from(points), vec![]);
            if let Ok(Some(done)) = repair(&scribble.into()) {
                prop_assert!(done.geometry.is_valid());
                prop_assert_eq!(repair(&done.geometry), Ok(None));
            }
        }
    }
}
