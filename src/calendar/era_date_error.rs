//! Why a text is no date, and what to write instead, in Japanese and English.

use std::fmt;

use super::era::{Era, format_ja};
use super::fiscal_year::FiscalYear;

/// Names the text as it stood in the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EraDateError {
    text: String,
    fault: Fault,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    Unreadable,
    /// A small number: 24 may be 昭和24年, 平成24年 or 2024.
    NoEra,
    YearOutOfRange(i16),
    NoSuchDay,
    /// `meant`: the same year as its own era counts it.
    OutsideEra {
        era: Era,
        iso: String,
        meant: Option<String>,
    },
    Contradiction {
        first: String,
        second: String,
    },
    /// A stored value that is not in the one spelling it is stored in.
    NotIso,
}

impl EraDateError {
    pub(super) fn new(text: &str, fault: Fault) -> Self {
        Self {
            text: text.to_owned(),
            fault,
        }
    }

    pub fn ja(&self) -> String {
        let text = &self.text;
        match &self.fault {
            Fault::Unreadable => format!(
                "「{text}」は日付として読めません。「昭和53年3月1日」「S53.3」「1978-03-01」「1978年度」のように書いてください。"
            ),
            Fault::NoEra => {
                format!("「{text}」には元号がありません。「昭和24年」のように元号を付けるか、西暦4桁で書いてください。")
            }
            Fault::YearOutOfRange(year) => format!(
                "「{text}」の{year}年は範囲外です。{}年から{}年までの年を書いてください。",
                FiscalYear::FIRST.number(),
                FiscalYear::LAST.number()
            ),
            Fault::NoSuchDay => format!("「{text}」という日は暦にありません。年月日を確かめてください。"),
            Fault::OutsideEra { era, iso, meant } => {
                let bound = match era.last_day() {
                    Some(last) => format!("{}から{}まで", format_ja(era.first_day()), format_ja(last)),
                    None => format!("{}から", format_ja(era.first_day())),
                };
                let meant = meant.as_ref().map(|year| format!("（{year}）")).unwrap_or_default();
                format!(
                    "「{text}」は{era}の期間にありません（{era}は{bound}）。{iso}{meant}のことなら、そう書いてください。"
                )
            }
            Fault::Contradiction { first, second } => {
                format!("「{text}」の二つの日付が合いません（{first}と{second}）。正しい方だけを書いてください。")
            }
            Fault::NotIso => {
                format!(
                    "「{text}」は value に使えません。「1978-03-01」「1978-03」「1978」「FY1978」の形で書いてください。"
                )
            }
        }
    }

    pub fn en(&self) -> String {
        let text = &self.text;
        match &self.fault {
            Fault::Unreadable => {
                format!("{text:?} is not a date; write it as 昭和53年3月1日, S53.3, 1978-03-01 or 1978年度")
            }
            Fault::NoEra => format!("{text:?} has no era; write 昭和24年 or a year of four digits"),
            Fault::YearOutOfRange(year) => format!(
                "the year {year} in {text:?} is out of range; write a year from {} to {}",
                FiscalYear::FIRST.number(),
                FiscalYear::LAST.number()
            ),
            Fault::NoSuchDay => format!("{text:?} is not a day of the calendar; check its year, month and day"),
            Fault::OutsideEra { era, iso, meant } => {
                let bound = match era.last_day() {
                    Some(last) => format!("from {} to {last}", era.first_day()),
                    None => format!("from {}", era.first_day()),
                };
                let meant = meant.as_ref().map(|year| format!(" ({year})")).unwrap_or_default();
                let era = era.en();
                format!("{text:?} is not in the {era} era ({era} ran {bound}); if {iso}{meant} is meant, write that")
            }
            Fault::Contradiction { first, second } => {
                format!("{text:?} names two dates that disagree ({first} and {second}); write only the right one")
            }
            Fault::NotIso => {
                format!("{text:?} cannot be a value; write it as 1978-03-01, 1978-03, 1978 or FY1978")
            }
        }
    }
}

impl fmt::Display for EraDateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} / {}", self.ja(), self.en())
    }
}

impl std::error::Error for EraDateError {}
