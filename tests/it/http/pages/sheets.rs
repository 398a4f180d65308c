//! The sheets of a parcel and of a facility, and the page about the data.

use std::sync::Arc;

use koyu::http::{Site, SiteWords, State};
use koyu::land::Parcel;
use koyu::record::Provenance;
use koyu::snapshot::{Live, Snapshot};
use serde_json::Value;

use super::html::Html;
use super::{PAGES, visit, visit_at};
use crate::http::fixture::{parcel, state, stored};

/// The names and values of a sheet.
fn facts(html: &Html) -> Vec<(String, String)> {
    let names = html.elements("dt").into_iter().map(|name| name.text());
    let values = html.elements("dd").into_iter().map(|value| value.text());
    names.zip(values).collect()
}

fn linked(html: &Html) -> Value {
    serde_json::from_str(&html.elements("script")[0].text()).expect("JSON-LD is JSON")
}

#[actix_web::test]
async fn a_parcel_has_a_sheet_of_what_is_listed() {
    let html = Html::of("/lands/P000001").await;
    let facts = facts(&html);
    for fact in [
        ("番号", "9‐1"),
        ("地番", "20番1"),
        ("面積", "310.44 ㎡"),
        ("活用方針", "処分検討地"),
        ("分類基準", "基準２"),
        ("備考", "公開の備考"),
        ("現状", "記載なし"),
    ] {
        assert!(facts.contains(&(fact.0.into(), fact.1.into())), "{fact:?} in {facts:?}");
    }
    assert!(html.text().contains("もと市営住宅用地"));
    let linked = linked(&html);
    assert_eq!(
        (&linked["@type"], &linked["identifier"]),
        (&"Place".into(), &"9‐1".into())
    );
}

#[actix_web::test]
async fn a_facility_has_a_karte_with_its_buildings_and_its_changes() {
    let html = Html::of("/facilities/F000001").await;
    let text = html.text();
    for part in [
        "中央図書館",
        "チュウオウトショカン",
        "1977年度（昭和52年度）",
        "4,091.32 ㎡",
        "本館",
        "更新履歴",
    ] {
        assert!(text.contains(part), "{part}");
    }
    // Who changed it and why is not told.
    assert!(text.contains("施設名") && !text.contains("import"));
    let linked = linked(&html);
    assert_eq!(linked["@type"], "CivicStructure");
    assert_eq!(linked["geo"]["longitude"], 135.502);
}

#[actix_web::test]
async fn a_hidden_place_is_on_no_sheet() {
    let html = Html::of("/facilities/F000003").await;
    assert_eq!(linked(&html).get("geo"), None);
    assert!(
        facts(&html)
            .iter()
            .any(|(name, value)| name.starts_with("緯度") && value == "記載なし")
    );
}

#[actix_web::test]
async fn a_history_that_cannot_be_read_is_said_to_be_so() {
    let text = Html::of("/facilities/F000002").await.text();
    assert!(text.contains("いまは更新履歴を読めません"), "{text}");
}

#[actix_web::test]
async fn what_is_not_there_is_a_page_that_leads_on() {
    for address in ["/lands/P000099", "/lands/x", "/facilities/P000001"] {
        let answered = visit(address).await;
        assert_eq!(answered.status, 404, "{address}");
        let html = Html::parse(&answered.bytes);
        assert_eq!(html.faults(), Vec::<String>::new());
        assert!(html.text().contains("見つかりません"), "{address}");
    }
}

#[actix_web::test]
async fn old_addresses_lead_to_the_new_ones() {
    for (old, new) in [
        ("/parcels/P000001?lang=en", "/lands/P000001?lang=en"),
        ("/parcels", "/lands"),
    ] {
        let answered = visit(old).await;
        assert_eq!((answered.status.as_u16(), answered.header("location")), (308, new));
    }
}

