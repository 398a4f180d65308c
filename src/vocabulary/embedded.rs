//! The vocabulary files that travel in the binary.

/// Name and text of each file. A new list is one file and one line here.
macro_rules! files {
    ($($name:literal),* $(,)?) => {
        &[$((
            concat!($name, ".toml"),
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/vocabularies/", $name, ".toml")),
        )),*]
    };
}

/// The table between lists of classes; of another shape than a list.
pub(super) const CROSSWALK: (&str, &str) = (
    "crosswalk.toml",
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/vocabularies/crosswalk.toml")),
);

pub(super) const LISTS: &[(&str, &str)] = files![
    "accounts",
    "area_bases",
    "area_scopes",
    "attachment_kinds",
    "bureaus",
    "components",
    "condition_grades",
    "current_uses",
    "directions",
    "disposal_outlooks",
    "facility_classes",
    "facility_classes_h26",
    "facility_statuses",
    "fee_systems",
    "finance_items",
    "land_categories",
    "land_criteria",
    "land_policies",
    "lending_statuses",
    "lending_types",
    "mic_cost_classes",
    "missing_reasons",
    "municipalities",
    "operations",
    "position_accuracies",
    "position_methods",
    "provenances",
    "seismic_classes",
    "structures",
    "tenures",
    "usage_metrics",
    "vacancy_extents",
    "vacancy_stages",
    "vacancy_uses",
    "wanted_statuses",
    "wards",
    "work_kinds",
    "zoning",
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_file_of_the_folder_is_embedded() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data/vocabularies");
        let found: BTreeSet<String> = std::fs::read_dir(folder)
            .expect("the folder is part of the source")
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        let embedded = LISTS
            .iter()
            .chain([&CROSSWALK])
            .map(|(name, _)| (*name).to_owned())
            .collect();
        assert_eq!(found, embedded);
    }

    #[test]
    fn every_list_is_on_the_page_for_people() {
        let page = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/vocabularies.md"));
        for (name, _) in LISTS.iter().chain([&CROSSWALK]) {
            assert!(page.contains(&format!("(../data/vocabularies/{name})")), "{name}");
        }
    }
}
