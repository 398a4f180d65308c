//! The fields that a profile may fill, for each kind: what no record takes would be lost.

use crate::import::ImportKind;

const ADDRESS: &[&str] = &["address", "municipality", "municipality_code", "town"];
const PLACE: &[&str] = &["latitude", "longitude", "position", "geometry", "accuracy"];
const FACILITY_REFERENCE: &[&str] = &["facility_number", "facility_name", "facility_id"];
const FIGURES: &[&str] = &[
    "record_id",
    "fiscal_year",
    "figure_code",
    "figure_value",
    "figure:",
    "remarks",
];

const FACILITY: &[&str] = &[
    "number",
    "name",
    "kana",
    "name_en",
    "alias",
    "class",
    "class_major",
    "class_minor",
    "class_h26",
    "class_mic",
    "status",
    "tenure",
    "operation",
    "fee_system",
    "area_scope",
    "organisation",
    "division",
    "built",
    "built_date",
    "opened",
    "closed",
    "floor_area_m2",
    "url",
    "phone",
    "description",
];
const BUILDING: &[&str] = &[
    "number",
    "name",
    "purpose",
    "structure",
    "floors_above",
    "floors_below",
    "floor_area_m2",
    "built",
    "built_fiscal_year",
    "confirmed",
    "seismic",
    "is_value",
    "statutory_life_years",
    "target_life_years",
    "acquisition_cost_yen",
    "accumulated_depreciation_yen",
    "replacement_cost_yen",
    "exclusive_area_m2",
    "shared_area_m2",
];
const PARCEL: &[&str] = &[
    "number",
    "name",
    "registered",
    "lot_text",
    "block_text",
    "area_m2",
    "area_basis",
    "organisation",
    "current_use",
    "policy",
    "criterion",
    "outlook",
    "lending",
    "remarks",
    "remarks_internal",
    "mapnavi_url",
    "disposal_year",
    "zoning",
    "book_value_yen",
    "ledger_number",
];
const LOT: &[&str] = &[
    "number",
    "category",
    "registered_area_m2",
    "real_estate_id",
    "town_2",
    "town_3",
    "parcel_number",
    "used_area_m2",
];
const CONDITION: &[&str] = &[
    "record_id",
    "subject_id",
    "building_number",
    "component",
    "grade",
    "inspected",
    "inspector",
    "remarks",
];
const WORKS: &[&str] = &[
    "record_id",
    "subject_id",
    "number",
    "building_number",
    "title",
    "component",
    "kind",
    "completed",
    "cost_yen",
];
const LEDGER: &[&str] = &[
    "number",
    "branch",
    "name",
    "account",
    "purpose",
    "office",
    "acquired",
    "acquisition_cost_yen",
    "book_value_yen",
    "accumulated_depreciation_yen",
    "life_years",
    "area_m2",
    "saleable",
];
const WARD: &[&str] = &[
    "code",
    "code_prefecture",
    "code_municipality",
    "name",
    "name_ja_",
    "name_en",
    "schematic",
    "boundary_source",
    "boundary_credit",
];
const POPULATION: &[&str] = &[
    "code",
    "code_prefecture",
    "code_municipality",
    "municipality",
    "name",
    "as_of",
    "sex",
    "total",
    "male",
    "female",
    "households",
    "age:",
];
const VACANCY: &[&str] = &[
    "number",
    "name",
    "extent",
    "building_number",
    "parcel_number",
    "part",
    "area_m2",
    "since",
    "usable_from",
    "constraints",
    "policy",
    "organisation",
    "remarks_internal",
    "released",
];
const MESH: &[&str] = &["code", "total:", "age:"];

/// Whether records of the kind have the field. Names that end with `:` or `_` begin a family of fields.
pub(in crate::import) fn has_field(kind: &ImportKind, field: &str) -> bool {
    let groups: &[&[&str]] = match kind {
        ImportKind::Facilities => &[FACILITY, ADDRESS, PLACE],
        ImportKind::Buildings => &[BUILDING, FACILITY_REFERENCE, PLACE],
        ImportKind::Parcels => &[PARCEL, ADDRESS, PLACE],
        ImportKind::Lots => &[LOT, ADDRESS, PLACE],
        ImportKind::Usage | ImportKind::Finance => &[FIGURES, FACILITY_REFERENCE],
        ImportKind::Condition => &[CONDITION, FACILITY_REFERENCE],
        ImportKind::Works => &[WORKS, FACILITY_REFERENCE],
        ImportKind::Ledger => &[LEDGER, FACILITY_REFERENCE],
        ImportKind::Wards => &[WARD],
        ImportKind::Population => &[POPULATION],
        ImportKind::Mesh => &[MESH],
        ImportKind::Vacancies => &[VACANCY, FACILITY_REFERENCE],
        ImportKind::Workbook | ImportKind::Layer(_) => &[],
    };
    let fits = |name: &&str| match name.ends_with([':', '_']) {
        true => field.starts_with(*name),
        false => field == *name,
    };
    field == "provenance" || groups.iter().copied().flatten().any(fits)
}
