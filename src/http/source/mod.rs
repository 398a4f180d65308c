//! The rooms that answer what the snapshot does not hold, as the handlers ask them.

mod history;
mod tiles;
mod vocabulary;

pub use history::StoreHistory;
