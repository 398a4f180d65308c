//! Made-up geography for the tests of tiles, the same at every run.

use std::sync::Arc;

use geo::{Coord, Geometry, LineString, Polygon};
use proptest::prelude::*;

use koyu::tiles::{ClusterSpec, GeometryKind, LayerSpec, TileFeature, Value};

pub const WEST: f64 = 135.40;
pub const SOUTH: f64 = 34.60;

pub fn spec(id: &str, kind: GeometryKind) -> LayerSpec {
    LayerSpec {
        id: id.to_owned(),
        title_ja: "試験".to_owned(),
        title_en: "test".to_owned(),
        kind,
        min_zoom: 0,
        max_zoom: 22,
        fields: Vec::new(),
        cluster: None,
        simplify: false,
        label_layer: None,
    }
}

pub fn clustered(until_zoom: u8) -> LayerSpec {
    let cluster = ClusterSpec {
        until_zoom,
        radius_px: 64,
        class_keys: vec!["school".to_owned(), "park".to_owned(), "other".to_owned()],
        weight_field: Some("floor_area_m2".to_owned()),
    };
    LayerSpec {
        cluster: Some(cluster),
        ..spec("facilities", GeometryKind::Point)
    }
}

pub fn feature(id: u64, geometry: impl Into<Geometry<f64>>) -> TileFeature {
    TileFeature {
        id,
        geometry: Arc::new(geometry.into()),
        attributes: vec![
            ("name".into(), Value::Text(format!("施設{id}").into())),
            ("ward".into(), Value::Int((id % 24) as i64)),
        ],
        class: Some((id % 4) as u8),
        weight: id as f64 + 0.25,
    }
}

pub fn point(id: u64, x: f64, y: f64) -> TileFeature {
    feature(id, geo::Point::new(x, y))
}

/// A number between 0 and 1 that looks random and depends on the seed alone.
pub fn noise(seed: u64) -> f64 {
    let mut bits = seed.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ bits >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ bits >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((bits ^ bits >> 31) >> 11) as f64 / (1_u64 << 53) as f64
}

/// A star around a centre: simple whatever the radii; with a hole of half its size.
pub fn star(centre: [f64; 2], size_degrees: f64, radii: &[f64], with_hole: bool) -> Polygon<f64> {
    let ring = |scale: f64| -> LineString<f64> {
        let corners = radii.iter().enumerate().map(|(index, radius)| {
            let angle = std::f64::consts::TAU * index as f64 / radii.len() as f64;
            let distance = size_degrees * scale * radius;
            Coord {
                x: centre[0] + distance * angle.cos(),
                y: centre[1] + distance * angle.sin(),
            }
        });
        LineString::new(corners.collect())
    };
    Polygon::new(ring(1.0), if with_hole { vec![ring(0.5)] } else { Vec::new() })
}

/// Wards: `columns` × `rows` areas that cover a rectangle without gaps, their borders crooked like coasts.
pub fn wards(columns: usize, rows: usize, size_degrees: f64, detail: u32) -> Vec<TileFeature> {
    let node = |column: usize, row: usize| {
        let seed = (column * 1000 + row) as u64;
        let shake = |seed: u64| (noise(seed) - 0.5) * 0.3;
        Coord {
            x: WEST + size_degrees * (column as f64 + shake(2 * seed)),
            y: SOUTH + size_degrees * (row as f64 + shake(2 * seed + 1)),
        }
    };
    let border = |a: (usize, usize), b: (usize, usize)| -> Vec<Coord<f64>> {
        let (first, last) = if a < b { (a, b) } else { (b, a) };
        let seed = (first.0 * 1_000_000 + first.1 * 1000 + last.0 * 10 + last.1) as u64;
        let mut line = crooked(node(first.0, first.1), node(last.0, last.1), detail, seed);
        if a > b {
            line.reverse();
        }
        line.pop();
        line
    };
    let mut wards = Vec::new();
    for row in 0..rows {
        for column in 0..columns {
            let corners = [
                (column, row),
                (column + 1, row),
                (column + 1, row + 1),
                (column, row + 1),
            ];
            let sides = (0..4).flat_map(|side| border(corners[side], corners[(side + 1) % 4]));
            let ring = LineString::new(sides.collect());
            wards.push(feature(
                (row * columns + column) as u64 + 1,
                Polygon::new(ring, Vec::new()),
            ));
        }
    }
    wards
}

/// A line from end to end, its middle pushed aside again and again.
fn crooked(from: Coord<f64>, to: Coord<f64>, detail: u32, seed: u64) -> Vec<Coord<f64>> {
    if detail == 0 {
        return vec![from, to];
    }
    let aside = (noise(seed) - 0.5) * 0.2;
    let middle = Coord {
        x: (from.x + to.x) / 2.0 - (to.y - from.y) * aside,
        y: (from.y + to.y) / 2.0 + (to.x - from.x) * aside,
    };
    let mut line = crooked(from, middle, detail - 1, seed.wrapping_mul(31) + 1);
    line.pop();
    line.extend(crooked(middle, to, detail - 1, seed.wrapping_mul(31) + 2));
    line
}

/// Points here and there.
pub fn scattered(count: u64, spread_degrees: f64) -> Vec<TileFeature> {
    (1..=count)
        .map(|id| {
            point(
                id,
                WEST + spread_degrees * noise(2 * id),
                SOUTH + spread_degrees * noise(2 * id + 1),
            )
        })
        .collect()
}

/// Place, size in degrees, radii, whether with a hole.
pub type Star = (f64, f64, f64, Vec<f64>, bool);

pub fn arbitrary_star() -> impl Strategy<Value = Star> {
    // From less than a cell to several tiles at the zooms tried.
    let size = (-16.0..-2.0_f64).prop_map(f64::exp);
    let radii = prop::collection::vec(0.02..1.0_f64, 3..40);
    (0.0..0.05_f64, 0.0..0.05_f64, size, radii, any::<bool>())
}

pub fn stars(list: &[Star]) -> Vec<TileFeature> {
    let star = |(x, y, size, radii, hole): &Star| star([WEST + x, SOUTH + y], *size, radii, *hole);
    list.iter()
        .enumerate()
        .map(|(index, shape)| feature(index as u64 + 1, star(shape)))
        .collect()
}
