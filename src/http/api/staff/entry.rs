//! What a person entered, read field by field: every fault is noted by its pointer, and all are told at once.

use jiff::civil::Date;

use crate::calendar::EraDate;
use crate::http::problem::{Fault, Place, Problem, ProblemKind};
use crate::http::state::Vocabulary;
use crate::record::{AreaM2, Code, EntityId, Kind, Yen};
use crate::snapshot::Snapshot;
use crate::text::Message;

/// One line.
const LINE_CHARACTERS: usize = 200;
/// A text of several lines.
const TEXT_CHARACTERS: usize = 4_000;

/// An entry on its way to a record.
#[derive(Default)]
pub struct Entry {
    faults: Vec<Fault>,
}

impl Entry {
    pub fn refuse(&mut self, pointer: &str, ja: impl Into<String>, en: impl Into<String>) {
        self.faults.push(Fault {
            place: Place::Pointer(pointer.to_owned()),
            message: Message::new(ja, en),
        });
    }

    /// Everything was sound, or all that was not.
    pub fn finish(self) -> Result<(), Problem> {
        if self.faults.is_empty() {
            return Ok(());
        }
        let count = self.faults.len();
        let detail = Message::new(
            format!("保存できません。直すところが{count}か所あります。"),
            format!("This cannot be saved: {count} to mend."),
        );
        Err(Problem {
            faults: self.faults,
            ..Problem::new(ProblemKind::InvalidRecord, detail)
        })
    }

    /// A line that must not be empty.
    pub fn line(&mut self, pointer: &str, text: &str) -> String {
        let line = self.optional_line(pointer, Some(text));
        if line.is_none() && self.is_sound(pointer) {
            self.refuse(pointer, "入力してください。", "This must be filled in.");
        }
        line.unwrap_or_default()
    }

    pub fn optional_line(&mut self, pointer: &str, text: Option<&str>) -> Option<String> {
        let line = self.bounded(pointer, text, LINE_CHARACTERS)?;
        if line.chars().any(char::is_control) {
            self.refuse(
                pointer,
                "改行や制御文字は使えません。",
                "Line breaks and control characters cannot be used.",
            );
        }
        Some(line)
    }

    pub fn optional_text(&mut self, pointer: &str, text: Option<&str>) -> Option<String> {
        self.bounded(pointer, text, TEXT_CHARACTERS)
    }

    fn is_sound(&self, pointer: &str) -> bool {
        let at = Place::Pointer(pointer.to_owned());
        self.faults.iter().all(|fault| fault.place != at)
    }

    fn bounded(&mut self, pointer: &str, text: Option<&str>, most: usize) -> Option<String> {
        let text = text.map(str::trim).filter(|text| !text.is_empty())?;
        if text.chars().count() > most {
            self.refuse(
                pointer,
                format!("{most}文字以内で入力してください。"),
                format!("At most {most} characters."),
            );
            return None;
        }
        Some(text.to_owned())
    }

    /// A date to the precision it has, in any calendar.
    pub fn era_date(&mut self, pointer: &str, text: Option<&str>) -> Option<EraDate> {
        let text = self.optional_line(pointer, text)?;
        match EraDate::parse(&text) {
            Ok(date) => Some(date),
            Err(error) => {
                self.refuse(pointer, error.ja(), error.en());
                None
            }
        }
    }

    /// A day, as `2026-05-01`.
    pub fn day(&mut self, pointer: &str, text: Option<&str>) -> Option<Date> {
        let text = self.optional_line(pointer, text)?;
        let day = text.parse().ok();
        if day.is_none() {
            self.refuse(
                pointer,
                "日付は 2026-05-01 の形で入力してください。",
                "Give the day as 2026-05-01.",
            );
        }
        day
    }

    pub fn area_m2(&mut self, pointer: &str, text: Option<&str>) -> Option<AreaM2> {
        let text = self.optional_line(pointer, text)?;
        let area = text.replace(',', "").parse().ok();
        if area.is_none() {
            self.refuse(
                pointer,
                "面積は0以上の㎡（小数2桁まで）で入力してください。",
                "Give the area in ㎡, not negative, with at most two decimals.",
            );
        }
        area
    }

    /// Whole yen; a figure beyond any budget is a slip.
    pub fn yen(&mut self, pointer: &str, yen: Option<i64>) -> Option<Yen> {
        const MOST: i64 = 10_000_000_000_000;
        let yen = yen?;
        if !(-MOST..=MOST).contains(&yen) {
            self.refuse(pointer, "金額が大きすぎます。", "The amount is too large.");
            return None;
        }
        Some(Yen(yen))
    }

    /// A key of a code list.
    pub fn code(&mut self, pointer: &str, list: &str, key: Option<&str>, codes: &dyn Vocabulary) -> Option<Code> {
        let key = self.optional_line(pointer, key)?;
        if codes.label(list, &key).is_none() {
            self.refuse(
                pointer,
                format!("「{key}」は選べません。コード表 {list} から選んでください。"),
                format!("{key:?} cannot be chosen; choose from the code list {list}."),
            );
            return None;
        }
        Some(Code::new(key))
    }

    /// The id of a record that is there, of one of the kinds.
    pub fn record(&mut self, pointer: &str, id: Option<&str>, kinds: &[Kind], snapshot: &Snapshot) -> Option<EntityId> {
        let text = self.optional_line(pointer, id)?;
        let entity = text.parse::<EntityId>().ok();
        let entity = entity.filter(|entity| kinds.contains(&entity.kind) && snapshot.get(*entity).is_some());
        if entity.is_none() {
            self.refuse(
                pointer,
                format!("{text} はありません。IDを確かめてください。"),
                format!("There is no {text}. Check the id."),
            );
        }
        entity
    }
}
