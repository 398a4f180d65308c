//! Attribute tables (dBASE III and its FoxPro relatives): fixed records of bytes.

use std::fs::File;
use std::io::{BufReader, ErrorKind, Read, Seek, SeekFrom};
use std::path::Path;

use crate::codec::{Cell, Charset, Field, FieldKind, Place, ReadCode, ReadError};

pub(super) struct Dbf {
    file: BufReader<File>,
    pub(super) fields: Vec<DbfField>,
    records: u64,
    header_bytes: u64,
    record: Vec<u8>,
    /// Records read so far.
    number: u64,
    pub(super) language: u8,
}

pub(super) struct DbfField {
    name: Vec<u8>,
    kind: u8,
    start: usize,
    length: usize,
    decimals: u8,
}

/// A record: its fields' bytes, or a mark that it was deleted.
pub(super) enum Record<'a> {
    Live(&'a [u8]),
    Deleted,
}

impl Dbf {
    pub(super) fn open(path: &Path) -> Result<Self, ReadError> {
        let file = File::open(path).map_err(|error| ReadError::io(&error))?;
        let mut file = BufReader::new(file);
        let mut head = [0; 32];
        fill(&mut file, &mut head, part())?;
        let header_bytes = u16::from_le_bytes([head[8], head[9]]);
        let record_bytes = u16::from_le_bytes([head[10], head[11]]);
        let mut descriptors = vec![0; usize::from(header_bytes).saturating_sub(32)];
        fill(&mut file, &mut descriptors, part())?;
        let fields = fields(&descriptors);
        let end = fields.last().map_or(1, |field| field.start + field.length);
        if fields.is_empty() || end > usize::from(record_bytes) {
            return Err(ReadError::malformed(part(), "field descriptors"));
        }
        Ok(Self {
            file,
            fields,
            records: u32::from_le_bytes([head[4], head[5], head[6], head[7]]).into(),
            header_bytes: header_bytes.into(),
            record: vec![0; record_bytes.into()],
            number: 0,
            language: head[29],
        })
    }

    /// Text bytes from the first records, to tell the encoding by; reading begins anew afterwards.
    pub(super) fn sample(&mut self) -> Result<Vec<u8>, ReadError> {
        const SAMPLE_BYTES: usize = 1 << 20;
        let mut sample = Vec::new();
        for field in &self.fields {
            sample.extend_from_slice(whole(&field.name));
        }
        while sample.len() < SAMPLE_BYTES {
            let Some(Record::Live(_)) = self.next_record()? else {
                break;
            };
            for field in self.fields.iter().filter(|field| field.kind == b'C') {
                sample.extend_from_slice(self.record[field.start..][..field.length].trim_ascii());
                // A text that was cut inside a character must not swallow the next one.
                sample.extend_from_slice(b" \n");
            }
        }
        self.number = 0;
        self.file
            .seek(SeekFrom::Start(self.header_bytes))
            .map_err(|error| ReadError::io(&error))?;
        Ok(sample)
    }

    /// The next record; nothing after the last one.
    pub(super) fn next_record(&mut self) -> Result<Option<Record<'_>>, ReadError> {
        if self.number >= self.records {
            return Ok(None);
        }
        self.number += 1;
        fill(&mut self.file, &mut self.record, Place::Record(self.number))?;
        Ok(Some(match self.record[0] {
            b'*' => Record::Deleted,
            _ => Record::Live(&self.record),
        }))
    }
}

fn part() -> Place {
    Place::Part(".dbf".to_owned())
}

fn fill(file: &mut impl Read, bytes: &mut [u8], place: Place) -> Result<(), ReadError> {
    file.read_exact(bytes).map_err(|error| match error.kind() {
        ErrorKind::UnexpectedEof => ReadError::truncated(place),
        _ => ReadError::io(&error),
    })
}

fn fields(descriptors: &[u8]) -> Vec<DbfField> {
    let mut start = 1;
    descriptors
        .chunks_exact(32)
        .take_while(|descriptor| descriptor[0] != 0x0d)
        .map(|descriptor| {
            let name = &descriptor[..11];
            let end = name.iter().position(|byte| *byte == 0).unwrap_or(11);
            let kind = descriptor[11].to_ascii_uppercase();
            let (low, decimals) = (descriptor[16], descriptor[17]);
            // Long texts keep the upper half of their length where numbers keep their decimals.
            let length = if kind == b'C' {
                usize::from(low) + usize::from(decimals) * 256
            } else {
                usize::from(low)
            };
            let field = DbfField {
                name: name[..end].to_vec(),
                kind,
                start,
                length,
                decimals,
            };
            start += length;
            field
        })
        .collect()
}

