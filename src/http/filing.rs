//! Attached files on their way in and out: received within bounds, kept, served so that a browser runs nothing in them.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read, Write};
use std::sync::Arc;

use actix_web::body::SizedStream;
use actix_web::http::header::{
    self, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, ContentEncoding, ContentLength, HeaderValue,
};
use actix_web::{HttpRequest, HttpResponse, web};
use bytes::Bytes;
use futures_util::{StreamExt, stream};
use tempfile::NamedTempFile;
use tokio::sync::{Mutex, MutexGuard};

use super::etag::{Etag, REVALIDATE, not_modified};
use super::problem::{Problem, ProblemKind};
use crate::content::{ContentError, Taken, take};
use crate::register::ContentHash;
use crate::snapshot::Snapshot;
use crate::store::Files;
use crate::text::Message;

/// How much is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FilingLimits {
    /// Of one file.
    pub file_bytes: u64,
    /// Of all files together.
    pub all_bytes: u64,
}

impl Default for FilingLimits {
    fn default() -> Self {
        Self {
            file_bytes: 50 << 20,
            all_bytes: 20 << 30,
        }
    }
}

/// Where the contents of attached files are, and how they come there.
pub struct Filing {
    files: Arc<dyn Files>,
    pub limits: FilingLimits,
    /// Held from keeping a content to the commit that names it, and from a commit that takes a name away to the removal of
    /// what nobody names: between the two a content must not vanish.
    writing: Mutex<()>,
    /// Photos are unpacked one at a time: each may take a quarter of a gigabyte.
    taking: Mutex<()>,
}

impl Filing {
    pub fn new(files: Arc<dyn Files>, limits: FilingLimits) -> Self {
        Self {
            files,
            limits,
            writing: Mutex::new(()),
            taking: Mutex::new(()),
        }
    }

    pub async fn write(&self) -> MutexGuard<'_, ()> {
        self.writing.lock().await
    }

    /// Receives a body into a file of its own.
    pub async fn receive(&self, request: &HttpRequest, mut payload: web::Payload) -> Result<NamedTempFile, Problem> {
        let most = self.limits.file_bytes;
        let declared = request
            .headers()
            .get(header::CONTENT_LENGTH)
            .and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
        if declared.is_some_and(|bytes| bytes > most) {
            return Err(too_large(most));
        }
        let mut scratch = self.files.scratch().map_err(failed)?;
        let mut received = 0;
        while let Some(chunk) = payload.next().await {
            let chunk = chunk.map_err(|_| {
                Problem::new(
                    ProblemKind::InvalidRequest,
                    Message::new(
                        "送信が途中で切れました。もう一度送ってください。",
                        "The upload broke off. Send it again.",
                    ),
                )
            })?;
            received += chunk.len() as u64;
            if received > most {
                return Err(too_large(most));
            }
            scratch.write_all(&chunk).map_err(failed)?;
        }
        Ok(scratch)
    }

    /// Tells what was received, and takes out what must not be kept.
    pub async fn take(&self, mut scratch: NamedTempFile) -> Result<(NamedTempFile, Taken), Problem> {
        let _one_at_a_time = self.taking.lock().await;
        let taken = web::block(move || {
            let taken = take(scratch.as_file_mut());
            (scratch, taken)
        });
        let (scratch, taken) = taken.await.map_err(|_| Problem::bare(ProblemKind::Unavailable))?;
        match taken {
            Ok(taken) => Ok((scratch, taken)),
            Err(ContentError::Io(error)) => Err(failed(error)),
            Err(error @ ContentError::Damaged(_)) => Err(Problem::new(ProblemKind::InvalidRecord, error.message())),
            Err(error @ ContentError::Type) => Err(Problem::new(ProblemKind::UnsupportedMedia, error.message())),
        }
    }

    /// Whether so many more bytes may be kept.
    pub fn require_room(&self, snapshot: &Snapshot, bytes: u64) -> Result<(), Problem> {
        let kept: u64 = snapshot.attachments.iter().map(|item| item.body.bytes).sum();
        if kept.saturating_add(bytes) <= self.limits.all_bytes {
            return Ok(());
        }
        let mebibytes = self.limits.all_bytes >> 20;
        Err(Problem::new(
            ProblemKind::InsufficientStorage,
            Message::new(
                format!(
                    "添付ファイルの合計が上限の{mebibytes}MiBを超えます。不要な添付を削除するか、管理者に相談してください。"
                ),
                format!("Attached files would exceed {mebibytes} MiB together. Remove some, or ask the administrator."),
            ),
        ))
    }

    /// Keeps a content and its small picture.
    pub async fn keep(&self, scratch: NamedTempFile, taken: &Taken, small: Option<ContentHash>) -> Result<(), Problem> {
        let (files, hash) = (Arc::clone(&self.files), taken.sha256);
        let picture = taken.thumbnail.as_ref().map(|picture| picture.bytes.clone()).zip(small);
        let kept = web::block(move || -> io::Result<()> {
            if let Some((bytes, hash)) = picture {
                let mut scratch = files.scratch()?;
                scratch.write_all(&bytes)?;
                files.keep(scratch, hash)?;
            }
            files.keep(scratch, hash)
        });
        kept.await
            .map_err(|_| Problem::bare(ProblemKind::Unavailable))?
            .map_err(failed)
    }

    /// Removes those of the contents that no attachment names any more.
    pub async fn sweep(&self, contents: Vec<ContentHash>, snapshot: Arc<Snapshot>) {
        let files = Arc::clone(&self.files);
        let swept = web::block(move || -> io::Result<()> {
            let named: BTreeSet<ContentHash> = snapshot
                .attachments
                .iter()
                .flat_map(|item| item.body.contents().collect::<Vec<_>>())
                .collect();
            for hash in contents.into_iter().filter(|hash| !named.contains(hash)) {
                files.remove(hash)?;
            }
            Ok(())
        });
        if let Ok(Err(error)) = swept.await {
            // The record is right; `koyu check` names the file that nobody needs.
            tracing::warn!(%error, "a file that no attachment names could not be removed");
        }
    }

    /// A content as an answer that a browser saves and never runs.
    pub async fn serve(
        &self,
        request: &HttpRequest,
        hash: ContentHash,
        content_type: &'static str,
        file_name: &str,
    ) -> Result<HttpResponse, Problem> {
        let etag = Etag::of_hash(hash.as_bytes());
        if let Some(unchanged) = not_modified(request, &etag, REVALIDATE) {
            return Ok(unchanged);
        }
        let files = Arc::clone(&self.files);
        let opened = web::block(move || {
            let Some(file) = files.open(hash)? else { return Ok(None) };
            let bytes = file.metadata()?.len();
            Ok(Some((file, bytes)))
        });
        let opened: io::Result<Option<(File, u64)>> =
            opened.await.map_err(|_| Problem::bare(ProblemKind::Unavailable))?;
        let Some((file, bytes)) = opened.map_err(failed)? else {
            tracing::error!(%hash, "the content of an attachment is missing; see koyu check");
            return Err(Problem::new(
                ProblemKind::Unavailable,
                Message::new(
                    "ファイルの内容が見つかりません。管理者に知らせてください。",
                    "The content of the file is missing. Tell the administrator.",
                ),
            ));
        };
        let mut response = HttpResponse::Ok();
        response
            .insert_header((header::ETAG, etag.header_value()))
            .insert_header((header::CACHE_CONTROL, REVALIDATE))
            .insert_header((header::CONTENT_TYPE, content_type))
            .insert_header((CONTENT_DISPOSITION, disposition(file_name)))
            .insert_header((
                CONTENT_SECURITY_POLICY,
                "default-src 'none'; sandbox; frame-ancestors 'none'",
            ))
            .insert_header(("cross-origin-resource-policy", "same-origin"))
            // Pictures and documents are packed already.
            .insert_header(ContentEncoding::Identity);
        if request.method() == actix_web::http::Method::HEAD {
            return Ok(response.insert_header(ContentLength(bytes as usize)).finish());
        }
        Ok(response.body(SizedStream::new(bytes, chunks(file))))
    }
}

