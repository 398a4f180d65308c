//! The items of a JSON file, one after the other.

use std::fs::File;
use std::path::Path;

use super::scanner::Scanner;
use super::survey::Layout;
use crate::codec::limits::Limits;
use crate::codec::{Place, ReadError};

pub(super) struct Items {
    scanner: Scanner<File>,
    layout: Layout,
    text: Vec<u8>,
    /// Items so far.
    number: u64,
    byte: u64,
    ended: bool,
    max_rows: u64,
}

impl Items {
    pub(super) fn open(path: &Path, layout: &Layout, limits: Limits) -> Result<Self, ReadError> {
        let file = File::open(path).map_err(|error| ReadError::io(&error))?;
        let mut scanner = Scanner::new(file, limits)?;
        match layout {
            Layout::Array => scanner.expect(b'[')?,
            Layout::Member(name) => enter(&mut scanner, name)?,
            Layout::Lines | Layout::Single => {}
        }
        Ok(Self {
            scanner,
            layout: layout.clone(),
            text: Vec::new(),
            number: 0,
            byte: 0,
            ended: false,
            max_rows: limits.rows,
        })
    }

    /// The text of the next item.
    pub(super) fn next_item(&mut self) -> Result<Option<&[u8]>, ReadError> {
        if self.ended || !self.advance()? {
            self.ended = true;
            return Ok(None);
        }
        self.byte = self.scanner.offset();
        self.number += 1;
        if self.number > self.max_rows {
            return Err(ReadError::too_many_rows(self.place(), self.max_rows));
        }
        let place = self.place();
        self.scanner.value(&mut self.text).map_err(|error| error.at(place))?;
        Ok(Some(&self.text))
    }

    fn advance(&mut self) -> Result<bool, ReadError> {
        let first = self.number == 0;
        let next = match self.layout {
            Layout::Single => return Ok(first),
            Layout::Lines => return Ok(self.scanner.peek()?.is_some()),
            Layout::Array | Layout::Member(_) if first => self.scanner.peek()? != Some(b']'),
            Layout::Array | Layout::Member(_) => {
                let place = self.next_place();
                self.scanner.another(b']').map_err(|error| error.at(place))?
            }
        };
        if next {
            self.scanner.peek()?;
        } else if self.layout == Layout::Array {
            self.expect_end(first)?;
        }
        Ok(next)
    }

    /// After the array of an array file there must be nothing: two arrays would lose the second.
    fn expect_end(&mut self, array_is_open: bool) -> Result<(), ReadError> {
        if array_is_open {
            self.scanner.expect(b']')?;
        }
        match self.scanner.peek()? {
            None => Ok(()),
            Some(_) => Err(ReadError::malformed(
                self.scanner.place(),
                "something follows the array",
            )),
        }
    }

    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// The place of the item read last.
    pub(super) fn place(&self) -> Place {
        Place::Feature {
            number: self.number,
            byte: self.byte,
        }
    }

    fn next_place(&self) -> Place {
        Place::Feature {
            number: self.number + 1,
            byte: self.scanner.offset(),
        }
    }
}

/// Goes to the beginning of the list in this member.
fn enter(scanner: &mut Scanner<File>, wanted: &str) -> Result<(), ReadError> {
    let mut text = Vec::new();
    scanner.expect(b'{')?;
    loop {
        let place = scanner.place();
        scanner.value(&mut text)?;
        let member: String = serde_json::from_slice(&text).map_err(|error| ReadError::malformed(place, error))?;
        scanner.expect(b':')?;
        if member == wanted && scanner.peek()? == Some(b'[') {
            return scanner.expect(b'[');
        }
        scanner.skip()?;
        if !scanner.another(b'}')? {
            return Err(ReadError::table_not_found(wanted, &[]));
        }
    }
}
