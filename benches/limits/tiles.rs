//! Which tiles are asked for: those that a person sees who looks at the whole portfolio.

use koyu::tiles::{TileId, WorldPoint};

use crate::Failure;
use crate::koyu::Served;

const LAYERS: [&str; 3] = ["facilities", "parcels", "wards"];

fn address(layer: &str, tile: TileId) -> String {
    format!("/tiles/{layer}/{}/{}/{}", tile.zoom(), tile.column(), tile.row())
}

/// Every tile with something in it at zooms 10 to 13, and at 14 to 16 those around every thirtieth facility.
pub fn addresses(served: &Served) -> Result<Vec<String>, Failure> {
    let places = served.places()?;
    let mut tiles = Vec::new();
    for zoom in 10..=16 {
        let step = if zoom < 14 { 1 } else { 30 };
        for place in places.iter().step_by(step) {
            let point = WorldPoint::from_lon_lat(place[0], place[1]).ok_or("a place that is no number")?;
            tiles.push(TileId::at(point, zoom));
        }
    }
    tiles.sort_by_key(|tile| (tile.zoom(), tile.column(), tile.row()));
    tiles.dedup();
    Ok(LAYERS
        .iter()
        .flat_map(|layer| tiles.iter().map(|tile| address(layer, *tile)))
        .collect())
}

/// A large and a small tile.
pub fn telling(served: &Served) -> Result<[String; 2], Failure> {
    let place = *served.places()?.first().ok_or("no facility has a place")?;
    let point = WorldPoint::from_lon_lat(place[0], place[1]).ok_or("a place that is no number")?;
    Ok([12, 16].map(|zoom| address("facilities", TileId::at(point, zoom))))
}
