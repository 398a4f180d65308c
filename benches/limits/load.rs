//! Load on one address, by wrk: a client that costs little beside what it measures.

use std::process::Command;

use crate::Failure;

/// Answers a second over 32 connections that stay open, for three seconds. An answer other than 2xx is a failure.
pub fn requests_a_second(address: &str) -> Result<f64, Failure> {
    let output = Command::new("wrk")
        .args(["-t1", "-c32", "-d3s", "-H", "Accept-Encoding: gzip", address])
        .output()
        .map_err(|error| format!("wrk cannot be run ({error}): apt-get install wrk"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    if text.contains("Non-2xx") || text.contains("Socket errors") {
        return Err(format!("{address}: {text}").into());
    }
    let rate = text.lines().find_map(|line| line.trim().strip_prefix("Requests/sec:"));
    Ok(rate.ok_or_else(|| format!("wrk said: {text}"))?.trim().parse()?)
}
