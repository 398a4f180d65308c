//! `/lands/{id}`: the sheet of one parcel.

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, web};
use maud::{Markup, html};

use super::changes::{self, changes};
use super::facts::{Facts, Fields};
use super::frame::Frame;
use super::lands;
use super::linked::{self, place};
use super::map_link;
use super::query::PageQuery;
use super::related::related;
use super::setting::{Setting, page};
use crate::http::api::history::{HistoryEntry, PublicForm};
use crate::http::api::parcel::PublicParcel;
use crate::http::api::record::{RecordId, Seen};
use crate::http::api::view::View;
use crate::http::pages::only_language;
use crate::http::problem::Problem;
use crate::http::state::State;
use crate::land::Parcel;
use crate::snapshot::Item;

pub async fn show_land(
    request: HttpRequest,
    state: web::Data<State>,
    id: RecordId<Parcel>,
) -> Result<HttpResponse, Problem> {
    only_language(&PageQuery::of(&request))?;
    let item = View::of(&state).get(&id)?;
    let entries = changes::read::<Parcel, PublicParcel>(&state, &id).await;
    page(&request, &state, move |setting| {
        render(setting, &item, entries.as_deref())
    })
    .await
}

fn render(setting: &Setting, item: &Arc<Item<Parcel>>, entries: Option<&[HistoryEntry]>) -> String {
    let fields = Fields::of(&PublicParcel::new(&Seen::now(item), &setting.view));
    let number = fields.text("number").unwrap_or_default();
    let name = fields.text("name").unwrap_or_default();
    let place_name = place_name(&fields);
    let path = format!("{}/{}", lands::PATH, item.id());
    let heading = if name.is_empty() {
        place_name.clone()
    } else {
        name.to_owned()
    };
    let description = setting.pick(
        format!("未利用地 {number} {heading}（{place_name}）の面積、活用方針、貸付の状況、位置と更新履歴。"),
        format!("Unused land No. {number}, {heading} ({place_name}): area, policy, lending, position and changes."),
    );
    let linked_data = place(
        setting,
        &linked::Place {
            kind: "Place",
            name: &heading,
            identifier: number,
            address: Some(place_name.as_str()).filter(|name| !name.is_empty()),
            position: fields.position(),
            phone: None,
            url: None,
            path: &path,
        },
    );
    let body = html! {
        article.sheet {
            div.heading {
                p.kind { (setting.pick("未利用地", "Unused land")) " " (setting.pick("番号", "No.")) " " (number) }
                h1 { (heading) }
                (marks(setting, &fields))
                p.actions {
                    a.button href=(map_link::of_record(&setting.query, item.id(), "parcels", fields.position())) {
                        (setting.pick("地図を開く", "Open the map"))
                    }
                }
            }
            section aria-labelledby="facts" {
                h2 id="facts" { (setting.pick("一覧表の項目", "As listed")) }
                (listed(setting, &fields))
            }
            section aria-labelledby="position" {
                h2 id="position" { (setting.pick("位置", "Position")) }
                (position(setting, &fields))
            }
            (related(setting, item.id()))
            (changes(setting, entries))
            section aria-labelledby="data" {
                h2 id="data" { (setting.pick("このデータについて", "About this record")) }
                (record(setting, &fields, &format!("/api/parcels/{}", item.id())))
            }
        }
    };
    Frame {
        title: setting.pick(format!("{number} {heading}"), format!("{number} {heading}")),
        description,
        path,
        above: vec![(lands::title(setting), lands::PATH)],
        linked_data: Some(linked_data),
        indexed: true,
        alternates: vec![("application/json", format!("/api/parcels/{}", item.id()))],
        body,
    }
    .render(setting)
}

/// 北区中之島１丁目 20番1.
fn place_name(fields: &Fields) -> String {
    let ward = fields.text("municipality").or(fields.text("ward_name"));
    let parts = [ward, fields.text("town"), fields.text("lot_text")];
    parts.into_iter().flatten().collect::<Vec<_>>().join("")
}

fn marks(setting: &Setting, fields: &Fields) -> Markup {
    let policy = fields.code(setting, "land_policies", "policy");
    let lending = fields.code(setting, "lending_statuses", "lending");
    html! {
        ul.marks {
            li { (policy.unwrap_or_else(|| setting.pick("未分類", "Not yet classified").to_owned())) }
            @if let Some(lending) = lending { li { (lending) } }
            @if fields.flag("in_city") == Some(false) { li { (setting.pick("市域外", "Outside the city")) } }
            @if fields.text("provenance") == Some("demo_invented") { li.invented { (setting.pick("架空", "Fictitious")) } }
        }
    }
}

fn listed<'a>(setting: &'a Setting, fields: &Fields) -> Facts<'a> {
    let criterion = match setting.pick(true, false) {
        true => fields.text("criterion_ja").map(str::to_owned),
        false => fields.code(setting, "land_criteria", "criterion"),
    };
    let mapnavi = fields.link(
        "mapnavi_url",
        Some(setting.pick("マップナビおおさかで見る", "See it in MapNavi Osaka")),
    );
    Facts::new(setting)
        .row(
            "未利用地登録年度",
            "Listed",
            fields.fiscal_year(setting, "registered_fy"),
        )
        .row("番号", "No.", fields.text("number"))
        .row("所在（区）", "Ward", fields.text("municipality"))
        .row("町丁目", "Town", fields.text("town"))
        .row("地番", "Lot", fields.text("lot_text"))
        .row("街区番号", "Block", fields.text("block_text"))
        .known("住居表示", "Address", fields.text("address"))
        .row("面積", "Area", fields.area(setting, "area_m2", "area_missing"))
        .row("土地所管局", "Bureau", fields.text("bureau"))
        .row("財産名称", "Name", fields.text("name"))
        .row("現状", "Current use", fields.text("current_use"))
        .row("活用方針", "Policy", fields.code(setting, "land_policies", "policy"))
        .row("分類基準", "Criterion", criterion)
        .row("処分目途", "Disposal outlook", fields.text("outlook"))
        .row(
            "貸付等の活用状況",
            "Lending",
            fields.code(setting, "lending_statuses", "lending"),
        )
        .row("備考", "Remarks", fields.text("remarks"))
        .row("マップナビおおさか", "MapNavi Osaka", mapnavi)
}

pub(super) fn position<'a>(setting: &'a Setting, fields: &Fields) -> Facts<'a> {
    let degrees = fields.position().map(|(lon, lat)| format!("{lat:.6}, {lon:.6}"));
    Facts::new(setting)
        .row("緯度、経度（JGD2011）", "Latitude, longitude (JGD2011)", degrees)
        .row(
            "位置の確からしさ",
            "Accuracy of the position",
            fields.code(setting, "position_accuracies", "position_accuracy"),
        )
}

pub(super) fn record<'a>(setting: &'a Setting, fields: &Fields, api: &str) -> Facts<'a> {
    Facts::new(setting)
        .row("ID", "ID", fields.text("id"))
        .row("由来", "Provenance", fields.code(setting, "provenances", "provenance"))
        .row("JSON", "JSON", Some(html! { a href=(api) { (api) } }))
}
