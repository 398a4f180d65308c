//! Chance that repeats: splitmix64, one stream for each purpose, so that more of one kind changes no other kind.

pub struct Chance(u64);

impl Chance {
    /// The stream of a seed that serves one purpose.
    pub fn new(seed: u64, purpose: &str) -> Self {
        // FNV-1a tells the purposes apart; the first draw mixes it with the seed.
        let folded = purpose.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        let mut mixed = Self(seed ^ folded);
        Self(mixed.next())
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 up to, not including, 1.
    pub fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// From 0 up to, not including, `count`.
    pub fn below(&mut self, count: u32) -> u32 {
        // The bias of a 64-bit remainder is far below what any reader of a demo could see.
        (self.next() % u64::from(count)) as u32
    }

    pub fn happens(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len() as u32) as usize]
    }

    /// The place of one of the weights, as often as it weighs.
    pub fn weighted(&mut self, weights: impl Iterator<Item = f64> + Clone) -> usize {
        let mut left = self.unit() * weights.clone().sum::<f64>();
        let mut last = 0;
        for (at, weight) in weights.enumerate() {
            last = at;
            if left < weight {
                break;
            }
            left -= weight;
        }
        last
    }

    /// Nearly normal with mean 0 and deviation 1: the sum of twelve draws, plain arithmetic on every machine.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }

    pub fn log_normal(&mut self, median: f64, sigma: f64) -> f64 {
        median * (sigma * self.normal()).exp()
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, self.below(at as u32 + 1) as usize);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_repeats_and_differs_from_other_streams() {
        let draw = |seed, purpose| {
            let mut chance = Chance::new(seed, purpose);
            [chance.next(), chance.next(), chance.next()]
        };
        assert_eq!(draw(1, "a"), draw(1, "a"));
        assert_ne!(draw(1, "a"), draw(2, "a"));
        assert_ne!(draw(1, "a"), draw(1, "b"));
    }

    #[test]
    fn weights_are_kept_in_the_long_run() {
        let mut chance = Chance::new(1, "weights");
        let weights = [1.0, 3.0, 0.0];
        let mut seen = [0_u32; 3];
        for _ in 0..10_000 {
            seen[chance.weighted(weights.iter().copied())] += 1;
        }
        assert!((2_300..2_700).contains(&seen[0]) && seen[2] == 0, "{seen:?}");
    }
}
