//! A packed tree of boxes over features that are already in Morton order.
//!
//! The order keeps neighbours together, so the tree is nothing but the boxes of each sixteen, again and again: built
//! in one pass, queried in the features' own order.

use std::ops::Range;

use super::world::WorldBox;

const FAN_OUT: usize = 16;

#[derive(Debug, Default)]
pub(super) struct PackedIndex {
    /// Boxes of 16 features, of 16 such boxes, … up to one; empty when there are no features.
    levels: Vec<Vec<WorldBox>>,
    count: usize,
}

impl PackedIndex {
    pub fn new(boxes: impl ExactSizeIterator<Item = WorldBox>) -> Self {
        let count = boxes.len();
        let leaves: Vec<WorldBox> = boxes.collect();
        let mut levels: Vec<Vec<WorldBox>> = Vec::new();
        let mut below = group(&leaves);
        while !below.is_empty() {
            let above = if below.len() > 1 { group(&below) } else { Vec::new() };
            levels.push(below);
            below = above;
        }
        Self { levels, count }
    }

    pub fn bounds(&self) -> Option<WorldBox> {
        self.levels.last().and_then(|top| top.first()).copied()
    }

    /// Runs of features that may touch the window, in order; `true` when the whole run lies inside it.
    pub fn search(&self, window: &WorldBox, visit: &mut impl FnMut(Range<usize>, bool)) {
        if let Some(top) = self.levels.len().checked_sub(1) {
            self.descend(top, 0..1, window, visit);
        }
    }

    fn descend(
        &self,
        level: usize,
        nodes: Range<usize>,
        window: &WorldBox,
        visit: &mut impl FnMut(Range<usize>, bool),
    ) {
        let features_below = FAN_OUT.pow(u32::try_from(level).expect("a tree is shallow") + 1);
        for node in nodes {
            let area = &self.levels[level][node];
            if !window.touches(area) {
                continue;
            }
            let features = node * features_below..((node + 1) * features_below).min(self.count);
            match level.checked_sub(1) {
                _ if window.contains(area) => visit(features, true),
                None => visit(features, false),
                Some(below) => {
                    let children = node * FAN_OUT..((node + 1) * FAN_OUT).min(self.levels[below].len());
                    self.descend(below, children, window, visit);
                }
            }
        }
    }
}

fn group(boxes: &[WorldBox]) -> Vec<WorldBox> {
    let joined = |chunk: &[WorldBox]| {
        chunk
            .iter()
            .copied()
            .reduce(WorldBox::joined)
            .expect("chunks are not empty")
    };
    boxes.chunks(FAN_OUT).map(joined).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::world::WorldPoint;
    use super::*;

    fn arbitrary_box() -> impl Strategy<Value = WorldBox> {
        (0..1000_u32, 0..1000_u32, 0..60_u32, 0..60_u32).prop_map(|(x, y, width, height)| WorldBox {
            min: WorldPoint { x, y },
            max: WorldPoint {
                x: x + width,
                y: y + height,
            },
        })
    }

    proptest! {
        #[test]
        fn a_search_finds_what_a_walk_through_all_finds(
            mut boxes in prop::collection::vec(arbitrary_box(), 0..700),
            window in arbitrary_box(),
        ) {
            boxes.sort_by_key(|area| area.min.morton());
            let index = PackedIndex::new(boxes.iter().copied());
            let mut found = Vec::new();
            index.search(&window, &mut |run, inside| {
                for slot in run {
                    assert!(!inside || window.contains(&boxes[slot]));
                    if window.touches(&boxes[slot]) {
                        found.push(slot);
                    }
                }
            });
            let expected: Vec<usize> = (0..boxes.len()).filter(|&slot| window.touches(&boxes[slot])).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
