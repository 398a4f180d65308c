//! Imports that come in over a network: files are staged, checked off the caller's thread, looked at, corrected, and
//! committed or discarded. Nothing is written to the portfolio before the commit.
//!
//! The [`Desk`] is the way in. An upload is **checking**, then **ready** (or **unusable**, with the reason), **committing**
//! and **done**. Uploads survive a restart; what was found out about them is found out again.

mod check;
mod commit;
mod desk;
mod error;
mod limits;
mod name;
mod options;
mod recall;
mod receive;
mod rights;
mod slot;
mod upload;
mod workshop;

pub use check::Checked;
pub use commit::{Committed, Order};
pub use desk::Desk;
pub use error::{IntakeError, Reason};
pub use limits::IntakeLimits;
pub use options::Options;
pub use receive::Receiving;
pub use rights::{Change, Forbidden, changes_of_commit, changes_of_plan, require_all};
pub use slot::{Progress, Stage, Status, Trouble};
pub use upload::{Upload, UploadFile};
