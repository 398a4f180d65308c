//! A row of the fixed asset ledger (固定資産台帳).

use super::{Target, fill_provenance};
use crate::import::context::Context;
use crate::import::map::MappedRow;
use crate::import::matching::{find_facility, names_a_facility};
use crate::record::{EntityId, Kind, Notes};
use crate::register::LedgerAsset;

impl Target for LedgerAsset {
    fn begin(_row: &mut MappedRow, _context: &Context) -> Option<Self> {
        Some(LedgerAsset::default())
    }

    fn fill(&mut self, row: &MappedRow, context: &Context) {
        fill_provenance(&mut self.provenance, row);
        if let Some(number) = row.text("number") {
            self.number = match row.text("branch") {
                Some(branch) => format!("{number}-{branch}"),
                None => number.to_owned(),
            };
        }
        row.put("name", &mut self.name);
        row.put("account", &mut self.account);
        row.put("purpose", &mut self.purpose);
        row.put("office", &mut self.office);
        row.put("acquired", &mut self.acquired);
        row.put("acquisition_cost_yen", &mut self.acquisition_cost_yen);
        row.put("book_value_yen", &mut self.book_value_yen);
        row.put("accumulated_depreciation_yen", &mut self.accumulated_depreciation_yen);
        row.put("life_years", &mut self.life_years);
        row.put("area_m2", &mut self.area_m2);
        row.put("saleable", &mut self.saleable);
        let number = row
            .text("facility_number")
            .and_then(|number| context.snapshot.facilities.by_key(number));
        if let Some(facility) = number {
            self.of = Some(EntityId::new(Kind::Facility, facility.fid));
        }
    }

    fn check(&self, row: &mut MappedRow, context: &Context) {
        if names_a_facility(row) {
            find_facility(row, context);
        }
    }

    fn notes(&mut self) -> Option<&mut Notes> {
        Some(&mut self.notes)
    }
}
