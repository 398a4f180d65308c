//! What the reader of a sheet should know about its data: what is missing, old, approximate or does not fit together.

use rust_decimal::Decimal;
use serde::Serialize;
use utoipa::ToSchema;

use super::condition::PublicConditions;
use super::view::View;
use super::year::Years;
use crate::calendar::FiscalYear;
use crate::record::{EntityId, PositionAccuracy, Provenance};
use crate::register::Facility;
use crate::snapshot::{Item, Placed};
use crate::text::Message;

/// Something about the data that the reader should know.
#[derive(Serialize, ToSchema)]
pub struct QualityFlag {
    /// A stable name.
    #[schema(example = "no-condition")]
    key: &'static str,
    #[schema(example = "劣化度の記録がありません。")]
    message_ja: String,
    #[schema(example = "The condition was never recorded.")]
    message_en: String,
}

/// Grades older than these say little about a building of today.
const INSPECTION_YEARS: i16 = 5;
/// Buildings and facility may differ by so many percent before it is worth a word.
const AREA_TOLERANCE_PERCENT: i64 = 5;

/// The flags of a facility, in the order in which the sheet tells its facts.
pub fn flags(
    item: &Item<Facility>,
    buildings: &[EntityId],
    condition: &PublicConditions,
    years: &Years,
    view: &View,
) -> Vec<QualityFlag> {
    let this_year = FiscalYear::of(view.day).map_or(i16::MAX, |year| year.number());
    let mut flags = Flags(Vec::new());
    flags.of_facts(item, view);
    flags.of_buildings(item, buildings, view);
    flags.of_condition(condition, this_year);
    flags.of_years(years, this_year);
    flags.0
}

struct Flags(Vec<QualityFlag>);

impl Flags {
    fn add(&mut self, key: &'static str, ja: impl Into<String>, en: impl Into<String>) {
        let message = Message::new(ja, en);
        self.0.push(QualityFlag {
            key,
            message_ja: message.ja,
            message_en: message.en,
        });
    }

    fn of_facts(&mut self, item: &Item<Facility>, view: &View) {
        let facility = &item.body;
        if facility.provenance == Provenance::DemoInvented {
            self.add("invented", "架空のデータです。", "These data are invented.");
        }
        match facility.shown_accuracy(item.shape.as_deref()) {
            PositionAccuracy::Exact => {}
            PositionAccuracy::Block | PositionAccuracy::Town => self.add(
                "approximate-position",
                "位置は街区・町丁目までの精度です。",
                "The position is known to the block or town only.",
            ),
            _ => self.add(
                "no-position",
                "地図に示せる位置がありません。",
                "There is no position that can be shown.",
            ),
        }
        if let Some(reason) = facility.floor_area_m2.missing() {
            let label = |label: Option<String>| label.unwrap_or_else(|| reason.key().to_owned());
            self.add(
                "no-floor-area",
                format!(
                    "延床面積がありません（{}）。㎡当たりの値は計算できません。",
                    label(view.label_ja("missing_reasons", reason.key()))
                ),
                format!(
                    "The floor area is missing ({}); values per ㎡ cannot be computed.",
                    label(view.label_en("missing_reasons", reason.key()))
                ),
            );
        }
        if facility.built_fy().is_none() {
            self.add(
                "no-built-year",
                "建築年度が分かりません。",
                "The year of building is not known.",
            );
        }
        match facility.class.as_ref().map(|class| class.as_str()) {
            None => self.add("no-class", "施設分類がありません。", "The facility has no class."),
            Some(class) => {
                let cost_class = facility.class_mic.is_some() || view.vocabulary.mic_of(class).is_some();
                if !cost_class {
                    self.add(
                        "no-cost-class",
                        "総務省の分類に対応がありません。",
                        "The class maps to no cost class of the ministry.",
                    );
                }
            }
        }
    }

