//! A row with named cells, and the columns that a set of rows needs.

use std::sync::Arc;

use crate::codec::{Cell, Column, FieldKind};
use crate::geometry::Shape;

/// One record on its way into a file.
pub(super) struct Row {
    pub cells: Vec<(String, Cell)>,
    pub shape: Option<Arc<Shape>>,
}

impl Row {
    pub fn new(shape: Option<Arc<Shape>>) -> Self {
        Self {
            cells: Vec::with_capacity(24),
            shape,
        }
    }

    pub fn text(&mut self, name: &str, value: Option<impl ToString>) {
        let cell = value.map_or(Cell::Null, |value| Cell::Text(value.to_string()));
        self.cells.push((name.to_owned(), cell));
    }

    pub fn cell(&mut self, name: &str, cell: Cell) {
        self.cells.push((name.to_owned(), cell));
    }

    /// The cells in the order of the columns; a column that the row lacks is empty.
    pub fn cells_for(&self, columns: &[Column]) -> Vec<Cell> {
        let mut own = self.cells.iter().peekable();
        let next = |column: &Column| match own.peek() {
            // Rows made alike have their cells in the columns' order: no search is needed.
            Some((name, _)) if *name == column.name => own.next().map(|(_, cell)| cell.clone()),
            _ => self
                .cells
                .iter()
                .find(|(name, _)| *name == column.name)
                .map(|(_, cell)| cell.clone()),
        };
        columns
            .iter()
            .map(next)
            .map(|cell| cell.unwrap_or(Cell::Null))
            .collect()
    }
}

/// Every column that any row has, in the order of first appearance, of the kind that holds all its cells.
pub(super) fn union(rows: &[Row]) -> Vec<Column> {
    let mut columns: Vec<(String, Option<FieldKind>)> = Vec::new();
    for row in rows {
        for (at, (name, cell)) in row.cells.iter().enumerate() {
            let known = match columns.get(at) {
                Some((there, _)) if there == name => Some(at),
                _ => columns.iter().position(|(there, _)| there == name),
            };
            let at = known.unwrap_or_else(|| {
                columns.push((name.clone(), None));
                columns.len() - 1
            });
            columns[at].1 = wider(columns[at].1.take(), kind(cell));
        }
    }
    columns
        .into_iter()
        .map(|(name, kind)| Column::new(name, kind.unwrap_or(FieldKind::Text)))
        .collect()
}

fn kind(cell: &Cell) -> Option<FieldKind> {
    match cell {
        Cell::Null => None,
        Cell::Text(_) => Some(FieldKind::Text),
        Cell::Integer(_) => Some(FieldKind::Integer),
        Cell::Number(_) => Some(FieldKind::Number),
        Cell::Bool(_) => Some(FieldKind::Bool),
        Cell::Date(_) => Some(FieldKind::Date),
    }
}

fn wider(one: Option<FieldKind>, other: Option<FieldKind>) -> Option<FieldKind> {
    match (one, other) {
        (None, kind) | (kind, None) => kind,
        (Some(one), Some(other)) if one == other => Some(one),
        (Some(FieldKind::Integer | FieldKind::Number), Some(FieldKind::Integer | FieldKind::Number)) => {
            Some(FieldKind::Number)
        }
        _ => Some(FieldKind::Text),
    }
}
