//! Vector tiles, read back with another decoder.

mod area;
mod change;
mod cluster;
mod real;
mod shapes;
mod standard;

<<<<<<< HEAD
use std::collections::{BTreeMap, BTreeSet, HashMap};

use geo::{Coord, Geometry, LineString, MultiPolygon, Polygon};
use koyu::tiles::{GeometryKind, LayerSpec, TileFeature, TileId, TileJson, TileLayer, TileRange, Value, WorldPoint};
use proptest::prelude::*;
=======
use geo::{Coord, LineString};
use koyu::tiles::{
    GeometryKind, LayerSpec, TileFeature, TileId, TileJson, TileLayer, TileRange, WorldPoint,
};
>>>>>>> tiles

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
<<<<<<< HEAD
fn features_on_one_point_carry_how_many_they_are() {
    let mut features = vec![point(1, WEST, SOUTH), point(2, WEST, SOUTH), point(3, WEST, SOUTH)];
    features.push(point(4, WEST + 0.001, SOUTH));
    let layer = TileLayer::build(clustered(10), features);
    let read = read_layer(&layer.tile(tile_at(WEST, SOUTH, 12)), "facilities");
    let stacks: BTreeMap<u64, Option<u64>> = read.iter().map(|feature| (feature.id, feature.uint("stack"))).collect();
    assert_eq!(
        stacks,
        BTreeMap::from([(1, Some(3)), (2, Some(3)), (3, Some(3)), (4, None)])
    );
}

#[test]
fn a_cluster_of_one_is_the_feature_itself() {
    let layer = TileLayer::build(clustered(14), [point(5, WEST, SOUTH)]);
    let read = read_layer(&layer.tile(tile_at(WEST, SOUTH, 6)), "facilities");
    assert_eq!(read[0].id, 5);
    assert_eq!(read[0].tags["name"].string_value.as_deref(), Some("施設5"));
    assert_eq!(read[0].uint("point_count"), None);
}

#[test]
fn a_cluster_has_counts_by_class_and_the_sum_of_weights() {
    let features: Vec<TileFeature> = (1..=6).map(|id| point(id, WEST + 1e-5 * id as f64, SOUTH)).collect();
    let layer = TileLayer::build(clustered(14), features);
    let read = read_layer(&layer.tile(tile_at(WEST, SOUTH, 8)), "facilities");
    assert_eq!(read.len(), 1);
    let cluster = &read[0];
    // Classes are id modulo 4; 3 is none of the three classes.
    let counts = ["point_count", "n_school", "n_park", "n_other"].map(|key| cluster.uint(key));
    assert_eq!(counts, [Some(6), Some(1), Some(2), Some(2)]);
    assert_eq!(cluster.tags["floor_area_m2"].double_value, Some(22.5));
    assert!(cluster.id >= 1 << 52);
}

/// For all tiles of a zoom: features and clusters by id, those in the buffer apart.
fn owned(layer: &TileLayer, zoom: u8, name: &str) -> HashMap<u64, Feature> {
    let mut owned = HashMap::new();
    for tile in tiles_of(layer, zoom) {
        for feature in read_layer(&layer.tile(tile), name) {
            let (x, y) = feature.point();
            if (0..4096).contains(&x) && (0..4096).contains(&y) {
                assert!(owned.insert(feature.id, feature).is_none(), "one tile owns it");
            }
        }
    }
    owned
}

#[test]
fn the_clusters_of_a_zoom_count_every_feature_once() {
    let features = scattered(3000, 0.2);
    let layer = TileLayer::build(clustered(13), features.clone());
    let weight: f64 = features.iter().map(|feature| feature.weight).sum();
    for zoom in 0..=14 {
        let owned = owned(&layer, zoom, "facilities");
        let count: u64 = owned
            .values()
            .map(|feature| feature.uint("point_count").unwrap_or(1))
            .sum();
        assert_eq!(count, 3000, "zoom {zoom}");
        let schools = |feature: &Feature| match feature.uint("point_count") {
            Some(_) => feature.uint("n_school").unwrap_or(0),
            None => u64::from(feature.id.is_multiple_of(4)),
        };
        assert_eq!(owned.values().map(schools).sum::<u64>(), 750, "zoom {zoom}");
        let weights = |feature: &Feature| {
            feature
                .tags
                .get("floor_area_m2")
                .map_or(feature.id as f64 + 0.25, |sum| sum.double_value.expect("a sum"))
        };
        assert!(
            (owned.values().map(weights).sum::<f64>() - weight).abs() < 0.01,
            "zoom {zoom}"
        );
    }
}

