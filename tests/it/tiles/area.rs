//! Polygons: nothing lost, nothing crossed, no gap between neighbours.

use std::collections::{BTreeMap, BTreeSet};

use geo::{Area, BooleanOps, Coord, LineString, MapCoords, MultiPolygon, Polygon};
use geozero::mvt::{Message, Tile};
use koyu::tiles::{GeometryKind, LayerSpec, TileId, TileLayer};
use proptest::prelude::*;

use super::shapes::{SOUTH, Star, WEST, arbitrary_star, feature, spec, star, stars, wards};
use super::standard::{Cell, Feature, double_area, ids, read, read_layer};
use super::{parcels, tile_at, tiles_of};

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
}

/// Directed edges of all rings, opposite ones cancelled: what is left is the border of their union.
fn border_of_union<'a>(features: impl IntoIterator<Item = &'a Feature>) -> BTreeMap<(Cell, Cell), i32> {
    let mut edges: BTreeMap<(Cell, Cell), i32> = BTreeMap::new();
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

fn loops(border: &BTreeMap<(Cell, Cell), i32>) -> usize {
    let mut next: BTreeMap<Cell, Vec<Cell>> = BTreeMap::new();
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

    /// The import repairs polygons; one that slips through must not stop a map.
    #[test]
    fn an_invalid_polygon_stops_no_tile(
        rings in prop::collection::vec(prop::collection::vec((0..20_u8, 0..20_u8), 0..12), 1..4),
        zoom in 8..20_u8,
        simplify in any::<bool>(),
    ) {
        let ring = |corners: &Vec<(u8, u8)>| LineString::from_iter(corners.iter().map(|&(x, y)| Coord {
            x: WEST + f64::from(x) * 1e-4,
            y: SOUTH + f64::from(y) * 1e-4,
        }));
        let polygon = Polygon::new(ring(&rings[0]), rings[1..].iter().map(ring).collect());
        let layer = LayerSpec { simplify, ..spec("parcels", GeometryKind::Polygon) };
        let layer = TileLayer::build(layer, [feature(1, polygon)]);
        let tile = layer.tile(tile_at(WEST + 0.001, SOUTH + 0.001, zoom));
        prop_assert!(Tile::decode(tile.as_slice()).is_ok());
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
}

/// The area of a star within the tile and its buffer, in square cells, by floating point.
fn exact_area((x, y, size, radii, hole): &Star, tile: TileId) -> f64 {
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
    shape.intersection(&window).unsigned_area()
}
