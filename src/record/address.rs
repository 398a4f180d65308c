//! Where a record is, in words and codes.

use serde::{Deserialize, Serialize};

use super::MunicipalityCode;

/// An address as the source wrote it, with what could be read from it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// The source's own text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The municipality outside which the record does not lie; the ward where the city has wards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub municipality: Option<MunicipalityCode>,
    /// The name of the ward or municipality as the source wrote it (北区, 和泉市, 市外).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub municipality_text: Option<String>,
    /// 町丁目 as the source wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub town: Option<String>,
    /// The source hides a part of the address (××××): the place must not be shown.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub masked: bool,
}
