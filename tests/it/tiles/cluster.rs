//! Clusters: every feature counted once, the same in neighbouring tiles.

use std::collections::{BTreeMap, HashMap};

use koyu::tiles::{TileFeature, TileId, TileLayer};

use super::shapes::{SOUTH, WEST, clustered, point, scattered};
use super::standard::{Cell, Feature, read_layer};
use super::{tile_at, tiles_of};

#[test]
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
