//! Changes: a changed layer is the layer built anew, and names every tile that is not as before.

use std::collections::BTreeMap;

use koyu::tiles::{GeometryKind, LayerSpec, TileFeature, TileId, TileLayer, TileRange, Value, WorldBox, WorldPoint};
use proptest::prelude::*;

use super::shapes::{SOUTH, WEST, arbitrary_star, clustered, point, scattered, spec, stars};
use super::tile_at;

#[test]
fn values_that_nobody_has_any_more_are_forgotten_without_a_trace() {
    let renamed = |round: u64| -> Vec<TileFeature> {
        let rename = |mut feature: TileFeature| {
            feature.attributes = vec![("name".into(), Value::Int((round * 10_000 + feature.id) as i64))];
            feature
        };
        scattered(2500, 0.2).into_iter().map(rename).collect()
    };
    let mut layer = TileLayer::build(clustered(8), renamed(0));
    // The third round brings more new values than a layer keeps loose.
    for round in 1..=3 {
        layer = layer.with_changes(&renamed(round), &[]).0;
        let anew = TileLayer::build(clustered(8), renamed(round));
        for zoom in [8, 10, 12] {
            let tile = tile_at(WEST + 0.1, SOUTH + 0.1, zoom);
            assert!(layer.tile(tile) == anew.tile(tile), "round {round}, zoom {zoom}");
        }
    }
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
    let area = WorldBox {
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
