//! Rows to fields: the header is bound to a profile once, then each row is read through it.

use std::collections::BTreeMap;
use std::sync::Arc;

use geo::Geometry;

use super::context::Context;
use super::profile::{ColumnSpec, ColumnUse, Profile, Reading, header_key};
use super::read::{Lookup, Memory};
use super::refused::{ERROR_COLUMN, GEOMETRY_COLUMN};
use super::slot::Slot;
use super::value::Value;
use super::{Finding, Rule, Severity};
use crate::codec::{Header, Row};
use crate::record::Notes;
use crate::text::Message;

/// The field by which a row names the record that it is about.
pub(super) const RECORD_ID: &str = "record_id";

/// What a column of the file is to the profile.
enum Binding {
    Field {
        spec: ColumnSpec,
        field: Arc<str>,
        memory: Memory,
    },
    Attribute {
        spec: ColumnSpec,
        memory: Memory,
    },
    Ignored,
    Unknown,
}

/// A profile bound to the header of one file.
pub(super) struct Mapping {
    columns: Vec<(Arc<str>, Binding)>,
    /// Required fields that the file has no column for, by the column's name.
    absent: Vec<String>,
}

/// One field of a row.
pub(super) struct Filled {
    pub value: Value,
    pub column: Arc<str>,
    /// The cell's text, trimmed.
    pub text: String,
}

/// A row whose texts have been read.
pub(super) struct MappedRow {
    pub number: u64,
    pub fields: BTreeMap<Arc<str>, Filled>,
    pub geometry: Option<Geometry<f64>>,
    /// The file may carry geometry, whether or not this row does.
    pub may_have_geometry: bool,
    pub notes: Notes,
    pub findings: Vec<Finding>,
}

impl Mapping {
    pub fn new(profile: &Profile, header: &Header) -> Self {
        let bind = |name: &str| {
            let key = header_key(name);
            let found = profile
                .columns
                .iter()
                .find_map(|spec| Some((spec, spec.matches(&key)?)));
            match found {
                Some((spec, Some(field))) => Binding::Field {
                    spec: spec.clone(),
                    field: field.into(),
                    memory: Memory::default(),
                },
                Some((spec, None)) if spec.parse == Reading::Ignore => Binding::Ignored,
                Some((spec, None)) => Binding::Attribute {
                    spec: spec.clone(),
                    memory: Memory::default(),
                },
                None if name == ERROR_COLUMN => Binding::Ignored,
                None if name == GEOMETRY_COLUMN => Binding::Field {
                    spec: geometry_spec(),
                    field: "geometry".into(),
                    memory: Memory::default(),
                },
                None => Binding::Unknown,
            }
        };
        let columns: Vec<_> = header
            .fields
            .iter()
            .map(|field| (field.name.as_str().into(), bind(&field.name)))
            .collect();
        let is_bound = |wanted: &ColumnSpec| {
            columns.iter().any(|(_, binding): &(Arc<str>, Binding)| {
                matches!(binding, Binding::Field { field, .. } if Some(field.as_ref()) == wanted.field.as_deref())
            })
        };
        let absent = profile.columns.iter().filter(|spec| spec.required && !is_bound(spec));
        let absent = absent.filter_map(|spec| spec.names.first().cloned()).collect();
        Self { columns, absent }
    }

    /// What each column of the file is taken for, in the file's order.
    pub fn uses(&self) -> Vec<ColumnUse> {
        let taken = |binding: &Binding| match binding {
            Binding::Field { field, .. } => ColumnUse::Field(field.to_string()),
            Binding::Attribute { .. } => ColumnUse::Attribute,
            Binding::Ignored => ColumnUse::Ignored,
            Binding::Unknown => ColumnUse::Unknown,
        };
        self.columns.iter().map(|(_, binding)| taken(binding)).collect()
    }

    /// Columns that the profile does not know: kept in the notes, and said once.
    pub fn unknown_columns(&self) -> impl Iterator<Item = Finding> {
        let unknown = self
            .columns
            .iter()
            .filter(|(_, binding)| matches!(binding, Binding::Unknown));
        unknown.map(|(name, _)| {
            let message = Message::new(
                format!("列「{name}」はこのプロファイルにありません。内容は内部のメモとして残します。"),
                format!("the profile does not know the column {name:?}; its content is kept as an internal note"),
            );
            Finding::new(0, Rule::UnknownColumn, message).column(name.as_ref())
        })
    }

