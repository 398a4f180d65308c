//! A yes or no that somebody decided: never guessed from other fields.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A decision with its day and its reason (一般施設, 評価対象).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flag {
    pub value: bool,
    pub on: Date,
    pub reason: String,
}
