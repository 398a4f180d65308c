//! A facility as a row. Only public fields are named here.

use super::Label;
use super::columns::Row;
use crate::register::Facility;
use crate::snapshot::{Item, Placed};

pub(super) fn row(item: &Item<Facility>, label: Label) -> Row {
    let body = &item.body;
    let mut row = Row::new(item.shape.clone().filter(|_| body.may_be_drawn()));
    let class = body.class.as_ref().map(|class| class.as_str());
    let code = |list: &str, key: Option<&crate::record::Code>| {
        key.map(|key| label(list, key.as_str()).unwrap_or_else(|| key.to_string()))
    };
    row.text("ID", Some(item.id()));
    row.text("番号", Some(&body.number));
    row.text("施設名", Some(&body.name));
    row.text("施設名_カナ", body.kana.as_ref());
    row.text("所在地", body.address.text.as_ref());
    row.text("区コード", body.address.municipality);
    row.text("区", body.address.municipality_text.as_ref());
    row.text(
        "大分類",
        body.class_major()
            .map(|key| label("facility_classes", key).unwrap_or_else(|| key.to_owned())),
    );
    row.text(
        "用途",
        class.map(|key| label("facility_classes", key).unwrap_or_else(|| key.to_owned())),
    );
    row.text("所管", body.organisation.bureau_text.as_ref());
    row.text(
        "所管課",
        Some(body.organisation.divisions.join(" ")).filter(|text| !text.is_empty()),
    );
    row.number("延床面積（㎡）", body.floor_area_m2.known().map(|area| area.as_f64()));
    row.text("延床面積の欠損理由", missing(body.floor_area_m2.missing(), label));
    row.integer("建築年度", body.built_fy());
    row.text("所有", code("tenures", body.tenure.as_ref()));
    row.text("状態", code("facility_statuses", body.status.as_ref()));
    row.text("一般施設", body.general.as_ref().map(|flag| yes_no(flag.value)));
    row.text("評価対象", body.evaluated.as_ref().map(|flag| yes_no(flag.value)));
    row.place();
    row.text(
        "位置精度",
        body.position.as_ref().map(|position| position.accuracy.key()),
    );
    row.text("出典区分", Some(body.provenance.key()));
    row
}

pub(super) fn missing(reason: Option<crate::record::MissingReason>, label: Label) -> Option<String> {
    reason.map(|reason| label("missing_reasons", reason.key()).unwrap_or_else(|| reason.key().to_owned()))
}

fn yes_no(value: bool) -> &'static str {
    if value { "○" } else { "×" }
}
