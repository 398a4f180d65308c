//! Finds where a JSON value begins and ends, without reading what is in it.
//!
//! serde_json wants a whole value; this cuts a long array or a sequence into values one at a time, so
//! that only one of them is in memory. It also caps nesting before any recursive parser runs.

use std::io::{BufRead, BufReader, Read};

use crate::codec::limits::Limits;
use crate::codec::{Place, ReadCode, ReadError};

pub(super) struct Scanner<R> {
    reader: BufReader<R>,
    /// Bytes consumed so far.
    offset: u64,
    limits: Limits,
    /// The file begins with a record separator: it is a text sequence, even of one item.
    pub(super) is_sequence: bool,
}

impl<R: Read> Scanner<R> {
    pub(super) fn new(reader: R, limits: Limits) -> Result<Self, ReadError> {
        let mut scanner = Self {
            reader: BufReader::with_capacity(64 * 1024, reader),
            offset: 0,
            limits,
            is_sequence: false,
        };
        let head = scanner.fill()?;
        if head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") {
            return Err(ReadError::new(
                ReadCode::Encoding,
                Place::Byte(0),
                "UTF-16 の JSON は読めません。UTF-8 で保存し直してください。",
                "JSON in UTF-16 cannot be read. Save it as UTF-8.",
            ));
        }
        let has_mark = head.starts_with(b"\xef\xbb\xbf");
        scanner.is_sequence = head.first() == Some(&RECORD_SEPARATOR);
        if has_mark {
            scanner.consume(3);
        }
        Ok(scanner)
    }

    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    pub(super) fn place(&self) -> Place {
        Place::Byte(self.offset)
    }

    fn fill(&mut self) -> Result<&[u8], ReadError> {
        self.reader.fill_buf().map_err(|error| ReadError::io(&error))
    }

    fn consume(&mut self, count: usize) {
        self.reader.consume(count);
        self.offset += count as u64;
    }

    /// The next byte that is neither blank nor a record separator; nothing at the end.
    pub(super) fn peek(&mut self) -> Result<Option<u8>, ReadError> {
        loop {
            let piece = self.fill()?;
            if piece.is_empty() {
                return Ok(None);
            }
            let blank = piece
                .iter()
                .take_while(|byte| byte.is_ascii_whitespace() || **byte == RECORD_SEPARATOR)
                .count();
            let found = piece.get(blank).copied();
            self.consume(blank);
            if found.is_some() {
                return Ok(found);
            }
        }
    }

    /// Passes over `wanted`, or says that it is not there.
    pub(super) fn expect(&mut self, wanted: u8) -> Result<(), ReadError> {
        match self.peek()? {
            Some(found) if found == wanted => {
                self.consume(1);
                Ok(())
            }
            Some(found) => Err(self.unexpected(wanted, found)),
            None => Err(ReadError::truncated(self.place())),
        }
    }

    /// After a value in a list or object: whether another one follows before `close`.
    pub(super) fn another(&mut self, close: u8) -> Result<bool, ReadError> {
        match self.peek()? {
            Some(b',') => {
                self.consume(1);
                Ok(true)
            }
            Some(found) if found == close => {
                self.consume(1);
                Ok(false)
            }
            Some(found) => Err(self.unexpected(b',', found)),
            None => Err(ReadError::truncated(self.place())),
        }
    }

    fn unexpected(&self, wanted: u8, found: u8) -> ReadError {
        let (wanted, found) = (char::from(wanted), char::from(found));
        ReadError::malformed(self.place(), format!("expected {wanted:?}, found {found:?}"))
    }

    /// Reads one value into `text`.
    pub(super) fn value(&mut self, text: &mut Vec<u8>) -> Result<(), ReadError> {
        text.clear();
        self.walk(Some(text))
    }

    /// Passes over one value of any size.
    pub(super) fn skip(&mut self) -> Result<(), ReadError> {
        self.walk(None)
    }

    fn walk(&mut self, mut text: Option<&mut Vec<u8>>) -> Result<(), ReadError> {
        if self.peek()?.is_none() {
            return Err(ReadError::truncated(self.place()));
        }
        let mut state = State::default();
        loop {
            let (depth_cap, size_cap) = (self.limits.depth, self.limits.item_bytes);
            let piece = self.fill()?;
            if piece.is_empty() {
                return if state.may_end_here() {
                    Ok(())
                } else {
                    Err(ReadError::truncated(self.place()))
                };
            }
            let (taken, done) = state.pass(piece);
            if let Some(text) = text.as_deref_mut() {
                text.extend_from_slice(&piece[..taken]);
            }
            let size = text.as_ref().map_or(0, |text| text.len());
            self.consume(taken);
            if state.deepest > depth_cap {
                return Err(self.too_deep());
            }
            if size > size_cap {
                return Err(self.too_large());
            }
            if done {
                return Ok(());
            }
        }
    }

    fn too_deep(&self) -> ReadError {
        let cap = self.limits.depth;
        ReadError::new(
            ReadCode::TooDeep,
            self.place(),
            format!("入れ子が {cap} 段を超えています。"),
            format!("It is nested more than {cap} levels deep."),
        )
    }

    fn too_large(&self) -> ReadError {
        let cap_mib = self.limits.item_bytes >> 20;
        ReadError::new(
            ReadCode::TooLarge,
            self.place(),
            format!("1件が {cap_mib} MiB を超えています。図形を分けるか簡略化してください。"),
            format!("One item exceeds {cap_mib} MiB. Split or simplify it."),
        )
    }
}

