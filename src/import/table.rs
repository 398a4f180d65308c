//! A whole table: each row mapped, checked, judged and matched, then what only the whole file shows.

mod whole;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::context::Context;
use super::map::{MappedRow, Mapping, RECORD_ID};
use super::plan::{Absentee, Ambiguity, Entry};
use super::position::{Locator, Place};
use super::records::Target;
use super::refused::Refused;
use super::siting::{Sited, Subject, site};
use super::{Finding, Rule};
use crate::codec::{ReadError, Row, RowReader};
use crate::geometry::Shape;
use crate::history::Body;
use crate::record::{EntityId, Fid, Position};
use crate::snapshot::{HasLayer, Item, Layer, Snapshot};
use crate::text::Message;

/// What a file's rows became.
pub(super) struct Outcome {
    pub rows: u64,
    pub entries: Vec<Entry>,
    pub missing: Vec<Absentee>,
    pub ambiguous: Vec<Ambiguity>,
    pub refused: Refused,
    pub findings: Vec<Finding>,
    /// Rows in which nothing was answered.
    pub blank: u64,
}

/// A row that was taken, before its record gets an id.
struct Taken<T> {
    row: u64,
    record: T,
    shape: Option<Arc<Shape>>,
    existing: Option<Arc<Item<T>>>,
    /// The point as the file gives it, whether or not it may be shown.
    point: Option<(u64, u64)>,
    links: Option<MappedRow>,
}

/// The rows of one file on their way.
pub(super) struct Table<'c, 'a, T> {
    context: &'c Context<'a>,
    mapping: &'c Mapping,
    locator: &'c Locator,
    taken: Vec<Taken<T>>,
    /// Where in `taken` the record of a key is.
    by_key: HashMap<String, usize>,
    /// Records of the portfolio that a row has been matched to.
    claimed: HashSet<Fid>,
    /// Records without a number by what else identifies them; filled at the first need.
    by_weak_key: Option<HashMap<String, Vec<Fid>>>,
    rows: u64,
    blank: u64,
    ambiguous: Vec<Ambiguity>,
    refused: Refused,
    findings: Vec<Finding>,
}

enum Match<T> {
    New,
    Existing(Arc<Item<T>>),
    Ambiguous(Vec<Fid>),
    /// It must not be changed by this row.
    Refused(Box<Finding>),
}

