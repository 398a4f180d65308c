//! Vector tiles, read back with another decoder.

mod area;
mod change;
mod cluster;
mod real;
mod shapes;
mod standard;

use geo::{Coord, LineString};
use koyu::tiles::{GeometryKind, LayerSpec, TileFeature, TileId, TileJson, TileLayer, TileRange, WorldPoint};

use shapes::{SOUTH, WEST, clustered, feature, point, scattered, spec, star, wards};
use standard::{Shape, ids, read, read_layer};

fn tile_at(x: f64, y: f64, zoom: u8) -> TileId {
    TileId::at(WorldPoint::from_lon_lat(x, y).expect("finite"), zoom)
}

fn tiles_of(layer: &TileLayer, zoom: u8) -> Vec<TileId> {
    layer
        .bounds()
        .map(|bounds| TileRange::touched(&bounds, zoom, 64).tiles().collect())
        .unwrap_or_default()
}

fn parcels(features: impl IntoIterator<Item = TileFeature>) -> TileLayer {
    TileLayer::build(spec("parcels", GeometryKind::Polygon), features)
}

#[test]
fn attributes_arrive_with_their_types_and_no_number_is_left_out() {
    let mut one = point(7, WEST, SOUTH);
    one.attributes = vec![
        ("名前".into(), "旧第2庁舎 𠮷".into()),
        ("floors".into(), 3_i64.into()),
        ("balance".into(), (-5_i64).into()),
        ("area_m2".into(), 12.5.into()),
        ("is_open".into(), true.into()),
        ("nothing".into(), f64::NAN.into()),
    ];
    let layer = TileLayer::build(spec("facilities", GeometryKind::Point), [one]);
    let features = read_layer(&layer.tile(tile_at(WEST, SOUTH, 14)), "facilities");
    let tags = &features[0].tags;
    assert_eq!(features[0].id, 7);
    assert_eq!(tags["名前"].string_value.as_deref(), Some("旧第2庁舎 𠮷"));
    assert_eq!(tags["floors"].uint_value, Some(3));
    assert_eq!(tags["balance"].sint_value, Some(-5));
    assert_eq!(tags["area_m2"].double_value, Some(12.5));
    assert_eq!(tags["is_open"].bool_value, Some(true));
    assert!(!tags.contains_key("nothing"));
}

#[test]
fn outside_its_zooms_and_where_nothing_is_a_layer_is_an_empty_tile() {
    let limits = LayerSpec {
        min_zoom: 8,
        max_zoom: 14,
        ..spec("facilities", GeometryKind::Point)
    };
    let layer = TileLayer::build(limits, [point(1, WEST, SOUTH)]);
    assert!(layer.tile(tile_at(WEST, SOUTH, 7)).is_empty());
    assert!(layer.tile(tile_at(WEST, SOUTH, 15)).is_empty());
    assert!(layer.tile(tile_at(WEST + 1.0, SOUTH, 10)).is_empty());
    assert!(!layer.tile(tile_at(WEST, SOUTH, 8)).is_empty());
    assert!(
        TileLayer::build(spec("none", GeometryKind::Point), [])
            .tile(tile_at(WEST, SOUTH, 0))
            .is_empty()
    );
}

#[test]
fn a_point_on_a_border_is_in_both_tiles_and_owned_by_one() {
    for zoom in [0, 5, 10, 14, 20, 22] {
        let home = tile_at(WEST, SOUTH, zoom);
        // The western edge of the tile, in degrees.
        let x = f64::from(home.column()) / f64::from(1_u32 << zoom) * 360.0 - 180.0;
        let layer = TileLayer::build(spec("facilities", GeometryKind::Point), [point(1, x, SOUTH)]);
        let here = read_layer(&layer.tile(tile_at(x + 1e-9, SOUTH, zoom)), "facilities");
        assert_eq!(here[0].point().0, 0, "zoom {zoom}");
        if let Some(west) = home.column().checked_sub(1) {
            let neighbour = TileId::new(zoom, west, home.row()).expect("a tile");
            let there = read_layer(&layer.tile(neighbour), "facilities");
            assert_eq!(there[0].point(), (4096, here[0].point().1), "zoom {zoom}");
        }
    }
}

