//! `/facilities`: the register of facilities.

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, web};
use maud::{Markup, html};

use super::class_summary::class_summary;
use super::controls::{Choice, Part, bounds, boxes, kept, select, sorts, words};
use super::downloads::{Download, downloads};
use super::frame::Frame;
use super::lands::{in_force, submit};
use super::language::grouped;
use super::linked::dataset;
use super::map_link;
use super::query::PageQuery;
use super::registers;
use super::setting::{Setting, page};
use crate::calendar::FiscalYear;
use crate::http::api::record::{area_text, bureau_name};
use crate::http::params::{FromParams, Params};
use crate::http::problem::Problem;
use crate::http::state::State;
use crate::register::Facility;
use crate::snapshot::{FacilityFilter, FacilitySort, Item};

pub const PATH: &str = "/facilities";

/// How old a facility is at least, in whole fiscal years since it was built.
struct Age(Option<i16>);

impl FromParams for Age {
    fn read(params: &mut Params) -> Self {
        let years = params.integer("age_min", 0..=200);
        Self(years.and_then(|years| i16::try_from(years).ok()))
    }
}

/// What the page shows: the facilities one by one, or their classes in figures.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Look {
    #[default]
    List,
    Classes,
}

impl FromParams for Look {
    fn read(params: &mut Params) -> Self {
        params.one_of("view", &[("class", Look::Classes)]).unwrap_or_default()
    }
}

pub async fn list_facilities(request: HttpRequest, state: web::Data<State>) -> Result<HttpResponse, Problem> {
    let mut params = PageQuery::of(&request).params();
    let ((filter, sort), (part, (age, look))) =
        <((FacilityFilter, FacilitySort), (Part, (Age, Look)))>::read(&mut params);
    params.finish()?;
    page(&request, &state, move |setting| {
        let filter = older_than(filter, age.0, setting.fiscal_year());
        let mut selected = filter.select(&setting.view.snapshot.facilities);
        sort.sort(&mut selected);
        render(setting, &selected, sort, part, (look, filter.built_to))
    })
    .await
}

/// An age is a last year of building.
fn older_than(mut filter: FacilityFilter, age_min: Option<i16>, this_year: Option<i16>) -> FacilityFilter {
    if let Some((age, this_year)) = age_min.zip(this_year) {
        let last = this_year.saturating_sub(age);
        filter.built_to = Some(filter.built_to.map_or(last, |given| given.min(last)));
    }
    filter
}

const FILES: [Download; 8] = [
    Download {
        ja: "CSV（全列・UTF-8）",
        en: "CSV (all columns, UTF-8)",
        parameters: &[("format", "csv")],
    },
    Download {
        ja: "Excel（全列）",
        en: "Excel (all columns)",
        parameters: &[("format", "xlsx")],
    },
    Download {
        ja: "CSV（公共施設一覧・自治体標準 56列）",
        en: "CSV (公共施設一覧, 56 columns)",
        parameters: &[("format", "csv"), ("layout", "public-facilities-56")],
    },
    Download {
        ja: "CSV（公共施設一覧・推奨 24列）",
        en: "CSV (公共施設一覧, 24 columns)",
        parameters: &[("format", "csv"), ("layout", "public-facilities-24")],
    },
    Download {
        ja: "Excel（公共施設一覧・自治体標準 56列）",
        en: "Excel (公共施設一覧, 56 columns)",
        parameters: &[("format", "xlsx"), ("layout", "public-facilities-56")],
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
    setting.pick("施設一覧", "Facilities").to_owned()
}

fn render(
    setting: &Setting,
    selected: &[Arc<Item<Facility>>],
    sort: FacilitySort,
    part: Part,
    (look, built_to): (Look, Option<i16>),
) -> String {
    let query = conditions(&setting.query, built_to);
    let export = |file: &Download| query.conditions("/api/facilities/export", file.parameters);
    let description = setting.pick(
        "市の施設の一覧です。用途、区、所管、建築年度、延床面積で絞り込み、そのまま保存できます。",
        "The city's facilities, to be filtered by class, ward, bureau, year of building and floor area, and downloaded.",
    );
    let looks = [
        (Look::List, None, setting.pick("施設ごと", "One by one")),
        (Look::Classes, Some("class"), setting.pick("用途ごとの集計", "By class")),
    ];
    let body = html! {
        div.heading {
            h1 { (title(setting)) }
            p.lead { (description) }
        }
        (form(setting))
        (in_force(setting, PATH))
        nav.looks aria-label=(setting.pick("表示の切替", "View")) {
            ul {
                @for (this, name, label) in looks {
                    li {
                        a href=(setting.query.with("page", None).with("view", name).address(PATH))
                            aria-current=[(this == look).then_some("true")] { (label) }
                    }
                }
            }
        }
        @if look == Look::Classes {
            (class_summary(setting, selected))
        } @else {
            (list(setting, selected, sort, part, &query))
        }
        (downloads(setting, &FILES, export))
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
            "/api/facilities/export",
        )),
        indexed: !setting.query.is_filtered() && look == Look::List,
        alternates: vec![
            ("application/json", query.conditions("/api/facilities", &[])),
            (
                "application/geo+json",
                query.conditions("/api/facilities/export", &[("format", "geojson")]),
            ),
        ],
        body,
    }
    .render(setting)
}

