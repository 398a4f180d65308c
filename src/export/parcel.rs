//! The columns of parcels: the city's 16 in their order, then Koyu's own. Only public fields are named here.

use super::field::{Field, accuracy, area, integer, latitude, longitude, text};
use crate::land::Parcel;

/// 未利用地一覧表 as the city publishes it.
pub const LAND_LIST_FIELDS: &[Field<Parcel>] = &[
    Field::integer("未利用地登録年度", |item, _| {
        integer(item.body.registered.map(|year| year.number()))
    }),
    Field::text("番号", |item, _| text(Some(item.body.number.text()))),
    Field::text("所在（区）", |item, _| {
        text(item.body.address.municipality_text.as_ref())
    }),
    Field::text("町丁目", |item, _| text(item.body.address.town.as_ref())),
    Field::text("地番", |item, _| text(item.body.lot_text.as_ref())),
    Field::text("街区番号", |item, _| text(item.body.block_text.as_ref())),
    Field::number("面積（㎡）", |item, _| area(&item.body.area_m2)),
    Field::text("土地所管局", |item, wording| {
        wording.bureau(&item.body.organisation)
    }),
    Field::text("財産名称", |item, _| text(Some(&item.body.name))),
    Field::text("現状", |item, _| text(item.body.current_use.as_ref())),
    Field::text("活用方針", |item, wording| {
        let policy = item.body.policy;
        text(policy.map(|policy| wording.name("land_policies", policy.key())))
    }),
    Field::text("分類基準", |item, _| {
        text(item.body.criterion.map(|criterion| criterion.ja()))
    }),
    Field::text("処分目途", |item, _| text(item.body.outlook.as_ref())),
    Field::text("貸付等の活用状況", |item, wording| {
        let lending = item.body.lending;
        text(lending.map(|lending| wording.name("lending_statuses", lending.key())))
    }),
    Field::text("備考", |item, _| text(item.body.remarks.as_ref())),
    Field::text("マップナビおおさかへのリンク", |item, _| {
        text(item.body.mapnavi_url.as_ref())
    }),
];

/// What Koyu adds to the city's columns.
pub const PARCEL_FIELDS: &[Field<Parcel>] = &[
    Field::text("ID", |item, _| text(Some(item.id().to_string()))),
    Field::text("住居表示", |item, _| text(item.body.address.text.as_ref())),
    Field::text("市域", |item, _| {
        text(Some(if item.body.in_city { "市域内" } else { "市域外" }))
    }),
    Field::text("面積の欠損理由", |item, wording| {
        wording.missing(&item.body.area_m2)
    }),
    Field::number("緯度", |item, _| latitude(item)),
    Field::number("経度", |item, _| longitude(item)),
    Field::text("位置精度", accuracy),
    Field::text("出典区分", |item, wording| {
        text(Some(wording.name("provenances", item.body.provenance.key())))
    }),
];
