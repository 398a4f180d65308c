//! The filters that several lists share, from a query string.

use utoipa::IntoParams;

use crate::geometry::Bbox;
use crate::http::params::{FromParams, Params, choose};
use crate::record::{AreaM2, MunicipalityCode, PositionAccuracy};
use crate::snapshot::{AreaBounds, Near, PlaceFilter, Words};
use crate::text::Message;

/// Farther than this is no neighbourhood, and the flat measure would begin to show.
const MAX_RADIUS_M: f64 = 50_000.0;

/// Where, in words and on the map. The fields say how the parameters are written; [`PlaceFilter`] is what they become.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "the fields are the documentation of the parameters")]
pub struct PlaceParameters {
    /// Words that must all occur in name, reading, address, lot or number. Widths, kana and hyphens are folded.
    #[param(example = "中央")]
    q: Option<String>,
    /// West, south, east, north in degrees: records whose shape meets the box.
    #[param(example = "135.4,34.6,135.6,34.8")]
    bbox: Option<String>,
    /// Longitude and latitude in degrees: records within `radius_m` of it.
    #[param(example = "135.5022,34.6937")]
    near: Option<String>,
    /// Distance in metres from `near` to the nearest part of the shape, up to 50 000.
    #[param(minimum = 0, maximum = 50_000, example = 500)]
    radius_m: Option<f64>,
    /// Only records that have a position that may be shown, or only those that have none.
    #[param(example = true)]
    positioned: Option<bool>,
    /// How far the position can be trusted, any of: exact, block, town, ward, municipality, none.
    #[param(example = "exact,block,town")]
    accuracy: Option<String>,
}

/// Reads `q`.
pub fn words(params: &mut Params) -> Words {
    params.text("q").map(|text| Words::new(&text)).unwrap_or_default()
}

/// Reads `bbox`.
pub fn bbox(params: &mut Params) -> Option<Bbox> {
    params.value("bbox", |text| text.parse::<Bbox>().map_err(|_| box_wanted()))
}

impl FromParams for PlaceFilter {
    fn read(params: &mut Params) -> Self {
        let bbox = bbox(params);
        let at = params.value("near", |text| position(text).ok_or_else(position_wanted));
        let radius_m = params.value("radius_m", |text| radius(text).ok_or_else(radius_wanted));
        let near = at
            .zip(radius_m)
            .map(|((lon, lat), radius_m)| Near { lon, lat, radius_m });
        if params.is_given("near") != params.is_given("radius_m") {
            let name = if params.is_given("near") { "radius_m" } else { "near" };
            let message = Message::new(
                "near と radius_m は一緒に指定してください。",
                "Give near and radius_m together.",
            );
            params.refuse(name, message);
        }
        let positioned = params.yes_or_no("positioned");
        let accuracies = params.list("accuracy", |text| choose(text, &ACCURACIES));
        Self {
            bbox,
            near,
            positioned,
            accuracies,
        }
    }
}

const ACCURACIES: [(&str, PositionAccuracy); 6] = [
    ("exact", PositionAccuracy::Exact),
    ("block", PositionAccuracy::Block),
    ("town", PositionAccuracy::Town),
    ("ward", PositionAccuracy::Ward),
    ("municipality", PositionAccuracy::Municipality),
    ("none", PositionAccuracy::None),
];

fn box_wanted() -> Message {
    Message::new(
        "西,南,東,北の経緯度4つ（例 135.4,34.6,135.6,34.8）",
        "west,south,east,north in degrees, such as 135.4,34.6,135.6,34.8",
    )
}

fn position_wanted() -> Message {
    Message::new(
        "経度,緯度（例 135.5022,34.6937）",
        "longitude,latitude in degrees, such as 135.5022,34.6937",
    )
}

fn radius_wanted() -> Message {
    Message::new("0から50000までの距離（m）", "a distance from 0 to 50000 metres")
}

fn position(text: &str) -> Option<(f64, f64)> {
    let (lon, lat) = text.split_once(',')?;
    let (lon, lat): (f64, f64) = (lon.trim().parse().ok()?, lat.trim().parse().ok()?);
    // NaN fails both comparisons.
    (lon.abs() <= 180.0 && lat.abs() <= 90.0).then_some((lon, lat))
}

fn radius(text: &str) -> Option<f64> {
    text.parse().ok().filter(|radius| (0.0..=MAX_RADIUS_M).contains(radius))
}

/// Reads `area_min` and `area_max`.
pub fn area_bounds(params: &mut Params) -> AreaBounds {
    let read = |text: &str| {
        let wanted = || {
            Message::new(
                "0以上の面積（㎡、小数2桁まで）",
                "an area in ㎡, not negative, with at most two decimals",
            )
        };
        text.parse::<AreaM2>().map_err(|_| wanted())
    };
    AreaBounds {
        min: params.value("area_min", read),
        max: params.value("area_max", read),
    }
}

/// Reads `ward`.
pub fn wards(params: &mut Params) -> Vec<MunicipalityCode> {
    params.list("ward", |text| {
        let wanted = || {
            Message::new(
                "6桁の区・市町村コード（例 271276）",
                "six-digit codes of wards, such as 271276",
            )
        };
        text.parse().map_err(|_| wanted())
    })
}

/// Reads texts that are compared as they are: keys of code lists, or the source's own words.
pub fn texts(params: &mut Params, name: &'static str) -> Vec<String> {
    params.list(name, |text| {
        let wanted = || Message::new("空でない値", "a value that is not empty");
        if text.is_empty() {
            Err(wanted())
        } else {
            Ok(text.to_owned())
        }
    })
}

/// Reads a fiscal year's number.
pub fn fiscal_year(params: &mut Params, name: &'static str) -> Option<i16> {
    params
        .integer(name, 1868..=2200)
        .and_then(|year| i16::try_from(year).ok())
}
