//! `/lands`: the list of unused land with the city's own sixteen columns.

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, web};
use maud::{Markup, html};

use super::controls::{Part, bounds, boxes, kept, select, sorts, words};
use super::downloads::{Download, downloads};
use super::frame::Frame;
use super::language::{Language, grouped};
use super::linked::dataset;
use super::map_link;
use super::query::PageQuery;
use super::registers;
use super::setting::{Setting, page};
use super::totals::land_totals;
use crate::codec::{Cell, FieldKind};
use crate::export::{LAND_LIST_FIELDS, Wording};
use crate::http::api::parcel::criterion_key;
use crate::http::params::FromParams;
use crate::http::problem::Problem;
use crate::http::state::State;
use crate::land::{Lending, Parcel, Policy};
use crate::snapshot::{Item, ParcelFilter, ParcelSort};

pub const PATH: &str = "/lands";

pub async fn list_lands(request: HttpRequest, state: web::Data<State>) -> Result<HttpResponse, Problem> {
    let mut params = PageQuery::of(&request).params();
    let ((filter, sort), part) = <((ParcelFilter, ParcelSort), Part)>::read(&mut params);
    params.finish()?;
    page(&request, &state, move |setting| {
        let mut selected = filter.select(&setting.view.snapshot.parcels);
        sort.sort(&mut selected);
        render(setting, &selected, sort, part)
    })
    .await
}

/// The city's columns in English, in their order.
const COLUMNS_EN: [&str; 16] = [
    "Listed (FY)",
    "No.",
    "Ward",
    "Town",
    "Lot",
    "Block",
    "Area (m²)",
    "Bureau",
    "Name",
    "Current use",
    "Policy",
    "Criterion",
    "Disposal outlook",
    "Lending",
    "Remarks",
    "MapNavi Osaka",
];

/// Columns by their places in the list.
const NUMBER: usize = 1;
const NAME: usize = 8;
const CRITERION: usize = 11;
const MAPNAVI: usize = 15;

const FILES: [Download; 6] = [
    Download {
        ja: "CSV（市の16列・UTF-8）",
        en: "CSV (the city's 16 columns, UTF-8)",
        parameters: &[("format", "csv"), ("layout", "land-list")],
    },
    Download {
        ja: "Excel（市の16列）",
        en: "Excel (the city's 16 columns)",
        parameters: &[("format", "xlsx"), ("layout", "land-list")],
    },
    Download {
        ja: "CSV（位置などを含む全列）",
        en: "CSV (all columns, with positions)",
        parameters: &[("format", "csv")],
    },
    Download {
        ja: "GeoJSON",
        en: "GeoJSON",
        parameters: &[("format", "geojson")],
    },
    Download {
        ja: "GeoPackage",
        en: "GeoPackage",
        parameters: &[("format", "geopackage")],
    },
    Download {
        ja: "FlatGeobuf",
        en: "FlatGeobuf",
        parameters: &[("format", "flatgeobuf")],
    },
];

pub fn title(setting: &Setting) -> String {
    setting.pick("未利用地一覧", "Unused land").to_owned()
}

fn render(setting: &Setting, selected: &[Arc<Item<Parcel>>], sort: ParcelSort, part: Part) -> String {
    let shown = part.of(selected);
    let export = |file: &Download| setting.query.conditions("/api/parcels/export", file.parameters);
    let description = setting.pick(
        "市が持つ未利用地の一覧です。活用方針、面積、所管、貸付の状況を確かめ、絞り込んで、そのまま保存できます。",
        "The city's unused land: policy, area, bureau and lending of each parcel, to be filtered and downloaded.",
    );
    let body = html! {
        div.heading {
            h1 { (title(setting)) }
            p.lead { (description) }
        }
        (form(setting))
        (in_force(setting, PATH))
        section aria-labelledby="list" {
            div.above-table {
                h2 id="list" { (setting.pick("一覧", "List")) }
                (shown.range(setting))
                p.to-map { a href=(map_link::of_list(&setting.query, "parcels")) { (setting.pick("この条件で地図を開く", "Open these on the map")) } }
            }
            @if !shown.rows.is_empty() {
                div.scroller role="region" tabindex="0" aria-label=(setting.pick("未利用地一覧の表（横に動かせます）", "Table of unused land, scrolls sideways")) {
                    (table(setting, shown.rows, sort))
                }
            }
            (shown.pager(setting, PATH))
        }
        (land_totals(setting, selected))
        (downloads(setting, &FILES, export))
        (remarks(setting))
    };
    Frame {
        title: title(setting),
        description: description.to_owned(),
        path: PATH.to_owned(),
        above: Vec::new(),
        linked_data: Some(dataset(
            setting,
            &title(setting),
            description,
            PATH,
            "/api/parcels/export",
        )),
        indexed: !setting.query.is_filtered(),
        alternates: vec![
            ("application/json", setting.query.conditions("/api/parcels", &[])),
            (
                "application/geo+json",
                setting
                    .query
                    .conditions("/api/parcels/export", &[("format", "geojson")]),
            ),
        ],
        body,
    }
    .render(setting)
}

