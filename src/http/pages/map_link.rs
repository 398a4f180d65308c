//! Addresses of the map that show what a page shows. The map's own addresses are described in web/src/permalink.ts.

use super::query::PageQuery;
use crate::record::EntityId;

/// The map with the conditions of a list, as far as it knows them.
pub fn of_list(query: &PageQuery, tab: &'static str) -> String {
    const KNOWN: [&str; 5] = ["ward", "policy", "lending", "q", "sort"];
    let mut map = PageQuery::default()
        .in_language(query.language)
        .with("v", Some("1"))
        .with("tab", (tab != "facilities").then_some(tab));
    for name in KNOWN {
        map = map.with(name, query.value(name));
    }
    let majors: Vec<&str> = query.values("class").filter(|class| !class.contains('.')).collect();
    map.with("class", (!majors.is_empty()).then_some(&majors.join(",")))
        .address("/")
}

/// The map at a record.
pub fn of_record(query: &PageQuery, id: EntityId, tab: &'static str, position: Option<(f64, f64)>) -> String {
    let centre = position.map(|(lon, lat)| format!("{lon:.5},{lat:.5}"));
    PageQuery::default()
        .in_language(query.language)
        .with("v", Some("1"))
        .with("z", centre.as_ref().map(|_| "16"))
        .with("c", centre.as_deref())
        .with("tab", (tab != "facilities").then_some(tab))
        .with("sel", Some(&id.to_string()))
        .address("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_selected_and_looked_at() {
        let id: EntityId = "P000012".parse().expect("an id");
        let query = PageQuery::default();
        assert_eq!(
            of_record(&query, id, "parcels", Some((135.501_2, 34.69))),
            "/?v=1&z=16&c=135.50120,34.69000&tab=parcels&sel=P000012"
        );
        assert_eq!(
            of_list(&query.with("criterion", Some("c1")), "parcels"),
            "/?v=1&tab=parcels"
        );
    }
}
