//! Counts and sums of one zoom's grid squares: what clusters are made of.
//!
//! A square is a run of the Morton order, so a level is one walk through the features. A square belongs to one tile
//! and depends on its own features alone: a change reaches no farther than the squares around it.

use std::ops::RangeInclusive;
use std::sync::Arc;

use super::prepared::Prepared;

/// The squares of a zoom that hold anything, in order.
#[derive(Debug, Default)]
pub(super) struct Level {
    pub squares: Vec<Square>,
    /// For each square, the slot of its first feature.
    pub first_slots: Vec<u32>,
}

/// What a square holds.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Square {
    /// The leading bits of its features' Morton codes.
    pub code: u64,
    pub count: u32,
    pub sum_x: u64,
    pub sum_y: u64,
    pub weight: f64,
    /// How many features of each class.
    pub classes: Box<[u32]>,
}

impl Square {
    fn new(code: u64, class_count: usize) -> Self {
        Self {
            code,
            count: 0,
            sum_x: 0,
            sum_y: 0,
            weight: 0.0,
            classes: vec![0; class_count].into(),
        }
    }

    fn add(&mut self, feature: &Prepared) {
        self.count += 1;
        self.sum_x += u64::from(feature.anchor.x);
        self.sum_y += u64::from(feature.anchor.y);
        self.weight += feature.weight;
        if let Some(count) = feature.class.and_then(|class| self.classes.get_mut(usize::from(class))) {
            *count += 1;
        }
    }

    /// The square of the given features, which all lie in it; None without features.
    pub fn of<'a>(
        code: u64,
        class_count: usize,
        features: impl Iterator<Item = &'a Arc<Prepared>>,
    ) -> Option<(Self, &'a Prepared)> {
        let mut square = Self::new(code, class_count);
        let mut first = None;
        for feature in features {
            square.add(feature);
            first.get_or_insert(feature.as_ref());
        }
        first.map(|first| (square, first))
    }
}

impl Level {
    /// The squares at which the Morton codes agree but for their last `shift` bits.
    pub fn new(features: &[Arc<Prepared>], shift: u32, class_count: usize) -> Self {
        let mut level = Self::default();
        for (slot, feature) in features.iter().enumerate() {
            let code = feature.code >> shift;
            if level.squares.last().is_none_or(|square| square.code != code) {
                level.squares.push(Square::new(code, class_count));
                level
                    .first_slots
                    .push(u32::try_from(slot).expect("fewer than 2³² features"));
            }
            let square = level.squares.last_mut().expect("one was pushed");
            square.add(feature);
        }
        level
    }

    /// The positions of the squares with these codes.
    pub fn positions(&self, codes: &RangeInclusive<u64>) -> std::ops::Range<usize> {
        let start = self.squares.partition_point(|square| square.code < *codes.start());
        let end = self.squares.partition_point(|square| square.code <= *codes.end());
        start..end
    }
}
