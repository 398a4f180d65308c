//! The browser's part of Koyu: files that were built into the binary, and one page for every address of the viewer.

use actix_web::http::header::{self, ContentType};
use actix_web::{HttpRequest, HttpResponse, web};
use rust_embed::{EmbeddedFile, RustEmbed};

use super::etag::{Etag, REVALIDATE, not_modified};
use super::problem::{Problem, ProblemKind};
use super::route::reading;

/// `web/dist`, as `make web` builds it. Missing in a tree where the viewer was not built: the server says so itself.
#[derive(RustEmbed)]
#[folder = "web/dist"]
#[allow_missing = true]
struct Files;

/// The names of files under `/assets` carry a hash of their content.
const IMMUTABLE: &str = "public, max-age=31536000, immutable";

/// The addresses of the viewer's pages. Any other address is a 404, not a page that finds nothing.
const PAGES: [&str; 10] = [
    "/",
    "/facilities",
    "/facilities/{id}",
    "/parcels",
    "/parcels/{id}",
    "/lands",
    "/lands/{id}",
    "/import",
    "/about",
    "/workbench",
];

pub fn configure(config: &mut web::ServiceConfig) {
    for page in PAGES {
        config.service(web::resource(page).route(reading().to(index)));
    }
    config.service(web::resource("/assets/{file:.*}").route(reading().to(asset)));
}

async fn index(request: HttpRequest) -> HttpResponse {
    match Files::get("index.html") {
        Some(file) => respond(&request, "index.html", file, REVALIDATE),
        None => HttpResponse::Ok()
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .content_type(ContentType::html())
            .body(UNBUILT),
    }
}

async fn asset(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let path = request.path().trim_start_matches('/');
    let file = Files::get(path).ok_or_else(|| Problem::bare(ProblemKind::NotFound))?;
    Ok(respond(&request, path, file, IMMUTABLE))
}

/// Any other file beside `index.html` (an icon, a font index), or nothing.
pub async fn other_file(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let path = request.path().trim_start_matches('/');
    let file = Files::get(path).filter(|_| path != "index.html" && !path.is_empty());
    let file = file.ok_or_else(|| Problem::bare(ProblemKind::NotFound))?;
    Ok(respond(&request, path, file, REVALIDATE))
}

fn respond(request: &HttpRequest, path: &str, file: EmbeddedFile, cache_control: &'static str) -> HttpResponse {
    let etag = Etag::of_bytes(&file.metadata.sha256_hash());
    not_modified(request, &etag, cache_control).unwrap_or_else(|| {
        HttpResponse::Ok()
            .insert_header((header::ETAG, etag.header_value()))
            .insert_header((header::CACHE_CONTROL, cache_control))
            .content_type(media_type(path))
            .body(file.data.into_owned())
    })
}

/// Browsers refuse a module or worker script with any other media type, so the few kinds that a build makes are spelled out.
fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "wasm" => "application/wasm",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
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
        assert_eq!(media_type("assets/worker-1a.mjs"), "text/javascript; charset=utf-8");
        assert_eq!(media_type("assets/noto.woff2"), "font/woff2");
        assert_eq!(media_type("assets/faces.json"), "application/json");
        assert_eq!(media_type("LICENSE"), "application/octet-stream");
    }
}