#[test]
fn clusters_of_a_zoom_keep_apart() {
    let layer = TileLayer::build(clustered(13), scattered(3000, 0.2));
    for zoom in 8..=11 {
        for tile in tiles_of(&layer, zoom) {
            let points: Vec<Cell> = read_layer(&layer.tile(tile), "facilities")
                .iter()
                .map(Feature::point)
                .collect();
            let close = points
                .iter()
                .enumerate()
                .flat_map(|(index, a)| points[..index].iter().map(move |b| (a, b)));
            let close = close
                .filter(|(a, b)| (a.0 - b.0).pow(2) + (a.1 - b.1).pow(2) < 160_i64.pow(2))
                .count();
            // Two rounds of merging leave a rare pair closer than 20 pixels; on a bare grid a tenth would be.
            assert!(close * 25 <= points.len(), "zoom {zoom}: {close} of {}", points.len());
        }
    }
}

#[test]
fn neighbouring_tiles_see_the_same_clusters_in_their_common_strip() {
    let layer = TileLayer::build(clustered(13), scattered(3000, 0.2));
    for zoom in 7..=12 {
        for tile in tiles_of(&layer, zoom) {
            let Some(east) = TileId::new(zoom, tile.column() + 1, tile.row()) else {
                continue;
            };
            let strip = |tile: TileId, shift: i64| -> BTreeMap<u64, (Cell, Option<u64>)> {
                read_layer(&layer.tile(tile), "facilities")
                    .into_iter()
                    .map(|feature| {
                        (
                            feature.id,
                            (
                                (feature.point().0 + shift, feature.point().1),
                                feature.uint("point_count"),
                            ),
                        )
                    })
                    .filter(|(_, ((x, _), _))| (4096 - 64..=4096 + 64).contains(x))
                    .collect()
            };
            assert_eq!(strip(tile, 0), strip(east, 4096), "zoom {zoom}");
        }
    }
}

#[test]
fn a_polygon_smaller_than_a_cell_is_drawn_as_one() {
    let tiny = star([WEST, SOUTH], 1e-5, &[1.0, 0.8, 0.9, 1.0], false);
    let layer = parcels([feature(1, tiny)]);
    for zoom in 0..=22 {
        let read = read_layer(&layer.tile(tile_at(WEST, SOUTH, zoom)), "parcels");
        assert_eq!(ids(&read), BTreeSet::from([1]), "zoom {zoom}");
        if zoom < 12 {
            assert_eq!(double_area(read[0].rings()[0]), 2);
        }
    }
}

#[test]
fn of_a_multipolygon_what_is_too_small_goes_and_the_rest_stays() {
    let large = star([WEST, SOUTH], 0.01, &[1.0, 0.8, 0.9, 1.0], true);
    let small = star([WEST + 0.1, SOUTH], 1e-6, &[1.0, 0.8, 0.9, 1.0], true);
    let layer = parcels([feature(1, MultiPolygon::new(vec![small, large]))]);
    let rings = |zoom| {
        read_layer(&layer.tile(tile_at(WEST + 0.05, SOUTH, zoom)), "parcels")[0]
            .rings()
            .len()
    };
    assert_eq!(rings(8), 2);
}

#[test]
fn a_polygon_that_holds_the_tile_fills_it_and_its_hole_empties_it() {
    let ring = |size: f64| {
        let corners = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)];
        LineString::from_iter(corners.map(|(x, y)| Coord {
            x: WEST + size * x,
            y: SOUTH + size * y,
        }))
    };
    let full = parcels([feature(1, Polygon::new(ring(1.0), Vec::new()))]);
    let read = read_layer(&full.tile(tile_at(WEST, SOUTH, 14)), "parcels");
    assert_eq!(double_area(read[0].rings()[0]), 2 * (4096 + 128) * (4096 + 128));
    let holed = parcels([feature(1, Polygon::new(ring(1.0), vec![ring(0.5)]))]);
    assert!(holed.tile(tile_at(WEST, SOUTH, 14)).is_empty());
=======
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
>>>>>>> tiles
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

