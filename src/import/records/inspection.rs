//! Rows about the state of buildings: condition by component, and works done.

use super::{Anchor, Target, fill_provenance};
use crate::import::Rule;
use crate::import::context::Context;
use crate::import::map::MappedRow;
use crate::import::matching::{find_by_id, find_facility};
use crate::import::value::Value;
use crate::record::{EntityId, Kind, Provenance};
use crate::register::{Condition, Grade, Works};
use crate::text::{Message, match_key};

impl Target for Condition {
    fn begin(row: &mut MappedRow, context: &Context) -> Option<Self> {
        let Some(Value::Code(component)) = row.value("component").cloned() else {
            return None;
        };
        let grade = grade(row)?;
        let of = subject(row, context)?;
        Some(Condition {
            of,
            component,
            grade,
            inspected: None,
            inspector: None,
            remarks: None,
            provenance: Provenance::Source,
        })
    }

    fn fill(&mut self, row: &MappedRow, _context: &Context) {
        fill_provenance(&mut self.provenance, row);
        self.grade = grade(row).unwrap_or(self.grade);
        row.put("inspected", &mut self.inspected);
        row.put("inspector", &mut self.inspector);
        row.put("remarks", &mut self.remarks);
    }

    fn anchor(&self) -> Option<Anchor> {
        Some(Anchor {
            subject: self.of,
            fiscal_year: None,
            component: Some(self.component.clone()),
        })
    }
}

impl Target for Works {
    fn begin(row: &mut MappedRow, context: &Context) -> Option<Self> {
        let title = row.text("title")?.to_owned();
        let of = subject(row, context)?;
        Some(Works {
            number: String::new(),
            of,
            title,
            component: None,
            kind: None,
            completed: None,
            cost_yen: None,
            provenance: Provenance::Source,
        })
    }

    fn fill(&mut self, row: &MappedRow, _context: &Context) {
        fill_provenance(&mut self.provenance, row);
        row.put("number", &mut self.number);
        row.put("title", &mut self.title);
        row.put("component", &mut self.component);
        row.put("kind", &mut self.kind);
        row.put("completed", &mut self.completed);
        row.put("cost_yen", &mut self.cost_yen);
    }

    fn anchor(&self) -> Option<Anchor> {
        Some(Anchor {
            subject: self.of,
            fiscal_year: None,
            component: None,
        })
    }

    fn weak_key(&self) -> Option<String> {
        let day = self.completed.as_ref().map(|date| date.iso()).unwrap_or_default();
        Some(format!("{}/{}/{day}", self.of, match_key(&self.title)))
    }
}

fn grade(row: &MappedRow) -> Option<Grade> {
    let Some(Value::Code(code)) = row.value("grade") else {
        return None;
    };
    match code.as_str() {
        "a" => Some(Grade::A),
        "b" => Some(Grade::B),
        "c" => Some(Grade::C),
        "d" => Some(Grade::D),
        _ => None,
    }
}

/// The building or facility that the row names by its id, the building that it names by its number; else the facility.
pub(super) fn subject(row: &mut MappedRow, context: &Context) -> Option<EntityId> {
    if row.text("subject_id").is_some() {
        return find_by_id(row, "subject_id", context);
    }
    let Some(number) = row.text("building_number").map(str::to_owned) else {
        return find_facility(row, context).map(|fid| EntityId::new(Kind::Facility, fid));
    };
    let building = context.snapshot.by_key(Kind::Building, &number);
    if building.is_none() {
        let message = Message::new(
            format!("建物「{number}」は登録されていません。番号を確かめるか、先に建物を取り込んでください。"),
            format!("there is no building {number:?}; check its number, or import the buildings first"),
        );
        row.find(Rule::ReferenceNotFound, "building_number", message);
    }
    building
}
