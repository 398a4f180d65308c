//! Tiles, from the layers that follow the portfolio.

use serde_json::Value;

use crate::http::state::TileSource;
use crate::tiles::{ColourBy, EncodedTile, Encoding, PortfolioTiles, StyleSpec, TileId, TileJson};

/// Where a map opens that has nothing to show: Osaka City Hall.
const FALLBACK_CENTRE: [f64; 2] = [135.502_1, 34.693_7];
const MAJOR_CLASSES: [&str; 6] = [
    "education",
    "welfare",
    "office",
    "industry",
    "infrastructure",
    "general_other",
];

impl TileSource for PortfolioTiles {
    fn has_layer(&self, layer: &str) -> bool {
        self.layer(layer).is_some()
    }

    fn cached(&self, layer: &str, tile: TileId, encoding: Encoding) -> Option<EncodedTile> {
        self.warm(layer, tile, encoding)
    }

    fn make(&self, layer: &str, tile: TileId, encoding: Encoding) -> Option<EncodedTile> {
        self.tile(layer, tile, encoding)
    }

    fn tile_json(&self, layer: &str, base_url: &str) -> Option<Value> {
        let tiles_url = format!("{base_url}/tiles/{layer}");
        let document = TileJson::new(self.layer(layer)?.as_ref(), &tiles_url, None);
        Some(serde_json::to_value(document).expect("a TileJSON is plain data"))
    }

    fn style(&self, title: &str, base_url: &str) -> Value {
        let layer = self
            .layer("wards")
            .filter(|wards| wards.count() > 0)
            .or_else(|| self.layer("facilities"));
        let centre = layer
            .and_then(|layer| layer.bounds())
            .map_or(FALLBACK_CENTRE, |bounds| {
                let [west, south, east, north] = bounds.degrees();
                [(west + east) / 2.0, (south + north) / 2.0]
            });
        let spec = StyleSpec {
            title,
            base_url,
            name_field: "name",
            facility_colours: Some(ColourBy {
                field: "class",
                values: &MAJOR_CLASSES,
            }),
            centre,
            zoom: 11.0,
        };
        spec.to_json()
    }
}