/// The query in the words of the API, which knows years of building and no ages.
fn conditions(query: &PageQuery, built_to: Option<i16>) -> PageQuery {
    let year = built_to.map(|year| year.to_string());
    query.with("age_min", None).with("built_to", year.as_deref())
}

fn form(setting: &Setting) -> Markup {
    let facilities = || setting.view.snapshot.facilities.iter().map(|item| &item.body);
    let wards = registers::wards(setting, facilities().map(|facility| &facility.address));
    let bureaus = registers::bureaus(setting, facilities().map(|facility| &facility.organisation));
    let majors = registers::values(facilities().map(|facility| facility.class_major()), |key| {
        (key.to_owned(), setting.code("facility_classes", key))
    });
    let classes = registers::values(
        facilities().map(|facility| facility.class.as_ref().map(|class| class.as_str())),
        |key| {
            let major = key.split_once('.').map_or(key, |(major, _)| major);
            let names = [major, key].map(|key| setting.code("facility_classes", key));
            (key.to_owned(), names.join(setting.pick("／", " / ")))
        },
    );
    let ages = [10, 20, 30, 40, 50, 60].map(|years| Choice {
        value: years.to_string(),
        label: setting.pick(format!("築{years}年以上"), format!("{years} years or more")),
        count: 0,
    });
    html! {
        search {
            form.filter action=(PATH) method="get" aria-label=(setting.pick("条件", "Conditions")) {
                div.row {
                    (words(setting, setting.pick("施設名・かな・所在地・番号。空白で区切るとすべてを含むもの", "Name, reading, address or number; all words must occur")))
                    (sorts(setting, &[
                        ("number", setting.pick("番号順", "By number")),
                        ("name", setting.pick("施設名順（かな）", "By name")),
                        ("-floor_area_m2", setting.pick("延床面積の大きい順", "Largest floor area first")),
                        ("built_fy", setting.pick("古い順", "Oldest first")),
                    ]))
                    (submit(setting))
                }
                details open[is_open(setting)] {
                    summary { (setting.pick("用途・区・所管・築年などで絞り込む", "Filter by class, ward, bureau, age and more")) }
                    div.groups {
                        (boxes(setting, "ward", setting.pick("区", "Ward"), &wards))
                        (boxes(setting, "class", setting.pick("大分類", "Major class"), &majors))
                        (select(setting, "bureau", setting.pick("所管", "Bureau"), &bureaus))
                        (select(setting, "age_min", setting.pick("築年数", "Age"), &ages))
                        (bounds(setting, setting.pick("建築年度（西暦）", "Built (FY)"), "built_from", "built_to", setting.pick("例 1965 から 1981 まで", "such as 1965 to 1981")))
                        (bounds(setting, setting.pick("延床面積（㎡）", "Floor area (m²)"), "area_min", "area_max", setting.pick("例 1000 から 5000 まで", "such as 1000 to 5000")))
                    }
                    (by_class(setting, &classes))
                    (submit(setting))
                }
                (kept(setting, &["evaluated", "vacant_candidate", "bbox", "near", "radius_m", "positioned", "accuracy", "show", "view"]))
            }
        }
    }
}

/// The many minor classes, folded.
fn by_class(setting: &Setting, classes: &[Choice]) -> Markup {
    html! {
        @if !classes.is_empty() {
            details open[setting.query.values("class").any(|class| class.contains('.'))] {
                summary { (setting.pick("小分類を選ぶ", "Choose minor classes")) }
                (boxes(setting, "class", setting.pick("小分類", "Minor class"), classes))
            }
        }
    }
}

fn is_open(setting: &Setting) -> bool {
    setting.query.with("q", None).is_filtered()
}

