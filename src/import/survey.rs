//! A first look at a file: how it is understood and what its columns may mean, before anything is checked.

use super::map::Mapping;
use super::profile::{ColumnUse, Profile, candidates};
use super::run::{open_file, open_mapped};
use super::{ImportError, ImportKind, ImportRequest, ProfileError};
use crate::codec::{Charset, Header, ReadError, RowReader};

/// Values shown of each column.
const SAMPLES: usize = 3;
/// Rows that are searched for them.
const ROWS: usize = 50;
/// A sample need not be longer to be recognised.
const SAMPLE_CHARS: usize = 60;

/// How a file is understood.
#[derive(Clone, Debug, PartialEq)]
pub struct Survey {
    pub format: &'static str,
    pub encoding: Option<&'static str>,
    /// The line of the header, from 1.
    pub header_row: u64,
    pub table: Option<String>,
    /// All that could have been chosen.
    pub tables: Vec<String>,
    /// What the file says of its coordinate system.
    pub crs: Option<String>,
    pub columns: Vec<SurveyColumn>,
    /// The profile that reads it; none for layers and where none fits.
    pub profile: Option<String>,
    /// Profiles of any kind that fit the header, the best first.
    pub candidates: Vec<Candidate>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct SurveyColumn {
    pub name: String,
    pub samples: Vec<String>,
    pub taken_for: ColumnUse,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    pub profile: String,
    pub kind: ImportKind,
}

/// The kind that a file's header speaks of, where a profile recognises it. `request.kind` does not matter.
pub fn kind_of(request: &ImportRequest) -> Result<Option<ImportKind>, ReadError> {
    let reader = match open_file(request) {
        Ok(reader) => reader,
        Err(ImportError::Read(error)) => return Err(error),
        Err(_) => return Ok(None),
    };
    let best = candidates(&names(reader.header()));
    Ok(best.first().map(|profile| profile.kind.clone()))
}

/// Looks at a file. Where no profile fits its columns are all unknown, so that a person can map them.
pub fn survey(request: &ImportRequest) -> Result<Survey, ImportError> {
    let (mut reader, profile) = match open_mapped(request) {
        Ok(opened) => opened,
        Err(ImportError::NoProfileFits { .. } | ImportError::Profile(ProfileError { line: 0, .. })) => {
            (open_file(request)?, None)
        }
        Err(error) => return Err(error),
    };
    let header = reader.header().clone();
    let samples = samples(reader.as_mut(), header.fields.len())?;
    let uses = match &profile {
        Some(profile) => Mapping::new(profile, &header).uses(),
        None if matches!(request.kind, ImportKind::Layer(_)) => vec![ColumnUse::Attribute; header.fields.len()],
        None => vec![ColumnUse::Unknown; header.fields.len()],
    };
    let names = names(&header);
    let candidate = |profile: &Profile| Candidate {
        profile: profile.id.clone(),
        kind: profile.kind.clone(),
    };
    let candidates = candidates(&names).into_iter().map(candidate).collect();
    let columns = names.into_iter().zip(samples).zip(uses);
    Ok(Survey {
        format: header.format.as_str(),
        encoding: header.encoding.map(Charset::as_str),
        header_row: header.preamble_rows + 1,
        table: header.table,
        tables: header.tables,
        crs: header.crs,
        columns: columns
            .map(|((name, samples), taken_for)| SurveyColumn {
                name,
                samples,
                taken_for,
            })
            .collect(),
        profile: profile.map(|profile| profile.id),
        candidates,
    })
}

fn names(header: &Header) -> Vec<String> {
    header.fields.iter().map(|field| field.name.clone()).collect()
}

/// Different values of each column from the first rows.
fn samples(reader: &mut dyn RowReader, columns: usize) -> Result<Vec<Vec<String>>, ReadError> {
    let mut samples = vec![Vec::new(); columns];
    for _ in 0..ROWS {
        let Some(row) = reader.next_row() else { break };
        for (samples, cell) in samples.iter_mut().zip(&row?.cells) {
            let sample: String = cell.text().trim().chars().take(SAMPLE_CHARS).collect();
            if samples.len() < SAMPLES && !sample.is_empty() && !samples.contains(&sample) {
                samples.push(sample);
            }
        }
    }
    Ok(samples)
}
