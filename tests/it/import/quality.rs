//! The quality of what the portfolio holds: findings, completeness, and what the crosswalk does not map.

use koyu::demo::{DemoSpec, generate};
use koyu::import::Rule;
use koyu::quality::{completeness, crosswalk_report, findings, to_markdown, yearly_coverage};
use koyu::vocabulary::Vocabularies;

use super::support::Desk;

const LIST: &str = "番号,施設名,所在地,区,大分類,用途,所管,緯度,経度\n\
    1,中央図書館,大阪市北区1,北区,教育・文化・スポーツ施設,中央図書館,教育委員会事務局,34.70,135.50\n\
    2,中央図書館,大阪市北区2,北区,教育・文化・スポーツ施設,中央図書館,架空局,34.70,135.50\n\
    3,相談所,大阪市北区××××,北区,社会福祉・保健施設,,福祉局,34.71,135.51\n\
    4,位置なし,大阪市北区4,北区,海洋施設,潜水艦,福祉局,,\n\
    5,もと小学校,大阪市北区5,北区,もと施設,もと施設,教育委員会事務局,34.72,135.52\n";

fn desk() -> Desk {
    let mut desk = Desk::new();
    let path = desk.file("list.csv", LIST);
    desk.import("facilities", &path);
    desk
}

/// Rule and number of what is found.
fn found(desk: &Desk) -> Vec<(&'static str, String)> {
    let all = findings(&desk.snapshot, &Vocabularies::embedded());
    all.into_iter()
        .map(|finding| (finding.rule, finding.number.unwrap_or_default()))
        .collect()
}

#[test]
fn the_rules_of_the_import_are_asked_of_the_records_themselves() {
    let mut desk = Desk::new();
    let path = desk.file("list.csv", LIST);
    let import = desk.import("facilities", &path);
    let found = found(&desk);
    for rule in [
        Rule::SharedPosition,
        Rule::DuplicateName,
        Rule::MaskedAddress,
        Rule::MissingPosition,
        Rule::UnmappedBureau,
        Rule::UnmappedClass,
    ] {
        let count = found.iter().filter(|(id, _)| *id == rule.id()).count() as u64;
        assert_eq!(count, import.report.count(rule), "{}: {found:?}", rule.id());
        assert!(count > 0, "{} is not tried", rule.id());
    }
}

#[test]
fn a_finding_has_the_sentence_of_the_import() {
    let mut desk = Desk::new();
    let path = desk.file("list.csv", LIST);
    let import = desk.import("facilities", &path);
    let said: Vec<&str> = import
        .report
        .findings
        .iter()
        .map(|finding| finding.message_ja.as_str())
        .collect();
    for finding in findings(&desk.snapshot, &Vocabularies::embedded()) {
        if Rule::ALL.iter().any(|rule| rule.id() == finding.rule) {
            assert!(said.contains(&finding.message.ja.as_str()), "{}", finding.message.ja);
        }
    }
}

#[test]
fn a_portfolio_that_is_mended_has_fewer_findings() {
    let mut desk = desk();
    let before = found(&desk).len();
    let mended = desk.file("mended.csv", "番号,施設名,区,緯度,経度\n4,位置あり,北区,34.73,135.53\n");
    desk.import("facilities", &mended);
    let after = found(&desk);
    assert!(after.len() < before);
    assert!(!after.contains(&("missing-position", "4".to_owned())));
}

#[test]
fn what_does_not_map_is_reported_with_its_facilities_and_the_reason() {
    let desk = desk();
    let report = crosswalk_report(&desk.snapshot, &Vocabularies::embedded());
    let of = |rule: &str| report.issues.iter().filter(|issue| issue.rule == rule).count();
    assert_eq!(
        (
            of("class-missing"),
            of("class-major-only"),
            of("class-without-h26"),
            of("class-without-mic")
        ),
        (1, 1, 1, 1),
        "{:?}",
        report.issues
    );
    assert_eq!((report.facilities, report.with_h26, report.with_mic), (5, 2, 2));
    let open = report
        .issues
        .iter()
        .find(|issue| issue.rule == "class-without-h26")
        .expect("an issue");
    assert_eq!(open.facilities, ["F000005"]);
    assert!(open.message_ja.contains("理由"), "{}", open.message_ja);
    let text = to_markdown(&report);
    assert!(
        text.contains("class-without-h26") && text.contains("もと施設"),
        "{text}"
    );
    let csv = String::from_utf8(report.to_csv()).expect("UTF-8");
    assert!(csv.starts_with('\u{feff}') && csv.contains("もと施設"));
}

#[test]
fn a_class_of_its_own_that_disagrees_is_reported() {
    let mut desk = desk();
    let own = desk.file("own.toml", "id = \"own\"\nkind = \"facilities\"\ntitle_ja = \"あ\"\ntitle_en = \"a\"\ndetect = { columns = [\"番号\"] }\n[[column]]\nnames = [\"番号\"]\nfield = \"number\"\n[[column]]\nnames = [\"H26\"]\nfield = \"class_h26\"\nparse = \"vocabulary:facility_classes_h26\"\n");
    let list = desk.file("h26.csv", "番号,H26\n1,halls\n2,library\n");
    let mut request = koyu::import::ImportRequest::new("facilities".parse().expect("a kind"), &list);
    request.profile = Some(own.to_string_lossy().into_owned());
    let import = desk.check_as(&request);
    desk.commit(import);
    let report = crosswalk_report(&desk.snapshot, &Vocabularies::embedded());
    let disagrees = report
        .issues
        .iter()
        .find(|issue| issue.rule == "h26-disagrees")
        .expect("reported");
    assert_eq!(disagrees.facilities, ["F000001"]);
    assert!(report.issues.iter().any(|issue| issue.rule == "h26-divided"));
}

#[test]
fn completeness_counts_each_field_in_groups_that_add_up() {
    let desk = desk();
    let codes = Vocabularies::embedded();
    let (public, internal) = (
        completeness(&desk.snapshot, &codes, false),
        completeness(&desk.snapshot, &codes, true),
    );
    let facilities = &public[0];
    assert_eq!((facilities.register, facilities.total.records), ("facilities", 5));
    for (at, field) in facilities.fields.iter().enumerate() {
        let sum: usize = facilities.groups.iter().map(|group| group.filled[at]).sum();
        assert_eq!(sum, facilities.total.filled[at], "{}", field.key);
    }
    let filled = |key: &str| {
        let at = facilities.fields.iter().position(|field| field.key == key).expect(key);
        facilities.total.filled[at]
    };
    // One has no position, one is masked; one bureau is unknown.
    assert_eq!((filled("position"), filled("bureau"), filled("class")), (3, 4, 4));
    assert!(internal[0].fields.len() > facilities.fields.len());
}

#[test]
fn yearly_records_are_counted_for_evaluated_facilities_by_year() {
    let mut desk = Desk::new();
    desk.draft(generate(&DemoSpec {
        facilities: 300,
        parcels: 5,
        seed: 2,
    }));
    let coverage = yearly_coverage(&desk.snapshot, &Vocabularies::embedded());
    assert_eq!(coverage.years.len(), 5);
    assert!(coverage.evaluated > 50);
    let latest = &coverage.years[0];
    assert_eq!((latest.fiscal_year, latest.finance), (2025, coverage.evaluated));
    assert!(latest.usage * 10 > coverage.evaluated * 9);
    let classes: usize = coverage.classes.iter().map(|class| class.records).sum();
    assert_eq!(classes, coverage.evaluated);
}