impl DbfField {
    /// The column; a name that was cut inside a character loses that character.
    pub(super) fn field(&self, charset: Charset) -> Field {
        let name = charset.decode_lossy(&self.name);
        let kind = match self.kind {
            b'C' => FieldKind::Text,
            b'N' | b'F' if self.decimals == 0 && self.length <= 18 => FieldKind::Integer,
            b'N' | b'F' | b'O' | b'B' | b'Y' => FieldKind::Number,
            b'I' | b'+' => FieldKind::Integer,
            b'L' => FieldKind::Bool,
            b'D' | b'T' | b'@' => FieldKind::Date,
            _ => FieldKind::Unknown,
        };
        Field::new(name.trim_end_matches('\u{fffd}'), kind)
    }

    /// Memos are in a file of their own, which is not read.
    pub(super) fn is_memo(&self) -> bool {
        matches!(self.kind, b'M' | b'G' | b'P')
    }

    /// The value in this field of a record.
    pub(super) fn cell(&self, record: &[u8], charset: Charset, number: u64) -> Result<Cell, ReadError> {
        let bytes = &record[self.start..self.start + self.length];
        Ok(match self.kind {
            b'N' | b'F' => numeric(bytes),
            b'I' => bytes
                .first_chunk()
                .map_or(Cell::Null, |b| Cell::Integer(i32::from_le_bytes(*b).into())),
            b'O' | b'B' => bytes
                .first_chunk()
                .map_or(Cell::Null, |b| Cell::Number(f64::from_le_bytes(*b))),
            b'L' => match bytes.first() {
                Some(b'T' | b't' | b'Y' | b'y') => Cell::Bool(true),
                Some(b'F' | b'f' | b'N' | b'n') => Cell::Bool(false),
                _ => Cell::Null,
            },
            b'D' => date(bytes),
            _ if self.is_memo() => Cell::Null,
            _ => return self.text(bytes, charset, number),
        })
    }

    fn text(&self, bytes: &[u8], charset: Charset, number: u64) -> Result<Cell, ReadError> {
        let padded = bytes
            .iter()
            .rposition(|byte| !matches!(byte, b' ' | 0))
            .map_or(0, |last| last + 1);
        let bytes = &bytes[..padded];
        if let Some(text) = charset.decode(bytes) {
            return Ok(Cell::from_text(&text));
        }
        // A field that is full to the last byte may have been cut inside a character.
        if padded + 3 > self.length {
            for cut in 1..=3.min(padded) {
                if let Some(text) = charset.decode(&bytes[..padded - cut]) {
                    return Ok(Cell::from_text(&text));
                }
            }
        }
        let column = self.field(charset).name;
        Err(ReadError::new(
            ReadCode::Encoding,
            Place::Record(number),
            format!(
                "列「{column}」が {charset} として読めません。.cpg を直すか、文字コードを指定してください (例: CP932)。"
            ),
            format!("The column “{column}” is not {charset}. Correct the .cpg or name the encoding (such as CP932)."),
        ))
    }
}

/// The bytes without a last character that was cut.
fn whole(name: &[u8]) -> &[u8] {
    if name.len() < 10 {
        name
    } else {
        &name[..name.iter().rposition(u8::is_ascii).map_or(0, |at| at + 1)]
    }
}

fn numeric(bytes: &[u8]) -> Cell {
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\0');
    // Asterisks mean a number that did not fit.
    if text.is_empty() || text.chars().all(|c| c == '*') {
        return Cell::Null;
    }
    if let Ok(integer) = text.parse() {
        return Cell::Integer(integer);
    }
    text.parse().map_or_else(|_| Cell::Text(text.to_owned()), Cell::Number)
}

fn date(bytes: &[u8]) -> Cell {
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\0');
    if text.is_empty() || text.chars().all(|c| c == '0') {
        return Cell::Null;
    }
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Cell::Date(format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]));
    }
    Cell::Text(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_exactness() {
        assert_eq!(numeric(b"  123456789012345678"), Cell::Integer(123_456_789_012_345_678));
        assert_eq!(numeric(b" 34.690"), Cell::Number(34.69));
        assert_eq!(numeric(b"******"), Cell::Null);
        assert_eq!(numeric(b"      "), Cell::Null);
    }

    #[test]
    fn dates_become_iso() {
        assert_eq!(date(b"20240331"), Cell::Date("2024-03-31".into()));
        assert_eq!(date(b"00000000"), Cell::Null);
        assert_eq!(date(b"R6.3.31 "), Cell::Text("R6.3.31".into()));
    }
}