<<<<<<< HEAD
/// Directed edges of all rings, opposite ones cancelled: what is left is the border of their union.
fn border_of_union<'a>(features: impl IntoIterator<Item = &'a Feature>) -> HashMap<(Cell, Cell), i32> {
    let mut edges: HashMap<(Cell, Cell), i32> = HashMap::new();
    for ring in features.into_iter().flat_map(Feature::rings) {
        for (&from, &to) in ring.iter().zip(ring.iter().cycle().skip(1)) {
            let (key, walk) = if from < to { ((from, to), 1) } else { ((to, from), -1) };
            *edges.entry(key).or_default() += walk;
        }
    }
    edges.retain(|_, walks| *walks != 0);
    edges
}

fn assert_no_gap_or_overlap(layer: &TileLayer, zoom: u8, tile: TileId) {
    let features = read_layer(&layer.tile(tile), "wards");
    let rings = features.iter().flat_map(Feature::rings);
    let area: i64 = rings.map(|ring| double_area(ring)).sum();
    let border = border_of_union(&features);
    assert!(
        border.values().all(|walks| walks.abs() == 1),
        "zoom {zoom}: an edge lies between two areas at most"
    );
    let enclosed: i64 = border
        .iter()
        .map(|(&((ax, ay), (bx, by)), &walk)| i64::from(walk) * (ax * by - bx * ay))
        .sum();
    assert_eq!(area, enclosed);
    // A gap or an overlap inside would be a second loop of border edges.
    assert_eq!(
        loops(&border),
        usize::from(!border.is_empty()),
        "zoom {zoom} {tile:?}: the border is one loop"
    );
}

fn loops(border: &HashMap<(Cell, Cell), i32>) -> usize {
    let mut next: HashMap<Cell, Vec<Cell>> = HashMap::new();
    for &(from, to) in border.keys() {
        next.entry(from).or_default().push(to);
        next.entry(to).or_default().push(from);
    }
    let mut seen: BTreeSet<Cell> = BTreeSet::new();
    let mut loops = 0;
    for &start in next.keys() {
        if seen.insert(start) {
            loops += 1;
            let mut open = vec![start];
            while let Some(cell) = open.pop() {
                open.extend(next[&cell].iter().filter(|&&cell| seen.insert(cell)));
            }
        }
    }
    loops
}

#[test]
fn between_wards_there_is_no_gap_and_no_overlap_at_any_zoom() {
    // From wards of a few cells to wards of many tiles.
    for (size_degrees, zooms) in [(0.03, 5..=16), (0.8, 0..=11)] {
        for simplify in [false, true] {
            let spec = LayerSpec {
                simplify,
                max_zoom: 16,
                ..spec("wards", GeometryKind::Polygon)
            };
            let wards = wards(6, 4, size_degrees, 7);
            assert!(wards.iter().all(|ward| geo::Validation::is_valid(&*ward.geometry)));
            let layer = TileLayer::build(spec, wards);
            let bounds = layer.bounds().expect("wards");
            let mut checked = 0;
            for zoom in zooms.clone() {
                let tiles = tiles_of(&layer, zoom);
                // Where a tile cuts the city's crooked outline into pieces, the border has several loops.
                let whole = |tile: &TileId| tile.window().contains(&bounds) || is_inside(*tile, 6, 4, size_degrees);
                let whole: Vec<TileId> = tiles.into_iter().filter(whole).collect();
                for &tile in whole.iter().step_by(whole.len().div_ceil(40).max(1)) {
                    assert_no_gap_or_overlap(&layer, zoom, tile);
                    checked += 1;
                }
            }
            assert!(checked > 40);
        }
    }
}

/// Whether a tile lies so far inside that the city's crooked outline does not reach it.
fn is_inside(tile: TileId, columns: usize, rows: usize, size_degrees: f64) -> bool {
    let [west, south, east, north] = tile.window().degrees();
    let margin = 0.5 * size_degrees;
    west > WEST + margin
        && south > SOUTH + margin
        && east < WEST + size_degrees * columns as f64 - margin
        && north < SOUTH + size_degrees * rows as f64 - margin
}

#[test]
fn simplified_wards_have_far_fewer_vertices_and_all_of_them_at_the_last_zoom() {
    let simplified = LayerSpec {
        simplify: true,
        max_zoom: 14,
        ..spec("wards", GeometryKind::Polygon)
    };
    let (plain, simple) = (
        TileLayer::build(spec("wards", GeometryKind::Polygon), wards(6, 4, 0.03, 9)),
        TileLayer::build(simplified, wards(6, 4, 0.03, 9)),
    );
    let vertices = |layer: &TileLayer, zoom| -> usize {
        let tile = tile_at(WEST + 0.09, SOUTH + 0.06, zoom);
        read_layer(&layer.tile(tile), "wards")
            .iter()
            .flat_map(Feature::rings)
            .map(Vec::len)
            .sum()
    };
    assert!(
        vertices(&simple, 9) * 3 < vertices(&plain, 9),
        "{} {}",
        vertices(&simple, 9),
        vertices(&plain, 9)
    );
    assert_eq!(vertices(&simple, 14), vertices(&plain, 14));
}

