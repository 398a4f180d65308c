//! The schematic map: hexagonal cells within a coarse outline, each given to the ward whose middle is nearest.

use std::collections::{BTreeMap, BTreeSet};

use geo::{Contains, Coord, Polygon};

use super::chance::Chance;
use super::hex::{Hex, outline};
use super::plane::Metres;
use super::ward_facts::{CITY, WARDS};

/// Which cells belong to which ward. Wards are named by their place in [`WARDS`].
pub struct Atlas {
    cells: Vec<Vec<Hex>>,
    owner: BTreeMap<Hex, usize>,
}

impl Atlas {
    pub fn draw() -> Self {
        let mut owner = settle(&nearest_middles());
        // A cell that no ward reaches (an islet of the coarse outline) is left to the sea.
        owner.retain(|_, ward| *ward < WARDS.len());
        let mut cells = vec![Vec::new(); WARDS.len()];
        for (cell, ward) in &owner {
            cells[*ward].push(*cell);
        }
        Self { cells, owner }
    }

    pub fn ward_at(&self, place: Metres) -> Option<usize> {
        self.owner.get(&Hex::at(place)).copied()
    }

    pub fn outline(&self, ward: usize) -> Polygon {
        outline(&self.cells[ward].iter().copied().collect())
    }

    /// South-west and north-east of all wards.
    pub fn extent() -> (Metres, Metres) {
        let corners = CITY.map(|(lon, lat)| Metres::of_degrees(lon, lat));
        let least = |of: fn(&Metres) -> f64| corners.iter().map(of).fold(f64::INFINITY, f64::min);
        let most = |of: fn(&Metres) -> f64| corners.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
        (
            Metres::new(least(|corner| corner.east), least(|corner| corner.north)),
            Metres::new(most(|corner| corner.east), most(|corner| corner.north)),
        )
    }

    /// A place in a ward around which a thing that reaches so far still lies in the ward.
    pub fn place_in(&self, ward: usize, reach_m: f64, chance: &mut Chance) -> Metres {
        let room_m = (0.97 * Hex::INRADIUS_M - reach_m).max(0.0);
        let centre = chance.pick(&self.cells[ward]).centre();
        // The root makes the places even over the disc.
        let (distance_m, angle) = (
            room_m * chance.unit().sqrt(),
            chance.between(0.0, std::f64::consts::TAU),
        );
        centre.shifted(distance_m * angle.cos(), distance_m * angle.sin())
    }
}

fn nearest_middles() -> BTreeMap<Hex, usize> {
    let coord = |place: Metres| Coord {
        x: place.east,
        y: place.north,
    };
    let ring = CITY.map(|(lon, lat)| coord(Metres::of_degrees(lon, lat)));
    let city = Polygon::new(ring.to_vec().into(), Vec::new());
    let middles: Vec<Metres> = WARDS
        .iter()
        .map(|ward| Metres::of_degrees(ward.lon, ward.lat))
        .collect();
    let (south_west, north_east) = Atlas::extent();
    Hex::covering(south_west, north_east)
        .filter(|cell| city.contains(&coord(cell.centre())))
        .map(|cell| {
            let centre = cell.centre();
            let nearest = (0..middles.len())
                .min_by(|a, b| centre.distance(middles[*a]).total_cmp(&centre.distance(middles[*b])))
                .expect("there are wards");
            (cell, nearest)
        })
        .collect()
}

/// Every ward in one piece: what a bay cuts off goes to the neighbour it hangs on, or to nobody (`WARDS.len()`).
fn settle(nearest: &BTreeMap<Hex, usize>) -> BTreeMap<Hex, usize> {
    let mut owner: BTreeMap<Hex, usize> = nearest.keys().map(|cell| (*cell, WARDS.len())).collect();
    for ward in 0..WARDS.len() {
        let mut left: BTreeSet<Hex> = nearest
            .iter()
            .filter(|(_, of)| **of == ward)
            .map(|(cell, _)| *cell)
            .collect();
        let mut largest = BTreeSet::new();
        while let Some(start) = left.pop_first() {
            let piece = piece_from(start, &mut left);
            if piece.len() > largest.len() {
                largest = piece;
            }
        }
        owner.extend(largest.into_iter().map(|cell| (cell, ward)));
    }
    loop {
        let joined = owner
            .iter()
            .filter(|(_, ward)| **ward == WARDS.len())
            .find_map(|(cell, _)| {
                let neighbour = cell
                    .neighbours()
                    .iter()
                    .filter_map(|next| owner.get(next))
                    .min()
                    .copied();
                neighbour.filter(|ward| *ward < WARDS.len()).map(|ward| (*cell, ward))
            });
        match joined {
            Some((cell, ward)) => owner.insert(cell, ward),
            None => return owner,
        };
    }
}

fn piece_from(start: Hex, left: &mut BTreeSet<Hex>) -> BTreeSet<Hex> {
    let (mut piece, mut edge) = (BTreeSet::from([start]), vec![start]);
    while let Some(cell) = edge.pop() {
        for next in cell.neighbours() {
            if left.remove(&next) {
                piece.insert(next);
                edge.push(next);
            }
        }
    }
    piece
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ward_is_one_piece_without_holes() {
        let atlas = Atlas::draw();
        for (ward, facts) in WARDS.iter().enumerate() {
            let mut left: BTreeSet<Hex> = atlas.cells[ward].iter().copied().collect();
            assert!(left.len() >= 8, "{} has {} cells", facts.name, left.len());
            let start = left.pop_first().expect("cells");
            piece_from(start, &mut left);
            assert!(left.is_empty() && atlas.outline(ward).interiors().is_empty());
        }
    }
}
