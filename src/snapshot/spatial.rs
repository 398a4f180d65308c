//! Which shapes meet a box: a packed tree with a small overlay of what changed since it was packed.

use std::sync::Arc;

use imbl::OrdMap;
use rstar::{AABB, RTree, RTreeObject};

use crate::geometry::Bbox;
use crate::record::Fid;

/// A box in the tree.
#[derive(Clone, Copy, Debug)]
struct Entry {
    bbox: Bbox,
    fid: Fid,
}

impl RTreeObject for Entry {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        envelope(&self.bbox)
    }
}

fn envelope(bbox: &Bbox) -> AABB<[f64; 2]> {
    AABB::from_corners([bbox.west, bbox.south], [bbox.east, bbox.north])
}

/// The spatial index of a layer. Cheap to clone; a change costs the logarithm of the overlay, not of the layer.
#[derive(Clone, Debug, Default)]
pub struct SpatialIndex {
    base: Arc<RTree<Entry>>,
    /// What the base does not know yet: the box of a record, or its absence.
    overlay: OrdMap<Fid, Option<Bbox>>,
}

impl SpatialIndex {
    /// Rebuilding costs 20 ms at 100 000 boxes; looking through an overlay of this size costs microseconds.
    const OVERLAY_LIMIT: usize = 512;

    pub fn pack(boxes: impl Iterator<Item = (Fid, Bbox)>) -> Self {
        let entries = boxes.map(|(fid, bbox)| Entry { bbox, fid }).collect();
        Self {
            base: Arc::new(RTree::bulk_load(entries)),
            overlay: OrdMap::new(),
        }
    }

    /// Notes the new box of a record; `None` where it has none any more.
    pub fn note(&mut self, fid: Fid, bbox: Option<Bbox>) {
        self.overlay.insert(fid, bbox);
    }

    /// Whether the overlay has grown so large that packing anew pays.
    pub fn wants_packing(&self) -> bool {
        self.overlay.len() > Self::OVERLAY_LIMIT.max(self.base.size() / 50)
    }

    /// The records whose boxes meet the given one, in no particular order.
    pub fn meeting(&self, bbox: &Bbox) -> Vec<Fid> {
        let mut found: Vec<Fid> = self
            .base
            .locate_in_envelope_intersecting(&envelope(bbox))
            .map(|entry| entry.fid)
            .filter(|fid| !self.overlay.contains_key(fid))
            .collect();
        let fresh = self
            .overlay
            .iter()
            .filter(|(_, there)| there.is_some_and(|there| there.intersects(bbox)));
        found.extend(fresh.map(|(fid, _)| *fid));
        found
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn small_box() -> impl Strategy<Value = Bbox> {
        (0.0..10.0f64, 0.0..10.0f64, 0.0..2.0f64, 0.0..2.0f64).prop_map(|(west, south, width, height)| Bbox {
            west,
            south,
            east: west + width,
            north: south + height,
        })
    }

    proptest! {
        #[test]
        fn an_overlaid_index_finds_what_a_scan_finds(
            base in proptest::collection::vec(small_box(), 0..40),
            changes in proptest::collection::vec((0u32..60, proptest::option::of(small_box())), 0..30),
            question in small_box(),
        ) {
            let mut truth: std::collections::BTreeMap<Fid, Bbox> =
                base.iter().enumerate().map(|(at, bbox)| (Fid(at as u32), *bbox)).collect();
            let mut index = SpatialIndex::pack(truth.iter().map(|(fid, bbox)| (*fid, *bbox)));
            for (fid, bbox) in changes {
                index.note(Fid(fid), bbox);
                match bbox {
                    Some(bbox) => truth.insert(Fid(fid), bbox),
                    None => truth.remove(&Fid(fid)),
                };
            }
            let mut found = index.meeting(&question);
            found.sort();
            let expected: Vec<Fid> =
                truth.iter().filter(|(_, bbox)| bbox.intersects(&question)).map(|(fid, _)| *fid).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
