//! The columns of facilities. Only public fields are named here.

use super::field::{Field, accuracy, area, integer, latitude, longitude, text};
use crate::record::Flag;
use crate::register::Facility;

pub const FACILITY_FIELDS: &[Field<Facility>] = &[
    Field::text("ID", |item, _| text(Some(item.id().to_string()))),
    Field::text("番号", |item, _| text(Some(&item.body.number))),
    Field::text("施設名", |item, _| text(Some(&item.body.name))),
    Field::text("施設名_カナ", |item, _| text(item.body.kana.as_ref())),
    Field::text("所在地", |item, _| text(item.body.address.text.as_ref())),
    Field::text("区コード", |item, _| {
        text(item.body.address.municipality.map(|code| code.to_string()))
    }),
    Field::text("区", |item, _| text(item.body.address.municipality_text.as_ref())),
    Field::text("大分類", |item, wording| {
        let major = item.body.class_major();
        text(major.map(|key| wording.name("facility_classes", key)))
    }),
    Field::text("用途", |item, wording| {
        wording.code("facility_classes", item.body.class.as_ref())
    }),
    Field::text("所管", |item, wording| wording.bureau(&item.body.organisation)),
    Field::text("所管課", |item, _| {
        let divisions = item.body.organisation.divisions.join(" ");
        text(Some(divisions).filter(|text| !text.is_empty()))
    }),
    Field::number("延床面積（㎡）", |item, _| area(&item.body.floor_area_m2)),
    Field::text("延床面積の欠損理由", |item, wording| {
        wording.missing(&item.body.floor_area_m2)
    }),
    Field::integer("建築年度", |item, _| integer(item.body.built_fy())),
    Field::text("所有", |item, wording| {
        wording.code("tenures", item.body.tenure.as_ref())
    }),
    Field::text("状態", |item, wording| {
        wording.code("facility_statuses", item.body.status.as_ref())
    }),
    Field::text("一般施設", |item, _| text(item.body.general.as_ref().map(yes_no))),
    Field::text("評価対象", |item, _| text(item.body.evaluated.as_ref().map(yes_no))),
    Field::number("緯度", |item, _| latitude(item)),
    Field::number("経度", |item, _| longitude(item)),
    Field::text("位置精度", accuracy),
    Field::text("出典区分", |item, wording| {
        text(Some(wording.name("provenances", item.body.provenance.key())))
    }),
];

fn yes_no(flag: &Flag) -> &'static str {
    if flag.value { "○" } else { "×" }
}
