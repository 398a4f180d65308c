//! Times, taken singly and told by their median.

use std::time::{Duration, Instant};

use crate::Failure;

/// Times of one kind of act, in order.
pub struct Times(Vec<Duration>);

impl Times {
    pub fn median(&self) -> Duration {
        self.percentile(50)
    }

    /// Nearest rank; 100 is the slowest.
    pub fn percentile(&self, percent: usize) -> Duration {
        let rank = (self.0.len() * percent).div_ceil(100).max(1);
        self.0[rank - 1]
    }
}

/// The time that each question takes, asked once each in turn.
pub fn each<T>(questions: &[String], mut ask: impl FnMut(&str) -> Result<T, Failure>) -> Result<Times, Failure> {
    let mut times = Vec::with_capacity(questions.len());
    for question in questions {
        let start = Instant::now();
        ask(question)?;
        times.push(start.elapsed());
    }
    if times.is_empty() {
        return Err("nothing to measure".into());
    }
    times.sort();
    Ok(Times(times))
}

/// The median of a few tries of an act that takes its own time.
pub fn median(tries: usize, mut act: impl FnMut() -> Result<Duration, Failure>) -> Result<Duration, Failure> {
    let mut times = (0..tries).map(|_| act()).collect::<Result<Vec<_>, _>>()?;
    times.sort();
    Ok(Times(times).median())
}

/// The median of a few rates.
pub fn middle(rates: &mut [f64]) -> f64 {
    rates.sort_by(f64::total_cmp);
    rates[rates.len() / 2]
}
