//! The places that are still there while vertices are removed, found by where they stand.

use super::simplify::turn;
use super::world::{WorldBox, WorldPoint};

/// Places in buckets of a grid, which becomes coarser as places go, so that large triangles stay cheap.
pub(super) struct Thicket {
    area: WorldBox,
    /// A bucket's side is 2^shift units.
    shift: u32,
    columns: usize,
    buckets: Vec<Vec<u32>>,
    standing: usize,
    planted: usize,
}

impl Thicket {
    pub fn new(places: &[WorldPoint]) -> Self {
        let nowhere = WorldBox::of_point(WorldPoint { x: 0, y: 0 });
        let area = WorldBox::around(places.iter().copied()).unwrap_or(nowhere);
        let numbers = 0..u32::try_from(places.len()).expect("numbered by u32");
        Self::plant(places, numbers.collect(), area)
    }

    fn plant(places: &[WorldPoint], standing: Vec<u32>, area: WorldBox) -> Self {
        let width = u64::from(area.max.x - area.min.x);
        let height = u64::from(area.max.y - area.min.y);
        // About four places a bucket.
        let wanted = (standing.len() / 4).max(1) as u64;
        let count = |shift: u32| ((width >> shift) + 1) * ((height >> shift) + 1);
        let shift = (0..32).find(|&shift| count(shift) <= wanted).unwrap_or(32);
        let columns = usize::try_from((width >> shift) + 1).expect("few columns");
        let rows = usize::try_from((height >> shift) + 1).expect("few rows");
        let mut thicket = Self {
            area,
            shift,
            columns,
            buckets: vec![Vec::new(); columns * rows],
            standing: standing.len(),
            planted: standing.len(),
        };
        for place in standing {
            let bucket = thicket.bucket(places[place as usize]);
            thicket.buckets[bucket].push(place);
        }
        thicket
    }

    fn bucket(&self, point: WorldPoint) -> usize {
        let [column, row] = self.square(point);
        row * self.columns + column
    }

    fn square(&self, point: WorldPoint) -> [usize; 2] {
        // A shift by the whole width of u32 happens when one bucket holds all.
        let along = |offset: u32| offset.checked_shr(self.shift).unwrap_or(0) as usize;
        [along(point.x - self.area.min.x), along(point.y - self.area.min.y)]
    }

    pub fn remove(&mut self, places: &[WorldPoint], place: u32) {
        let bucket = self.bucket(places[place as usize]);
        let members = &mut self.buckets[bucket];
        if let Some(position) = members.iter().position(|&member| member == place) {
            members.swap_remove(position);
            self.standing -= 1;
        }
        if self.standing * 4 < self.planted {
            let standing = self.buckets.iter().flatten().copied().collect();
            *self = Self::plant(places, standing, self.area);
        }
    }

    /// A place in the closed triangle that is none of its corners.
    pub fn first_within(&self, places: &[WorldPoint], corners: [u32; 3]) -> Option<u32> {
        let triangle = corners.map(|corner| places[corner as usize]);
        let bounds = WorldBox::around(triangle).expect("three corners");
        let [left, top] = self.square(bounds.min);
        let [right, bottom] = self.square(bounds.max);
        (top..=bottom)
            .flat_map(|row| &self.buckets[row * self.columns + left..=row * self.columns + right])
            .flatten()
            .copied()
            .find(|place| !corners.contains(place) && is_within(places[*place as usize], triangle))
    }
}

fn is_within(point: WorldPoint, [a, b, c]: [WorldPoint; 3]) -> bool {
    let turns = [turn(a, b, point), turn(b, c, point), turn(c, a, point)];
    let bounds = WorldBox::around([a, b, c]).expect("three corners");
    // A flat triangle has no inside to turn around: its box keeps what lies beyond its ends out.
    bounds.touches(&WorldBox::of_point(point))
        && (turns.iter().all(|&turn| turn >= 0) || turns.iter().all(|&turn| turn <= 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(x: u32, y: u32) -> WorldPoint {
        WorldPoint { x, y }
    }

    #[test]
    fn a_place_in_a_triangle_is_found_until_it_is_removed() {
        let places = [point(0, 0), point(100, 0), point(0, 100), point(10, 10), point(90, 90)];
        let mut thicket = Thicket::new(&places);
        assert_eq!(thicket.first_within(&places, [0, 1, 2]), Some(3));
        thicket.remove(&places, 3);
        assert_eq!(thicket.first_within(&places, [0, 1, 2]), None);
    }

    #[test]
    fn a_place_on_a_flat_triangle_blocks_and_one_beyond_its_ends_does_not() {
        let places = [point(0, 0), point(50, 0), point(100, 0), point(70, 0), point(120, 0)];
        let thicket = Thicket::new(&places);
        assert_eq!(thicket.first_within(&places, [0, 1, 2]), Some(3));
        let mut without = Thicket::new(&places);
        without.remove(&places, 3);
        assert_eq!(without.first_within(&places, [0, 1, 2]), None);
    }

    #[test]
    fn a_thicket_that_thins_out_still_finds_all() {
        let places: Vec<WorldPoint> = (0..1000).map(|i| point(i * 37 % 1009, i * 91 % 997)).collect();
        let mut thicket = Thicket::new(&places);
        for place in 10..1000 {
            thicket.remove(&places, place);
        }
        let mut left: Vec<u32> = thicket.buckets.iter().flatten().copied().collect();
        left.sort_unstable();
        assert_eq!(left, (0..10).collect::<Vec<_>>());
    }
}
