//! A parcel as a row: the city's 16 columns in their order, then Koyu's own. Only public fields are named here.

use super::Label;
use super::columns::Row;
use crate::land::Parcel;
use crate::snapshot::{Item, Layer, Placed};

/// In the order of the list: by number, 9‐1 before 10‐1.
pub(super) fn rows(layer: &Layer<Parcel>, label: Label) -> Vec<Row> {
    let mut items: Vec<_> = layer.iter().collect();
    items.sort_by(|one, other| one.body.number.cmp(&other.body.number));
    items.into_iter().map(|item| row(item, label)).collect()
}

fn row(item: &Item<Parcel>, label: Label) -> Row {
    let body = &item.body;
    let mut row = Row::new(item.shape.clone().filter(|_| body.may_be_drawn()));
    let named = |list: &str, key: &str| label(list, key).unwrap_or_else(|| key.to_owned());
    row.integer("未利用地登録年度", body.registered.map(|year| year.number()));
    row.text("番号", Some(body.number.text()));
    row.text("所在（区）", body.address.municipality_text.as_ref());
    row.text("町丁目", body.address.town.as_ref());
    row.text("地番", body.lot_text.as_ref());
    row.text("街区番号", body.block_text.as_ref());
    row.number("面積（㎡）", body.area_m2.known().map(|area| area.as_f64()));
    row.text("土地所管局", body.organisation.bureau_text.as_ref());
    row.text("財産名称", Some(&body.name));
    row.text("現状", body.current_use.as_ref());
    row.text(
        "活用方針",
        body.policy.map(|policy| named("land_policies", policy.key())),
    );
    row.text("分類基準", body.criterion.map(|criterion| criterion.ja()));
    row.text("処分目途", body.outlook.as_ref());
    row.text(
        "貸付等の活用状況",
        body.lending.map(|lending| named("lending_statuses", lending.key())),
    );
    row.text("備考", body.remarks.as_ref());
    row.text("マップナビおおさかへのリンク", body.mapnavi_url.as_ref());
    row.text("ID", Some(item.id()));
    row.text("市域", Some(if body.in_city { "市域内" } else { "市域外" }));
    row.place();
    row.text(
        "位置精度",
        body.position.as_ref().map(|position| position.accuracy.key()),
    );
    row.text("出典区分", Some(body.provenance.key()));
    row
}
