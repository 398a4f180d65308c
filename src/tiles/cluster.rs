//! Points that lie close together become one circle with counts and sums.
//!
//! Clusters come from the squares of a fixed grid; squares whose centres of gravity are each other's nearest within
//! the merging distance become one, twice over, so that circles do not overlap along the grid's lines. Unlike greedy
//! clustering, where one new point can shift clusters across the whole map, a cluster depends on what lies within a
//! known distance: tiles agree with each other, and a change spoils the tiles around it only.

use std::collections::BTreeSet;

use super::grid::{BUFFER, EXTENT, FINE_BITS, TileId};
use super::level::{Level, Square};
use super::prepared::Prepared;
use super::spec::ClusterSpec;
use super::stock::Stock;
use super::world::WorldPoint;

const ROUNDS: usize = 2;
/// Bits above those of all features' ids mark the ids of clusters, and stay below 2⁵³, which browsers keep exact.
const ID_MARK: u64 = 1 << 52;
const ID_ZOOM_SHIFT: u32 = 46;

/// A cluster, or a feature that stands alone.
#[derive(Clone, Debug)]
pub(super) struct Cluster<'a> {
    pub square: Square,
    pub alone: Option<&'a Prepared>,
}

impl Cluster<'_> {
    /// The centre of gravity.
    pub fn centre(&self) -> WorldPoint {
        let mean = |sum: u64| u32::try_from(sum / u64::from(self.square.count)).expect("a mean of u32");
        WorldPoint {
            x: mean(self.square.sum_x),
            y: mean(self.square.sum_y),
        }
    }

    /// Unlike any feature's id, the same for as long as the cluster begins with the same square.
    pub fn id(&self, zoom: u8) -> u64 {
        ID_MARK | u64::from(zoom) << ID_ZOOM_SHIFT | self.square.code
    }

    fn join(&mut self, other: &Self) {
        let (mine, theirs) = (&mut self.square, &other.square);
        mine.code = mine.code.min(theirs.code);
        mine.count += theirs.count;
        mine.sum_x += theirs.sum_x;
        mine.sum_y += theirs.sum_y;
        mine.weight += theirs.weight;
        mine.classes
            .iter_mut()
            .zip(&theirs.classes)
            .for_each(|(sum, count)| *sum += count);
        self.alone = None;
    }
}

/// The clusters that a tile carries, in order.
pub(super) fn clusters_in<'a>(stock: &'a Stock, spec: &ClusterSpec, tile: TileId) -> Vec<Cluster<'a>> {
    let mut clusters = squares_around(stock, spec, tile);
    for _ in 0..ROUNDS {
        clusters = merged(clusters, spec, tile);
    }
    clusters.retain(|cluster| tile.cell(cluster.centre()).is_some());
    clusters
}

/// The squares that can have a say in the tile's clusters.
fn squares_around<'a>(stock: &'a Stock, spec: &ClusterSpec, tile: TileId) -> Vec<Cluster<'a>> {
    let zoom_shift = 2 * (32 - u32::from(tile.zoom()));
    let square_shift = zoom_shift - 2 * spec.square_bits();
    let class_count = spec.class_keys.len();
    let level = stock.base_level(tile.zoom(), |features| Level::new(features, square_shift, class_count));
    let mut found: Vec<Cluster> = Vec::new();
    for neighbour in tile.neighbourhood() {
        let tile_code = WorldPoint {
            x: neighbour.column(),
            y: neighbour.row(),
        }
        .morton();
        let first = tile_code.checked_shl(zoom_shift).unwrap_or(0);
        let codes = first..=first | u64::MAX.checked_shr(64 - zoom_shift).unwrap_or(0);
        let changed: BTreeSet<u64> = stock.changed_codes(&codes).map(|code| code >> square_shift).collect();
        for position in level.positions(&(codes.start() >> square_shift..=codes.end() >> square_shift)) {
            let square = &level.squares[position];
            if !changed.contains(&square.code) {
                let alone = (square.count == 1).then(|| stock.base_feature(level.first_slots[position]));
                found.push(Cluster {
                    square: square.clone(),
                    alone,
                });
            }
        }
        found.extend(changed.into_iter().filter_map(|code| {
            let first = code << square_shift;
            let members = stock.members(first..=first | ((1 << square_shift) - 1));
            let (square, first) = Square::of(code, class_count, members)?;
            let alone = (square.count == 1).then_some(first);
            Some(Cluster { square, alone })
        }));
    }
    let reach = i64::from(spec.gather_cells()) + i64::from(BUFFER);
    let carried = -reach << FINE_BITS..=(i64::from(EXTENT) + reach) << FINE_BITS;
    found.retain(|cluster| tile.fine(cluster.centre()).iter().all(|along| carried.contains(along)));
    found.sort_unstable_by_key(|cluster| cluster.square.code);
    found
}

/// Joins those that are each other's nearest.
fn merged<'a>(mut clusters: Vec<Cluster<'a>>, spec: &ClusterSpec, tile: TileId) -> Vec<Cluster<'a>> {
    let distance = i64::from(spec.merge_cells()) << FINE_BITS;
    let nearest = nearest(&clusters, distance, tile);
    let mut gone = vec![false; clusters.len()];
    for index in 0..clusters.len() {
        let Some(partner) = nearest[index].filter(|&partner| index < partner && nearest[partner] == Some(index)) else {
            continue;
        };
        let (before, from) = clusters.split_at_mut(partner);
        before[index].join(&from[0]);
        gone[partner] = true;
    }
    let mut gone = gone.into_iter();
    clusters.retain(|_| !gone.next().expect("one for each cluster"));
    clusters
}

/// For each cluster the nearest other one closer than the distance; of equals the first in order.
fn nearest(clusters: &[Cluster], distance: i64, tile: TileId) -> Vec<Option<usize>> {
    let mut by_x: Vec<([i64; 2], usize)> = clusters
        .iter()
        .enumerate()
        .map(|(index, cluster)| (tile.fine(cluster.centre()), index))
        .collect();
    by_x.sort_unstable();
    let mut best: Vec<(i64, usize)> = vec![(distance * distance, usize::MAX); clusters.len()];
    for (position, &(here, index)) in by_x.iter().enumerate() {
        let close = by_x[position + 1..]
            .iter()
            .take_while(|(there, _)| there[0] - here[0] < distance);
        for &(there, other) in close.filter(|(there, _)| (there[1] - here[1]).abs() < distance) {
            let apart = (there[0] - here[0]).pow(2) + (there[1] - here[1]).pow(2);
            best[index] = best[index].min((apart, other));
            best[other] = best[other].min((apart, index));
        }
    }
    best.into_iter()
        .map(|(_, other)| Some(other).filter(|&other| other != usize::MAX))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_of_a_cluster_is_exact_in_a_browser_and_no_feature_has_it() {
        let square = Square {
            code: (1 << ID_ZOOM_SHIFT) - 1,
            count: 2,
            sum_x: 0,
            sum_y: 0,
            weight: 0.0,
            classes: Box::default(),
        };
        let id = Cluster { square, alone: None }.id(18);
        assert!((1 << 52..1 << 53).contains(&id));
    }
}
