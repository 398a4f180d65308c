//! What is decided about a vacancy, by whom, and what came of it. Nobody approves what he decided himself.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Closing, Extent, Vacancy, VacancyStage};
use crate::record::{AreaM2, Fid, Kind, Yen};
use crate::text::Message;

/// What becomes of a vacancy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VacancyUse {
    /// 庁内活用: a bureau uses it as it is.
    Use,
    /// 用途転用
    Convert,
    /// 貸付
    Lend,
    /// 売却・処分: it goes onto the list of unused land.
    Sell,
    /// 保有
    Keep,
    /// 除却
    Demolish,
}

impl VacancyUse {
    pub const ALL: [VacancyUse; 6] = [
        VacancyUse::Use,
        VacancyUse::Convert,
        VacancyUse::Lend,
        VacancyUse::Sell,
        VacancyUse::Keep,
        VacancyUse::Demolish,
    ];

    /// The key in data/vocabularies/vacancy_uses.toml and on the wire.
    pub fn key(self) -> &'static str {
        match self {
            VacancyUse::Use => "use",
            VacancyUse::Convert => "convert",
            VacancyUse::Lend => "lend",
            VacancyUse::Sell => "sell",
            VacancyUse::Keep => "keep",
            VacancyUse::Demolish => "demolish",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// A use that is being looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// What a bureau seeks, where the use came from there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wanted: Option<Fid>,
    pub title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    pub on: Date,
}

/// What somebody decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    pub kind: VacancyUse,
    pub on: Date,
    /// The actor under whose name the history keeps it.
    pub by: String,
    pub reason: String,
    /// The wanted space that it serves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wanted: Option<Fid>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approval: Option<Approval>,
}

/// The consent of another person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    pub on: Date,
    pub by: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What was done, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    pub on: Date,
    pub what: String,
    /// 活用面積 in ㎡
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area_m2: Option<AreaM2>,
    /// 歳入
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub income_yen: Option<Yen>,
    /// 節減額
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub saving_yen: Option<Yen>,
}

/// Why a step of the work on a vacancy cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VacancyFault {
    #[error("the vacancy is closed")]
    Closed,
    #[error("there is no decision to approve")]
    NothingToApprove,
    #[error("the decision is approved already")]
    ApprovedAlready,
    #[error("nobody approves what he decided himself")]
    OwnDecision,
    #[error("nothing is done before a decision is approved")]
    NotApproved,
    #[error("only what is to be sold goes onto the list of unused land")]
    NotForSale,
    #[error("a floor or a room is no land")]
    NotLand,
    #[error("it is a parcel of unused land already")]
    LandAlready,
    #[error("{0} lies before {1}")]
    OutOfOrder(Date, Date),
}

impl VacancyFault {
    /// What to do about it.
    pub fn message(&self) -> Message {
        let (ja, en) = match self {
            VacancyFault::Closed => (
                "この空き施設は終了しています。必要なら新しい空き施設として登録してください。",
                "This vacancy is closed. Record a new one if the space is vacant again.",
            ),
            VacancyFault::NothingToApprove => (
                "承認する決定がありません。先に決定を登録してください。",
                "There is no decision to approve. Record a decision first.",
            ),
            VacancyFault::ApprovedAlready => ("この決定は承認済みです。", "This decision is approved already."),
            VacancyFault::OwnDecision => (
                "自分の決定は承認できません。別の人に承認を依頼してください。",
                "You cannot approve your own decision. Ask another person.",
            ),
            VacancyFault::NotApproved => (
                "決定が承認されてから登録できます。",
                "This can be recorded once a decision is approved.",
            ),
            VacancyFault::NotForSale => (
                "「売却」と決定し承認されたものだけが未利用地になります。",
                "Only what was decided to be sold, with approval, becomes unused land.",
            ),
            VacancyFault::NotLand => (
                "階や室は未利用地になりません。施設全体・棟・土地の空きとして登録してください。",
                "A floor or a room cannot become unused land. Record the whole facility, a building or the land as vacant.",
            ),
            VacancyFault::LandAlready => (
                "すでに未利用地一覧表にある土地です。",
                "This land is on the list of unused land already.",
            ),
            VacancyFault::OutOfOrder(day, earlier) => {
                return Message::new(
                    format!("{day} は {earlier} より前です。日付を確かめてください。"),
                    format!("{day} lies before {earlier}. Check the date."),
                );
            }
        };
        Message::new(ja, en)
    }
}

impl Vacancy {
    fn open(&self) -> Result<(), VacancyFault> {
        if self.is_open() {
            Ok(())
        } else {
            Err(VacancyFault::Closed)
        }
    }

    pub fn propose(&mut self, candidate: Candidate) -> Result<(), VacancyFault> {
        self.open()?;
        self.candidates.push(candidate);
        Ok(())
    }

    /// A decision replaces the one before, which the history keeps; it waits for its own approval.
    pub fn decide(&mut self, decision: Decision) -> Result<(), VacancyFault> {
        self.open()?;
        self.decision = Some(Decision {
            approval: None,
            ..decision
        });
        Ok(())
    }

    pub fn approve(&mut self, approval: Approval) -> Result<(), VacancyFault> {
        self.open()?;
        let decision = self.decision.as_mut().ok_or(VacancyFault::NothingToApprove)?;
        if decision.approval.is_some() {
            return Err(VacancyFault::ApprovedAlready);
        }
        if decision.by == approval.by {
            return Err(VacancyFault::OwnDecision);
        }
        in_order(decision.on, approval.on)?;
        decision.approval = Some(approval);
        Ok(())
    }