#[test]
fn a_multipoint_is_drawn_where_its_points_are_and_not_between_them() {
    let ends = geo::MultiPoint::from(vec![(WEST, SOUTH), (WEST + 1.0, SOUTH + 1.0)]);
    let layer = TileLayer::build(spec("trees", GeometryKind::Point), [feature(1, ends)]);
    assert!(layer.tile(tile_at(WEST + 0.5, SOUTH + 0.5, 12)).is_empty());
    let points = |zoom| {
        read_layer(&layer.tile(tile_at(WEST, SOUTH, zoom)), "trees")[0]
            .shape
            .clone()
    };
    assert!(matches!(points(12), Shape::Points(points) if points.len() == 1));
    assert!(matches!(points(0), Shape::Points(points) if points.len() == 2));
}

#[test]
fn labels_are_a_layer_of_points_inside_their_areas() {
    let layer = LayerSpec {
        label_layer: Some("wards_label".to_owned()),
        ..spec("wards", GeometryKind::Polygon)
    };
    let layer = TileLayer::build(layer, wards(3, 2, 0.02, 3));
    let mut layers = read(&layer.tile(tile_at(WEST + 0.03, SOUTH + 0.02, 10)));
    let (areas, labels) = (
        layers.remove("wards").expect("areas"),
        layers.remove("wards_label").expect("labels"),
    );
    assert_eq!(ids(&areas), ids(&labels));
    assert!(
        labels
            .iter()
            .all(|label| matches!(label.shape, Shape::Points(_)) && label.tags.contains_key("name"))
    );
}

#[test]
fn layers_written_one_after_the_other_are_one_tile() {
    let home = tile_at(WEST, SOUTH, 12);
    let mut bytes = TileLayer::build(clustered(8), [point(1, WEST, SOUTH)]).tile(home);
    bytes.extend(parcels([feature(2, star([WEST, SOUTH], 0.001, &[1.0; 5], false))]).tile(home));
    assert_eq!(read(&bytes).into_keys().collect::<Vec<_>>(), ["facilities", "parcels"]);
}

#[test]
fn a_line_is_cut_into_pieces_at_the_tile() {
    let line = LineString::from_iter(
        [(0.0, 0.0), (0.0, 0.2), (0.001, 0.2), (0.001, 0.0)].map(|(x, y)| Coord {
            x: WEST + x,
            y: SOUTH + y,
        }),
    );
    let layer = TileLayer::build(spec("roads", GeometryKind::Line), [feature(1, line)]);
    let read = read_layer(&layer.tile(tile_at(WEST, SOUTH, 13)), "roads");
    assert!(matches!(&read[0].shape, Shape::Lines(lines) if lines.len() == 2));
}

#[test]
fn tilejson_says_what_the_standard_demands() {
    let layer = LayerSpec {
        label_layer: Some("wards_label".to_owned()),
        ..clustered(13)
    };
    let layer = TileLayer::build(layer, scattered(50, 0.2));
    let document = TileJson::new(&layer, "https://koyu.example/tiles/facilities/", Some("公有"));
    assert_eq!(document.tiles, ["https://koyu.example/tiles/facilities/{z}/{x}/{y}"]);
    let [west, south, east, north] = document.bounds.expect("bounds");
    let [x, y, zoom] = document.center.expect("a centre");
    assert!(west < east && south < north && (west..=east).contains(&x) && (south..=north).contains(&y));
    assert!(document.minzoom <= document.maxzoom && document.maxzoom <= 30);
    assert!((f64::from(document.minzoom)..=f64::from(document.maxzoom)).contains(&zoom));
    let json = serde_json::to_value(&document).expect("JSON");
    assert_eq!(json["tilejson"], "3.0.0");
    assert_eq!(json["vector_layers"][0]["id"], "facilities");
    assert_eq!(json["vector_layers"][1]["id"], "wards_label");
    assert_eq!(json["vector_layers"][1]["fields"], serde_json::json!({}));
    assert!(json["vector_layers"][0]["fields"]["n_school"].is_string());
    let empty = TileJson::new(&TileLayer::build(clustered(13), []), "https://koyu.example/t", None);
    assert!(serde_json::to_value(&empty).expect("JSON").get("bounds").is_none());
}
