//! 公共施設一覧 in the two layouts that are published for it: 推奨データセット (24 columns) and 自治体標準オープンデータセット (56
//! columns). Columns that Koyu does not model are given back as they came in. Only public fields are named here.

use super::field::{Field, Wording, latitude, longitude, text};
use crate::codec::Cell;
use crate::register::Facility;
use crate::snapshot::Item;

/// 公共施設一覧 of the 推奨データセット, in its order.
pub const PUBLIC_FACILITIES_24: &[Field<Facility>] = &[
    Field::text("都道府県コード又は市区町村コード", |item, wording| {
        place_code(item, wording)
    }),
    Field::text("NO", |item, _| text(Some(&item.body.number))),
    Field::text("都道府県名", |item, _| kept(item, "都道府県名")),
    Field::text("市区町村名", |item, _| {
        kept_or(item, "市区町村名", item.body.address.municipality_text.as_deref())
    }),
    Field::text("名称", |item, _| text(Some(&item.body.name))),
    Field::text("名称_カナ", |item, _| text(item.body.kana.as_ref())),
    Field::text("名称_通称", |item, _| text(item.body.alias.as_ref())),
    Field::text("POIコード", |item, _| kept(item, "POIコード")),
    Field::text("住所", |item, _| text(item.body.address.text.as_ref())),
    Field::text("方書", |item, _| kept(item, "方書")),
    Field::number("緯度", |item, _| latitude(item)),
    Field::number("経度", |item, _| longitude(item)),
    Field::text("電話番号", |item, _| text(item.body.phone.as_ref())),
    Field::text("内線番号", |item, _| kept(item, "内線番号")),
    Field::text("法人番号", |item, _| kept(item, "法人番号")),
    Field::text("団体名", |item, _| kept(item, "団体名")),
    Field::text("利用可能曜日", |item, _| kept(item, "利用可能曜日")),
    Field::text("開始時間", |item, _| kept(item, "開始時間")),
    Field::text("終了時間", |item, _| kept(item, "終了時間")),
    Field::text("利用可能日時特記事項", |item, _| {
        kept(item, "利用可能日時特記事項")
    }),
    Field::text("説明", |item, _| text(item.body.description.as_ref())),
    Field::text("バリアフリー情報", |item, _| kept(item, "バリアフリー情報")),
    Field::text("URL", |item, _| text(item.body.url.as_ref())),
    Field::text("備考", |item, _| kept(item, "備考")),
];

