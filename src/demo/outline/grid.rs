//! The city as square cells, each belonging to one ward or to none.

use geo::{Contains, Coord, Intersects, Line, LineString, Point, Polygon};

use super::{Sketch, SketchError};

const CELL_M: f64 = 125.0;
const M_PER_DEGREE: f64 = 111_000.0;
/// How far boundaries are bent, so that they do not look ruled.
const BEND_M: f64 = 140.0;
const PASSES: usize = 8;

/// Index of a ward in the sketch; none outside the city.
pub(super) type Label = Option<usize>;

/// Cells from the south-west, row by row, with a frame of cells outside the city.
pub(super) struct Grid {
    pub columns: usize,
    pub rows: usize,
    labels: Vec<Label>,
    origin: Coord<f64>,
    cell: Coord<f64>,
}

/// A sketch with its geometry made ready.
struct Field<'a> {
    sketch: &'a Sketch,
    city: Polygon<f64>,
    /// Metres per degree of longitude at the city's latitude.
    m_per_longitude: f64,
    /// Lines with what crossing them costs.
    barriers: Vec<(LineString<f64>, f64)>,
}

impl Grid {
    pub(super) fn assign(sketch: &Sketch) -> Result<Self, SketchError> {
        let field = Field::new(sketch)?;
        let mut grid = field.empty_grid();
        for row in 0..grid.rows {
            for column in 0..grid.columns {
                let label = field.nearest_ward(grid.centre(column, row));
                grid.set(column, row, label);
            }
        }
        grid.join_parts(&field)?;
        // A few passes settle a sketch. One that they do not settle fails later, where its rings do not close.
        for _ in 0..PASSES {
            if !grid.part_corners() {
                break;
            }
        }
        Ok(grid)
    }

    pub(super) fn label(&self, column: usize, row: usize) -> Label {
        self.labels[row * self.columns + column]
    }

    fn set(&mut self, column: usize, row: usize, label: Label) {
        self.labels[row * self.columns + column] = label;
    }

    /// The place of a corner of the cells: corner (0, 0) is the south-western one of cell (0, 0).
    pub(super) fn place(&self, column: f64, row: f64) -> Coord<f64> {
        Coord {
            x: self.origin.x + column * self.cell.x,
            y: self.origin.y + row * self.cell.y,
        }
    }

    fn centre(&self, column: usize, row: usize) -> Coord<f64> {
        self.place(column as f64 + 0.5, row as f64 + 0.5)
    }

    fn cell_at(&self, [longitude, latitude]: [f64; 2]) -> Option<(usize, usize)> {
        let (column, row) = (
            (longitude - self.origin.x) / self.cell.x,
            (latitude - self.origin.y) / self.cell.y,
        );
        let inside = column >= 0.0 && row >= 0.0 && column < self.columns as f64 && row < self.rows as f64;
        inside.then_some((column as usize, row as usize))
    }

    fn neighbours(&self, column: usize, row: usize) -> impl Iterator<Item = (usize, usize)> + use<> {
        let (columns, rows) = (self.columns, self.rows);
        [(0, -1), (0, 1), (-1, 0), (1, 0)]
            .into_iter()
            .filter_map(move |(east, north)| {
                let column = column.checked_add_signed(east).filter(|column| *column < columns)?;
                let row = row.checked_add_signed(north).filter(|row| *row < rows)?;
                Some((column, row))
            })
    }

    /// Leaves each ward the one part that holds its first seed, and gives scattered cells to a neighbour.
    fn join_parts(&mut self, field: &Field) -> Result<(), SketchError> {
        let mut joined = vec![None; self.labels.len()];
        let mut open = Vec::new();
        for (index, ward) in field.sketch.ward.iter().enumerate() {
            let lost = || SketchError::SeedLost {
                name: ward.name.clone(),
            };
            let cells: Vec<_> = ward
                .seeds
                .iter()
                .map(|seed| self.cell_at(seed.at).ok_or_else(lost))
                .collect::<Result<_, _>>()?;
            if cells
                .iter()
                .any(|(column, row)| self.label(*column, *row) != Some(index))
            {
                return Err(lost());
            }
            open.extend(cells.first().map(|cell| (*cell, index)));
        }
        // First within the ward itself, then outward into cells that nobody reached.
        let mut at = 0;
        let mut outward = Vec::new();
        while at < open.len() {
            let ((column, row), index) = open[at];
            at += 1;
            let place = row * self.columns + column;
            if joined[place].is_some() {
                continue;
            }
            joined[place] = Some(index);
            for next in self.neighbours(column, row) {
                match self.label(next.0, next.1) {
                    Some(label) if label == index => open.push((next, index)),
                    Some(_) => outward.push((next, index)),
                    None => {}
                }
            }
        }
        let mut at = 0;
        while at < outward.len() {
            let ((column, row), index) = outward[at];
            at += 1;
            let place = row * self.columns + column;
            if joined[place].is_some() {
                continue;
            }
            joined[place] = Some(index);
            let beyond = self
                .neighbours(column, row)
                .filter(|(column, row)| self.label(*column, *row).is_some());
            outward.extend(beyond.map(|next| (next, index)));
        }
        self.labels = joined;
        self.check_seeds_joined(field)
    }

