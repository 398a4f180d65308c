//! Tiles, from the layers that follow the portfolio.

use actix_web::http::header::ContentEncoding;
use serde_json::Value;

use crate::http::state::{Tile, TileAddress, TileSource};
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

    fn cached(&self, layer: &str, tile: TileAddress, encoding: ContentEncoding) -> Option<Tile> {
        self.warm(layer, TileId::new(tile.z, tile.x, tile.y)?, ours(encoding))
            .map(sent)
    }

    fn make(&self, layer: &str, tile: TileAddress, encoding: ContentEncoding) -> Option<Tile> {
        self.tile(layer, TileId::new(tile.z, tile.x, tile.y)?, ours(encoding))
            .map(sent)
    }

    fn tile_json(&self, layer: &str, base_url: &str) -> Option<Value> {
        let tiles_url = format!("{base_url}/tiles/{layer}");
        let document = TileJson::new(self.layer(layer)?.as_ref(), &tiles_url, None);
        Some(serde_json::to_value(document).expect("a TileJSON is plain data"))
    }

    fn style(&self, base_url: &str) -> Value {
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
            title: "公有資産ポートフォリオ",
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

fn ours(encoding: ContentEncoding) -> Encoding {
    match encoding {
        ContentEncoding::Gzip => Encoding::Gzip,
        ContentEncoding::Brotli => Encoding::Brotli,
        ContentEncoding::Zstd => Encoding::Zstd,
        _ => Encoding::Identity,
    }
}

fn sent(tile: EncodedTile) -> Tile {
    let encoding = match tile.encoding {
        Encoding::Identity => ContentEncoding::Identity,
        Encoding::Gzip => ContentEncoding::Gzip,
        Encoding::Brotli => ContentEncoding::Brotli,
        Encoding::Zstd => ContentEncoding::Zstd,
    };
    Tile {
        bytes: tile.bytes,
        encoding,
        etag: tile.etag,
    }
}
