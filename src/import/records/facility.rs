//! A row of a facility list.

use super::address::fill_address;
use super::{Target, fill_provenance};
use crate::import::Rule;
use crate::import::context::Context;
use crate::import::map::MappedRow;
use crate::import::slot::Slot;
use crate::import::value::Value;
use crate::record::{Address, Notes, Position};
use crate::register::Facility;
use crate::text::{Message, match_key};

impl Target for Facility {
    const NAMES_ARE_TELLING: bool = true;

    fn begin(_row: &mut MappedRow, _context: &Context) -> Option<Self> {
        Some(Facility::default())
    }

    fn fill(&mut self, row: &MappedRow, context: &Context) {
        fill_provenance(&mut self.provenance, row);
        row.put("number", &mut self.number);
        row.put("name", &mut self.name);
        row.put("kana", &mut self.kana);
        row.put("name_en", &mut self.name_en);
        row.put("alias", &mut self.alias);
        row.put("class", &mut self.class);
        if let Some((major, minor)) = class_texts(row) {
            self.class = context.codes.class(major, minor);
        }
        row.put("class_h26", &mut self.class_h26);
        row.put("class_mic", &mut self.class_mic);
        row.put("status", &mut self.status);
        row.put("tenure", &mut self.tenure);
        row.put("operation", &mut self.operation);
        row.put("fee_system", &mut self.fee_system);
        row.put("area_scope", &mut self.area_scope);
        match row.value("organisation") {
            Some(Value::Organisation(organisation)) => self.organisation.clone_from(organisation),
            Some(Value::Operator(operator)) => {
                self.organisation.clone_from(&operator.organisation);
                self.operation.clone_from(&operator.operation);
                self.fee_system.clone_from(&operator.fee_system);
            }
            _ => {}
        }
        if let Some(division) = row.text("division") {
            self.organisation.divisions = division.split_whitespace().map(str::to_owned).collect();
        }
        row.put("built", &mut self.built);
        // A month or a day beside the fiscal year says more.
        if let Some(value @ Value::Date(_)) = row.value("built_date") {
            self.built.receive(value);
        }
        row.put("opened", &mut self.opened);
        row.put("closed", &mut self.closed);
        row.put("floor_area_m2", &mut self.floor_area_m2);
        row.put("url", &mut self.url);
        row.put("phone", &mut self.phone);
        row.put("description", &mut self.description);
        fill_address(&mut self.address, row, context);
    }

    fn check(&self, row: &mut MappedRow, _context: &Context) {
        let Some((major, minor)) = class_texts(row) else { return };
        let (major, minor) = (major.to_owned(), minor.to_owned());
        let is_whole = self.class.as_ref().is_some_and(|class| class.as_str().contains('.')) || minor.is_empty();
        if self.class.is_some() && is_whole {
            return;
        }
        let message = Message::new(
            format!("分類「{major} / {minor}」は施設分類にありません。元の文字を残します。"),
            format!("the class \"{major} / {minor}\" is not in the facility classes; the text is kept"),
        );
        let field = if self.class.is_some() {
            "class_minor"
        } else {
            "class_major"
        };
        row.find(Rule::UnmappedClass, field, message);
        row.notes
            .original
            .insert("class".to_owned(), format!("{major} / {minor}"));
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

    /// A facility may be renamed, or its address corrected; hardly both at once.
    fn contradicts(&self, other: &Self) -> bool {
        let places = self.address.municipality.zip(other.address.municipality);
        match_key(&self.name) != match_key(&other.name) && places.is_some_and(|(one, other)| one != other)
    }

    fn weak_key(&self) -> Option<String> {
        let place = self
            .address
            .municipality
            .map(|code| code.to_string())
            .unwrap_or_default();
        Some(format!("{}/{place}", match_key(&self.name)))
    }
}

/// 大分類 and 小分類, where the file has a column for each.
fn class_texts(row: &MappedRow) -> Option<(&str, &str)> {
    let major = row.text("class_major")?;
    Some((major, row.text("class_minor").unwrap_or_default()))
}
