//! A feature as a layer keeps it: everything that does not depend on the tile is done.

use super::feature::TileFeature;
use super::intern::encode_value;
use super::shape::{Placed, Shape};
use super::world::{WorldBox, WorldPoint};

#[derive(Clone, Debug)]
pub(super) struct Prepared {
    pub id: u64,
    /// The anchor's place in the Morton order.
    pub code: u64,
    pub anchor: WorldPoint,
    pub bounds: WorldBox,
    pub class: Option<u8>,
    pub weight: f64,
    pub shape: Shape,
    pub tags: Box<[Tag]>,
}

/// An attribute by the numbers of its key and value in the layer's tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tag {
    pub key: u32,
    pub value: u32,
}

impl Prepared {
    /// The order of features in a layer and in its tiles: the same however the layer came to be.
    pub fn order(&self) -> (u64, u64) {
        (self.code, self.id)
    }

    /// Puts a feature on the world grid; `intern` numbers its keys and values. Of a key given twice the first counts:
    /// a tile's feature has each key once.
    pub fn new(
        feature: &TileFeature,
        placed: Placed,
        mut intern: impl FnMut(&std::sync::Arc<str>, &[u8]) -> Tag,
    ) -> Self {
        let mut tags: Vec<Tag> = Vec::with_capacity(feature.attributes.len());
        let mut bytes = Vec::new();
        for (key, value) in &feature.attributes {
            bytes.clear();
            if encode_value(value, &mut bytes).is_none() {
                continue;
            }
            let tag = intern(key, &bytes);
            if tags.iter().all(|known| known.key != tag.key) {
                tags.push(tag);
            }
        }
        Self {
            id: feature.id,
            code: placed.code(),
            anchor: placed.anchor,
            bounds: placed.bounds,
            class: feature.class,
            weight: feature.weight,
            shape: placed.shape,
            tags: tags.into(),
        }
    }
}
