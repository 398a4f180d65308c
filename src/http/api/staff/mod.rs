//! What needs a caller: internal reads and all writes. Every handler here asks for a [`Caller`](crate::http::caller::Caller);
//! no answer is kept on the way (see `answer::finish`).

pub mod field;
pub mod history;
pub mod version;
