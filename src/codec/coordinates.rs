//! Coordinates that cannot be placed: not a number, or infinite.

use geo::{Coord, CoordsIter, Geometry, Rect};

use super::Message;

/// The geometry, unless a coordinate is not a finite number. Without any coordinate there is none.
pub(super) fn checked(geometry: Geometry<f64>) -> Result<Option<Geometry<f64>>, Message> {
    let mut any = false;
    for coord in geometry.coords_iter() {
        any = true;
        if !(coord.x.is_finite() && coord.y.is_finite()) {
            return Err(Message::new(
                format!("座標 ({}, {}) が数値ではありません。", coord.x, coord.y),
                format!("The coordinate ({}, {}) is not a number.", coord.x, coord.y),
            ));
        }
    }
    Ok(any.then_some(geometry))
}

/// The box around every coordinate, nothing without one. geo's own looks at outer rings only, but registers
/// keep islands as "holes" that lie outside.
pub(super) fn extent(geometry: &Geometry<f64>) -> Option<Rect<f64>> {
    geometry.coords_iter().map(|at| Rect::new(at, at)).reduce(union)
}

/// The box around two boxes.
pub(super) fn union(a: Rect<f64>, b: Rect<f64>) -> Rect<f64> {
    let (a_min, a_max, b_min, b_max) = (a.min(), a.max(), b.min(), b.max());
    Rect::new(
        Coord {
            x: a_min.x.min(b_min.x),
            y: a_min.y.min(b_min.y),
        },
        Coord {
            x: a_max.x.max(b_max.x),
            y: a_max.y.max(b_max.y),
        },
    )
}

/// A geometry type that has no place on a plane map.
pub(super) fn unsupported(kind: &str) -> Message {
    Message::new(
        format!("図形の種類「{kind}」は読み込めません。点・線・面に変換してください。"),
        format!("Geometry of type “{kind}” cannot be read. Convert it to points, lines or polygons."),
    )
}

/// A geometry whose structure is broken.
pub(super) fn broken(detail: &str) -> Message {
    Message::new(
        format!("図形が壊れています ({detail})。"),
        format!("The geometry is broken ({detail})."),
    )
}

#[cfg(test)]
mod tests {
    use geo::{LineString, Polygon, point};

    use super::*;

    #[test]
    fn an_island_kept_as_a_hole_is_within_the_extent() {
        let ring = |x: f64| LineString::from(vec![(x, 0.), (x + 1., 0.), (x + 1., 1.), (x, 0.)]);
        let ward = Polygon::new(ring(5.), vec![ring(0.)]).into();
        let extent = extent(&ward).unwrap();
        assert_eq!((extent.min().x, extent.max().x), (0., 6.));
    }

    #[test]
    fn a_coordinate_that_is_no_number_is_named() {
        let message = checked(point! { x: f64::INFINITY, y: 34.7 }.into()).unwrap_err();
        assert!(message.en.contains("(inf, 34.7)"));
    }
}
