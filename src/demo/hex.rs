//! Hexagonal cells: three meet at a corner, so that a set of them has a simple outline and neighbours share all corners.

use std::collections::{BTreeMap, BTreeSet};

use geo::{LineString, Polygon};

use super::plane::Metres;

const SIDE_M: f64 = 350.0;
/// Half the width of a cell.
const HALF_WIDTH_M: f64 = SIDE_M * 0.866_025_403_784_438_6;

/// A cell: its centre lies `half` half widths east and `row` rows north; both are even or both are odd.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hex {
    half: i32,
    row: i32,
}

/// A corner in half widths east and half sides north: whole numbers, the same from all three cells.
type Corner = (i32, i32);

impl Hex {
    /// The largest circle within a cell.
    pub const INRADIUS_M: f64 = HALF_WIDTH_M;

    pub fn centre(self) -> Metres {
        Metres::new(f64::from(self.half) * HALF_WIDTH_M, f64::from(self.row) * 1.5 * SIDE_M)
    }

    /// The cell in which a place lies: the one with the nearest centre.
    pub fn at(place: Metres) -> Self {
        let below = (place.north / (1.5 * SIDE_M)).floor() as i32;
        let in_row = |row: i32| {
            let odd = row.rem_euclid(2);
            let steps = ((place.east / HALF_WIDTH_M - f64::from(odd)) / 2.0).round() as i32;
            Hex {
                half: steps * 2 + odd,
                row,
            }
        };
        let (lower, upper) = (in_row(below), in_row(below + 1));
        if place.distance(lower.centre()) <= place.distance(upper.centre()) {
            lower
        } else {
            upper
        }
    }

    /// Counter-clockwise from the east.
    pub fn neighbours(self) -> [Hex; 6] {
        [(2, 0), (1, 1), (-1, 1), (-2, 0), (-1, -1), (1, -1)].map(|(half, row)| Hex {
            half: self.half + half,
            row: self.row + row,
        })
    }

    /// Counter-clockwise; the edge from corner `n` to the next faces neighbour `n`.
    fn corners(self) -> [Corner; 6] {
        [(1, -1), (1, 1), (0, 2), (-1, 1), (-1, -1), (0, -2)]
            .map(|(east, north)| (self.half + east, self.row * 3 + north))
    }

    /// All cells with their centre in a box.
    pub fn covering(south_west: Metres, north_east: Metres) -> impl Iterator<Item = Hex> {
        let (low, high) = (Hex::at(south_west), Hex::at(north_east));
        (low.row - 1..=high.row + 1).flat_map(move |row| {
            (low.half - 2..=high.half + 2)
                .filter(move |half| (half - row).rem_euclid(2) == 0)
                .map(move |half| Hex { half, row })
        })
    }
}

/// The outline of cells that hang together.
pub fn outline(cells: &BTreeSet<Hex>) -> Polygon {
    let mut edges: BTreeMap<Corner, Corner> = BTreeMap::new();
    for cell in cells {
        let corners = cell.corners();
        for (side, neighbour) in cell.neighbours().iter().enumerate() {
            if !cells.contains(neighbour) {
                edges.insert(corners[side], corners[(side + 1) % 6]);
            }
        }
    }
    let mut rings = Vec::new();
    while let Some((start, mut next)) = edges.pop_first() {
        let mut ring = vec![start];
        while next != start {
            ring.push(next);
            next = edges.remove(&next).expect("every outline closes");
        }
        ring.push(start);
        rings.push(ring.into_iter().map(degrees).collect::<LineString>());
    }
    // The westernmost corner belongs to the outer ring, which was therefore drawn first.
    let outer = rings.remove(0);
    Polygon::new(outer, rings)
}

fn degrees((east, north): Corner) -> geo::Coord {
    Metres::new(f64::from(east) * HALF_WIDTH_M, f64::from(north) * SIDE_M / 2.0).degrees()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_holds_its_own_centre_and_its_neighbours_know_it() {
        for cell in Hex::covering(Metres::new(-3000.0, -3000.0), Metres::new(3000.0, 3000.0)) {
            assert_eq!(Hex::at(cell.centre()), cell);
            assert_eq!(Hex::at(cell.centre().shifted(0.99 * Hex::INRADIUS_M, 0.0)), cell);
            assert!(cell.neighbours().iter().all(|next| next.neighbours().contains(&cell)));
        }
    }

    #[test]
    fn a_cell_surrounded_by_others_is_a_hole() {
        let middle = Hex { half: 0, row: 0 };
        let ring: BTreeSet<Hex> = middle.neighbours().into_iter().collect();
        let polygon = outline(&ring);
        assert_eq!((polygon.exterior().0.len(), polygon.interiors().len()), (19, 1));
    }
}
