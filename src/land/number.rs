//! The number of a parcel on the list (番号): a base and an optional branch, in whatever hyphen the source uses.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A number such as `4‐1`. Ordered by base, then branch (9‐1 before 10‐1); shown as the source wrote it.
#[derive(Clone, Debug)]
pub struct ParcelNumber {
    base: u32,
    branch: Option<u32>,
    text: String,
}

/// The text is no parcel number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a parcel number such as 4-1")]
pub struct ParcelNumberError(pub String);

impl ParcelNumber {
    pub fn parse(text: &str) -> Result<Self, ParcelNumberError> {
        let refuse = || ParcelNumberError(text.to_owned());
        let folded: String = crate::text::match_key(text);
        let mut parts = folded.split('-');
        let base = parts.next().and_then(number).ok_or_else(refuse)?;
        let branch = match parts.next() {
            Some(part) => Some(number(part).ok_or_else(refuse)?),
            None => None,
        };
        if parts.next().is_some() || base == 0 {
            return Err(refuse());
        }
        Ok(Self {
            base,
            branch,
            text: text.to_owned(),
        })
    }

    pub fn base(&self) -> u32 {
        self.base
    }

    pub fn branch(&self) -> Option<u32> {
        self.branch
    }

    /// As the source wrote it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// One spelling for matching: `4-1`.
    pub fn canonical(&self) -> String {
        match self.branch {
            Some(branch) => format!("{}-{branch}", self.base),
            None => self.base.to_string(),
        }
    }
}

fn number(digits: &str) -> Option<u32> {
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if plain { digits.parse().ok() } else { None }
}

impl PartialEq for ParcelNumber {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for ParcelNumber {}

impl PartialOrd for ParcelNumber {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for ParcelNumber {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.base, self.branch).cmp(&(other.base, other.branch))
    }
}

impl FromStr for ParcelNumber {
    type Err = ParcelNumberError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl fmt::Display for ParcelNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text.fmt(f)
    }
}

impl Serialize for ParcelNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for ParcelNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> ParcelNumber {
        ParcelNumber::parse(text).expect("a parcel number")
    }

    #[test]
    fn numbers_sort_by_base_then_branch() {
        let mut numbers = ["10‐1", "88‐1", "9‐1", "9", "9‐10", "9‐2", "2"].map(parse);
        numbers.sort();
        assert_eq!(
            numbers.map(|number| number.canonical()),
            ["2", "9", "9-1", "9-2", "9-10", "10-1", "88-1"]
        );
    }

    #[test]
    fn any_hyphen_is_the_same_number_and_the_text_stays() {
        for text in ["4-1", "4‐1", "4－1", "4ｰ1", "４−１", "4–1", " 4-1 "] {
            assert_eq!(parse(text), parse("4-1"), "{text}");
            assert_eq!(parse(text).text(), text);
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in ["", "-", "4-", "-1", "4-1-2", "0", "五", "4月1日", "99999999999"] {
            assert!(ParcelNumber::parse(text).is_err(), "{text}");
        }
    }
}
