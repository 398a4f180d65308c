//! How a layer is to be served: names, zooms, clusters, labels.

use super::grid::{BUFFER, EXTENT, MAX_ZOOM};

/// What a layer is called and how its tiles are made.
#[derive(Clone, Debug, PartialEq)]
pub struct LayerSpec {
    /// The layer's name in URLs and inside the tile.
    pub id: String,
    pub title_ja: String,
    pub title_en: String,
    pub kind: GeometryKind,
    pub min_zoom: u8,
    /// The last zoom served; maps enlarge its tiles beyond.
    pub max_zoom: u8,
    pub fields: Vec<Field>,
    pub cluster: Option<ClusterSpec>,
    /// Fewer vertices at low zooms, the same ones for neighbours. A change then prepares the whole layer anew, so it
    /// is meant for what changes rarely, such as wards. Other layers lose only what a cell swallows.
    pub simplify: bool,
    /// Name of a second layer in the same tiles: one point inside each feature, with its attributes.
    pub label_layer: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GeometryKind {
    Point,
    Line,
    Polygon,
}

/// An attribute, for those who read the TileJSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    pub name: String,
    pub description_ja: String,
    pub description_en: String,
}

impl Field {
    pub fn new(name: &str, description_ja: &str, description_en: &str) -> Self {
        Self {
            name: name.to_owned(),
            description_ja: description_ja.to_owned(),
            description_en: description_en.to_owned(),
        }
    }
}

/// Features closer together than a finger are shown as one circle with counts.
#[derive(Clone, Debug, PartialEq)]
pub struct ClusterSpec {
    /// The last zoom with clusters.
    pub until_zoom: u8,
    /// About how far a cluster gathers, in pixels of a tile drawn at 512; taken as 16, 32, 64 or 128.
    pub radius_px: u16,
    /// Features of class `i` are counted in the cluster's field `n_<class_keys[i]>`.
    pub class_keys: Vec<String>,
    /// The field that holds the sum of the weights.
    pub weight_field: Option<String>,
}

/// Ids of clusters hold zoom and grid square in 51 bits: deeper than this they would not fit.
const DEEPEST_CLUSTER_ZOOM: u8 = 18;

impl LayerSpec {
    /// The zooms as they can be: in order and not deeper than tiles go.
    pub(super) fn with_possible_zooms(mut self) -> Self {
        self.max_zoom = self.max_zoom.min(MAX_ZOOM);
        self.min_zoom = self.min_zoom.min(self.max_zoom);
        if let Some(cluster) = &mut self.cluster {
            cluster.until_zoom = cluster.until_zoom.min(DEEPEST_CLUSTER_ZOOM);
        }
        self
    }

    /// The clusters of a zoom, if it has any.
    pub(super) fn cluster_at(&self, zoom: u8) -> Option<&ClusterSpec> {
        self.cluster.as_ref().filter(|cluster| zoom <= cluster.until_zoom)
    }

    /// How many cells beyond a tile's sides something can lie and still alter the tile.
    pub(super) fn reach_cells(&self, zoom: u8) -> u32 {
        let buffer = BUFFER.unsigned_abs();
        self.cluster_at(zoom).map_or(buffer, |cluster| {
            // The grid square of the changed feature, whose centre moves, and the squares that can merge with it.
            buffer + cluster.square_cells() + cluster.gather_cells()
        })
    }
}

impl ClusterSpec {
    /// Binary digits of the grid squares along a tile's side: 4, 8, 16 or 32 squares.
    pub(super) fn square_bits(&self) -> u32 {
        // 512 px, times √2 to take the nearest power of two.
        let squares = 724 / u32::from(self.radius_px.max(1));
        squares.max(1).ilog2().clamp(2, 5)
    }

    pub(super) fn square_cells(&self) -> u32 {
        EXTENT.unsigned_abs() >> self.square_bits()
    }

    /// Closer than this, neighbouring squares become one cluster.
    pub(super) fn merge_cells(&self) -> u32 {
        self.square_cells() / 4 * 3
    }

    /// How far from a cluster the points can lie that decide it: two rounds of merging, each looking two merging
    /// distances far (the neighbour, and the neighbour's own nearest).
    pub(super) fn gather_cells(&self) -> u32 {
        // Two more for rounding.
        4 * self.merge_cells() + 2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cluster(radius_px: u16) -> ClusterSpec {
        ClusterSpec {
            until_zoom: 12,
            radius_px,
            class_keys: Vec::new(),
            weight_field: None,
        }
    }

    #[test]
    fn the_radius_becomes_a_square_that_divides_the_tile() {
        let cells = |radius| cluster(radius).square_cells();
        assert_eq!(
            [cells(0), cells(20), cells(40), cells(64), cells(500)],
            [128, 128, 256, 512, 1024]
        );
    }

    #[test]
    fn what_decides_a_cluster_lies_within_the_tiles_around() {
        for radius in [16, 32, 64, 128] {
            let spec = cluster(radius);
            assert!(spec.gather_cells() + BUFFER.unsigned_abs() <= EXTENT.unsigned_abs());
        }
    }
}
