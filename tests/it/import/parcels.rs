//! The list of unused land, and its lots.

use koyu::import::{ImportRequest, Rule};
use koyu::land::{Lending, Policy};
use koyu::record::{PositionAccuracy, PositionMethod};

use super::samples::{DISPOSAL, PARCEL_HEADER, WARDS, parcel};
use super::support::Desk;

const KITA: (f64, f64) = (135.49, 34.69);

fn list(rows: &[String]) -> String {
    format!("\u{feff}{PARCEL_HEADER}\r\n{}\r\n", rows.join("\r\n"))
}

#[test]
fn a_parcel_keeps_the_words_of_the_list() {
    let mut desk = Desk::new();
    let path = desk.file("list.csv", list(&[parcel("4‐1", "北区", DISPOSAL, KITA)]));
    let import = desk.import("parcels", &path);
    assert!(import.report.findings.is_empty(), "{:?}", import.report.findings);
    let item = desk.snapshot.parcels.by_key("4-1").expect("any hyphen is the same");
    let body = &item.body;
    assert_eq!((body.number.text(), body.lot_text.as_deref()), ("4‐1", Some("32‐12内")));
    assert_eq!(
        (body.policy, body.criterion.map(|one| one.number())),
        (Some(Policy::Disposal), Some(2))
    );
    assert_eq!(
        (body.outlook.as_deref(), body.lending, body.in_city),
        (Some("A"), Some(Lending::NotLendable), true)
    );
    assert_eq!(body.current_use_codes.len(), 1);
    let position = body.position.as_ref().expect("a position");
    assert_eq!(
        (position.method, position.accuracy),
        (PositionMethod::Geocode, PositionAccuracy::Block)
    );
    assert_eq!(position.note.as_deref(), Some("街区番号"));
    assert!(body.notes.is_empty(), "{:?}", body.notes);
}

#[test]
fn a_parcel_outside_the_city_with_a_point_inside_it_keeps_its_coordinates_in_the_notes() {
    let mut desk = Desk::new();
    let wards = desk.file("wards_test.geojson", WARDS);
    desk.import("wards", &wards);
    let path = desk.file("list.csv", list(&[parcel("847", "和泉市", DISPOSAL, KITA)]));
    let import = desk.import("parcels", &path);
    assert_eq!(
        (
            import.report.count(Rule::OutsideCity),
            import.report.count(Rule::PositionContradictsMunicipality)
        ),
        (1, 1)
    );
    let item = desk.snapshot.parcels.by_key("847").expect("taken");
    assert!(item.shape.is_none() && !item.body.in_city);
    assert_eq!(
        item.body.position.as_ref().map(|one| one.accuracy),
        Some(PositionAccuracy::Municipality)
    );
    assert_eq!(item.body.notes.original["position"], "34.69,135.49");
}

#[test]
fn schematic_outlines_prove_nothing() {
    let mut desk = Desk::new();
    let schematic = WARDS
        .replace("\"N03_007\":", "\"schematic\":true,\"code\":")
        .replace("N03_004", "name");
    let wards = desk.file("sketch.geojson", schematic);
    desk.import("wards", &wards);
    assert_eq!(desk.snapshot.wards.len(), 2);
    let path = desk.file("list.csv", list(&[parcel("1", "北区", DISPOSAL, (135.6, 34.69))]));
    assert_eq!(desk.check("parcels", &path).report.count(Rule::OutsideMunicipality), 0);
}

#[test]
fn a_class_must_go_with_its_criterion_and_its_outlook() {
    let desk = Desk::new();
    let rows = [
        parcel("1", "北区", ["事業予定地", "基準２", ""], KITA),
        parcel("2", "北区", ["事業予定地", "基準９", "B"], (135.491, 34.69)),
        parcel("3", "北区", ["処分検討地", "基準１", ""], (135.492, 34.69)),
    ];
    let import = desk.check("parcels", &desk.file("list.csv", list(&rows)));
    let count = |rule| import.report.count(rule);
    assert_eq!(
        (
            count(Rule::CriterionContradictsPolicy),
            count(Rule::OutlookNotAllowed),
            count(Rule::OutlookMissing)
        ),
        (1, 1, 1)
    );
    assert_eq!((import.report.counts.refused, import.report.counts.created), (2, 1));
}

