//! Rounding to cells without crossings (snap rounding, after Hobby).
//!
//! Rounding vertices alone can push one over a segment that passes close by. So each segment is bent through every
//! cell that holds a vertex and that it passes: borders may then fall together, but never cross, and neighbours that
//! shared a border before rounding share it afterwards, whoever of them had more vertices on it.

use super::grid::{BUFFER, Cell, EXTENT, FINE_BITS, Fine};

/// Half a cell.
const HALF: i64 = 1 << (FINE_BITS - 1);
/// Cells along what a tile carries.
const SPAN: usize = (EXTENT + 2 * BUFFER) as usize + 1;

/// The cells of a tile that hold a vertex, in square buckets.
pub(super) struct HotCells {
    /// A bucket's side is 2^shift cells.
    shift: u32,
    columns: usize,
    starts: Vec<u32>,
    cells: Vec<Cell>,
}

impl HotCells {
    pub fn new(vertices: impl ExactSizeIterator<Item = Cell> + Clone) -> Self {
        // About one vertex a bucket.
        let wanted = vertices.len().max(1);
        let columns = |shift: u32| (SPAN >> shift) + 1;
        let shift = (4..13).find(|&shift| columns(shift).pow(2) <= wanted).unwrap_or(13);
        let columns = columns(shift);
        let mut hot = Self {
            shift,
            columns,
            starts: vec![0; columns * columns + 1],
            cells: vec![Cell { x: 0, y: 0 }; wanted],
        };
        for cell in vertices.clone() {
            let bucket = hot.bucket(cell);
            hot.starts[bucket] += 1;
        }
        let mut end = 0;
        for start in &mut hot.starts {
            end += *start;
            *start = end;
        }
        // Filling from the back turns the ends of the buckets into their starts.
        for cell in vertices {
            let bucket = hot.bucket(cell);
            hot.starts[bucket] -= 1;
            hot.cells[hot.starts[bucket] as usize] = cell;
        }
        hot
    }

    fn bucket(&self, cell: Cell) -> usize {
        self.line(cell.y) * self.columns + self.line(cell.x)
    }

    /// The bucket's column or row.
    fn line(&self, coordinate: i32) -> usize {
        usize::try_from(coordinate + BUFFER).expect("vertices are cut to what the tile carries") >> self.shift
    }

    /// Adds the cells that the segment passes, its ends excluded, in its order; some perhaps several times.
    pub fn passed(&self, from: Fine, to: Fine, out: &mut Vec<Cell>) {
        let (first, last) = (from.cell(), to.cell());
        let (width, height) = ((first.x - last.x).abs(), (first.y - last.y).abs());
        if width + height <= 1 {
            return;
        }
        let start = out.len();
        let segment = Segment::new(from, to);
        for column in self.line(first.x.min(last.x))..=self.line(first.x.max(last.x)) {
            let (top, bottom) = segment.rows_within(self.cells_of(column));
            let rows = self.line(top.max(first.y.min(last.y)))..=self.line(bottom.min(first.y.max(last.y)));
            for row in rows {
                let bucket = row * self.columns + column;
                let members = &self.cells[self.starts[bucket] as usize..self.starts[bucket + 1] as usize];
                out.extend(
                    members
                        .iter()
                        .filter(|&&cell| cell != first && cell != last && segment.passes(cell)),
                );
            }
        }
        out[start..].sort_unstable_by_key(|&cell| (segment.progress(cell), cell));
    }

    fn cells_of(&self, column: usize) -> [i32; 2] {
        let first = i32::try_from(column << self.shift).expect("a column of the tile") - BUFFER;
        [first, first + (1 << self.shift) - 1]
    }
}

/// A segment in fine coordinates, walked to the right.
struct Segment {
    left: [i64; 2],
    right: [i64; 2],
    /// The direction as it came.
    direction: [i64; 2],
}

impl Segment {
    fn new(from: Fine, to: Fine) -> Self {
        let [from, to] = [from, to].map(|place| [i64::from(place.x), i64::from(place.y)]);
        let direction = [to[0] - from[0], to[1] - from[1]];
        let (left, right) = if from[0] <= to[0] { (from, to) } else { (to, from) };
        Self { left, right, direction }
    }

    fn progress(&self, cell: Cell) -> i64 {
        self.direction[0] * i64::from(cell.x) + self.direction[1] * i64::from(cell.y)
    }

    /// The rows of cells between which the segment stays while it passes some columns of cells.
    fn rows_within(&self, [first, last]: [i32; 2]) -> (i32, i32) {
        let edge = |cell: i32| i64::from(cell) << FINE_BITS;
        let (from, to) = (edge(first) - HALF, edge(last) + HALF);
        let ends = [
            self.y_at(from.clamp(self.left[0], self.right[0])),
            self.y_at(to.clamp(self.left[0], self.right[0])),
        ];
        let row = |y: i64| i32::try_from((y + HALF) >> FINE_BITS).expect("a row of the tile");
        if self.left[0] == self.right[0] {
            return (
                row(self.left[1].min(self.right[1])),
                row(self.left[1].max(self.right[1])),
            );
        }
        // y_at rounds down; one more covers the rest.
        (row(ends[0].min(ends[1])), row(ends[0].max(ends[1]) + 1))
    }

