//! The inputs of the demo portfolio agree with the code lists and with the sizes that they promise.

use std::collections::BTreeSet;

use koyu::vocabulary::{CodeList, Vocabularies};
use toml::{Table, Value};

fn read(name: &str) -> Table {
    let path = format!("{}/data/demo/{name}.toml", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path)
        .expect("the file is part of the source")
        .parse()
        .expect("it is TOML")
}

fn tables<'a>(of: &'a Table, key: &str) -> Vec<&'a Table> {
    let all = of.get(key).and_then(Value::as_array).into_iter().flatten();
    all.filter_map(Value::as_table).collect()
}

fn text<'a>(of: &'a Table, key: &str) -> &'a str {
    of.get(key)
        .and_then(Value::as_str)
        .unwrap_or_else(|| panic!("{key} is a text in {of}"))
}

fn number(of: &Table, key: &str) -> i64 {
    of.get(key)
        .and_then(Value::as_integer)
        .unwrap_or_else(|| panic!("{key} is a number in {of}"))
}

fn expect_code(list: &CodeList, key: &str) {
    assert!(list.by_key(key).is_some(), "{key} is not in {}", list.id);
}

/// Every `{ key, weight }` names a code; `own_ward` stands for the office of the ward that a record lies in.
fn expect_weighted(list: &CodeList, of: &Table, key: &str) {
    let weighted = tables(of, key);
    assert!(!weighted.is_empty(), "{key} in {of}");
    for choice in weighted {
        for part in text(choice, "key").split('+').filter(|part| *part != "own_ward") {
            expect_code(list, part);
        }
        assert!(number(choice, "weight") > 0);
    }
}

#[test]
fn every_class_of_the_facility_list_is_made_and_the_numbers_add_up() {
    let vocabularies = Vocabularies::embedded();
    let list = |id| vocabularies.list(id).expect("an embedded list");
    let (facilities, families) = (read("facilities"), read("families"));
    let classes = tables(&facilities, "class");
    let made: BTreeSet<&str> = classes.iter().map(|class| text(class, "key")).collect();
    assert_eq!(
        made,
        list("facility_classes")
            .leaves()
            .map(|code| code.key.as_str())
            .collect()
    );
    for (sum, total) in [("count", "total"), ("evaluated", "evaluated")] {
        assert_eq!(
            classes.iter().map(|class| number(class, sum)).sum::<i64>(),
            number(&facilities, total)
        );
    }
    let keys = |of: &Table, key| -> BTreeSet<String> {
        tables(of, key).iter().map(|one| text(one, "key").to_owned()).collect()
    };
    let (builts, family_keys) = (keys(&facilities, "built"), keys(&families, "family"));
    for class in &classes {
        assert!(number(class, "evaluated") <= number(class, "count"));
        assert!(
            builts.contains(text(class, "built")) && family_keys.contains(text(class, "family")),
            "{class}"
        );
        assert!(
            ["population", "even", "centre", "bay"].contains(&text(class, "spread")),
            "{class}"
        );
        expect_code(list("area_scopes"), text(class, "area_scope"));
        expect_weighted(list("bureaus"), class, "bureaus");
        for name in tables(class, "names") {
            assert!(
                text(name, "name").contains("{town}") && text(name, "kana").contains("{town}"),
                "{name}"
            );
        }
    }
    for family in tables(&families, "family") {
        expect_weighted(list("operations"), family, "operations");
        expect_code(list("fee_systems"), text(family, "fee_system"));
        for item in family["cost_yen_per_m2"].as_table().expect("costs").keys() {
            expect_code(list("finance_items"), item);
        }
    }
    let seismic = facilities["seismic"].as_table().expect("seismic");
    expect_weighted(list("seismic_classes"), seismic, "before_1982");
    expect_weighted(
        list("position_accuracies"),
        facilities["position"].as_table().expect("position"),
        "weight",
    );
    for structure in tables(&facilities, "structure") {
        expect_weighted(list("structures"), structure, "weight");
    }
}

