//! Coordinates that cannot be placed: not a number, or infinite.

use geo::{CoordsIter, Geometry};

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
