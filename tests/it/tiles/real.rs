//! A trial with real files, by hand: `KOYU_REAL=<folder> cargo test --test it tiles::real -- --ignored --nocapture`.
//! With `KOYU_TILES_OUT=<folder>` the tiles are written there as `<layer>-<z>-<x>-<y>.mvt`, for decoders of others.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use geo::{Geometry, MultiPolygon, Polygon};
use koyu::tiles::{Field, GeometryKind, LayerSpec, TileFeature, TileId, TileLayer, TileRange, Value, WorldPoint};

use super::shapes::{clustered, spec};
use super::standard::{Feature, Shape, read};

fn features_of(path: &Path) -> Vec<TileFeature> {
    let text = std::fs::read_to_string(path).expect("a readable file");
    let collection: geojson::FeatureCollection = text.parse().expect("GeoJSON");
    let feature = |(index, feature): (usize, geojson::Feature)| {
        let geometry = Geometry::try_from(feature.geometry.expect("a geometry")).expect("a geometry");
        let text = |(key, value): (String, serde_json::Value)| match value {
            serde_json::Value::String(text) => Some((key.into(), Value::Text(text.into()))),
            serde_json::Value::Number(number) => Some((key.into(), Value::Real(number.as_f64()?))),
            _ => None,
        };
        TileFeature {
            id: index as u64 + 1,
            geometry: Arc::new(islands_on_their_own(geometry)),
            attributes: feature
                .properties
                .unwrap_or_default()
                .into_iter()
                .filter_map(text)
                .collect(),
            class: None,
            weight: 0.0,
        }
    };
    collection.features.into_iter().enumerate().map(feature).collect()
}

/// In the wards' file islands are stored as holes; an import would repair that.
fn islands_on_their_own(geometry: Geometry<f64>) -> Geometry<f64> {
    let Geometry::MultiPolygon(parts) = geometry else {
        return geometry;
    };
    let rings = parts.into_iter().flat_map(|part| {
        let (exterior, islands) = part.into_inner();
        std::iter::once(exterior).chain(islands)
    });
    MultiPolygon::new(rings.map(|ring| Polygon::new(ring, Vec::new())).collect()).into()
}

fn facilities_of(path: &Path) -> Vec<TileFeature> {
    let text = std::fs::read_to_string(path).expect("a readable file");
    let rows: Vec<serde_json::Value> =
        serde_json::from_str(text.trim_start_matches('\u{feff}')).expect("a list in JSON");
    let feature = |row: &serde_json::Value| {
        let point = geo::Point::new(row["lng"].as_f64()?, row["lat"].as_f64()?);
        let text = |key: &str| Some((key.into(), Value::Text(row[key].as_str()?.into())));
        let mut attributes: Vec<(Arc<str>, Value)> = ["name", "addr", "ward", "use", "useDetail", "manager"]
            .into_iter()
            .filter_map(text)
            .collect();
        attributes.extend(row["year"].as_i64().map(|year| ("year".into(), Value::Int(year))));
        Some(TileFeature {
            id: row["id"].as_u64()?,
            geometry: Arc::new(point.into()),
            attributes,
            class: row["use"].as_str().map(|text| (text.chars().count() % 3) as u8),
            weight: row["area"].as_f64().unwrap_or_default(),
        })
    };
    rows.iter().filter_map(feature).collect()
}

fn corner_count(feature: &Feature) -> usize {
    match &feature.shape {
        Shape::Points(points) => points.len(),
        Shape::Lines(paths) => paths.iter().map(Vec::len).sum(),
        Shape::Polygons(polygons) => polygons.iter().flatten().map(Vec::len).sum(),
    }
}

/// Makes every tile around Osaka that the layer has, checks it, and prints the slowest and the largest of each zoom.
fn try_out(layer: &TileLayer, zooms: std::ops::RangeInclusive<u8>) {
    let out = std::env::var_os("KOYU_TILES_OUT").map(PathBuf::from);
    let middle = WorldPoint::from_lon_lat(135.5, 34.68).expect("finite");
    for zoom in zooms {
        let all = TileRange::touched(&layer.bounds().expect("features"), zoom, 64);
        let mut tiles: Vec<TileId> = if all.count() <= 400 {
            all.tiles().collect()
        } else {
            Vec::new()
        };
        if tiles.is_empty() {
            tiles = TileId::at(middle, zoom).neighbourhood().collect();
        }
        let (mut slowest_us, mut largest, mut corners, mut features) = (0, 0, 0, 0);
        for &tile in &tiles {
            let start = Instant::now();
            let bytes = layer.tile(tile);
            slowest_us = slowest_us.max(start.elapsed().as_micros());
            largest = largest.max(bytes.len());
            for feature in read(&bytes).into_values().flatten() {
                corners += corner_count(&feature);
                features += 1;
            }
            if let Some(out) = &out {
                let name = format!("{}-{zoom}-{}-{}.mvt", layer.spec().id, tile.column(), tile.row());
                std::fs::write(out.join(name), &bytes).expect("a writable folder");
            }
        }
        println!(
            "{} z{zoom}: {} tiles, slowest {slowest_us} µs, largest {largest} B, {features} features, {corners} corners",
            layer.spec().id,
            tiles.len(),
        );
    }
}

#[test]
#[ignore = "needs the files of KOYU_REAL"]
fn real_layers_keep_the_standard() {
    let folder = PathBuf::from(std::env::var_os("KOYU_REAL").expect("KOYU_REAL names a folder")).join("osaka");
    let start = Instant::now();
    let wards = LayerSpec {
        simplify: true,
        max_zoom: 14,
        label_layer: Some("wards_label".to_owned()),
        fields: vec![Field::new("name", "区名", "name")],
        ..spec("wards", GeometryKind::Polygon)
    };
    let wards_from = features_of(&folder.join("wards_n03.geojson"));
    let read_in = start.elapsed();
    let wards = TileLayer::build(wards, wards_from);
    println!("wards: read {read_in:?}, built {:?}", start.elapsed() - read_in);
    try_out(&wards, 0..=14);

    let mesh = features_of(&folder.join("mesh_500m.geojson"));
    let start = Instant::now();
    let mesh = TileLayer::build(spec("mesh", GeometryKind::Polygon), mesh);
    println!("mesh: {} cells built {:?}", mesh.count(), start.elapsed());
    try_out(&mesh, 6..=16);

    let facilities = facilities_of(&folder.join("facilities.json"));
    let start = Instant::now();
    let facilities = TileLayer::build(clustered(13), facilities);
    println!("facilities: {} built {:?}", facilities.count(), start.elapsed());
    try_out(&facilities, 0..=18);
}
