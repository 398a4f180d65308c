//! The wards, with what lies in them.

use std::collections::HashMap;

use actix_web::{HttpRequest, HttpResponse, web};
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use super::moment::{Moment, MomentParameters};
use super::view::answer;
use crate::area::{Population, Ward};
use crate::http::params::Asked;
use crate::http::problem::{Problem, ProblemBody};
use crate::http::state::State;
use crate::record::MunicipalityCode;
use crate::snapshot::Item;

/// All wards.
#[derive(Serialize, ToSchema)]
pub struct Wards {
    items: Vec<PublicWard>,
}

/// A ward (行政区).
#[derive(Serialize, ToSchema)]
#[schema(as = Ward)]
pub struct PublicWard {
    /// Six-digit code.
    #[schema(example = "271276")]
    code: String,
    #[schema(example = "北区")]
    name: String,
    #[schema(example = "Kita")]
    name_en: Option<String>,
    /// How many facilities say that they lie in it.
    facilities: usize,
    /// How many parcels say that they lie in it.
    parcels: usize,
    /// The latest population that is no projection.
    population: Option<u64>,
    /// The day or year of the population.
    #[schema(example = "2020")]
    population_as_of: Option<String>,
    /// 模式図: the outline is a schematic.
    schematic: bool,
    /// Who is to be credited for the outline; where nobody is named, the file that it came from.
    #[schema(example = "「国土数値情報（行政区域データ）」（国土交通省）")]
    boundary_credit: Option<String>,
    /// West, south, east, north in degrees.
    bbox: Option<[f64; 4]>,
}

/// The wards, in order of code
#[utoipa::path(get, path = "/api/wards", tag = "about", params(MomentParameters),
    responses((status = 200, body = Wards), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list_wards(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(moment): Asked<Moment>,
) -> Result<HttpResponse, Problem> {
    answer(&request, &state, moment, |view| {
        let snapshot = &view.snapshot;
        let facilities = count(snapshot.facilities.iter().map(|item| item.body.address.municipality));
        let parcels = count(snapshot.parcels.iter().map(|item| item.body.address.municipality));
        let populations = latest(snapshot.populations.iter().map(|item| &item.body), view.day);
        let present = |item: &Item<Ward>| {
            let (ward, code) = (&item.body, item.body.code);
            let population = populations.get(&code);
            PublicWard {
                code: code.to_string(),
                name: ward.name.clone(),
                name_en: ward.name_en.clone(),
                facilities: facilities.get(&code).copied().unwrap_or(0),
                parcels: parcels.get(&code).copied().unwrap_or(0),
                population: population.map(|population| population.total),
                population_as_of: population.map(|population| population.as_of.clone()),
                schematic: ward.schematic,
                boundary_credit: ward.boundary_credit.clone().or_else(|| ward.boundary_source.clone()),
                bbox: item.bbox().map(|bbox| bbox.to_array()),
            }
        };
        let mut items: Vec<PublicWard> = snapshot.wards.iter().map(|item| present(item)).collect();
        items.sort_by(|a, b| a.code.cmp(&b.code));
        Wards { items }
    })
    .await
}

fn count(codes: impl Iterator<Item = Option<MunicipalityCode>>) -> HashMap<MunicipalityCode, usize> {
    let mut counts = HashMap::new();
    for code in codes.flatten() {
        *counts.entry(code).or_insert(0) += 1;
    }
    counts
}

/// For each area the latest figure that is not after the day: what is after it is a projection.
fn latest<'a>(
    populations: impl Iterator<Item = &'a Population>,
    day: Date,
) -> HashMap<MunicipalityCode, &'a Population> {
    let day = day.to_string();
    let mut found: HashMap<MunicipalityCode, &Population> = HashMap::new();
    // ISO dates compare as texts, whatever their precision; `2020` goes before `2020-10-01`.
    for population in populations.filter(|population| population.as_of <= day) {
        let best = found.entry(population.area).or_insert(population);
        if population.as_of > best.as_of {
            *best = population;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_projection_is_not_the_population() {
        let area: MunicipalityCode = "271276".parse().expect("a code");
        let on = |as_of: &str, total| Population {
            area,
            name: "北区".into(),
            as_of: as_of.into(),
            total,
            male: None,
            female: None,
            households: None,
            by_age: Default::default(),
            provenance: Default::default(),
            notes: Default::default(),
        };
        let all = [on("2015", 1), on("2020-10-01", 2), on("2050", 3)];
        let found = latest(all.iter(), jiff::civil::date(2026, 4, 1));
        assert_eq!(found.get(&area).map(|population| population.total), Some(2));
    }
}
