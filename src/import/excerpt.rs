//! Rows of a file as they stand in it: what a person looks at beside the findings.

use std::collections::BTreeSet;

use super::run::open_mapped;
use super::{ImportError, ImportRequest};

/// Which rows are wanted.
#[derive(Clone, Debug)]
pub enum RowChoice {
    /// These, by their numbers in the file.
    Numbers(BTreeSet<u64>),
    /// So many after having passed over so many.
    Part { offset: usize, limit: usize },
}

/// A row with its cells as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExcerptRow {
    pub number: u64,
    pub cells: Vec<String>,
}

/// Reads rows out of a file; it is read no further than needed.
pub fn excerpt(request: &ImportRequest, choice: &RowChoice) -> Result<Vec<ExcerptRow>, ImportError> {
    let (mut reader, _) = open_mapped(request)?;
    let wanted = match choice {
        RowChoice::Numbers(numbers) => numbers.len(),
        RowChoice::Part { limit, .. } => *limit,
    };
    let mut rows = Vec::with_capacity(wanted.min(1_000));
    let mut passed = 0;
    while rows.len() < wanted {
        let Some(row) = reader.next_row() else { break };
        let row = row?;
        if row.is_blank() {
            continue;
        }
        let is_wanted = match choice {
            RowChoice::Numbers(numbers) => numbers.contains(&row.number),
            RowChoice::Part { offset, .. } => passed >= *offset,
        };
        passed += 1;
        if is_wanted {
            rows.push(ExcerptRow {
                number: row.number,
                cells: row.cells.iter().map(|cell| cell.text().into_owned()).collect(),
            });
        }
    }
    Ok(rows)
}
