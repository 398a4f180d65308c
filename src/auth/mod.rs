//! Who may do what: roles, acts, the one policy table, and the field-by-role table of data/fields.

mod action;
mod actor;
mod field;
mod policy;
mod role;

pub use action::{Action, Actions};
pub use actor::{Actor, Bureaus};
pub use field::{Field, FieldTable, FieldTableError, Reader};
pub use policy::{Denial, Grant, grant};
pub use role::{Role, Roles};
