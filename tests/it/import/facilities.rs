//! Lists of facilities.

use koyu::import::{Action, ImportRequest, Rule};
use koyu::record::{Datum, MissingReason, PositionAccuracy};

use super::samples::{WARDS, facility};
use super::support::Desk;

const KITA: (f64, f64) = (135.49, 34.69);
const CHUO: (f64, f64) = (135.51, 34.69);

fn desk_with_wards() -> Desk {
    let mut desk = Desk::new();
    let wards = desk.file("wards_test.geojson", WARDS);
    desk.import("wards", &wards);
    desk
}

fn list(rows: &[serde_json::Value]) -> String {
    format!("\u{feff}{}", serde_json::to_string(rows).expect("JSON"))
}

#[test]
fn a_list_is_taken_and_taking_it_again_changes_nothing() {
    let mut desk = desk_with_wards();
    let rows = [
        facility(1, "架空図書館", "大阪市北区架空1-2", "北区", Some(KITA)),
        facility(2, "架空会館", "大阪市中央区架空3-4", "中央区", Some(CHUO)),
    ];
    let path = desk.file("list.json", list(&rows));
    let import = desk.import("facilities", &path);
    assert_eq!(
        (import.report.counts.created, import.report.findings.len()),
        (2, 0),
        "{:?}",
        import.report.findings
    );
    assert_eq!(import.source.profile, "osaka-facilities-json");

    let library = desk.snapshot.facilities.by_key("1").expect("taken");
    let body = &library.body;
    assert_eq!(
        body.class.as_ref().map(|code| code.as_str()),
        Some("education.outdoor_activity")
    );
    assert_eq!(
        body.organisation.bureau.as_ref().map(|code| code.as_str()),
        Some("construction")
    );
    assert_eq!(body.organisation.divisions, ["公園緑化部", "公園課"]);
    assert_eq!(
        (body.built_fy(), body.general.as_ref(), body.evaluated.as_ref()),
        (Some(1982), None, None)
    );
    assert_eq!(body.address.municipality.map(|code| code.five()), Some(27_127));
    assert_eq!(body.notes.attributes["source"], "x.pdf");
    assert!(body.notes.original.is_empty(), "{:?}", body.notes);

    let again = desk.check("facilities", &path);
    assert_eq!((again.report.counts.unchanged, again.plan.changes_nothing()), (2, true));
}

#[test]
fn a_change_is_shown_field_by_field_and_what_the_file_lacks_stays() {
    let mut desk = desk_with_wards();
    let rows = [
        facility(1, "架空図書館", "大阪市北区架空1-2", "北区", Some(KITA)),
        facility(2, "架空会館", "大阪市中央区架空3-4", "中央区", Some(CHUO)),
    ];
    let first = desk.file("first.json", list(&rows));
    desk.import("facilities", &first);
    let mut changed = facility(1, "架空図書館本館", "大阪市北区架空1-2", "北区", Some(KITA));
    changed["area"] = 2000.into();
    let second = desk.file("second.json", list(&[changed]));
    let import = desk.check("facilities", &second);
    let entry = import.plan.with_action(Action::Changed).next().expect("one changes");
    let mut fields: Vec<String> = entry.changes().into_iter().map(|change| change.field).collect();
    fields.sort();
    assert_eq!(fields, ["floor_area_m2", "name"]);
    assert_eq!(
        (
            import.report.counts.missing_from_file,
            import.plan.missing[0].key.as_deref()
        ),
        (1, Some("2"))
    );
    desk.commit(import);
    assert_eq!(desk.snapshot.facilities.len(), 2);
}

#[test]
fn a_point_in_another_ward_names_the_boundary_file() {
    let mut desk = desk_with_wards();
    let path = desk.file(
        "list.json",
        list(&[facility(1, "架空館", "大阪市北区架空1", "北区", Some(CHUO))]),
    );
    let import = desk.import("facilities", &path);
    let finding = &import.report.findings[0];
    assert_eq!(
        (finding.rule, finding.key.as_deref(), finding.column.as_deref()),
        (Rule::OutsideWard, Some("1"), Some("ward"))
    );
    assert!(finding.message_ja.contains("wards_test.geojson") && finding.message_ja.contains("中央区"));
    assert!(
        desk.snapshot
            .facilities
            .by_key("1")
            .is_some_and(|item| item.shape.is_some()),
        "it is kept"
    );
}

#[test]
fn a_masked_address_never_becomes_a_point() {
    let mut desk = desk_with_wards();
    let path = desk.file(
        "list.json",
        list(&[facility(1, "架空住宅", "大阪市北区××××", "北区", Some(KITA))]),
    );
    let import = desk.import("facilities", &path);
    assert_eq!(import.report.count(Rule::MaskedAddress), 1);
    let item = desk.snapshot.facilities.by_key("1").expect("taken");
    let position = item.body.position.as_ref().expect("a position");
    assert!(item.shape.is_none() && item.body.address.masked && position.accuracy == PositionAccuracy::Ward);
    assert_eq!(item.body.notes.original["position"], "34.69,135.49");
}

