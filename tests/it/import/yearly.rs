//! Buildings, and what is recorded of facilities and buildings over the years.

use koyu::import::Rule;
use koyu::record::{Code, Datum, MissingReason, Yen};
use rust_decimal::Decimal;

use super::support::Desk;

fn desk_with_facilities() -> Desk {
    let mut desk = Desk::new();
    let path = desk.file(
        "list.csv",
        "番号,施設名,区\n1,架空図書館,北区\n2,架空会館,北区\n3,架空会館,中央区\n",
    );
    desk.import("facilities", &path);
    desk
}

#[test]
fn use_is_found_by_number_or_by_an_unambiguous_name() {
    let mut desk = desk_with_facilities();
    let text = "施設番号,施設名,年度,延べ利用者数,開館日数,備考\n\
                1,,令和2年度,\"12,345\",300,\n,架空会館,2020,1,1,\n,架空図書館,2021,***,－,改修\n9,架空図書館,2020,1,1,\n";
    let path = desk.file("usage.csv", text);
    let import = desk.import("usage", &path);
    assert_eq!((import.report.counts.created, import.report.counts.refused), (2, 2));
    assert_eq!(
        (
            import.report.count(Rule::ReferenceAmbiguous),
            import.report.count(Rule::ReferenceNotFound)
        ),
        (1, 1)
    );
    let year = |key: &str| &desk.snapshot.usage_years.by_key(key).expect("a year").body.metrics;
    assert_eq!(
        year("1/2020")[&Code::new("visitors")],
        Datum::Known(Decimal::from(12_345))
    );
    assert_eq!(
        year("1/2021")[&Code::new("visitors")],
        Datum::Missing(MissingReason::Withheld)
    );
    assert_eq!(
        year("1/2021")[&Code::new("open_days")],
        Datum::Missing(MissingReason::Unsurveyed)
    );
}

#[test]
fn finance_may_come_one_row_an_item() {
    let mut desk = desk_with_facilities();
    let path = desk.file(
        "finance.csv",
        "施設番号,年度,項目,金額\n1,2020,光熱水費,\"1,200,000\"\n1,2020,修繕費,△500\n1,2020,謎の費目,1\n",
    );
    let import = desk.import("finance", &path);
    assert_eq!(
        (import.source.profile.as_str(), import.report.counts.created),
        ("finance-long", 1)
    );
    assert_eq!(import.report.count(Rule::UnmappedCode), 1);
    let items = &desk.snapshot.finance_years.by_key("1/2020").expect("a year").body.items;
    assert_eq!(
        (items[&Code::new("utilities")], items[&Code::new("repair")]),
        (Datum::Known(Yen(1_200_000)), Datum::Known(Yen(-500)))
    );
}

#[test]
fn a_second_row_of_a_year_is_a_duplicate_where_a_row_is_a_year() {
    let desk = desk_with_facilities();
    let path = desk.file("finance.csv", "施設番号,年度,光熱水費\n1,2020,100\n1,2020,200\n");
    let import = desk.check("finance", &path);
    assert_eq!(
        (import.report.count(Rule::DuplicateKey), import.report.counts.created),
        (1, 1)
    );
}

#[test]
fn a_building_is_joined_with_its_facility() {
    let mut desk = desk_with_facilities();
    let text = "棟番号,棟名,構造,地上階数,延床面積,建築年月,Is値,施設番号,専有面積\n\
                B1,架空館本館,RC造,3,1234.5,昭和57年10月,0.65,1,1000\nB2,架空館別館,SRC,2,100,H元.5,,77,\n";
    let path = desk.file("buildings.csv", text);
    let import = desk.import("buildings", &path);
    assert_eq!(
        (
            import.report.counts.created,
            import.report.count(Rule::ReferenceNotFound)
        ),
        (1, 1)
    );
    let building = &desk.snapshot.buildings.by_key("B1").expect("taken").body;
    assert_eq!(
        (
            building.structure.as_ref().map(Code::as_str),
            building.is_value_hundredths
        ),
        (Some("rc"), Some(65))
    );
    let link = &desk.snapshot.links.iter().next().expect("joined").body;
    assert_eq!(
        (link.from.to_string(), link.to.to_string()),
        ("F000001".to_owned(), "B000001".to_owned())
    );
}

#[test]
fn a_list_of_years_does_not_wipe_out_a_month() {
    let mut desk = Desk::new();
    let month = desk.file("a.csv", "番号,施設名,建築年月\n1,架空館,昭和57年10月\n");
    desk.import("facilities", &month);
    let year = desk.file("b.csv", "番号,施設名,建築年度\n1,架空館,1982\n");
    assert!(desk.check("facilities", &year).plan.changes_nothing());
    let other = desk.file("c.csv", "番号,施設名,建築年度\n1,架空館,1983\n");
    assert_eq!(desk.check("facilities", &other).report.counts.changed, 1);
}

#[test]
fn condition_and_works_are_about_a_building_or_a_facility() {
    let mut desk = desk_with_facilities();
    let buildings = desk.file("buildings.csv", "棟番号,棟名\nB1,架空館本館\n");
    desk.import("buildings", &buildings);
    let condition = desk.file(
        "condition.csv",
        "棟番号,施設番号,部位,劣化度,調査日\nB1,,外壁,C,2020-04-01\n,1,屋根・屋上,Ａ,R2.4.1\n,1,煙突,B,\n",
    );
    let import = desk.import("condition", &condition);
    assert_eq!((import.report.counts.created, import.report.counts.refused), (2, 1));
    let works = desk.file(
        "works.csv",
        "施設番号,工事名,部位,完了日,工事費\n1,外壁改修,外壁,2019年度,1000000\n",
    );
    let import = desk.import("works", &works);
    assert_eq!(import.report.counts.created, 1);
    assert!(desk.check("works", &works).plan.changes_nothing());
}

#[test]
fn a_ledger_has_many_rows_a_building() {
    let mut desk = Desk::new();
    let text = "財産番号,枝番,主管箇所,件名,勘定科目,耐用年数,取得年月日,取得額・取得額相当額,増減異動後簿価,リース区分\n\
                100,1,建設局,架空館本体,建物,50,S57.10.1,\"1,000,000\",1,\n100,2,建設局,架空館空調,建物附属設備,15,H10.3.31,500000,1,該当\n";
    let path = desk.file("ledger.csv", text);
    let import = desk.import("ledger", &path);
    assert_eq!(
        (import.report.counts.created, import.report.findings.len()),
        (2, 0),
        "{:?}",
        import.report.findings
    );
    let asset = &desk.snapshot.ledger_assets.by_key("100-2").expect("the second").body;
    assert_eq!(
        (asset.acquisition_cost_yen, asset.life_years),
        (Some(Yen(500_000)), Some(15))
    );
    assert_eq!(asset.notes.attributes["リース区分"], "該当");
}
