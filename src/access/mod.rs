//! The door: who comes in, by what, and what becomes of accounts. The rules are in `auth`, what is kept in `store`.

mod door;
mod household;

pub use door::{Door, Newcomer, SignInError};
pub use household::{AccountError, NewAccount};
