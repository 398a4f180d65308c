//! An area with all that the city has there: facilities of every bureau, unused land, people.

mod contents;
mod cost;
mod extent;
mod likes;
mod people;

pub use contents::{Contents, Group};
pub use cost::{Cost, cost_of};
pub use extent::{Extent, Outline};
pub use likes::{LikePair, likes};
pub use people::{People, PeopleSource, people};
