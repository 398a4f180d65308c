//! Fewer vertices at low zooms, the same ones for neighbours.
//!
//! Every vertex of the layer gets the zoom from which on it is drawn. Vertices are removed one by one, the least
//! visible first (Visvalingam's triangle area), from one graph of all places of the layer, so that a shared border
//! loses the same vertices on both sides. A place where borders meet stays. A vertex stays, too, while something else
//! lies in its triangle: so no border is ever drawn across another, at any zoom.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::grid::MAX_ZOOM;
use super::shape::{Path, Shape};
use super::thicket::Thicket;
use super::world::WorldPoint;

/// A triangle smaller than this many cells cannot be seen: a cell is an eighth of a pixel.
const INVISIBLE_CELLS: u32 = 4;

/// Sets the zooms of all vertices of the shapes, which are all of a layer.
pub(super) fn assign_zooms<'a>(shapes: impl Iterator<Item = &'a mut Shape>, max_zoom: u8) {
    let mut paths: Vec<(&mut Path, bool)> = shapes
        .flat_map(|shape| match shape {
            Shape::Lines(paths) => paths.iter_mut().map(|path| (path, false)).collect(),
            Shape::Areas(rings) => rings.iter_mut().map(|ring| (ring, true)).collect(),
            Shape::Point(_) | Shape::Points(_) => Vec::new(),
        })
        .collect();
    let mut graph = Graph::default();
    let places: Vec<Vec<u32>> = paths
        .iter()
        .map(|(path, is_ring)| graph.add(&path.points, *is_ring))
        .collect();
    let zooms = graph.thin_out(max_zoom);
    for ((path, _), places) in paths.iter_mut().zip(places) {
        path.from_zoom = places.iter().map(|&place| zooms[place as usize]).collect();
    }
}

/// The first zoom at which a triangle of this double area is visible.
fn first_zoom(double_area: u128, max_zoom: u8) -> u8 {
    // A cell's area in square units is 4^(20 - zoom).
    let invisible_at = |zoom: &u8| double_area << (2 * zoom) < u128::from(2 * INVISIBLE_CELLS) << 40;
    (0..=MAX_ZOOM)
        .find(|zoom| !invisible_at(zoom))
        .unwrap_or(MAX_ZOOM)
        .min(max_zoom)
}

/// Which places a place is joined to.
#[derive(Clone, Copy, Debug)]
enum Joints {
    None,
    End(u32),
    /// In the course of one border: can be removed.
    Course(u32, u32),
    /// Where borders meet or a line ends: stays.
    Node,
}

/// All places of a layer and the borders between them.
#[derive(Default)]
struct Graph {
    numbers: FxHashMap<WorldPoint, u32>,
    places: Vec<WorldPoint>,
    joints: Vec<Joints>,
    edges: FxHashSet<(u32, u32)>,
}

impl Graph {
    /// Adds a path; returns the numbers of its places.
    fn add(&mut self, points: &[WorldPoint], is_ring: bool) -> Vec<u32> {
        let numbers: Vec<u32> = points.iter().map(|&point| self.number(point)).collect();
        for pair in numbers.windows(2) {
            self.join(pair[0], pair[1]);
        }
        if let (Some(&first), Some(&last)) = (numbers.first(), numbers.last()) {
            if is_ring {
                self.join(last, first);
            } else {
                self.joints[first as usize] = Joints::Node;
                self.joints[last as usize] = Joints::Node;
            }
        }
        numbers
    }

    fn number(&mut self, point: WorldPoint) -> u32 {
        *self.numbers.entry(point).or_insert_with(|| {
            self.places.push(point);
            self.joints.push(Joints::None);
            u32::try_from(self.places.len() - 1).expect("fewer than 2³² places")
        })
    }

    fn join(&mut self, a: u32, b: u32) {
        self.edges.insert(edge(a, b));
        for (from, to) in [(a, b), (b, a)] {
            let joints = &mut self.joints[from as usize];
            *joints = match *joints {
                Joints::None => Joints::End(to),
                Joints::End(other) if other != to => Joints::Course(other, to),
                Joints::Course(one, other) if one != to && other != to => Joints::Node,
                unchanged => unchanged,
            };
        }
    }

    /// Removes what can be removed; returns for each place the zoom from which on it is there.
    fn thin_out(mut self, max_zoom: u8) -> Vec<u8> {
        let mut zooms = vec![0; self.places.len()];
        let mut queue: BinaryHeap<Reverse<(u128, u32)>> = BinaryHeap::new();
        for place in 0..u32::try_from(self.places.len()).expect("numbered by u32") {
            queue.extend(self.double_area(place).map(|area| Reverse((area, place))));
        }
        let mut thicket = Thicket::new(&self.places);
        let mut waiting: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        // What goes later is drawn no later: each zoom shows what was left at one moment, which had no crossings.
        let mut visibility = 0;
        while let Some(Reverse((area, place))) = queue.pop() {
            let Joints::Course(before, after) = self.joints[place as usize] else {
                continue;
            };
            if self.double_area(place) != Some(area) || self.edges.contains(&edge(before, after)) {
                continue;
            }
            let corners = [before, place, after];
            if let Some(blocker) = thicket.first_within(&self.places, corners) {
                waiting.entry(blocker).or_default().push(place);
                continue;
            }
            visibility = area.max(visibility);
            zooms[place as usize] = first_zoom(visibility, max_zoom);
            self.bridge(before, place, after);
            thicket.remove(&self.places, place);
            let freed = waiting.remove(&place).unwrap_or_default();
            for changed in freed.into_iter().chain([before, after]) {
                queue.extend(self.double_area(changed).map(|area| Reverse((area, changed))));
            }
        }
        zooms
    }