#[actix_web::test]
async fn invented_data_are_marked_on_every_page() {
    let invented = Parcel {
        provenance: Provenance::DemoInvented,
        ..parcel("1", "架空の土地")
    };
    let mut records: Vec<_> = crate::http::fixture::portfolio().all().collect();
    records.push(stored(9, invented, None));
    let snapshot = Arc::new(Snapshot::from_stored(koyu::history::Version(7), None, records, []));
    for address in PAGES {
        let state = State {
            live: Arc::new(Live::new(Arc::clone(&snapshot))),
            ..state()
        };
        let html = Html::parse(&visit_at(address, state).await.bytes);
        let (mark, said) = if address.contains("lang=en") {
            ("[Fictitious]", "none of them exists")
        } else {
            ("【架空】", "実在のものではありません")
        };
        assert!(html.elements("title")[0].text().starts_with(mark), "{address}");
        assert!(html.text().contains(said), "{address}");
    }
}

#[actix_web::test]
async fn what_nobody_configured_is_said_to_be_missing() {
    let text = Html::of("/about").await.text();
    assert!(text.contains("問い合わせ先をまだ示していません"));
    assert!(text.contains("出典をまだ示していません"));
}

#[actix_web::test]
async fn what_is_configured_is_shown() {
    let words: SiteWords = toml::from_str(
        "title_ja = '市有地の案内'\n[publisher]\nname_ja = '架空市'\n[contact]\nname_ja = '管財課'\nemail = 'kanzai@example.jp'\n\
         [licence]\nname_ja = 'CC BY 4.0'\nurl = 'https://creativecommons.org/licenses/by/4.0/deed.ja'\n\
         [[source]]\ntitle_ja = '未利用地一覧表'\nurl = 'javascript:alert(1)'\n",
    )
    .expect("words of a site");
    let state = || State {
        site: Site::from(words.clone()),
        ..state()
    };
    let html = Html::parse(&visit_at("/about", state()).await.bytes);
    for part in ["市有地の案内", "架空市", "管財課", "CC BY 4.0", "未利用地一覧表"] {
        assert!(html.text().contains(part), "{part}");
    }
    let links: Vec<String> = html
        .elements("a")
        .iter()
        .filter_map(|link| link.attribute("href"))
        .collect();
    assert!(links.iter().any(|href| href == "mailto:kanzai@example.jp"));
    assert!(!links.iter().any(|href| href.starts_with("javascript")));
    let list = Html::parse(&visit_at("/lands", state()).await.bytes);
    let linked: Value = serde_json::from_str(&list.elements("script")[0].text()).expect("JSON");
    assert_eq!(linked["@type"], "Dataset");
    assert_eq!(linked["license"], "https://creativecommons.org/licenses/by/4.0/deed.ja");
    assert_eq!(linked["publisher"]["name"], "架空市");
    assert_eq!(linked["distribution"][0]["encodingFormat"], "text/csv");
}

#[actix_web::test]
async fn what_records_say_is_never_read_as_markup() {
    let harmful = Parcel {
        remarks: Some("</script><script>alert(1)</script>".into()),
        mapnavi_url: Some("javascript:alert(1)".into()),
        ..parcel("1", "<b>太字</b></script><img src=x>")
    };
    let snapshot = Arc::new(Snapshot::from_stored(
        koyu::history::Version(1),
        None,
        [stored(1, harmful, None)],
        [],
    ));
    for address in ["/lands", "/lands/P000001"] {
        let state = State {
            live: Arc::new(Live::new(Arc::clone(&snapshot))),
            ..state()
        };
        let html = Html::parse(&visit_at(address, state).await.bytes);
        assert_eq!(html.faults(), Vec::<String>::new(), "{address}");
        assert_eq!(
            (
                html.elements("script").len(),
                html.elements("img").len(),
                html.elements("b").len()
            ),
            (1, 0, 0)
        );
        assert!(html.text().contains("<b>太字</b>"));
        assert!(html.elements("a").iter().all(|link| {
            !link
                .attribute("href")
                .is_some_and(|href| href.starts_with("javascript"))
        }));
    }
}
