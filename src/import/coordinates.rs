//! Numbers in columns of latitude and longitude: swapped, or without their decimal point.

/// What can be made of a pair of numbers that should be degrees in Japan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Degrees {
    /// As written: longitude, latitude.
    Good(f64, f64),
    /// The two columns were swapped.
    Swapped(f64, f64),
    /// The decimal point was lost or misplaced; there is one way to put it back.
    Rescaled(f64, f64),
    Unusable,
}

const LATITUDES: std::ops::RangeInclusive<f64> = 20.0..=46.0;
const LONGITUDES: std::ops::RangeInclusive<f64> = 122.0..=154.0;

/// Reads longitude and latitude as people of Japan write them.
pub(super) fn read_degrees(lon: f64, lat: f64) -> Degrees {
    if LONGITUDES.contains(&lon) && LATITUDES.contains(&lat) {
        return Degrees::Good(lon, lat);
    }
    if LONGITUDES.contains(&lat) && LATITUDES.contains(&lon) {
        return Degrees::Swapped(lat, lon);
    }
    match (rescale(lon, &LONGITUDES), rescale(lat, &LATITUDES)) {
        (Some(lon), Some(lat)) => Degrees::Rescaled(lon, lat),
        _ => Degrees::Unusable,
    }
}

/// The number divided by a power of ten so that it falls into the range; the ranges span less than a factor of ten,
/// so at most one power does.
fn rescale(value: f64, range: &std::ops::RangeInclusive<f64>) -> Option<f64> {
    let powers = [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12];
    powers
        .into_iter()
        .map(|power| value / power)
        .find(|scaled| range.contains(scaled))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_in_japan_are_taken_as_they_are() {
        assert_eq!(read_degrees(135.5, 34.7), Degrees::Good(135.5, 34.7));
    }

    #[test]
    fn swapped_columns_are_put_right() {
        assert_eq!(read_degrees(34.7, 135.5), Degrees::Swapped(135.5, 34.7));
    }

    #[test]
    fn a_lost_decimal_point_is_put_back() {
        assert_eq!(
            read_degrees(136.6752, 369.56056),
            Degrees::Rescaled(136.6752, 36.956_056)
        );
        assert_eq!(
            read_degrees(1_366_752_206.0, 3_663_250_184.0),
            Degrees::Rescaled(136.675_220_6, 36.632_501_84)
        );
    }

    #[test]
    fn what_cannot_lie_in_japan_is_unusable() {
        for (lon, lat) in [
            (0.0, 0.0),
            (-135.5, 34.7),
            (135.5, 99.0),
            (f64::NAN, 34.7),
            (f64::INFINITY, 34.7),
        ] {
            assert_eq!(read_degrees(lon, lat), Degrees::Unusable, "{lon} {lat}");
        }
    }
}
