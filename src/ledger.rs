//! The one way to write: check, derive, commit, swap.
