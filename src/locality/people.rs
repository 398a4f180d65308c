//! How many people live in an area, now and later.

use std::collections::BTreeMap;

use super::{Extent, Outline};
use crate::area::{AgeBand, MeshCell};
use crate::geometry::{Shape, share_of_area};
use crate::snapshot::Snapshot;

/// The population of an area at a time.
#[derive(Clone, Debug, PartialEq)]
pub struct People {
    /// The day or the year (`2020`, `2021-06-01`).
    pub as_of: String,
    pub total: f64,
    pub by_age: BTreeMap<AgeBand, f64>,
    pub source: PeopleSource,
}

/// Where a figure comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeopleSource {
    /// The ward's own figure.
    Ward,
    /// Mesh cells, by the share of their area that lies in it.
    Mesh,
    /// The wards' figures, by the share of their area: rough, for want of a mesh.
    WardShare,
}

/// The population at every time of which something is known, in order of time. A ward's own figures go before the mesh's.
pub fn people(extent: &Extent, snapshot: &Snapshot) -> Vec<People> {
    let mut found: BTreeMap<String, People> = BTreeMap::new();
    if let Some(shape) = &extent.shape {
        for (year, people) in of_mesh(shape, snapshot) {
            found.insert(year.to_string(), people);
        }
    }
    if let Outline::Ward(code) = extent.outline {
        for population in snapshot.populations.iter().map(|item| &item.body) {
            if population.area != code {
                continue;
            }
            let by_age = population.by_age.iter().map(|(band, count)| (*band, *count as f64));
            let people = People {
                as_of: population.as_of.clone(),
                total: population.total as f64,
                by_age: by_age.collect(),
                source: PeopleSource::Ward,
            };
            found.insert(population.as_of.clone(), people);
        }
    } else if found.is_empty()
        && let Some(shape) = &extent.shape
    {
        found = of_wards(shape, snapshot);
    }
    found.into_values().collect()
}

fn of_mesh(area: &Shape, snapshot: &Snapshot) -> BTreeMap<u16, People> {
    let mut years: BTreeMap<u16, People> = BTreeMap::new();
    for cell in snapshot.mesh_cells.meeting(&area.bbox()) {
        let shape = cell.shape.as_ref();
        let own = || cell.body.code.shape();
        let share = shape.map_or_else(|| share_of_area(&own(), area), |shape| share_of_area(shape, area));
        if share > 0.0 {
            add(&mut years, &cell.body, share);
        }
    }
    years
}

fn add(years: &mut BTreeMap<u16, People>, cell: &MeshCell, share: f64) {
    for (year, figures) in &cell.years {
        let people = years.entry(*year).or_insert_with(|| People {
            as_of: year.to_string(),
            total: 0.0,
            by_age: BTreeMap::new(),
            source: PeopleSource::Mesh,
        });
        people.total += figures.total * share;
        for (band, count) in &figures.by_age {
            *people.by_age.entry(*band).or_default() += count * share;
        }
    }
}

fn of_wards(area: &Shape, snapshot: &Snapshot) -> BTreeMap<String, People> {
    let mut found: BTreeMap<String, People> = BTreeMap::new();
    for ward in snapshot.wards.meeting(&area.bbox()) {
        let Some(shape) = &ward.shape else { continue };
        let share = share_of_area(shape, area);
        if share == 0.0 {
            continue;
        }
        for population in snapshot.populations.iter().map(|item| &item.body) {
            if population.area != ward.body.code {
                continue;
            }
            let people = found.entry(population.as_of.clone()).or_insert_with(|| People {
                as_of: population.as_of.clone(),
                total: 0.0,
                by_age: BTreeMap::new(),
                source: PeopleSource::WardShare,
            });
            people.total += population.total as f64 * share;
            for (band, count) in &population.by_age {
                *people.by_age.entry(*band).or_default() += *count as f64 * share;
            }
        }
    }
    found
}
