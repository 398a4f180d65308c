//! Unused land: parcels and lots.

mod criterion;
mod lot;
mod number;
mod parcel;
mod rules;

pub use criterion::{Criterion, Lending, Policy};
pub use lot::Lot;
pub use number::{ParcelNumber, ParcelNumberError};
pub use parcel::Parcel;
