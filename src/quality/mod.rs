//! How good the portfolio's data are: what is filled, what is found, and what the crosswalk does not map.

mod completeness;
mod crosswalk;
mod finding;
mod markdown;
mod yearly;

pub use completeness::{Completeness, FieldName, GroupRow, completeness};
pub use crosswalk::{ClassRow, Counterpart, CrosswalkFault, CrosswalkIssue, CrosswalkReport, crosswalk_report};
pub use finding::{QualityFinding, findings};
pub use markdown::to_markdown;
pub use yearly::{YearCoverage, YearlyCoverage, yearly_coverage};
