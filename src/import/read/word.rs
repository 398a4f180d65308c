//! Codes, places, numbers of things, and other texts with a meaning.

use geo::Geometry;

use super::Outcome;
use crate::area::MeshCode;
use crate::codec::Cell;
use crate::import::codes::Codes;
use crate::import::organisation::{read_operator, read_organisation};
use crate::import::place::Places;
use crate::import::value::{Municipality, Value};
use crate::import::{Rule, sentence};
use crate::land::ParcelNumber;
use crate::record::{MissingReason, MunicipalityCode};
use crate::text::{Message, match_key};

pub(super) fn code(codes: &Codes, list: &str, text: &str) -> Outcome {
    match codes.key_of(list, text) {
        Some(code) => {
            let same = code.as_str() == text || codes.ja_of(list, &code) == Some(text);
            Outcome::kept(Value::Code(code), !same)
        }
        None => unmapped(list, text),
    }
}

/// Several codes in one text; one that is unknown leaves the text alone.
pub(super) fn codes(codes: &Codes, list: &str, text: &str) -> Outcome {
    match codes.keys_of(list, text) {
        Some(found) => {
            let same = matches!(&found[..], [only] if codes.ja_of(list, only) == Some(text));
            Outcome::kept(Value::Codes(found), !same)
        }
        None => unmapped(list, text),
    }
}

fn unmapped(list: &str, text: &str) -> Outcome {
    Outcome::fault(
        Rule::UnmappedCode,
        Message::new(
            format!("「{text}」はコード表 {list} にありません。元の文字だけを残します。"),
            format!("{text:?} is not in the code list {list}; only the text is kept"),
        ),
    )
}

/// 大分類 and 小分類 in one text, with a group between them: 教育・文化・スポーツ施設教育施設／生涯学習センター.
pub(super) fn glued_class(codes: &Codes, text: &str) -> Outcome {
    let class = codes.glued_class(text);
    let is_whole = class.as_ref().is_some_and(|class| class.as_str().contains('.'));
    let finding = (!is_whole).then(|| {
        let message = Message::new(
            format!("用途「{text}」は施設分類にありません。元の文字を残します。"),
            format!("the use {text:?} is not in the facility classes; the text is kept"),
        );
        (Rule::UnmappedClass, message)
    });
    Outcome {
        value: class.map_or(Value::Missing(MissingReason::Unsurveyed), Value::Code),
        finding,
        keep_text: true,
    }
}

pub(super) fn municipality_code(text: &str, places: &Places) -> Outcome {
    match text.parse::<MunicipalityCode>() {
        Ok(code) => {
            let six = code.to_string();
            let lost = six.starts_with('0') && !text.starts_with('0');
            let finding = lost.then(|| {
                let message = Message::new(
                    format!("「{text}」は先頭の0が落ちているため {six} とします。"),
                    format!("{text:?} has lost its leading zero; it is read as {six}"),
                );
                (Rule::LeadingZeroLost, message)
            });
            let name = places.name_of(code).unwrap_or_default().to_owned();
            let value = Value::Municipality(Municipality {
                code: Some(code),
                outside: false,
                text: name,
            });
            Outcome {
                value,
                finding,
                keep_text: text != six,
            }
        }
        Err(error) => Outcome::fault(
            Rule::UnreadableCode,
            Message::new(
                format!(
                    "「{text}」は全国地方公共団体コードではありません。5桁又は検査数字を含む6桁で記入してください。"
                ),
                format!("{error}; write the municipality code with five digits, or six with its check digit"),
            ),
        ),
    }
}

pub(super) fn municipality(text: &str, places: &Places) -> Outcome {
    let read = places.read(text);
    let finding = (read.code.is_none() && !read.outside).then(|| sentence::unmapped_municipality(text));
    Outcome {
        value: Value::Municipality(read),
        finding,
        keep_text: false,
    }
}

