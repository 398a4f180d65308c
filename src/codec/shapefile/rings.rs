//! Rings to polygons. A shapefile lists rings in any order: clockwise ones are outer, the others are holes.

use geo::coordinate_position::{CoordPos, CoordinatePosition};
use geo::{BoundingRect, Contains, LineString, MultiPolygon, Polygon, Rect};

use crate::codec::Message;
use crate::codec::coordinates::broken;

/// More pairs of hole and outer ring than this are no honest polygon.
const PAIRS: usize = 20_000_000;

/// Gives each hole to the smallest outer ring that holds it. A hole in none is an area of its own.
pub(super) fn assemble(rings: Vec<LineString<f64>>) -> Result<MultiPolygon<f64>, Message> {
    let (mut outers, mut holes) = (Vec::new(), Vec::new());
    for ring in rings.into_iter().filter(|ring| !ring.0.is_empty()) {
        let area = signed_area(&ring);
        if area > 0.0 {
            holes.push(ring);
        } else {
            outers.push(Outer::new(ring, -area));
        }
    }
    if outers.is_empty() {
        // All the wrong way round: some writers did not know the rule.
        outers = std::mem::take(&mut holes)
            .into_iter()
            .map(|ring| {
                let area = signed_area(&ring);
                Outer::new(ring, area)
            })
            .collect();
    }
    if let [only] = outers.as_mut_slice() {
        only.holes = holes;
        return Ok(polygons(outers));
    }
    if holes.len().saturating_mul(outers.len()) > PAIRS {
        return Err(broken("rings"));
    }
    let mut orphans = Vec::new();
    for hole in holes {
        let holder = outers
            .iter_mut()
            .filter(|outer| outer.holds(&hole))
            .min_by(|left, right| left.area.total_cmp(&right.area));
        match holder {
            Some(outer) => outer.holes.push(hole),
            None => orphans.push(Outer::new(hole, 0.0)),
        }
    }
    outers.extend(orphans);
    Ok(polygons(outers))
}

fn polygons(outers: Vec<Outer>) -> MultiPolygon<f64> {
    MultiPolygon(
        outers
            .into_iter()
            .map(|outer| Polygon::new(outer.ring, outer.holes))
            .collect(),
    )
}

struct Outer {
    ring: LineString<f64>,
    bounds: Option<Rect<f64>>,
    area: f64,
    holes: Vec<LineString<f64>>,
}

impl Outer {
    fn new(ring: LineString<f64>, area: f64) -> Self {
        Self {
            bounds: ring.bounding_rect(),
            ring,
            area,
            holes: Vec::new(),
        }
    }

    fn holds(&self, hole: &LineString<f64>) -> bool {
        let inside_box = match (self.bounds, hole.bounding_rect()) {
            (Some(outer), Some(inner)) => outer.contains(&inner) || outer == inner,
            _ => false,
        };
        if !inside_box {
            return false;
        }
        // A hole may touch the outer ring: the first corner that does not, decides.
        let ring = Polygon::new(self.ring.clone(), vec![]);
        hole.0
            .iter()
            .map(|corner| ring.coordinate_position(corner))
            .find(|position| *position != CoordPos::OnBoundary)
            .is_none_or(|position| position == CoordPos::Inside)
    }
}

/// Positive where the ring turns left. Taken from the first corner, so that large plane coordinates do
/// not drown small rings.
fn signed_area(ring: &LineString<f64>) -> f64 {
    let origin = ring.0[0];
    ring.0
        .windows(2)
        .map(|pair| {
            let (a, b) = (pair[0] - origin, pair[1] - origin);
            a.x * b.y - b.x * a.y
        })
        .sum::<f64>()
        / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(x: f64, y: f64, size: f64, clockwise: bool) -> LineString<f64> {
        let mut corners = vec![(x, y), (x, y + size), (x + size, y + size), (x + size, y), (x, y)];
        if !clockwise {
            corners.reverse();
        }
        corners.into()
    }

    #[test]
    fn a_hole_goes_to_the_smallest_ring_around_it() {
        let rings = vec![
            square(2.0, 2.0, 1.0, false),
            square(0.0, 0.0, 10.0, true),
            square(1.0, 1.0, 3.0, true),
            square(20.0, 0.0, 5.0, true),
        ];
        let shape = assemble(rings).unwrap();
        let holes: Vec<usize> = shape.iter().map(|part| part.interiors().len()).collect();
        assert_eq!(holes, [0, 1, 0]);
    }

    #[test]
    fn rings_all_the_wrong_way_round_are_areas() {
        let rings = vec![square(0.0, 0.0, 1.0, false), square(5.0, 0.0, 1.0, false)];
        assert_eq!(assemble(rings).unwrap().0.len(), 2);
    }

    #[test]
    fn a_hole_outside_every_ring_is_not_lost() {
        let rings = vec![
            square(0.0, 0.0, 1.0, true),
            square(3.0, 0.0, 1.0, true),
            square(9.0, 9.0, 1.0, false),
        ];
        assert_eq!(assemble(rings).unwrap().0.len(), 3);
    }
}
