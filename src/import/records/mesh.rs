//! A row of mesh population, now or projected, or of the cells' shapes alone.

use rust_decimal::prelude::ToPrimitive;

use super::{Target, fill_provenance};
use crate::area::{AgeBand, MeshCell, MeshYear};
use crate::geometry::Shape;
use crate::import::context::Context;
use crate::import::map::MappedRow;
use crate::import::value::Value;
use crate::record::{Notes, Provenance};

/// Prefixes of fields: `total:2050`, `age:0-14:2050`.
const TOTAL: &str = "total:";
const AGE: &str = "age:";

impl Target for MeshCell {
    fn begin(row: &mut MappedRow, _context: &Context) -> Option<Self> {
        let Some(Value::MeshCode(code)) = row.value("code") else {
            return None;
        };
        Some(MeshCell {
            code: *code,
            years: Default::default(),
            provenance: Provenance::Source,
            notes: Notes::default(),
        })
    }

    fn fill(&mut self, row: &MappedRow, context: &Context) {
        fill_provenance(&mut self.provenance, row);
        for (year, population) in years(row, context) {
            let there = self.years.entry(year).or_default();
            there.total = population.total;
            there.by_age.extend(population.by_age);
        }
    }

    fn merges(_row: &MappedRow) -> bool {
        true
    }

    /// A cell may come twice: cut at the edge of a tile, with the figures of the whole, or cut at the border of two
    /// prefectures, each with its own share. The first says the same, the second is added.
    fn merge(&mut self, row: &MappedRow, context: &Context) {
        let more = years(row, context);
        if more
            .iter()
            .all(|(year, population)| self.years.get(year) == Some(population))
        {
            return;
        }
        for (year, population) in more {
            let there = self.years.entry(year).or_default();
            there.total += population.total;
            for (band, number) in population.by_age {
                *there.by_age.entry(band).or_default() += number;
            }
        }
    }

    fn notes(&mut self) -> Option<&mut Notes> {
        Some(&mut self.notes)
    }

    /// The cell follows from its code; the file's own polygon may be cut.
    fn own_shape(&self) -> Option<Shape> {
        Some(self.code.shape())
    }
}

fn years(row: &MappedRow, context: &Context) -> std::collections::BTreeMap<u16, MeshYear> {
    let stated = || {
        let as_of = context.as_of.as_ref().map(|as_of| as_of.take());
        context
            .constant("year")
            .or(as_of.and_then(|as_of| as_of.get(..4)))
            .unwrap_or_default()
    };
    let mut years: std::collections::BTreeMap<u16, MeshYear> = Default::default();
    let number = |value: &Value| value.number().and_then(|number| number.to_f64());
    for (year, filled) in row.with_prefix(TOTAL) {
        // A file of one year may name its column without the year.
        let year = if year.is_empty() { stated() } else { year };
        if let (Ok(year), Some(total)) = (year.parse(), number(&filled.value)) {
            years.entry(year).or_default().total = total;
        }
    }
    for (field, filled) in row.with_prefix(AGE) {
        let (band, year) = field.rsplit_once(':').unwrap_or_else(|| (field, stated()));
        let band = band.parse::<AgeBand>();
        if let (Ok(band), Ok(year), Some(value)) = (band, year.parse(), number(&filled.value)) {
            years.entry(year).or_default().by_age.insert(band, value);
        }
    }
    years
}
