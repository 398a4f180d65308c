//! One statement in the two languages of the product.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Text for people: Japanese for those who keep the register, English for those who build on it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    pub ja: String,
    pub en: String,
}

impl Message {
    pub fn new(ja: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            ja: ja.into(),
            en: en.into(),
        }
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} / {}", self.ja, self.en)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_shown_in_japanese_then_english() {
        assert_eq!(
            Message::new("面積がありません", "The area is missing").to_string(),
            "面積がありません / The area is missing"
        );
    }
}