=======
>>>>>>> tiles
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
<<<<<<< HEAD

fn arbitrary_star() -> impl Strategy<Value = (f64, f64, f64, Vec<f64>, bool)> {
    // From less than a cell to several tiles at the zooms tried.
    let size = (-16.0..-2.0_f64).prop_map(f64::exp);
    let radii = prop::collection::vec(0.02..1.0_f64, 3..40);
    (0.0..0.05_f64, 0.0..0.05_f64, size, radii, any::<bool>())
}

fn stars(list: &[(f64, f64, f64, Vec<f64>, bool)]) -> Vec<TileFeature> {
    let star =
        |(x, y, size, radii, hole): &(f64, f64, f64, Vec<f64>, bool)| star([WEST + x, SOUTH + y], *size, radii, *hole);
    list.iter()
        .enumerate()
        .map(|(index, shape)| feature(index as u64 + 1, star(shape)))
        .collect()
}

/// One step of editing: put a feature somewhere, or take it away.
fn arbitrary_edit() -> impl Strategy<Value = (u64, Option<(f64, f64)>)> {
    let place = (0.0..0.2_f64, 0.0..0.2_f64).prop_map(|(x, y)| {
        // Coarse, so that some meet on one point.
        ((x * 500.0).round() / 500.0, (y * 500.0).round() / 500.0)
    });
    (1..400_u64, prop::option::weighted(0.7, place))
}

