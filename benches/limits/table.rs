//! What was seen, beside what was promised.

use std::io::{self, Write};
use std::time::Duration;

#[derive(Default)]
pub struct Table {
    rows: Vec<[String; 4]>,
    over: usize,
}

impl Table {
    fn row(&mut self, name: &str, seen: String, limit: String, share: f64, fits: bool) {
        self.over += usize::from(!fits);
        let verdict = if fits { "within" } else { "OVER" };
        self.rows
            .push([name.into(), seen, limit, format!("{share:.2} {verdict}")]);
    }

    pub fn at_most(&mut self, name: &str, seen: Duration, limit: Duration) {
        let share = seen.as_secs_f64() / limit.as_secs_f64();
        self.row(name, time(seen), format!("≤ {}", time(limit)), share, share <= 1.0);
    }

    pub fn bytes_at_most(&mut self, name: &str, seen: u64, limit: u64) {
        let share = seen as f64 / limit as f64;
        let megabytes = |bytes: u64| format!("{:.1} MB", bytes as f64 / 1e6);
        self.row(
            name,
            megabytes(seen),
            format!("≤ {}", megabytes(limit)),
            share,
            share <= 1.0,
        );
    }

    pub fn share_at_least(&mut self, name: &str, seen: f64, limit: f64) {
        let percent = |share: f64| format!("{:.0} %", share * 100.0);
        self.row(
            name,
            percent(seen),
            format!("≥ {}", percent(limit)),
            seen / limit,
            seen >= limit,
        );
    }

    /// Worth knowing, without a promise.
    pub fn note(&mut self, name: &str, seen: Duration) {
        self.rows.push([name.into(), time(seen), String::new(), String::new()]);
    }

    pub fn print(&self) -> io::Result<()> {
        let mut out = io::stdout().lock();
        writeln!(out, "\n| measure | seen | limit | seen / limit |\n|---|---|---|---|")?;
        for [name, seen, limit, verdict] in &self.rows {
            writeln!(out, "| {name} | {seen} | {limit} | {verdict} |")?;
        }
        writeln!(out, "\n{} over their limit", self.over)
    }
}

fn time(time: Duration) -> String {
    if time < Duration::from_secs(1) {
        format!("{:.2} ms", time.as_secs_f64() * 1e3)
    } else {
        format!("{:.2} s", time.as_secs_f64())
    }
}
