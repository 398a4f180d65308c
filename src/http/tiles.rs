//! Tiles of public data, their TileJSON and the style. Always public: internal tiles will have other addresses.

use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};

use super::base_url::base_url;
use super::coding::negotiate;
use super::etag::{json_by_content, matched};
use super::params::{Asked, FromParams, Params};
use super::problem::{Fault, Problem, ProblemBody, ProblemKind};
use super::route::reading;
use super::state::State;
use crate::text::Message;
use crate::tiles::{EncodedTile, MAX_ZOOM, TileId};

/// Long enough for panning back and forth, short enough for an edit to be seen soon; then the ETag decides.
const TILE_CACHE: &str = "public, max-age=30, must-revalidate";

pub fn configure(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/tiles/{layer}.json").route(reading().to(tile_json)))
        .service(web::resource("/tiles/{layer}/{z}/{x}/{y}").route(reading().to(tile)))
        .service(web::resource("/style.json").route(reading().to(style)));
}

/// `v` changes nothing in the answer: a client that knows the portfolio's version gets past older copies with it.
pub struct Freshness;

impl FromParams for Freshness {
    fn read(params: &mut Params) -> Self {
        params.integer("v", 0..=i64::MAX);
        Self
    }
}

/// A vector tile (Mapbox Vector Tile 2.1)
///
/// 204 where the tile holds nothing. The suffix `.mvt` or `.pbf` after `y` may be left out.
#[utoipa::path(get, path = "/tiles/{layer}/{z}/{x}/{y}", tag = "tiles",
    params(
        ("layer" = String, Path, description = "facilities, parcels, wards or the id of a public reference layer", example = "facilities"),
        ("z" = u8, Path, description = "Zoom, 0 to 22", example = 12),
        ("x" = u32, Path, description = "Column", example = 3589),
        ("y" = String, Path, description = "Row, with an optional suffix .mvt", example = "1626"),
        ("v" = Option<u64>, Query, description = "The portfolio's version, to get past older copies", example = 1),
    ),
    responses(
        (status = 200, description = "The tile", content_type = "application/vnd.mapbox-vector-tile"),
        (status = 204, description = "The tile is empty"),
        (status = 304, description = "The copy is still right"),
        (status = 400, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json"),
    ))]
pub async fn tile(
    request: HttpRequest,
    state: web::Data<State>,
    path: web::Path<(String, String, String, String)>,
    _: Asked<Freshness>,
) -> Result<HttpResponse, Problem> {
    let (layer, z, x, y) = path.into_inner();
    let address = read_address(&z, &x, &y)?;
    if !state.tiles.has_layer(&layer) {
        return Err(no_layer(&layer));
    }
    let coding = negotiate(&request)?;
    let tile = match state.tiles.cached(&layer, address, coding) {
        Some(tile) => tile,
        None => {
            let (tiles, name) = (state.tiles.clone(), layer.clone());
            let made = web::block(move || tiles.make(&name, address, coding)).await;
            made.map_err(|_| Problem::bare(ProblemKind::Unavailable))?
                .ok_or_else(|| no_layer(&layer))?
        }
    };
    Ok(respond(&request, tile))
}

fn respond(request: &HttpRequest, tile: EncodedTile) -> HttpResponse {
    let copy = matched_exactly(request, &tile.etag);
    let status = match (copy, tile.is_empty()) {
        (true, _) => StatusCode::NOT_MODIFIED,
        (false, true) => StatusCode::NO_CONTENT,
        (false, false) => StatusCode::OK,
    };
    let mut response = HttpResponse::build(status);
    response
        .insert_header((header::ETAG, &*tile.etag))
        .insert_header((header::CACHE_CONTROL, TILE_CACHE))
        .insert_header((header::VARY, "Accept-Encoding"));
    if status != StatusCode::OK {
        return response.finish();
    }
    if let Some(coding) = tile.encoding.content_encoding() {
        response.insert_header((header::CONTENT_ENCODING, coding));
    }
    response
        .content_type("application/vnd.mapbox-vector-tile")
        .body(tile.bytes)
}