fn form(setting: &Setting) -> Markup {
    let parcels = || setting.view.snapshot.parcels.iter().map(|item| &item.body);
    let coded = |list: &'static str| move |key: &'static str| (key.to_owned(), setting.code(list, key));
    let policies = registers::values(parcels().map(|parcel| parcel.policy), |policy| {
        coded("land_policies")(Policy::key(policy))
    });
    let criteria = registers::values(parcels().map(|parcel| parcel.criterion), |criterion| {
        let key = criterion_key(criterion);
        let label = match setting.language() {
            Language::Ja => criterion.ja().to_owned(),
            Language::En => setting.code("land_criteria", &key),
        };
        (key, label)
    });
    let outlooks = registers::values(parcels().map(|parcel| parcel.outlook.as_deref()), |outlook| {
        (outlook.to_owned(), outlook.to_owned())
    });
    let lendings = registers::values(parcels().map(|parcel| parcel.lending), |lending| {
        coded("lending_statuses")(Lending::key(lending))
    });
    let inside = registers::values(parcels().map(|parcel| Some(!parcel.in_city)), |outside| {
        let label = if outside {
            setting.pick("市域外", "Outside the city")
        } else {
            setting.pick("市域内", "Inside the city")
        };
        ((!outside).to_string(), label.to_owned())
    });
    let wards = registers::wards(setting, parcels().map(|parcel| &parcel.address));
    let bureaus = registers::bureaus(setting, parcels().map(|parcel| &parcel.organisation));
    html! {
        search {
            form.filter action=(PATH) method="get" aria-label=(setting.pick("条件", "Conditions")) {
                div.row {
                    (words(setting, setting.pick("財産名称・町丁目・地番・番号。空白で区切るとすべてを含むもの", "Name, town, lot or number; all words must occur")))
                    (sorts(setting, &[
                        ("number", setting.pick("番号順", "By number")),
                        ("-area_m2", setting.pick("面積の大きい順", "Largest area first")),
                        ("name", setting.pick("財産名称順", "By name")),
                    ]))
                    (submit(setting))
                }
                details open[is_open(setting)] {
                    summary { (setting.pick("区・活用方針・面積などで絞り込む", "Filter by ward, policy, area and more")) }
                    div.groups {
                        (boxes(setting, "ward", setting.pick("所在（区）", "Ward"), &wards))
                        (boxes(setting, "policy", setting.pick("活用方針", "Policy"), &policies))
                        (boxes(setting, "criterion", setting.pick("分類基準", "Criterion"), &criteria))
                        (boxes(setting, "outlook", setting.pick("処分目途", "Disposal outlook"), &outlooks))
                        (boxes(setting, "lending", setting.pick("貸付等の活用状況", "Lending"), &lendings))
                        (bounds(setting, setting.pick("面積（㎡）", "Area (m²)"), "area_min", "area_max", setting.pick("例 100 から 2000 まで", "such as 100 to 2000")))
                        (select(setting, "in_city", setting.pick("市域", "City limits"), &inside))
                        (select(setting, "bureau", setting.pick("土地所管局", "Bureau"), &bureaus))
                    }
                    (submit(setting))
                }
                (kept(setting, &["bbox", "near", "radius_m", "positioned", "accuracy", "show"]))
            }
        }
    }
}

pub(super) fn submit(setting: &Setting) -> Markup {
    html! { button type="submit" { (setting.pick("この条件で表示", "Show")) } }
}

/// Whether a condition is set that stands in the folded part.
fn is_open(setting: &Setting) -> bool {
    let query = &setting.query;
    query.with("q", None).is_filtered()
}

/// That conditions hold, and the way out of them.
pub(super) fn in_force(setting: &Setting, path: &str) -> Markup {
    html! {
        @if setting.query.is_filtered() {
            p.in-force {
                (setting.pick("条件で絞り込んでいます。", "Conditions are set. "))
                a href=(setting.address(path)) { (setting.pick("条件をすべて外す", "Clear all")) }
            }
        }
    }
}

