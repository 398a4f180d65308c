//! A row of a list of vacant space (空き施設・空きスペース).

use super::inspection::subject;
use super::{Target, fill_provenance};
use crate::import::Rule;
use crate::import::context::Context;
use crate::import::map::MappedRow;
use crate::import::value::Value;
use crate::record::{EntityId, Kind, Notes};
use crate::register::{Extent, Vacancy};
use crate::text::{Message, match_key};

impl Target for Vacancy {
    fn begin(row: &mut MappedRow, context: &Context) -> Option<Self> {
        let extent = extent(row)?;
        let name = row.text("name")?.to_owned();
        let of = owner(row, context)?;
        if !extent.fits(of.kind) {
            let message = Message::new(
                "空きの範囲が対象に合いません。棟・階・室は施設か建物、土地は施設か未利用地に付けてください。",
                "the extent does not go with what it is part of: buildings, floors and rooms belong to a facility or a \
                 building, land to a facility or a parcel",
            );
            row.find(Rule::ExtentDoesNotFit, "extent", message);
            return None;
        }
        Some(Vacancy::new(name, extent, of))
    }

    fn fill(&mut self, row: &MappedRow, _context: &Context) {
        fill_provenance(&mut self.provenance, row);
        row.put("number", &mut self.number);
        row.put("name", &mut self.name);
        self.extent = extent(row).unwrap_or(self.extent);
        row.put("part", &mut self.part);
        row.put("area_m2", &mut self.area_m2);
        row.put("since", &mut self.since);
        row.put("usable_from", &mut self.usable_from);
        row.put("constraints", &mut self.constraints);
        row.put("policy", &mut self.policy);
        if let Some(Value::Organisation(organisation)) = row.value("organisation") {
            self.organisation.clone_from(organisation);
        }
        row.put("remarks_internal", &mut self.remarks_internal);
        row.put("released", &mut self.released);
    }

    fn notes(&mut self) -> Option<&mut Notes> {
        Some(&mut self.notes)
    }

    fn weak_key(&self) -> Option<String> {
        let part = self.part.as_deref().unwrap_or_default();
        Some(format!(
            "{}/{}/{}/{}",
            self.of,
            self.extent.key(),
            match_key(part),
            match_key(&self.name)
        ))
    }
}

fn extent(row: &MappedRow) -> Option<Extent> {
    match row.value("extent") {
        Some(Value::Code(code)) => Extent::from_key(code.as_str()),
        _ => None,
    }
}

/// The parcel that the row names by its number; else the building or the facility.
fn owner(row: &mut MappedRow, context: &Context) -> Option<EntityId> {
    let Some(Value::ParcelNumber(number)) = row.value("parcel_number").cloned() else {
        return subject(row, context);
    };
    let parcel = context.snapshot.by_key(Kind::Parcel, &number.canonical());
    if parcel.is_none() {
        let message = Message::new(
            format!(
                "未利用地「{}」は登録されていません。番号を確かめるか、先に未利用地を取り込んでください。",
                number.text()
            ),
            format!(
                "there is no parcel {:?}; check its number, or import the parcels first",
                number.text()
            ),
        );
        row.find(Rule::ReferenceNotFound, "parcel_number", message);
    }
    parcel
}
