//! One layer of the map, prepared once per version of the portfolio.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::draw::Drawing;
use super::feature::TileFeature;
use super::grid::TileId;
use super::intern::{KeyTable, PackedValues, ValueTable};
use super::prepared::{Prepared, Tag};
use super::shape::Placed;
use super::simplify::assign_zooms;
use super::spec::{ClusterSpec, LayerSpec};
use super::stock::Stock;
use super::touched::Touched;
use super::world::WorldBox;

/// Names of the fields that tiles add to features.
pub(super) const POINT_COUNT: &str = "point_count";
pub(super) const STACK: &str = "stack";

/// Geometry on the world grid, attributes interned, an index over all: a tile is then cut and written without looking
/// anything up elsewhere. Cheap to clone; a version shares with the last one what did not change.
#[derive(Clone, Debug)]
pub struct TileLayer {
    spec: Arc<LayerSpec>,
    keys: Arc<KeyTable>,
    values: ValueTable,
    stock: Stock,
}

impl TileLayer {
    /// Prepares a layer, on all cores. A feature whose geometry is empty or not finite is left out; of features with
    /// the same id the last one counts.
    pub fn build(spec: LayerSpec, features: impl IntoIterator<Item = TileFeature>) -> Self {
        let spec = spec.with_possible_zooms();
        let features: Vec<TileFeature> = features.into_iter().collect();
        let last_of_id: FxHashMap<u64, usize> = features
            .iter()
            .enumerate()
            .map(|(at, feature)| (feature.id, at))
            .collect();
        let mut placed: Vec<(&TileFeature, Placed)> = features
            .par_iter()
            .enumerate()
            .filter(|(at, feature)| last_of_id[&feature.id] == *at)
            .filter_map(|(_, feature)| Some((feature, Placed::new(&feature.geometry)?)))
            .collect();
        // From here on in the layer's order, so that what tiles read together lies together in memory.
        placed.par_sort_unstable_by_key(|(feature, placed)| (placed.code(), feature.id));
        if spec.simplify {
            assign_zooms(placed.iter_mut().map(|(_, placed)| &mut placed.shape), spec.max_zoom);
        }
        let mut keys = KeyTable::default();
        for name in own_fields(&spec) {
            keys.add(&name.into());
        }
        let mut values = PackedValues::default();
        let mut intern = |key: &Arc<str>, value: &[u8]| Tag {
            key: keys.add(key),
            value: values.add(value),
        };
        let prepared = placed
            .into_iter()
            .map(|(feature, placed)| Prepared::new(feature, placed, &mut intern));
        let prepared: Vec<Arc<Prepared>> = prepared.map(Arc::new).collect();
        let cluster_zooms = spec
            .cluster
            .as_ref()
            .map_or(0, |cluster| usize::from(cluster.until_zoom) + 1);
        Self {
            stock: Stock::new(prepared, cluster_zooms),
            keys: Arc::new(keys),
            values: ValueTable::new(values),
            spec: Arc::new(spec),
        }
    }

    /// The layer after some features changed or came new and others went, and which tiles that touches. Its tiles
    /// are byte for byte those of a layer built from all features.
    pub fn with_changes(&self, changed: &[TileFeature], removed: &[u64]) -> (Self, Touched) {
        let mut next = self.clone();
        let mut boxes: Vec<WorldBox> = Vec::new();
        let keys = Arc::make_mut(&mut next.keys);
        for &id in removed {
            boxes.extend(next.stock.remove(id));
        }
        for feature in changed {
            let values = &mut next.values;
            let mut intern = |key: &Arc<str>, value: &[u8]| Tag {
                key: keys.add(key),
                value: values.add(value),
            };
            match Placed::new(&feature.geometry) {
                Some(placed) => {
                    boxes.push(placed.bounds);
                    boxes.extend(next.stock.put(Prepared::new(feature, placed, &mut intern)));
                }
                None => boxes.extend(next.stock.remove(feature.id)),
            }
        }
        if self.spec.simplify && !boxes.is_empty() {
            next.stock = next.simplified_anew();
            return (next, Touched::everything());
        }
        if next.values.is_outgrown() {
            next = next.with_values_packed();
        }
        next.stock = next.stock.tidied();
        (next, Touched::boxes(boxes, self.spec.clone()))
    }

    /// The same layer without the values that no feature has any more.
    fn with_values_packed(self) -> Self {
        let mut packed = PackedValues::default();
        let repacked = |feature: &Arc<Prepared>| {
            let mut feature = (**feature).clone();
            for tag in &mut feature.tags {
                tag.value = packed.add(self.values.bytes(tag.value));
            }
            feature
        };
        let features = self.stock.members(0..=u64::MAX).map(repacked).map(Arc::new).collect();
        Self {
            stock: Stock::new(features, self.stock.cluster_zooms()),
            values: ValueTable::new(packed),
            ..self
        }
    }

    /// A border's vertices depend on all that share it, so the whole layer is thinned out again.
    fn simplified_anew(&self) -> Stock {
        let members = self.stock.members(0..=u64::MAX);
        let mut features: Vec<Prepared> = members.map(|feature| (**feature).clone()).collect();
        assign_zooms(
            features.iter_mut().map(|feature| &mut feature.shape),
            self.spec.max_zoom,
        );
        Stock::new(features.into_iter().map(Arc::new).collect(), self.stock.cluster_zooms())
    }

    /// The tile as a Mapbox Vector Tile; empty when the layer has nothing there. Layers join into one tile by
    /// writing their tiles one after the other.
    pub fn tile(&self, tile: TileId) -> Vec<u8> {
        let mut bytes = Vec::new();
        if (self.spec.min_zoom..=self.spec.max_zoom).contains(&tile.zoom()) {
            let drawing = Drawing {
                tile,
                spec: &self.spec,
                keys: &self.keys,
                values: &self.values,
            };
            match self.spec.cluster_at(tile.zoom()) {
                Some(cluster) => drawing.clusters(&self.stock, cluster, &mut bytes),
                None => drawing.features(&self.stock.within(&tile.window()), &mut bytes),
            }
            if let Some(name) = &self.spec.label_layer {
                drawing.labels(&self.stock.within(&tile.window()), name, &mut bytes);
            }
        }
        bytes
    }

    pub fn spec(&self) -> &LayerSpec {
        &self.spec
    }

    pub fn count(&self) -> usize {
        self.stock.len()
    }

    /// A box around all features; perhaps a little too large for some versions after a removal at its edge.
    pub fn bounds(&self) -> Option<WorldBox> {
        self.stock.bounds()
    }
}

/// The fields that tiles add on their own.
fn own_fields(spec: &LayerSpec) -> Vec<String> {
    let of_clusters = |cluster: &ClusterSpec| {
        let counts = cluster.class_keys.iter().map(|key| class_field(key));
        std::iter::once(POINT_COUNT.to_owned())
            .chain(counts)
            .chain(cluster.weight_field.clone())
            .collect::<Vec<_>>()
    };
    let clusters = spec.cluster.as_ref().map(of_clusters).unwrap_or_default();
    std::iter::once(STACK.to_owned()).chain(clusters).collect()
}

/// The field of a cluster that counts a class.
pub(super) fn class_field(key: &str) -> String {
    format!("n_{key}")
}
