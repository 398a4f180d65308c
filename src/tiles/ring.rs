//! Rings on the tile's grid as the standard wants them: simple, of the right winding, holes after their exterior.

use rustc_hash::FxHashMap;

use super::grid::Cell;

/// Rings without their closing point, one after the other.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Rings {
    cells: Vec<Cell>,
    ends: Vec<usize>,
}

impl Rings {
    pub fn clear(&mut self) {
        self.cells.clear();
        self.ends.clear();
    }

    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Adds a vertex to the ring that is being written, unless it repeats the last one.
    pub fn push(&mut self, cell: Cell) {
        if self.open().last() != Some(&cell) {
            self.cells.push(cell);
        }
    }

    /// Ends the ring that is being written.
    pub fn close(&mut self) {
        while self.open().len() > 1 && self.open().first() == self.open().last() {
            self.cells.pop();
        }
        self.ends.push(self.cells.len());
    }

    fn open(&self) -> &[Cell] {
        &self.cells[self.ends.last().copied().unwrap_or(0)..]
    }

    fn add(&mut self, ring: &[Cell]) {
        self.cells.extend_from_slice(ring);
        self.ends.push(self.cells.len());
    }

    pub fn iter(&self) -> impl Iterator<Item = &[Cell]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, &end)| &self.cells[start..end])
    }
}

/// Twice the area, positive for an exterior ring.
pub(super) fn double_area(ring: &[Cell]) -> i64 {
    let Some(&last) = ring.last() else { return 0 };
    let mut before = last;
    let mut sum = 0;
    for &cell in ring {
        sum += i64::from(before.x) * i64::from(cell.y) - i64::from(cell.x) * i64::from(before.y);
        before = cell;
    }
    sum
}

/// Turns the rounded outline of one feature into proper rings; None when it has none but those already. Exteriors come
/// with positive, holes with negative area; what rounding made touch itself is taken apart, what it flattened is
/// dropped.
pub(super) fn proper_rings(outline: &Rings, keys: &mut Vec<u32>) -> Option<Rings> {
    let is_flat = |ring: &[Cell]| ring.len() < 3 || double_area(ring) == 0;
    if visits_no_cell_twice(outline, keys) && !outline.iter().any(is_flat) {
        // No ring meets itself or another, and rounding by `snap` lets none turn inside out.
        return None;
    }
    let mut pieces: Vec<Vec<Cell>> = Boundary::new(outline).trace();
    pieces.sort_by_key(|ring| std::cmp::Reverse(double_area(ring)));
    let (exteriors, holes): (Vec<_>, Vec<_>) = pieces.into_iter().partition(|ring| double_area(ring) > 0);
    let mut holes_of: Vec<Vec<&[Cell]>> = vec![Vec::new(); exteriors.len()];
    for hole in &holes {
        // The smallest that holds it: exteriors are in order of size.
        if let Some(owner) = exteriors
            .iter()
            .rposition(|exterior| exteriors.len() == 1 || holds(exterior, hole))
        {
            holes_of[owner].push(hole);
        }
    }
    let mut proper = Rings::default();
    for (exterior, holes) in exteriors.iter().zip(holes_of) {
        proper.add(exterior);
        holes.into_iter().for_each(|hole| proper.add(hole));
    }
    Some(proper)
}

fn visits_no_cell_twice(outline: &Rings, keys: &mut Vec<u32>) -> bool {
    keys.clear();
    // Cells of a tile and its buffer fit in 13 bits each, whatever their sign.
    keys.extend(
        outline
            .cells
            .iter()
            .map(|cell| ((cell.x + 1024) as u32) << 16 | (cell.y + 1024) as u32),
    );
    keys.sort_unstable();
    keys.windows(2).all(|pair| pair[0] != pair[1])
}

