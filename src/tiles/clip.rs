//! Cuts lines and rings to what a tile carries, exactly.
//!
//! Where a segment leaves, the crossing is the exact one rounded to 1/65536 of a cell, the same whichever way the
//! segment is walked: neighbours that share a border keep sharing it.

use super::grid::{BUFFER, EXTENT, FINE_BITS, Fine};

const LOW: i64 = -(BUFFER as i64) << FINE_BITS;
const HIGH: i64 = ((EXTENT + BUFFER) as i64) << FINE_BITS;

/// The four sides of what a tile carries: axis, limit, whether what is greater is kept.
const SIDES: [Side; 4] = [
    Side {
        axis: 0,
        limit: LOW,
        keeps_greater: true,
    },
    Side {
        axis: 0,
        limit: HIGH,
        keeps_greater: false,
    },
    Side {
        axis: 1,
        limit: LOW,
        keeps_greater: true,
    },
    Side {
        axis: 1,
        limit: HIGH,
        keeps_greater: false,
    },
];

struct Side {
    axis: usize,
    limit: i64,
    keeps_greater: bool,
}

type Place = [i64; 2];

impl Side {
    fn keeps(&self, place: Place) -> bool {
        if self.keeps_greater {
            place[self.axis] >= self.limit
        } else {
            place[self.axis] <= self.limit
        }
    }

    /// Where a segment with its ends on either side crosses.
    fn crossing(&self, a: Place, b: Place) -> Place {
        let other = 1 - self.axis;
        let [a_along, b_along, limit] = [a[self.axis], b[self.axis], self.limit].map(i128::from);
        let (weighted, width) = (
            i128::from(a[other]) * (b_along - limit) + i128::from(b[other]) * (limit - a_along),
            b_along - a_along,
        );
        let (weighted, width) = if width < 0 {
            (-weighted, -width)
        } else {
            (weighted, width)
        };
        let at = (2 * weighted + width).div_euclid(2 * width);
        let mut place = [self.limit; 2];
        place[other] = i64::try_from(at).expect("a crossing lies between the ends");
        place
    }
}

/// What is left of a ring. Where it leaves and comes back it runs along the tile's side, perhaps several times over;
/// `ring::Outline` dissolves that.
pub(super) fn clip_ring(mut places: Vec<Place>) -> Vec<Fine> {
    let mut kept = Vec::with_capacity(places.len() + 4);
    for side in &SIDES {
        if places.iter().all(|&place| side.keeps(place)) {
            continue;
        }
        kept.clear();
        let mut before = places[places.len() - 1];
        for &place in &places {
            if side.keeps(before) != side.keeps(place) {
                push(&mut kept, side.crossing(before, place));
            }
            if side.keeps(place) {
                push(&mut kept, place);
            }
            before = place;
        }
        std::mem::swap(&mut places, &mut kept);
        if places.is_empty() {
            break;
        }
    }
    places.into_iter().map(fine).collect()
}

/// The pieces that are left of a line.
pub(super) fn clip_line(places: Vec<Place>) -> Vec<Vec<Fine>> {
    let mut pieces = vec![places];
    for side in &SIDES {
        if pieces.iter().flatten().all(|&place| side.keeps(place)) {
            continue;
        }
        pieces = pieces.iter().flat_map(|piece| clip_piece(piece, side)).collect();
    }
    pieces
        .into_iter()
        .map(|piece| piece.into_iter().map(fine).collect())
        .collect()
}

fn clip_piece(piece: &[Place], side: &Side) -> Vec<Vec<Place>> {
    let mut pieces = Vec::new();
    let mut current: Vec<Place> = piece
        .first()
        .filter(|&&place| side.keeps(place))
        .copied()
        .into_iter()
        .collect();
    for pair in piece.windows(2) {
        if side.keeps(pair[0]) != side.keeps(pair[1]) {
            push(&mut current, side.crossing(pair[0], pair[1]));
        }
        if side.keeps(pair[1]) {
            push(&mut current, pair[1]);
        } else if !current.is_empty() {
            pieces.push(std::mem::take(&mut current));
        }
    }
    pieces.push(current);
    pieces.retain(|piece| piece.len() >= 2);
    pieces
}

fn push(places: &mut Vec<Place>, place: Place) {
    if places.last() != Some(&place) {
        places.push(place);
    }
}

fn fine(place: Place) -> Fine {
    let [x, y] = place.map(|v| i32::try_from(v).expect("what is left lies in the tile"));
    Fine { x, y }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cells(x: i64, y: i64) -> Place {
        [x << FINE_BITS, y << FINE_BITS]
    }

    fn rounded(places: &[Fine]) -> Vec<(i32, i32)> {
        places.iter().map(|place| (place.cell().x, place.cell().y)).collect()
    }

    #[test]
    fn a_ring_inside_stays_as_it_is() {
        let ring = vec![cells(0, 0), cells(10, 0), cells(10, 10)];
        assert_eq!(rounded(&clip_ring(ring)), [(0, 0), (10, 0), (10, 10)]);
    }

    #[test]
    fn a_ring_around_the_tile_becomes_its_frame_and_one_beside_it_nothing() {
        let around = vec![
            cells(-9999, -9999),
            cells(9999, -9999),
            cells(9999, 9999),
            cells(-9999, 9999),
        ];
        let mut frame = rounded(&clip_ring(around));
        frame.sort_unstable();
        assert_eq!(frame, [(-64, -64), (-64, 4160), (4160, -64), (4160, 4160)]);
        assert!(clip_ring(vec![cells(5000, 0), cells(6000, 0), cells(6000, 10)]).is_empty());
    }

    #[test]
    fn a_line_that_leaves_and_returns_becomes_two() {
        let line = vec![cells(0, 0), cells(0, 9000), cells(100, 9000), cells(100, 0)];
        let pieces: Vec<_> = clip_line(line).iter().map(|piece| rounded(piece)).collect();
        assert_eq!(pieces, [vec![(0, 0), (0, 4160)], vec![(100, 4160), (100, 0)]]);
    }

    proptest! {
        #[test]
        fn a_crossing_is_the_same_from_both_ends(
            a in prop::array::uniform2(-(1_i64 << 50)..LOW),
            b in prop::array::uniform2(LOW..1_i64 << 50),
        ) {
            for side in &SIDES {
                if side.keeps(a) != side.keeps(b) {
                    prop_assert_eq!(side.crossing(a, b), side.crossing(b, a));
                }
            }
        }
    }
}
