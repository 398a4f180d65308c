//! How a position was obtained and how far it can be trusted. The position itself is the record's shape.

use serde::{Deserialize, Serialize};

/// How a position was obtained.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PositionMethod {
    /// 測量成果
    Survey,
    /// 筆界 (登記所備付地図)
    LotBoundary,
    /// 図上
    Drawing,
    /// 代表点, as given by the source
    RepresentativePoint,
    /// ジオコード
    Geocode,
    /// Made up by the demo generator.
    Invented,
}

/// How far a position can be trusted, best first. Only the first three are ever drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PositionAccuracy {
    /// The place itself.
    Exact,
    /// 街区: somewhere in the block, shared with neighbours.
    Block,
    /// 町丁目: somewhere in the town.
    Town,
    /// Known to lie in the ward, no more. Never a point.
    Ward,
    /// Known to lie in the municipality, no more. Never a point.
    Municipality,
    /// Not known.
    None,
}

impl PositionAccuracy {
    pub const ALL: [PositionAccuracy; 6] = [
        PositionAccuracy::Exact,
        PositionAccuracy::Block,
        PositionAccuracy::Town,
        PositionAccuracy::Ward,
        PositionAccuracy::Municipality,
        PositionAccuracy::None,
    ];

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|accuracy| accuracy.key() == key)
    }

    pub fn key(self) -> &'static str {
        match self {
            PositionAccuracy::Exact => "exact",
            PositionAccuracy::Block => "block",
            PositionAccuracy::Town => "town",
            PositionAccuracy::Ward => "ward",
            PositionAccuracy::Municipality => "municipality",
            PositionAccuracy::None => "none",
        }
    }

    /// Whether a position of this accuracy may be shown as a place on a map.
    pub fn may_be_drawn(self) -> bool {
        self <= PositionAccuracy::Town
    }
}

impl PositionMethod {
    /// The ways in which a person finds a position; what is made up, a generator makes.
    pub const OF_PEOPLE: [PositionMethod; 5] = [
        PositionMethod::Survey,
        PositionMethod::LotBoundary,
        PositionMethod::Drawing,
        PositionMethod::RepresentativePoint,
        PositionMethod::Geocode,
    ];

    pub fn key(self) -> &'static str {
        match self {
            PositionMethod::Survey => "survey",
            PositionMethod::LotBoundary => "lot_boundary",
            PositionMethod::Drawing => "drawing",
            PositionMethod::RepresentativePoint => "representative_point",
            PositionMethod::Geocode => "geocode",
            PositionMethod::Invented => "invented",
        }
    }
}

/// How the record's shape was obtained and how far it can be trusted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Position {
    pub method: PositionMethod,
    pub accuracy: PositionAccuracy,
    /// What the source said about it, in its own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Position {
    pub fn new(method: PositionMethod, accuracy: PositionAccuracy) -> Self {
        Self {
            method,
            accuracy,
            note: None,
        }
    }
}
