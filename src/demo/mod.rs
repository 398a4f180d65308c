//! The demo portfolio: deterministic, marked 架空. Nothing here describes a real facility or parcel.
//!
//! Only names and codes of wards are facts ([`Provenance::DemoFact`](crate::record::Provenance)); outlines, names,
//! positions and figures are made up, in a mix that resembles a large city's lists.

mod apportion;
mod atlas;
mod buildings;
mod chance;
mod class;
mod drafting;
mod facilities;
mod footprint;
mod hex;
mod names;
mod parcel_numbers;
mod parcels;
mod places;
mod plane;
mod population;
mod vacancies;
mod ward_facts;
mod wards;
mod works;
mod years;

use atlas::Atlas;
use drafting::Drafting;

use crate::history::Draft;

/// What to make. The same specification gives the same records to the last byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DemoSpec {
    pub facilities: u32,
    pub parcels: u32,
    pub seed: u64,
}

impl DemoSpec {
    /// Up to this many facilities, the evaluated ones get yearly use and finance, conditions and works. Larger demos
    /// are for scale tests of maps and lists, which those records would only slow down.
    pub const DETAILED_FACILITIES: u32 = 10_000;
}

impl Default for DemoSpec {
    /// The size of the city's lists.
    fn default() -> Self {
        Self {
            facilities: 1719,
            parcels: 505,
            seed: 1,
        }
    }
}

/// Makes the demo as a draft onto an empty portfolio: fids run from 1 in each kind.
pub fn generate(spec: &DemoSpec) -> Draft {
    let atlas = Atlas::draw();
    let mut drafting = Drafting::new();
    wards::write(&atlas, &mut drafting);
    population::write(spec.seed, &atlas, &mut drafting);
    let sites = facilities::write(spec, &atlas, &mut drafting);
    let houses = buildings::write(spec.seed, &sites, &mut drafting);
    if spec.facilities <= DemoSpec::DETAILED_FACILITIES {
        years::write(spec.seed, &sites, &mut drafting);
        works::write(spec.seed, &houses, &mut drafting);
    }
    parcels::write(spec, &atlas, &mut drafting);
    if spec.facilities <= DemoSpec::DETAILED_FACILITIES {
        vacancies::write(spec.seed, &sites, &houses, &mut drafting);
    }
    drafting.finish()
}
