//! Outlines of buildings and parcels: a plain form, scaled to its area, turned and put in place.

use super::chance::Chance;
use super::plane::Metres;

/// A form around its middle, in metres.
pub struct Footprint(Vec<Metres>);

impl Footprint {
    /// A rectangle up to twice as long as wide.
    pub fn rectangle(area_m2: f64, chance: &mut Chance) -> Self {
        let length = chance.between(1.0, 2.0);
        Self::fitted(
            vec![(0.0, 0.0), (length, 0.0), (length, 1.0), (0.0, 1.0)],
            area_m2,
            chance,
        )
    }

    /// What parcels look like: rectangles, skewed quadrilaterals, corners cut out.
    pub fn parcel(area_m2: f64, chance: &mut Chance) -> Self {
        match chance.below(10) {
            0..=4 => Self::rectangle(area_m2, chance),
            5..=7 => {
                let length = chance.between(1.0, 1.7);
                let corners = [(0.0, 0.0), (length, 0.0), (length, 1.0), (0.0, 1.0)]
                    .map(|(x, y)| (x + chance.between(-0.2, 0.2), y + chance.between(-0.2, 0.2)));
                Self::fitted(corners.to_vec(), area_m2, chance)
            }
            _ => {
                let (length, cut, depth) = (
                    chance.between(1.0, 1.5),
                    chance.between(0.3, 0.6),
                    chance.between(0.3, 0.6),
                );
                let corners = vec![
                    (0.0, 0.0),
                    (length, 0.0),
                    (length, 1.0 - depth),
                    (length - cut, 1.0 - depth),
                    (length - cut, 1.0),
                    (0.0, 1.0),
                ];
                Self::fitted(corners, area_m2, chance)
            }
        }
    }

    fn fitted(corners: Vec<(f64, f64)>, area_m2: f64, chance: &mut Chance) -> Self {
        let next = corners.iter().cycle().skip(1);
        let doubled: f64 = corners.iter().zip(next).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum();
        let scale = (area_m2 / (doubled / 2.0)).sqrt();
        let count = corners.len() as f64;
        let middle = (
            corners.iter().map(|corner| corner.0).sum::<f64>() / count,
            corners.iter().map(|corner| corner.1).sum::<f64>() / count,
        );
        let (sin, cos) = chance.between(0.0, std::f64::consts::FRAC_PI_2).sin_cos();
        let turned = corners.iter().map(|(x, y)| {
            let (x, y) = ((x - middle.0) * scale, (y - middle.1) * scale);
            Metres::new(x * cos - y * sin, x * sin + y * cos)
        });
        Self(turned.collect())
    }

    /// How far the farthest corner lies from the middle.
    pub fn reach_m(&self) -> f64 {
        let middle = Metres::new(0.0, 0.0);
        self.0.iter().map(|corner| corner.distance(middle)).fold(0.0, f64::max)
    }

    pub fn at(&self, place: Metres) -> impl Iterator<Item = Metres> {
        self.0
            .iter()
            .map(move |corner| place.shifted(corner.east, corner.north))
    }
}
