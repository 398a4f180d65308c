//! A column of a register's file, as data: its name, its kind, and the cell that a record has there.

use crate::codec::{Cell, Column, FieldKind};
use crate::record::{AreaM2, Code, Datum, MunicipalityCode};
use crate::register::Organisation;
use crate::snapshot::Item;

/// Gives the name of a code: list, key → name.
pub type Label<'a> = &'a dyn Fn(&str, &str) -> Option<String>;

/// The body that publishes a file, as the standard layouts want it named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Publisher {
    pub name: Option<String>,
    pub code: Option<MunicipalityCode>,
}

/// What the cells need beside the record: the names of codes, and who publishes.
#[derive(Clone, Copy)]
pub struct Wording<'a> {
    pub label: Label<'a>,
    pub publisher: &'a Publisher,
}

impl Wording<'_> {
    /// The name of a code, or its key where the list does not know it.
    pub(super) fn name(&self, list: &str, key: &str) -> String {
        (self.label)(list, key).unwrap_or_else(|| key.to_owned())
    }

    pub(super) fn code(&self, list: &str, code: Option<&Code>) -> Cell {
        text(code.map(|code| self.name(list, code.as_str())))
    }

    /// The bureau in the source's own words, or by its name in the code list.
    pub(super) fn bureau(&self, organisation: &Organisation) -> Cell {
        let listed = || {
            let code = organisation.bureau.as_ref()?;
            Some(self.name("bureaus", code.as_str()))
        };
        text(organisation.bureau_text.clone().or_else(listed))
    }

    /// Why an area is missing.
    pub(super) fn missing(&self, area: &Datum<AreaM2>) -> Cell {
        text(area.missing().map(|reason| self.name("missing_reasons", reason.key())))
    }
}

/// A column. The kind is that of the column, not of a record that happens to come first.
pub struct Field<T> {
    pub name: &'static str,
    pub kind: FieldKind,
    pub cell: fn(&Item<T>, &Wording) -> Cell,
}

impl<T> Field<T> {
    pub(super) const fn text(name: &'static str, cell: fn(&Item<T>, &Wording) -> Cell) -> Self {
        Self {
            name,
            kind: FieldKind::Text,
            cell,
        }
    }

    pub(super) const fn integer(name: &'static str, cell: fn(&Item<T>, &Wording) -> Cell) -> Self {
        Self {
            name,
            kind: FieldKind::Integer,
            cell,
        }
    }

    pub(super) const fn number(name: &'static str, cell: fn(&Item<T>, &Wording) -> Cell) -> Self {
        Self {
            name,
            kind: FieldKind::Number,
            cell,
        }
    }

    pub(super) fn column(&self) -> Column {
        Column::new(self.name, self.kind)
    }
}

pub(super) fn text(value: Option<impl Into<String>>) -> Cell {
    value.map_or(Cell::Null, |value| Cell::Text(value.into()))
}

pub(super) fn integer(value: Option<impl Into<i64>>) -> Cell {
    value.map_or(Cell::Null, |value| Cell::Integer(value.into()))
}

pub(super) fn number(value: Option<f64>) -> Cell {
    value.map_or(Cell::Null, Cell::Number)
}

pub(super) fn area(area: &Datum<AreaM2>) -> Cell {
    number(area.known().map(|area| area.as_f64()))
}

/// Latitude of a point that stands for the shape, where it may be drawn.
pub(super) fn latitude<T: crate::snapshot::Placed>(item: &Item<T>) -> Cell {
    number(item.drawn_shape().map(|shape| shape.centre().1))
}

pub(super) fn longitude<T: crate::snapshot::Placed>(item: &Item<T>) -> Cell {
    number(item.drawn_shape().map(|shape| shape.centre().0))
}

pub(super) fn accuracy<T: crate::snapshot::Placed>(item: &Item<T>, wording: &Wording) -> Cell {
    let accuracy = item.body.shown_accuracy(item.shape.as_deref());
    text(Some(wording.name("position_accuracies", accuracy.key())))
}
