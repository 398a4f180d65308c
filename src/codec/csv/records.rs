//! Records of a decoded CSV text: where each begins, its cells, and what makes one unreadable.
//!
//! `csv-core` rather than `csv` splits the cells, because its caller owns the buffers: a record can be
//! refused while it grows. It also lets an unclosed quote be told from a long record.

use std::io::Read;

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use crate::codec::charset::TextSource;
use crate::codec::{Limits, Place, ReadCode, ReadError};

/// One record.
pub(super) struct Record {
    /// The line on which it begins, 1-based.
    pub(super) line: u64,
    pub(super) cells: Vec<String>,
}

pub(super) struct Records<R> {
    source: TextSource<R>,
    core: Reader,
    limits: Limits,
    chunk: Vec<u8>,
    chunk_start: usize,
    lines: Lines,
    cells: Vec<u8>,
    ends: Vec<usize>,
    end: End,
}

/// How far the end of the text has been handled.
#[derive(PartialEq)]
enum End {
    NotReached,
    /// A line end of our own was added: inside an open quote it ends nothing.
    LineEndAdded,
    Done,
}

impl<R: Read> Records<R> {
    pub(super) fn new(source: TextSource<R>, limits: Limits) -> Self {
        Self {
            source,
            core: Reader::new(),
            limits,
            chunk: Vec::new(),
            chunk_start: 0,
            lines: Lines::new(),
            cells: vec![0; limits.record_bytes.min(4096)],
            ends: vec![0; limits.columns.min(64)],
            end: End::NotReached,
        }
    }

    /// The beginning of the text, before any record is read.
    pub(super) fn sample(&mut self) -> Result<&[u8], ReadError> {
        while self.chunk.len() < SAMPLE_BYTES && self.refill()? {}
        Ok(&self.chunk[..self.chunk.len().min(SAMPLE_BYTES)])
    }

    pub(super) fn set_delimiter(&mut self, delimiter: u8) {
        self.core = ReaderBuilder::new().delimiter(delimiter).build();
    }

    /// The next record; empty lines are passed over.
    pub(super) fn next_record(&mut self) -> Result<Option<Record>, ReadError> {
        if self.end == End::Done {
            return Ok(None);
        }
        self.pass_empty_lines()?;
        let start_line = self.lines.current;
        let (mut filled, mut cells) = (0, 0);
        loop {
            if self.chunk_start == self.chunk.len() && !self.refill()? {
                self.add_line_end();
            }
            let input = &self.chunk[self.chunk_start..];
            let at_end = input.is_empty();
            let (result, read, written, ended) =
                self.core
                    .read_record(input, &mut self.cells[filled..], &mut self.ends[cells..]);
            let consumed = &input[..read];
            if consumed.contains(&0) {
                return Err(self.nul(consumed));
            }
            self.lines.pass(consumed);
            self.chunk_start += read;
            filled += written;
            cells += ended;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => self.grow_cells(start_line, cells, filled)?,
                ReadRecordResult::OutputEndsFull => self.grow_ends(start_line)?,
                ReadRecordResult::Record if at_end => {
                    return Err(self.unclosed(start_line, cells.saturating_sub(1)));
                }
                ReadRecordResult::Record => return self.record(start_line, cells).map(Some),
                ReadRecordResult::End => {
                    self.end = End::Done;
                    return Ok(None);
                }
            }
        }
    }

    fn refill(&mut self) -> Result<bool, ReadError> {
        if self.chunk_start > 0 {
            self.chunk.drain(..self.chunk_start);
            self.chunk_start = 0;
        }
        match self.source.next_chunk()? {
            Some(text) => {
                self.chunk.extend_from_slice(text);
                Ok(true)
            }
            None => Ok(false),
        }
    }

    fn add_line_end(&mut self) {
        if self.end == End::NotReached {
            self.end = End::LineEndAdded;
            self.chunk.push(b'\n');
        }
    }

    fn pass_empty_lines(&mut self) -> Result<(), ReadError> {
        loop {
            let rest = &self.chunk[self.chunk_start..];
            let empty = rest.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
            let all = empty == rest.len();
            self.lines.pass(&rest[..empty]);
            self.chunk_start += empty;
            if !all || !self.refill()? {
                return Ok(());
            }
        }
    }

    fn record(&self, line: u64, cells: usize) -> Result<Record, ReadError> {
        let mut start = 0;
        let mut texts = Vec::with_capacity(cells);
        for end in &self.ends[..cells] {
            if end - start > self.limits.cell_bytes {
                return Err(self.too_long(line, self.limits.cell_bytes));
            }
            // Cells are cut at ASCII delimiters out of checked UTF-8, so this never replaces anything.
            texts.push(String::from_utf8_lossy(&self.cells[start..*end]).into_owned());
            start = *end;
        }
        Ok(Record { line, cells: texts })
    }

    fn grow_cells(&mut self, line: u64, cells: usize, filled: usize) -> Result<(), ReadError> {
        if filled >= self.limits.record_bytes {
            // A record over many lines is a quote that was never closed; on one line it is just long.
            return Err(if self.lines.current > line {
                self.unclosed(line, cells)
            } else {
                self.too_long(line, self.limits.record_bytes)
            });
        }
        let size = (self.cells.len() * 2).min(self.limits.record_bytes + 1);
        self.cells.resize(size, 0);
        Ok(())
    }

    fn grow_ends(&mut self, line: u64) -> Result<(), ReadError> {
        let columns = self.limits.columns;
        if self.ends.len() > columns {
            return Err(ReadError::new(
                ReadCode::TooManyColumns,
                Place::Line(line),
                format!("列が {columns} を超えています。区切り文字を確かめてください。"),
                format!("There are more than {columns} columns. Check the delimiter."),
            ));
        }
        self.ends.resize((self.ends.len() * 2).min(columns + 1), 0);
        Ok(())
    }

    fn too_long(&self, line: u64, cap_bytes: usize) -> ReadError {
        let cap_kib = cap_bytes / 1024;
        ReadError::new(
            ReadCode::LineTooLong,
            Place::Line(line),
            format!("1件が {cap_kib} KiB を超えています。改行や引用符の欠けを確かめてください。"),
            format!("One entry exceeds {cap_kib} KiB. Look for a missing line end or quote."),
        )
    }

    fn unclosed(&self, start_line: u64, cells_before: usize) -> ReadError {
        let before = cells_before.checked_sub(1).map_or(0, |last| self.ends[last]);
        let mut lines = Lines::new();
        lines.pass(&self.cells[..before]);
        ReadError::new(
            ReadCode::UnclosedQuote,
            Place::Line(start_line + lines.current - 1),
            "この行で始まる引用符 (\") が閉じられていません。閉じるか、取り除いてください。",
            "A quote (\") that begins on this line is never closed. Close or remove it.",
        )
    }

    fn nul(&self, consumed: &[u8]) -> ReadError {
        let until = consumed.iter().position(|byte| *byte == 0).unwrap_or(0);
        let mut lines = self.lines;
        lines.pass(&consumed[..until]);
        ReadError::new(
            ReadCode::Malformed,
            Place::Line(lines.current),
            "NUL 文字 (0x00) が含まれ、テキストではありません。文字コードを指定するか、保存し直してください。",
            "There is a NUL byte, so this is no text. Name the encoding or save the file again.",
        )
    }
}