    /// Takes a place out of its border.
    fn bridge(&mut self, before: u32, place: u32, after: u32) {
        self.joints[place as usize] = Joints::None;
        self.edges.remove(&edge(before, place));
        self.edges.remove(&edge(place, after));
        self.edges.insert(edge(before, after));
        for (end, far) in [(before, after), (after, before)] {
            if let Joints::Course(one, other) = &mut self.joints[end as usize] {
                *(if *one == place { one } else { other }) = far;
            }
        }
    }

    /// Twice the area that removing the place would move to the other side; None for what stays.
    fn double_area(&self, place: u32) -> Option<u128> {
        let Joints::Course(before, after) = self.joints[place as usize] else {
            return None;
        };
        let at = |place: u32| self.places[place as usize];
        Some(turn(at(before), at(place), at(after)).unsigned_abs())
    }
}

fn edge(a: u32, b: u32) -> (u32, u32) {
    (a.min(b), a.max(b))
}

/// Twice the signed area of a triangle.
pub(super) fn turn(a: WorldPoint, b: WorldPoint, c: WorldPoint) -> i128 {
    let minus = |p: u32, q: u32| i128::from(p) - i128::from(q);
    minus(b.x, a.x) * minus(c.y, a.y) - minus(b.y, a.y) * minus(c.x, a.x)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(points: &[(u32, u32)]) -> Shape {
        let points: Vec<WorldPoint> = points
            .iter()
            .map(|&(x, y)| WorldPoint { x: x << 12, y: y << 12 })
            .collect();
        Shape::Areas(Box::new([Path {
            points: points.into(),
            from_zoom: Box::default(),
            is_exterior: true,
        }]))
    }

    fn at_zoom(shape: &Shape, zoom: u8) -> Vec<(u32, u32)> {
        let Shape::Areas(rings) = shape else { panic!("areas") };
        rings[0].points_at(zoom).map(|p| (p.x >> 12, p.y >> 12)).collect()
    }

    #[test]
    fn neighbours_lose_the_same_vertices_of_their_border() {
        let mut west = ring(&[(0, 0), (100, 0), (101, 20), (99, 50), (101, 80), (100, 100), (0, 100)]);
        let mut east = ring(&[
            (100, 0),
            (200, 0),
            (200, 100),
            (100, 100),
            (101, 80),
            (99, 50),
            (101, 20),
        ]);
        assign_zooms([&mut west, &mut east].into_iter(), 14);
        for zoom in 0..=14 {
            let border = |shape: &Shape| {
                let mut on: Vec<_> = at_zoom(shape, zoom)
                    .into_iter()
                    .filter(|p| (99..=101).contains(&p.0))
                    .collect();
                on.sort_unstable();
                on
            };
            assert_eq!(border(&west), border(&east), "zoom {zoom}");
        }
        assert!(at_zoom(&west, 4).len() < 7, "the wiggle is gone far away");
        assert_eq!(at_zoom(&west, 14).len(), 7, "and all there at the last zoom");
    }

    #[test]
    fn where_three_meet_stays_at_every_zoom() {
        let mut shapes = [
            ring(&[(0, 0), (50, 0), (50, 50), (0, 50)]),
            ring(&[(50, 0), (100, 0), (100, 50), (50, 50)]),
            ring(&[(0, 50), (50, 50), (100, 50), (50, 100)]),
        ];
        assign_zooms(shapes.iter_mut(), 16);
        assert!(shapes.iter().all(|shape| at_zoom(shape, 0).contains(&(50, 50))));
    }

    #[test]
    fn a_ring_never_loses_its_area() {
        let mut shape = ring(&[(0, 0), (3, 0), (5, 1), (5, 4), (2, 6)]);
        assign_zooms([&mut shape].into_iter(), 18);
        assert_eq!(at_zoom(&shape, 0).len(), 3);
    }

    #[test]
    fn an_island_in_a_bay_stays_at_sea() {
        let mut coast = ring(&[(0, 0), (100, 0), (100, 100), (52, 100), (50, 80), (48, 100), (0, 100)]);
        let mut island = ring(&[(49, 97), (51, 97), (50, 99)]);
        assign_zooms([&mut coast, &mut island].into_iter(), 18);
        for zoom in 0..=18 {
            let at_sea = |point: (u32, u32)| {
                let corners = at_zoom(&coast, zoom);
                let line = corners.iter().map(|&(x, y)| (f64::from(x), f64::from(y)));
                let land = geo::Polygon::new(line.collect(), Vec::new());
                !geo::Intersects::intersects(&land, &geo::point!(x: f64::from(point.0), y: f64::from(point.1)))
            };
            assert!(at_zoom(&island, zoom).into_iter().all(at_sea), "zoom {zoom}");
        }
    }

    #[test]
    fn visibility_grows_by_four_a_zoom() {
        assert_eq!(first_zoom(0, 14), 14);
        assert_eq!(first_zoom(8, 22), 20);
        assert_eq!(first_zoom(7, 22), 21);
        assert_eq!(first_zoom(7, 16), 16);
        assert_eq!(first_zoom(8 * 4, 22), 19);
        assert_eq!(first_zoom(8 << 40, 22), 0);
    }
}
