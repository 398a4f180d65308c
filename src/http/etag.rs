//! Strong validators and conditional requests.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderMap, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpRequest, HttpResponse, web};
use serde::Serialize;
use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

use super::problem::{Problem, ProblemKind};
use super::state::State;
use crate::tiles::Encoding;

/// The inner text of a strong validator, without quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Etag(String);

impl Etag {
    /// Of an answer that the portfolio's version and the request decide. The epoch tells two servers, or one before and
    /// after a restore, apart: both may have a version 7.
    pub fn of_answer(state: &State, version: crate::history::Version, request: &HttpRequest) -> Self {
        let asked = xxh3_64(request.uri().to_string().as_bytes());
        Self(format!("{version}-{}-{asked:016x}", state.epoch))
    }

    /// Of an answer that something else decides too.
    pub fn beside(self, other: &str) -> Self {
        Self(format!("{}-{:08x}", self.0, xxh3_64(other.as_bytes()) as u32))
    }

    /// Of a record as it is shown: its revision in front, which is what a later `If-Match` compares.
    pub fn of_record(revision: u64, bytes: &[u8]) -> Self {
        Self(format!("{revision}-{:016x}", xxh3_64(bytes)))
    }

    pub fn of_content(bytes: &[u8]) -> Self {
        Self(format!("{:032x}", xxh3_128(bytes)))
    }

    /// Of a file by its own hash.
    pub fn of_hash(hash: &[u8]) -> Self {
        Self(hex::encode(&hash[..hash.len().min(16)]))
    }

    /// Of the same answer in a coding.
    pub fn in_coding(self, encoding: Encoding) -> Self {
        match encoding.content_encoding() {
            Some(name) => Self(format!("{}-{name}", self.0)),
            None => self,
        }
    }

    pub fn header_value(&self) -> String {
        format!("\"{}\"", self.0)
    }
}

/// The tag with which the client's copy is still right, as the client wrote it. A tag of the same answer in another
/// content coding counts: the copy that the client holds is that of its own coding.
pub fn matched(headers: &HeaderMap, etag: &str) -> Option<String> {
    let wanted = etag.trim_matches('"');
    headers
        .get_all(header::IF_NONE_MATCH)
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|tag| tag.trim())
        .find(|tag| {
            let bare = tag.strip_prefix("W/").unwrap_or(tag).trim_matches('"');
            *tag == "*" || bare == wanted || CODINGS.iter().any(|coding| bare.strip_suffix(coding) == Some(wanted))
        })
        .map(|tag| if tag == "*" { etag.to_owned() } else { tag.to_owned() })
}

const CODINGS: [&str; 3] = ["-gzip", "-br", "-zstd"];

/// Stands around compression: it makes other bytes of the same answer, which need another strong validator.
pub async fn tag_answers<B: MessageBody>(request: ServiceRequest, next: Next<B>) -> Result<ServiceResponse<B>, Error> {
    let mut response = next.call(request).await?;
    let headers = response.headers_mut();
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    tag_coding(headers);
    Ok(response)
}

fn tag_coding(headers: &mut HeaderMap) {
    let coding = headers.get(header::CONTENT_ENCODING).cloned();
    let Some(coding) = coding.as_ref().and_then(|value| value.to_str().ok()) else {
        return;
    };
    // Set where compressing would be idle; no coding that a client should hear of.
    if coding == "identity" {
        headers.remove(header::CONTENT_ENCODING);
        return;
    }
    let suffix = format!("-{coding}");
    let tagged = headers
        .get(header::ETAG)
        .and_then(|value| value.to_str().ok())
        .and_then(|tag| {
            let bare = tag.strip_suffix('"').filter(|bare| !bare.ends_with(&suffix))?;
            HeaderValue::from_str(&format!("{bare}{suffix}\"")).ok()
        });
    if let Some(tagged) = tagged {
        headers.insert(header::ETAG, tagged);
    }
}

/// 304 where the client's copy is still right.
pub fn not_modified(request: &HttpRequest, etag: &Etag, cache_control: &'static str) -> Option<HttpResponse> {
    let tag = matched(request.headers(), &etag.header_value())?;
    let mut response = HttpResponse::build(StatusCode::NOT_MODIFIED);
    response
        .insert_header((header::ETAG, tag))
        .insert_header((header::CACHE_CONTROL, cache_control));
    Some(response.insert_header((header::VARY, "Accept-Encoding")).finish())
}

/// Answers may be kept, but asked about each time: the portfolio changes when somebody commits, not by the clock.
pub const REVALIDATE: &str = "no-cache";

/// A JSON answer with a known validator, made off the workers: a list over a hundred thousand records must not hold up the
/// tiles.
pub async fn json_made<T: Serialize>(
    etag: &Etag,
    make: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<HttpResponse, Problem> {
    let bytes = web::block(move || make().map(|body| to_bytes(&body))).await;
    // The pool is closed when the server goes down.
    let bytes = bytes.map_err(|_| Problem::bare(ProblemKind::Unavailable))??;
    Ok(json_with(etag, bytes))
}

/// What only somebody known may read: nobody on the way keeps it.
pub fn json_private<T: Serialize>(body: &T) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        .content_type("application/json")
        .body(to_bytes(body))
}

/// A JSON answer about one record.
pub fn json_record<T: Serialize>(request: &HttpRequest, revision: u64, body: &T) -> HttpResponse {
    let bytes = to_bytes(body);
    let etag = Etag::of_record(revision, &bytes);
    not_modified(request, &etag, REVALIDATE).unwrap_or_else(|| json_with(&etag, bytes))
}

/// A JSON answer that nothing short of its content identifies.
pub fn json_by_content<T: Serialize>(request: &HttpRequest, body: &T) -> HttpResponse {
    let bytes = to_bytes(body);
    let etag = Etag::of_content(&bytes);
    not_modified(request, &etag, REVALIDATE).unwrap_or_else(|| json_with(&etag, bytes))
}

fn to_bytes<T: Serialize>(body: &T) -> Vec<u8> {
    serde_json::to_vec(body).expect("wire types hold nothing that JSON cannot")
}

fn json_with(etag: &Etag, bytes: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::ETAG, etag.header_value()))
        .insert_header((header::CACHE_CONTROL, REVALIDATE))
        .content_type("application/json")
        .body(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asking(value: &'static str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::IF_NONE_MATCH, HeaderValue::from_static(value));
        headers
    }

    #[test]
    fn a_copy_is_right_by_its_tag_in_any_coding() {
        for (asked, tag) in [
            ("\"7\"", Some("\"7\"")),
            ("\"6\", \"7-gzip\"", Some("\"7-gzip\"")),
            ("W/\"7\"", Some("W/\"7\"")),
            ("*", Some("\"7\"")),
            ("\"77\"", None),
            ("\"7-lzma\"", None),
        ] {
            assert_eq!(matched(&asking(asked), "\"7\"").as_deref(), tag, "{asked}");
        }
    }

    #[test]
    fn a_compressed_answer_has_a_tag_of_its_own() {
        let mut headers = HeaderMap::new();
        headers.insert(header::ETAG, HeaderValue::from_static("\"7\""));
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
        tag_coding(&mut headers);
        tag_coding(&mut headers);
        assert_eq!(
            headers.get(header::ETAG).and_then(|tag| tag.to_str().ok()),
            Some("\"7-br\"")
        );
    }
}
