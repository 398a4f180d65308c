//! A cell of the grid square system (地域メッシュ, JIS X 0410) with its population, now and projected.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::AgeBand;
use crate::geometry::{Bbox, Shape};
use crate::record::{Kind, Notes, Provenance, Record};

/// A mesh code of the first (4 digits), second (6), third (8), half (9) or quarter (10) level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MeshCode {
    number: u64,
    digits: u8,
}

impl MeshCode {
    /// The cell, in degrees of JGD: south-west corner and extent follow from the code alone.
    pub fn bbox(self) -> Bbox {
        let text = self.to_string();
        let digit = |at: usize| f64::from(text.as_bytes()[at] - b'0');
        let (mut south, mut west) = ((digit(0) * 10.0 + digit(1)) / 1.5, digit(2) * 10.0 + digit(3) + 100.0);
        let (mut height, mut width) = (2.0 / 3.0, 1.0);
        if self.digits >= 6 {
            (height, width) = (height / 8.0, width / 8.0);
            (south, west) = (south + digit(4) * height, west + digit(5) * width);
        }
        if self.digits >= 8 {
            (height, width) = (height / 10.0, width / 10.0);
            (south, west) = (south + digit(6) * height, west + digit(7) * width);
        }
        for at in 8..usize::from(self.digits) {
            (height, width) = (height / 2.0, width / 2.0);
            let quarter = digit(at) - 1.0;
            (south, west) = (south + (quarter / 2.0).floor() * height, west + (quarter % 2.0) * width);
        }
        Bbox {
            west,
            south,
            east: west + width,
            north: south + height,
        }
    }

    /// The cell as a shape.
    pub fn shape(self) -> Shape {
        let cell = self.bbox();
        let rect = geo::Rect::new((cell.west, cell.south), (cell.east, cell.north));
        Shape::new(rect.to_polygon().into()).expect("a mesh cell lies in Japan and has an area")
    }
}

impl FromStr for MeshCode {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let bytes = text.as_bytes();
        let refuse = || format!("{text:?} is not a mesh code of 4, 6, 8, 9 or 10 digits");
        if !matches!(bytes.len(), 4 | 6 | 8 | 9 | 10) || !bytes.iter().all(u8::is_ascii_digit) {
            return Err(refuse());
        }
        let second = bytes
            .get(4..6)
            .is_none_or(|digits| digits.iter().all(|digit| *digit <= b'7'));
        let quarters = bytes
            .get(8..)
            .is_none_or(|digits| digits.iter().all(|digit| (b'1'..=b'4').contains(digit)));
        if !second || !quarters {
            return Err(refuse());
        }
        Ok(Self {
            number: text.parse().map_err(|_| refuse())?,
            digits: bytes.len() as u8,
        })
    }
}

impl fmt::Display for MeshCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:0width$}", self.number, width = usize::from(self.digits))
    }
}

impl Serialize for MeshCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for MeshCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// The population of a cell in one year. Projections are fractions of persons.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MeshYear {
    pub total: f64,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub by_age: BTreeMap<AgeBand, f64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MeshCell {
    pub code: MeshCode,
    /// Year → population; years after the last census are projections.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub years: BTreeMap<u16, MeshYear>,
    #[serde(default)]
    pub provenance: Provenance,
    #[serde(default, skip_serializing_if = "Notes::is_empty")]
    pub notes: Notes,
}

impl Record for MeshCell {
    const KIND: Kind = Kind::MeshCell;

    fn key(&self) -> Option<String> {
        Some(self.code.to_string())
    }

    fn label(&self) -> &str {
        "メッシュ"
    }

    fn search_texts(&self) -> Vec<&str> {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(text: &str) -> Bbox {
        text.parse::<MeshCode>().expect("a mesh code").bbox()
    }

    #[test]
    fn a_quarter_cell_lies_where_the_published_polygon_says() {
        let cell = cell("5339459921");
        assert!((cell.south - 35.741_666_7).abs() < 0.01 && (cell.west - 139.74).abs() < 0.02);
        let half = super::tests::cell("533945992");
        assert!((half.south - 35.741_666_7).abs() < 1e-6, "{half:?}");
        assert!((half.west - 139.743_75).abs() < 1e-6, "{half:?}");
        assert!(
            (half.north - 35.745_833_3).abs() < 1e-6 && (half.east - 139.75).abs() < 1e-6,
            "{half:?}"
        );
    }

    #[test]
    fn codes_of_every_level_read_back() {
        for text in ["5235", "523504", "52350430", "523504301", "5235043011"] {
            assert_eq!(
                text.parse::<MeshCode>().map(|code| code.to_string()),
                Ok(text.to_owned())
            );
        }
        for text in ["", "523", "523584", "523504305", "52350430a", "5235043010"] {
            assert!(text.parse::<MeshCode>().is_err(), "{text}");
        }
    }
}
