//! The field-by-role table agrees with the records and with the public answers.

use std::cell::Cell;
use std::collections::BTreeSet;

use koyu::area::{MeshCell, Population, Ward};
use koyu::auth::{FieldTable, Reader};
use koyu::http::openapi;
use koyu::land::{Lot, Parcel};
use koyu::record::{Address, Flag, Kind, Notes, Position, Record};
use koyu::reference::{Layer, LayerFeature};
use koyu::register::{
    Attachment, Building, Closing, Condition, Facility, FinanceYear, LedgerAsset, Link, Organisation, SurveyRound,
    UsageYear, Vacancy, WantedSpace, Works,
};
use serde::de::{Deserialize, Deserializer, Error, Visitor, value};
use serde_json::Value;

/// What is said of a record beside its facts: no field of the table.
const NOT_FACTS: [&str; 4] = ["id", "fid", "revision", "data_date"];

/// Reads no value: takes the names of the fields that a type would read.
struct Names<'a>(&'a Cell<&'static [&'static str]>);

impl<'de> Deserializer<'de> for Names<'_> {
    type Error = value::Error;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Self::Error> {
        self.0.set(fields);
        Err(Error::custom("only the names were wanted"))
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Self::Error> {
        Err(Error::custom("no struct"))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

fn names<'de, T: Deserialize<'de>>() -> &'static [&'static str] {
    let names = Cell::new(&[] as &'static [&'static str]);
    assert!(T::deserialize(Names(&names)).is_err());
    names.get()
}

/// The parts of a field that is a struct of its own; the readers of its parts may differ.
fn parts(field: &str) -> &'static [&'static str] {
    match field {
        "address" => names::<Address>(),
        "organisation" => names::<Organisation>(),
        "position" => names::<Position>(),
        "notes" => names::<Notes>(),
        "closing" => names::<Closing>(),
        "general" | "evaluated" => names::<Flag>(),
        _ => &[],
    }
}

fn paths<T: Record>() -> (Kind, BTreeSet<String>) {
    let mut paths = BTreeSet::new();
    for field in names::<T>() {
        match parts(field) {
            [] => paths.extend([(*field).to_owned()]),
            parts => paths.extend(parts.iter().map(|part| format!("{field}.{part}"))),
        }
    }
    if T::KIND.has_shape() {
        paths.insert("shape".into());
    }
    (T::KIND, paths)
}

/// The fields of every kind, as the program's own types have them.
fn types() -> Vec<(Kind, BTreeSet<String>)> {
    vec![
        paths::<Facility>(),
        paths::<Building>(),
        paths::<Parcel>(),
        paths::<Lot>(),
        paths::<Link>(),
        paths::<UsageYear>(),
        paths::<FinanceYear>(),
        paths::<Condition>(),
        paths::<Works>(),
        paths::<LedgerAsset>(),
        paths::<Ward>(),
        paths::<Population>(),
        paths::<MeshCell>(),
        paths::<Layer>(),
        paths::<LayerFeature>(),
        paths::<Vacancy>(),
        paths::<SurveyRound>(),
        paths::<WantedSpace>(),
        paths::<Attachment>(),
    ]
}

#[test]
fn every_field_of_every_record_is_in_the_table_and_no_other() {
    let types = types();
    let kinds: BTreeSet<Kind> = types.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(
        kinds,
        Kind::ALL.into_iter().collect(),
        "add the new kind's type to this test"
    );
    for (kind, fields) in types {
        assert!(!fields.is_empty(), "{kind:?}");
        let listed: Vec<String> = FieldTable::embedded()
            .fields(kind)
            .iter()
            .map(|field| field.name.clone())
            .collect();
        let unique: BTreeSet<String> = listed.iter().cloned().collect();
        assert_eq!(listed.len(), unique.len(), "{kind:?} names a field twice");
        assert_eq!(unique, fields, "data/fields/{}.toml against the type", kind.table());
    }
}

#[test]
fn the_public_answers_show_the_public_fields_and_no_other() {
    let document: Value = serde_json::from_str(&openapi::document()).expect("the document is JSON");
    let mut compared = 0;
    for kind in Kind::ALL {
        let table = FieldTable::embedded();
        let shown: BTreeSet<&str> = table
            .fields(kind)
            .iter()
            .flat_map(|field| field.wire.iter().map(String::as_str))
            .collect();
        for field in table.fields(kind) {
            let is_public = field.read == Reader::Public;
            assert!(
                is_public || field.wire.is_empty(),
                "{kind:?}.{} is internal and shown",
                field.name
            );
            assert!(
                !field.ja.is_empty() && !field.en.is_empty(),
                "{kind:?}.{} has no name",
                field.name
            );
        }
        let Some(wire) = table.wire(kind) else {
            assert!(
                shown.is_empty(),
                "{kind:?} names fields of a public answer, but not the answer"
            );
            continue;
        };
        let properties = document["components"]["schemas"][wire]["properties"]
            .as_object()
            .unwrap_or_else(|| panic!("{kind:?}: the API describes no {wire}"));
        // What is counted over other records is no field of this one.
        let counted = ["facilities", "parcels", "population", "population_as_of"];
        let answered: BTreeSet<&str> = properties
            .keys()
            .map(String::as_str)
            .filter(|name| !NOT_FACTS.contains(name) || shown.contains(name))
            .filter(|name| kind != Kind::Ward || !counted.contains(name))
            .collect();
        assert_eq!(shown, answered, "{kind:?} against the schema {wire}");
        compared += 1;
    }
    assert!(compared >= 4);
}
