//! Who changed what: edits, events, commits and the hash chain.

mod body;
mod canonical;
mod chain;
mod commit;
mod edit;
mod fields;

pub use body::Body;
pub use canonical::{CanonicalError, read_state, split_state, write_state};
pub use chain::ChainHash;
pub use commit::{Batch, Commit, Event, EventBytes, Version};
pub use edit::{Draft, Edit, Target};
pub use fields::{FieldChange, field_changes};

use std::sync::Arc;

use crate::geometry::Shape;

/// All that the portfolio knows of one record at one version.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    pub body: Body,
    pub shape: Option<Arc<Shape>>,
}
