//! A building as a row. Only public fields are named here.

use super::columns::Row;
use super::{Label, facility};
use crate::register::Building;
use crate::snapshot::{Item, Placed};

pub(super) fn row(item: &Item<Building>, label: Label) -> Row {
    let body = &item.body;
    let mut row = Row::new(item.shape.clone().filter(|_| body.may_be_drawn()));
    let structure = body.structure.as_ref();
    let seismic = body.seismic.as_ref();
    row.text("ID", Some(item.id()));
    row.text("番号", Some(&body.number));
    row.text("棟名", Some(&body.name));
    row.text("用途", body.purpose.as_ref());
    row.text(
        "構造",
        structure.map(|key| label("structures", key.as_str()).unwrap_or_else(|| key.to_string())),
    );
    row.integer("地上階数", body.floors_above);
    row.integer("地下階数", body.floors_below);
    row.number("延床面積（㎡）", body.floor_area_m2.known().map(|area| area.as_f64()));
    row.text(
        "延床面積の欠損理由",
        facility::missing(body.floor_area_m2.missing(), label),
    );
    row.text("建築年月", body.built.known().map(|built| built.text()));
    row.text(
        "耐震",
        seismic.map(|key| label("seismic_classes", key.as_str()).unwrap_or_else(|| key.to_string())),
    );
    row.place();
    row.text("出典区分", Some(body.provenance.key()));
    row
}