    /// The columns of the file by name.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|(name, _)| name.as_ref())
    }

    /// Whether the row answers nothing: no column for answers is filled, and no record is named. Layouts without such
    /// columns have no row of that kind.
    pub fn says_nothing(&self, row: &Row) -> bool {
        let cell = |at: usize| row.cells.get(at).is_some_and(|cell| !cell.is_blank());
        let (mut asks, mut says) = (false, false);
        for (at, (_, binding)) in self.columns.iter().enumerate() {
            let Binding::Field { spec, field, .. } = binding else {
                continue;
            };
            asks |= spec.answer;
            says |= (spec.answer || field.as_ref() == RECORD_ID) && cell(at);
        }
        asks && !says
    }

    pub fn map(&self, row: &mut Row, may_have_geometry: bool, context: &Context) -> MappedRow {
        let mut mapped = MappedRow {
            number: row.number,
            fields: BTreeMap::new(),
            geometry: row.geometry.take(),
            may_have_geometry,
            notes: Notes::default(),
            findings: Vec::new(),
        };
        let lookup = Lookup {
            codes: &context.codes,
            places: &context.places,
            missing: &context.profile.missing,
        };
        for (at, (name, binding)) in self.columns.iter().enumerate() {
            let empty = crate::codec::Cell::Null;
            let cell = row.cells.get(at).unwrap_or(&empty);
            match binding {
                Binding::Ignored => {}
                Binding::Unknown if cell.is_blank() => {}
                Binding::Unknown => {
                    mapped.notes.unknown.insert(name.to_string(), cell.text().into_owned());
                }
                Binding::Attribute { spec, memory } => {
                    let outcome = lookup.read(spec, cell, memory);
                    mapped.report(outcome.finding, name, &cell.text(), spec.lenient);
                    if !cell.is_blank() {
                        mapped
                            .notes
                            .attributes
                            .insert(name.to_string(), cell.text().into_owned());
                    }
                }
                Binding::Field { spec, field, memory } => {
                    let outcome = lookup.read(spec, cell, memory);
                    let text = cell.text();
                    if spec.required && outcome.value.is_missing() && outcome.finding.is_none_or_notice() {
                        mapped.require(name);
                    }
                    mapped.report(outcome.finding, name, &text, spec.lenient);
                    mapped.fill(field, name, outcome.value, &text, outcome.keep_text);
                }
            }
        }
        for name in &self.absent {
            mapped.require(name);
        }
        mapped.prefix_number(context);
        mapped.note_shape(std::mem::take(&mut row.notes), row.geometry_error.take());
        mapped.add_constants(context);
        mapped
    }
}

trait NoneOrNotice {
    fn is_none_or_notice(&self) -> bool;
}

impl NoneOrNotice for Option<(Rule, Message)> {
    fn is_none_or_notice(&self) -> bool {
        self.as_ref()
            .is_none_or(|(rule, _)| rule.severity() == Severity::Notice)
    }
}

fn geometry_spec() -> ColumnSpec {
    ColumnSpec {
        names: vec![GEOMETRY_COLUMN.to_owned()],
        field: Some("geometry".to_owned()),
        parse: Reading::Geometry,
        required: false,
        values: BTreeMap::new(),
        missing: BTreeMap::new(),
        blank: None,
        lenient: false,
        answer: false,
    }
}

impl MappedRow {
    fn report(&mut self, finding: Option<(Rule, Message)>, column: &str, value: &str, lenient: bool) {
        let Some((rule, message)) = finding else { return };
        let mut finding = Finding::new(self.number, rule, message).column(column).value(value);
        if lenient && finding.is_error() {
            finding.severity = Severity::Warning;
        }
        self.findings.push(finding);
    }

    fn require(&mut self, column: &str) {
        let message = Message::new(
            format!("必須の「{column}」がありません。"),
            format!("the required {column:?} is missing"),
        );
        self.findings
            .push(Finding::new(self.number, Rule::RequiredMissing, message).column(column));
    }

