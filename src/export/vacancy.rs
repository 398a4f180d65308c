//! A vacancy as a row, in the columns that the profile `vacancies` reads back. Candidates, decisions and remarks stay inside.

use super::Wording;
use super::columns::Row;
use super::field::{area, number as real};
use crate::record::{EntityId, Kind};
use crate::register::Vacancy;
use crate::snapshot::{Item, Snapshot};

pub(super) fn row(item: &Item<Vacancy>, snapshot: &Snapshot, wording: &Wording) -> Row {
    let body = &item.body;
    let mut row = Row::new(None);
    let of = |kind: Kind| Some(body.of).filter(|of| of.kind == kind);
    let number = |entity: EntityId| snapshot.get(entity).and_then(|stored| stored.state.body.key());
    let owner = snapshot.facility_of(body);
    row.text("ID", Some(item.id()));
    row.text("番号", Some(&body.number).filter(|number| !number.is_empty()));
    row.text("名称", Some(&body.name));
    row.text("空きの範囲", Some(wording.name("vacancy_extents", body.extent.key())));
    row.text("施設番号", of(Kind::Facility).and_then(number));
    row.text("施設名", owner.map(|facility| &facility.name));
    row.text("建物番号", of(Kind::Building).and_then(number));
    let parcel = of(Kind::Parcel).and_then(|of| snapshot.parcels.get(of.fid));
    row.text("未利用地番号", parcel.map(|parcel| parcel.body.number.text()));
    row.text("階・室", body.part.as_ref());
    row.cell("空き面積（㎡）", area(&body.area_m2));
    row.cell("面積の欠損理由", wording.missing(&body.area_m2));
    row.text("空き始めた時期", body.since.as_ref().map(|date| date.text()));
    row.text("使える時期", body.usable_from.as_ref().map(|date| date.text()));
    row.text("制約", body.constraints.as_ref());
    row.text(
        "活用方針",
        body.policy
            .as_ref()
            .map(|policy| wording.name("vacancy_uses", policy.as_str())),
    );
    row.text("進み", Some(wording.name("vacancy_stages", body.public_stage().key())));
    row.text("所管", body.organisation.bureau_text.as_ref());
    let said = body.notes.original.get("released").map(String::as_str);
    row.text("公開", said.or(body.released.then_some("○")));
    row.text("区コード", snapshot.ward_of_vacancy(body));
    let centre = snapshot.vacancy_place(body).map(|place| place.shape.centre());
    row.cell("緯度", real(centre.map(|(_, lat)| lat)));
    row.cell("経度", real(centre.map(|(lon, _)| lon)));
    row.text("出典区分", Some(body.provenance.key()));
    row
}
