//! The records that fulfil the filters of a list, in its order, as a file. Public fields only: the columns are those of
//! [`crate::export`].

use std::sync::Arc;

use actix_web::http::header::{self, Charset, ContentDisposition, DispositionParam, DispositionType, ExtendedValue};
use actix_web::{HttpRequest, HttpResponse, web};
use utoipa::IntoParams;

use super::building::BuildingParameters;
use super::facility::{FacilityParameters, FacilitySortParameter};
use super::filter::PlaceParameters;
use super::moment::{Moment, MomentParameters};
use super::parcel::{ParcelParameters, ParcelSortParameter};
use super::register::Selection;
use super::summary::is_demo;
use super::view::View;
use crate::codec::{Format, WriteError, WriteOptions};
use crate::export::{FacilityLayout, ParcelLayout, Records, Wording, export_records};
use crate::http::etag::{Etag, REVALIDATE, not_modified};
use crate::http::params::{Asked, FromParams, Params};
use crate::http::problem::{Problem, ProblemBody};
use crate::http::spool::Spooled;
use crate::http::state::State;
use crate::snapshot::{BuildingFilter, FacilityFilter, FacilitySort, ParcelFilter, ParcelSort};

/// The kind of file.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "the field is the documentation of the parameter")]
pub struct FormatParameter {
    /// `csv` (the default; UTF-8 with a byte order mark, formulas defused), `xlsx`, `geojson`, `flatgeobuf` or `geopackage`.
    #[param(example = "csv")]
    format: Option<String>,
}

const FORMATS: [(&str, Format); 5] = [
    ("csv", Format::Csv),
    ("xlsx", Format::Xlsx),
    ("geojson", Format::GeoJson),
    ("flatgeobuf", Format::FlatGeobuf),
    ("geopackage", Format::GeoPackage),
];

impl FromParams for Format {
    fn read(params: &mut Params) -> Self {
        params.one_of("format", &FORMATS).unwrap_or(Format::Csv)
    }
}

/// The columns of a file of facilities.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "the field is the documentation of the parameter")]
pub struct FacilityLayoutParameter {
    /// `full` (the default), or 公共施設一覧 as `public-facilities-24` or `public-facilities-56`.
    #[param(example = "public-facilities-56")]
    layout: Option<String>,
}

impl FromParams for FacilityLayout {
    fn read(params: &mut Params) -> Self {
        let choices = [
            ("full", FacilityLayout::Full),
            ("public-facilities-24", FacilityLayout::PublicFacilities24),
            ("public-facilities-56", FacilityLayout::PublicFacilities56),
        ];
        params.one_of("layout", &choices).unwrap_or_default()
    }
}

/// The columns of a file of parcels.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "the field is the documentation of the parameter")]
pub struct ParcelLayoutParameter {
    /// `full` (the default: the city's 16 columns, then Koyu's own) or `land-list` (the city's 16 columns).
    #[param(example = "land-list")]
    layout: Option<String>,
}

impl FromParams for ParcelLayout {
    fn read(params: &mut Params) -> Self {
        let choices = [("full", ParcelLayout::Full), ("land-list", ParcelLayout::LandList)];
        params.one_of("layout", &choices).unwrap_or_default()
    }
}

/// What the file is called, without date and extension.
struct FileName {
    ja: &'static str,
    ascii: &'static str,
}

/// What a file is asked for: which records, in which columns and format, at which moment.
type File<S, L> = (S, (L, Format), Moment);

