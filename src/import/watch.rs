//! Watching an import while it reads, and stopping it.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use crate::codec::{Header, ReadError, Row, RowReader};

/// How far a reading has come, and the wish to stop it. Shared between who reads and who watches.
#[derive(Debug, Default)]
pub struct Watch {
    rows: AtomicU64,
    cancelled: AtomicBool,
}

impl Watch {
    /// Rows read so far.
    pub fn rows(&self) -> u64 {
        self.rows.load(Ordering::Relaxed)
    }

    /// Asks the reader to stop at the next row.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }
}

/// A reader that counts its rows and ends early where somebody wants it to.
pub(super) struct Watched<'w> {
    pub reader: Box<dyn RowReader + Send>,
    pub watch: &'w Watch,
}

impl RowReader for Watched<'_> {
    fn header(&self) -> &Header {
        self.reader.header()
    }

    fn next_row(&mut self) -> Option<Result<Row, ReadError>> {
        if self.watch.is_cancelled() {
            return None;
        }
        self.watch.rows.fetch_add(1, Ordering::Relaxed);
        self.reader.next_row()
    }
}