impl<'c, 'a, T: Target> Table<'c, 'a, T>
where
    Body: From<T>,
    Snapshot: HasLayer<T>,
{
    pub fn read(
        reader: &mut dyn RowReader,
        context: &'c Context<'a>,
        mapping: &'c Mapping,
        locator: &'c Locator,
    ) -> Result<Outcome, ReadError> {
        let header = reader.header();
        let has_geometry = header.geometry;
        let columns = header.fields.iter().map(|field| field.name.clone()).collect();
        let mut table = Self {
            context,
            mapping,
            locator,
            taken: Vec::new(),
            by_key: HashMap::new(),
            claimed: HashSet::new(),
            by_weak_key: None,
            rows: 0,
            blank: 0,
            ambiguous: Vec::new(),
            refused: Refused::new(columns, has_geometry),
            findings: Vec::new(),
        };
        while let Some(row) = reader.next_row() {
            let row = row?;
            if !row.is_blank() {
                table.rows += 1;
                if table.mapping.says_nothing(&row) {
                    table.blank += 1;
                } else {
                    table.take(row, has_geometry);
                }
            }
        }
        Ok(table.finish())
    }

    fn take(&mut self, mut row: Row, has_geometry: bool) {
        let context = self.context;
        let mut mapped = self.mapping.map(&mut row, has_geometry, context);
        let place = self.locator.locate(&mut mapped);
        let shape = match &place {
            Place::At { shape, .. } => Some(shape.clone()),
            _ => None,
        };
        let built = self.build(&mut mapped, place);
        let key = [built.as_ref().and_then(|built| built.0.key()), own_number(&mapped)]
            .into_iter()
            .flatten()
            .next();
        for finding in &mut mapped.findings {
            finding.key.clone_from(&key);
        }
        match built {
            Some((record, sited)) if !mapped.has_errors() => self.place(mapped, record, sited, shape, &row, key),
            _ => self.refuse(mapped, &row, shape.as_ref()),
        }
    }

    fn build(&self, mapped: &mut MappedRow, place: Place) -> Option<(T, Sited)> {
        let context = self.context;
        let Some(mut record) = T::begin(mapped, context) else {
            if !mapped.has_errors() {
                let message = Message::new(
                    "必要な項目が足りません。",
                    "fields that the record cannot be without are missing",
                );
                mapped
                    .findings
                    .push(Finding::new(mapped.number, Rule::RequiredMissing, message));
            }
            return None;
        };
        record.fill(mapped, context);
        record.check(mapped, context);
        let sited = match record.address() {
            Some(address) => {
                let said = mapped.text("accuracy").map(str::to_owned);
                let in_city = super::records::address::is_in_city(address, context);
                let subject = Subject {
                    address,
                    in_city,
                    accuracy_said: said.as_deref(),
                };
                site(mapped, place, &subject, context)
            }
            None => Sited::Own(match (record.own_shape(), place) {
                (Some(own), _) => Some(Arc::new(own)),
                (None, Place::At { shape, .. }) => Some(Arc::new(shape)),
                (None, Place::Missing | Place::NotSaid) => None,
            }),
        };
        Some((record, sited))
    }

    fn place(
        &mut self,
        mut mapped: MappedRow,
        mut record: T,
        sited: Sited,
        given: Option<Shape>,
        row: &Row,
        key: Option<String>,
    ) {
        if let Some(at) = record.key().and_then(|key| self.by_key.get(&key).copied()) {
            if T::merges(&mapped) {
                self.taken[at].record.merge(&mapped, self.context);
                self.findings.append(&mut mapped.findings);
            } else {
                let (first, key) = (self.taken[at].row, key.unwrap_or_default());
                let message = Message::new(
                    format!("番号「{key}」は{first}行目にもあります。先の行だけを取り込みます。"),
                    format!("the number {key:?} is already in row {first}; only the first row is taken"),
                );
                mapped
                    .findings
                    .push(Finding::new(mapped.number, Rule::DuplicateKey, message).key(Some(&key)));
                self.refuse(mapped, row, given.as_ref());
            }
            return;
        }
        let existing = match self.find(&record, &mapped, &sited) {
            Match::New => None,
            Match::Refused(finding) => {
                mapped.findings.push(*finding);
                self.refuse(mapped, row, given.as_ref());
                return;
            }
            Match::Existing(item) if record.contradicts(&item.body) => {
                self.refuse_contradicting(mapped, &item, row, given.as_ref());
                return;
            }
            Match::Existing(item) => Some(item),
            Match::Ambiguous(candidates) => {
                self.refuse_ambiguous(mapped, &record, candidates, row, given.as_ref());
                return;
            }
        };
        let mut shape = existing.as_ref().and_then(|item| item.shape.clone());
        if let Some(item) = &existing {
            record = item.body.clone();
            record.fill(&mapped, self.context);
            if let Some(finding) = self
                .context
                .scope
                .and_then(|scope| scope.judge_change(&mapped, item, &record))
            {
                mapped.findings.push(finding);
                self.refuse(mapped, row, given.as_ref());
                return;
            }
            self.claimed.insert(item.fid);
        }
        self.settle(&mut record, &mut shape, &mut mapped, &sited);
        let point = given.filter(|shape| shape.is_point() && T::address(&record).is_some());
        let point = point
            .map(|shape| shape.centre())
            .map(|(lon, lat)| (lon.to_bits(), lat.to_bits()));
        if let Some(key) = record.key() {
            self.by_key.insert(key, self.taken.len());
        }
        self.findings.append(&mut mapped.findings);
        let links = T::LINKS.then_some(mapped);
        self.taken.push(Taken {
            row: row.number,
            record,
            shape,
            existing,
            point,
            links,
        });
    }

    /// Puts place and notes into the record.
    fn settle(&self, record: &mut T, shape: &mut Option<Arc<Shape>>, mapped: &mut MappedRow, sited: &Sited) {
        match sited {
            Sited::Untouched => {}
            Sited::Own(own) => {
                if own.is_some() {
                    shape.clone_from(own);
                    let position = &self.context.profile.position;
                    set_position(record, Position::new(position.method, position.accuracy));
                }
            }
            Sited::Missing { position } => {
                if shape.is_none() {
                    set_position(record, position.clone());
                }
            }
            Sited::At { shape: found, position } => {
                *shape = Some(Arc::clone(found));
                set_position(record, position.clone());
            }
            Sited::Withheld { position, given } => {
                *shape = None;
                set_position(record, position.clone());
                mapped.notes.original.insert("position".to_owned(), given.clone());
            }
        }
        if let Some(notes) = record.notes() {
            if matches!(sited, Sited::At { .. }) {
                notes.original.remove("position");
            }
            mapped.merge_notes(notes, self.mapping);
        }
    }

    fn find(&mut self, record: &T, mapped: &MappedRow, sited: &Sited) -> Match<T> {
        let layer = HasLayer::<T>::layer(self.context.snapshot);
        if let Some(finding) = self.context.scope.and_then(|scope| scope.judge(mapped, record)) {
            return Match::Refused(Box::new(finding));
        }
        if let Some(text) = mapped.text(RECORD_ID) {
            return match named(layer, text, record, mapped, &self.claimed) {
                Ok(item) => Match::Existing(item),
                Err(finding) => Match::Refused(finding),
            };
        }
        if let Some(key) = record.key() {
            return layer
                .by_key(&key)
                .map_or(Match::New, |item| Match::Existing(Arc::clone(item)));
        }
        let Some(weak) = record.weak_key() else {
            return Match::New;
        };
        let index = self.by_weak_key.get_or_insert_with(|| {
            let mut index: HashMap<String, Vec<Fid>> = HashMap::new();
            for item in layer.iter() {
                if let Some(weak) = item.body.weak_key() {
                    index.entry(weak).or_default().push(item.fid);
                }
            }
            index
        });
        let all = index.get(&weak).cloned().unwrap_or_default();
        let free: Vec<&Arc<Item<T>>> = all
            .iter()
            .filter(|fid| !self.claimed.contains(fid))
            .filter_map(|fid| layer.get(*fid))
            .collect();
        match (&all[..], &free[..]) {
            ([], _) => Match::New,
            ([_], [only]) => Match::Existing(Arc::clone(only)),
            _ => {
                // The row that says nothing new about one of them is about that one.
                let same = free.iter().find(|item| self.says_nothing_new(item, mapped, sited));
                same.map_or_else(
                    || Match::Ambiguous(all.clone()),
                    |item| Match::Existing(Arc::clone(item)),
                )
            }
        }
    }

    /// Whether the record would stay as it is, but for what the whole file says of its position.
    fn says_nothing_new(&self, item: &Item<T>, mapped: &MappedRow, sited: &Sited) -> bool {
        let (mut record, mut shape) = (item.body.clone(), item.shape.clone());
        record.fill(mapped, self.context);
        if let (Sited::At { shape: found, .. }, _) = (sited, &shape) {
            shape = Some(Arc::clone(found));
        }
        let mut before = item.body.clone();
        if let (Some(mine), Some(old)) = (record.position(), before.position()) {
            mine.clone_from(old);
        }
        record == before && shape == item.shape
    }

    fn refuse_contradicting(&mut self, mut mapped: MappedRow, item: &Item<T>, row: &Row, given: Option<&Shape>) {
        let (key, name) = (item.body.key().unwrap_or_default(), item.body.label());
        let message = Message::new(
            format!("番号「{key}」は別の場所の「{name}」のものです。名称も所在も違うため取り込みません。"),
            format!("the number {key:?} belongs to {name:?} in another place; neither name nor place agree"),
        );
        let finding = Finding::new(mapped.number, Rule::KeyNamesAnother, message).key(Some(&key));
        mapped.findings.push(finding);
        self.refuse(mapped, row, given);
    }

    fn refuse_ambiguous(
        &mut self,
        mut mapped: MappedRow,
        record: &T,
        candidates: Vec<Fid>,
        row: &Row,
        given: Option<&Shape>,
    ) {
        let name = record.label().to_owned();
        let message = Message::new(
            format!(
                "「{name}」に当たる登録が{}件あり、決められません。番号を記入してください。",
                candidates.len()
            ),
            format!("{} records may be {name:?}; give the record's number", candidates.len()),
        );
        let finding = Finding::new(mapped.number, Rule::AmbiguousMatch, message).key(Some(&name));
        mapped.findings.push(finding);
        let candidates = candidates.into_iter().map(|fid| EntityId::new(T::KIND, fid)).collect();
        self.ambiguous.push(Ambiguity {
            row: mapped.number,
            name,
            candidates,
        });
        self.refuse(mapped, row, given);
    }

    fn refuse(&mut self, mapped: MappedRow, row: &Row, given: Option<&Shape>) {
        let MappedRow {
            mut findings, number, ..
        } = mapped;
        self.refused
            .push(number, &row.cells, given.map(Shape::geometry), &findings);
        self.findings.append(&mut findings);
    }
}

