//! CSV for spreadsheets and programs: UTF-8 with a byte order mark, or CP932; lines end in CRLF.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::Path;

use crate::codec::charset::encode_cp932_with_geta;
use crate::codec::output::Output;
use crate::codec::{Cell, Charset, Format, Message, OutRow, RowWriter, Schema, WriteError, WriteOptions, Written};

pub(in crate::codec) struct CsvRows {
    writer: csv::Writer<Sink>,
    defuse: bool,
    written: Written,
}

impl CsvRows {
    pub(in crate::codec) fn create(path: &Path, schema: &Schema, options: &WriteOptions) -> Result<Self, WriteError> {
        let cp932 = match options.encoding {
            Charset::Utf8 => false,
            Charset::Cp932 => true,
            other => {
                return Err(WriteError::Format {
                    format: Format::Csv,
                    reason: Message::new(
                        format!("文字コードは UTF-8 か CP932 です ({other} は書けません)"),
                        format!("the encoding must be UTF-8 or CP932, not {other}"),
                    ),
                });
            }
        };
        let mut output = Output::create(path)?;
        if !cp932 && options.byte_order_mark {
            output.write_all("\u{feff}".as_bytes())?;
        }
        let mut writer = csv::WriterBuilder::new()
            .delimiter(options.delimiter)
            .terminator(csv::Terminator::CRLF)
            .from_writer(Sink {
                output,
                cp932,
                pending: Vec::new(),
                unmappable: BTreeSet::new(),
            });
        writer
            .write_record(schema.columns.iter().map(|column| &column.name))
            .map_err(fault)?;
        Ok(Self {
            writer,
            defuse: options.defuse_formulas,
            written: Written::default(),
        })
    }
}

impl RowWriter for CsvRows {
    fn write(&mut self, row: OutRow<'_>) -> Result<(), WriteError> {
        for cell in row.cells {
            let text = cell.text();
            let formula =
                self.defuse && matches!(cell, Cell::Text(_)) && text.starts_with(['=', '+', '-', '@', '\t', '\r']);
            if formula {
                self.writer.write_field(format!("'{text}"))
            } else {
                self.writer.write_field(text.as_bytes())
            }
            .map_err(fault)?;
        }
        self.writer.write_record(None::<&[u8]>).map_err(fault)?;
        self.written.rows += 1;
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<Written, WriteError> {
        self.writer.flush()?;
        let sink = self
            .writer
            .into_inner()
            .map_err(|error| WriteError::format(Format::Csv, error))?;
        if !sink.unmappable.is_empty() {
            let characters: String = sink.unmappable.iter().collect();
            self.written.notes.push(Message::new(
                format!("CP932 にない文字を「〓」にしました: {characters}"),
                format!("Characters that CP932 lacks became “〓”: {characters}"),
            ));
        }
        sink.output.finish()?;
        Ok(self.written)
    }
}

fn fault(error: csv::Error) -> WriteError {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => WriteError::Io(error),
        other => WriteError::format(Format::Csv, format!("{other:?}")),
    }
}

/// Turns the UTF-8 of the CSV writer into the file's encoding.
struct Sink {
    output: Output,
    cp932: bool,
    /// The beginning of a character whose end has not come yet.
    pending: Vec<u8>,
    unmappable: BTreeSet<char>,
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.cp932 {
            return self.output.write(bytes);
        }
        self.pending.extend_from_slice(bytes);
        let whole = match std::str::from_utf8(&self.pending) {
            Ok(text) => text.len(),
            Err(error) => error.valid_up_to(),
        };
        let text = std::str::from_utf8(&self.pending[..whole]).map_err(io::Error::other)?;
        let (encoded, unmappable) = encode_cp932_with_geta(text);
        self.output.write_all(&encoded)?;
        self.unmappable.extend(unmappable);
        self.pending.drain(..whole);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.output.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::{Column, FieldKind};

    fn write(options: &WriteOptions, texts: &[&str]) -> (Vec<u8>, Written) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.csv");
        let schema = Schema {
            columns: vec![Column::new("名称", FieldKind::Text)],
            ..Schema::default()
        };
        let mut rows = Box::new(CsvRows::create(&path, &schema, options).unwrap());
        for text in texts {
            let cells = [Cell::Text((*text).to_owned())];
            rows.write(OutRow {
                cells: &cells,
                geometry: None,
            })
            .unwrap();
        }
        let written = rows.finish().unwrap();
        (std::fs::read(&path).unwrap(), written)
    }

    #[test]
    fn excel_gets_a_byte_order_mark_and_crlf() {
        let (bytes, written) = write(&WriteOptions::default(), &["図書館", "a,\"b\""]);
        let text = "\u{feff}名称\r\n図書館\r\n\"a,\"\"b\"\"\"\r\n";
        assert_eq!(String::from_utf8(bytes).unwrap(), text);
        assert_eq!(written.rows, 2);
    }

    #[test]
    fn cp932_lists_what_it_lost() {
        let options = WriteOptions {
            encoding: Charset::Cp932,
            ..WriteOptions::default()
        };
        let (bytes, written) = write(&options, &["髙島😀"]);
        assert_eq!(Charset::Cp932.decode(&bytes).unwrap(), "名称\r\n髙島〓\r\n");
        assert!(written.notes[0].en.contains('😀'));
    }

    #[test]
    fn formulas_are_defused_on_request() {
        let options = WriteOptions {
            defuse_formulas: true,
            byte_order_mark: false,
            ..WriteOptions::default()
        };
        let (bytes, _) = write(&options, &["=1+1", "a"]);
        assert_eq!(String::from_utf8(bytes).unwrap(), "名称\r\n'=1+1\r\na\r\n");
    }
}
