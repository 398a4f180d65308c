//! A MapLibre style for QGIS and other clients: wards, parcels, facilities, and nothing from elsewhere.

use serde_json::{Value, json};

use super::layer::POINT_COUNT;

/// Six colours that differ for every kind of sight and stand out from white (Digital Agency design tokens).
const COLOURS: [&str; 6] = [CYAN, GREEN, ORANGE, BLUE, MAGENTA, RED];
const CYAN: &str = "#006f83";
const GREEN: &str = "#259d63";
const ORANGE: &str = "#e25100";
const BLUE: &str = "#0031d8";
const MAGENTA: &str = "#f137f1";
const RED: &str = "#a90000";
const GREY: &str = "#595959";

/// Without a glyph server clients take these names as families of the machine's own fonts.
const FONTS: [&str; 4] = ["Noto Sans JP", "BIZ UDPGothic", "Yu Gothic UI", "Hiragino Sans"];

/// What the style document says.
#[derive(Clone, Copy, Debug)]
pub struct StyleSpec<'a> {
    pub title: &'a str,
    /// Absolute URL under which `/tiles/<layer>.json` is found.
    pub base_url: &'a str,
    /// The field with the name to be shown.
    pub name_field: &'a str,
    pub facility_colours: Option<ColourBy<'a>>,
    pub centre: [f64; 2],
    pub zoom: f64,
}

/// Features coloured by an attribute: its first six values in the palette's order, all others grey.
#[derive(Clone, Copy, Debug)]
pub struct ColourBy<'a> {
    pub field: &'a str,
    pub values: &'a [&'a str],
}

impl ColourBy<'_> {
    fn expression(&self) -> Value {
        let mut expression = vec![json!("match"), json!(["get", self.field])];
        for (value, colour) in self.values.iter().zip(COLOURS) {
            expression.extend([json!(value), json!(colour)]);
        }
        if self.values.is_empty() {
            return json!(GREY);
        }
        expression.push(json!(GREY));
        expression.into()
    }
}

impl StyleSpec<'_> {
    pub fn to_json(&self) -> Value {
        let base = self.base_url.trim_end_matches('/');
        let source = |layer: &str| json!({ "type": "vector", "url": format!("{base}/tiles/{layer}.json") });
        json!({
            "version": 8,
            "name": self.title,
            "center": self.centre,
            "zoom": self.zoom,
            "sources": {
                "wards": source("wards"),
                "parcels": source("parcels"),
                "facilities": source("facilities"),
                "vacancies": source("vacancies"),
            },
            "layers": self.layers(),
        })
    }

    fn layers(&self) -> Vec<Value> {
        let mut layers = vec![json!({
            "id": "background", "type": "background", "paint": { "background-color": "#ffffff" },
        })];
        layers.extend(ward_layers());
        layers.extend(parcel_layers());
        layers.extend(self.facility_layers());
        layers.push(circles("vacancies-points", "vacancies", json!(MAGENTA), json!(6)));
        layers.push(self.names("wards-names", "wards", "wards_label", json!({ "maxzoom": 15 }), 14, &[]));
        let shown = json!({ "minzoom": 15, "filter": ["!", ["has", POINT_COUNT]] });
        layers.push(self.names("facilities-names", "facilities", "facilities", shown, 12, &[0.0, 0.8]));
        layers
    }

    fn facility_layers(&self) -> [Value; 3] {
        let colour = self.facility_colours.map_or(json!(CYAN), |by| by.expression());
        let mut single = circles("facilities-points", "facilities", colour, json!(5));
        single["filter"] = json!(["!", ["has", POINT_COUNT]]);
        let [clusters, counts] = clusters("facilities", CYAN);
        [clusters, counts, single]
    }

    fn names(&self, id: &str, source: &str, layer: &str, shown: Value, size_px: u8, offset: &[f64]) -> Value {
        let mut names = json!({
            "id": id, "type": "symbol", "source": source, "source-layer": layer,
            "layout": {
                "text-field": ["to-string", ["get", self.name_field]],
                "text-font": FONTS,
                "text-size": size_px,
            },
            "paint": { "text-color": "#1a1a1a", "text-halo-color": "#ffffff", "text-halo-width": 1.5 },
        });
        if !offset.is_empty() {
            names["layout"]["text-offset"] = json!(offset);
            names["layout"]["text-anchor"] = json!("top");
        }
        if let (Some(names), Value::Object(shown)) = (names.as_object_mut(), shown) {
            names.extend(shown);
        }
        names
    }
}

