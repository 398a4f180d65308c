//! How much of one area lies in another: for sharing out a mesh cell's population among wards.

use geo::{Area, BooleanOps, Geometry, MultiPolygon};

use super::Shape;

/// The part of `cell`'s area that lies in `area`, from 0 to 1; 0 where either is no polygon or the cell has no area.
///
/// Measured in degrees: within a cell of a kilometre the length of a degree changes by 0.01 %, which a ratio of two
/// areas at the same place does not see. Both must be valid, see [`super::repair`].
pub fn share_of_area(cell: &Shape, area: &Shape) -> f64 {
    let (around_cell, around_area) = (cell.bbox(), area.bbox());
    if !around_cell.intersects(&around_area) {
        return 0.0;
    }
    let (Some(cell), Some(area)) = (polygons(cell), polygons(area)) else {
        return 0.0;
    };
    let whole = cell.unsigned_area();
    if whole == 0.0 {
        return 0.0;
    }
    (cell.intersection(&area).unsigned_area() / whole).clamp(0.0, 1.0)
}

fn polygons(shape: &Shape) -> Option<MultiPolygon<f64>> {
    match shape.geometry() {
        Geometry::Polygon(polygon) => Some(polygon.clone().into()),
        Geometry::MultiPolygon(polygons) => Some(polygons.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A half mesh cell (4次メッシュ, about 500 m), moved by parts of its width.
    fn cell(east: f64, north: f64) -> Shape {
        let (width, height) = (0.00625, 0.004_166_666_666_666_667);
        let corner = (135.5 + east * width, 34.7 + north * height);
        let rect = geo::Rect::new(corner, (corner.0 + width, corner.1 + height));
        Shape::new(rect.into()).expect("a shape")
    }

    #[test]
    fn a_cell_lies_wholly_in_itself_and_not_at_all_elsewhere() {
        assert!((share_of_area(&cell(0., 0.), &cell(0., 0.)) - 1.0).abs() < 1e-6);
        assert_eq!(share_of_area(&cell(0., 0.), &cell(3., 0.)), 0.0);
        assert_eq!(
            share_of_area(&cell(0., 0.), &cell(1., 0.)),
            0.0,
            "a shared border has no area"
        );
        assert_eq!(
            share_of_area(&Shape::point(135.5, 34.7).expect("a shape"), &cell(0., 0.)),
            0.0
        );
    }

    proptest! {
        #[test]
        fn the_parts_of_a_cell_make_up_the_cell(east in 0.01..0.99f64, north in 0.01..0.99f64) {
            let parts = [(0., 0.), (1., 0.), (0., 1.), (1., 1.)].map(|(e, n)| share_of_area(&cell(east, north), &cell(e, n)));
            prop_assert!((parts[0] - (1.0 - east) * (1.0 - north)).abs() < 1e-5, "{:?}", parts);
            prop_assert!((parts.iter().sum::<f64>() - 1.0).abs() < 1e-5, "{:?}", parts);
        }
    }
}