const SAMPLE_BYTES: usize = 64 * 1024;

/// Counts lines whatever ends them: \n, \r\n or \r.
#[derive(Clone, Copy)]
struct Lines {
    current: u64,
    after_return: bool,
}

impl Lines {
    fn new() -> Self {
        Self {
            current: 1,
            after_return: false,
        }
    }

    fn pass(&mut self, bytes: &[u8]) {
        for byte in bytes {
            match byte {
                b'\r' => self.current += 1,
                b'\n' if !self.after_return => self.current += 1,
                _ => {}
            }
            self.after_return = *byte == b'\r';
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::Charset;

    fn read(text: &str) -> Result<Vec<(u64, Vec<String>)>, ReadError> {
        let limits = Limits {
            cell_bytes: 64,
            record_bytes: 128,
            columns: 10,
            ..Limits::default()
        };
        let mut records = Records::new(TextSource::new(text.as_bytes(), Charset::Utf8), limits);
        let mut all = Vec::new();
        while let Some(record) = records.next_record()? {
            all.push((record.line, record.cells));
        }
        Ok(all)
    }

    fn lines(text: &str) -> Vec<u64> {
        read(text).unwrap().into_iter().map(|(line, _)| line).collect()
    }

    #[test]
    fn lines_are_right_with_every_line_end_and_with_quoted_ones() {
        assert_eq!(lines("a\r\nb\nc\rd"), [1, 2, 3, 4]);
        assert_eq!(lines("a\n\"b\nb\r\nb\",x\n\r\nc\n"), [1, 2, 6]);
        assert_eq!(lines("\n\n"), [] as [u64; 0]);
    }

    #[test]
    fn an_unclosed_quote_names_the_line_where_it_began() {
        let error = read("a,b\n\"1\n1\",\"2\n3,4\n").unwrap_err();
        assert_eq!(error.code(), ReadCode::UnclosedQuote);
        assert_eq!(error.place(), &Place::Line(3));
        assert!(read("a,\"b\"").is_ok());
    }

    #[test]
    fn a_long_line_is_refused_while_it_grows() {
        let error = read(&format!("a\n{}\n", "x".repeat(500))).unwrap_err();
        assert_eq!(error.code(), ReadCode::LineTooLong);
        assert_eq!(error.place(), &Place::Line(2));
        let error = read(&format!("a\n{}\n", "x".repeat(100))).unwrap_err();
        assert_eq!(error.code(), ReadCode::LineTooLong);
    }

    #[test]
    fn too_many_columns_are_refused() {
        let error = read(&",".repeat(20)).unwrap_err();
        assert_eq!(error.code(), ReadCode::TooManyColumns);
    }

    #[test]
    fn a_nul_byte_is_named_by_its_line() {
        let error = read("a\nb\nc\0\n").unwrap_err();
        assert_eq!(error.place(), &Place::Line(3));
    }
}