/// 公共施設一覧 of the 自治体標準オープンデータセット, in its order.
pub const PUBLIC_FACILITIES_56: &[Field<Facility>] = &[
    Field::text("全国地方公共団体コード", |item, wording| {
        body_code(item, wording)
    }),
    Field::text("ID", |item, _| text(Some(&item.body.number))),
    Field::text("地方公共団体名", |item, wording| {
        kept_or(item, "地方公共団体名", wording.publisher.name.as_deref())
    }),
    Field::text("名称", |item, _| text(Some(&item.body.name))),
    Field::text("名称_カナ", |item, _| text(item.body.kana.as_ref())),
    Field::text("名称_英字", |item, _| text(item.body.name_en.as_ref())),
    Field::text("名称_通称", |item, _| text(item.body.alias.as_ref())),
    Field::text("POIコード", |item, _| kept(item, "POIコード")),
    Field::text("外部識別子", |item, _| kept(item, "外部識別子")),
    Field::text("外部識別子の値", |item, _| kept(item, "外部識別子の値")),
    Field::text("所在地_全国地方公共団体コード", |item, _| {
        text(item.body.address.municipality.map(|code| code.to_string()))
    }),
    Field::text("町字ID", |item, _| kept(item, "町字ID")),
    Field::text("所在地_連結表記", |item, _| {
        text(item.body.address.text.as_ref())
    }),
    Field::text("所在地_都道府県", |item, _| kept(item, "所在地_都道府県")),
    Field::text("所在地_市区町村", |item, _| {
        text(item.body.address.municipality_text.as_ref())
    }),
    Field::text("所在地_町字", |item, _| text(item.body.address.town.as_ref())),
    Field::text("所在地_番地以下", |item, _| kept(item, "所在地_番地以下")),
    Field::text("建物名等(方書)", |item, _| kept(item, "建物名等(方書)")),
    Field::number("緯度", |item, _| latitude(item)),
    Field::number("経度", |item, _| longitude(item)),
    Field::text("高度の種別", |item, _| kept(item, "高度の種別")),
    Field::text("高度の値", |item, _| kept(item, "高度の値")),
    Field::text("電話番号", |item, _| text(item.body.phone.as_ref())),
    Field::text("内線番号", |item, _| kept(item, "内線番号")),
    Field::text("連絡先メールアドレス", |item, _| {
        kept(item, "連絡先メールアドレス")
    }),
    Field::text("連絡先FormURL", |item, _| kept(item, "連絡先FormURL")),
    Field::text("連絡先備考（その他、SNSなど）", |item, _| {
        kept(item, "連絡先備考（その他、SNSなど）")
    }),
    Field::text("郵便番号", |item, _| kept(item, "郵便番号")),
    Field::text("法人番号", |item, _| kept(item, "法人番号")),
    Field::text("団体名", |item, _| kept(item, "団体名")),
    Field::text("利用可能曜日", |item, _| kept(item, "利用可能曜日")),
    Field::text("開始時間", |item, _| kept(item, "開始時間")),
    Field::text("終了時間", |item, _| kept(item, "終了時間")),
    Field::text("利用可能時間特記事項", |item, _| {
        kept(item, "利用可能時間特記事項")
    }),
    Field::text("説明", |item, _| text(item.body.description.as_ref())),
    Field::text("車椅子可", |item, _| kept(item, "車椅子可")),
    Field::text("車椅子貸出", |item, _| kept(item, "車椅子貸出")),
    Field::text("ツエ貸出", |item, _| kept(item, "ツエ貸出")),
    Field::text("バリアフリートイレ", |item, _| {
        kept(item, "バリアフリートイレ")
    }),
    Field::text("スロープ、エレベータ、エスカレータ", |item, _| {
        kept(item, "スロープ、エレベータ、エスカレータ")
    }),
    Field::text("点字ブロック等の移動支援", |item, _| {
        kept(item, "点字ブロック等の移動支援")
    }),
    Field::text("点字や読上による支援", |item, _| {
        kept(item, "点字や読上による支援")
    }),
    Field::text("盲導犬・介助犬、聴導犬同伴", |item, _| {
        kept(item, "盲導犬・介助犬、聴導犬同伴")
    }),
    Field::text("字幕", |item, _| kept(item, "字幕")),
    Field::text("筆談対応", |item, _| kept(item, "筆談対応")),
    Field::text("優先駐車場", |item, _| kept(item, "優先駐車場")),
    Field::text("オストメイト対応トイレ", |item, _| {
        kept(item, "オストメイト対応トイレ")
    }),
    Field::text("授乳室", |item, _| kept(item, "授乳室")),
    Field::text("おむつ替えコーナー", |item, _| {
        kept(item, "おむつ替えコーナー")
    }),
    Field::text("飲食可否", |item, _| kept(item, "飲食可否")),
    Field::text("ベビーカー貸出", |item, _| kept(item, "ベビーカー貸出")),
    Field::text("ベビーカー利用", |item, _| kept(item, "ベビーカー利用")),
    Field::text("URL", |item, _| text(item.body.url.as_ref())),
    Field::text("画像", |item, _| kept(item, "画像")),
    Field::text("画像_ライセンス", |item, _| kept(item, "画像_ライセンス")),
    Field::text("備考", |item, _| kept(item, "備考")),
];

/// A column that came in with the record and has no field of its own.
fn kept(item: &Item<Facility>, column: &str) -> Cell {
    text(item.body.notes.attributes.get(column))
}

fn kept_or(item: &Item<Facility>, column: &str, other: Option<&str>) -> Cell {
    match kept(item, column) {
        Cell::Null => text(other),
        cell => cell,
    }
}

/// The code of the body that keeps the list.
fn body_code(item: &Item<Facility>, wording: &Wording) -> Cell {
    let publisher = wording.publisher.code.map(|code| code.to_string());
    kept_or(item, "全国地方公共団体コード", publisher.as_deref())
}

/// The code of the place, or of the body where the place is not known.
fn place_code(item: &Item<Facility>, wording: &Wording) -> Cell {
    let code = item.body.address.municipality.or(wording.publisher.code);
    text(code.map(|code| code.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_layouts_have_the_columns_of_the_published_definitions() {
        assert_eq!((PUBLIC_FACILITIES_24.len(), PUBLIC_FACILITIES_56.len()), (24, 56));
        let has = |fields: &[Field<Facility>], name: &str| fields.iter().any(|field| field.name == name);
        assert!(has(PUBLIC_FACILITIES_24, "住所") && has(PUBLIC_FACILITIES_56, "所在地_連結表記"));
    }
}
