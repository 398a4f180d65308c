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

/// A facility by its class and place.
struct Placed<'a> {
    class: &'a str,
    place: (f64, f64),
    item: &'a Arc<Item<Facility>>,
}

/// Pairs of one minor class within a distance, the nearest first. Former facilities serve nobody and pair with nothing.
pub fn likes(facilities: &[Arc<Item<Facility>>], within_m: f64) -> Vec<LikePair> {
    let placed = facilities.iter().filter(|item| !item.body.is_vacancy_candidate());
    let mut placed: Vec<Placed> = placed
        .filter_map(|item| {
            let class = item.body.class.as_ref()?.as_str();
            class.contains('.').then_some(())?;
            let place = item.drawn_shape()?.centre();
            Some(Placed { class, place, item })
        })
        .collect();
    // From west to east within a class: who is too far east for one is too far for all after it.
    placed.sort_by(|a, b| a.class.cmp(b.class).then(a.place.0.total_cmp(&b.place.0)));
    let mut pairs = Vec::new();
    for (at, one) in placed.iter().enumerate() {
        for other in &placed[at + 1..] {
            let east_m = distance_m(one.place, (other.place.0, one.place.1));
            if other.class != one.class || east_m > within_m {
                break;
            }
            let distance_m = distance_m(one.place, other.place);
            if distance_m <= within_m {
                pairs.push(LikePair {
                    one: Arc::clone(one.item),
                    other: Arc::clone(other.item),
                    distance_m,
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
