//! A row of population figures: an area, or one sex of an area.

use rust_decimal::prelude::ToPrimitive;

use super::ward::area_code;
use super::{Target, fill_provenance};
use crate::area::{AgeBand, Population};
use crate::import::Rule;
use crate::import::context::Context;
use crate::import::map::MappedRow;
use crate::import::value::Value;
use crate::record::{MunicipalityCode, Notes, Provenance};
use crate::text::Message;

/// The prefix of fields that are ages: `age:0-14`, `age:65-`.
const AGE: &str = "age:";

#[derive(Clone, Copy, PartialEq)]
enum Sex {
    Male,
    Female,
    Both,
}

impl Target for Population {
    fn begin(row: &mut MappedRow, context: &Context) -> Option<Self> {
        let Some(area) = code(row) else {
            if !row.has_errors() {
                let message = Message::new(
                    "区・市町村が分からないため取り込めません。コードか名称を確かめてください。",
                    "the ward or municipality is not known; check its code or name",
                );
                row.find(Rule::ReferenceNotFound, "municipality", message);
            }
            return None;
        };
        let Some(as_of) = as_of(row, context) else {
            let message = Message::new(
                "いつの人口か分かりません。列「時点」を加えるか、ファイル名に 2021-06 のように入れてください。",
                "the figures do not say of when they are; add a column 時点, or put 2021-06 into the file's name",
            );
            row.find(Rule::RequiredMissing, "as_of", message);
            return None;
        };
        let name = context
            .places
            .name_of(area)
            .or_else(|| row.text("name"))
            .unwrap_or_default()
            .to_owned();
        let mut population = Population {
            area,
            name,
            as_of,
            total: 0,
            male: None,
            female: None,
            households: None,
            by_age: Default::default(),
            provenance: Provenance::Source,
            notes: Notes::default(),
        };
        population.fill(row, context);
        Some(population)
    }

    fn fill(&mut self, row: &MappedRow, _context: &Context) {
        fill_provenance(&mut self.provenance, row);
        let total = row
            .value("total")
            .and_then(Value::number)
            .and_then(|number| number.to_u64());
        match sex(row) {
            Sex::Both => {
                self.total = total.unwrap_or(self.total);
                row.put("male", &mut self.male);
                row.put("female", &mut self.female);
                row.put("households", &mut self.households);
                for (band, value) in ages(row) {
                    self.by_age.insert(band, value);
                }
                if total.is_none() && row.value("total").is_none() {
                    self.total = self.by_age.values().sum();
                }
            }
            Sex::Male => self.fill_sex(row, total, "男"),
            Sex::Female => self.fill_sex(row, total, "女"),
        }
    }

    fn merges(row: &MappedRow) -> bool {
        row.value("sex").is_some()
    }

    fn notes(&mut self) -> Option<&mut Notes> {
        Some(&mut self.notes)
    }
}

trait FillSex {
    fn fill_sex(&mut self, row: &MappedRow, total: Option<u64>, sex: &str);
}

impl FillSex for Population {
    /// Ages by sex have no field of their own and are kept as attributes.
    fn fill_sex(&mut self, row: &MappedRow, total: Option<u64>, sex: &str) {
        let slot = if sex == "男" { &mut self.male } else { &mut self.female };
        *slot = total.or(*slot);
        // Until a row for both sexes says otherwise.
        self.total = self
            .total
            .max(self.male.unwrap_or_default() + self.female.unwrap_or_default());
        for (band, value) in ages(row) {
            self.notes.attributes.insert(format!("{sex}:{band}"), value.to_string());
        }
    }
}

fn sex(row: &MappedRow) -> Sex {
    match row.text("sex") {
        Some("男" | "男性" | "male") => Sex::Male,
        Some("女" | "女性" | "female") => Sex::Female,
        _ => Sex::Both,
    }
}

fn ages(row: &MappedRow) -> impl Iterator<Item = (AgeBand, u64)> {
    row.with_prefix(AGE).filter_map(|(band, filled)| {
        let band: AgeBand = band.parse().ok()?;
        Some((band, filled.value.number()?.to_u64()?))
    })
}

fn code(row: &MappedRow) -> Option<MunicipalityCode> {
    area_code(row).or_else(|| match row.value("municipality") {
        Some(Value::Municipality(municipality)) => municipality.code,
        _ => None,
    })
}

/// The row's own word, the person's, the profile's, the file name's.
fn as_of(row: &MappedRow, context: &Context) -> Option<String> {
    let stated = row
        .text("as_of")
        .map(|text| text.trim_end_matches(['度', '年']).to_owned());
    stated.or_else(|| context.as_of.as_ref().map(|as_of| as_of.take().to_owned()))
}