pub(super) fn organisation(codes: &Codes, text: &str) -> Outcome {
    let organisation = read_organisation(text, codes);
    let finding = unmapped_bureau(organisation.bureau.is_none(), text);
    let written = organisation
        .bureau_text
        .iter()
        .chain(&organisation.divisions)
        .map(String::as_str);
    let keep_text = !written.eq(text.split_whitespace());
    Outcome {
        value: Value::Organisation(organisation),
        finding,
        keep_text,
    }
}

pub(super) fn operator(codes: &Codes, text: &str) -> Outcome {
    let operator = read_operator(text, codes);
    let finding = unmapped_bureau(operator.organisation.bureau.is_none(), text);
    Outcome {
        value: Value::Operator(operator),
        finding,
        keep_text: true,
    }
}

fn unmapped_bureau(missing: bool, text: &str) -> Option<(Rule, Message)> {
    missing.then(|| sentence::unmapped_bureau(text))
}

pub(super) fn parcel_number(text: &str) -> Outcome {
    match ParcelNumber::parse(text) {
        Ok(number) => Outcome::plain(Value::ParcelNumber(number)),
        Err(_) => Outcome::fault(
            Rule::UnreadableNumber,
            Message::new(
                format!("「{text}」は番号ではありません。「4」「4-1」のように記入してください。"),
                format!("{text:?} is not a parcel number; write it like 4 or 4-1"),
            ),
        ),
    }
}

/// 地番 with a branch look like dates to spreadsheets: 5-5 comes back as 5月5日, 2024-05-05 or 5-May.
pub(super) fn lot_number(cell: &Cell, text: &str) -> Outcome {
    if !matches!(cell, Cell::Date(_)) && !looks_like_a_date(text) {
        return Outcome::plain(Value::Text(text.to_owned()));
    }
    Outcome::fault(
        Rule::ExcelDateInLotNumber,
        Message::new(
            format!(
                "「{text}」は表計算ソフトが地番を日付に変えたものとみられます。地番は空として、元の文字を残します。"
            ),
            format!(
                "{text:?} looks like a lot number that a spreadsheet made a date; the number is left empty, the text is kept"
            ),
        ),
    )
}

fn looks_like_a_date(text: &str) -> bool {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let key = match_key(text).to_lowercase();
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let month_day = |text: &str| {
        let rest = text.strip_suffix('日').and_then(|rest| rest.split_once('月'));
        rest.is_some_and(|(month, day)| digits(month) && digits(day))
    };
    let english = key
        .split_once('-')
        .is_some_and(|(a, b)| (digits(a) && MONTHS.contains(&b)) || (MONTHS.contains(&a) && digits(b)));
    let slashed: Vec<&str> = key.split('/').collect();
    let whole_date = slashed.len() == 3 && slashed.iter().all(|part| digits(part));
    month_day(key.split_once('年').map_or(key.as_str(), |(_, rest)| rest)) || english || whole_date
}

pub(super) fn mesh_code(text: &str) -> Outcome {
    match match_key(text).parse::<MeshCode>() {
        Ok(code) => Outcome::plain(Value::MeshCode(code)),
        Err(_) => Outcome::fault(
            Rule::UnreadableCode,
            Message::new(
                format!("「{text}」は地域メッシュコードではありません（4、6、8、9、10桁）。"),
                format!("{text:?} is no mesh code of 4, 6, 8, 9 or 10 digits"),
            ),
        ),
    }
}

pub(super) fn boolean(text: &str) -> Outcome {
    let value = match match_key(text).to_lowercase().as_str() {
        "true" | "1" | "yes" | "有" | "あり" | "○" | "可" | "はい" => true,
        "false" | "0" | "no" | "無" | "なし" | "×" | "否" | "いいえ" => false,
        _ => return unmapped("bool", text),
    };
    Outcome::kept(Value::Bool(value), text != value.to_string())
}

