//! A row of a file of ward boundaries.

use super::{Target, fill_provenance};
use crate::area::Ward;
use crate::import::Rule;
use crate::import::context::Context;
use crate::import::map::MappedRow;
use crate::import::value::Value;
use crate::record::{MunicipalityCode, Notes, Provenance};
use crate::text::{Message, match_key};

impl Target for Ward {
    /// An outline may come as several features; the portfolio keeps one record a ward.
    fn begin(row: &mut MappedRow, context: &Context) -> Option<Self> {
        let code = area_code(row)?;
        let name = agreeing_name(row, code, context);
        Some(Ward {
            code,
            name,
            name_en: None,
            schematic: false,
            boundary_source: None,
            boundary_credit: None,
            provenance: Provenance::Source,
            notes: Notes::default(),
        })
    }

    fn fill(&mut self, row: &MappedRow, context: &Context) {
        self.name = agreeing_name(row, self.code, context);
        row.put("name_en", &mut self.name_en);
        row.put("schematic", &mut self.schematic);
        fill_provenance(&mut self.provenance, row);
        if let Some(source) = row.text("boundary_source") {
            self.boundary_source = Some(source.to_owned());
            self.boundary_credit = row.text("boundary_credit").map(str::to_owned);
            return;
        }
        self.boundary_credit.clone_from(&context.profile.credit);
        let file = context.request.display_name();
        self.boundary_source = Some(match &context.profile.credit {
            Some(credit) => format!("{file}（{credit}）"),
            None => file,
        });
    }

    fn check(&self, row: &mut MappedRow, context: &Context) {
        let Some(official) = context.places.name_of(self.code).map(match_key) else {
            return;
        };
        let wrong: Vec<(String, String)> = names(row)
            .filter(|(_, name)| match_key(name) != official && !is_city_of(name, self.code, context))
            .map(|(field, name)| (field.to_owned(), name.to_owned()))
            .collect();
        for (field, name) in wrong {
            let code = self.code;
            let message = Message::new(
                format!("コード {code} は{official}ですが、名称は「{name}」です。コードに従います。"),
                format!("the code {code} is {official}, but the name is {name:?}; the code decides"),
            );
            row.find(Rule::WardNameDisagreesWithCode, &field, message);
            row.notes.original.insert(field, name);
        }
    }

    fn notes(&mut self) -> Option<&mut Notes> {
        Some(&mut self.notes)
    }
}

/// The code in one column, or in two: prefecture and municipality, as census files have it.
pub(super) fn area_code(row: &MappedRow) -> Option<MunicipalityCode> {
    if let Some(Value::Municipality(municipality)) = row.value("code") {
        return municipality.code;
    }
    let part = |field: &str| -> Option<u32> { row.text(field)?.parse().ok() };
    MunicipalityCode::from_five(part("code_prefecture")? * 1_000 + part("code_municipality")?)
}

/// Newer editions name the city in one column and the ward in the next.
fn is_city_of(name: &str, ward: MunicipalityCode, context: &Context) -> bool {
    context.places.is_ward(ward) && context.places.read(name).code == Some(context.request.city)
}

/// Every name that the row gives: `name`, `name_2` …
fn names(row: &MappedRow) -> impl Iterator<Item = (&str, &str)> {
    let fields = row
        .fields
        .iter()
        .filter(|(field, _)| field.as_ref() == "name" || field.starts_with("name_ja_"));
    fields.filter_map(|(field, filled)| Some((field.as_ref(), filled.value.text()?)))
}

/// The name that goes with the code; where none does, the code's official one.
fn agreeing_name(row: &MappedRow, code: MunicipalityCode, context: &Context) -> String {
    match context.places.name_of(code) {
        Some(official) => official.to_owned(),
        None => names(row)
            .map(|(_, name)| name.to_owned())
            .next()
            .unwrap_or_else(|| code.to_string()),
    }
}
