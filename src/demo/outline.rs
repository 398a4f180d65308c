//! Schematic ward outlines (模式図), drawn from the approximate seats of the wards and a coarse outline of the city.
//!
//! The drawing belongs to the project: it is no tracing or simplification of anybody's boundary data, and it
//! proves nothing about where a place lies. Each ward is what lies nearer to its seeds than to other wards',
//! rivers counting as a detour. The result is a coverage: neighbours share their vertices exactly.

mod arcs;
mod grid;

use geo::Polygon;
use serde::Deserialize;

use grid::Grid;

/// What a drawing is made from; data/demo/wards.toml.
#[derive(Clone, Debug, Deserialize)]
pub struct Sketch {
    /// Said beside the drawing wherever it is shown.
    pub label: String,
    /// The city, as [longitude, latitude].
    pub outline: Vec<[f64; 2]>,
    #[serde(default)]
    pub barrier: Vec<Barrier>,
    pub ward: Vec<SeededWard>,
}

/// A river or ridge that wards tend to end at.
#[derive(Clone, Debug, Deserialize)]
pub struct Barrier {
    pub line: Vec<[f64; 2]>,
    /// What crossing it adds to a distance.
    pub detour_m: f64,
}

/// A ward and the places it grows from.
#[derive(Clone, Debug, Deserialize)]
pub struct SeededWard {
    pub code: String,
    pub name: String,
    pub name_en: String,
    pub seeds: Vec<Seed>,
}

/// A place that a ward grows from, ahead of others by `reach_m`.
#[derive(Clone, Debug, Deserialize)]
pub struct Seed {
    pub at: [f64; 2],
    pub reach_m: f64,
}

/// A drawn ward.
#[derive(Clone, Debug, PartialEq)]
pub struct WardOutline {
    pub code: String,
    pub name: String,
    pub name_en: String,
    pub polygon: Polygon<f64>,
}

/// Why a sketch gives no drawing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SketchError {
    #[error("市の輪郭に3点以上が要ります / the outline of the city needs three points")]
    NoOutline,
    #[error(
        "{name}の種が市の輪郭の外か、他の区の中にあります / a seed of {name} lies outside the city or within another ward"
    )]
    SeedLost { name: String },
    #[error("{name}が一つながりになりません。種を近づけてください / {name} falls into parts; move its seeds together")]
    Scattered { name: String },
}

