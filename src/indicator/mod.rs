//! Figures of facilities by fiscal year: costs, unit costs and use, the condition of their buildings, and the group of peers
//! that they are read against. Each figure comes with its formula, and with the reason where there is none.

mod cost;
mod figures;
mod formula;
mod measures;
mod metric;
mod peers;
mod soundness;

pub use cost::Total;
pub use figures::{YearFigures, years_of};
pub use formula::Indicator;
pub use measures::{Measures, MeasuresError};
pub use metric::Metric;
pub use peers::{FEWEST_PEERS, PeerLevel, Peers, YearMedian, median, medians, peers_of};
pub use soundness::{LEAST_COVERAGE, Soundness, area_weighted, latest_by_component, rounded_soundness, soundness};
