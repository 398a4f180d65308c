//! Facilities by class: how many, how large, and how old they are.

use std::collections::BTreeMap;
use std::sync::Arc;

use maud::{Markup, html};

use super::facilities::PATH;
use super::language::grouped;
use super::setting::Setting;
use crate::register::Facility;
use crate::snapshot::{Item, Tally};

/// Facilities of one class.
#[derive(Default)]
struct Group {
    tally: Tally,
    /// Built thirty years ago or more.
    old: usize,
    without_year: usize,
}

const OLD_YEARS: i16 = 30;

impl Group {
    fn add(&mut self, facility: &Facility, this_year: Option<i16>) {
        self.tally.add(facility.floor_area_m2.known().copied());
        match facility.built_fy().zip(this_year) {
            Some((built, now)) if now - built >= OLD_YEARS => self.old += 1,
            Some(_) => {}
            None => self.without_year += 1,
        }
    }
}

pub fn class_summary(setting: &Setting, selected: &[Arc<Item<Facility>>]) -> Markup {
    let this_year = setting.fiscal_year();
    let mut majors: BTreeMap<&str, (Group, BTreeMap<&str, Group>)> = BTreeMap::new();
    let mut all = Group::default();
    for item in selected {
        let facility = &item.body;
        all.add(facility, this_year);
        let class = facility.class.as_ref().map_or("", |class| class.as_str());
        let (group, minors) = majors.entry(facility.class_major().unwrap_or("")).or_default();
        group.add(facility, this_year);
        minors.entry(class).or_default().add(facility, this_year);
    }
    let name = |key: &str| match key {
        "" => setting.pick("分類なし", "No class").to_owned(),
        key => setting.code("facility_classes", key),
    };
    let list = |key: &str| setting.query.with("view", None).with("class", Some(key)).address(PATH);
    html! {
        section aria-labelledby="classes" {
            h2 id="classes" { (setting.pick("用途ごとの集計", "By class")) }
            div.scroller role="region" tabindex="0" aria-label=(setting.pick("用途ごとの表", "Table by class")) {
                table.list.sums {
                    thead {
                        tr {
                            th scope="col" { (setting.pick("大分類・小分類", "Class")) }
                            th.figure scope="col" { (setting.pick("施設数", "Number")) }
                            th.figure scope="col" { (setting.pick("延床面積（㎡）", "Floor area (m²)")) }
                            th.figure scope="col" { (setting.pick("面積不明", "No area")) }
                            th.figure scope="col" { (setting.pick("築30年以上", "30 years or more")) }
                            th.figure scope="col" { (setting.pick("建築年不明", "No year")) }
                        }
                    }
                    tbody {
                        @for (major, (group, minors)) in &majors {
                            tr.major {
                                th scope="row" {
                                    @if major.is_empty() { (name(major)) } @else { a href=(list(major)) { (name(major)) } }
                                }
                                (cells(group))
                            }
                            @for (minor, group) in minors {
                                @if minor.contains('.') {
                                    tr.minor {
                                        th scope="row" { a href=(list(minor)) { (name(minor)) } }
                                        (cells(group))
                                    }
                                }
                            }
                        }
                    }
                    tfoot {
                        tr { th scope="row" { (setting.pick("計", "All")) } (cells(&all)) }
                    }
                }
            }
        }
    }
}

fn cells(group: &Group) -> Markup {
    let figure = |number: usize| grouped(&number.to_string());
    html! {
        td.figure { (figure(group.tally.count)) }
        td.figure { (grouped(&group.tally.area_m2().to_string())) }
        td.figure { (figure(group.tally.without_area)) }
        td.figure { (figure(group.old)) }
        td.figure { (figure(group.without_year)) }
    }
}
