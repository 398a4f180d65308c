//! A feature's geometry on the world grid, prepared once per version of the feature.

use std::borrow::Cow;

use geo::{Coord, Geometry, InteriorPoint, LineString, Polygon};

use super::world::{WorldBox, WorldPoint};

/// Geometry on the world grid, without repeated points; empty only for areas that the grid swallows.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Shape {
    Point(WorldPoint),
    Points(Box<[WorldPoint]>),
    Lines(Box<[Path]>),
    /// Rings without their closing point; each exterior, of positive area in the tile's sense, is followed by its
    /// holes, of negative area.
    Areas(Box<[Path]>),
}

/// A line or a ring.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Path {
    pub points: Box<[WorldPoint]>,
    /// From which zoom on each point is needed; empty when all are needed everywhere.
    pub from_zoom: Box<[u8]>,
    pub is_exterior: bool,
}

impl Path {
    fn new(points: Vec<WorldPoint>, is_exterior: bool) -> Self {
        Self {
            points: points.into(),
            from_zoom: Box::default(),
            is_exterior,
        }
    }

    /// The points that the zoom needs.
    pub fn points_at(&self, zoom: u8) -> impl Iterator<Item = WorldPoint> {
        let needed = move |index: usize| self.from_zoom.get(index).is_none_or(|&from| from <= zoom);
        self.points
            .iter()
            .enumerate()
            .filter(move |(index, _)| needed(*index))
            .map(|(_, &point)| point)
    }
}

/// A shape with the one point that stands for it: where it is clustered, labelled, and drawn when it is too small.
#[derive(Debug)]
pub(super) struct Placed {
    pub shape: Shape,
    pub anchor: WorldPoint,
    pub bounds: WorldBox,
}

impl Placed {
    /// None for a geometry without any place: empty or not finite, or a line without length.
    pub fn new(geometry: &Geometry<f64>) -> Option<Self> {
        let mut parts = Parts::default();
        parts.add(geometry);
        let (shape, anchor) = parts.into_shape()?;
        let mut bounds = WorldBox::of_point(anchor);
        let mut include = |point: &WorldPoint| bounds = bounds.joined(WorldBox::of_point(*point));
        match &shape {
            Shape::Point(point) => include(point),
            Shape::Points(points) => points.iter().for_each(include),
            Shape::Lines(paths) | Shape::Areas(paths) => {
                paths.iter().flat_map(|path| &path.points).for_each(include);
            }
        }
        Some(Self { shape, anchor, bounds })
    }

    /// The anchor's place in the Morton order.
    pub fn code(&self) -> u64 {
        self.anchor.morton()
    }
}

/// The parts of a geometry by dimension.
#[derive(Default)]
struct Parts<'a> {
    points: Vec<Coord<f64>>,
    lines: Vec<&'a LineString<f64>>,
    polygons: Vec<Cow<'a, Polygon<f64>>>,
    segments: Vec<[Coord<f64>; 2]>,
}

impl<'a> Parts<'a> {
    fn add(&mut self, geometry: &'a Geometry<f64>) {
        match geometry {
            Geometry::Point(point) => self.points.push(point.0),
            Geometry::MultiPoint(points) => self.points.extend(points.iter().map(|point| point.0)),
            Geometry::Line(line) => self.segments.push([line.start, line.end]),
            Geometry::LineString(line) => self.lines.push(line),
            Geometry::MultiLineString(lines) => self.lines.extend(lines.iter()),
            Geometry::Polygon(polygon) => self.polygons.push(Cow::Borrowed(polygon)),
            Geometry::MultiPolygon(polygons) => self.polygons.extend(polygons.iter().map(Cow::Borrowed)),
            Geometry::Rect(rect) => self.polygons.push(Cow::Owned(rect.to_polygon())),
            Geometry::Triangle(triangle) => self.polygons.push(Cow::Owned(triangle.to_polygon())),
            Geometry::GeometryCollection(parts) => parts.iter().for_each(|part| self.add(part)),
        }
    }

