//! The browser's part of Koyu: files that were built into the binary, each packed once in each coding.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::Write;
use std::sync::{LazyLock, PoisonError, RwLock};

use actix_web::http::header::{self, ContentType};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, web};
use rust_embed::{EmbeddedFile, RustEmbed};

use super::coding::negotiate;
use super::etag::{Etag, REVALIDATE, not_modified};
use super::problem::{Problem, ProblemKind};
use super::route::reading;
use crate::tiles::Encoding;

/// `web/dist`, as `make web` builds it. Missing in a tree where the viewer was not built: the server says so itself.
#[derive(RustEmbed)]
#[folder = "web/dist"]
#[exclude = ".vite/*"]
#[allow_missing = true]
struct Files;

/// The names of files under `/assets` carry a hash of their content.
const IMMUTABLE: &str = "public, max-age=31536000, immutable";

/// The addresses of the viewer's pages, as in web/src/routes.ts: a test there compares them.
const PAGES: [&str; 6] = ["/", "/area", "/edit/{id}", "/karte/{id}", "/new/{kind}", "/quality"];

pub fn configure(config: &mut web::ServiceConfig) {
    for page in PAGES {
        config.service(web::resource(page).route(reading().to(index)));
    }
    config.service(web::resource("/assets/{file:.*}").route(reading().to(asset)));
}

async fn index(request: HttpRequest) -> Result<HttpResponse, Problem> {
    match Files::get("index.html") {
        Some(file) => respond(&request, "index.html", file, REVALIDATE).await,
        None => Ok(HttpResponse::Ok()
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .content_type(ContentType::html())
            .body(UNBUILT)),
    }
}

async fn asset(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let path = request.path().trim_start_matches('/').to_owned();
    let file = Files::get(&path).ok_or_else(|| Problem::bare(ProblemKind::NotFound))?;
    respond(&request, &path, file, IMMUTABLE).await
}

/// Any other file beside `index.html` (an icon, a font index), or nothing. A person whose browser asks for a page is told
/// so by the viewer, a program by a problem.
pub async fn other_file(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let path = request.path().trim_start_matches('/').to_owned();
    if let Some(file) = Files::get(&path).filter(|_| path != "index.html") {
        return respond(&request, &path, file, REVALIDATE).await;
    }
    match Files::get("index.html").filter(|_| asks_for_a_page(&request)) {
        Some(page) => Ok(HttpResponse::NotFound()
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .content_type(ContentType::html())
            .body(page.data.into_owned())),
        None => Err(Problem::bare(ProblemKind::NotFound)),
    }
}

/// Whether a browser goes to the address, rather than loading a part of a page or a program asking.
pub fn asks_for_a_page(request: &HttpRequest) -> bool {
    let accepted = request
        .headers()
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok());
    accepted.is_some_and(|kinds| kinds.split(',').any(|kind| kind.trim().starts_with("text/html")))
}

async fn respond(
    request: &HttpRequest,
    path: &str,
    file: EmbeddedFile,
    cache_control: &'static str,
) -> Result<HttpResponse, Problem> {
    let hash = file.metadata.sha256_hash();
    let etag = Etag::of_hash(&hash);
    if let Some(response) = not_modified(request, &etag, cache_control) {
        return Ok(response);
    }
    let kind = media_kind(path);
    let coding = if kind.packs {
        negotiate(request)?
    } else {
        Encoding::Identity
    };
    let packed = web::block(move || pack(hash, coding, file.data)).await;
    let packed = packed.map_err(|_| Problem::bare(ProblemKind::Unavailable))?;
    let mut response = HttpResponse::Ok();
    response
        .insert_header((header::ETAG, etag.in_coding(coding).header_value()))
        .insert_header((header::CACHE_CONTROL, cache_control))
        .insert_header((header::VARY, "Accept-Encoding"));
    if let Some(name) = coding.content_encoding() {
        response.insert_header((header::CONTENT_ENCODING, name));
    }
    Ok(response.content_type(kind.media_type).body(packed))
}

/// The hash of a file, and the coding it is packed in.
type PackedKey = ([u8; 32], Encoding);

