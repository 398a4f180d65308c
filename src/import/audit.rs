//! The rules of the import that need no file, asked of the records that the portfolio has.
//!
//! Each record stands for a row: the same code judges it, so that a finding has the id and the sentence of an import.

use std::collections::HashMap;

use super::context::Context;
use super::map::MappedRow;
use super::position::Place;
use super::profile::builtin_profiles;
use super::records::Target;
use super::records::address::is_in_city;
use super::siting::{Subject, site};
use super::value::Value;
use super::{Finding, ImportKind, ImportRequest, sentence};
use super::{Rule, Severity};
use crate::geometry::Shape;
use crate::history::Body;
use crate::land::Parcel;
use crate::record::{Address, EntityId, MissingReason, Notes};
use crate::register::{Facility, Organisation};
use crate::snapshot::{HasLayer, Item, Layer, Placed, Snapshot};
use crate::text::{Message, match_key};
use crate::vocabulary::Vocabularies;

/// A finding about a record of the portfolio.
#[derive(Clone, Debug, PartialEq)]
pub struct Audited {
    pub entity: EntityId,
    /// The record's own number.
    pub key: Option<String>,
    pub label: String,
    pub rule: Rule,
    pub severity: Severity,
    pub message: Message,
}

/// Judges every facility and parcel, in order of id.
pub fn audit(snapshot: &Snapshot, vocabularies: &Vocabularies) -> Vec<Audited> {
    let request = ImportRequest::new(ImportKind::Facilities, "");
    let profile = builtin_profiles()
        .iter()
        .find(|profile| profile.kind == ImportKind::Facilities)
        .expect("there is a layout of facilities");
    let context = Context::new(snapshot, &request, profile, vocabularies);
    let mut found = judge::<Facility>(&context);
    found.extend(judge::<Parcel>(&context));
    found
}

/// A kind of record that is audited.
trait Subjected: Target + Placed
where
    Body: From<Self>,
    Snapshot: HasLayer<Self>,
{
    fn place(&self) -> &Address;
    fn organisation(&self) -> &Organisation;
    fn kept(&self) -> &Notes;
    /// Lets a row speak of what the record has kept of its source, and of fields whose emptiness is judged.
    fn recall(&self, row: &mut MappedRow);
}

impl Subjected for Facility {
    fn place(&self) -> &Address {
        &self.address
    }

    fn organisation(&self) -> &Organisation {
        &self.organisation
    }

    fn kept(&self) -> &Notes {
        &self.notes
    }

    fn recall(&self, row: &mut MappedRow) {
        let Some(class) = self.notes.original.get("class") else {
            return;
        };
        let (major, minor) = class.split_once(" / ").unwrap_or((class, ""));
        row.say("class_major", Value::Text(major.to_owned()), major);
        row.say("class_minor", Value::Text(minor.to_owned()), minor);
    }
}

impl Subjected for Parcel {
    fn place(&self) -> &Address {
        &self.address
    }

    fn organisation(&self) -> &Organisation {
        &self.organisation
    }

    fn kept(&self) -> &Notes {
        &self.notes
    }

    fn recall(&self, row: &mut MappedRow) {
        if self.outlook.is_none() {
            row.say("outlook", Value::Missing(MissingReason::Unsurveyed), "");
        }
    }
}

fn judge<T: Subjected>(context: &Context) -> Vec<Audited>
where
    Body: From<T>,
    Snapshot: HasLayer<T>,
{
    let layer: &Layer<T> = context.snapshot.layer();
    let shared = Shared::of(layer);
    let mut found = Vec::new();
    for item in layer.iter() {
        let mut row = MappedRow::of_record();
        item.body.recall(&mut row);
        item.body.check(&mut row, context);
        site_again(item.as_ref(), &mut row, context);
        for (rule, message) in words(item.as_ref(), context)
            .into_iter()
            .chain(shared.about(item.as_ref()))
        {
            row.findings.push(Finding::new(0, rule, message));
        }
        found.extend(row.findings.into_iter().map(|finding| Audited {
            entity: item.id(),
            key: item.body.key(),
            label: item.body.label().to_owned(),
            rule: finding.rule,
            severity: finding.severity,
            message: Message::new(finding.message_ja, finding.message_en),
        }));
    }
    found
}