#[test]
fn a_record_outside_the_city_with_a_point_inside_it_is_not_drawn() {
    let mut desk = desk_with_wards();
    let rows = [
        facility(1, "架空学舎", "大阪府和泉市架空1", "市外", Some(KITA)),
        facility(2, "架空山荘", "大阪府和泉市架空2", "市外", Some((135.42, 34.48))),
    ];
    let path = desk.file("list.json", list(&rows));
    let import = desk.import("facilities", &path);
    assert_eq!(
        (
            import.report.count(Rule::OutsideCity),
            import.report.count(Rule::PositionContradictsMunicipality)
        ),
        (2, 1)
    );
    let shape = |key: &str| desk.snapshot.facilities.by_key(key).and_then(|item| item.shape.clone());
    assert!(shape("1").is_none() && shape("2").is_some());
}

#[test]
fn items_on_one_point_are_block_level_and_a_missing_position_is_no_refusal() {
    let mut desk = desk_with_wards();
    let rows = [
        facility(1, "架空館", "大阪市北区架空1", "北区", Some(KITA)),
        facility(2, "架空館", "大阪市北区架空1", "北区", Some(KITA)),
        facility(3, "架空亭", "大阪市北区架空3", "北区", None),
    ];
    let path = desk.file("list.json", list(&rows));
    let import = desk.import("facilities", &path);
    let count = |rule| import.report.count(rule);
    assert_eq!(
        (
            count(Rule::SharedPosition),
            count(Rule::DuplicateName),
            count(Rule::MissingPosition)
        ),
        (2, 2, 1)
    );
    let accuracy = |key: &str| {
        let item = desk.snapshot.facilities.by_key(key).expect("taken");
        item.body.position.as_ref().expect("a position").accuracy
    };
    assert_eq!(
        (accuracy("1"), accuracy("3")),
        (PositionAccuracy::Block, PositionAccuracy::None)
    );
}

#[test]
fn a_list_from_pdfs_is_matched_by_name_and_ward() {
    let mut desk = desk_with_wards();
    let json = desk.file(
        "list.json",
        list(&[facility(1, "架空図書館", "大阪市北区架空1-2", "北区", Some(KITA))]),
    );
    desk.import("facilities", &json);
    let csv = "\u{feff}施設名,住所,延床面積,建築年度,用途,管理者,出典ファイル,用途地域リンク\r\n\
               架空図書館,大阪市北区架空1-2,\"3,102.99\",有,教育・文化・スポーツ施設教育施設／生涯学習センター,\
               指定管理（利用料金施設）教育委員会事務局生涯学習部 担当,x.pdf,https://map.example/Map?mpx=135.49&mpy=34.69\r\n";
    let csv = desk.file("list.csv", csv);
    let import = desk.import("facilities", &csv);
    assert_eq!((import.report.counts.changed, import.report.counts.created), (1, 0));
    assert_eq!(import.report.count(Rule::SentinelValue), 1, "a year \"有\"");
    let body = &desk.snapshot.facilities.by_key("1").expect("still number 1").body;
    assert_eq!(body.built, Datum::Missing(MissingReason::Unsurveyed));
    assert_eq!(
        body.class.as_ref().map(|code| code.as_str()),
        Some("education.learning_centre")
    );
    assert_eq!(
        body.operation.as_ref().map(|code| code.as_str()),
        Some("designated_manager")
    );
    assert_eq!(
        (
            body.notes.original["floor_area_m2"].as_str(),
            body.notes.original["built"].as_str()
        ),
        ("3,102.99", "有")
    );
}

#[test]
fn names_that_two_records_share_are_ambiguous_and_refused() {
    let mut desk = desk_with_wards();
    let mut other = facility(2, "架空住宅", "大阪市北区架空2", "北区", Some(KITA));
    other["area"] = 50.into();
    let rows = [facility(1, "架空住宅", "大阪市北区架空1", "北区", Some(KITA)), other];
    let json = desk.file("list.json", list(&rows));
    desk.import("facilities", &json);
    let csv = desk.file("names.csv", "施設名,区,延床面積\n架空住宅,北区,70\n");
    let import = desk.check("facilities", &csv);
    assert_eq!((import.report.counts.ambiguous, import.report.counts.refused), (1, 1));
    assert_eq!(import.plan.ambiguous[0].candidates.len(), 2);
}

#[test]
fn a_number_of_another_list_does_not_overwrite_a_facility() {
    let mut desk = desk_with_wards();
    let json = desk.file(
        "list.json",
        list(&[facility(1, "架空図書館", "大阪市北区架空1-2", "北区", Some(KITA))]),
    );
    desk.import("facilities", &json);
    let csv = desk.file("other.csv", "番号,施設名,区\n1,架空交番,中央区\n");
    let import = desk.check("facilities", &csv);
    assert_eq!(
        (import.report.count(Rule::KeyNamesAnother), import.report.counts.refused),
        (1, 1)
    );
}

