//! `/facilities/{id}`: the public karte of one facility.

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, web};
use maud::{Markup, html};

use super::changes::{self, changes};
use super::facilities;
use super::facts::{Facts, Fields};
use super::frame::Frame;
use super::land::{position, record};
use super::linked::{self, place};
use super::map_link;
use super::query::PageQuery;
use super::related::related;
use super::setting::{Setting, page};
use crate::http::api::facility::PublicFacility;
use crate::http::api::history::{HistoryEntry, PublicForm};
use crate::http::api::record::{RecordId, Seen};
use crate::http::api::view::View;
use crate::http::pages::only_language;
use crate::http::problem::Problem;
use crate::http::state::State;
use crate::register::Facility;
use crate::snapshot::Item;

pub async fn show_facility(
    request: HttpRequest,
    state: web::Data<State>,
    id: RecordId<Facility>,
) -> Result<HttpResponse, Problem> {
    only_language(&PageQuery::of(&request))?;
    let item = View::of(&state).get(&id)?;
    let entries = changes::read::<Facility, PublicFacility>(&state, &id).await;
    page(&request, &state, move |setting| {
        render(setting, &item, entries.as_deref())
    })
    .await
}

fn render(setting: &Setting, item: &Arc<Item<Facility>>, entries: Option<&[HistoryEntry]>) -> String {
    let fields = Fields::of(&PublicFacility::new(&Seen::now(item), &setting.view));
    let name = fields.text("name").unwrap_or_default();
    let number = fields.text("number").unwrap_or_default();
    let address = fields.text("address").or(fields.text("ward_name"));
    let path = format!("{}/{}", facilities::PATH, item.id());
    let description = setting.pick(
        format!(
            "{name}（{}）の用途、延床面積、建築年度、所管、位置と更新履歴。",
            address.unwrap_or("所在地の記載なし")
        ),
        format!(
            "{name} ({}): class, floor area, year of building, bureau, position and changes.",
            address.unwrap_or("no address stated")
        ),
    );
    let linked_data = place(
        setting,
        &linked::Place {
            kind: "CivicStructure",
            name,
            identifier: number,
            address,
            position: fields.position(),
            phone: fields.text("phone"),
            url: fields.text("url").filter(|url| super::lands::is_web(url)),
            path: &path,
        },
    );
    let others = others(setting, &fields);
    let body = html! {
        article.sheet {
            div.heading {
                p.kind { (setting.pick("施設", "Facility")) " " (setting.pick("番号", "No.")) " " (number) }
                h1 { (name) }
                @if let Some(kana) = fields.text("kana") { p.kana { (kana) } }
                (marks(setting, &fields))
                p.actions {
                    a.button href=(map_link::of_record(&setting.query, item.id(), "facilities", fields.position())) {
                        (setting.pick("地図を開く", "Open the map"))
                    }
                }
            }
            section aria-labelledby="facts" {
                h2 id="facts" { (setting.pick("概要", "Facts")) }
                (facts(setting, &fields))
            }
            section aria-labelledby="size" {
                h2 id="size" { (setting.pick("規模と築年", "Size and age")) }
                (size(setting, &fields))
            }
            (related(setting, item.id()))
            section aria-labelledby="position" {
                h2 id="position" { (setting.pick("位置", "Position")) }
                (position(setting, &fields))
            }
            @if !others.is_empty() {
                section aria-labelledby="others" {
                    h2 id="others" { (setting.pick("その他の項目", "Other columns of the source")) }
                    (others)
                }
            }
            (changes(setting, entries))
            section aria-labelledby="data" {
                h2 id="data" { (setting.pick("このデータについて", "About this record")) }
                (record(setting, &fields, &format!("/api/facilities/{}", item.id())))
            }
        }
    };
    Frame {
        title: name.to_owned(),
        description,
        path,
        above: vec![(facilities::title(setting), facilities::PATH)],
        linked_data: Some(linked_data),
        indexed: true,
        alternates: vec![("application/json", format!("/api/facilities/{}", item.id()))],
        body,
    }
    .render(setting)
}

fn marks(setting: &Setting, fields: &Fields) -> Markup {
    let class = fields.text("class_key");
    let major = class.map(|class| class.split_once('.').map_or(class, |(major, _)| major));
    let name_of = |class: &str| setting.code("facility_classes", class);
    let major = major.map(name_of);
    // Some classes have one minor class of the same name.
    let minor = class.map(name_of).filter(|minor| major.as_ref() != Some(minor));
    html! {
        ul.marks {
            @if let Some(major) = major { li { (major) } }
            @if let Some(minor) = minor { li { (minor) } }
            @if fields.flag("vacant_candidate") == Some(true) { li { (setting.pick("空き施設の候補", "Candidate for vacant facilities")) } }
            @if fields.text("provenance") == Some("demo_invented") { li.invented { (setting.pick("架空", "Fictitious")) } }
        }
    }
}

fn yes_no(setting: &Setting, flag: Option<bool>) -> Option<&'static str> {
    flag.map(|flag| {
        if flag {
            setting.pick("対象", "yes")
        } else {
            setting.pick("対象外", "no")
        }
    })
}

fn facts<'a>(setting: &'a Setting, fields: &Fields) -> Facts<'a> {
    Facts::new(setting)
        .known("通称", "Alias", fields.text("alias"))
        .known("英語名", "English name", fields.text("name_en"))
        .row("区", "Ward", fields.text("ward_name"))
        .row("所在地", "Address", fields.text("address"))
        .row("所管", "Bureau", fields.text("bureau"))
        .known("部・課", "Division", fields.text("division"))
        .known("状態", "Status", fields.code(setting, "facility_statuses", "status"))
        .known("運営", "Operation", fields.code(setting, "operations", "operation"))
        .known("所有", "Tenure", fields.code(setting, "tenures", "tenure"))
        .known("H26.4分類", "Class of April 2014", fields.text("h26_class_ja"))
        .known("総務省の分類", "Cost class", fields.text("mic_class_ja"))
        .known("一般施設", "General facility", yes_no(setting, fields.flag("general")))
        .known("評価", "Evaluation", yes_no(setting, fields.flag("evaluated")))
        .known("開設", "Opened", fields.text("opened"))
        .known("廃止", "Closed", fields.text("closed"))
        .known("電話", "Phone", fields.text("phone"))
        .known("ウェブサイト", "Web site", fields.link("url", None))
        .known("説明", "Description", fields.text("description"))
}

fn size<'a>(setting: &'a Setting, fields: &Fields) -> Facts<'a> {
    let built = fields.integer("built_fy").and_then(|year| i16::try_from(year).ok());
    let age = built
        .zip(setting.fiscal_year())
        .filter(|(built, now)| built <= now)
        .map(|(built, now)| setting.pick(format!("{}年", now - built), format!("{} years", now - built)));
    Facts::new(setting)
        .row(
            "延床面積",
            "Floor area",
            fields.area(setting, "floor_area_m2", "floor_area_missing"),
        )
        .row("建築年度", "Built", fields.fiscal_year(setting, "built_fy"))
        .known("原資料の記載", "As written", fields.text("built_text"))
        .known("築年数", "Age", age)
}

fn others<'a>(setting: &'a Setting, fields: &Fields) -> Facts<'a> {
    fields
        .pairs("attributes")
        .fold(Facts::new(setting), |facts, (name, value)| {
            facts.row(name, name, Some(value))
        })
}