/// A tile's tag names the bytes of one coding, so the tag of another does not count.
fn matched_exactly(request: &HttpRequest, etag: &str) -> bool {
    matched(request.headers(), etag).is_some_and(|tag| tag.trim_start_matches("W/") == etag)
}

fn read_address(z: &str, x: &str, y: &str) -> Result<TileId, Problem> {
    let y = y.strip_suffix(".mvt").or_else(|| y.strip_suffix(".pbf")).unwrap_or(y);
    let mut faults = Vec::new();
    let zoom = number(z).filter(|zoom| *zoom <= u32::from(MAX_ZOOM));
    if zoom.is_none() {
        faults.push(out_of_range("z", u32::from(MAX_ZOOM)));
    }
    let last = zoom.map_or(u32::MAX, |zoom| (1 << zoom) - 1);
    let mut read = |name: &'static str, text: &str| {
        let index = number(text).filter(|index| *index <= last);
        if index.is_none() {
            faults.push(out_of_range(name, last));
        }
        index
    };
    let (x, y) = (read("x", x), read("y", y));
    let tile = zoom
        .zip(x)
        .zip(y)
        .and_then(|((z, x), y)| TileId::new(u8::try_from(z).ok()?, x, y));
    tile.ok_or_else(|| Problem::parameters(faults))
}

fn number(text: &str) -> Option<u32> {
    let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

fn out_of_range(name: &'static str, last: u32) -> Fault {
    let ja = format!("{name} は0から{last}までの整数です。");
    Fault::parameter(
        name,
        Message::new(ja, format!("{name} is a whole number from 0 to {last}.")),
    )
}

fn no_layer(layer: &str) -> Problem {
    let shown: String = layer.chars().take(64).collect();
    Problem::not_found(Message::new(
        format!("公開レイヤー {shown} はありません。レイヤーの一覧は /api/summary にあります。"),
        format!("There is no public layer {shown}. The layers are listed in /api/summary."),
    ))
}

/// Describes the tiles of a layer (TileJSON 3.0)
#[utoipa::path(get, path = "/tiles/{layer}.json", tag = "tiles",
    params(("layer" = String, Path, description = "facilities, parcels, wards or the id of a public reference layer", example = "facilities")),
    responses(
        (status = 200, description = "TileJSON 3.0", body = serde_json::Value),
        (status = 404, body = ProblemBody, content_type = "application/problem+json"),
    ))]
pub async fn tile_json(
    request: HttpRequest,
    state: web::Data<State>,
    layer: web::Path<String>,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
    let base_url = base_url(&request, &state)?;
    let document = state
        .tiles
        .tile_json(&layer, &base_url)
        .ok_or_else(|| no_layer(&layer))?;
    Ok(json_by_content(&request, &document))
}

/// A MapLibre style over all layers
#[utoipa::path(get, path = "/style.json", tag = "tiles",
    responses((status = 200, description = "MapLibre style specification, version 8", body = serde_json::Value)))]
pub async fn style(request: HttpRequest, state: web::Data<State>, _: Asked<()>) -> Result<HttpResponse, Problem> {
    let base_url = base_url(&request, &state)?;
    Ok(json_by_content(
        &request,
        &state.tiles.style(&state.site.title_ja, &base_url),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_beyond_the_world_is_refused_by_its_parameter() {
        let wrong = |z, x, y| -> Vec<String> {
            let faults = read_address(z, x, y)
                .err()
                .map(|problem| problem.faults)
                .unwrap_or_default();
            faults
                .iter()
                .map(|fault| fault.message.en.split(' ').next().unwrap_or_default().to_owned())
                .collect()
        };
        assert!(wrong("12", "3589", "1626.mvt").is_empty());
        assert_eq!(wrong("23", "0", "0"), ["z"]);
        assert_eq!(wrong("1", "2", "0"), ["x"]);
        assert_eq!(wrong("1", "0", "-1"), ["y"]);
        assert_eq!(wrong("a", "b", "1.png"), ["z", "x", "y"]);
    }
}
