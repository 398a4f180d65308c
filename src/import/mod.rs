//! Importing files of others: read, map, check, plan. Nothing is written here; the plan becomes a draft for the ledger.
//!
//! 1. **read**: [`crate::codec`] gives rows.
//! 2. **map**: a [`Profile`] says which column is which field and how its text is read.
//! 3. **check**: findings by [`Rule`]; only errors refuse a row, and refused rows come back as a file.
//! 4. **plan**: what is new, changed, unchanged, missing or ambiguous against a snapshot.

mod as_of;
mod audit;
mod boundary;
mod codes;
mod context;
mod coordinates;
mod error;
mod excerpt;
mod finding;
mod fingerprint;
mod kind;
mod layer;
mod links;
mod map;
mod matching;
mod organisation;
mod place;
mod plan;
mod position;
mod profile;
mod read;
mod records;
mod refused;
mod report;
mod request;
mod ring_order;
mod rule;
mod run;
mod scope;
mod sentence;
mod siting;
mod slot;
mod survey;
mod table;
mod value;
mod watch;
mod workbook;

pub use audit::{Audited, audit};
pub use error::ImportError;
pub use excerpt::{ExcerptRow, RowChoice, excerpt};
pub use finding::{Finding, Severity};
pub use kind::{ImportKind, UnknownKind};
pub use plan::{Absentee, Action, Ambiguity, Entry, Plan};
pub use profile::{ColumnChoices, ColumnUse, FieldChoice, Profile, ProfileError, builtin_profiles, field_choices};
pub use refused::Refused;
pub use report::{Counts, Report};
pub use request::ImportRequest;
pub use rule::Rule;
pub use run::{Import, Source, run, run_watched};
pub use survey::{Candidate, Survey, SurveyColumn, kind_of, survey};
pub use watch::Watch;
