//! What only those whom the server trusts may read. Every handler here asks for a [`Caller`](crate::http::caller::Caller).

pub mod attachment;
mod entry;
pub mod history;
mod revise;
pub mod space_match;
pub mod survey_round;
pub mod vacancy;
pub mod vacancy_record;
pub mod vacancy_work;
pub mod version;
pub mod wanted_space;