    /// The parts of the highest dimension that have any extent, and their anchor.
    fn into_shape(self) -> Option<(Shape, WorldPoint)> {
        self.areas().or_else(|| self.lines()).or_else(|| self.points())
    }

    fn areas(&self) -> Option<(Shape, WorldPoint)> {
        let mut rings = Vec::new();
        let mut largest: Option<(i128, &Polygon<f64>)> = None;
        for polygon in &self.polygons {
            let Some((exterior, area)) = ring(polygon.exterior(), true) else {
                continue;
            };
            rings.push(exterior);
            rings.extend(
                polygon
                    .interiors()
                    .iter()
                    .filter_map(|hole| ring(hole, false))
                    .map(|(hole, _)| hole),
            );
            if largest.is_none_or(|(most, _)| area > most) {
                largest = Some((area, polygon));
            }
        }
        let Some((_, polygon)) = largest else {
            // A sliver below the world grid still has a place, where tiles draw it as one cell.
            let mut corners = self.polygons.iter().flat_map(|polygon| &polygon.exterior().0);
            let anchor = corners.find_map(|at| WorldPoint::from_lon_lat(at.x, at.y))?;
            return Some((Shape::Areas(Box::default()), anchor));
        };
        let inside = polygon
            .interior_point()
            .and_then(|point| WorldPoint::from_lon_lat(point.x(), point.y()));
        let anchor = inside.unwrap_or(rings[0].points[0]);
        Some((Shape::Areas(rings.into()), anchor))
    }

    fn lines(&self) -> Option<(Shape, WorldPoint)> {
        let lines = self.lines.iter().map(|line| line.0.as_slice());
        let segments = self.segments.iter().map(<[Coord<f64>; 2]>::as_slice);
        let paths: Vec<Path> = lines
            .chain(segments)
            .filter_map(project)
            .filter(|points| points.len() >= 2)
            .map(|points| Path::new(points, false))
            .collect();
        let longest = paths.iter().max_by_key(|path| path.points.len())?;
        let anchor = longest.points[longest.points.len() / 2];
        Some((Shape::Lines(paths.into()), anchor))
    }

    fn points(&self) -> Option<(Shape, WorldPoint)> {
        let mut points: Vec<WorldPoint> = self
            .points
            .iter()
            .filter_map(|at| WorldPoint::from_lon_lat(at.x, at.y))
            .collect();
        let anchor = *points.first()?;
        if points.len() > 1 {
            points.sort_unstable();
            points.dedup();
        }
        Some((
            if points.len() > 1 {
                Shape::Points(points.into())
            } else {
                Shape::Point(anchor)
            },
            anchor,
        ))
    }
}

/// On the world grid, without repeated points; None when a coordinate is no number.
fn project(line: &[Coord<f64>]) -> Option<Vec<WorldPoint>> {
    let mut points = Vec::with_capacity(line.len());
    for at in line {
        let point = WorldPoint::from_lon_lat(at.x, at.y)?;
        if points.last() != Some(&point) {
            points.push(point);
        }
    }
    Some(points)
}

/// A ring with the winding of a tile, and its double area; None when nothing is left of it on the world grid.
fn ring(line: &LineString<f64>, is_exterior: bool) -> Option<(Path, i128)> {
    let mut points = project(&line.0)?;
    while points.len() > 1 && points.first() == points.last() {
        points.pop();
    }
    let area = double_area(&points);
    if area == 0 {
        return None;
    }
    if (area > 0) != is_exterior {
        points.reverse();
    }
    Some((Path::new(points, is_exterior), area.abs()))
}

