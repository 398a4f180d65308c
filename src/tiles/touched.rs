//! Which tiles a change touches.

use std::sync::Arc;

use super::grid::{TileId, TileRange};
use super::spec::LayerSpec;
use super::world::WorldBox;

/// More boxes than this are no longer told apart: a bulk import touches everything.
const MOST_BOXES: usize = 1024;

/// The tiles of a layer that may differ after a change.
#[derive(Clone, Debug)]
pub struct Touched {
    /// None for all tiles.
    boxes: Option<(Vec<WorldBox>, Arc<LayerSpec>)>,
}

impl Touched {
    pub fn everything() -> Self {
        Self { boxes: None }
    }

    /// The tiles that carry something of the boxes, and those whose clusters count it.
    pub(super) fn boxes(boxes: Vec<WorldBox>, spec: Arc<LayerSpec>) -> Self {
        Self {
            boxes: (boxes.len() <= MOST_BOXES).then_some((boxes, spec)),
        }
    }

    pub fn is_nothing(&self) -> bool {
        self.boxes.as_ref().is_some_and(|(boxes, _)| boxes.is_empty())
    }

    pub fn contains(&self, tile: TileId) -> bool {
        self.boxes.as_ref().is_none_or(|(boxes, spec)| {
            let reach_cells = spec.reach_cells(tile.zoom());
            boxes
                .iter()
                .any(|area| TileRange::touched(area, tile.zoom(), reach_cells).contains(tile))
        })
    }

    /// All touched tiles one by one, unless they are more than `most`.
    pub fn tiles(&self, most: u64) -> Option<Vec<TileId>> {
        let (boxes, spec) = self.boxes.as_ref()?;
        let ranges: Vec<TileRange> = boxes
            .iter()
            .flat_map(|area| {
                (spec.min_zoom..=spec.max_zoom).map(|zoom| TileRange::touched(area, zoom, spec.reach_cells(zoom)))
            })
            .collect();
        let count: u64 = ranges.iter().map(TileRange::count).sum();
        (count <= most).then(|| ranges.iter().flat_map(TileRange::tiles).collect())
    }
}