    pub fn record(&mut self, outcome: Outcome) -> Result<(), VacancyFault> {
        self.open()?;
        let decision = self.approved().ok_or(VacancyFault::NotApproved)?;
        in_order(decision.on, outcome.on)?;
        self.outcomes.push(outcome);
        self.outcomes.sort_by_key(|outcome| outcome.on);
        Ok(())
    }

    /// The space is used again, or gone.
    pub fn close(&mut self, on: Date, reason: String) -> Result<(), VacancyFault> {
        self.open()?;
        self.closing = Some(Closing {
            on,
            reason,
            parcel: None,
        });
        Ok(())
    }

    /// Whether it may go onto the list of unused land.
    pub fn may_become_land(&self) -> Result<&Decision, VacancyFault> {
        self.open()?;
        let decision = self.approved().ok_or(VacancyFault::NotApproved)?;
        if decision.kind != VacancyUse::Sell {
            return Err(VacancyFault::NotForSale);
        }
        if matches!(self.extent, Extent::Floor | Extent::Room) {
            return Err(VacancyFault::NotLand);
        }
        if self.of.kind == Kind::Parcel {
            return Err(VacancyFault::LandAlready);
        }
        Ok(decision)
    }

    /// It goes onto the list of unused land as the given parcel.
    pub fn close_as_parcel(&mut self, on: Date, reason: String, parcel: Fid) -> Result<(), VacancyFault> {
        in_order(self.may_become_land()?.on, on)?;
        self.closing = Some(Closing {
            on,
            reason,
            parcel: Some(parcel),
        });
        Ok(())
    }

    /// Whether a decision waits for another person to approve it.
    pub fn waits_for_approval(&self) -> bool {
        self.stage() == VacancyStage::Proposed
    }
}

fn in_order(earlier: Date, later: Date) -> Result<(), VacancyFault> {
    if later < earlier {
        Err(VacancyFault::OutOfOrder(later, earlier))
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::record::EntityId;

    fn vacancy() -> Vacancy {
        Vacancy::new("もと小学校", Extent::Facility, EntityId::new(Kind::Facility, Fid(1)))
    }

    fn decision(kind: VacancyUse) -> Decision {
        Decision {
            kind,
            on: date(2026, 5, 1),
            by: "planner".into(),
            reason: "利用の見込みがない".into(),
            wanted: None,
            approval: None,
        }
    }

    fn approval(by: &str) -> Approval {
        Approval {
            on: date(2026, 5, 10),
            by: by.into(),
            note: None,
        }
    }

    fn outcome() -> Outcome {
        Outcome {
            on: date(2026, 6, 1),
            what: "貸付開始".into(),
            area_m2: None,
            income_yen: Some(Yen(1_200_000)),
            saving_yen: None,
        }
    }

    #[test]
    fn nobody_approves_what_he_decided_himself() {
        let mut vacancy = vacancy();
        vacancy.decide(decision(VacancyUse::Lend)).expect("open");
        assert_eq!(vacancy.approve(approval("planner")), Err(VacancyFault::OwnDecision));
        assert_eq!(vacancy.stage(), VacancyStage::Proposed);
        vacancy.approve(approval("approver")).expect("another person");
        assert_eq!(vacancy.stage(), VacancyStage::Decided);
    }

    #[test]
    fn a_new_decision_needs_a_new_approval() {
        let mut vacancy = vacancy();
        vacancy.decide(decision(VacancyUse::Lend)).expect("open");
        vacancy.approve(approval("approver")).expect("another person");
        let approved = Decision {
            approval: Some(approval("planner")),
            ..decision(VacancyUse::Sell)
        };
        vacancy.decide(approved).expect("open");
        assert_eq!(vacancy.stage(), VacancyStage::Proposed);
    }

    #[test]
    fn nothing_is_done_before_the_approval() {
        let mut vacancy = vacancy();
        assert_eq!(vacancy.record(outcome()), Err(VacancyFault::NotApproved));
        vacancy.decide(decision(VacancyUse::Lend)).expect("open");
        assert_eq!(vacancy.record(outcome()), Err(VacancyFault::NotApproved));
        vacancy.approve(approval("approver")).expect("another person");
        vacancy.record(outcome()).expect("approved");
        assert_eq!(vacancy.stage(), VacancyStage::UnderWay);
        let early = Outcome {
            on: date(2026, 4, 1),
            ..outcome()
        };
        assert!(matches!(vacancy.record(early), Err(VacancyFault::OutOfOrder(..))));
    }

    #[test]
    fn only_what_is_to_be_sold_becomes_unused_land() {
        let mut vacancy = vacancy();
        vacancy.decide(decision(VacancyUse::Lend)).expect("open");
        vacancy.approve(approval("approver")).expect("another person");
        let become_land = |vacancy: &mut Vacancy| vacancy.close_as_parcel(date(2026, 7, 1), "編入".into(), Fid(9));
        assert_eq!(become_land(&mut vacancy), Err(VacancyFault::NotForSale));
        vacancy.decide(decision(VacancyUse::Sell)).expect("open");
        vacancy.approve(approval("approver")).expect("another person");
        become_land(&mut vacancy).expect("for sale");
        assert_eq!(vacancy.stage(), VacancyStage::Closed);
        assert_eq!(vacancy.decide(decision(VacancyUse::Keep)), Err(VacancyFault::Closed));
    }

    #[test]
    fn a_room_is_no_land() {
        let mut vacancy = Vacancy {
            extent: Extent::Room,
            ..vacancy()
        };
        vacancy.decide(decision(VacancyUse::Sell)).expect("open");
        vacancy.approve(approval("approver")).expect("another person");
        let refused = vacancy.close_as_parcel(date(2026, 7, 1), "編入".into(), Fid(9));
        assert_eq!(refused, Err(VacancyFault::NotLand));
    }
}
