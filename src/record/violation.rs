//! A rule that a record breaks, and the place in the record where a person mends it.

use crate::text::Message;

/// One broken rule. The pointer leads into the record's JSON text (`/address/town`); an empty one means the whole record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    pub pointer: String,
    pub message: Message,
}

impl Violation {
    pub fn at(pointer: impl Into<String>, message: Message) -> Self {
        Self {
            pointer: pointer.into(),
            message,
        }
    }
}
