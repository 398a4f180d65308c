//! What a layer costs to prepare and a tile to make, at the demo's size and at 100,000 features.

use std::hint::black_box;
use std::sync::Arc;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use geo::{Geometry, Rect};
use koyu::tiles::{ClusterSpec, GeometryKind, LayerSpec, TileFeature, TileId, TileLayer, Value, WorldPoint};

const WEST: f64 = 135.37;
const SOUTH: f64 = 34.58;
const WIDTH: f64 = 0.23;
const HEIGHT: f64 = 0.19;

/// A number between 0 and 1 that looks random and depends on the seed alone.
fn noise(seed: u64) -> f64 {
    let mut bits = seed.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ bits >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ bits >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((bits ^ bits >> 31) >> 11) as f64 / (1_u64 << 53) as f64
}

fn place(id: u64) -> [f64; 2] {
    [WEST + WIDTH * noise(2 * id), SOUTH + HEIGHT * noise(2 * id + 1)]
}

fn feature(id: u64, geometry: Geometry<f64>) -> TileFeature {
    TileFeature {
        id,
        geometry: Arc::new(geometry),
        attributes: vec![
            ("number".into(), Value::Text(format!("F{id:06}").into())),
            ("name".into(), Value::Text(format!("第{id}施設").into())),
            (
                "class".into(),
                Value::Text(["学校教育系施設", "子育て支援施設", "公園", "庁舎"][id as usize % 4].into()),
            ),
            ("ward".into(), Value::Int((id % 24) as i64)),
            ("built".into(), Value::Int(1950 + (id % 70) as i64)),
            ("floor_area_m2".into(), Value::Real((noise(id) * 1e6).round() / 100.0)),
        ],
        class: Some((id % 4) as u8),
        weight: noise(id) * 1e4,
    }
}

fn facilities(count: u64) -> Vec<TileFeature> {
    (1..=count)
        .map(|id| feature(id, geo::Point::from(place(id)).into()))
        .collect()
}

/// Parcels of 10 to 50 metres, side by side with their like.
fn parcels(count: u64) -> Vec<TileFeature> {
    let parcel = |id: u64| {
        let [x, y] = place(id);
        let size = 1e-4 + 4e-4 * noise(3 * id);
        Rect::new([x, y], [x + size, y + size]).to_polygon()
    };
    (1..=count).map(|id| feature(id, parcel(id).into())).collect()
}

fn spec(id: &str, kind: GeometryKind, cluster_until: Option<u8>) -> LayerSpec {
    let cluster = |until_zoom| ClusterSpec {
        until_zoom,
        radius_px: 64,
        class_keys: ["school", "childcare", "park", "office"].map(str::to_owned).to_vec(),
        weight_field: Some("floor_area_m2_sum".to_owned()),
    };
    LayerSpec {
        id: id.to_owned(),
        title_ja: String::new(),
        title_en: String::new(),
        kind,
        min_zoom: 0,
        max_zoom: 18,
        fields: Vec::new(),
        cluster: cluster_until.map(cluster),
        simplify: false,
        label_layer: None,
    }
}

fn tile(zoom: u8) -> TileId {
    let middle = WorldPoint::from_lon_lat(WEST + WIDTH / 2.0, SOUTH + HEIGHT / 2.0).expect("finite");
    TileId::at(middle, zoom)
}

fn build(criterion: &mut Criterion) {
    for count in [1_719, 100_000] {
        let features = facilities(count);
        criterion.bench_function(&format!("build {count} facilities"), |bencher| {
            let spec = spec("facilities", GeometryKind::Point, Some(13));
            bencher.iter_batched(
                || (spec.clone(), features.clone()),
                |(spec, all)| TileLayer::build(spec, all),
                BatchSize::LargeInput,
            );
        });
    }
    let features = parcels(100_000);
    criterion.bench_function("build 100000 parcels", |bencher| {
        let spec = spec("parcels", GeometryKind::Polygon, None);
        bencher.iter_batched(
            || (spec.clone(), features.clone()),
            |(spec, all)| TileLayer::build(spec, all),
            BatchSize::LargeInput,
        );
    });
}

fn change(criterion: &mut Criterion) {
    let layer = TileLayer::build(spec("facilities", GeometryKind::Point, Some(13)), facilities(100_000));
    let changed = [feature(500, geo::Point::from(place(7)).into())];
    criterion.bench_function("change one of 100000 facilities", |bencher| {
        bencher.iter(|| layer.with_changes(&changed, &[]))
    });
}

fn cold_tile(criterion: &mut Criterion) {
    let demo = [
        TileLayer::build(spec("facilities", GeometryKind::Point, Some(13)), facilities(1_719)),
        TileLayer::build(spec("parcels", GeometryKind::Polygon, Some(12)), parcels(505)),
    ];
    let large = [
        TileLayer::build(spec("facilities", GeometryKind::Point, Some(13)), facilities(100_000)),
        TileLayer::build(spec("facilities", GeometryKind::Point, None), facilities(100_000)),
        TileLayer::build(spec("parcels", GeometryKind::Polygon, None), parcels(100_000)),
    ];
    for zoom in [9, 10, 12, 14, 16] {
        criterion.bench_function(&format!("demo facilities + parcels z{zoom}"), |bencher| {
            bencher.iter(|| {
                demo.iter()
                    .map(|layer| black_box(layer.tile(tile(zoom))).len())
                    .sum::<usize>()
            });
        });
        for (name, layer) in ["clustered facilities", "facilities", "parcels"]
            .into_iter()
            .zip(&large)
        {
            let bytes = layer.tile(tile(zoom)).len();
            criterion.bench_function(&format!("100000 {name} z{zoom} ({bytes} B)"), |bencher| {
                bencher.iter(|| black_box(layer.tile(tile(zoom))));
            });
        }
    }
}

criterion_group!(benches, build, change, cold_tile);
criterion_main!(benches);
