//! What only those may read or do whom the server knows. Every handler here asks for a
//! [`Caller`](crate::http::caller::Caller).

pub mod area;
pub mod quality;
pub mod workbook;
