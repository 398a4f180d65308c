//! One order for the rings of a repaired polygon: the repair gives them in an order that depends on chance,
//! and a file imported twice must give the same shape.

use geo::{Coord, Geometry, LineString, Polygon};

pub(super) fn in_order(geometry: Geometry<f64>) -> Geometry<f64> {
    match geometry {
        Geometry::Polygon(polygon) => Geometry::Polygon(polygon_in_order(polygon)),
        Geometry::MultiPolygon(mut polygons) => {
            polygons.0 = polygons.0.into_iter().map(polygon_in_order).collect();
            polygons.0.sort_by(|a, b| by_first(a.exterior(), b.exterior()));
            Geometry::MultiPolygon(polygons)
        }
        other => other,
    }
}

fn polygon_in_order(polygon: Polygon<f64>) -> Polygon<f64> {
    let (exterior, holes) = polygon.into_inner();
    let mut holes: Vec<LineString<f64>> = holes.into_iter().map(from_least).collect();
    holes.sort_by(by_first);
    Polygon::new(from_least(exterior), holes)
}

/// The ring begun at its south-western vertex; its direction stays.
fn from_least(ring: LineString<f64>) -> LineString<f64> {
    let mut coords = ring.into_inner();
    if coords.len() > 1 && coords.first() == coords.last() {
        coords.pop();
    }
    let least = (0..coords.len())
        .min_by(|a, b| order(&coords[*a], &coords[*b]))
        .unwrap_or_default();
    coords.rotate_left(least);
    let mut ring = LineString::new(coords);
    ring.close();
    ring
}

fn by_first(a: &LineString<f64>, b: &LineString<f64>) -> std::cmp::Ordering {
    let first = |ring: &LineString<f64>| ring.0.first().copied().unwrap_or_default();
    order(&first(a), &first(b)).then_with(|| a.0.len().cmp(&b.0.len()))
}

fn order(a: &Coord<f64>, b: &Coord<f64>) -> std::cmp::Ordering {
    a.x.total_cmp(&b.x).then_with(|| a.y.total_cmp(&b.y))
}

#[cfg(test)]
mod tests {
    use geo::wkt;

    use super::*;

    #[test]
    fn the_same_area_has_one_form_whatever_order_it_came_in() {
        let one = wkt!(MULTIPOLYGON(((4. 0., 4. 4., 0. 4., 0. 0., 4. 0.)), ((8. 2., 6. 2., 6. 0., 8. 0., 8. 2.))));
        let other = wkt!(MULTIPOLYGON(((6. 0., 8. 0., 8. 2., 6. 2., 6. 0.)), ((0. 0., 4. 0., 4. 4., 0. 4., 0. 0.))));
        assert_eq!(in_order(one.into()), in_order(other.into()));
    }
}