/// Whether a ring lies inside another that it does not cross: by the middle of its first edge, which lies on no edge
/// of the other.
fn holds(exterior: &[Cell], ring: &[Cell]) -> bool {
    let middle = [i64::from(ring[0].x + ring[1].x), i64::from(ring[0].y + ring[1].y)];
    let doubled = |cell: Cell| [2 * i64::from(cell.x), 2 * i64::from(cell.y)];
    let mut before = doubled(exterior[exterior.len() - 1]);
    let mut inside = false;
    for &cell in exterior {
        let here = doubled(cell);
        if (before[1] > middle[1]) != (here[1] > middle[1]) {
            let turn =
                (here[0] - before[0]) * (middle[1] - before[1]) - (middle[0] - before[0]) * (here[1] - before[1]);
            inside ^= (turn > 0) == (here[1] > before[1]);
        }
        before = here;
    }
    inside
}

/// The edges between inside and outside, each with the inside on its left (y taken upwards).
struct Boundary {
    /// Sorted by their starts.
    edges: Vec<(Cell, Cell)>,
    walked: Vec<bool>,
}

impl Boundary {
    /// The edges of the outline; those walked both ways lie between inside and inside, or outside and outside, and
    /// cancel.
    fn new(outline: &Rings) -> Self {
        let mut walks: Vec<(Cell, Cell, i32)> = Vec::with_capacity(outline.cells.len());
        for ring in outline.iter().filter(|ring| ring.len() >= 2) {
            let mut before = ring[ring.len() - 1];
            for &cell in ring {
                walks.push(if before < cell {
                    (before, cell, 1)
                } else {
                    (cell, before, -1)
                });
                before = cell;
            }
        }
        walks.sort_unstable();
        let mut edges: Vec<(Cell, Cell)> = walks
            .chunk_by(|a, b| (a.0, a.1) == (b.0, b.1))
            .filter_map(|same| match same.iter().map(|walk| walk.2).sum::<i32>() {
                0 => None,
                forward if forward > 0 => Some((same[0].0, same[0].1)),
                _ => Some((same[0].1, same[0].0)),
            })
            .collect();
        edges.sort_unstable();
        let walked = vec![false; edges.len()];
        Self { edges, walked }
    }

    /// Walks along all edges, and cuts the walks where they meet themselves.
    fn trace(mut self) -> Vec<Vec<Cell>> {
        let mut rings = Vec::new();
        for start in 0..self.edges.len() {
            if !self.walked[start] {
                self.walk(start, &mut rings);
            }
        }
        rings
    }

    fn walk(&mut self, start: usize, rings: &mut Vec<Vec<Cell>>) {
        let mut path: Vec<Cell> = Vec::new();
        let mut positions: FxHashMap<Cell, usize> = FxHashMap::default();
        let mut next = Some(start);
        while let Some(edge) = next {
            self.walked[edge] = true;
            let (from, to) = self.edges[edge];
            positions.insert(from, path.len());
            path.push(from);
            if let Some(&met) = positions.get(&to) {
                let ring: Vec<Cell> = path.drain(met..).collect();
                for cell in &ring {
                    positions.remove(cell);
                }
                if ring.len() >= 3 && double_area(&ring) != 0 {
                    rings.push(ring);
                }
            }
            next = self.first_to_the_left(from, to);
        }
    }

    /// The edge that goes on from `to` with the same inside: the first one clockwise from where the walk came from.
    fn first_to_the_left(&self, from: Cell, to: Cell) -> Option<usize> {
        let back = direction(to, from);
        let first = self.edges.partition_point(|edge| edge.0 < to);
        let leaving = (first..self.edges.len()).take_while(|&edge| self.edges[edge].0 == to);
        leaving.filter(|&edge| !self.walked[edge]).min_by(|&a, &b| {
            let [a, b] = [a, b].map(|edge| direction(to, self.edges[edge].1));
            let clockwise = |d: [i64; 2]| match (cross(back, d), dot(back, d)) {
                (..0, _) => 0,
                (0, ..0) => 1,
                (1.., _) => 2,
                (0, _) => 3,
            };
            clockwise(a).cmp(&clockwise(b)).then_with(|| cross(a, b).cmp(&0))
        })
    }
}

fn direction(from: Cell, to: Cell) -> [i64; 2] {
    [i64::from(to.x - from.x), i64::from(to.y - from.y)]
}

