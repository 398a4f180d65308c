//! All records of one kind in a snapshot.

use std::sync::Arc;

use imbl::{HashMap, OrdMap, OrdSet};

use super::{Item, SpatialIndex};
use crate::geometry::Bbox;
use crate::record::{EntityId, Fid, Kind, Record};

/// All records of one kind. Clones share everything; a change copies a path, not the layer.
#[derive(Clone, Debug)]
pub struct Layer<T> {
    items: OrdMap<Fid, Arc<Item<T>>>,
    by_key: HashMap<Box<str>, Fid>,
    /// What a record names, and the record: so that the parts of a whole are found without a walk.
    parts: OrdSet<(EntityId, Fid)>,
    spatial: SpatialIndex,
    /// The highest fid ever given out, removed records included.
    last: Fid,
    /// Records that were removed, each with the revision of its removal: one that comes back goes on from there.
    removed: OrdMap<Fid, u64>,
}

impl<T> Default for Layer<T> {
    fn default() -> Self {
        Self {
            items: OrdMap::new(),
            by_key: HashMap::new(),
            parts: OrdSet::new(),
            spatial: SpatialIndex::default(),
            last: Fid(0),
            removed: OrdMap::new(),
        }
    }
}

/// Two layers are equal when they hold the same records and will give out the same next fids and revisions.
impl<T: PartialEq> PartialEq for Layer<T> {
    fn eq(&self, other: &Self) -> bool {
        self.last == other.last && self.removed == other.removed && self.items == other.items
    }
}

impl<T: Record> Layer<T> {
    pub fn len(&self) -> usize {
        self.items.len()
    }

    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// In order of fid.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Item<T>>> {
        self.items.values()
    }

    pub fn get(&self, fid: Fid) -> Option<&Arc<Item<T>>> {
        self.items.get(&fid)
    }

    pub fn by_key(&self, key: &str) -> Option<&Arc<Item<T>>> {
        self.by_key.get(key).and_then(|fid| self.items.get(fid))
    }

    /// The records that name the given one, in order of fid.
    pub fn of(&self, whole: EntityId) -> impl Iterator<Item = &Arc<Item<T>>> {
        let parts = self.parts.range((whole, Fid(0))..=(whole, Fid(u32::MAX)));
        parts.filter_map(|(_, fid)| self.items.get(fid))
    }

    /// The fid that the next new record gets.
    pub fn next_fid(&self) -> Fid {
        Fid(self.last.0 + 1)
    }

    /// Records whose shape's box meets the given one, in order of fid.
    pub fn meeting(&self, bbox: &Bbox) -> Vec<&Arc<Item<T>>> {
        let mut fids = self.spatial.meeting(bbox);
        fids.sort_unstable();
        fids.into_iter().filter_map(|fid| self.items.get(&fid)).collect()
    }

    /// The box around all shapes.
    pub fn bounds(&self) -> Option<Bbox> {
        self.iter()
            .filter_map(|item| item.bbox())
            .reduce(|all, one| all.union(&one))
    }

    pub(super) fn put(&mut self, item: Item<T>) {
        let fid = item.fid;
        self.forget(fid);
        if let Some(key) = item.body.key() {
            self.by_key.insert(key.into(), fid);
        }
        for whole in wholes(&item.body) {
            self.parts.insert((whole, fid));
        }
        if T::KIND.has_shape() {
            self.spatial.note(fid, item.bbox());
        }
        self.last = self.last.max(fid);
        self.removed.remove(&fid);
        self.items.insert(fid, Arc::new(item));
    }

    /// The revision at which a record was removed.
    pub(super) fn removal_of(&self, fid: Fid) -> Option<u64> {
        self.removed.get(&fid).copied()
    }

    pub(super) fn remove(&mut self, fid: Fid, revision: u64) {
        self.forget(fid);
        self.removed.insert(fid, revision);
        if self.items.remove(&fid).is_some() && T::KIND.has_shape() {
            self.spatial.note(fid, None);
        }
    }

    pub(super) fn reserve(&mut self, last: Fid) {
        self.last = self.last.max(last);
    }

    /// Packs the spatial index anew when enough has changed.
    pub(super) fn settle(&mut self) {
        if self.spatial.wants_packing() {
            let boxes = self.items.values().filter_map(|item| Some((item.fid, item.bbox()?)));
            self.spatial = SpatialIndex::pack(boxes);
        }
    }

    /// Takes a record out of the indexes that its text decides.
    fn forget(&mut self, fid: Fid) {
        let Some(item) = self.items.get(&fid) else { return };
        if let Some(key) = item.body.key()
            && self.by_key.get(key.as_str()) == Some(&fid)
        {
            self.by_key.remove(key.as_str());
        }
        for whole in wholes(&item.body) {
            self.parts.remove(&(whole, fid));
        }
    }
}

/// Features of a reference layer can be a million, and are asked for all together only.
fn wholes<T: Record>(body: &T) -> Vec<EntityId> {
    if T::KIND == Kind::LayerFeature {
        Vec::new()
    } else {
        body.refers_to()
    }
}
