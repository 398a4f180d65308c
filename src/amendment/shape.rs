//! The shape of a record as a person draws or types it: a GeoJSON geometry in CRS84, which the register takes for
//! JGD2011 as all its web services do.

use geo::orient::{Direction, Orient};
use geo::{CoordsIter, Geometry};
use serde_json::Value;

use crate::geometry::{Shape, ShapeKind, flaw};
use crate::record::Kind;
use crate::text::Message;

/// Nobody draws more corners; a file of them is imported.
const MOST_CORNERS: usize = 5_000;

/// Reads a shape for a kind of record. An invalid polygon is refused with the place at which it is invalid, never
/// repaired: the person who drew it knows what was meant.
pub fn read_shape(kind: Kind, value: &Value) -> Result<Shape, Message> {
    if value.get("crs").is_some() {
        return Err(Message::new(
            "crs は指定できません。座標はCRS84（経度、緯度の順、度）で送ってください。",
            "A crs cannot be given. Send CRS84 coordinates: longitude, latitude, in degrees.",
        ));
    }
    let wanted = wanted(kind);
    let shape: Shape = serde_json::from_value(value.clone()).map_err(|error| {
        Message::new(
            format!("図形を読めません（{error}）。GeoJSONの{}を送ってください。", wanted.ja),
            format!("The geometry cannot be read ({error}). Send {} as GeoJSON.", wanted.en),
        )
    })?;
    let fits = match shape.kind() {
        ShapeKind::Point => shape.is_point(),
        ShapeKind::Polygon => true,
        ShapeKind::Line | ShapeKind::Mixed => false,
    };
    if !fits {
        return Err(Message::new(
            format!("図形は{}でなければなりません。", wanted.ja),
            format!("The geometry must be {}.", wanted.en),
        ));
    }
    let corners = shape.geometry().coords_count();
    if corners > MOST_CORNERS {
        return Err(Message::new(
            format!(
                "頂点が{corners}個あります。{MOST_CORNERS}個まで編集できます。大きな図形はファイルで取り込んでください。"
            ),
            format!("There are {corners} corners; {MOST_CORNERS} can be edited. Import a larger shape as a file."),
        ));
    }
    if let Some(flaw) = flaw(shape.geometry()) {
        let place = flaw.at.map(|(lon, lat)| {
            (
                format!("（経度{lon:.6}、緯度{lat:.6}の付近）"),
                format!(" (near {lon:.6}, {lat:.6})"),
            )
        });
        let (ja, en) = place.unwrap_or_default();
        return Err(Message::new(
            format!("{}{ja}。頂点を動かして直してください。", flaw.fault.ja()),
            format!(
                "The polygon is invalid{en}: {}. Move a corner to mend it.",
                flaw.fault.en()
            ),
        ));
    }
    let geometry = match shape.geometry().clone() {
        Geometry::Polygon(polygon) => polygon.orient(Direction::Default).into(),
        Geometry::MultiPolygon(polygons) => polygons.orient(Direction::Default).into(),
        other => other,
    };
    Ok(Shape::new(geometry).expect("turning a ring round keeps its positions"))
}

fn wanted(kind: Kind) -> Message {
    match kind {
        Kind::Parcel | Kind::Lot => Message::new(
            "面（Polygon、MultiPolygon）か点（Point）",
            "a Polygon, MultiPolygon or Point",
        ),
        _ => Message::new(
            "点（Point）か面（Polygon、MultiPolygon）",
            "a Point, Polygon or MultiPolygon",
        ),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn refusal(value: &Value) -> String {
        read_shape(Kind::Parcel, value).map_or_else(|message| message.ja, |_| String::new())
    }

    #[test]
    fn an_invalid_polygon_is_refused_with_its_place() {
        let bow = json!({"type": "Polygon", "coordinates": [[[135.0, 34.0], [135.2, 34.2], [135.2, 34.0], [135.0, 34.2], [135.0, 34.0]]]});
        let ja = refusal(&bow);
        assert!(ja.contains("135.100000") && ja.contains("34.100000"), "{ja}");
    }

    #[test]
    fn a_line_a_collection_and_another_system_are_refused() {
        for value in [
            json!({"type": "LineString", "coordinates": [[135.0, 34.0], [135.1, 34.1]]}),
            json!({"type": "MultiPoint", "coordinates": [[135.0, 34.0]]}),
            json!({"type": "GeometryCollection", "geometries": []}),
            json!({"type": "Point", "coordinates": [34.0, 135.0]}),
            json!({"type": "Point", "coordinates": []}),
            json!({"type": "Point", "coordinates": [135.0, 34.0], "crs": {"type": "name"}}),
            json!({"type": "Feature", "geometry": null, "properties": {}}),
            json!("POINT (135 34)"),
            json!(7),
        ] {
            assert!(!refusal(&value).is_empty(), "{value}");
        }
    }

    #[test]
    fn rings_are_turned_the_way_the_standard_says() {
        let clockwise =
            json!({"type": "Polygon", "coordinates": [[[135.0, 34.0], [135.0, 34.1], [135.1, 34.1], [135.0, 34.0]]]});
        let shape = read_shape(Kind::Parcel, &clockwise).expect("a shape");
        let written = serde_json::to_value(&shape).expect("GeoJSON");
        assert_eq!(written["coordinates"][0][1], json!([135.1, 34.1]));
    }
}
