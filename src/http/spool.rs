//! Files that are made for one answer: written off the workers, sent from disk in pieces, gone when they are sent.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use actix_web::body::SizedStream;
use actix_web::web::{self, Bytes};
use futures_util::Stream;
use futures_util::stream::try_unfold;
use tokio::sync::Semaphore;

use super::problem::{Problem, ProblemKind};

/// So many files are written at one time; who comes later waits. Writing is bound by the processor.
static WRITERS: Semaphore = Semaphore::const_new(2);

/// What all files on their way out may hold on disk together: slow readers must not fill it.
const MOST_BYTES: u64 = 1 << 30;

const PIECE_BYTES: usize = 64 * 1024;

static BYTES_OUT: AtomicU64 = AtomicU64::new(0);

/// A file that nobody else can name any more.
pub struct Spooled {
    file: File,
    share: Share,
}

/// The part of [`MOST_BYTES`] that a file takes until it is dropped.
struct Share(u64);

impl Drop for Share {
    fn drop(&mut self) {
        BYTES_OUT.fetch_sub(self.0, Ordering::Relaxed);
    }
}

impl Spooled {
    /// Lets `write` make a file at a path that it is given.
    pub async fn make<E: std::fmt::Display + Send + 'static>(
        write: impl FnOnce(&Path) -> Result<(), E> + Send + 'static,
    ) -> Result<Self, Problem> {
        let unavailable = || Problem::bare(ProblemKind::Unavailable);
        if BYTES_OUT.load(Ordering::Relaxed) > MOST_BYTES {
            return Err(unavailable());
        }
        let turn = WRITERS.acquire().await.map_err(|_| unavailable())?;
        let made = web::block(move || {
            // Held by the work, not by the request: who hangs up does not let another writer in early.
            let _turn = turn;
            let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
            let path = folder.path().join("file");
            write(&path).map_err(|error| error.to_string())?;
            // The folder goes with its name; the open file stays readable.
            File::open(&path).map_err(|error| error.to_string())
        });
        let made = made.await.map_err(|_| unavailable())?;
        let opened = made.and_then(|file| {
            let length = file.metadata().map_err(|error| error.to_string())?.len();
            Ok((file, length))
        });
        let (file, length) = opened.map_err(|error| {
            tracing::error!(%error, "a file for download could not be written");
            Problem::internal()
        })?;
        BYTES_OUT.fetch_add(length, Ordering::Relaxed);
        Ok(Self {
            file,
            share: Share(length),
        })
    }

    /// The file as a body, read piece by piece as the client takes it.
    pub fn into_body(self) -> SizedStream<impl Stream<Item = Result<Bytes, io::Error>>> {
        let length = self.share.0;
        SizedStream::new(length, try_unfold(self, next_piece))
    }
}

async fn next_piece(mut spooled: Spooled) -> Result<Option<(Bytes, Spooled)>, io::Error> {
    let read = web::block(move || {
        let mut piece = vec![0; PIECE_BYTES];
        let length = spooled.file.read(&mut piece)?;
        piece.truncate(length);
        Ok::<_, io::Error>((piece, spooled))
    });
    let (piece, spooled) = read.await.map_err(io::Error::other)??;
    Ok((!piece.is_empty()).then(|| (Bytes::from(piece), spooled)))
}
