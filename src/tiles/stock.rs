//! The features of a layer: a packed base shared between versions, and a small overlay of what changed since.
//!
//! A version costs what it changes. When the overlay has grown, both are packed into a new base, in one pass.

use std::ops::RangeInclusive;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use super::index::PackedIndex;
use super::level::Level;
use super::prepared::Prepared;
use super::world::WorldBox;

/// An overlay of more changes than this share of the base is packed, in any case beyond the second number.
const OVERLAY_SHARE: usize = 16;
const OVERLAY_LIMITS: RangeInclusive<usize> = 64..=4096;

/// Features in their order with what is derived from all of them.
#[derive(Debug)]
struct Base {
    features: Vec<Arc<Prepared>>,
    codes: Vec<u64>,
    slots: FxHashMap<u64, u32>,
    index: PackedIndex,
    /// Clusters by zoom, each made when it is first asked for.
    levels: Vec<OnceLock<Level>>,
}

#[derive(Clone, Debug)]
pub(super) struct Stock {
    base: Arc<Base>,
    /// Which slots of the base no longer count: in order, and as bits for the quick look. Both empty at first.
    hidden: imbl::OrdSet<(u64, u64)>,
    hidden_bits: Vec<u64>,
    added: imbl::OrdMap<(u64, u64), Arc<Prepared>>,
    added_codes: imbl::HashMap<u64, u64>,
}

impl Stock {
    /// Features in their order, each id once.
    pub fn new(features: Vec<Arc<Prepared>>, cluster_zooms: usize) -> Self {
        debug_assert!(features.is_sorted_by_key(|feature| feature.order()));
        let slot = |slot: usize| u32::try_from(slot).expect("fewer than 2³² features");
        let base = Base {
            codes: features.iter().map(|feature| feature.code).collect(),
            slots: features
                .iter()
                .enumerate()
                .map(|(at, feature)| (feature.id, slot(at)))
                .collect(),
            index: PackedIndex::new(features.iter().map(|feature| feature.bounds)),
            levels: (0..cluster_zooms).map(|_| OnceLock::new()).collect(),
            features,
        };
        Self {
            base: Arc::new(base),
            hidden: imbl::OrdSet::new(),
            hidden_bits: Vec::new(),
            added: imbl::OrdMap::new(),
            added_codes: imbl::HashMap::new(),
        }
    }

    pub fn len(&self) -> usize {
        self.base.features.len() - self.hidden.len() + self.added.len()
    }

    /// A box around all features; perhaps too large until a removal at its edge is packed.
    pub fn bounds(&self) -> Option<WorldBox> {
        let later = self.added.values().map(|feature| feature.bounds);
        self.base
            .index
            .bounds()
            .into_iter()
            .chain(later)
            .reduce(WorldBox::joined)
    }

    /// Puts a feature in the place of the one with its id; returns where that was.
    pub fn put(&mut self, feature: Prepared) -> Option<WorldBox> {
        let old = self.remove(feature.id);
        self.added_codes.insert(feature.id, feature.code);
        self.added.insert(feature.order(), Arc::new(feature));
        old
    }

    /// Returns where the feature was; None when there was none.
    pub fn remove(&mut self, id: u64) -> Option<WorldBox> {
        if let Some(code) = self.added_codes.remove(&id) {
            return self.added.remove(&(code, id)).map(|feature| feature.bounds);
        }
        let slot = *self.base.slots.get(&id)? as usize;
        if self.is_hidden(slot) {
            return None;
        }
        self.hidden_bits.resize(self.base.features.len().div_ceil(64), 0);
        self.hidden_bits[slot / 64] |= 1 << (slot % 64);
        let feature = &self.base.features[slot];
        self.hidden.insert(feature.order());
        Some(feature.bounds)
    }

    fn is_hidden(&self, slot: usize) -> bool {
        self.hidden_bits
            .get(slot / 64)
            .is_some_and(|bits| bits >> (slot % 64) & 1 == 1)
    }

    /// This stock with everything in its base when its overlay has grown.
    pub fn tidied(self) -> Self {
        let (least, most) = OVERLAY_LIMITS.into_inner();
        let limit = (self.base.features.len() / OVERLAY_SHARE).clamp(least, most);
        if self.hidden.len() + self.added.len() <= limit {
            return self;
        }
        Self::new(self.members(0..=u64::MAX).cloned().collect(), self.cluster_zooms())
    }

    /// How many zooms have clusters.
    pub fn cluster_zooms(&self) -> usize {
        self.base.levels.len()
    }

    /// The features that touch a window, in order.
    pub fn within(&self, window: &WorldBox) -> Vec<&Prepared> {
        let mut found: Vec<&Prepared> = Vec::new();
        self.base.index.search(window, &mut |run, inside| {
            for slot in run {
                let feature = &self.base.features[slot];
                if (inside || feature.bounds.touches(window)) && !self.is_hidden(slot) {
                    found.push(feature);
                }
            }
        });
        let in_base = found.len();
        found.extend(
            self.added
                .values()
                .filter(|feature| feature.bounds.touches(window))
                .map(AsRef::as_ref),
        );
        if found.len() > in_base {
            // Two sorted runs, which a stable sort merges in one pass.
            found.sort_by_key(|feature| feature.order());
        }
        found
    }

    /// The features whose anchors lie in a run of the Morton order, in order.
    pub fn members(&self, codes: RangeInclusive<u64>) -> impl Iterator<Item = &Arc<Prepared>> {
        let (first, last) = (*codes.start(), *codes.end());
        let start = self.base.codes.partition_point(|&code| code < first);
        let end = self.base.codes.partition_point(|&code| code <= last);
        let mut kept = (start..end)
            .filter(|&slot| !self.is_hidden(slot))
            .map(|slot| &self.base.features[slot])
            .peekable();
        let mut later = self
            .added
            .range((first, 0)..=(last, u64::MAX))
            .map(|(_, feature)| feature)
            .peekable();
        std::iter::from_fn(move || match (kept.peek(), later.peek()) {
            (Some(a), Some(b)) if b.order() < a.order() => later.next(),
            (Some(_), _) => kept.next(),
            (None, _) => later.next(),
        })
    }

    /// Where in a run of the Morton order the overlay differs from the base.
    pub fn changed_codes(&self, codes: &RangeInclusive<u64>) -> impl Iterator<Item = u64> {
        let range = (*codes.start(), 0)..=(*codes.end(), u64::MAX);
        let hidden = self.hidden.range(range.clone()).map(|order| order.0);
        hidden.chain(self.added.range(range).map(|(order, _)| order.0))
    }

    /// The base's clusters of a zoom.
    pub fn base_level(&self, zoom: u8, build: impl FnOnce(&[Arc<Prepared>]) -> Level) -> &Level {
        self.base.levels[usize::from(zoom)].get_or_init(|| build(&self.base.features))
    }

    pub fn base_feature(&self, slot: u32) -> &Prepared {
        &self.base.features[slot as usize]
    }
}