    fn y_at(&self, x: i64) -> i64 {
        let width = self.right[0] - self.left[0];
        if width == 0 {
            return self.left[1];
        }
        self.left[1] + ((self.right[1] - self.left[1]) * (x - self.left[0])).div_euclid(width)
    }

    /// Whether a point of the segment rounds to the cell: its right and lower sides belong to the next cells.
    fn passes(&self, cell: Cell) -> bool {
        let [x, y] = [i64::from(cell.x) << FINE_BITS, i64::from(cell.y) << FINE_BITS];
        let (low, high) = ([x - HALF, y - HALF], [x + HALF, y + HALF]);
        let top = self.left[1].min(self.right[1]);
        let bottom = self.left[1].max(self.right[1]);
        if self.left[0] >= high[0] || self.right[0] < low[0] || top >= high[1] || bottom < low[1] {
            return false;
        }
        if self.left[0] == self.right[0] || self.left[1] == self.right[1] {
            return true;
        }
        let rises = self.left[1] < self.right[1];
        // Which side of the segment each corner lies on. Of the corners only (low, low) is part of the cell; through
        // another the segment passes the cell only where it heads into it.
        let side = |x: i64, y: i64| self.side(x, y).signum();
        let low_high = side(low[0], high[1]);
        if low_high == 0 {
            return !rises;
        }
        let high_high = side(high[0], high[1]);
        if high_high == 0 {
            return rises;
        }
        if low_high != high_high {
            return true;
        }
        let low_low = side(low[0], low[1]);
        if low_low == 0 || low_low != low_high {
            return true;
        }
        let high_low = side(high[0], low[1]);
        if high_low == 0 {
            return !rises;
        }
        high_low != low_low || high_low != high_high
    }

    fn side(&self, x: i64, y: i64) -> i64 {
        (self.right[0] - self.left[0]) * (y - self.left[1]) - (self.right[1] - self.left[1]) * (x - self.left[0])
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fine(x: f64, y: f64) -> Fine {
        Fine {
            x: (x * 65536.0) as i32,
            y: (y * 65536.0) as i32,
        }
    }

    fn cell(x: i32, y: i32) -> Cell {
        Cell { x, y }
    }

    fn passed(hot: &[Cell], from: Fine, to: Fine) -> Vec<Cell> {
        let mut out = Vec::new();
        HotCells::new(hot.iter().copied()).passed(from, to, &mut out);
        out.dedup();
        out
    }

    #[test]
    fn a_segment_is_bent_through_the_vertices_it_passes_in_its_order() {
        let hot = [cell(0, 0), cell(5, 0), cell(2, 0), cell(2, 3), cell(9, 1)];
        assert_eq!(passed(&hot, fine(0.0, 0.0), fine(9.0, 1.0)), [cell(2, 0)]);
        assert_eq!(passed(&hot, fine(9.0, 0.4), fine(0.0, 0.4)), [cell(5, 0), cell(2, 0)]);
    }

    #[test]
    fn the_right_and_lower_sides_of_a_cell_belong_to_its_neighbours() {
        let along_the_side = (fine(-5.0, 0.5), fine(5.0, 0.5));
        assert!(passed(&[cell(0, 0)], along_the_side.0, along_the_side.1).is_empty());
        assert_eq!(passed(&[cell(0, 1)], along_the_side.0, along_the_side.1), [cell(0, 1)]);
    }

    proptest! {
        /// Rounding a dense walk along the segment finds no cell that was not named, and nearly all that were.
        #[test]
        fn the_cells_passed_are_those_that_a_walk_rounds_to(
            ends in prop::array::uniform4(-40_000_000..40_000_000_i32),
        ) {
            let _ = ends;
            let [ax, ay, bx, by] = ends.map(|v| v / 100);
            let (from, to) = (Fine { x: ax, y: ay }, Fine { x: bx, y: by });
            let around: Vec<Cell> = (-8..=8).flat_map(|x| (-8..=8).map(move |y| cell(x, y))).collect();
            let named = passed(&around, from, to);
            let steps = 4000_i64;
            let mut walked: Vec<Cell> = (0..=steps)
                .map(|step| {
                    let along = |a: i32, b: i32| (i64::from(a) * (steps - step) + i64::from(b) * step).div_euclid(steps);
                    Fine { x: along(ax, bx) as i32, y: along(ay, by) as i32 }.cell()
                })
                .filter(|&c| c != from.cell() && c != to.cell())
                .collect();
            walked.dedup();
            // A walk in steps that are rounded down can slip into a neighbour at a corner, hence the tolerance there.
            let missing = walked.iter().filter(|c| !named.contains(c)).count();
            let beyond = named.iter().filter(|c| !walked.contains(c)).count();
            prop_assert!(missing <= 1 && beyond <= 2, "{named:?} {walked:?}");
            let order: Vec<_> = walked.iter().filter(|c| named.contains(c)).collect();
            let same: Vec<_> = named.iter().filter(|c| walked.contains(c)).collect();
            prop_assert_eq!(order, same);
        }
    }
}