/// Draws the wards in the order of the sketch. The same sketch always gives the same drawing.
pub fn draw(sketch: &Sketch) -> Result<Vec<WardOutline>, SketchError> {
    let grid = Grid::assign(sketch)?;
    let rings = arcs::rings(&grid);
    sketch
        .ward
        .iter()
        .zip(rings)
        .map(|(ward, ring)| {
            let scattered = || SketchError::Scattered {
                name: ward.name.clone(),
            };
            Ok(WardOutline {
                code: ward.code.clone(),
                name: ward.name.clone(),
                name_en: ward.name_en.clone(),
                polygon: Polygon::new(ring.ok_or_else(scattered)?, Vec::new()),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::LazyLock;

    use geo::{Area, Contains, Intersects, Point, Validation};
    use geojson::{Feature, FeatureCollection, GeometryValue, JsonObject};

    use super::*;

    const DRAWN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/demo/wards.geojson");

    fn sketch() -> Sketch {
        toml::from_str(include_str!("../../data/demo/wards.toml")).expect("the sketch is part of the source")
    }

    fn wards() -> &'static [WardOutline] {
        static WARDS: LazyLock<Vec<WardOutline>> = LazyLock::new(|| draw(&sketch()).expect("the sketch can be drawn"));
        &WARDS
    }

    /// One feature a line, so that a change shows which wards it moved.
    fn to_geojson(label: &str, wards: &[WardOutline]) -> String {
        let features = wards.iter().map(|ward| {
            let mut properties = JsonObject::new();
            for (name, value) in [("code", &ward.code), ("name", &ward.name), ("name_en", &ward.name_en)] {
                properties.insert(name.into(), value.as_str().into());
            }
            properties.insert("label".into(), label.into());
            properties.insert("provenance".into(), "demo_invented".into());
            let geometry = Some(GeometryValue::from(&ward.polygon).into());
            Feature {
                geometry,
                properties: Some(properties),
                ..Feature::default()
            }
            .to_string()
        });
        let lines: Vec<String> = features.collect();
        format!(
            "{{\"type\":\"FeatureCollection\",\"note\":\"{label}: 架空の境界 / schematic, invented by the project\",\"features\":[\n{}\n]}}\n",
            lines.join(",\n")
        )
    }

    #[test]
    fn the_committed_drawing_is_what_the_sketch_gives() {
        let sketch = sketch();
        let drawn = std::fs::read_to_string(DRAWN).expect("the drawing is part of the source");
        assert!(
            drawn == to_geojson(&sketch.label, wards()),
            "draw again: cargo test --lib demo::outline -- --ignored"
        );
        let read: FeatureCollection = drawn.parse().expect("it is GeoJSON");
        assert_eq!(read.features.len(), 24);
    }

    #[test]
    #[ignore = "writes data/demo/wards.geojson anew"]
    fn draw_again() {
        std::fs::write(DRAWN, to_geojson(&sketch().label, wards())).expect("written");
    }

    #[test]
    fn wards_are_whole_and_hold_their_seeds() {
        for (ward, seeded) in wards().iter().zip(sketch().ward) {
            assert!(ward.polygon.is_valid(), "{}", ward.name);
            assert!(ward.polygon.signed_area() > 0.0, "{} turns the wrong way", ward.name);
            let vertices = ward.polygon.exterior().0.len();
            assert!((20..400).contains(&vertices), "{} has {vertices} vertices", ward.name);
            for seed in &seeded.seeds {
                assert!(
                    ward.polygon.contains(&Point::new(seed.at[0], seed.at[1])),
                    "{}",
                    ward.name
                );
            }
        }
    }

    /// Interior sides are walked once each way and cancel out; what is left must be one simple ring around the city.
    /// As all wards turn the same way, every place within is then covered exactly once.
    #[test]
    fn neighbours_share_every_vertex_and_nothing_lies_between() {
        let bits = |place: geo::Coord<f64>| (place.x.to_bits(), place.y.to_bits());
        let mut sides = BTreeMap::new();
        for side in wards().iter().flat_map(|ward| ward.polygon.exterior().lines()) {
            if sides.remove(&(bits(side.end), bits(side.start))).is_none() {
                let twice = sides.insert((bits(side.start), bits(side.end)), side);
                assert!(twice.is_none(), "two wards lie on the same side of {side:?}");
            }
        }
        let edge: BTreeMap<_, _> = sides.values().map(|side| (bits(side.start), side.end)).collect();
        assert_eq!(edge.len(), sides.len(), "the edge of the city touches itself");
        let start = sides.values().next().expect("the city has an edge").start;
        let mut ring = vec![start];
        while ring.len() == 1 || ring[ring.len() - 1] != start {
            ring.push(edge[&bits(ring[ring.len() - 1])]);
        }
        assert_eq!(ring.len(), sides.len() + 1, "the city is in one piece, without holes");
        assert!(Polygon::new(ring.into(), Vec::new()).is_valid());
    }

    #[test]
    fn the_neighbourhood_is_believable() {
        let wards = wards();
        let named = |name: &str| &wards.iter().find(|ward| ward.name == name).expect("a ward").polygon;
        for (one, other) in [
            ("北区", "中央区"),
            ("中央区", "西区"),
            ("天王寺区", "阿倍野区"),
            ("住吉区", "住之江区"),
            ("平野区", "東住吉区"),
            ("淀川区", "東淀川区"),
            ("鶴見区", "城東区"),
        ] {
            assert!(named(one).intersects(named(other)), "{one} and {other} are neighbours");
        }
        for (one, other) in [("西淀川区", "平野区"), ("此花区", "鶴見区"), ("港区", "旭区")] {
            assert!(!named(one).intersects(named(other)), "{one} and {other} lie apart");
        }
    }

    #[test]
    fn a_seed_outside_the_city_is_refused_by_name() {
        let mut sketch = sketch();
        sketch.ward[0].seeds[0].at = [130.0, 34.7];
        assert_eq!(
            draw(&sketch),
            Err(SketchError::SeedLost {
                name: "都島区".into()
            })
        );
        sketch.outline.clear();
        assert_eq!(draw(&sketch), Err(SketchError::NoOutline));
    }
}
