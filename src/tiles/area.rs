//! Polygons of a tile: cut, rounded without crossings, made proper; all of a layer together, so that neighbours stay
//! neighbours.

use super::clip::clip_ring;
use super::grid::{Cell, Fine, TileId};
use super::prepared::Prepared;
use super::ring::{Rings, proper_rings};
use super::shape::{Path, Shape};
use super::snap::HotCells;

/// The polygons of a layer in a tile.
pub(super) struct Areas {
    tile: TileId,
    places: Vec<Fine>,
    /// Where each ring ends in `places`.
    ring_ends: Vec<usize>,
    /// Where each feature ends in `ring_ends`.
    feature_ends: Vec<usize>,
}

impl Areas {
    /// Cuts the polygons among the features, in their order.
    pub fn cut<'a>(tile: TileId, features: impl Iterator<Item = &'a Prepared>) -> Self {
        let mut areas = Self {
            tile,
            places: Vec::new(),
            ring_ends: Vec::new(),
            feature_ends: Vec::new(),
        };
        for feature in features {
            let Shape::Areas(rings) = &feature.shape else {
                continue;
            };
            // What is smaller than a cell is drawn as its square at once.
            if !is_below_a_cell(feature, tile) {
                let whole = tile.window().contains(&feature.bounds);
                rings.iter().for_each(|ring| areas.add_ring(ring, whole));
            }
            areas.feature_ends.push(areas.ring_ends.len());
        }
        areas
    }

    fn add_ring(&mut self, ring: &Path, whole: bool) {
        let places = ring.points_at(self.tile.zoom()).map(|point| self.tile.fine(point));
        if whole {
            let inside = |v: i64| i32::try_from(v).expect("the window holds the whole feature");
            self.places.extend(places.map(|[x, y]| Fine {
                x: inside(x),
                y: inside(y),
            }));
        } else {
            self.places.extend(clip_ring(places.collect()));
        }
        self.ring_ends.push(self.places.len());
    }

    /// Gives the proper rings of each polygon that has any here, in order.
    pub fn draw(&self, features: &mut dyn Iterator<Item = &Prepared>, draw: &mut dyn FnMut(&Prepared, &Rings)) {
        let hot = HotCells::new(self.places.iter().map(|place| place.cell()));
        let mut keys = Vec::new();
        let mut passed = Vec::new();
        let mut first_ring = 0;
        let areas = features.filter(|feature| matches!(feature.shape, Shape::Areas(_)));
        let mut outline = Rings::default();
        for (feature, &last_ring) in areas.zip(&self.feature_ends) {
            outline.clear();
            for ring in first_ring..last_ring {
                self.round(ring, &hot, &mut passed, &mut outline);
            }
            first_ring = last_ring;
            let proper = proper_rings(&outline, &mut keys);
            let rings = proper.as_ref().unwrap_or(&outline);
            if !rings.is_empty() {
                draw(feature, rings);
            } else if self.write_smallest_square(feature, &mut outline) {
                draw(feature, &outline);
            }
        }
    }

    fn round(&self, ring: usize, hot: &HotCells, passed: &mut Vec<Cell>, outline: &mut Rings) {
        let start = ring.checked_sub(1).map_or(0, |before| self.ring_ends[before]);
        let places = &self.places[start..self.ring_ends[ring]];
        let Some(&last) = places.last() else { return };
        let mut before = last;
        for &place in places {
            passed.clear();
            hot.passed(before, place, passed);
            passed.iter().for_each(|&cell| outline.push(cell));
            outline.push(place.cell());
            before = place;
        }
        outline.close();
    }

    /// What stands for a polygon that rounding leaves nothing of: the cell it lies in, so that nothing vanishes. False
    /// where the tile does not carry that cell.
    fn write_smallest_square(&self, feature: &Prepared, square: &mut Rings) -> bool {
        let Some(Cell { x, y }) = self.tile.cell(feature.anchor) else {
            return false;
        };
        square.clear();
        for (right, down) in [(0, 0), (1, 0), (1, 1), (0, 1)] {
            square.push(Cell {
                x: x + right,
                y: y + down,
            });
        }
        square.close();
        true
    }
}

fn is_below_a_cell(feature: &Prepared, tile: TileId) -> bool {
    let bounds = &feature.bounds;
    let extent = u64::from((bounds.max.x - bounds.min.x).max(bounds.max.y - bounds.min.y));
    extent << tile.zoom() < 1 << 20
}