#[test]
fn every_parcel_that_can_be_made_obeys_the_land_rules() {
    let vocabularies = Vocabularies::embedded();
    let list = |id| vocabularies.list(id).expect("an embedded list");
    let parcels = read("parcels");
    let combinations = tables(&parcels, "combination");
    assert_eq!(
        combinations.iter().map(|one| number(one, "weight")).sum::<i64>(),
        number(&parcels, "total")
    );
    for parcel in combinations.into_iter().chain(tables(&parcels, "outside")) {
        let policy = text(parcel, "policy");
        assert!(
            vocabularies.criterion_allowed(policy, text(parcel, "criterion")),
            "{parcel}"
        );
        assert_eq!(
            vocabularies.outlook_required(policy),
            parcel.contains_key("outlook"),
            "{parcel}"
        );
        if parcel.contains_key("outlook") {
            expect_code(list("disposal_outlooks"), text(parcel, "outlook"));
        }
        expect_code(list("lending_statuses"), text(parcel, "lending"));
    }
    let quantiles = tables(&parcels, "area_quantiles");
    assert!(quantiles.is_sorted_by_key(|quantile| number(quantile, "area_m2")));
    for policy in tables(&parcels, "policy") {
        expect_code(list("land_policies"), text(policy, "key"));
        expect_weighted(list("bureaus"), policy, "bureaus");
    }
    for use_of in tables(&parcels, "current_use") {
        expect_weighted(list("current_uses"), use_of, "uses");
    }
    for parcel in tables(&parcels, "outside") {
        expect_code(list("municipalities"), text(parcel, "municipality"));
        expect_code(list("bureaus"), text(parcel, "bureau"));
    }
    assert_eq!(tables(&parcels, "outside").len(), 5);
}

#[test]
fn every_ward_has_towns_of_its_own_and_a_population() {
    let vocabularies = Vocabularies::embedded();
    let codes: Vec<&str> = vocabularies
        .list("wards")
        .expect("wards")
        .codes
        .iter()
        .filter_map(|ward| ward.text("code6"))
        .collect();
    let (wards, towns) = (read("wards"), read("towns"));
    let of = |table: &Table| -> Vec<String> {
        tables(table, "ward")
            .iter()
            .map(|ward| text(ward, "code").to_owned())
            .collect()
    };
    assert_eq!(of(&wards), codes);
    assert_eq!(of(&towns), codes);
    let names: Vec<&str> = tables(&towns, "ward")
        .iter()
        .flat_map(|ward| tables(ward, "town"))
        .map(|town| text(town, "name"))
        .collect();
    assert_eq!(names.len(), 24 * 12);
    assert_eq!(
        names.iter().collect::<BTreeSet<_>>().len(),
        names.len(),
        "no town lies in two wards"
    );
    for ward in tables(&wards, "ward") {
        assert!((10_000..300_000).contains(&number(ward, "population_2020")));
        let factor = ward["factor_2050"].as_float().expect("a factor");
        assert!((0.5..1.5).contains(&factor));
    }
}

#[test]
fn facts_and_inventions_are_told_apart_in_every_file() {
    for (file, provenance) in [
        ("facilities", "demo_invented"),
        ("families", "demo_invented"),
        ("parcels", "demo_invented"),
        ("plan", "demo_fact"),
        ("towns", "demo_invented"),
        ("wards", "demo_invented"),
    ] {
        let data = read(file);
        assert_eq!(text(&data, "provenance"), provenance, "{file}");
    }
}

#[test]
fn the_plan_states_the_published_figures() {
    let plan = read("plan");
    let item = |key: &str| {
        let items = tables(&plan, "item");
        items
            .into_iter()
            .find(|item| text(item, "key") == key)
            .expect("an item of the plan")
    };
    let cumulative: Vec<i64> = tables(item("land_sale_revenue"), "target")
        .iter()
        .map(|target| number(target, "cumulative_value"))
        .collect();
    assert_eq!(
        cumulative,
        [6_000_000_000, 12_000_000_000, 18_000_000_000, 24_000_000_000]
    );
    let parts = tables(tables(item("receivables"), "result")[0], "parts");
    assert_eq!(
        parts.iter().map(|part| number(part, "value")).sum::<i64>(),
        47_900_000_000
    );
    assert_eq!(number(tables(item("facility_management"), "result")[0], "value"), 1_719);
}
