//! A row of a map or list of registered lots, with the parcel that it belongs to where the row names one.

use super::address::fill_address;
use super::{Target, fill_provenance};
use crate::import::Rule;
use crate::import::context::Context;
use crate::import::map::MappedRow;
use crate::import::value::Value;
use crate::land::Lot;
use crate::record::{Address, EntityId, Kind, Notes, Position, Provenance};
use crate::register::{Link, LinkRole};
use crate::text::Message;

impl Target for Lot {
    const LINKS: bool = true;

    fn begin(row: &mut MappedRow, _context: &Context) -> Option<Self> {
        // A lot without its number could never be told from its neighbours.
        row.text("number").is_some().then(Lot::default)
    }

    fn fill(&mut self, row: &MappedRow, context: &Context) {
        fill_provenance(&mut self.provenance, row);
        row.put("number", &mut self.number);
        row.put("category", &mut self.category);
        row.put("registered_area_m2", &mut self.registered_area_m2);
        row.put("real_estate_id", &mut self.real_estate_id);
        fill_address(&mut self.address, row, context);
        // 大字名, 丁目名 and 小字名 come in columns of their own.
        let parts = ["town", "town_2", "town_3"];
        if parts.iter().any(|field| row.value(field).is_some()) {
            let town: String = parts.iter().filter_map(|field| row.text(field)).collect();
            self.address.town = Some(town).filter(|town| !town.is_empty());
        }
    }

    fn check(&self, row: &mut MappedRow, context: &Context) {
        if let Some((text, None)) = parcel_of(row, context) {
            let message = Message::new(
                format!(
                    "未利用地の番号「{text}」は登録されていません。番号を確かめるか、先に未利用地を取り込んでください。"
                ),
                format!("there is no parcel {text:?}; check the number, or import the parcels first"),
            );
            row.find(Rule::ReferenceNotFound, "parcel_number", message);
        }
    }

    fn notes(&mut self) -> Option<&mut Notes> {
        Some(&mut self.notes)
    }

    fn position(&mut self) -> Option<&mut Option<Position>> {
        Some(&mut self.position)
    }

    fn address(&self) -> Option<&Address> {
        Some(&self.address)
    }

    fn links(row: &mut MappedRow, own: EntityId, context: &Context) -> Vec<Link> {
        let Some((_, Some(parcel))) = parcel_of(row, context) else {
            return Vec::new();
        };
        let mut link = Link {
            role: LinkRole::ParcelLot,
            from: parcel,
            to: own,
            area_m2: None,
            shared_area_m2: None,
            share: None,
            provenance: Provenance::Source,
        };
        row.put("used_area_m2", &mut link.area_m2);
        vec![link]
    }
}

/// The parcel that the row names, and whether the portfolio has it.
fn parcel_of(row: &MappedRow, context: &Context) -> Option<(String, Option<EntityId>)> {
    let Some(Value::ParcelNumber(number)) = row.value("parcel_number") else {
        return None;
    };
    let parcel = context.snapshot.by_key(Kind::Parcel, &number.canonical());
    Some((number.text().to_owned(), parcel))
}