/// Twice the area by the surveyor's formula, y downwards: positive for an exterior ring of a tile.
fn double_area(points: &[WorldPoint]) -> i128 {
    let Some(&origin) = points.first() else {
        return 0;
    };
    let offset = |point: WorldPoint| {
        let x = i128::from(point.x) - i128::from(origin.x);
        let y = i128::from(point.y) - i128::from(origin.y);
        (x, y)
    };
    let cross = |pair: &[WorldPoint]| {
        let ((ax, ay), (bx, by)) = (offset(pair[0]), offset(pair[1]));
        ax * by - bx * ay
    };
    points.windows(2).map(cross).sum()
}

#[cfg(test)]
mod tests {
    use geo::{Point, line_string, point, polygon};

    use super::*;

    fn square_with_hole(clockwise: bool) -> Polygon<f64> {
        let mut outer = line_string![
            (x: 135.0, y: 34.0), (x: 135.1, y: 34.0), (x: 135.1, y: 34.1), (x: 135.0, y: 34.1), (x: 135.0, y: 34.0),
        ];
        let mut hole = line_string![
            (x: 135.04, y: 34.04), (x: 135.06, y: 34.04), (x: 135.06, y: 34.06), (x: 135.04, y: 34.04),
        ];
        if clockwise {
            outer.0.reverse();
            hole.0.reverse();
        }
        Polygon::new(outer, vec![hole])
    }

    #[test]
    fn rings_are_wound_as_tiles_want_them_however_they_came() {
        for clockwise in [false, true] {
            let placed = Placed::new(&square_with_hole(clockwise).into()).expect("a shape");
            let Shape::Areas(rings) = &placed.shape else {
                panic!("areas")
            };
            assert_eq!(rings.len(), 2);
            assert!(rings[0].is_exterior && double_area(&rings[0].points) > 0);
            assert!(!rings[1].is_exterior && double_area(&rings[1].points) < 0);
            assert_eq!(rings[0].points.len(), 4, "the closing point is not kept");
        }
    }

    #[test]
    fn the_anchor_of_an_area_lies_inside_it_and_not_in_its_hole() {
        let ring_shaped = square_with_hole(false);
        let placed = Placed::new(&ring_shaped.clone().into()).expect("a shape");
        let (x, y) = placed.anchor.lon_lat();
        assert!(geo::Contains::contains(&ring_shaped, &Point::new(x, y)));
    }

    #[test]
    fn of_a_collection_the_highest_dimension_is_drawn() {
        let mixed = Geometry::GeometryCollection(geo::GeometryCollection::from(vec![
            Geometry::from(point!(x: 135.0, y: 34.0)),
            Geometry::from(line_string![(x: 135.0, y: 34.0), (x: 135.1, y: 34.0)]),
        ]));
        assert!(matches!(Placed::new(&mixed).expect("a shape").shape, Shape::Lines(_)));
    }

    #[test]
    fn an_area_that_the_grid_swallows_keeps_its_place() {
        let flat = polygon![(x: 135.0, y: 34.0), (x: 135.1, y: 34.0), (x: 135.05, y: 34.0)];
        let placed = Placed::new(&flat.into()).expect("a place");
        assert_eq!(placed.shape, Shape::Areas(Box::default()));
        assert_eq!(Some(placed.anchor), WorldPoint::from_lon_lat(135.0, 34.0));
    }

    #[test]
    fn a_geometry_without_place_has_no_shape() {
        assert!(Placed::new(&point!(x: f64::NAN, y: 34.0).into()).is_none());
        assert!(Placed::new(&Geometry::MultiPoint(geo::MultiPoint::new(Vec::new()))).is_none());
        assert!(Placed::new(&line_string![(x: 135.0, y: 34.0), (x: 135.0, y: 34.0)].into()).is_none());
    }

    #[test]
    fn a_single_point_of_a_collection_is_a_point() {
        let twice = Geometry::MultiPoint(vec![point!(x: 135.0, y: 34.0), point!(x: 135.0, y: 34.0)].into());
        assert!(matches!(Placed::new(&twice).expect("a shape").shape, Shape::Point(_)));
    }
}