/// RS, before each text of a sequence (RFC 7464).
const RECORD_SEPARATOR: u8 = 0x1e;

#[derive(Default)]
struct State {
    begun: bool,
    scalar: bool,
    in_string: bool,
    escaped: bool,
    depth: usize,
    deepest: usize,
}

impl State {
    /// A number or word ends with the file; everything else has an end of its own.
    fn may_end_here(&self) -> bool {
        self.scalar && self.begun
    }

    /// Goes through `piece`: how many bytes belong to the value, and whether it is complete.
    fn pass(&mut self, piece: &[u8]) -> (usize, bool) {
        for (index, byte) in piece.iter().enumerate() {
            if !self.begun {
                self.begun = true;
                self.scalar = !matches!(byte, b'{' | b'[' | b'"');
            }
            if self.scalar {
                if matches!(*byte, b',' | b']' | b'}' | b':' | RECORD_SEPARATOR) || byte.is_ascii_whitespace() {
                    return (index, true);
                }
                continue;
            }
            if self.in_string {
                match byte {
                    _ if self.escaped => self.escaped = false,
                    b'\\' => self.escaped = true,
                    b'"' => self.in_string = false,
                    _ => continue,
                }
            } else {
                match byte {
                    b'"' => self.in_string = true,
                    b'{' | b'[' => {
                        self.depth += 1;
                        self.deepest = self.deepest.max(self.depth);
                    }
                    b'}' | b']' => self.depth = self.depth.saturating_sub(1),
                    _ => continue,
                }
            }
            if self.depth == 0 && !self.in_string {
                return (index + 1, true);
            }
        }
        (piece.len(), false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scanner(text: &str) -> Scanner<&[u8]> {
        Scanner::new(text.as_bytes(), Limits::default()).unwrap()
    }

    fn first(text: &str) -> Result<String, ReadError> {
        let mut value = Vec::new();
        scanner(text).value(&mut value)?;
        Ok(String::from_utf8(value).unwrap())
    }

    #[test]
    fn a_value_ends_where_it_ends() {
        assert_eq!(first(r#" {"a":"}\"]"} , 1"#).unwrap(), r#"{"a":"}\"]"}"#);
        assert_eq!(first("12.5,").unwrap(), "12.5");
        assert_eq!(first("true").unwrap(), "true");
        assert_eq!(first("\u{feff}[1,[2]]x").unwrap(), "[1,[2]]");
    }

    #[test]
    fn a_value_that_is_cut_off_is_truncated() {
        for text in ["{\"a\":", "\"abc", "[1,2", ""] {
            assert_eq!(first(text).unwrap_err().code(), ReadCode::Truncated, "{text}");
        }
    }

    #[test]
    fn deep_nesting_is_refused_before_it_is_parsed() {
        let error = first(&"[".repeat(100_000)).unwrap_err();
        assert_eq!(error.code(), ReadCode::TooDeep);
    }
}
