//! What only those whom the server trusts may read. Every handler here asks for a [`Caller`](crate::http::caller::Caller).

pub mod history;
pub mod version;
