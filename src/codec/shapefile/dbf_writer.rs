//! Attribute tables for others: widths fitted to the values, names of ten bytes, texts of 254.
//!
//! The widths stand in the header but are known only at the end, so the values wait in a temporary file.

use std::collections::HashSet;
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Seek, Write};

use crate::codec::charset::encode_cp932_with_geta;
use crate::codec::{Cell, Charset, Column, FieldKind, Format, Message, WriteError};

pub(super) struct DbfWriter {
    columns: Vec<Layout>,
    waiting: BufWriter<File>,
    charset: Charset,
    rows: u32,
    pub(super) notes: Vec<Message>,
}

/// What is known of a column so far.
struct Layout {
    name: Vec<u8>,
    label: String,
    kind: FieldKind,
    width: u8,
    decimals: u8,
    /// A date column with times of day has to be text.
    has_time: bool,
    cut: u64,
    unmappable: bool,
}

const NAME_BYTES: usize = 10;
const TEXT_BYTES: usize = 254;

impl DbfWriter {
    pub(super) fn new(columns: &[Column], charset: Charset) -> Result<Self, WriteError> {
        let mut notes = Vec::new();
        let mut taken = HashSet::new();
        let mut layouts = Vec::with_capacity(columns.len().max(1));
        for column in columns {
            let name = short_name(&column.name, charset, &mut taken);
            if name != column.name {
                notes.push(Message::new(
                    format!("列名「{}」は「{name}」に縮めました。", column.name),
                    format!("The column “{}” was shortened to “{name}”.", column.name),
                ));
            }
            layouts.push(Layout::new(&name, &column.name, column.kind, charset));
        }
        // A table without any column is refused by most readers.
        if layouts.is_empty() {
            layouts.push(Layout::new("id", "id", FieldKind::Integer, charset));
        }
        Ok(Self {
            columns: layouts,
            waiting: BufWriter::new(tempfile::tempfile()?),
            charset,
            rows: 0,
            notes,
        })
    }

    pub(super) fn write(&mut self, cells: &[Cell]) -> Result<(), WriteError> {
        self.rows += 1;
        let row = [Cell::Integer(self.rows.into())];
        let cells = if cells.is_empty() { &row[..] } else { cells };
        for (index, column) in self.columns.iter_mut().enumerate() {
            let cell = cells.get(index).unwrap_or(&Cell::Null);
            let bytes = column.bytes(cell, self.charset);
            let length = u8::try_from(bytes.len()).expect("cut to 254 bytes");
            column.width = column.width.max(length);
            self.waiting.write_all(&[length])?;
            self.waiting.write_all(&bytes)?;
        }
        Ok(())
    }

    /// Writes the table; afterwards `notes` says what was cut.
    pub(super) fn finish(&mut self, target: &mut impl Write) -> Result<(), WriteError> {
        for column in &mut self.columns {
            column.settle();
        }
        let record_bytes: usize = 1 + self
            .columns
            .iter()
            .map(|column| usize::from(column.width))
            .sum::<usize>();
        let header_bytes = 33 + 32 * self.columns.len();
        let too_wide = || WriteError::Format {
            format: Format::Shapefile,
            reason: Message::new("列が多すぎます", "there are too many columns"),
        };
        let mut head = [0; 32];
        head[0] = 3;
        // A date that never changes, so that equal data gives equal files: 1980-01-01.
        head[1..4].copy_from_slice(&[80, 1, 1]);
        head[4..8].copy_from_slice(&self.rows.to_le_bytes());
        head[8..10].copy_from_slice(&u16::try_from(header_bytes).map_err(|_| too_wide())?.to_le_bytes());
        head[10..12].copy_from_slice(&u16::try_from(record_bytes).map_err(|_| too_wide())?.to_le_bytes());
        head[29] = if self.charset == Charset::Cp932 { 0x13 } else { 0 };
        target.write_all(&head)?;
        for column in &self.columns {
            target.write_all(&column.descriptor())?;
        }
        target.write_all(&[0x0d])?;
        self.copy_records(target)?;
        target.write_all(&[0x1a])?;
        self.note_losses();
        Ok(())
    }

    fn copy_records(&mut self, target: &mut impl Write) -> Result<(), WriteError> {
        self.waiting.flush()?;
        let mut file = self.waiting.get_ref().try_clone()?;
        file.rewind()?;
        let mut values = BufReader::new(file);
        let mut bytes = [0; 255];
        for _ in 0..self.rows {
            target.write_all(b" ")?;
            for column in &self.columns {
                let mut length = [0];
                values.read_exact(&mut length)?;
                let value = &mut bytes[..usize::from(length[0])];
                values.read_exact(value)?;
                column.pad(value, target)?;
            }
        }
        Ok(())
    }

    fn note_losses(&mut self) {
        for column in &self.columns {
            let (label, count) = (&column.label, column.cut);
            if count > 0 {
                self.notes.push(Message::new(
                    format!("列「{label}」の {count} 個の値を {TEXT_BYTES} バイトで切りました。"),
                    format!("{count} values of “{label}” were cut at {TEXT_BYTES} bytes."),
                ));
            }
            if column.unmappable {
                self.notes.push(Message::new(
                    format!("列「{label}」の CP932 にない文字を「〓」にしました。"),
                    format!("Characters of “{label}” that CP932 lacks became “〓”."),
                ));
            }
        }
    }
}

