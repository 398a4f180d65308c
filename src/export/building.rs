//! The columns of buildings. Only public fields are named here.

use super::field::{Field, accuracy, area, integer, latitude, longitude, text};
use crate::register::Building;

pub const BUILDING_FIELDS: &[Field<Building>] = &[
    Field::text("ID", |item, _| text(Some(item.id().to_string()))),
    Field::text("番号", |item, _| text(Some(&item.body.number))),
    Field::text("棟名", |item, _| text(Some(&item.body.name))),
    Field::text("用途", |item, _| text(item.body.purpose.as_ref())),
    Field::text("構造", |item, wording| {
        wording.code("structures", item.body.structure.as_ref())
    }),
    Field::integer("地上階数", |item, _| integer(item.body.floors_above)),
    Field::integer("地下階数", |item, _| integer(item.body.floors_below)),
    Field::number("延床面積（㎡）", |item, _| area(&item.body.floor_area_m2)),
    Field::text("延床面積の欠損理由", |item, wording| {
        wording.missing(&item.body.floor_area_m2)
    }),
    Field::text("建築年月", |item, _| {
        text(item.body.built.known().map(|built| built.text()))
    }),
    Field::text("耐震", |item, wording| {
        wording.code("seismic_classes", item.body.seismic.as_ref())
    }),
    Field::number("緯度", |item, _| latitude(item)),
    Field::number("経度", |item, _| longitude(item)),
    Field::text("位置精度", accuracy),
    Field::text("出典区分", |item, wording| {
        text(Some(wording.name("provenances", item.body.provenance.key())))
    }),
];