/// Facilities that fulfil all filters, as a file
#[utoipa::path(get, path = "/api/facilities/export", tag = "facilities",
    params(FormatParameter, FacilityLayoutParameter, FacilityParameters, PlaceParameters, FacilitySortParameter, MomentParameters),
    responses((status = 200, description = "The file, named in Content-Disposition", body = Vec<u8>, content_type = "application/octet-stream"),
        (status = 304, description = "The copy is still right"),
        (status = 400, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn export_facilities(
    request: HttpRequest,
    state: web::Data<State>,
    asked: Asked<File<(FacilityFilter, FacilitySort), FacilityLayout>>,
) -> Result<HttpResponse, Problem> {
    let Asked((selection, (layout, format), moment)) = asked;
    let name = FileName {
        ja: if layout == FacilityLayout::Full {
            "施設一覧"
        } else {
            "公共施設一覧"
        },
        ascii: "koyu-facilities",
    };
    answer(&request, &state, moment, format, name, move |view, write| {
        let selected = selection.select(&view.snapshot.facilities);
        write(&Records::Facilities(&selected, layout))
    })
    .await
}

/// Parcels that fulfil all filters, as a file
#[utoipa::path(get, path = "/api/parcels/export", tag = "parcels",
    params(FormatParameter, ParcelLayoutParameter, ParcelParameters, PlaceParameters, ParcelSortParameter, MomentParameters),
    responses((status = 200, description = "The file, named in Content-Disposition", body = Vec<u8>, content_type = "application/octet-stream"),
        (status = 304, description = "The copy is still right"),
        (status = 400, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn export_parcels(
    request: HttpRequest,
    state: web::Data<State>,
    asked: Asked<File<(ParcelFilter, ParcelSort), ParcelLayout>>,
) -> Result<HttpResponse, Problem> {
    let Asked((selection, (layout, format), moment)) = asked;
    let name = FileName {
        ja: "未利用地一覧",
        ascii: "koyu-parcels",
    };
    answer(&request, &state, moment, format, name, move |view, write| {
        let selected = selection.select(&view.snapshot.parcels);
        write(&Records::Parcels(&selected, layout))
    })
    .await
}

/// Buildings that fulfil all filters, as a file
#[utoipa::path(get, path = "/api/buildings/export", tag = "buildings",
    params(FormatParameter, BuildingParameters, PlaceParameters, MomentParameters),
    responses((status = 200, description = "The file, named in Content-Disposition", body = Vec<u8>, content_type = "application/octet-stream"),
        (status = 304, description = "The copy is still right"),
        (status = 400, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn export_buildings(
    request: HttpRequest,
    state: web::Data<State>,
    asked: Asked<(BuildingFilter, Format, Moment)>,
) -> Result<HttpResponse, Problem> {
    let Asked((selection, format, moment)) = asked;
    let name = FileName {
        ja: "棟一覧",
        ascii: "koyu-buildings",
    };
    answer(&request, &state, moment, format, name, move |view, write| {
        let selected = Selection::select(&selection, &view.snapshot.buildings);
        write(&Records::Buildings(&selected))
    })
    .await
}

/// Writes what was selected to a file.
type Write<'a> = &'a dyn Fn(&Records) -> Result<(), WriteError>;

async fn answer(
    request: &HttpRequest,
    state: &State,
    moment: Moment,
    format: Format,
    name: FileName,
    select: impl FnOnce(&View, Write) -> Result<(), WriteError> + Send + 'static,
) -> Result<HttpResponse, Problem> {
    let version = moment.version(state, state.live.load().version()).await?;
    let etag = Etag::of_answer(state, version, request);
    if let Some(response) = not_modified(request, &etag, REVALIDATE) {
        return Ok(response);
    }
    let view = View::at(state, Moment::At(version)).await?;
    let disposition = disposition(&name, format, &view);
    let publisher = Arc::clone(&state.site.publisher);
    let spooled = Spooled::make(move |path| {
        let label = |list: &str, key: &str| view.label_ja(list, key);
        let wording = Wording {
            label: &label,
            publisher: &publisher,
        };
        // Nothing but the portfolio may decide the bytes: the validator is a strong one.
        let day = view.data_date().unwrap_or_else(|| "1970-01-01".to_owned());
        let options = WriteOptions {
            defuse_formulas: true,
            last_change: Some(format!("{day}T00:00:00Z")),
            ..WriteOptions::default()
        };
        select(&view, &|records| {
            export_records(records, &wording, format, &options, path).map(drop)
        })
    })
    .await?;
    let mut response = HttpResponse::Ok();
    response
        .insert_header((header::ETAG, etag.header_value()))
        .insert_header((header::CACHE_CONTROL, REVALIDATE))
        .insert_header(disposition)
        .content_type(media_type(format));
    if format == Format::Xlsx {
        // A workbook is a zip: compressing it once more only costs time. The layer around takes this header off.
        response.insert_header((header::CONTENT_ENCODING, "identity"));
    }
    Ok(response.body(spooled.into_body()))
}

fn media_type(format: Format) -> &'static str {
    match format {
        Format::Csv => "text/csv; charset=utf-8",
        other => other.media_type(),
    }
}

/// The file's name in Japanese, and in ASCII for clients that know no other (RFC 6266). The day is that of the data.
fn disposition(name: &FileName, format: Format, view: &View) -> ContentDisposition {
    let day = view.data_date().map(|day| format!("_{day}")).unwrap_or_default();
    let demo = is_demo(&view.snapshot);
    let (mark, mark_ascii) = if demo { ("【架空】", "demo-") } else { ("", "") };
    let extension = format.extension();
    let (ja, ascii) = (name.ja, name.ascii);
    ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![
            DispositionParam::Filename(format!("{mark_ascii}{ascii}{day}.{extension}")),
            DispositionParam::FilenameExt(ExtendedValue {
                charset: Charset::Ext("UTF-8".to_owned()),
                language_tag: None,
                value: format!("{mark}{ja}{day}.{extension}").into_bytes(),
            }),
        ],
    }
}