/// The file in pieces, each read off the workers.
fn chunks(file: File) -> impl futures_util::Stream<Item = Result<Bytes, actix_web::Error>> {
    const CHUNK_BYTES: usize = 64 * 1024;
    Box::pin(stream::try_unfold(file, |mut file| async move {
        let read = web::block(move || {
            let mut chunk = vec![0; CHUNK_BYTES];
            let read = file.read(&mut chunk)?;
            chunk.truncate(read);
            io::Result::Ok((chunk, file))
        });
        let (chunk, file) = read.await.map_err(actix_web::Error::from)??;
        Ok((!chunk.is_empty()).then(|| (Bytes::from(chunk), file)))
    }))
}

/// To be saved under its name; the name in ASCII for old programs, in UTF-8 for all others (RFC 6266).
fn disposition(file_name: &str) -> HeaderValue {
    let plain: String = file_name
        .chars()
        .map(|letter| match letter {
            ' ' | '!'..='~' if !matches!(letter, '"' | '\\' | '%') => letter,
            _ => '_',
        })
        .collect();
    let is_bare = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte);
    let encoded: String = file_name
        .bytes()
        .map(|byte| {
            if is_bare(byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect();
    HeaderValue::from_str(&format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}"))
        .unwrap_or_else(|_| HeaderValue::from_static("attachment"))
}

fn too_large(most: u64) -> Problem {
    let mebibytes = most >> 20;
    Problem::new(
        ProblemKind::PayloadTooLarge,
        Message::new(
            format!("ファイルは{mebibytes}MiBまでです。小さくしてから添付してください。"),
            format!("A file may have {mebibytes} MiB. Make it smaller first."),
        ),
    )
}

fn failed(error: io::Error) -> Problem {
    tracing::error!(%error, "an attached file could not be read or written");
    Problem::bare(ProblemKind::Unavailable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_saved_under_its_name_and_the_name_cannot_break_out() {
        let said = |name: &str| disposition(name).to_str().expect("ASCII").to_owned();
        assert_eq!(
            said("平面図.pdf"),
            "attachment; filename=\"___.pdf\"; filename*=UTF-8''%E5%B9%B3%E9%9D%A2%E5%9B%B3.pdf"
        );
        assert_eq!(
            said("a\"; x=\r\n.txt"),
            "attachment; filename=\"a_; x=__.txt\"; filename*=UTF-8''a%22%3B%20x%3D%0D%0A.txt"
        );
    }
}