/// A file in a coding. The first to ask waits for a good compression; the files are few and never change, so all the
/// results are kept.
fn pack(hash: [u8; 32], coding: Encoding, bytes: Cow<'static, [u8]>) -> Bytes {
    static PACKED: LazyLock<RwLock<HashMap<PackedKey, Bytes>>> = LazyLock::new(RwLock::default);
    if coding == Encoding::Identity {
        return match bytes {
            Cow::Borrowed(bytes) => Bytes::from_static(bytes),
            Cow::Owned(bytes) => bytes.into(),
        };
    }
    let kept = PACKED.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(packed) = kept.get(&(hash, coding)) {
        return packed.clone();
    }
    drop(kept);
    let packed = Bytes::from(compress(coding, &bytes).expect("compressing in memory cannot fail"));
    let mut kept = PACKED.write().unwrap_or_else(PoisonError::into_inner);
    kept.insert((hash, coding), packed.clone());
    packed
}

fn compress(coding: Encoding, bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    match coding {
        Encoding::Identity => Ok(bytes.to_vec()),
        Encoding::Gzip => {
            let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
            encoder.write_all(bytes)?;
            encoder.finish()
        }
        // The highest level takes seconds for the map's code and saves a tenth.
        Encoding::Brotli => {
            let mut encoder = brotli::CompressorWriter::new(Vec::new(), 4096, 9, 22);
            encoder.write_all(bytes)?;
            encoder.flush()?;
            Ok(encoder.into_inner())
        }
        Encoding::Zstd => zstd::bulk::compress(bytes, 15),
    }
}

/// What a file is, and whether compression makes it smaller.
struct MediaKind {
    media_type: &'static str,
    packs: bool,
}

/// Browsers refuse a module or worker script with any other media type, so the few kinds that a build makes are spelled out.
fn media_kind(path: &str) -> MediaKind {
    let (media_type, packs) = match path.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "html" => ("text/html; charset=utf-8", true),
        "js" | "mjs" => ("text/javascript; charset=utf-8", true),
        "css" => ("text/css; charset=utf-8", true),
        "json" | "map" => ("application/json", true),
        "webmanifest" => ("application/manifest+json", true),
        "svg" => ("image/svg+xml", true),
        "txt" => ("text/plain; charset=utf-8", true),
        "wasm" => ("application/wasm", true),
        "png" => ("image/png", false),
        "jpg" | "jpeg" => ("image/jpeg", false),
        "webp" => ("image/webp", false),
        "ico" => ("image/x-icon", false),
        "woff2" => ("font/woff2", false),
        _ => ("application/octet-stream", false),
    };
    MediaKind { media_type, packs }
}

const UNBUILT: &str = "<!doctype html>
<html lang=\"ja\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">
<title>Koyu</title></head><body>
<h1>Koyu</h1>
<p>サーバーは動いています。地図の画面はこの実行ファイルに入っていません。<code>make run</code> で画面も作られます。</p>
<p lang=\"en\">The server is running, but this binary was built without the viewer. <code>make run</code> builds both.</p>
<ul><li><a href=\"/api/openapi.json\">API</a></li><li><a href=\"/api/summary\">/api/summary</a></li></ul>
</body></html>
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn module_scripts_and_fonts_have_the_types_that_browsers_insist_on() {
        assert_eq!(
            media_kind("assets/worker-1a.mjs").media_type,
            "text/javascript; charset=utf-8"
        );
        assert_eq!(media_kind("assets/noto.woff2").media_type, "font/woff2");
        assert_eq!(media_kind("assets/faces.json").media_type, "application/json");
        assert_eq!(media_kind("LICENSE").media_type, "application/octet-stream");
    }

    #[test]
    fn a_file_is_packed_once_and_reads_back() {
        let bytes: &'static [u8] = "公有 koyu ".repeat(500).leak().as_bytes();
        for coding in [Encoding::Brotli, Encoding::Zstd, Encoding::Gzip] {
            let packed = pack([7; 32], coding, Cow::Borrowed(bytes));
            assert!(packed.len() < bytes.len() / 10, "{coding:?}");
            assert_eq!(
                packed,
                pack([7; 32], coding, Cow::Borrowed(b"not read again")),
                "{coding:?}"
            );
        }
        let zstd = pack([7; 32], Encoding::Zstd, Cow::Borrowed(bytes));
        assert_eq!(zstd::decode_all(&zstd[..]).expect("zstd"), bytes);
    }
}