/// Every tile of a few zooms, by its address.
fn tiles_around(zooms: &[u8]) -> Vec<TileId> {
    let (low, high) = (
        WorldPoint::from_lon_lat(WEST - 0.05, SOUTH + 0.25),
        WorldPoint::from_lon_lat(WEST + 0.25, SOUTH - 0.05),
    );
    let area = koyu::tiles::WorldBox {
        min: low.expect("finite"),
        max: high.expect("finite"),
    };
    zooms
        .iter()
        .flat_map(|&zoom| TileRange::touched(&area, zoom, 64).tiles().collect::<Vec<_>>())
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whatever_the_polygons_their_tiles_keep_the_standard(list in prop::collection::vec(arbitrary_star(), 1..12), zoom in 4..19_u8) {
        let layer = parcels(stars(&list));
        let mut seen = BTreeSet::new();
        let tiles = tiles_of(&layer, zoom);
        for &tile in tiles.iter().step_by(tiles.len().div_ceil(60).max(1)) {
            seen.extend(ids(&read_layer(&layer.tile(tile), "parcels")));
        }
        if tiles.len() <= 60 {
            prop_assert_eq!(seen.len(), list.len(), "no polygon is lost");
        }
    }

    #[test]
    fn whatever_the_polygons_simplified_tiles_keep_the_standard(list in prop::collection::vec(arbitrary_star(), 1..6), zoom in 4..16_u8) {
        let simplified = LayerSpec { simplify: true, ..spec("parcels", GeometryKind::Polygon) };
        let layer = TileLayer::build(simplified, stars(&list[..1]));
        let tiles = tiles_of(&layer, zoom);
        for &tile in tiles.iter().step_by(tiles.len().div_ceil(40).max(1)) {
            read(&layer.tile(tile));
        }
    }

    #[test]
    fn the_area_of_a_polygon_survives_rounding(shape in arbitrary_star(), zoom in 10..15_u8) {
        let [made] = stars(std::slice::from_ref(&shape)).try_into().expect("one");
        let layer = parcels([made]);
        let tiles = tiles_of(&layer, zoom);
        prop_assume!(tiles.len() <= 30);
        for tile in tiles {
            let Some(read) = read_layer(&layer.tile(tile), "parcels").pop() else { continue };
            // Each vertex and edge moves by less than a cell.
            let length: f64 = read.rings().iter().flat_map(|ring| ring.iter().zip(ring.iter().cycle().skip(1)))
                .map(|(a, b)| ((a.0 - b.0) as f64).hypot((a.1 - b.1) as f64)).sum();
            let area: f64 = read.rings().iter().map(|ring| double_area(ring) as f64 / 2.0).sum();
            let exact = exact_area(&shape, tile);
            prop_assert!((area - exact).abs() <= 1.5 * length + 10.0, "{area} {exact} {length}");
        }
    }

    #[test]
    fn a_changed_layer_gives_the_bytes_of_a_new_one_and_says_which_tiles_changed(
        start in 0..400_u64,
        commits in prop::collection::vec(prop::collection::vec(arbitrary_edit(), 1..40), 1..6),
    ) {
        let mut current: BTreeMap<u64, TileFeature> = scattered(start, 0.2).into_iter().map(|f| (f.id, f)).collect();
        let mut layer = TileLayer::build(clustered(12), current.values().cloned());
        for (number, edits) in commits.iter().enumerate() {
            let edits: BTreeMap<u64, Option<(f64, f64)>> = edits.iter().copied().collect();
            let (mut changed, mut removed) = (Vec::new(), Vec::new());
            for (&id, place) in &edits {
                match place {
                    Some((x, y)) => {
                        let mut made = point(id, WEST + x, SOUTH + y);
                        made.attributes.push(("edited".into(), Value::Int(number as i64)));
                        current.insert(id, made.clone());
                        changed.push(made);
                    }
                    None => {
                        current.remove(&id);
                        removed.push(id);
                    }
                }
            }
            let (next, touched) = layer.with_changes(&changed, &removed);
            let anew = TileLayer::build(clustered(12), current.values().cloned());
            prop_assert_eq!(next.count(), anew.count());
            for tile in tiles_around(&[0, 3, 9, 10, 11, 12, 13]) {
                let bytes = next.tile(tile);
                prop_assert!(bytes == anew.tile(tile), "{tile:?} as built anew");
                prop_assert!(touched.contains(tile) || bytes == layer.tile(tile), "{tile:?} is not named as touched");
            }
            layer = next;
        }
    }

    #[test]
    fn a_changed_layer_of_areas_gives_the_bytes_of_a_new_one(
        list in prop::collection::vec(arbitrary_star(), 2..20),
        simplify in any::<bool>(),
    ) {
        let all = stars(&list);
        let (before, after) = all.split_at(all.len() / 2);
        // Half of what is there at first goes or moves.
        let moved: Vec<TileFeature> = after.iter().zip(before).map(|(shape, old)| TileFeature { id: old.id, ..shape.clone() }).step_by(2).collect();
        let removed: Vec<u64> = before.iter().skip(1).step_by(2).map(|feature| feature.id).collect();
        let spec = LayerSpec { simplify, max_zoom: 15, ..spec("parcels", GeometryKind::Polygon) };
        let layer = TileLayer::build(spec.clone(), before.iter().cloned());
        let (next, touched) = layer.with_changes(&moved, &removed);
        let kept = before.iter().filter(|f| !removed.contains(&f.id) && moved.iter().all(|m| m.id != f.id));
        let anew = TileLayer::build(spec, kept.chain(&moved).cloned());
        for tile in tiles_around(&[5, 9, 11]) {
            let bytes = next.tile(tile);
            prop_assert!(bytes == anew.tile(tile), "{tile:?} as built anew");
            prop_assert!(touched.contains(tile) || bytes == layer.tile(tile), "{tile:?} is not named as touched");
        }
    }
}

/// The area of a star within the tile and its buffer, in square cells, by floating point.
fn exact_area((x, y, size, radii, hole): &(f64, f64, f64, Vec<f64>, bool), tile: TileId) -> f64 {
    use geo::{Area, BooleanOps, MapCoords};
    let side = f64::from(1_u32 << tile.zoom()) * 4096.0;
    let shape = star([WEST + x, SOUTH + y], *size, radii, *hole).map_coords(|at| {
        let sine = at.y.to_radians().sin();
        Coord {
            x: (at.x / 360.0 + 0.5) * side - f64::from(tile.column()) * 4096.0,
            y: (0.5 - ((1.0 + sine) / (1.0 - sine)).ln() / (4.0 * std::f64::consts::PI)) * side
                - f64::from(tile.row()) * 4096.0,
        }
    });
    let window = geo::Rect::new((-64.0, -64.0), (4160.0, 4160.0)).to_polygon();
    let Geometry::Polygon(shape) = Geometry::from(shape) else {
        unreachable!("a polygon stays one")
    };
    shape.intersection(&window).unsigned_area()
}
=======
>>>>>>> tiles
