//! A reader that works on a thread of its own and hands rows over in small batches.
//!
//! Workbooks and SQLite tables are read through cursors that borrow what they read from; on a thread
//! both can live side by side. The channel holds a few batches, so memory stays bounded.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use geo::CoordsIter;

use super::{Cell, Header, Place, ReadError, Row, RowReader};

const BATCH_ROWS: usize = 256;
const BATCH_BYTES: usize = 1 << 20;
const BATCHES_WAITING: usize = 2;

/// Why a producer ends before its last row.
pub(super) enum Stop {
    Failed(ReadError),
    /// Nobody reads any more.
    HungUp,
}

impl From<ReadError> for Stop {
    fn from(error: ReadError) -> Self {
        Self::Failed(error)
    }
}

enum Event {
    Header(Box<Header>),
    Rows(Vec<Row>),
    Failed(ReadError),
    End,
}

/// The producer's end: first the header, then rows.
pub(super) struct Feed {
    sender: SyncSender<Event>,
    batch: Vec<Row>,
    batch_bytes: usize,
}

impl Feed {
    pub(super) fn header(&mut self, header: Header) -> Result<(), Stop> {
        self.send(Event::Header(Box::new(header)))
    }

    pub(super) fn row(&mut self, row: Row) -> Result<(), Stop> {
        self.batch_bytes += weight_bytes(&row);
        self.batch.push(row);
        if self.batch.len() >= BATCH_ROWS || self.batch_bytes >= BATCH_BYTES {
            return self.flush();
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<(), Stop> {
        self.batch_bytes = 0;
        let batch = std::mem::take(&mut self.batch);
        self.send(Event::Rows(batch))
    }

    fn send(&self, event: Event) -> Result<(), Stop> {
        self.sender.send(event).map_err(|_| Stop::HungUp)
    }
}

fn weight_bytes(row: &Row) -> usize {
    let cells: usize = row
        .cells
        .iter()
        .map(|cell| match cell {
            Cell::Text(text) | Cell::Date(text) => text.len() + 32,
            _ => 32,
        })
        .sum();
    let geometry = row.geometry.as_ref().map_or(0, |shape| shape.coords_count());
    cells + geometry * 16
}

/// Starts `body` on a thread and waits for its header.
pub(super) fn spawn(
    body: impl FnOnce(&mut Feed) -> Result<(), Stop> + Send + 'static,
) -> Result<Box<dyn RowReader + Send>, ReadError> {
    let (sender, events) = sync_channel(BATCHES_WAITING);
    thread::Builder::new()
        .name("codec".to_owned())
        .spawn(move || {
            let mut feed = Feed {
                sender,
                batch: Vec::new(),
                batch_bytes: 0,
            };
            let last = match body(&mut feed) {
                Ok(()) => Event::End,
                Err(Stop::Failed(error)) => Event::Failed(error),
                Err(Stop::HungUp) => return,
            };
            // Whether anyone still listens makes no difference at the end.
            let _ = feed.flush();
            let _ = feed.send(last);
        })
        .map_err(|error| ReadError::io(&error))?;
    loop {
        match events.recv() {
            Ok(Event::Header(header)) => {
                return Ok(Box::new(Produced {
                    header: *header,
                    events,
                    rows: Vec::new().into_iter(),
                }));
            }
            // The empty batch before a failure.
            Ok(Event::Rows(_)) => {}
            Ok(Event::Failed(error)) => return Err(error),
            Ok(Event::End) | Err(_) => return Err(broken_off()),
        }
    }
}

/// The reader's end.
struct Produced {
    header: Header,
    events: Receiver<Event>,
    rows: std::vec::IntoIter<Row>,
}

impl RowReader for Produced {
    fn header(&self) -> &Header {
        &self.header
    }

    fn next_row(&mut self) -> Option<Result<Row, ReadError>> {
        loop {
            if let Some(row) = self.rows.next() {
                return Some(Ok(row));
            }
            match self.events.recv() {
                Ok(Event::Rows(rows)) => self.rows = rows.into_iter(),
                Ok(Event::Header(_)) => {}
                Ok(Event::Failed(error)) => return Some(Err(error)),
                Ok(Event::End) => return None,
                Err(_) => return Some(Err(broken_off())),
            }
        }
    }
}

/// The thread ended without a word: a panic in a format library, caught at this border.
fn broken_off() -> ReadError {
    ReadError::malformed(Place::File, "reading broke off")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::{Format, ReadCode};

    fn rows(feed: &mut Feed, count: u64) -> Result<(), Stop> {
        feed.header(Header::new(Format::Csv))?;
        (1..=count).try_for_each(|number| feed.row(Row::new(number, vec![])))
    }

    #[test]
    fn rows_before_a_failure_still_arrive() {
        let mut reader = spawn(|feed| {
            rows(feed, 3)?;
            Err(Stop::Failed(ReadError::empty()))
        })
        .unwrap();
        for number in 1..=3 {
            assert_eq!(reader.next_row().unwrap().unwrap().number, number);
        }
        assert_eq!(reader.next_row().unwrap().unwrap_err().code(), ReadCode::Empty);
    }

    #[test]
    fn a_reader_that_hangs_up_ends_the_producer() {
        let (done, ended) = std::sync::mpsc::channel();
        let reader = spawn(move |feed| {
            let outcome = rows(feed, u64::MAX);
            let _ = done.send(matches!(outcome, Err(Stop::HungUp)));
            outcome
        })
        .unwrap();
        drop(reader);
        assert!(ended.recv().unwrap());
    }

    #[test]
    fn a_producer_that_dies_is_an_error_not_an_end() {
        let mut reader = spawn(|feed| {
            rows(feed, 1)?;
            feed.flush()?;
            std::panic::resume_unwind(Box::new("gone"))
        })
        .unwrap();
        assert!(reader.next_row().unwrap().is_ok());
        assert!(reader.next_row().unwrap().is_err());
    }
}
