//! The files that others published, where they are at hand: `KOYU_REAL=folder cargo test -- --ignored real_files`.

use std::path::PathBuf;

use super::support::Desk;

#[test]
#[ignore = "needs the real files, which are not part of the project"]
fn real_files_are_imported_and_their_faults_counted() {
    let folder = PathBuf::from(std::env::var("KOYU_REAL").expect("KOYU_REAL names the folder of the real files"));
    let mut desk = Desk::new();
    for (kind, file) in [
        ("wards", "osaka/wards_n03.geojson"),
        ("facilities", "osaka/facilities.json"),
        ("parcels", "osaka/unused_land_list.csv"),
        ("facilities", "osaka/facilities_from_pdf.csv"),
        ("wards", "osaka/wards_n03_names_wrong.geojson"),
        ("wards", "osaka/wards_census2015/osakacity.shp"),
        ("population", "osaka/wards_census2015/osakacity.shp"),
        ("population", "osaka/population_2020.csv"),
        ("population", "osaka/population_2017.csv"),
        ("population", "osaka/residents_2021-06.csv"),
        ("mesh", "osaka/mesh_500m.geojson"),
        ("facilities", "osaka/mapnavi_2014_offices_cp932.csv"),
        ("facilities", "osaka/nurseries.csv"),
        ("facilities", "other/ishikawa_public_facility_56col_cp932.csv"),
        ("facilities", "other/ishikawa_merged_37col.csv"),
        ("layer:land_price_2019", "osaka/land_price_2019/h31_chika.shp"),
        ("layer:schools_2019", "osaka/schools_2019/school.shp"),
    ] {
        let start = std::time::Instant::now();
        let import = desk.import(kind, &folder.join(file));
        let counts = serde_json::to_string(&import.report.counts).expect("counts are JSON");
        println!(
            "{file} [{}] {:?}\n  {counts}",
            import.source.profile,
            start.elapsed() / 2
        );
        for rule in import.report.counts.by_rule.keys() {
            let of_rule: Vec<_> = import
                .report
                .findings
                .iter()
                .filter(|finding| finding.rule == *rule)
                .collect();
            for finding in of_rule.iter().take(3) {
                println!(
                    "    {} {:?} {:?} {}",
                    finding.rule.id(),
                    finding.key,
                    finding.value,
                    finding.message_ja
                );
            }
        }
        let again = desk.check(kind, &folder.join(file));
        println!(
            "  again: {} unchanged of {}",
            again.report.counts.unchanged, again.report.counts.rows
        );
    }
}

#[test]
#[ignore = "takes long in a debug build; run it with CARGO_PROFILE_DEV_OPT_LEVEL=3"]
fn a_hundred_thousand_rows_are_checked_in_seconds() {
    let mut desk = Desk::new();
    if let Ok(folder) = std::env::var("KOYU_REAL") {
        desk.import("wards", &PathBuf::from(folder).join("osaka/wards_n03.geojson"));
    }
    let mut text = "番号,施設名,所在地,区,大分類,小分類,所管,延床面積,建築年度,緯度,経度\n".to_owned();
    for number in 1..=100_000 {
        let (lat, lon) = (
            34.60 + f64::from(number % 317) * 5e-4,
            135.41 + f64::from(number % 331) * 5e-4,
        );
        text += &format!(
            "{number},架空施設{number},大阪市北区架空{number},北区,教育・文化・スポーツ施設,野外活動施設,建設局　公園緑化部,\
             \"1,234.5\",1982,{lat:.6},{lon:.6}\n"
        );
    }
    let path = desk.file("many.csv", text);
    let start = std::time::Instant::now();
    let first = desk.check("facilities", &path);
    println!("checked 100 000 rows into nothing: {:?}", start.elapsed());
    println!("  {:?}", first.report.counts.by_rule);
    desk.commit(first);
    let start = std::time::Instant::now();
    let again = desk.check("facilities", &path);
    println!("checked 100 000 rows against themselves: {:?}", start.elapsed());
    assert_eq!(again.report.counts.unchanged, 100_000);
}
