//! Who may come in and do what: accounts and their passwords, roles, acts, the one policy table, and the field-by-role
//! table of data/fields.

mod account;
mod action;
mod actor;
mod field;
mod lockout;
mod password;
mod policy;
mod role;
mod secret;
mod session;

pub use account::{Account, AccountName, BadAccountName};
pub use action::{Action, Actions};
pub use actor::{Actor, Bureaus};
pub use field::{Field, FieldTable, FieldTableError, Reader};
pub use lockout::{CountedBy, Failures};
pub use password::{BadPassword, Password, PasswordHash};
pub use policy::{Denial, Grant, grant};
pub use role::{Role, Roles};
pub use secret::{Secret, SecretHash};
pub use session::Session;
