//! Shapes brought to the one kind that a layer holds.

use std::borrow::Cow;

use geo::{Geometry, MultiLineString, MultiPolygon};

use super::{Format, GeometryKind, Message, WriteError};

/// The shape as the layer's kind wants it: lines and areas as multi shapes.
pub(super) fn fit(
    geometry: &Geometry<f64>,
    kind: GeometryKind,
    format: Format,
) -> Result<Cow<'_, Geometry<f64>>, WriteError> {
    use GeometryKind::{Any, LineString, Point, Polygon};
    Ok(match (kind, geometry) {
        (Any, Geometry::Rect(rect)) => Cow::Owned(rect.to_polygon().into()),
        (Any, Geometry::Triangle(triangle)) => Cow::Owned(triangle.to_polygon().into()),
        (Any, Geometry::Line(line)) => Cow::Owned(geo::LineString::from(line).into()),
        (Any, _)
        | (Point, Geometry::Point(_))
        | (LineString, Geometry::MultiLineString(_))
        | (Polygon, Geometry::MultiPolygon(_)) => Cow::Borrowed(geometry),
        (Point, Geometry::MultiPoint(points)) if points.0.len() == 1 => Cow::Owned(points.0[0].into()),
        (LineString, Geometry::LineString(line)) => Cow::Owned(MultiLineString(vec![line.clone()]).into()),
        (LineString, Geometry::Line(line)) => Cow::Owned(MultiLineString(vec![line.into()]).into()),
        (Polygon, Geometry::Polygon(polygon)) => Cow::Owned(MultiPolygon(vec![polygon.clone()]).into()),
        (Polygon, Geometry::Rect(rect)) => Cow::Owned(MultiPolygon(vec![rect.to_polygon()]).into()),
        (Polygon, Geometry::Triangle(triangle)) => Cow::Owned(MultiPolygon(vec![triangle.to_polygon()]).into()),
        _ => {
            return Err(WriteError::Format {
                format,
                reason: Message::new(
                    "図形の種類がレイヤーと合いません。種類ごとに分けて書き出してください",
                    "a shape is not of the layer's kind; export each kind by itself",
                ),
            });
        }
    })
}
