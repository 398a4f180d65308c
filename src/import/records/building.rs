//! A row of a list of buildings, with the facility that uses the building where the row names one.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::{Target, fill_provenance};
use crate::import::context::Context;
use crate::import::map::MappedRow;
use crate::import::matching::{find_facility, names_a_facility};
use crate::import::slot::Slot;
use crate::import::value::Value;
use crate::record::{EntityId, Kind, Notes, Position, Provenance};
use crate::register::{Building, Link, LinkRole};
use crate::text::match_key;

impl Target for Building {
    const LINKS: bool = true;

    fn begin(_row: &mut MappedRow, _context: &Context) -> Option<Self> {
        Some(Building::default())
    }

    fn fill(&mut self, row: &MappedRow, _context: &Context) {
        fill_provenance(&mut self.provenance, row);
        row.put("number", &mut self.number);
        row.put("name", &mut self.name);
        row.put("purpose", &mut self.purpose);
        row.put("structure", &mut self.structure);
        row.put("floors_above", &mut self.floors_above);
        row.put("floors_below", &mut self.floors_below);
        row.put("floor_area_m2", &mut self.floor_area_m2);
        row.put("built_fiscal_year", &mut self.built);
        if let Some(value @ Value::Date(_)) = row.value("built") {
            self.built.receive(value);
        }
        row.put("confirmed", &mut self.confirmed);
        row.put("seismic", &mut self.seismic);
        match row.value("is_value") {
            Some(Value::Number(value)) => self.is_value_hundredths = (*value * Decimal::ONE_HUNDRED).round().to_u16(),
            Some(Value::Missing(_)) => self.is_value_hundredths = None,
            _ => {}
        }
        row.put("statutory_life_years", &mut self.statutory_life_years);
        row.put("target_life_years", &mut self.target_life_years);
        row.put("acquisition_cost_yen", &mut self.acquisition_cost_yen);
        row.put("accumulated_depreciation_yen", &mut self.accumulated_depreciation_yen);
        row.put("replacement_cost_yen", &mut self.replacement_cost_yen);
    }

    fn check(&self, row: &mut MappedRow, context: &Context) {
        if names_a_facility(row) {
            find_facility(row, context);
        }
    }

    fn notes(&mut self) -> Option<&mut Notes> {
        Some(&mut self.notes)
    }

    fn position(&mut self) -> Option<&mut Option<Position>> {
        Some(&mut self.position)
    }

    fn weak_key(&self) -> Option<String> {
        Some(match_key(&self.name))
    }

    fn links(row: &mut MappedRow, own: EntityId, context: &Context) -> Vec<Link> {
        let facility = if names_a_facility(row) {
            find_facility(row, context)
        } else {
            None
        };
        let link = facility.map(|facility| {
            let mut link = Link {
                role: LinkRole::FacilityBuilding,
                from: EntityId::new(Kind::Facility, facility),
                to: own,
                area_m2: None,
                shared_area_m2: None,
                share: None,
                provenance: Provenance::Source,
            };
            row.put("exclusive_area_m2", &mut link.area_m2);
            row.put("shared_area_m2", &mut link.shared_area_m2);
            link
        });
        link.into_iter().collect()
    }
}
