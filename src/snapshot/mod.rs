//! The whole portfolio in memory, immutable; every read is answered here.

mod apply;
mod bureau;
mod derive;
mod item;
mod layer;
mod live;
mod order;
mod place;
mod portfolio;
mod query;
mod search;
mod spatial;
mod statistics;
mod vacancy_query;
mod vacant;
mod veil;

pub use apply::ApplyError;
pub use derive::{Refusal, Stamp};
pub use item::Item;
pub use layer::Layer;
pub use live::Live;
pub use order::{FacilitySort, ParcelSort, sort_by_number};
pub use place::{Near, PlaceFilter, Placed};
pub use portfolio::{HasLayer, Snapshot, Stored};
pub use query::{AreaBounds, BuildingFilter, FacilityFilter, ParcelFilter, Words};
pub use search::{Hit, search};
pub use spatial::SpatialIndex;
pub use statistics::{Groups, Tally, tally, tally_by};
pub use vacancy_query::VacancyFilter;
pub use vacant::{CandidateReason, Match, VacancyPlace};
pub use veil::{Veiled, veiled};
