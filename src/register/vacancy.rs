//! A vacancy (空き施設・空きスペース): a whole facility, a building, a floor, a room or land that nobody uses.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::vacancy_decision::{Candidate, Decision, Outcome};
use super::{Extent, Organisation};
use crate::calendar::EraDate;
use crate::record::{AreaM2, Code, Datum, EntityId, Fid, Kind, Notes, Provenance, Record};

/// Space that stands empty. It has no place of its own: it is where the record is that it belongs to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Vacancy {
    /// The source's own number; empty for what was recorded here.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub number: String,
    pub name: String,
    pub extent: Extent,
    /// The facility, building or parcel that is vacant, wholly or in part.
    pub of: EntityId,
    /// Which floor or room.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// 空き面積 in ㎡
    #[serde(default)]
    pub area_m2: Datum<AreaM2>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<EraDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usable_from: Option<EraDate>,
    /// What limits its use (耐震性, 用途地域, 補助金 …).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub constraints: Option<String>,
    /// 活用方針: key in vacancy_uses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<Code>,
    #[serde(default)]
    pub organisation: Organisation,
    /// The survey round in which a bureau reported it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub round: Option<Fid>,
    /// Uses that are being looked at, internal.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<Candidate>,
    /// Internal until approved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
    /// What was done and what came of it, internal.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outcomes: Vec<Outcome>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closing: Option<Closing>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remarks_internal: Option<String>,
    /// Whether everybody may see it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub released: bool,
    #[serde(default)]
    pub provenance: Provenance,
    #[serde(default, skip_serializing_if = "Notes::is_empty")]
    pub notes: Notes,
}

/// The end of a vacancy: the space is used again, gone, or listed as unused land.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    pub on: Date,
    pub reason: String,
    /// The parcel of unused land that it became.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parcel: Option<Fid>,
}

/// How far the work on a vacancy has come: follows from what is recorded, so it cannot contradict it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum VacancyStage {
    /// Known, nothing looked at yet.
    Found,
    /// Uses are being compared.
    Matching,
    /// Somebody has decided; another person has not yet approved.
    Proposed,
    /// Decided and approved.
    Decided,
    /// Something has been done.
    UnderWay,
    Closed,
}

impl VacancyStage {
    pub const ALL: [VacancyStage; 6] = [
        VacancyStage::Found,
        VacancyStage::Matching,
        VacancyStage::Proposed,
        VacancyStage::Decided,
        VacancyStage::UnderWay,
        VacancyStage::Closed,
    ];

    /// The key in data/vocabularies/vacancy_stages.toml and on the wire.
    pub fn key(self) -> &'static str {
        match self {
            VacancyStage::Found => "found",
            VacancyStage::Matching => "matching",
            VacancyStage::Proposed => "proposed",
            VacancyStage::Decided => "decided",
            VacancyStage::UnderWay => "under_way",
            VacancyStage::Closed => "closed",
        }
    }
}

impl Vacancy {
    /// A vacancy of which only the place and the extent are known.
    pub fn new(name: impl Into<String>, extent: Extent, of: EntityId) -> Self {
        Self {
            number: String::new(),
            name: name.into(),
            extent,
            of,
            part: None,
            area_m2: Datum::default(),
            since: None,
            usable_from: None,
            constraints: None,
            policy: None,
            organisation: Organisation::default(),
            round: None,
            candidates: Vec::new(),
            decision: None,
            outcomes: Vec::new(),
            closing: None,
            remarks_internal: None,
            released: false,
            provenance: Provenance::default(),
            notes: Notes::default(),
        }
    }

    pub fn stage(&self) -> VacancyStage {
        match &self.decision {
            _ if self.closing.is_some() => VacancyStage::Closed,
            Some(decision) if decision.approval.is_none() => VacancyStage::Proposed,
            Some(_) if self.outcomes.is_empty() => VacancyStage::Decided,
            Some(_) => VacancyStage::UnderWay,
            None if self.candidates.is_empty() => VacancyStage::Found,
            None => VacancyStage::Matching,
        }
    }

    /// The stage as everybody may see it: what is being weighed stays inside until it is approved.
    pub fn public_stage(&self) -> VacancyStage {
        match self.stage() {
            VacancyStage::Matching | VacancyStage::Proposed => VacancyStage::Found,
            stage => stage,
        }
    }

    pub fn is_open(&self) -> bool {
        self.closing.is_none()
    }

    /// The decision, once another person has approved it.
    pub fn approved(&self) -> Option<&Decision> {
        self.decision.as_ref().filter(|decision| decision.approval.is_some())
    }
}

impl Record for Vacancy {
    const KIND: Kind = Kind::Vacancy;

    fn key(&self) -> Option<String> {
        (!self.number.is_empty()).then(|| self.number.clone())
    }

    fn refers_to(&self) -> Vec<EntityId> {
        let wanted = |fid: Fid| EntityId::new(Kind::WantedSpace, fid);
        let mut named = vec![self.of];
        named.extend(self.round.map(|fid| EntityId::new(Kind::SurveyRound, fid)));
        named.extend(
            self.candidates
                .iter()
                .filter_map(|candidate| candidate.wanted.map(wanted)),
        );
        named.extend(self.decision.as_ref().and_then(|decision| decision.wanted).map(wanted));
        let parcel = self.closing.as_ref().and_then(|closing| closing.parcel);
        named.extend(parcel.map(|fid| EntityId::new(Kind::Parcel, fid)));
        named
    }

    fn label(&self) -> &str {
        &self.name
    }

    fn search_texts(&self) -> Vec<&str> {
        let mut texts = vec![self.name.as_str()];
        texts.extend(self.part.as_deref());
        texts.push(&self.number);
        texts
    }
}
