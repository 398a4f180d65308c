//! The tile grid: which tile is where, its own coordinates, and which tiles a box touches.

use super::world::{WorldBox, WorldPoint};

/// The deepest zoom served.
pub const MAX_ZOOM: u8 = 22;
/// Cells along a tile's side.
pub const EXTENT: i32 = 4096;
/// Cells beyond each side that a tile carries too, so that strokes and circles are not cut at its border.
pub const BUFFER: i32 = 64;

/// Binary digits of a cell's fraction: geometry is cut in 1/65536 of a cell and rounded to cells afterwards.
pub(super) const FINE_BITS: u32 = 16;

/// A corner of the tile's integer grid, the coordinates that go on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Cell {
    pub x: i32,
    pub y: i32,
}

/// A place inside a tile before rounding, in 1/65536 of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fine {
    pub x: i32,
    pub y: i32,
}

impl Fine {
    /// The nearest cell; halves go up, in every tile alike.
    pub fn cell(self) -> Cell {
        Cell {
            x: round_fine(i64::from(self.x)),
            y: round_fine(i64::from(self.y)),
        }
    }
}

fn round_fine(value: i64) -> i32 {
    let cell = (value + (1 << (FINE_BITS - 1))) >> FINE_BITS;
    i32::try_from(cell).expect("only what lies in or near the tile is rounded")
}

impl Cell {
    /// Inside the tile or its buffer.
    pub fn is_carried(self) -> bool {
        let range = -BUFFER..=EXTENT + BUFFER;
        range.contains(&self.x) && range.contains(&self.y)
    }
}

/// The address of a tile; always one that exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TileId {
    z: u8,
    x: u32,
    y: u32,
}

impl TileId {
    /// None when there is no such tile: zoom over 22, or column or row beyond the world.
    pub fn new(z: u8, x: u32, y: u32) -> Option<Self> {
        let side = 1_u32.checked_shl(u32::from(z)).filter(|_| z <= MAX_ZOOM)?;
        (x < side && y < side).then_some(Self { z, x, y })
    }

    pub fn at(point: WorldPoint, z: u8) -> Self {
        let z = z.min(MAX_ZOOM);
        let shift = 32 - u32::from(z);
        // At zoom 0 the shift is the whole width.
        Self {
            z,
            x: point.x.checked_shr(shift).unwrap_or(0),
            y: point.y.checked_shr(shift).unwrap_or(0),
        }
    }

    pub fn zoom(self) -> u8 {
        self.z
    }

    pub fn column(self) -> u32 {
        self.x
    }

    pub fn row(self) -> u32 {
        self.y
    }

    /// The tile itself and the up to eight around it.
    pub fn neighbourhood(self) -> impl Iterator<Item = Self> {
        let around = |v: u32| [v.checked_sub(1), Some(v), v.checked_add(1)].into_iter().flatten();
        around(self.y).flat_map(move |y| around(self.x).filter_map(move |x| Self::new(self.z, x, y)))
    }

    /// What the tile carries: itself and its buffer, cut at the edge of the world.
    pub fn window(self) -> WorldBox {
        let buffer = (i64::from(BUFFER) << 20) >> self.z;
        let side = 1_i64 << (32 - self.z);
        let clamp = |v: i64| u32::try_from(v.clamp(0, i64::from(u32::MAX))).expect("clamped");
        let (left, top) = self.origin();
        WorldBox {
            min: WorldPoint {
                x: clamp(left - buffer),
                y: clamp(top - buffer),
            },
            max: WorldPoint {
                x: clamp(left + side + buffer),
                y: clamp(top + side + buffer),
            },
        }
    }

    fn origin(self) -> (i64, i64) {
        let shift = 32 - self.z;
        (i64::from(self.x) << shift, i64::from(self.y) << shift)
    }

    /// A world point in the tile's fine coordinates, however far outside it lies.
    pub(super) fn fine(self, point: WorldPoint) -> [i64; 2] {
        let (left, top) = self.origin();
        // A unit is 2^(z-20) cells.
        let scaled = |v: i64| (v << self.z) >> (20 - FINE_BITS);
        [scaled(i64::from(point.x) - left), scaled(i64::from(point.y) - top)]
    }

    /// The cell of a world point; None when it lies so far outside that the tile does not carry it.
    pub(super) fn cell(self, point: WorldPoint) -> Option<Cell> {
        let [x, y] = self.fine(point);
        let near = |v: i64| (v.unsigned_abs() >> FINE_BITS) < 1 << 16;
        let cell = (near(x) && near(y)).then(|| Cell {
            x: round_fine(x),
            y: round_fine(y),
        })?;
        cell.is_carried().then_some(cell)
    }
}

/// The tiles of one zoom that a box touches, corners included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TileRange {
    pub min: TileId,
    pub max: TileId,
}

