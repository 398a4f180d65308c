//! The OpenAPI document, from the handlers' own types.

use utoipa::OpenApi;

use super::api::{self, building, facility, link, parcel, search, statistics, summary, vocabulary, ward};
use super::{health, tiles};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Koyu API",
        description = "公有資産ポートフォリオの公開API。 The public API of a portfolio of public facilities and unused land. \
            Coordinates are JGD2011 longitude and latitude in degrees; areas are ㎡ as decimal text; fiscal years run from April to March. \
            Every error is application/problem+json in Japanese and English; unknown or malformed parameters are refused by name.",
        license(name = "MIT OR Apache-2.0"),
    ),
    servers((url = "/")),
    tags(
        (name = "about", description = "What the portfolio holds"),
        (name = "facilities", description = "施設"),
        (name = "parcels", description = "未利用地"),
        (name = "buildings", description = "棟"),
        (name = "statistics", description = "集計"),
        (name = "search", description = "検索"),
        (name = "vocabularies", description = "コード表"),
        (name = "tiles", description = "ベクトルタイル"),
        (name = "health", description = "For the machines that watch the service"),
    ),
    paths(
        api::document,
        summary::read_summary,
        ward::list_wards,
        facility::list_facilities,
        facility::read_facility,
        facility::read_facility_history,
        link::list_facility_links,
        parcel::list_parcels,
        parcel::read_parcel,
        parcel::read_parcel_history,
        link::list_parcel_links,
        building::list_buildings,
        building::read_building,
        building::read_building_history,
        link::list_building_links,
        statistics::count_facilities,
        statistics::count_parcels,
        search::find,
        vocabulary::list_vocabularies,
        vocabulary::read_vocabulary,
        tiles::tile,
        tiles::tile_json,
        tiles::style,
        health::live,
        health::ready,
    ),
)]
struct Description;

/// The OpenAPI 3.1 document as JSON, ending in a line break: the text of docs/openapi.json.
pub fn document() -> String {
    let mut text = Description::openapi()
        .to_pretty_json()
        .expect("the description is made of plain data");
    text.push('\n');
    text
}