    fn check_seeds_joined(&self, field: &Field) -> Result<(), SketchError> {
        for (index, ward) in field.sketch.ward.iter().enumerate() {
            let cells = ward.seeds.iter().filter_map(|seed| self.cell_at(seed.at));
            if cells
                .into_iter()
                .any(|(column, row)| self.label(column, row) != Some(index))
            {
                return Err(SketchError::Scattered {
                    name: ward.name.clone(),
                });
            }
        }
        Ok(())
    }

    /// Where an area touches itself by a corner only, parts it; a ring may not touch itself. Whether anything changed.
    fn part_corners(&mut self) -> bool {
        let mut changed = false;
        let (columns, rows) = (self.columns, self.rows);
        for (column, row) in (1..rows).flat_map(|row| (1..columns).map(move |column| (column, row))) {
            let diagonals = [
                [
                    (column - 1, row - 1),
                    (column, row),
                    (column - 1, row),
                    (column, row - 1),
                ],
                [
                    (column - 1, row),
                    (column, row - 1),
                    (column - 1, row - 1),
                    (column, row),
                ],
            ];
            for [one, other, beside, across] in diagonals {
                let label = |(column, row): (usize, usize)| self.label(column, row);
                let shared = label(one);
                if shared != label(other) || shared == label(beside) || shared == label(across) {
                    continue;
                }
                let (cell, given) = if shared.is_none() {
                    (beside, None)
                } else {
                    (other, label(beside))
                };
                self.set(cell.0, cell.1, given);
                changed = true;
            }
        }
        changed
    }
}

impl<'a> Field<'a> {
    fn new(sketch: &'a Sketch) -> Result<Self, SketchError> {
        if sketch.outline.len() < 3 {
            return Err(SketchError::NoOutline);
        }
        let city = Polygon::new(line_string(&sketch.outline), Vec::new());
        let latitude = sketch.outline.iter().map(|[_, latitude]| latitude).sum::<f64>() / sketch.outline.len() as f64;
        let barriers = sketch
            .barrier
            .iter()
            .map(|barrier| (line_string(&barrier.line), barrier.detour_m))
            .collect();
        Ok(Self {
            sketch,
            city,
            m_per_longitude: M_PER_DEGREE * latitude.to_radians().cos(),
            barriers,
        })
    }

    fn empty_grid(&self) -> Grid {
        let cell = Coord {
            x: CELL_M / self.m_per_longitude,
            y: CELL_M / M_PER_DEGREE,
        };
        let (mut low, mut high) = (
            Coord {
                x: f64::MAX,
                y: f64::MAX,
            },
            Coord {
                x: f64::MIN,
                y: f64::MIN,
            },
        );
        for corner in self.city.exterior().coords() {
            low = Coord {
                x: low.x.min(corner.x),
                y: low.y.min(corner.y),
            };
            high = Coord {
                x: high.x.max(corner.x),
                y: high.y.max(corner.y),
            };
        }
        let origin = Coord {
            x: low.x - 2.0 * cell.x,
            y: low.y - 2.0 * cell.y,
        };
        let columns = ((high.x - origin.x) / cell.x) as usize + 3;
        let rows = ((high.y - origin.y) / cell.y) as usize + 3;
        Grid {
            columns,
            rows,
            labels: vec![None; columns * rows],
            origin,
            cell,
        }
    }

    /// The ward whose seed is nearest, with detours; none outside the city.
    fn nearest_ward(&self, at: Coord<f64>) -> Label {
        if !self.city.contains(&Point(at)) {
            return None;
        }
        let from = self.bent(at);
        let (mut nearest, mut nearest_m) = (None, f64::MAX);
        for (index, ward) in self.sketch.ward.iter().enumerate() {
            for seed in &ward.seeds {
                // A detour only lengthens, so that most seeds need not be asked for theirs.
                let straight_m = self.straight_m(from, seed.at) - seed.reach_m;
                if straight_m < nearest_m {
                    let distance_m = straight_m + self.detours_m(from, seed.at);
                    if distance_m < nearest_m {
                        (nearest, nearest_m) = (Some(index), distance_m);
                    }
                }
            }
        }
        nearest
    }

    fn straight_m(&self, from: Coord<f64>, [longitude, latitude]: [f64; 2]) -> f64 {
        ((longitude - from.x) * self.m_per_longitude).hypot((latitude - from.y) * M_PER_DEGREE)
    }

    fn detours_m(&self, from: Coord<f64>, [x, y]: [f64; 2]) -> f64 {
        let path = Line::new(from, Coord { x, y });
        let crossed = self
            .barriers
            .iter()
            .filter(|(line, _)| line.lines().any(|part| part.intersects(&path)));
        crossed.map(|(_, detour_m)| detour_m).sum()
    }

    /// The place moved a little by long waves.
    fn bent(&self, at: Coord<f64>) -> Coord<f64> {
        let (x, y) = (at.x * self.m_per_longitude / 1_000.0, at.y * M_PER_DEGREE / 1_000.0);
        let east_m = BEND_M * ((1.9 * y).sin() + 0.6 * (3.7 * y + 1.3 * x).sin());
        let north_m = BEND_M * ((2.1 * x + 0.8).sin() + 0.6 * (3.1 * x - 1.7 * y).sin());
        Coord {
            x: at.x + east_m / self.m_per_longitude,
            y: at.y + north_m / M_PER_DEGREE,
        }
    }
}

fn line_string(points: &[[f64; 2]]) -> LineString<f64> {
    points.iter().map(|[x, y]| Coord { x: *x, y: *y }).collect()
}