/// `…&mpx=135.498413&mpy=34.698402&…`
pub(super) fn map_link(text: &str) -> Outcome {
    let parameter = |name: &str| {
        let (_, query) = text.split_once('?')?;
        let value = query
            .split(['&', '#'])
            .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))?;
        value.parse::<f64>().ok().filter(|number| number.is_finite())
    };
    match (parameter("mpx"), parameter("mpy")) {
        (Some(lon), Some(lat)) => Outcome::kept(Value::Point(lon, lat), true),
        _ => Outcome::fault(
            Rule::CoordinatesUnusable,
            Message::new(
                "地図へのリンクに位置（mpx、mpy）がありません。位置なしとして取り込みます。",
                "the map link holds no position (mpx, mpy); the record is taken without one",
            ),
        ),
    }
}

pub(super) fn geometry(text: &str) -> Outcome {
    let read = text
        .parse::<geojson::Geometry>()
        .ok()
        .and_then(|geometry| Geometry::<f64>::try_from(geometry).ok());
    match read {
        Some(geometry) => Outcome::plain(Value::Geometry(Box::new(geometry))),
        None => Outcome::fault(
            Rule::UnreadableGeometry,
            Message::new("図形（GeoJSON）を読めません。", "the geometry is no GeoJSON geometry"),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Code;
    use crate::vocabulary::Vocabularies;

    #[test]
    fn a_glued_class_is_taken_apart() {
        let vocabularies = Vocabularies::embedded();
        let codes = Codes::new(&vocabularies);
        let read = |text: &str| glued_class(&codes, text);
        let class = |text: &str| Value::Code(Code::new(text));
        assert_eq!(
            read("教育・文化・スポーツ施設教育施設／生涯学習センター").value,
            class("education.learning_centre")
        );
        assert!(matches!(
            read("海洋施設教育施設／潜水艦").finding,
            Some((Rule::UnmappedClass, _))
        ));
    }

    #[test]
    fn a_lot_number_that_became_a_date_is_noticed() {
        let read = |text: &str| lot_number(&Cell::Text(text.to_owned()), text).finding.is_some();
        for text in ["5月5日", "3月7日", "2024年5月5日", "2024/5/5", "5-May", "May-05"] {
            assert!(read(text), "{text}");
        }
        for text in ["5-5", "32‐12内", "1‐1内外", "97外", "204外内"] {
            assert!(!read(text), "{text}");
        }
        assert!(
            lot_number(&Cell::Date("2024-05-05".to_owned()), "2024-05-05")
                .finding
                .is_some()
        );
    }

    #[test]
    fn a_position_is_found_inside_a_map_link() {
        let link = "https://map.example/Map?mid=51&mpx=135.498413&mpy=34.698402&gprj=3";
        assert_eq!(map_link(link).value, Value::Point(135.498_413, 34.698_402));
        assert!(map_link("https://map.example/Map?mid=51").finding.is_some());
    }

    #[test]
    fn the_way_a_facility_is_run_is_told_from_who_runs_it() {
        let vocabularies = Vocabularies::embedded();
        let codes = Codes::new(&vocabularies);
        let text = "指定管理（利用料金施設）教育委員会事務局生涯学習部 生涯学習担当";
        let Value::Operator(read) = operator(&codes, text).value else {
            panic!("an operator")
        };
        assert_eq!(read.operation, Some(Code::new("designated_manager")));
        assert_eq!(read.fee_system, Some(Code::new("retained_fee")));
        assert_eq!(read.organisation.bureau, codes.key_of("bureaus", "教育委員会事務局"));
        assert_eq!(read.organisation.divisions, ["生涯学習部", "生涯学習担当"]);
    }

    #[test]
    fn a_lost_leading_zero_is_put_back_and_said() {
        let vocabularies = Vocabularies::embedded();
        let codes = Codes::new(&vocabularies);
        let city = MunicipalityCode::from_five(27_100).expect("Osaka City");
        let places = Places::new(city, &codes, &crate::snapshot::Snapshot::default());
        let outcome = municipality_code("92011", &places);
        assert!(matches!(outcome.finding, Some((Rule::LeadingZeroLost, _))) && outcome.keep_text);
        assert!(matches!(
            municipality_code("271005", &places).finding,
            Some((Rule::UnreadableCode, _))
        ));
    }
}
