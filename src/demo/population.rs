//! Invented population of wards and of 500 m cells, in 2020 and 2050. The cells of a ward add up to the ward.

use std::collections::BTreeMap;

use super::apportion::apportion;
use super::atlas::Atlas;
use super::chance::Chance;
use super::drafting::Drafting;
use super::plane::Metres;
use super::ward_facts::WARDS;
use crate::area::{AgeBand, MeshCell, MeshCode, MeshYear, Population};
use crate::record::{Notes, Provenance};

const YEARS: [u16; 2] = [2020, 2050];
/// Percentages of children, of working age and of the old in each year.
const AGES: [[f64; 3]; 2] = [[11.0, 64.0, 25.0], [9.0, 56.0, 35.0]];
/// Half cells (500 m) to a degree of longitude, and to two thirds of a degree of latitude.
const HALVES: i64 = 160;

pub fn write(seed: u64, atlas: &Atlas, drafting: &mut Drafting) {
    let mut chance = Chance::new(seed, "population");
    let totals: Vec<[u64; 2]> = WARDS
        .iter()
        .map(|ward| {
            let now = (f64::from(ward.thousands) * 1000.0 * chance.between(0.97, 1.03)).round() as u64;
            [now, now * u64::from(ward.trend_percent) / 100]
        })
        .collect();
    for (ward, totals) in WARDS.iter().zip(&totals) {
        for (at, year) in YEARS.iter().enumerate() {
            let total = totals[at];
            let male = (total as f64 * 0.48).round() as u64;
            drafting.add(
                Population {
                    area: ward.code(),
                    name: ward.name.to_owned(),
                    as_of: year.to_string(),
                    total,
                    male: Some(male),
                    female: Some(total - male),
                    households: Some((total as f64 / 1.9).round() as u64),
                    by_age: bands().into_iter().zip(apportion(total, &AGES[at])).collect(),
                    provenance: Provenance::DemoInvented,
                    notes: Notes::default(),
                },
                None,
            );
        }
    }
    let cells = cells_by_ward(atlas);
    for (cells, totals) in cells.iter().zip(&totals) {
        let now: Vec<f64> = cells.iter().map(|_| chance.log_normal(1.0, 0.5)).collect();
        let later: Vec<f64> = now.iter().map(|weight| weight * chance.between(0.8, 1.2)).collect();
        let people = [apportion(totals[0], &now), apportion(totals[1], &later)];
        for (at, code) in cells.iter().enumerate() {
            let years = (0..YEARS.len()).map(|year| (YEARS[year], mesh_year(people[year][at], &AGES[year])));
            let cell = MeshCell {
                code: *code,
                years: years.collect(),
                provenance: Provenance::DemoInvented,
                notes: Notes::default(),
            };
            drafting.add(cell, Some(code.shape()));
        }
    }
}

fn bands() -> [AgeBand; 3] {
    [(0, Some(14)), (15, Some(64)), (65, None)].map(|(from, to)| AgeBand { from, to })
}

fn mesh_year(total: u64, ages: &[f64; 3]) -> MeshYear {
    let by_age: BTreeMap<AgeBand, f64> = bands()
        .into_iter()
        .zip(apportion(total, ages))
        .map(|(band, people)| (band, people as f64))
        .collect();
    MeshYear {
        total: total as f64,
        by_age,
    }
}

/// The cells whose middle lies in each ward.
fn cells_by_ward(atlas: &Atlas) -> Vec<Vec<MeshCode>> {
    let (south_west, north_east) = Atlas::extent();
    let (low, high) = (south_west.degrees(), north_east.degrees());
    let row = |lat: f64| (lat * 1.5 * HALVES as f64).floor() as i64;
    let column = |lon: f64| ((lon - 100.0) * HALVES as f64).floor() as i64;
    let mut cells = vec![Vec::new(); WARDS.len()];
    for row in row(low.y)..=row(high.y) {
        for column in column(low.x)..=column(high.x) {
            let code = half_code(row, column);
            let (lon, lat) = code.bbox().centre();
            if let Some(ward) = atlas.ward_at(Metres::of_degrees(lon, lat)) {
                cells[ward].push(code);
            }
        }
    }
    cells
}

/// The code of a 500 m cell (2分の1地域メッシュ) from its row and column.
fn half_code(row: i64, column: i64) -> MeshCode {
    let first = |index: i64| index / HALVES;
    let second = |index: i64| index % HALVES / 20;
    let third = |index: i64| index % 20 / 2;
    let text = format!(
        "{:02}{:02}{}{}{}{}{}",
        first(row),
        first(column),
        second(row),
        second(column),
        third(row),
        third(column),
        row % 2 * 2 + column % 2 + 1
    );
    text.parse().expect("rows and columns of Japan make a code")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_and_a_column_name_the_cell_they_lie_in() {
        let (lon, lat) = (135.5012, 34.6937);
        let code = half_code(
            (lat * 240.0_f64).floor() as i64,
            ((lon - 100.0) * 160.0_f64).floor() as i64,
        );
        assert!(code.bbox().contains(lon, lat), "{code}");
    }
}