fn cross(a: [i64; 2], b: [i64; 2]) -> i64 {
    a[0] * b[1] - a[1] * b[0]
}

fn dot(a: [i64; 2], b: [i64; 2]) -> i64 {
    a[0] * b[0] + a[1] * b[1]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outline(rings: &[&[(i32, i32)]]) -> Rings {
        let mut outline = Rings::default();
        for ring in rings {
            ring.iter().for_each(|&(x, y)| outline.push(Cell { x, y }));
            outline.close();
        }
        outline
    }

    fn proper(rings: &[&[(i32, i32)]]) -> Vec<(i64, usize)> {
        let outline = outline(rings);
        let proper = proper_rings(&outline, &mut Vec::new());
        proper
            .unwrap_or(outline)
            .iter()
            .map(|ring| (double_area(ring), ring.len()))
            .collect()
    }

    #[test]
    fn a_simple_ring_stays() {
        assert_eq!(proper(&[&[(0, 0), (10, 0), (10, 10), (0, 10)]]), [(200, 4)]);
    }

    #[test]
    fn a_repeated_or_closing_point_is_not_written() {
        assert_eq!(
            proper(&[&[(0, 0), (10, 0), (10, 0), (10, 10), (0, 10), (0, 0)]]),
            [(200, 4)]
        );
    }

    #[test]
    fn a_spike_is_dropped_and_the_rest_stays() {
        assert_eq!(
            proper(&[&[(0, 0), (10, 0), (20, 0), (10, 0), (10, 10), (0, 10)]]),
            [(200, 4)]
        );
        assert!(proper(&[&[(0, 0), (10, 0), (20, 0)]]).is_empty());
        assert!(proper(&[&[(0, 0), (10, 0), (20, 0), (10, 0)]]).is_empty());
    }

    #[test]
    fn two_parts_that_meet_in_a_cell_become_two_exteriors() {
        let waist: &[(i32, i32)] = &[(0, 0), (10, 0), (5, 5), (10, 10), (0, 10), (5, 5)];
        assert_eq!(proper(&[waist]), [(50, 3), (50, 3)]);
    }

    #[test]
    fn a_hole_that_touches_its_exterior_stays_a_hole() {
        let outer: &[(i32, i32)] = &[(0, 0), (5, 0), (10, 0), (10, 10), (0, 10)];
        assert_eq!(proper(&[outer, &[(5, 0), (3, 4), (7, 4)]]), [(200, 5), (-16, 3)]);
    }

    #[test]
    fn a_hole_as_large_as_its_exterior_leaves_nothing() {
        let outer: &[(i32, i32)] = &[(0, 0), (10, 0), (10, 10), (0, 10)];
        assert!(proper(&[outer, &[(0, 0), (0, 10), (10, 10), (10, 0)]]).is_empty());
    }

    #[test]
    fn a_ring_that_runs_twice_along_the_side_is_taken_apart() {
        // A "U" cut at its bottom: two legs joined along y = 0.
        let legs: &[(i32, i32)] = &[
            (0, 0),
            (2, 0),
            (8, 0),
            (10, 0),
            (10, 9),
            (8, 9),
            (8, 0),
            (2, 0),
            (2, 9),
            (0, 9),
        ];
        assert_eq!(proper(&[legs]), [(36, 4), (36, 4)]);
    }

    #[test]
    fn an_island_in_a_lake_finds_its_lake_and_land() {
        let land: &[(i32, i32)] = &[(0, 0), (100, 0), (100, 100), (0, 100)];
        let lake: &[(i32, i32)] = &[(10, 10), (10, 90), (90, 90), (90, 10)];
        let island: &[(i32, i32)] = &[(20, 20), (40, 20), (40, 40), (30, 30), (20, 40)];
        let pond: &[(i32, i32)] = &[(22, 22), (22, 24), (24, 24), (24, 22)];
        let flat: &[(i32, i32)] = &[(50, 50), (51, 50)];
        let areas: Vec<i64> = proper(&[land, lake, island, pond, flat])
            .iter()
            .map(|ring| ring.0)
            .collect();
        assert_eq!(areas, [20_000, -12_800, 600, -8]);
    }
}
