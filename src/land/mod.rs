//! Unused land: parcels and lots.

mod criterion;
mod lot;
mod number;
mod parcel;

pub use criterion::{Criterion, Lending, Policy};
pub use lot::Lot;
pub use number::{ParcelNumber, ParcelNumberError};
pub use parcel::Parcel;