fn list(
    setting: &Setting,
    selected: &[Arc<Item<Facility>>],
    sort: FacilitySort,
    part: Part,
    conditions: &PageQuery,
) -> Markup {
    let shown = part.of(selected);
    html! {
        section aria-labelledby="list" {
            div.above-table {
                h2 id="list" { (setting.pick("一覧", "List")) }
                (shown.range(setting))
                p.to-map { a href=(map_link::of_list(conditions, "facilities")) { (setting.pick("この条件で地図を開く", "Open these on the map")) } }
            }
            @if !shown.rows.is_empty() {
                div.scroller role="region" tabindex="0" aria-label=(setting.pick("施設一覧の表（横に動かせます）", "Table of facilities, scrolls sideways")) {
                    (table(setting, shown.rows, sort))
                }
            }
            (shown.pager(setting, PATH))
        }
    }
}

/// A column of the list.
struct Column {
    ja: &'static str,
    en: &'static str,
    /// The sort that its heading stands for, as the address says it.
    sort: Option<(&'static str, FacilitySort)>,
    is_figure: bool,
}

impl Column {
    const fn new(ja: &'static str, en: &'static str) -> Self {
        Self {
            ja,
            en,
            sort: None,
            is_figure: false,
        }
    }

    const fn sorts(self, name: &'static str, sort: FacilitySort) -> Self {
        Self {
            sort: Some((name, sort)),
            ..self
        }
    }

    const fn figure(self) -> Self {
        Self {
            is_figure: true,
            ..self
        }
    }
}

const COLUMNS: [Column; 9] = [
    Column::new("番号", "No.").sorts("number", FacilitySort::Number),
    Column::new("施設名", "Name").sorts("name", FacilitySort::Name),
    Column::new("大分類", "Major class"),
    Column::new("小分類", "Minor class"),
    Column::new("区", "Ward"),
    Column::new("所在地", "Address"),
    Column::new("所管", "Bureau"),
    Column::new("延床面積（㎡）", "Floor area (m²)")
        .sorts("-floor_area_m2", FacilitySort::FloorAreaDescending)
        .figure(),
    Column::new("建築年度", "Built (FY)").sorts("built_fy", FacilitySort::BuiltYear),
];

fn table(setting: &Setting, rows: &[Arc<Item<Facility>>], sort: FacilitySort) -> Markup {
    let order = |of: FacilitySort| {
        let direction = match of {
            FacilitySort::FloorAreaDescending => "descending",
            _ => "ascending",
        };
        (of == sort).then_some(direction)
    };
    html! {
        table.list.facilities {
            caption.hidden { (title(setting)) }
            thead {
                tr {
                    @for Column { ja, en, sort, is_figure } in COLUMNS {
                        th scope="col" class=[is_figure.then_some("figure")] aria-sort=[sort.and_then(|(_, of)| order(of))] {
                            @match sort {
                                Some((name, _)) => a href=(setting.query.with("page", None).with("sort", Some(name)).address(PATH)) { (setting.pick(ja, en)) },
                                None => (setting.pick(ja, en)),
                            }
                        }
                    }
                }
            }
            tbody {
                @for item in rows { (row(setting, item)) }
            }
        }
    }
}

fn row(setting: &Setting, item: &Item<Facility>) -> Markup {
    let facility = &item.body;
    let href = setting.address(&format!("{PATH}/{}", item.id()));
    let class = facility.class.as_ref().map(|class| class.as_str());
    let named = |key: Option<&str>| key.map(|key| setting.code("facility_classes", key)).unwrap_or_default();
    let built = facility.built_fy();
    let missing = || {
        let reason = facility.floor_area_m2.missing()?;
        Some(setting.code("missing_reasons", reason.key()))
    };
    html! {
        tr {
            td { (facility.number) }
            th scope="row" { a href=(href) { (facility.name) } }
            td { (named(facility.class_major())) }
            td { (named(class.filter(|class| class.contains('.')))) }
            td { (facility.address.municipality_text.as_deref().unwrap_or_default()) }
            td { (facility.address.text.as_deref().unwrap_or_default()) }
            td { (bureau_name(&facility.organisation, &setting.view).unwrap_or_default()) }
            td.figure {
                @match area_text(&facility.floor_area_m2) {
                    Some(area) => (grouped(&area)),
                    None => span.none { (missing().unwrap_or_default()) },
                }
            }
            td { (built.and_then(FiscalYear::new).map(|year| setting.language().fiscal_year(year)).unwrap_or_default()) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_age_is_a_last_year_of_building_and_never_widens_the_one_given() {
        let given = |built_to| FacilityFilter {
            built_to,
            ..FacilityFilter::default()
        };
        assert_eq!(older_than(given(None), Some(30), Some(2025)).built_to, Some(1995));
        assert_eq!(older_than(given(Some(1980)), Some(30), Some(2025)).built_to, Some(1980));
        assert_eq!(older_than(given(Some(2000)), None, Some(2025)).built_to, Some(2000));
    }
}
