//! GeoJSON geometry from parsed JSON.
//!
//! The geojson crate panics on a position of one number; here every fault becomes a sentence, so that
//! the feature survives without its geometry.

use geo::{Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon};
use serde_json::Value;

use crate::codec::Message;
use crate::codec::coordinates::{broken, checked, unsupported};

/// The geometry of a feature; `null` is none.
pub(super) fn geometry(value: &Value) -> Result<Option<Geometry<f64>>, Message> {
    if value.is_null() {
        return Ok(None);
    }
    checked(shape(value)?)
}

/// Whether the first position has more than two numbers.
pub(super) fn has_height(value: &Value) -> bool {
    let mut at = value.get("coordinates").or_else(|| value.get("geometries"));
    while let Some(Value::Array(list)) = at {
        match list.first() {
            Some(Value::Number(_)) => return list.len() > 2,
            Some(Value::Object(_)) => return has_height(&list[0]),
            next => at = next,
        }
    }
    false
}

fn shape(value: &Value) -> Result<Geometry<f64>, Message> {
    let kind = value
        .get("type")
        .and_then(Value::as_str)
        .ok_or_else(|| broken("type"))?;
    if kind == "GeometryCollection" {
        let parts = list(value.get("geometries").unwrap_or(&Value::Null))?;
        let shapes: Result<Vec<_>, _> = parts.iter().map(shape).collect();
        return Ok(Geometry::GeometryCollection(GeometryCollection(shapes?)));
    }
    let coordinates = value.get("coordinates").unwrap_or(&Value::Null);
    Ok(match kind {
        // An empty list is GeoJSON's way to say "a point nowhere".
        "Point" if coordinates == &Value::Array(vec![]) => MultiPoint::<f64>(vec![]).into(),
        "Point" => Point(position(coordinates)?).into(),
        "MultiPoint" => MultiPoint(each(coordinates, |at| position(at).map(Point))?).into(),
        "LineString" => line(coordinates)?.into(),
        "MultiLineString" => MultiLineString(each(coordinates, line)?).into(),
        "Polygon" => polygon(coordinates)?.into(),
        "MultiPolygon" => MultiPolygon(each(coordinates, polygon)?).into(),
        other => return Err(unsupported(other)),
    })
}

fn list(value: &Value) -> Result<&Vec<Value>, Message> {
    value.as_array().ok_or_else(|| broken("coordinates"))
}

fn each<T>(value: &Value, one: impl Fn(&Value) -> Result<T, Message>) -> Result<Vec<T>, Message> {
    list(value)?.iter().map(one).collect()
}

fn position(value: &Value) -> Result<Coord<f64>, Message> {
    match list(value)?.as_slice() {
        [x, y, ..] => match (x.as_f64(), y.as_f64()) {
            (Some(x), Some(y)) => Ok(Coord { x, y }),
            _ => Err(broken("coordinates")),
        },
        _ => Err(broken("coordinates")),
    }
}

fn line(value: &Value) -> Result<LineString<f64>, Message> {
    each(value, position).map(LineString)
}

fn polygon(value: &Value) -> Result<Polygon<f64>, Message> {
    let mut rings = each(value, line)?.into_iter();
    let exterior = rings.next().unwrap_or_else(|| LineString(vec![]));
    Ok(Polygon::new(exterior, rings.collect()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_position_of_one_number_is_a_fault_not_a_panic() {
        assert!(geometry(&json!({"type":"Point","coordinates":[1]})).is_err());
        assert!(geometry(&json!({"type":"Point"})).is_err());
        assert!(geometry(&json!({"type":"Cone","coordinates":[]})).is_err());
        assert!(geometry(&json!(3)).is_err());
    }

    #[test]
    fn empty_geometry_is_none() {
        for kind in ["Point", "LineString", "Polygon", "MultiPolygon"] {
            let value = json!({"type":kind,"coordinates":[]});
            assert_eq!(geometry(&value), Ok(None), "{kind}");
        }
    }

    #[test]
    fn heights_are_dropped() {
        let value = json!({"type":"LineString","coordinates":[[1,2,3],[4,5,6]]});
        assert!(has_height(&value));
        let shape = geometry(&value).unwrap().unwrap();
        assert_eq!(shape, LineString::from(vec![(1.0, 2.0), (4.0, 5.0)]).into());
    }
}
