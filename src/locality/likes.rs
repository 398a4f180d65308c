//! Facilities of like use near each other: where two services may be one.

use std::sync::Arc;

use crate::geometry::distance_m;
use crate::register::Facility;
use crate::snapshot::Item;

/// Two facilities of one class, not far from each other.
#[derive(Clone, Debug)]
pub struct LikePair {
    pub one: Arc<Item<Facility>>,
    pub other: Arc<Item<Facility>>,
    pub distance_m: f64,
}

/// Pairs of one minor class within a distance, the nearest first. Former facilities serve nobody and pair with nothing.
pub fn likes(facilities: &[Arc<Item<Facility>>], within_m: f64) -> Vec<LikePair> {
    let mut placed: Vec<(&str, (f64, f64), &Arc<Item<Facility>>)> = facilities
        .iter()
        .filter(|item| !item.body.is_vacancy_candidate())
        .filter_map(|item| {
            let class = item.body.class.as_ref()?.as_str();
            class.contains('.').then_some(())?;
            Some((class, item.drawn_shape()?.centre(), item))
        })
        .collect();
    // From west to east within a class: who is too far east for one is too far for all after it.
    placed.sort_by(|a, b| a.0.cmp(b.0).then(a.1.0.total_cmp(&b.1.0)));
    let mut pairs = Vec::new();
    for (at, (class, place, item)) in placed.iter().enumerate() {
        for (other_class, other_place, other) in &placed[at + 1..] {
            let too_far_east = distance_m(*place, (other_place.0, place.1)) > within_m;
            if other_class != class || too_far_east {
                break;
            }
            let apart_m = distance_m(*place, *other_place);
            if apart_m <= within_m {
                pairs.push(LikePair {
                    one: Arc::clone(item),
                    other: Arc::clone(other),
                    distance_m: apart_m,
                });
            }
        }
    }
    pairs.sort_by(|a, b| {
        let nearer = a.distance_m.total_cmp(&b.distance_m);
        nearer.then_with(|| (a.one.fid, a.other.fid).cmp(&(b.one.fid, b.other.fid)))
    });
    pairs
}