    fn of_buildings(&mut self, item: &Item<Facility>, buildings: &[EntityId], view: &View) {
        if buildings.is_empty() {
            self.add("no-buildings", "棟の記録がありません。", "No building is recorded.");
            return;
        }
        let bodies = buildings
            .iter()
            .filter_map(|building| view.snapshot.buildings.get(building.fid))
            .map(|building| &building.body);
        let (mut sum, mut all_known, mut unknown_seismic) = (Decimal::ZERO, true, 0);
        for building in bodies {
            match building.floor_area_m2.known() {
                Some(area) => sum += area.decimal(),
                None => all_known = false,
            }
            let seismic = building.seismic.as_ref().map(|code| code.as_str());
            // 旧耐震 that nobody has diagnosed is not known to be safe.
            if matches!(seismic, None | Some("unknown" | "old_undiagnosed")) {
                unknown_seismic += 1;
            }
        }
        if unknown_seismic > 0 {
            self.add(
                "unknown-seismic",
                format!("耐震性が分からない棟が{unknown_seismic}棟あります。"),
                format!("The seismic performance of {unknown_seismic} building(s) is not known."),
            );
        }
        // A shared building is larger than the facility's part of it: only the sole user's areas must agree.
        let is_shared = buildings.iter().any(|building| {
            let users = view.snapshot.links_of(*building);
            users.filter(|link| link.to == *building).count() > 1
        });
        if let (Some(area), true, false) = (item.body.floor_area_m2.known(), all_known, is_shared) {
            let (area, hundred) = (area.decimal(), Decimal::ONE_HUNDRED);
            if (sum - area).abs() * hundred > area * Decimal::from(AREA_TOLERANCE_PERCENT) {
                let (sum, area) = (sum.normalize(), area.normalize());
                self.add(
                    "areas-differ",
                    format!("棟の延床面積の合計（{sum}㎡）が施設の延床面積（{area}㎡）と合いません。"),
                    format!("The buildings' floor areas ({sum} ㎡) do not make the facility's ({area} ㎡)."),
                );
            }
        }
    }

    fn of_condition(&mut self, condition: &PublicConditions, this_year: i16) {
        if condition.items.is_empty() {
            self.add(
                "no-condition",
                "劣化度の記録がありません。",
                "The condition was never recorded.",
            );
            return;
        }
        if condition.soundness.is_none() {
            self.add(
                "condition-incomplete",
                "劣化度のない部位が多く、健全度は判定保留です。",
                "Too few components are graded for a figure of soundness.",
            );
        }
        let parts = condition.items.iter().flat_map(|item| &item.components);
        let oldest = parts.filter_map(|part| part.inspected_fy).min();
        if let Some(year) = oldest.filter(|year| this_year.saturating_sub(*year) > INSPECTION_YEARS) {
            self.add(
                "condition-old",
                format!("劣化度に{year}年度の点検によるものがあります（{INSPECTION_YEARS}年より前）。"),
                format!("Some grades are from FY{year}, more than {INSPECTION_YEARS} years ago."),
            );
        }
    }

    fn of_years(&mut self, years: &Years, this_year: i16) {
        let (Some(first), Some(last)) = (years.fiscal_years.first(), years.fiscal_years.last()) else {
            self.add(
                "no-years",
                "利用実績・収支の記録がありません。",
                "Neither use nor accounts are recorded.",
            );
            return;
        };
        let absent: Vec<String> = (*first..=*last)
            .filter(|year| !years.fiscal_years.contains(year))
            .map(|year| year.to_string())
            .collect();
        if !absent.is_empty() {
            self.add(
                "years-absent",
                format!("記録のない年度があります（{}）。", absent.join("、")),
                format!("Some fiscal years have no record ({}).", absent.join(", ")),
            );
        }
        if this_year.saturating_sub(*last) > 2 {
            self.add(
                "years-old",
                format!("利用実績・収支の最後の記録は{last}年度です。"),
                format!("The last record of use or accounts is of FY{last}."),
            );
        }
        let year_of = |fiscal_year: i16| {
            let items = years
                .missing_items
                .iter()
                .filter(move |item| item.fiscal_year == fiscal_year);
            let ja: Vec<&str> = items.clone().map(|item| item.label_ja.as_str()).collect();
            let en: Vec<&str> = items.map(|item| item.label_en.as_str()).collect();
            (ja.join("・"), en.join(", "))
        };
        for fiscal_year in &years.fiscal_years {
            let (ja, en) = year_of(*fiscal_year);
            if !ja.is_empty() {
                self.add(
                    "items-missing",
                    format!("{fiscal_year}年度は{ja}が未記録のため、運営費を計算できません。"),
                    format!("The operating cost of FY{fiscal_year} cannot be computed without: {en}."),
                );
            }
        }
    }
}
