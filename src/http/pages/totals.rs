//! Counts and areas of a list: inside and outside the city apart, since one large parcel outside would decide the sum.

use std::sync::Arc;

use maud::{Markup, html};

use super::language::grouped;
use super::setting::Setting;
use crate::land::{Parcel, Policy};
use crate::snapshot::{Item, Tally, tally};

/// Parcels by policy.
pub fn land_totals(setting: &Setting, selected: &[Arc<Item<Parcel>>]) -> Markup {
    let parcels = || selected.iter().map(|item| &item.body);
    let of = |holds: &dyn Fn(&Parcel) -> bool| {
        tally(
            parcels()
                .filter(|parcel| holds(parcel))
                .map(|parcel| parcel.area_m2.known().copied()),
        )
    };
    let policies = Policy::ALL
        .into_iter()
        .map(Some)
        .chain(parcels().any(|parcel| parcel.policy.is_none()).then_some(None));
    let row = |holds: &dyn Fn(&Parcel) -> bool| {
        let inside = of(&|parcel| parcel.in_city && holds(parcel));
        let outside = of(&|parcel| !parcel.in_city && holds(parcel));
        let all = of(holds);
        html! { (cells(&inside)) (cells(&outside)) (cells(&all)) }
    };
    let without_area = of(&|_| true).without_area;
    html! {
        section.totals aria-labelledby="totals" {
            h2 id="totals" { (setting.pick("合計", "Totals")) }
            div.scroller role="region" tabindex="0" aria-label=(setting.pick("活用方針ごとの合計", "Totals by policy")) {
                table.sums {
                    caption.hidden { (setting.pick("活用方針ごとの件数と面積", "Number and area by policy")) }
                    thead {
                        tr {
                            th scope="col" rowspan="2" { (setting.pick("活用方針", "Policy")) }
                            th scope="colgroup" colspan="2" { (setting.pick("市域内", "Inside the city")) }
                            th scope="colgroup" colspan="2" { (setting.pick("市域外", "Outside the city")) }
                            th scope="colgroup" colspan="2" { (setting.pick("計", "All")) }
                        }
                        tr {
                            @for _ in 0..3 {
                                th.figure scope="col" { (setting.pick("件数", "Number")) }
                                th.figure scope="col" { (setting.pick("面積（㎡）", "Area (m²)")) }
                            }
                        }
                    }
                    tbody {
                        @for policy in policies {
                            tr {
                                th scope="row" { (policy.map_or_else(
                                    || setting.pick("未分類", "Not yet classified").to_owned(),
                                    |policy| setting.code("land_policies", policy.key()),
                                )) }
                                (row(&|parcel| parcel.policy == policy))
                            }
                        }
                    }
                    tfoot {
                        tr {
                            th scope="row" { (setting.pick("計", "All")) }
                            (row(&|_| true))
                        }
                    }
                }
            }
            @if without_area > 0 {
                p.hint {
                    (setting.pick(
                        format!("面積の分からない{}は面積の合計に入りません。", setting.language().count(without_area)),
                        format!("Not in the sums of areas: {} without an area.", setting.language().count(without_area)),
                    ))
                }
            }
        }
    }
}

fn cells(tally: &Tally) -> Markup {
    html! {
        td.figure { (grouped(&tally.count.to_string())) }
        td.figure { (grouped(&tally.area_m2().to_string())) }
    }
}
