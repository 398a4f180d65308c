//! The records of a .shp: sizes checked against the file, shapes in two dimensions.

use std::fs::File;
use std::io::{BufReader, ErrorKind, Read, Seek, SeekFrom};

use geo::{Coord, Geometry, LineString, MultiLineString, MultiPoint, Point};

use super::rings;
use crate::codec::coordinates::{broken, checked, unsupported};
use crate::codec::limits::Limits;
use crate::codec::{Message, Place, ReadCode, ReadError};

pub(super) type Shape = Result<Option<Geometry<f64>>, Message>;

pub(super) struct Shapes {
    file: BufReader<File>,
    file_bytes: u64,
    /// The length that the header claims.
    claimed_bytes: u64,
    offset: u64,
    index: Option<Index>,
    number: u64,
    limits: Limits,
    /// Heights or measures are passed over.
    pub(super) flattened: bool,
}

/// Where the .shx says the records are; deleted ones leave gaps in the .shp.
struct Index {
    file: BufReader<File>,
    records: u64,
}

const HEADER_BYTES: u64 = 100;

impl Shapes {
    pub(super) fn open(mut file: BufReader<File>, index: Option<File>, limits: Limits) -> Result<Self, ReadError> {
        let file_bytes = length(file.get_ref())?;
        if file_bytes == 0 {
            return Err(ReadError::empty());
        }
        let mut head = [0; HEADER_BYTES as usize];
        fill(&mut file, &mut head, Place::Part(".shp".to_owned()))?;
        if head[..4] != [0, 0, 0x27, 0x0a] {
            return Err(ReadError::malformed(Place::Part(".shp".to_owned()), "file code"));
        }
        Ok(Self {
            file,
            file_bytes,
            claimed_bytes: u64::from(word_be(&head[24..])) * 2,
            offset: HEADER_BYTES,
            index: index.and_then(Index::open),
            number: 0,
            limits,
            flattened: word_le(&head[32..]) > 10,
        })
    }

    /// The next shape; nothing after the last record.
    pub(super) fn next_shape(&mut self) -> Result<Option<Shape>, ReadError> {
        let place = Place::Record(self.number + 1);
        if !self.go_to_next(&place)? {
            return Ok(None);
        }
        let mut head = [0; 8];
        fill(&mut self.file, &mut head, place.clone())?;
        let bytes = u64::from(word_be(&head[4..])) * 2;
        self.offset += 8;
        if bytes > self.file_bytes.saturating_sub(self.offset) {
            return Err(ReadError::truncated(place));
        }
        if bytes > self.limits.feature_bytes as u64 {
            let cap_mib = self.limits.feature_bytes >> 20;
            return Err(ReadError::new(
                ReadCode::TooLarge,
                place,
                format!("1件が {cap_mib} MiB を超えています。図形を分けてください。"),
                format!("One record exceeds {cap_mib} MiB. Split the shape."),
            ));
        }
        let mut content = vec![0; bytes as usize];
        fill(&mut self.file, &mut content, place)?;
        self.offset += bytes;
        self.number += 1;
        Ok(Some(shape(&content)))
    }

    /// Moves to the record after the last one read, where there is one.
    fn go_to_next(&mut self, place: &Place) -> Result<bool, ReadError> {
        if let Some(index) = &mut self.index {
            if self.number >= index.records {
                return Ok(false);
            }
            let offset = index.next_offset()?;
            if offset + 8 > self.file_bytes {
                return Err(ReadError::truncated(place.clone()));
            }
            if offset != self.offset {
                self.file
                    .seek(SeekFrom::Start(offset))
                    .map_err(|error| ReadError::io(&error))?;
                self.offset = offset;
            }
            return Ok(true);
        }
        if self.offset >= self.claimed_bytes.min(self.file_bytes) {
            return if self.claimed_bytes > self.file_bytes {
                Err(ReadError::truncated(place.clone()))
            } else {
                Ok(false)
            };
        }
        Ok(true)
    }
}

impl Index {
    /// An index that is broken is left aside: the records are in the .shp all the same.
    fn open(file: File) -> Option<Self> {
        let bytes = file.metadata().ok()?.len();
        let mut file = BufReader::new(file);
        let mut head = [0; HEADER_BYTES as usize];
        file.read_exact(&mut head).ok()?;
        let claimed = u64::from(word_be(&head[24..])) * 2;
        let sound = head[..4] == [0, 0, 0x27, 0x0a] && claimed == bytes && bytes % 8 == 4;
        sound.then_some(Self {
            file,
            records: (bytes - HEADER_BYTES) / 8,
        })
    }