/// The record that a row names by its id, if it is about the same thing and no other row has named it.
fn named<T: Target>(
    layer: &Layer<T>,
    text: &str,
    record: &T,
    mapped: &MappedRow,
    claimed: &HashSet<Fid>,
) -> Result<Arc<Item<T>>, Box<Finding>>
where
    Body: From<T>,
    Snapshot: HasLayer<T>,
{
    let id = text.parse::<EntityId>().ok().filter(|id| id.kind == T::KIND);
    let found = id.and_then(|id| layer.get(id.fid));
    let (rule, message) = match found {
        Some(item) if claimed.contains(&item.fid) => (
            Rule::DuplicateKey,
            Message::new(
                format!("記録 {text} の行が二つあります。先の行だけを取り込みます。"),
                format!("two rows are about the record {text}; only the first is taken"),
            ),
        ),
        Some(item) if item.body.anchor() == record.anchor() => return Ok(Arc::clone(item)),
        Some(_) => (
            Rule::KeyNamesAnother,
            Message::new(
                format!("記録 {text} は別の対象のものです。行の並べ替えでIDだけがずれていないか確かめてください。"),
                format!("the record {text} is about something else; check whether the ids have slipped by sorting"),
            ),
        ),
        None => (
            Rule::ReferenceNotFound,
            Message::new(
                format!("記録 {text} はありません。調査票を作り直してください。"),
                format!("there is no record {text}; make the workbook again"),
            ),
        ),
    };
    let mut finding = Finding::new(mapped.number, rule, message).key(Some(text));
    if let Some(filled) = mapped.fields.get(RECORD_ID) {
        finding = finding.column(filled.column.as_ref()).value(text);
    }
    Err(Box::new(finding))
}

fn set_position<T: Target>(record: &mut T, position: Position)
where
    Body: From<T>,
    Snapshot: HasLayer<T>,
{
    if let Some(slot) = record.position() {
        *slot = Some(position);
    }
}

/// The row's own number, or its name, for findings about rows that never became a record.
fn own_number(row: &MappedRow) -> Option<String> {
    [
        "number",
        "code",
        "facility_number",
        "facility_id",
        "subject_id",
        "name",
        "facility_name",
    ]
    .into_iter()
    .find_map(|field| row.source_text(field))
    .map(str::to_owned)
}
