//! The plane of web maps (EPSG:3857), by its closed formula.
//!
//! JGD2011 and WGS 84 differ by less than their own accuracy, and web maps treat them as one; so does this.

use std::f64::consts::PI;

/// Radius of the sphere of EPSG:3857, metres.
const RADIUS_M: f64 = 6_378_137.0;

/// Longitude and latitude in degrees → metres of EPSG:3857. Latitudes beyond ±85.06° are cut to the square.
pub fn to_mercator(lon: f64, lat: f64) -> (f64, f64) {
    let limit = PI * RADIUS_M;
    let x = lon.to_radians() * RADIUS_M;
    let y = ((PI / 4.0 + lat.to_radians() / 2.0).tan().ln() * RADIUS_M).clamp(-limit, limit);
    (x, y)
}

/// Metres of EPSG:3857 → longitude and latitude in degrees.
pub fn from_mercator(x_m: f64, y_m: f64) -> (f64, f64) {
    let lon = (x_m / RADIUS_M).to_degrees();
    let lat = (2.0 * (y_m / RADIUS_M).exp().atan() - PI / 2.0).to_degrees();
    (lon, lat)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::{Crs, Projector};

    #[test]
    fn the_formula_agrees_with_proj_to_a_millimetre() {
        let projector = Projector::new(&Crs::STORED, &Crs::WEB_MERCATOR).expect("PROJ knows both");
        for (lon, lat) in [(135.5022, 34.6937), (122.9, 24.0), (145.8, 45.5), (-120.0, -60.0)] {
            let (x, y) = to_mercator(lon, lat);
            let expected = projector.convert(lon, lat).expect("in domain");
            assert!(
                (x - expected.0).abs() < 1e-3 && (y - expected.1).abs() < 1e-3,
                "{lon} {lat}"
            );
            let (back_lon, back_lat) = from_mercator(x, y);
            assert!((back_lon - lon).abs() < 1e-9 && (back_lat - lat).abs() < 1e-9);
        }
    }
}
