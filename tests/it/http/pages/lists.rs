//! `/lands` and `/facilities`: the same records as the API, found by a form without scripts.

use super::html::Html;
use super::visit;
use crate::http::fixture::get;

fn cells(html: &Html, table: &str) -> Vec<Vec<String>> {
    let tables = html.elements("table");
    let table = tables
        .iter()
        .find(|found| {
            found
                .attribute("class")
                .is_some_and(|class| class.split(' ').any(|name| name == table))
        })
        .expect("the table");
    let row = |row: &super::html::Element| {
        let mut cells: Vec<String> = Vec::new();
        cells.extend(
            row.children("th")
                .iter()
                .chain(&row.children("td"))
                .map(super::html::Element::text),
        );
        cells
    };
    table.children("tr").iter().map(row).collect()
}

#[actix_web::test]
async fn the_land_list_shows_the_citys_sixteen_columns_in_their_order() {
    let html = Html::of("/lands").await;
    let rows = cells(&html, "lands");
    assert_eq!(
        rows[0],
        [
            "未利用地登録年度",
            "番号",
            "所在（区）",
            "町丁目",
            "地番",
            "街区番号",
            "面積（㎡）",
            "土地所管局",
            "財産名称",
            "現状",
            "活用方針",
            "分類基準",
            "処分目途",
            "貸付等の活用状況",
            "備考",
            "マップナビおおさかへのリンク",
        ]
    );
    // 9‐1 before 10‐1; the row's heading is its number.
    let numbers: Vec<&str> = rows[1..].iter().map(|row| row[0].as_str()).collect();
    assert_eq!(numbers, ["9‐1", "10‐1"]);
    assert!(rows[1].contains(&"基準２".to_owned()) && rows[1].contains(&"310.44".to_owned()));
}

#[actix_web::test]
async fn totals_keep_the_land_outside_the_city_apart() {
    let html = Html::of("/lands").await;
    let rows = cells(&html, "sums");
    let last = rows.last().expect("a sum");
    assert_eq!(last, &["計", "1", "310.44", "1", "1,000", "2", "1,310.44"]);
}

#[actix_web::test]
async fn a_form_as_a_browser_sends_it_narrows_the_list() {
    for (query, numbers) in [
        (
            "q=&ward=&area_min=&area_max=&in_city=&bureau=&sort=number",
            vec!["9‐1", "10‐1"],
        ),
        ("policy=disposal&policy=retain", vec!["9‐1", "10‐1"]),
        ("policy=retain", vec!["10‐1"]),
        ("in_city=false", vec!["10‐1"]),
        ("area_min=%EF%BC%95%EF%BC%90%EF%BC%90", vec!["10‐1"]),
        ("sort=-area_m2", vec!["10‐1", "9‐1"]),
        (
            "criterion=c2&lending=lendable&outlook=A&q=%E3%82%82%E3%81%A8",
            vec!["9‐1"],
        ),
    ] {
        let rows = cells(&Html::of(&format!("/lands?{query}")).await, "lands");
        let shown: Vec<&str> = rows[1..].iter().map(|row| row[0].as_str()).collect();
        assert_eq!(shown, numbers, "{query}");
    }
}

#[actix_web::test]
async fn the_register_finds_by_age_and_class() {
    let names = |html: &Html| -> Vec<String> {
        cells(html, "facilities")[1..]
            .iter()
            .map(|row| row[0].clone())
            .collect()
    };
    assert_eq!(names(&Html::of("/facilities?age_min=40").await), ["中央図書館"]);
    assert_eq!(names(&Html::of("/facilities?class=former").await), ["もと中央小学校"]);
    let empty = Html::of("/facilities?age_min=60").await;
    assert!(empty.text().contains("条件に合うものはありません"));
    let rows = cells(&Html::of("/facilities?view=class").await, "sums");
    assert!(
        rows.iter()
            .any(|row| row[0] == "教育・文化・スポーツ施設" && row[1] == "1"),
        "{rows:?}"
    );
}

#[actix_web::test]
async fn downloads_hold_the_conditions_of_the_page_and_answer() {
    for page in [
        "/lands?policy=retain&page=1&lang=en",
        "/facilities?age_min=30&ward=271276",
    ] {
        let html = Html::of(page).await;
        let files: Vec<String> = html
            .elements("a")
            .iter()
            .filter(|link| link.attribute("download").is_some())
            .filter_map(|link| link.attribute("href"))
            .collect();
        assert!(files.len() >= 6, "{files:?}");
        for file in files {
            assert!(
                !file.contains("lang=") && !file.contains("page=") && !file.contains("age_min"),
                "{file}"
            );
            let answered = get(&file).await;
            assert_eq!(answered.status, 200, "{file}");
        }
    }
    let terms = Html::of("/lands").await.text();
    assert!(terms.contains("2025年4月1日（令和7年4月1日）") && terms.contains("利用条件"));
}

#[actix_web::test]
async fn wrong_conditions_are_told_in_words_and_never_as_json() {
    for (address, said) in [
        ("/lands?ward=x", "6桁の区・市町村コード"),
        ("/lands?colour=red", "colour というパラメーターはありません"),
        ("/lands?area_min=abc", "0以上の面積"),
        ("/facilities?page=0", "1から"),
        ("/lands?lang=fr", "ja か en"),
        ("/lands?ward=x&lang=en", "six-digit codes of wards"),
    ] {
        let answered = visit(address).await;
        assert_eq!(answered.status, 400, "{address}");
        assert!(answered.header("content-type").starts_with("text/html"), "{address}");
        let html = Html::parse(&answered.bytes);
        assert_eq!(html.faults(), Vec::<String>::new());
        assert!(html.text().contains(said), "{address}: {}", html.text());
    }
    // A program is told the same as a problem.
    let program = get("/lands?ward=x").await;
    assert_eq!(program.header("content-type"), "application/problem+json");
}

#[actix_web::test]
async fn the_map_opens_with_the_conditions_that_it_knows() {
    let html = Html::of("/lands?ward=271276&policy=disposal&criterion=c2").await;
    let opens = html
        .elements("a")
        .iter()
        .filter_map(|link| link.attribute("href"))
        .any(|href| href == "/?v=1&tab=parcels&ward=271276&policy=disposal");
    assert!(opens);
}

#[actix_web::test]
async fn a_filtered_list_is_no_page_of_its_own_for_a_search_engine() {
    let robots = |html: &Html| {
        html.elements("meta")
            .iter()
            .any(|meta| meta.attribute("name").as_deref() == Some("robots"))
    };
    assert!(!robots(&Html::of("/lands").await));
    let filtered = Html::of("/lands?policy=retain").await;
    assert!(robots(&filtered));
    let canonical = filtered
        .elements("link")
        .into_iter()
        .find(|link| link.attribute("rel").as_deref() == Some("canonical"))
        .and_then(|link| link.attribute("href"));
    assert_eq!(canonical.as_deref(), Some("http://127.0.0.1:8080/lands"));
}
