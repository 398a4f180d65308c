//! Lists of vacant space: what is taken, what is refused, and what Koyu wrote itself comes back unchanged.

use koyu::codec::Format;
use koyu::export::{Publisher, Subject, Wording, export};
use koyu::import::Rule;
use koyu::record::{Fid, Kind};
use koyu::register::{Extent, VacancyStage};
use koyu::vocabulary::Vocabularies;

use super::samples::{DISPOSAL, PARCEL_HEADER, parcel};
use super::support::Desk;

const HEADER: &str = "番号,名称,空きの範囲,施設番号,施設名,建物番号,未利用地番号,階・室,空き面積（㎡）,空き始めた時期,使える時期,制約,活用方針,所管,公開,内部メモ";

fn desk() -> Desk {
    let mut desk = Desk::new();
    let facilities = desk.file("list.csv", "番号,施設名,区\n1,もと架空小学校,北区\n2,架空会館,中央区\n");
    desk.import("facilities", &facilities);
    let buildings = desk.file("buildings.csv", "番号,棟名,施設番号\n2-1,架空会館 本館,2\n");
    desk.import("buildings", &buildings);
    let parcels = desk.file(
        "parcels.csv",
        format!(
            "{PARCEL_HEADER}\n{}\n",
            parcel("9‐1", "北区", DISPOSAL, (135.49, 34.69))
        ),
    );
    desk.import("parcels", &parcels);
    desk
}

fn list(rows: &[&str]) -> String {
    format!("{HEADER}\n{}\n", rows.join("\n"))
}

#[test]
fn a_vacancy_belongs_to_a_facility_a_building_or_a_parcel() {
    let mut desk = desk();
    let rows = [
        "V-1,もと架空小学校,施設全体,1,,,,,4500.5,令和3年4月1日,R9.4,耐震補強が必要,貸付,市民局,○,内緒",
        ",会館の会議室,室,,,2-1,,2階 会議室,32,,,,,,,",
        ",校庭,土地,,,,９-1,,,,,,,,×,",
    ];
    let path = desk.file("vacancies.csv", list(&rows));
    let import = desk.import("vacancies", &path);
    assert_eq!(
        (import.source.profile.as_str(), import.report.counts.created),
        ("vacancies", 3),
        "{:?}",
        import.report
    );
    let of = |fid| {
        let item = desk.snapshot.vacancies.get(Fid(fid)).unwrap();
        (item.body.of.to_string(), item.body.extent)
    };
    assert_eq!(of(1), ("F000001".into(), Extent::Facility));
    assert_eq!(of(2), ("B000001".into(), Extent::Room));
    assert_eq!(of(3), ("P000001".into(), Extent::Land));
    let first = &desk.snapshot.vacancies.get(Fid(1)).unwrap().body;
    assert_eq!(
        (
            first.since.as_ref().map(|date| date.iso()),
            first.usable_from.as_ref().map(|date| date.iso()),
            first.released,
            first.stage()
        ),
        (
            Some("2021-04-01".into()),
            Some("2027-04".into()),
            true,
            VacancyStage::Found
        )
    );
}

#[test]
fn an_extent_that_does_not_fit_and_an_unknown_facility_are_refused() {
    let desk = desk();
    let rows = [
        ",駐車場の階,階,,,,9-1,,,,,,,,,",
        ",どこかの施設,施設全体,77,,,,,,,,,,,,",
        ",建物の土地,土地,,,2-1,,,,,,,,,,",
    ];
    let import = desk.check("vacancies", &desk.file("vacancies.csv", list(&rows)));
    assert_eq!((import.report.counts.created, import.report.counts.refused), (0, 3));
    assert_eq!(
        (
            import.report.count(Rule::ExtentDoesNotFit),
            import.report.count(Rule::ReferenceNotFound)
        ),
        (2, 1)
    );
}

#[test]
fn an_import_leaves_the_work_on_a_vacancy_alone() {
    let mut desk = desk();
    let path = desk.file("one.csv", list(&[",会館の会議室,室,,,2-1,,2階 会議室,32,,,,,,,"]));
    desk.import("vacancies", &path);
    let again = desk.file("two.csv", list(&[",会館の会議室,室,,,2-1,,2階 会議室,33,,,,,,,"]));
    let import = desk.import("vacancies", &again);
    assert_eq!((import.report.counts.created, import.report.counts.changed), (0, 1));
    assert_eq!(desk.snapshot.vacancies.len(), 1);
}

#[test]
fn what_koyu_wrote_comes_back_unchanged() {
    let mut desk = desk();
    let rows = [
        "V-1,もと架空小学校,施設全体,1,,,,,4500.5,令和3年4月1日,R9.4,耐震補強が必要,貸付,市民局,○,",
        ",会館の会議室,室,,,2-1,,2階 会議室,32,,,,,,,",
        ",校庭,土地,,,,9-1,,,,,,,,×,",
    ];
    let path = desk.file("vacancies.csv", list(&rows));
    desk.import("vacancies", &path);
    let out = desk.file("out.csv", "");
    std::fs::remove_file(&out).unwrap();
    let vocabularies = Vocabularies::embedded();
    let label = |list: &str, key: &str| Some(vocabularies.list(list)?.by_key(key)?.ja.clone());
    let wording = Wording {
        label: &label,
        publisher: &Publisher::default(),
    };
    let vacancies = Subject::Records(Kind::Vacancy);
    export(&desk.snapshot, &vacancies, &wording, Format::Csv, &out).unwrap();
    let import = desk.check("vacancies", &out);
    assert_eq!(
        (
            import.report.counts.unchanged,
            import.report.counts.changed,
            import.report.counts.refused
        ),
        (3, 0, 0),
        "{:?} {:?}",
        import.report,
        import
            .plan
            .entries
            .iter()
            .map(|entry| entry.changes())
            .collect::<Vec<_>>()
    );
}