fn ward_layers() -> [Value; 2] {
    [
        json!({
            "id": "wards-fill", "type": "fill", "source": "wards", "source-layer": "wards",
            "paint": { "fill-color": BLUE, "fill-opacity": 0.04 },
        }),
        json!({
            "id": "wards-line", "type": "line", "source": "wards", "source-layer": "wards",
            "paint": { "line-color": BLUE, "line-width": ["interpolate", ["linear"], ["zoom"], 9, 0.5, 14, 2] },
        }),
    ]
}

/// Parcels are areas when near and points when far: each layer takes what is its own.
fn parcel_layers() -> [Value; 5] {
    let areas = json!(["==", ["geometry-type"], "Polygon"]);
    let single = json!(["all", ["==", ["geometry-type"], "Point"], ["!", ["has", POINT_COUNT]]]);
    let mut points = circles("parcels-points", "parcels", json!(ORANGE), json!(4));
    points["filter"] = single;
    let [clusters, counts] = clusters("parcels", ORANGE);
    [
        json!({
            "id": "parcels-fill", "type": "fill", "source": "parcels", "source-layer": "parcels", "filter": areas,
            "paint": { "fill-color": ORANGE, "fill-opacity": 0.35 },
        }),
        json!({
            "id": "parcels-line", "type": "line", "source": "parcels", "source-layer": "parcels", "filter": areas,
            "paint": { "line-color": ORANGE, "line-width": 1.5 },
        }),
        points,
        clusters,
        counts,
    ]
}

fn circles(id: &str, layer: &str, colour: Value, radius: Value) -> Value {
    json!({
        "id": id, "type": "circle", "source": layer, "source-layer": layer,
        "paint": {
            "circle-color": colour,
            "circle-radius": radius,
            "circle-stroke-color": "#ffffff",
            "circle-stroke-width": 1,
        },
    })
}

/// Circles that grow with what they hold, and the number in them.
fn clusters(layer: &str, colour: &str) -> [Value; 2] {
    let radius = json!([
        "interpolate",
        ["linear"],
        ["sqrt", ["get", POINT_COUNT]],
        1.4,
        9,
        10,
        18,
        40,
        30
    ]);
    let mut clusters = circles(&format!("{layer}-clusters"), layer, json!(colour), radius);
    clusters["filter"] = json!(["has", POINT_COUNT]);
    let counts = json!({
        "id": format!("{layer}-counts"), "type": "symbol", "source": layer, "source-layer": layer,
        "filter": ["has", POINT_COUNT],
        "layout": {
            "text-field": ["to-string", ["get", POINT_COUNT]],
            "text-font": FONTS,
            "text-size": 12,
            "text-allow-overlap": true,
        },
        "paint": { "text-color": "#ffffff" },
    });
    [clusters, counts]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn style(colours: Option<ColourBy>) -> Value {
        let spec = StyleSpec {
            title: "公有資産",
            base_url: "https://koyu.example/",
            name_field: "name",
            facility_colours: colours,
            centre: [135.5, 34.68],
            zoom: 10.5,
        };
        spec.to_json()
    }

    #[test]
    fn every_layer_has_its_own_id_and_a_source_that_exists() {
        let style = style(None);
        let layers = style["layers"].as_array().expect("layers");
        let mut ids: Vec<&str> = layers.iter().filter_map(|layer| layer["id"].as_str()).collect();
        ids.sort_unstable();
        assert!(ids.windows(2).all(|pair| pair[0] != pair[1]));
        for layer in layers.iter().filter(|layer| layer["type"] != "background") {
            assert!(
                style["sources"]
                    .get(layer["source"].as_str().expect("a source"))
                    .is_some()
            );
        }
    }

    #[test]
    fn addresses_are_absolute_and_no_glyph_server_is_named() {
        let style = style(None);
        assert_eq!(
            style["sources"]["wards"]["url"],
            "https://koyu.example/tiles/wards.json"
        );
        assert!(style.get("glyphs").is_none() && style.get("sprite").is_none());
    }

    #[test]
    fn classes_take_the_palette_in_order_and_what_is_beyond_it_is_grey() {
        let values = ["a", "b", "c", "d", "e", "f", "g"];
        let style = style(Some(ColourBy {
            field: "class",
            values: &values,
        }));
        let layers = style["layers"].as_array().expect("layers");
        let points = layers
            .iter()
            .find(|layer| layer["id"] == "facilities-points")
            .expect("points");
        let expression = points["paint"]["circle-color"].as_array().expect("an expression");
        assert_eq!(expression.len(), 2 + 2 * 6 + 1);
        assert_eq!((&expression[2], &expression[3]), (&json!("a"), &json!(CYAN)));
        assert_eq!(expression.last(), Some(&json!(GREY)));
    }
}