#[test]
fn one_number_in_two_spellings_is_a_duplicate() {
    let desk = Desk::new();
    let rows = [
        parcel("4‐1", "北区", DISPOSAL, KITA),
        parcel("4-1", "北区", DISPOSAL, KITA),
    ];
    let import = desk.check("parcels", &desk.file("list.csv", list(&rows)));
    assert_eq!(
        (import.report.count(Rule::DuplicateKey), import.report.counts.created),
        (1, 1)
    );
}

#[test]
fn a_number_that_a_spreadsheet_made_a_date_is_refused_and_a_lot_number_is_not() {
    let desk = Desk::new();
    let rows = [
        parcel("4月1日", "北区", DISPOSAL, KITA),
        parcel("5", "北区", DISPOSAL, (135.491, 34.69)).replace("32‐12内", "5月5日"),
    ];
    let import = desk.check("parcels", &desk.file("list.csv", list(&rows)));
    assert_eq!(
        (
            import.report.count(Rule::UnreadableNumber),
            import.report.count(Rule::ExcelDateInLotNumber)
        ),
        (1, 1)
    );
    assert_eq!((import.report.counts.refused, import.report.counts.created), (1, 1));
}

#[test]
fn coordinates_of_the_old_datum_are_shifted_and_the_accuracy_said() {
    let mut desk = Desk::new();
    let path = desk.file("list.csv", list(&[parcel("1", "北区", DISPOSAL, (135.5, 34.7))]));
    let mut request = ImportRequest::new("parcels".parse().expect("a kind"), &path);
    request.crs = Some(koyu::geometry::Crs::epsg(4301).expect("the old datum"));
    let import = desk.check_as(&request);
    let finding = import
        .report
        .findings
        .iter()
        .find(|finding| finding.rule == Rule::DatumShift)
        .expect("said");
    assert!(finding.message_en.contains("accuracy"), "{finding:?}");
    desk.commit(import);
    let shape = desk
        .snapshot
        .parcels
        .by_key("1")
        .and_then(|item| item.shape.clone())
        .expect("a point");
    assert!((135.5 - shape.centre().0 - 0.0028).abs() < 0.0005);
}

#[test]
fn lots_are_joined_with_their_parcel() {
    let mut desk = Desk::new();
    let path = desk.file("list.csv", list(&[parcel("4‐1", "北区", DISPOSAL, KITA)]));
    desk.import("parcels", &path);
    let lots = r#"{"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"市区町村コード":"27127","大字名":"架空町","丁目名":"１丁目","地番":"32-12","未利用地番号":"4-1","使用面積":"100.5"},
         "geometry":{"type":"Polygon","coordinates":[[[135.49,34.69],[135.491,34.69],[135.491,34.691],[135.49,34.69]]]}},
        {"type":"Feature","properties":{"市区町村コード":"27127","大字名":"架空町","丁目名":"１丁目","地番":"32-13","未利用地番号":"99"},"geometry":null}]}"#;
    let lots = desk.file("lots.geojson", lots);
    let import = desk.import("lots", &lots);
    assert_eq!(
        (
            import.report.counts.created,
            import.report.count(Rule::ReferenceNotFound)
        ),
        (1, 1)
    );
    let link = &desk.snapshot.links.iter().next().expect("joined").body;
    assert_eq!(link.area_m2.map(|area| area.to_string()).as_deref(), Some("100.5"));
    let again = desk.check("lots", &lots);
    assert!(again.plan.changes_nothing(), "{:?}", again.plan.entries);
}