#[test]
fn refused_rows_come_back_and_go_in_once_corrected() {
    let mut desk = Desk::new();
    let csv = desk.file(
        "list.csv",
        "番号,施設名,延床面積,謎の列\n1,架空館,約100,あ\n2,架空亭,50,い\n2,架空軒,60,う\n,,70,え\n",
    );
    let import = desk.import("facilities", &csv);
    let counts = &import.report.counts;
    assert_eq!((counts.rows, counts.created, counts.refused), (4, 1, 3));
    for rule in [
        Rule::UnreadableNumber,
        Rule::DuplicateKey,
        Rule::RequiredMissing,
        Rule::UnknownColumn,
    ] {
        assert_eq!(import.report.count(rule), 1, "{}", rule.id());
    }
    let kept = desk.snapshot.facilities.by_key("2").expect("the first of the two");
    assert_eq!(
        (kept.body.name.as_str(), kept.body.notes.unknown["謎の列"].as_str()),
        ("架空亭", "い")
    );

    let refused = String::from_utf8(import.refused.to_csv()).expect("UTF-8");
    assert!(
        refused.starts_with("\u{feff}番号,施設名,延床面積,謎の列,取込エラー\r\n1,架空館,約100,あ,"),
        "{refused}"
    );
    let corrected = refused
        .replace("約100", "100")
        .replace("2,架空軒", "3,架空軒")
        .replace("\r\n,,70", "\r\n4,架空庵,70");
    let corrected = desk.file("corrected.csv", corrected);
    let import = desk.import("facilities", &corrected);
    assert_eq!((import.report.counts.created, import.report.counts.refused), (3, 0));
    assert!(
        desk.snapshot
            .facilities
            .iter()
            .all(|item| !item.body.notes.unknown.contains_key("取込エラー"))
    );
}

#[test]
fn a_standard_data_set_keeps_what_koyu_does_not_model() {
    let mut desk = Desk::new();
    let csv = "全国地方公共団体コード,ID,名称,所在地_連結表記,所在地_番地以下,緯度,経度,開始時間,終了時間,法人番号,URL\r\n\
               092011,A1,架空公園,栃木県架空市1,3月7日,36.95,136.77,9:00,日没,1000,\r\n\
               092011,A2,架空庭園,栃木県架空市2,2,136.77,36.95,,,,\r\n\
               092011,A3,架空花園,栃木県架空市3,3,369.5605,136.771,,,,\r\n";
    let (sjis, _, _) = encoding_rs::SHIFT_JIS.encode(csv);
    let path = desk.file("list.csv", sjis);
    let import = desk.import("facilities", &path);
    assert_eq!(
        (import.source.profile.as_str(), import.source.encoding),
        ("public-facilities-56", Some("CP932"))
    );
    for rule in [
        Rule::ExcelDateInLotNumber,
        Rule::SentinelValue,
        Rule::CoordinatesSwapped,
        Rule::CoordinatesUnscaled,
    ] {
        assert_eq!(import.report.count(rule), 1, "{}", rule.id());
    }
    let park = &desk.snapshot.facilities.by_key("A1").expect("taken").body;
    let attribute = |name: &str| park.notes.attributes.get(name).map(String::as_str);
    assert_eq!(
        (
            attribute("終了時間"),
            attribute("所在地_番地以下"),
            attribute("法人番号")
        ),
        (Some("日没"), Some("3月7日"), Some("1000"))
    );
    let centre = |key: &str| {
        desk.snapshot
            .facilities
            .by_key(key)
            .and_then(|item| item.shape.as_ref().map(|shape| shape.centre()))
    };
    assert_eq!(
        (centre("A2"), centre("A3")),
        (Some((136.77, 36.95)), Some((136.771, 36.956_05)))
    );
}

#[test]
fn a_file_that_no_profile_fits_is_refused_with_its_header() {
    let desk = Desk::new();
    let path = desk.file("x.csv", "色,形\n赤,丸\n");
    let error = desk.refuse(&ImportRequest::new("facilities".parse().expect("a kind"), path));
    let message = error.message();
    assert!(
        message.ja.contains("色、形") && message.en.contains("--profile"),
        "{message}"
    );
}

#[test]
fn a_profile_of_ones_own_is_named_by_its_path_and_its_faults_by_line() {
    let desk = Desk::new();
    let list = desk.file("x.csv", "なまえ\n架空館\n");
    let good = "id = \"own\"\nkind = \"facilities\"\ntitle_ja = \"自\"\ntitle_en = \"own\"\n\
                detect = { columns = [\"なまえ\"] }\ncolumn = [\n{ names = [\"なまえ\"], field = \"name\" },\n]\n";
    let mut request = ImportRequest::new("facilities".parse().expect("a kind"), list);
    request.profile = Some(desk.file("own.toml", good).to_string_lossy().into_owned());
    assert_eq!(desk.check_as(&request).report.counts.created, 1);
    let bad = desk.file("bad.toml", good.replace("\"name\" }", "\"colour\" }"));
    request.profile = Some(bad.to_string_lossy().into_owned());
    let error = desk.refuse(&request).to_string();
    assert!(
        error.contains("bad.toml") && error.contains('7') && error.contains("colour"),
        "{error}"
    );
}