impl TileRange {
    /// The tiles of a zoom that carry anything of the box when each carries `margin_cells` beyond its sides.
    pub fn touched(area: &WorldBox, z: u8, margin_cells: u32) -> Self {
        let z = z.min(MAX_ZOOM);
        // One unit more than the exact width: a point rounded over a border belongs to both sides.
        let margin = u32::try_from(((u64::from(margin_cells) << 20) >> z) + 1).unwrap_or(u32::MAX);
        let min = WorldPoint {
            x: area.min.x.saturating_sub(margin),
            y: area.min.y.saturating_sub(margin),
        };
        let max = WorldPoint {
            x: area.max.x.saturating_add(margin),
            y: area.max.y.saturating_add(margin),
        };
        Self {
            min: TileId::at(min, z),
            max: TileId::at(max, z),
        }
    }

    pub fn contains(&self, tile: TileId) -> bool {
        tile.z == self.min.z
            && (self.min.x..=self.max.x).contains(&tile.x)
            && (self.min.y..=self.max.y).contains(&tile.y)
    }

    pub fn count(&self) -> u64 {
        u64::from(self.max.x - self.min.x + 1) * u64::from(self.max.y - self.min.y + 1)
    }

    pub fn tiles(&self) -> impl Iterator<Item = TileId> {
        let Self { min, max } = *self;
        (min.y..=max.y).flat_map(move |y| (min.x..=max.x).map(move |x| TileId { z: min.z, x, y }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tile(z: u8, x: u32, y: u32) -> TileId {
        TileId::new(z, x, y).expect("a tile of the test")
    }

    #[test]
    fn a_tile_beyond_the_world_or_below_the_deepest_zoom_does_not_exist() {
        assert!(TileId::new(0, 0, 0).is_some());
        assert!(TileId::new(0, 1, 0).is_none());
        assert!(TileId::new(3, 0, 8).is_none());
        assert!(TileId::new(22, (1 << 22) - 1, 0).is_some());
        assert!(TileId::new(23, 0, 0).is_none());
        assert!(TileId::new(200, 0, 0).is_none());
    }

    #[test]
    fn the_corner_of_a_tile_is_its_cell_zero_at_every_zoom() {
        let hall = WorldPoint::from_lon_lat(135.5019, 34.6938).expect("finite");
        for z in 0..=MAX_ZOOM {
            let id = TileId::at(hall, z);
            let shift = 32 - u32::from(z);
            let corner = WorldPoint {
                x: id.column().checked_shl(shift).unwrap_or(0),
                y: id.row().checked_shl(shift).unwrap_or(0),
            };
            assert_eq!(id.cell(corner), Some(Cell { x: 0, y: 0 }), "zoom {z}");
            assert!(
                id.cell(hall)
                    .is_some_and(|c| (0..=EXTENT).contains(&c.x) && (0..=EXTENT).contains(&c.y))
            );
        }
    }

    #[test]
    fn a_point_at_a_border_has_the_same_place_in_both_tiles() {
        let left = tile(14, 14358, 6506);
        let right = tile(14, 14359, 6506);
        let border = WorldPoint {
            x: 14359 << 18,
            y: (6506 << 18) + 1000,
        };
        let (in_left, in_right) = (
            left.cell(border).expect("carried"),
            right.cell(border).expect("carried"),
        );
        assert_eq!((in_left.x, in_right.x), (EXTENT, 0));
        assert_eq!(in_left.y, in_right.y);
    }

    #[test]
    fn a_window_reaches_64_cells_beyond_and_ends_with_the_world() {
        let window = tile(10, 897, 406).window();
        assert_eq!(window.min.x, (897 << 22) - 64 * 1024);
        assert_eq!(window.max.x, (898 << 22) + 64 * 1024);
        assert_eq!(tile(0, 0, 0).window().max.x, u32::MAX);
    }

    #[test]
    fn a_box_touches_its_tile_and_the_neighbours_whose_buffer_reaches_it() {
        let point = WorldBox::of_point(WorldPoint {
            x: (897 << 22) + 10 * 1024,
            y: (406 << 22) + (1 << 21),
        });
        let range = TileRange::touched(&point, 10, 64);
        assert_eq!((range.min, range.max), (tile(10, 896, 406), tile(10, 897, 406)));
        assert_eq!(range.count(), 2);
        assert!(range.contains(tile(10, 896, 406)) && !range.contains(tile(10, 895, 406)));
        assert_eq!(range.tiles().count(), 2);
    }

    #[test]
    fn the_neighbourhood_ends_at_the_edge_of_the_world() {
        assert_eq!(tile(0, 0, 0).neighbourhood().count(), 1);
        assert_eq!(tile(5, 0, 7).neighbourhood().count(), 6);
        assert_eq!(tile(5, 3, 7).neighbourhood().count(), 9);
    }
}
