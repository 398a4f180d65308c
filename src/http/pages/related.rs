//! The records that a record belongs with: buildings in full, the others by name.

use maud::{Markup, html};

use super::facilities;
use super::facts::Fields;
use super::lands;
use super::language::grouped;
use super::setting::Setting;
use crate::http::api::building::PublicBuilding;
use crate::http::api::history::PublicForm;
use crate::http::api::link::{PublicLink, public_links};
use crate::http::api::record::Seen;
use crate::record::{EntityId, Kind};

pub fn related(setting: &Setting, id: EntityId) -> Markup {
    let links = public_links(id, &setting.view.snapshot);
    let buildings: Vec<Fields> = links.iter().filter_map(|link| building(setting, link)).collect();
    let others: Vec<&PublicLink> = links.iter().filter(|link| link.kind != "building").collect();
    html! {
        @if !buildings.is_empty() {
            section aria-labelledby="buildings" {
                h2 id="buildings" { (setting.pick("棟", "Buildings")) }
                div.scroller role="region" tabindex="0" aria-label=(setting.pick("棟の表", "Table of buildings")) {
                    (table(setting, &buildings))
                }
            }
        }
        @if !others.is_empty() {
            section aria-labelledby="related" {
                h2 id="related" { (setting.pick("関係する施設・土地", "Facilities and land that belong to it")) }
                ul.related {
                    @for link in others { li { (other(setting, link)) } }
                }
            }
        }
    }
}

fn building(setting: &Setting, link: &PublicLink) -> Option<Fields> {
    let id: EntityId = link.id.parse().ok()?;
    if id.kind != Kind::Building {
        return None;
    }
    let item = setting.view.snapshot.buildings.get(id.fid)?;
    Some(Fields::of(&PublicBuilding::new(&Seen::now(item), &setting.view)))
}

fn table(setting: &Setting, buildings: &[Fields]) -> Markup {
    html! {
        table.list {
            thead {
                tr {
                    th scope="col" { (setting.pick("棟名", "Name")) }
                    th scope="col" { (setting.pick("用途", "Purpose")) }
                    th scope="col" { (setting.pick("構造", "Structure")) }
                    th.figure scope="col" { (setting.pick("地上階", "Floors")) }
                    th.figure scope="col" { (setting.pick("延床面積（㎡）", "Floor area (m²)")) }
                    th scope="col" { (setting.pick("建築年度", "Built (FY)")) }
                    th scope="col" { (setting.pick("耐震", "Seismic class")) }
                }
            }
            tbody {
                @for building in buildings {
                    tr {
                        th scope="row" { (building.text("name").or(building.text("number")).unwrap_or_default()) }
                        td { (building.text("purpose").unwrap_or_default()) }
                        td { (building.code(setting, "structures", "structure").unwrap_or_default()) }
                        td.figure { @if let Some(floors) = building.integer("floors_above") { (floors) } }
                        td.figure {
                            @match building.text("floor_area_m2") {
                                Some(area) => (grouped(area)),
                                None => (building.code(setting, "missing_reasons", "floor_area_missing").unwrap_or_default()),
                            }
                        }
                        td { (building.fiscal_year(setting, "built_fy").unwrap_or_default()) }
                        td { (building.code(setting, "seismic_classes", "seismic").unwrap_or_default()) }
                    }
                }
            }
        }
    }
}

fn other(setting: &Setting, link: &PublicLink) -> Markup {
    let (kind, path) = match link.kind {
        "facility" => (setting.pick("施設", "Facility"), Some(facilities::PATH)),
        "parcel" => (setting.pick("未利用地", "Unused land"), Some(lands::PATH)),
        _ => (setting.pick("筆", "Lot"), None),
    };
    html! {
        span.kind { (kind) }
        " "
        @match path {
            Some(path) => a href=(setting.address(&format!("{path}/{}", link.id))) { (link.name) },
            None => (link.name),
        }
        @if let Some(area) = &link.area_m2 { " " span.figure { (grouped(area)) " ㎡" } }
    }
}
