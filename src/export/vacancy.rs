//! A vacancy as a row, in the columns that the profile `vacancies` reads back. Candidates, decisions and remarks stay inside.

use super::columns::Row;
use super::{Label, facility};
use crate::record::{EntityId, Kind};
use crate::register::Vacancy;
use crate::snapshot::{Item, Snapshot};

pub(super) fn row(item: &Item<Vacancy>, snapshot: &Snapshot, label: Label) -> Row {
    let body = &item.body;
    let mut row = Row::new(None);
    let named = |list: &str, key: &str| label(list, key).unwrap_or_else(|| key.to_owned());
    let of = |kind: Kind| Some(body.of).filter(|of| of.kind == kind);
    let number = |entity: EntityId| snapshot.get(entity).and_then(|stored| stored.state.body.key());
    let owner = snapshot.facility_of(body);
    row.text("ID", Some(item.id()));
    row.text("番号", Some(&body.number).filter(|number| !number.is_empty()));
    row.text("名称", Some(&body.name));
    row.text("空きの範囲", Some(named("vacancy_extents", body.extent.key())));
    row.text("施設番号", of(Kind::Facility).and_then(number));
    row.text("施設名", owner.map(|facility| &facility.name));
    row.text("建物番号", of(Kind::Building).and_then(number));
    let parcel = of(Kind::Parcel).and_then(|of| snapshot.parcels.get(of.fid));
    row.text("未利用地番号", parcel.map(|parcel| parcel.body.number.text()));
    row.text("階・室", body.part.as_ref());
    row.number("空き面積（㎡）", body.area_m2.known().map(|area| area.as_f64()));
    row.text("面積の欠損理由", facility::missing(body.area_m2.missing(), label));
    row.text("空き始めた時期", body.since.as_ref().map(|date| date.text()));
    row.text("使える時期", body.usable_from.as_ref().map(|date| date.text()));
    row.text("制約", body.constraints.as_ref());
    row.text(
        "活用方針",
        body.policy
            .as_ref()
            .map(|policy| named("vacancy_uses", policy.as_str())),
    );
    row.text("進み", Some(named("vacancy_stages", body.public_stage().key())));
    row.text("所管", body.organisation.bureau_text.as_ref());
    let said = body.notes.original.get("released").map(String::as_str);
    row.text("公開", said.or(body.released.then_some("○")));
    row.text("区コード", snapshot.ward_of_vacancy(body));
    let centre = snapshot.vacancy_place(body).map(|place| place.shape.centre());
    row.number("緯度", centre.map(|(_, lat)| lat));
    row.number("経度", centre.map(|(lon, _)| lon));
    row.text("出典区分", Some(body.provenance.key()));
    row
}
