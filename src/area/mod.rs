//! Wards, their population and the population mesh.

mod mesh;
mod population;
mod ward;

pub use mesh::{MeshCell, MeshCode, MeshYear};
pub use population::{AgeBand, Population};
pub use ward::Ward;