impl Layout {
    fn new(name: &str, label: &str, kind: FieldKind, charset: Charset) -> Self {
        Self {
            name: encode(name, charset).0,
            label: label.to_owned(),
            kind,
            width: 1,
            decimals: 0,
            has_time: false,
            cut: 0,
            unmappable: false,
        }
    }

    fn bytes(&mut self, cell: &Cell, charset: Charset) -> Vec<u8> {
        match (self.kind, cell) {
            (_, Cell::Null) => Vec::new(),
            (FieldKind::Bool, Cell::Bool(flag)) => vec![if *flag { b'T' } else { b'F' }],
            (FieldKind::Integer | FieldKind::Number, Cell::Integer(number)) => number.to_string().into_bytes(),
            (FieldKind::Number, Cell::Number(number)) if number.is_finite() => {
                let text = plain(*number);
                let decimals = text.split_once('.').map_or(0, |(_, digits)| digits.len());
                self.decimals = self.decimals.max(decimals.min(15) as u8);
                text.into_bytes()
            }
            (FieldKind::Date, Cell::Date(text)) => {
                self.has_time |= text.len() != 10;
                text.clone().into_bytes()
            }
            (FieldKind::Bool | FieldKind::Integer | FieldKind::Number | FieldKind::Date, _) => {
                self.cut += 1;
                Vec::new()
            }
            (_, cell) => self.text(&cell.text(), charset),
        }
    }

    fn text(&mut self, text: &str, charset: Charset) -> Vec<u8> {
        let (bytes, unmappable) = encode(text, charset);
        self.unmappable |= unmappable;
        if bytes.len() <= TEXT_BYTES {
            return bytes;
        }
        self.cut += 1;
        cut(text, charset, TEXT_BYTES)
    }

    /// Fixes the width once all values are known.
    fn settle(&mut self) {
        match self.kind {
            FieldKind::Bool => self.width = 1,
            FieldKind::Date if !self.has_time => self.width = 8,
            _ => {}
        }
    }

    fn type_byte(&self) -> u8 {
        match self.kind {
            FieldKind::Integer | FieldKind::Number => b'N',
            FieldKind::Bool => b'L',
            FieldKind::Date if !self.has_time => b'D',
            _ => b'C',
        }
    }

    fn descriptor(&self) -> [u8; 32] {
        let mut descriptor = [0; 32];
        descriptor[..self.name.len()].copy_from_slice(&self.name);
        descriptor[11] = self.type_byte();
        descriptor[16] = self.width;
        descriptor[17] = match self.kind {
            FieldKind::Number => self.decimals.min(self.width.saturating_sub(2)),
            _ => 0,
        };
        descriptor
    }

    fn pad(&self, value: &[u8], target: &mut impl Write) -> std::io::Result<()> {
        let plain_date: Vec<u8>;
        let value = if self.type_byte() == b'D' {
            plain_date = value.iter().copied().filter(u8::is_ascii_digit).collect();
            &plain_date
        } else {
            value
        };
        let blanks = vec![b' '; usize::from(self.width).saturating_sub(value.len())];
        if self.type_byte() == b'N' {
            target.write_all(&blanks)?;
            target.write_all(value)
        } else {
            target.write_all(value)?;
            target.write_all(&blanks)
        }
    }
}

/// The shortest spelling that is read back as the same number, with an exponent only where it must be.
fn plain(number: f64) -> String {
    let text = number.to_string();
    if text.len() <= 24 { text } else { format!("{number:e}") }
}

fn encode(text: &str, charset: Charset) -> (Vec<u8>, bool) {
    if charset == Charset::Cp932 {
        let (bytes, unmappable) = encode_cp932_with_geta(text);
        (bytes, !unmappable.is_empty())
    } else {
        (text.as_bytes().to_vec(), false)
    }
}

/// As many whole characters as fit.
fn cut(text: &str, charset: Charset, cap_bytes: usize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(cap_bytes);
    for character in text.chars() {
        let one = encode(character.encode_utf8(&mut [0; 4]), charset).0;
        if bytes.len() + one.len() > cap_bytes {
            break;
        }
        bytes.extend_from_slice(&one);
    }
    bytes
}

/// A name of ten bytes that no other column has; readers do not tell case apart.
fn short_name(name: &str, charset: Charset, taken: &mut HashSet<String>) -> String {
    let shorten = |cap_bytes: usize| {
        let bytes = cut(name, charset, cap_bytes);
        charset.decode_lossy(&bytes)
    };
    let mut candidate = shorten(NAME_BYTES);
    let mut count = 1;
    while !taken.insert(candidate.to_lowercase()) {
        count += 1;
        let suffix = format!("_{count}");
        candidate = shorten(NAME_BYTES - suffix.len()) + &suffix;
    }
    candidate
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_are_cut_at_characters_and_stay_unique() {
        let mut taken = HashSet::new();
        let mut short = |name| short_name(name, Charset::Utf8, &mut taken);
        assert_eq!(short("施設番号"), "施設番");
        assert_eq!(short("施設番地"), "施設_2");
        assert_eq!(short("floor_area_m2"), "floor_area");
        assert_eq!(short("FLOOR_AREA"), "FLOOR_AR_2");
        let mut taken = HashSet::new();
        assert_eq!(short_name("施設番号名称", Charset::Cp932, &mut taken), "施設番号名");
    }

    #[test]
    fn texts_are_cut_at_whole_characters() {
        let bytes = cut(&"あ".repeat(100), Charset::Utf8, TEXT_BYTES);
        assert_eq!(bytes.len(), 252);
    }
}
