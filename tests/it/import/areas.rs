//! Wards, population, mesh and reference layers.

use koyu::import::{Action, ImportRequest, Rule};

use super::samples::WARDS;
use super::support::Desk;

#[test]
fn wards_name_the_file_that_their_outline_came_from() {
    let mut desk = Desk::new();
    let path = desk.file("wards_test.geojson", WARDS);
    let import = desk.import("wards", &path);
    assert_eq!(
        (import.source.profile.as_str(), import.report.counts.created),
        ("wards-n03", 2)
    );
    let ward = &desk.snapshot.wards.by_key("271276").expect("北区").body;
    assert!(
        ward.boundary_source
            .as_deref()
            .is_some_and(|source| source.starts_with("wards_test.geojson"))
    );
    assert_eq!(
        ward.boundary_credit.as_deref(),
        Some("「国土数値情報（行政区域データ）」（国土交通省）")
    );
}

#[test]
fn a_name_that_disagrees_with_its_code_is_noticed_and_the_code_decides() {
    let mut desk = Desk::new();
    let wrong = WARDS.replace("\"N03_004\":\"中央区\"", "\"N03_004\":\"中央区\",\"name\":\"西区\"");
    let path = desk.file("wards.geojson", wrong);
    let import = desk.import("wards", &path);
    let finding = &import.report.findings[0];
    assert_eq!(
        (finding.rule, finding.value.as_deref()),
        (Rule::WardNameDisagreesWithCode, Some("西区"))
    );
    assert_eq!(
        desk.snapshot.wards.by_key("271284").expect("中央区").body.name,
        "中央区"
    );
}

#[test]
fn an_island_stored_as_a_hole_is_repaired_alike_each_time() {
    let mut desk = Desk::new();
    let hole = ",[[135.60,34.68],[135.61,34.68],[135.61,34.69],[135.60,34.68]]]}},";
    let path = desk.file("wards.geojson", WARDS.replacen("]}},", hole, 1));
    let import = desk.import("wards", &path);
    assert_eq!(import.report.count(Rule::InvalidPolygonRepaired), 1);
    assert_eq!(desk.check("wards", &path).report.counts.unchanged, 2);
}

#[test]
fn a_code_in_two_columns_is_put_together() {
    let mut desk = Desk::new();
    let path = desk.file("wards.csv", "KEN,CITY,CITYNAME,JINKO,MENSEKI\n27,127,北区,1000,1.5\n");
    desk.import("population", &path);
    let population = &desk.snapshot.populations.by_key("271276/2015").expect("taken").body;
    assert_eq!((population.total, population.name.as_str()), (1000, "北区"));
}

#[test]
fn rows_by_sex_become_one_population() {
    let mut desk = Desk::new();
    let text = "\u{feff}区名,男女別,世帯数,総数,０～４歳,１００歳以上\r\n\
                北区,男,0,40,3,1\r\n北区,女,0,60,2,2\r\n北区,計,50,100,5,3\r\n,,,,,\r\n大阪市計,計,50,100,5,3\r\n";
    let path = desk.file("residents_2021-06.csv", text);
    let import = desk.import("population", &path);
    assert_eq!(
        (
            import.report.counts.rows,
            import.report.counts.created,
            import.report.count(Rule::AsOfAssumed)
        ),
        (4, 2, 1)
    );
    let ward = &desk.snapshot.populations.by_key("271276/2021-06").expect("北区").body;
    assert_eq!(
        (ward.total, ward.male, ward.female, ward.households),
        (100, Some(40), Some(60), Some(50))
    );
    assert_eq!(ward.by_age.values().copied().collect::<Vec<_>>(), [5, 3]);
    assert_eq!(ward.notes.attributes["女:0-4"], "2");
    assert!(desk.snapshot.populations.by_key("271004/2021-06").is_some());
}

#[test]
fn prefecture_city_and_ward_in_one_cell_are_told_by_the_code() {
    let mut desk = Desk::new();
    let text = "調査年 コード,調査年,JCODE,地域,ALL,U14,A15.64,O65,U17\n\
                2020100000,2020年度,27127,大阪府 大阪市 北区,\"139,376\",\"12,854\",\"93,449\",\"23,734\",\"14,669\"\n\
                2020100000,2020年度,01100,北海道 札幌市,\"1,973,395\",\"215,366\",\"1,185,724\",\"541,242\",\"262,403\"\n";
    let path = desk.file("population.csv", text);
    let import = desk.import("population", &path);
    assert!(import.report.findings.is_empty(), "{:?}", import.report.findings);
    let ward = &desk.snapshot.populations.by_key("271276/2020").expect("北区").body;
    assert_eq!(
        (ward.total, ward.name.as_str(), ward.by_age.len()),
        (139_376, "北区", 4)
    );
    assert!(desk.snapshot.populations.by_key("011002/2020").is_some());
}

#[test]
fn a_mesh_of_the_future_has_years_and_ages() {
    let mut desk = Desk::new();
    let text = "MESH_ID,SHICODE,PTN_2020,PTN_2050,PTA_2050,PTC_2050,PT1_2050,HITOKU2050,RTA_2050\n\
                523504301,27127,100.5,80.25,8,30,2.5,,10\n523504301,27128,10,5,1,2,0.5,,10\n";
    let path = desk.file("mesh.csv", text);
    let import = desk.import("mesh", &path);
    assert!(import.report.findings.is_empty(), "{:?}", import.report.findings);
    let cell = desk.snapshot.mesh_cells.by_key("523504301").expect("a cell");
    assert_eq!(
        cell.body.years[&2050].total, 85.25,
        "a cell at a border has a share in each file"
    );
    let ages: Vec<_> = cell.body.years[&2050]
        .by_age
        .iter()
        .map(|(band, value)| (band.to_string(), *value))
        .collect();
    assert_eq!(
        ages,
        [
            ("0-4".to_owned(), 3.0),
            ("0-14".to_owned(), 9.0),
            ("65-".to_owned(), 32.0)
        ]
    );
    assert!(cell.shape.is_some(), "its shape follows from its code");
}

#[test]
fn a_layer_is_kept_as_it_came_and_replaced_as_a_whole() {
    let mut desk = Desk::new();
    let two = r#"{"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"price":327000,"town":"架空町"},"geometry":{"type":"Point","coordinates":[135.5,34.7]}},
        {"type":"Feature","properties":{"price":null,"town":"無名町"},"geometry":{"type":"Point","coordinates":[135.6,34.7]}}]}"#;
    let path = desk.file("prices.geojson", two);
    let mut request = ImportRequest::new("layer:land_price".parse().expect("a kind"), &path);
    request.internal = true;
    let import = desk.check_as(&request);
    assert_eq!(import.report.counts.created, 2);
    desk.commit(import);
    let layer = &desk.snapshot.layers.by_key("land_price").expect("a layer").body;
    assert!(layer.internal && layer.fields.len() == 2);

    let one = two.replace(",\n        {\"type\":\"Feature\",\"properties\":{\"price\":null,\"town\":\"無名町\"},\"geometry\":{\"type\":\"Point\",\"coordinates\":[135.6,34.7]}}", "");
    let path = desk.file("prices.geojson", one);
    let import = desk.import("layer:land_price", &path);
    assert_eq!(
        (
            import.plan.with_action(Action::Removed).count(),
            import.report.counts.unchanged
        ),
        (1, 1)
    );
    assert_eq!(desk.snapshot.layer_features.len(), 1);
}