/// Judges the place that the record has, or that its source gave and that must not be shown.
fn site_again<T: Subjected>(item: &Item<T>, row: &mut MappedRow, context: &Context)
where
    Body: From<T>,
    Snapshot: HasLayer<T>,
{
    let address = item.body.place();
    let given = item.body.kept().original.get("position").map(String::as_str);
    let place = match (&item.shape, given.and_then(point)) {
        (Some(shape), _) => Place::At {
            text: position_text(shape),
            shape: Shape::clone(shape),
        },
        (None, Some(shape)) => Place::At {
            text: given.unwrap_or_default().to_owned(),
            shape,
        },
        // That a masked record has no place is what is wanted.
        (None, None) if address.masked => Place::NotSaid,
        (None, None) => Place::Missing,
    };
    let subject = Subject {
        address,
        in_city: is_in_city(address, context),
        accuracy_said: None,
    };
    site(row, place, &subject, context);
}

/// `34.69,135.5`, as a row's coordinates are kept.
fn point(text: &str) -> Option<Shape> {
    let (lat, lon) = text.split_once(',')?;
    Shape::point(lon.trim().parse().ok()?, lat.trim().parse().ok()?).ok()
}

fn position_text(shape: &Shape) -> String {
    let (lon, lat) = shape.centre();
    format!("{lat},{lon}")
}

/// Words of the source for which the code lists have none.
fn words<T: Subjected>(item: &Item<T>, context: &Context) -> Vec<(Rule, Message)>
where
    Body: From<T>,
    Snapshot: HasLayer<T>,
{
    let (organisation, address) = (item.body.organisation(), item.body.place());
    let bureau = organisation
        .bureau_text
        .as_deref()
        .filter(|_| organisation.bureau.is_none());
    let municipality = address.municipality_text.as_deref();
    let unknown = municipality.filter(|text| {
        let read = context.places.read(text);
        address.municipality.is_none() && read.code.is_none() && !read.outside
    });
    let words = [
        bureau.map(sentence::unmapped_bureau),
        unknown.map(sentence::unmapped_municipality),
    ];
    words.into_iter().flatten().collect()
}

/// What several records have in common.
struct Shared {
    points: HashMap<(u64, u64), u64>,
    names: HashMap<String, u64>,
}

impl Shared {
    fn of<T: Subjected>(layer: &Layer<T>) -> Self
    where
        Body: From<T>,
        Snapshot: HasLayer<T>,
    {
        let mut shared = Self {
            points: HashMap::new(),
            names: HashMap::new(),
        };
        for item in layer.iter() {
            if let Some(point) = bits(item) {
                *shared.points.entry(point).or_default() += 1;
            }
            if T::NAMES_ARE_TELLING {
                *shared.names.entry(match_key(item.body.label())).or_default() += 1;
            }
        }
        shared
    }

    fn about<T: Subjected>(&self, item: &Item<T>) -> Vec<(Rule, Message)>
    where
        Body: From<T>,
        Snapshot: HasLayer<T>,
    {
        let mut found = Vec::new();
        let count = bits(item).and_then(|point| self.points.get(&point)).copied();
        if let Some(count) = count.filter(|count| *count > 1) {
            found.push((Rule::SharedPosition, sentence::shared_position(count)));
        }
        let name = item.body.label();
        let count = self.names.get(&match_key(name)).copied();
        if let Some(count) = count.filter(|count| *count > 1) {
            found.push((Rule::DuplicateName, sentence::duplicate_name(name, count)));
        }
        found
    }
}

fn bits<T>(item: &Item<T>) -> Option<(u64, u64)> {
    let shape = item.shape.as_ref().filter(|shape| shape.is_point())?;
    let (lon, lat) = shape.centre();
    Some((lon.to_bits(), lat.to_bits()))
}
