//! What is wrong with a polygon, and where: for a person who draws it and can move a corner.

use geo::algorithm::Validation;
use geo::line_intersection::{LineIntersection, line_intersection};
use geo::{Geometry, Line, LineString, Polygon};

use super::Fault;

/// What is wrong, with the position nearest to it where one can be told.
#[derive(Clone, Debug, PartialEq)]
pub struct Flaw {
    pub fault: Fault,
    /// Longitude and latitude.
    pub at: Option<(f64, f64)>,
}

/// The first thing that is wrong with a polygon; nothing for points, lines and sound polygons.
pub fn flaw(geometry: &Geometry<f64>) -> Option<Flaw> {
    let polygons = match geometry {
        Geometry::Polygon(polygon) => std::slice::from_ref(polygon),
        Geometry::MultiPolygon(polygons) => polygons.0.as_slice(),
        _ => return None,
    };
    let fault = geometry.check_validation().err()?;
    Some(Flaw {
        fault: Fault::of(&fault),
        at: crossing(polygons),
    })
}

/// A side of a ring: its place in the drawing tells neighbours from strangers.
struct Side {
    ring: usize,
    at: usize,
    of: usize,
    line: Line<f64>,
}

impl Side {
    fn follows(&self, other: &Side) -> bool {
        self.ring == other.ring && ((self.at + 1) % self.of == other.at || (other.at + 1) % self.of == self.at)
    }
}

/// Where two sides meet that should not.
fn crossing(polygons: &[Polygon<f64>]) -> Option<(f64, f64)> {
    let rings = polygons
        .iter()
        .flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()));
    let sides: Vec<Side> = rings.enumerate().flat_map(|(ring, line)| sides(ring, line)).collect();
    let mut touching = None;
    for (number, one) in sides.iter().enumerate() {
        for other in &sides[number + 1..] {
            match line_intersection(one.line, other.line) {
                Some(LineIntersection::Collinear { intersection }) if intersection.start != intersection.end => {
                    return Some(intersection.start.x_y());
                }
                Some(LineIntersection::SinglePoint {
                    intersection,
                    is_proper,
                }) if !one.follows(other) => {
                    if is_proper {
                        return Some(intersection.x_y());
                    }
                    // Rings may touch at a point; sides of one ring may not.
                    if one.ring == other.ring {
                        touching = touching.or(Some(intersection.x_y()));
                    }
                }
                _ => {}
            }
        }
    }
    touching
}

fn sides(ring: usize, line: &LineString<f64>) -> Vec<Side> {
    let lines: Vec<Line<f64>> = line.lines().filter(|line| line.start != line.end).collect();
    let of = lines.len();
    lines
        .into_iter()
        .enumerate()
        .map(|(at, line)| Side { ring, at, of, line })
        .collect()
}

#[cfg(test)]
mod tests {
    use geo::wkt;

    use super::*;

    #[test]
    fn a_bow_tie_is_wrong_where_its_sides_cross() {
        let bow: Geometry<f64> = wkt!(POLYGON((0. 0., 2. 2., 2. 0., 0. 2., 0. 0.))).into();
        let found = flaw(&bow).expect("a flaw");
        assert_eq!(found.at, Some((1.0, 1.0)));
        assert!(found.fault.ja().contains("自分自身"), "{}", found.fault);
    }

    #[test]
    fn a_spike_and_a_pinch_are_found() {
        let spike: Geometry<f64> = wkt!(POLYGON((0. 0., 4. 0., 4. 4., 4. 8., 4. 4., 0. 4., 0. 0.))).into();
        assert!(flaw(&spike).is_some_and(|flaw| flaw.at.is_some_and(|(x, _)| x == 4.0)));
        let pinch: Geometry<f64> = wkt!(POLYGON((0. 0., 4. 0., 2. 2., 4. 4., 0. 4., 2. 2., 0. 0.))).into();
        assert_eq!(flaw(&pinch).and_then(|flaw| flaw.at), Some((2.0, 2.0)));
    }

    #[test]
    fn a_hole_that_leaves_its_polygon_is_found() {
        let hole: Geometry<f64> =
            wkt!(POLYGON((0. 0., 4. 0., 4. 4., 0. 4., 0. 0.), (1. 1., 1. 2., 6. 2., 6. 1., 1. 1.))).into();
        assert!(flaw(&hole).is_some_and(|flaw| flaw.at.is_some_and(|(x, _)| x == 4.0)));
    }

    #[test]
    fn what_is_sound_has_no_flaw() {
        let square: Geometry<f64> =
            wkt!(POLYGON((0. 0., 4. 0., 4. 4., 0. 4., 0. 0.), (1. 1., 1. 2., 2. 2., 2. 1., 1. 1.))).into();
        assert_eq!(flaw(&square), None);
        assert_eq!(flaw(&Geometry::Point(geo::point!(x: 1.0, y: 2.0))), None);
    }
}
