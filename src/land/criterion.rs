//! How a parcel is classified (未利用地等活用方針策定基準): policy, criterion, lending state.

use serde::{Deserialize, Serialize};

/// 活用方針: what the city means to do with a parcel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Policy {
    /// 処分検討地
    Disposal,
    /// 継続保有地
    Retain,
    /// 事業予定地
    Project,
}

impl Policy {
    pub const ALL: [Policy; 3] = [Policy::Disposal, Policy::Retain, Policy::Project];

    /// The key in data/vocabularies/land_policies.toml.
    pub fn key(self) -> &'static str {
        match self {
            Policy::Disposal => "disposal",
            Policy::Retain => "retain",
            Policy::Project => "project",
        }
    }

    /// The official name.
    pub fn ja(self) -> &'static str {
        match self {
            Policy::Disposal => "処分検討地",
            Policy::Retain => "継続保有地",
            Policy::Project => "事業予定地",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|policy| policy.key() == key)
    }

    /// 基準1–3 belong to 処分検討地, 4–6 to 継続保有地, 7–9 to 事業予定地.
    pub fn allows(self, criterion: Criterion) -> bool {
        criterion.policy() == self
    }

    /// Only 処分検討地 may have a 処分目途, and it must have one.
    pub fn has_outlook(self) -> bool {
        self == Policy::Disposal
    }
}

/// 分類基準: 基準１ to 基準９.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Criterion(u8);

impl Criterion {
    pub fn new(number: u8) -> Option<Self> {
        (1..=9).contains(&number).then_some(Self(number))
    }

    pub fn number(self) -> u8 {
        self.0
    }

    /// The policy that the criterion belongs to.
    pub fn policy(self) -> Policy {
        match self.0 {
            1..=3 => Policy::Disposal,
            4..=6 => Policy::Retain,
            _ => Policy::Project,
        }
    }

    /// The official spelling, with a full-width digit.
    pub fn ja(self) -> &'static str {
        const NAMES: [&str; 9] = [
            "基準１",
            "基準２",
            "基準３",
            "基準４",
            "基準５",
            "基準６",
            "基準７",
            "基準８",
            "基準９",
        ];
        NAMES[usize::from(self.0) - 1]
    }

    pub fn from_key(key: &str) -> Option<Self> {
        key.strip_prefix('c')?.parse().ok().and_then(Self::new)
    }
}

impl TryFrom<u8> for Criterion {
    type Error = String;

    fn try_from(number: u8) -> Result<Self, String> {
        Self::new(number).ok_or_else(|| format!("{number} is not a criterion from 1 to 9"))
    }
}

impl From<Criterion> for u8 {
    fn from(criterion: Criterion) -> u8 {
        criterion.0
    }
}

/// 貸付等の活用状況
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lending {
    /// 活用中
    InUse,
    /// 貸付可能
    Lendable,
    /// 貸付不可
    NotLendable,
}

impl Lending {
    pub const ALL: [Lending; 3] = [Lending::InUse, Lending::Lendable, Lending::NotLendable];

    /// The key in data/vocabularies/lending_statuses.toml.
    pub fn key(self) -> &'static str {
        match self {
            Lending::InUse => "in_use",
            Lending::Lendable => "lendable",
            Lending::NotLendable => "not_lendable",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lending| lending.key() == key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_criterion_belongs_to_one_policy() {
        for number in 1..=9 {
            let criterion = Criterion::new(number).expect("1 to 9 are criteria");
            assert_eq!(Policy::ALL.iter().filter(|policy| policy.allows(criterion)).count(), 1);
        }
        assert!(Criterion::new(0).is_none() && Criterion::new(10).is_none());
    }
}