    fn next_offset(&mut self) -> Result<u64, ReadError> {
        let mut entry = [0; 8];
        fill(&mut self.file, &mut entry, Place::Part(".shx".to_owned()))?;
        Ok(u64::from(word_be(&entry)) * 2)
    }
}

fn length(file: &File) -> Result<u64, ReadError> {
    file.metadata()
        .map(|metadata| metadata.len())
        .map_err(|error| ReadError::io(&error))
}

fn fill(file: &mut impl Read, bytes: &mut [u8], place: Place) -> Result<(), ReadError> {
    file.read_exact(bytes).map_err(|error| match error.kind() {
        ErrorKind::UnexpectedEof => ReadError::truncated(place),
        _ => ReadError::io(&error),
    })
}

fn word_be(bytes: &[u8]) -> u32 {
    bytes.first_chunk().map_or(0, |word| u32::from_be_bytes(*word))
}

fn word_le(bytes: &[u8]) -> u32 {
    bytes.first_chunk().map_or(0, |word| u32::from_le_bytes(*word))
}

/// The shape in one record's content.
fn shape(content: &[u8]) -> Shape {
    let kind = content
        .first_chunk()
        .map(|word| u32::from_le_bytes(*word))
        .ok_or_else(|| broken("length"))?;
    let body = &content[4..];
    let geometry: Geometry<f64> = match kind {
        0 => return Ok(None),
        1 | 11 | 21 => {
            let points = coords(body, 0, 1)?;
            // "No position" is written as a point whose coordinates are no numbers.
            if points[0].x.is_nan() && points[0].y.is_nan() {
                return Ok(None);
            }
            Point(points[0]).into()
        }
        8 | 18 | 28 => {
            let count = count(body, 32)?;
            MultiPoint(coords(body, 36, count)?.into_iter().map(Point).collect()).into()
        }
        3 | 13 | 23 => one_or_many(parts(body)?),
        5 | 15 | 25 => {
            let mut shape = rings::assemble(parts(body)?)?;
            if shape.0.len() == 1 {
                shape.0.remove(0).into()
            } else {
                shape.into()
            }
        }
        31 => return Err(unsupported("MultiPatch")),
        other => return Err(unsupported(&format!("shape type {other}"))),
    };
    checked(geometry)
}

fn one_or_many(mut lines: Vec<LineString<f64>>) -> Geometry<f64> {
    if lines.len() == 1 {
        lines.remove(0).into()
    } else {
        MultiLineString(lines).into()
    }
}

/// The lines of a poly-line or polygon: a box, two counts, where each part begins, the coordinates.
fn parts(body: &[u8]) -> Result<Vec<LineString<f64>>, Message> {
    let part_count = count(body, 32)?;
    let coord_count = count(body, 36)?;
    let starts_end = 40 + part_count * 4;
    let starts = body.get(40..starts_end).ok_or_else(|| broken("parts"))?;
    let coords = coords(body, starts_end, coord_count)?;
    let starts: Vec<usize> = starts.chunks_exact(4).map(|word| word_le(word) as usize).collect();
    let ends = starts.iter().skip(1).copied().chain([coords.len()]);
    starts
        .iter()
        .zip(ends)
        .map(|(start, end)| {
            coords
                .get(*start..end)
                .map(|part| LineString(part.to_vec()))
                .ok_or_else(|| broken("parts"))
        })
        .collect()
}

/// A count at this place, no larger than what the content can hold.
fn count(body: &[u8], at: usize) -> Result<usize, Message> {
    let word = body.get(at..at + 4).ok_or_else(|| broken("length"))?;
    let count = word_le(word) as usize;
    if count > body.len() / 4 {
        return Err(broken("count"));
    }
    Ok(count)
}

fn coords(body: &[u8], start: usize, count: usize) -> Result<Vec<Coord<f64>>, Message> {
    let bytes = body.get(start..start + count * 16).ok_or_else(|| broken("length"))?;
    Ok(bytes
        .chunks_exact(16)
        .map(|pair| Coord {
            x: number(&pair[..8]),
            y: number(&pair[8..]),
        })
        .collect())
}

fn number(bytes: &[u8]) -> f64 {
    bytes
        .first_chunk()
        .map_or(f64::NAN, |number| f64::from_le_bytes(*number))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_record_makes_it_panic(
            kind in 0_u8..32,
            bytes in proptest::collection::vec(any::<u8>(), 0..300),
            parts in 0_u32..5,
            points in 0_u32..20,
        ) {
            let mut content = vec![kind, 0, 0, 0];
            content.extend_from_slice(&[0; 32]);
            content.extend_from_slice(&parts.to_le_bytes());
            content.extend_from_slice(&points.to_le_bytes());
            content.extend_from_slice(&bytes);
            let _ = shape(&content);
            let _ = shape(&bytes);
        }
    }
}