    /// The first column with a value fills a field; a second one is kept as an attribute.
    fn fill(&mut self, field: &Arc<str>, column: &Arc<str>, value: Value, text: &str, keep_text: bool) {
        if let Some(there) = self.fields.get(field)
            && !there.value.is_missing()
        {
            if !text.trim().is_empty() && there.text != text.trim() {
                self.notes.attributes.insert(column.to_string(), text.to_owned());
            }
            return;
        }
        if keep_text && !text.is_empty() {
            self.notes.original.insert(field.to_string(), text.to_owned());
        }
        let filled = Filled {
            value,
            column: Arc::clone(column),
            text: text.trim().to_owned(),
        };
        self.fields.insert(Arc::clone(field), filled);
    }

    /// A row that stands for a record that is there already: what is found about it is found about the record.
    pub fn of_record() -> Self {
        Self {
            number: 0,
            fields: BTreeMap::new(),
            geometry: None,
            may_have_geometry: false,
            notes: Notes::default(),
            findings: Vec::new(),
        }
    }

    /// Lets the row speak of a field.
    pub fn say(&mut self, field: &str, value: Value, text: &str) {
        let filled = Filled {
            value,
            column: field.into(),
            text: text.to_owned(),
        };
        self.fields.insert(field.into(), filled);
    }

    pub fn note_shape(&mut self, notes: Vec<Message>, fault: Option<Message>) {
        for note in notes {
            self.findings.push(Finding::new(self.number, Rule::IrregularRow, note));
        }
        if let Some(fault) = fault {
            self.findings
                .push(Finding::new(self.number, Rule::UnreadableGeometry, fault));
        }
    }

    /// Numbers of sources that count from 1 as others do get the source's mark; the number itself stays in the notes.
    fn prefix_number(&mut self, context: &Context) {
        let Some(prefix) = &context.profile.number_prefix else {
            return;
        };
        if let Some(Filled {
            value: Value::Text(number),
            text,
            ..
        }) = self.fields.get_mut("number")
        {
            *number = format!("{prefix}{number}");
            self.notes.original.insert("number".to_owned(), text.clone());
        }
    }

    /// Constants fill fields that the file leaves empty.
    fn add_constants(&mut self, context: &Context) {
        for (field, text) in &context.profile.constants {
            let filled = self
                .fields
                .get(field.as_str())
                .is_some_and(|filled| !filled.value.is_missing());
            if !filled {
                let value = Value::Text(text.clone());
                let filled = Filled {
                    value,
                    column: field.as_str().into(),
                    text: text.clone(),
                };
                self.fields.insert(field.as_str().into(), filled);
            }
        }
    }

    pub fn value(&self, field: &str) -> Option<&Value> {
        self.fields.get(field).map(|filled| &filled.value)
    }

    /// The text of a field, where it has one.
    pub fn text(&self, field: &str) -> Option<&str> {
        self.value(field).and_then(Value::text).filter(|text| !text.is_empty())
    }

    /// The cell's own text behind a field.
    pub fn source_text(&self, field: &str) -> Option<&str> {
        self.fields
            .get(field)
            .map(|filled| filled.text.as_str())
            .filter(|text| !text.is_empty())
    }

    /// Puts a field's value into its place; a field that the file does not speak of stays as it is.
    pub fn put(&self, field: &str, slot: &mut impl Slot) {
        if let Some(filled) = self.fields.get(field) {
            slot.receive(&filled.value);
        }
    }

    /// Fields whose names begin with the prefix, with what follows it.
    pub fn with_prefix<'r>(&'r self, prefix: &'r str) -> impl Iterator<Item = (&'r str, &'r Filled)> {
        self.fields
            .iter()
            .filter_map(move |(field, filled)| Some((field.strip_prefix(prefix)?, filled)))
    }

    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(Finding::is_error)
    }

    /// Adds a finding about a field, with its column and text.
    pub fn find(&mut self, rule: Rule, field: &str, message: Message) {
        let mut finding = Finding::new(self.number, rule, message);
        if let Some(filled) = self.fields.get(field) {
            finding = finding.column(filled.column.as_ref()).value(filled.text.as_str());
        }
        self.findings.push(finding);
    }

    /// Puts the row's notes into a record's: what the file says replaces what it said before.
    pub fn merge_notes(&self, notes: &mut Notes, mapping: &Mapping) {
        for field in self.fields.keys() {
            notes.original.remove(field.as_ref());
        }
        for column in mapping.names() {
            notes.attributes.remove(column);
            notes.unknown.remove(column);
        }
        notes.original.extend(self.notes.original.clone());
        notes.attributes.extend(self.notes.attributes.clone());
        notes.unknown.extend(self.notes.unknown.clone());
    }
}
