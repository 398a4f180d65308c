//! A survey round (空き施設調査): which bureaus were asked for vacant space, by when, and who has answered.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::record::{Code, Kind, Provenance, Record};

/// What a bureau answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// 該当なし
    Nothing,
    /// 該当あり: the vacancies name the round.
    Listed,
}

impl Reply {
    pub fn key(self) -> &'static str {
        match self {
            Reply::Nothing => "nothing",
            Reply::Listed => "listed",
        }
    }
}

/// An answer, with who entered it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SurveyAnswer {
    pub reply: Reply,
    pub on: Date,
    pub by: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A bureau that was asked. No answer yet is not the answer "nothing".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedBureau {
    /// Key in bureaus.
    pub bureau: Code,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<SurveyAnswer>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SurveyRound {
    pub title: String,
    /// 照会日
    pub on: Date,
    /// 回答期限
    pub due: Date,
    pub asked: Vec<AskedBureau>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remarks: Option<String>,
    #[serde(default)]
    pub provenance: Provenance,
}

impl SurveyRound {
    pub fn answered(&self) -> usize {
        self.asked.iter().filter(|asked| asked.answer.is_some()).count()
    }

    pub fn is_complete(&self) -> bool {
        self.answered() == self.asked.len()
    }

    /// Past its date with answers missing.
    pub fn is_overdue(&self, today: Date) -> bool {
        today > self.due && !self.is_complete()
    }

    /// Puts a bureau's answer in place of an earlier one; `false` where the bureau was not asked.
    pub fn answer(&mut self, bureau: &str, answer: Option<SurveyAnswer>) -> bool {
        let asked = self.asked.iter_mut().find(|asked| asked.bureau.as_str() == bureau);
        asked.map(|asked| asked.answer = answer).is_some()
    }
}

impl Record for SurveyRound {
    const KIND: Kind = Kind::SurveyRound;

    fn key(&self) -> Option<String> {
        None
    }

    fn label(&self) -> &str {
        &self.title
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_round_is_complete_when_every_bureau_has_answered() {
        let asked = |key: &str| AskedBureau {
            bureau: Code::new(key),
            answer: None,
        };
        let mut round = SurveyRound {
            title: "令和8年度 空き施設調査".into(),
            on: date(2026, 4, 1),
            due: date(2026, 5, 31),
            asked: vec![asked("civic"), asked("welfare")],
            remarks: None,
            provenance: Provenance::default(),
        };
        let answer = |reply| {
            Some(SurveyAnswer {
                reply,
                on: date(2026, 5, 1),
                by: "planner".into(),
                note: None,
            })
        };
        assert!(round.answer("civic", answer(Reply::Nothing)));
        assert!(!round.answer("finance", answer(Reply::Nothing)));
        assert!(!round.is_complete() && round.is_overdue(date(2026, 6, 1)) && !round.is_overdue(round.due));
        assert!(round.answer("welfare", answer(Reply::Listed)));
        assert!(round.is_complete() && !round.is_overdue(date(2026, 6, 1)));
    }
}
