//! Which record of the portfolio a row is about.

use std::cell::OnceCell;
use std::collections::HashMap;

use super::Rule;
use super::context::Context;
use super::map::MappedRow;
use crate::record::{EntityId, Fid, Kind};
use crate::snapshot::Snapshot;
use crate::text::{Message, match_key};

/// The facilities of the portfolio by name, for files that name facilities instead of numbering them.
#[derive(Default)]
pub(super) struct FacilityNames {
    by_name: OnceCell<HashMap<String, Vec<Fid>>>,
}

impl FacilityNames {
    fn named(&self, snapshot: &Snapshot, name: &str) -> &[Fid] {
        let by_name = self.by_name.get_or_init(|| {
            let mut names: HashMap<String, Vec<Fid>> = HashMap::new();
            for facility in snapshot.facilities.iter() {
                names
                    .entry(match_key(&facility.body.name))
                    .or_default()
                    .push(facility.fid);
            }
            names
        });
        by_name.get(&match_key(name)).map_or(&[], Vec::as_slice)
    }
}

/// Whether the row names a facility at all.
pub(super) fn names_a_facility(row: &MappedRow) -> bool {
    row.text("facility_number").is_some() || row.text("facility_name").is_some()
}

/// The facility or building whose id stands at the head of a cell (`B000012 本館`).
pub(super) fn find_by_id(row: &mut MappedRow, field: &str, context: &Context) -> Option<EntityId> {
    let text = row.text(field)?.to_owned();
    let id = text
        .split_whitespace()
        .next()
        .and_then(|id| id.parse::<EntityId>().ok());
    let exists = |id: &EntityId| match id.kind {
        Kind::Facility => context.snapshot.facilities.get(id.fid).is_some(),
        Kind::Building => context.snapshot.buildings.get(id.fid).is_some(),
        _ => false,
    };
    let found = id.filter(exists);
    if found.is_none() {
        let message = Message::new(
            format!("「{text}」という施設・建物はありません。F000123 のようなIDを確かめてください。"),
            format!("there is no facility or building {text:?}; check the id, such as F000123"),
        );
        row.find(Rule::ReferenceNotFound, field, message);
    }
    found
}

/// The facility that a row names, by its number or else by its name; the finding says why there is none.
pub(super) fn find_facility(row: &mut MappedRow, context: &Context) -> Option<Fid> {
    if row.text("facility_id").is_some() {
        let found = find_by_id(row, "facility_id", context)?;
        return (found.kind == Kind::Facility).then_some(found.fid);
    }
    let number = row.text("facility_number").map(str::to_owned);
    if let Some(number) = &number
        && let Some(facility) = context.snapshot.facilities.by_key(number)
    {
        return Some(facility.fid);
    }
    let name = row.text("facility_name").map(str::to_owned);
    let candidates = name
        .as_deref()
        .map_or(&[][..], |name| context.facilities.named(context.snapshot, name));
    let asked = number.or(name).unwrap_or_default();
    match candidates {
        // A number that is not known must not be replaced by a name that happens to be.
        [only] if row.text("facility_number").is_none() => Some(*only),
        [] | [_] => {
            let message = Message::new(
                format!("施設「{asked}」は登録されていません。番号か名称を確かめるか、先に施設を取り込んでください。"),
                format!("there is no facility {asked:?}; check its number or name, or import the facilities first"),
            );
            row.find(Rule::ReferenceNotFound, "facility_number", message);
            None
        }
        several => {
            let message = Message::new(
                format!("施設「{asked}」は{}件あります。番号で指定してください。", several.len()),
                format!(
                    "{} facilities are called {asked:?}; name one by its number",
                    several.len()
                ),
            );
            row.find(Rule::ReferenceAmbiguous, "facility_name", message);
            None
        }
    }
}