fn table(setting: &Setting, rows: &[Arc<Item<Parcel>>], sort: ParcelSort) -> Markup {
    let label = |list: &str, key: &str| setting.code_if_known(list, key);
    let wording = Wording {
        label: &label,
        publisher: &setting.site.publisher,
    };
    let head = |at: usize| setting.pick(LAND_LIST_FIELDS[at].name, COLUMNS_EN[at]);
    let order = |at: usize| match (at, sort) {
        (NUMBER, ParcelSort::Number) | (NAME, ParcelSort::Name) => Some("ascending"),
        (6, ParcelSort::AreaDescending) => Some("descending"),
        _ => None,
    };
    let sortable = |at: usize| match at {
        NUMBER => Some("number"),
        6 => Some("-area_m2"),
        NAME => Some("name"),
        _ => None,
    };
    html! {
        table.list.lands {
            caption.hidden { (title(setting)) }
            thead {
                tr {
                    @for (at, field) in LAND_LIST_FIELDS.iter().enumerate() {
                        th scope="col" class=[figure(field.kind)] aria-sort=[order(at)] {
                            @match sortable(at) {
                                Some(name) => a href=(setting.query.with("page", None).with("sort", Some(name)).address(PATH)) { (head(at)) },
                                None => (head(at)),
                            }
                        }
                    }
                }
            }
            tbody {
                @for item in rows { (row(setting, item, &wording)) }
            }
        }
    }
}

fn figure(kind: FieldKind) -> Option<&'static str> {
    matches!(kind, FieldKind::Integer | FieldKind::Number).then_some("figure")
}

fn row(setting: &Setting, item: &Item<Parcel>, wording: &Wording) -> Markup {
    let href = setting.address(&format!("{PATH}/{}", item.id()));
    html! {
        tr {
            @for (at, field) in LAND_LIST_FIELDS.iter().enumerate() {
                @let cell = (field.cell)(item, wording);
                @match (at, &cell) {
                    (NUMBER, cell) => th scope="row" { a href=(href) { (cell.text()) } },
                    (NAME, cell) => td.name { a href=(href) { (cell.text()) } },
                    (CRITERION, _) => td { (criterion(setting, item)) },
                    (MAPNAVI, Cell::Text(address)) if is_web(address) => td { a href=(address) rel="external" { (setting.pick("マップナビ", "MapNavi")) } },
                    (_, Cell::Number(_)) => td.figure { (grouped(&cell.text())) },
                    (_, Cell::Integer(_)) => td.figure { (cell.text()) },
                    (_, cell) => td { (cell.text()) },
                }
            }
        }
    }
}

fn criterion(setting: &Setting, item: &Item<Parcel>) -> String {
    let Some(criterion) = item.body.criterion else {
        return String::new();
    };
    match setting.language() {
        Language::Ja => criterion.ja().to_owned(),
        Language::En => setting.code("land_criteria", &criterion_key(criterion)),
    }
}

/// Links come from files: only addresses of pages become links.
pub(super) fn is_web(address: &str) -> bool {
    address.starts_with("https://") || address.starts_with("http://")
}

fn remarks(setting: &Setting) -> Markup {
    html! {
        section.remarks aria-labelledby="remarks" {
            h2 id="remarks" { (setting.pick("一覧の見方", "How to read the list")) }
            ul {
                li { (setting.pick(
                    "面積の合計は市域内と市域外を分けて示します。市域外の大きな土地が合計を左右するためです。",
                    "Areas are summed inside and outside the city separately: a few large parcels outside would decide the sum.",
                )) }
                li { (setting.pick(
                    "処分目途の記号は原資料のとおりです。",
                    "The letters of the disposal outlook are those of the source.",
                )) }
                li { (setting.pick(
                    "地番の「内」は一部、「外」はほかの筆を含むことを表します。一覧の1件は1筆とは限りません。",
                    "In a lot number 内 means a part of the lot, 外 that other lots belong to it: an item is not always one lot.",
                )) }
                li {
                    a href=(setting.address("/about")) { (setting.pick("出典・位置の精度・問い合わせ先", "Sources, accuracy of positions, contact")) }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_of_the_city_has_an_english_name() {
        assert_eq!(LAND_LIST_FIELDS.len(), COLUMNS_EN.len());
        assert_eq!(LAND_LIST_FIELDS[NUMBER].name, "番号");
        assert_eq!(LAND_LIST_FIELDS[NAME].name, "財産名称");
        assert_eq!(LAND_LIST_FIELDS[CRITERION].name, "分類基準");
        assert_eq!(LAND_LIST_FIELDS[MAPNAVI].name, "マップナビおおさかへのリンク");
    }

    #[test]
    fn only_addresses_of_pages_become_links() {
        assert!(is_web("https://example.jp/a") && !is_web("javascript:alert(1)"));
    }
}
