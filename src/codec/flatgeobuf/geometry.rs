//! Shapes out of a verified flatbuffer.
//!
//! Verification proves that the bytes may be read, not that the numbers in them make sense: part ends
//! beyond the coordinates make the crate's own conversion panic. Here they are checked.

use flatgeobuf::{Geometry as Flat, GeometryType};
use geo::{Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon};

use crate::codec::Message;
use crate::codec::coordinates::{broken, checked, unsupported};

/// The shape, given the layer's type; a layer of mixed types leaves it to each shape.
pub(super) fn shape(
    flat: &Flat<'_>,
    layer_type: GeometryType,
    max_depth: usize,
) -> Result<Option<Geometry<f64>>, Message> {
    let coordinates = flat.xy().map_or(0, |xy| xy.len());
    if coordinates == 0 && flat.parts().is_none_or(|parts| parts.is_empty()) {
        return Ok(None);
    }
    checked(convert(flat, layer_type, max_depth)?)
}

fn convert(flat: &Flat<'_>, declared: GeometryType, depth: usize) -> Result<Geometry<f64>, Message> {
    let depth = depth.checked_sub(1).ok_or_else(|| broken("depth"))?;
    let kind = if declared == GeometryType::Unknown {
        flat.type_()
    } else {
        declared
    };
    Ok(match kind {
        GeometryType::Point => match coords(flat)?.as_slice() {
            [] => MultiPoint(vec![]).into(),
            [first, ..] => Point(*first).into(),
        },
        GeometryType::MultiPoint => MultiPoint(coords(flat)?.into_iter().map(Point).collect()).into(),
        GeometryType::LineString => LineString(coords(flat)?).into(),
        GeometryType::MultiLineString => MultiLineString(lines(flat)?).into(),
        GeometryType::Polygon => polygon(flat)?.into(),
        GeometryType::MultiPolygon => MultiPolygon(
            parts(flat, GeometryType::Polygon, depth)?
                .into_iter()
                .filter_map(|part| match part {
                    Geometry::Polygon(polygon) => Some(polygon),
                    _ => None,
                })
                .collect(),
        )
        .into(),
        GeometryType::GeometryCollection => {
            Geometry::GeometryCollection(GeometryCollection(parts(flat, GeometryType::Unknown, depth)?))
        }
        other => return Err(unsupported(other.variant_name().unwrap_or("Unknown"))),
    })
}

fn parts(flat: &Flat<'_>, declared: GeometryType, depth: usize) -> Result<Vec<Geometry<f64>>, Message> {
    match flat.parts() {
        Some(parts) => parts.iter().map(|part| convert(&part, declared, depth)).collect(),
        // A multi-polygon of one part may be stored as the part itself.
        None if declared == GeometryType::Polygon && flat.xy().is_some() => Ok(vec![polygon(flat)?.into()]),
        None => Ok(vec![]),
    }
}

fn coords(flat: &Flat<'_>) -> Result<Vec<Coord<f64>>, Message> {
    let Some(xy) = flat.xy() else {
        return Ok(vec![]);
    };
    if xy.len() % 2 != 0 {
        return Err(broken("xy"));
    }
    let numbers: Vec<f64> = xy.iter().collect();
    Ok(numbers
        .chunks_exact(2)
        .map(|pair| Coord { x: pair[0], y: pair[1] })
        .collect())
}

/// The coordinates cut at `ends`; without ends they are one line.
fn lines(flat: &Flat<'_>) -> Result<Vec<LineString<f64>>, Message> {
    let coords = coords(flat)?;
    let Some(ends) = flat.ends().filter(|ends| !ends.is_empty()) else {
        return Ok(if coords.is_empty() {
            vec![]
        } else {
            vec![LineString(coords)]
        });
    };
    let mut start = 0;
    let mut lines = Vec::new();
    for end in ends.iter() {
        let end = end as usize;
        let line = coords.get(start..end).ok_or_else(|| broken("ends"))?;
        lines.push(LineString(line.to_vec()));
        start = end;
    }
    Ok(lines)
}

fn polygon(flat: &Flat<'_>) -> Result<Polygon<f64>, Message> {
    let mut rings = lines(flat)?.into_iter();
    let exterior = rings.next().unwrap_or_else(|| LineString(vec![]));
    Ok(Polygon::new(exterior, rings.collect()))
}
