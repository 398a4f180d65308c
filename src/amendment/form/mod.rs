//! The form of each kind of record: which fields, in which order, written how.

mod building;
mod facility;
mod link;
mod lot;
mod parcel;

pub(super) use building::BUILDING;
pub(super) use facility::FACILITY;
pub(super) use link::LINK;
pub(super) use lot::LOT;
pub(super) use parcel::PARCEL;

/// A name or number.
const SHORT: usize = 200;
/// A remark.
const LONG: usize = 4_000;
