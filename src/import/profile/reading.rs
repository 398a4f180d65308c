//! How the text of a column is read.

use std::str::FromStr;

use serde::{Deserialize, Deserializer};

/// The `parse` of a column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::import) enum Reading {
    #[default]
    Text,
    /// A web address.
    Url,
    /// Any decimal.
    Number,
    /// A whole number that is not negative.
    Count,
    /// Square metres with two decimals.
    Area,
    Yen,
    ThousandYen,
    /// A date in any calendar, to the precision it has.
    Date,
    /// A year; bare numbers are calendar years.
    Year,
    /// A fiscal year; bare numbers are fiscal years.
    FiscalYear,
    /// A fiscal year in a place for dates (建築年度).
    FiscalYearDate,
    /// A code of a list.
    Vocabulary(String),
    /// Several codes of a list, divided by ／ / ・ 、.
    Vocabularies(String),
    /// A municipality code of five or six digits.
    MunicipalityCode,
    /// The name of a ward or municipality, or 市外.
    Municipality,
    /// 大分類 and 小分類 in one text without a space between.
    GluedClass,
    /// Bureau, division, section, divided by spaces.
    Organisation,
    /// 運営形態 and 管理者 in one text.
    GluedOperator,
    ParcelNumber,
    /// 地番, which spreadsheets turn into dates.
    LotNumber,
    MeshCode,
    Bool,
    /// A latitude, or a northing in a plane system.
    Latitude,
    /// A longitude, or an easting in a plane system.
    Longitude,
    /// A position inside a map link (`mpx=135.5&mpy=34.7`).
    MapLink,
    /// A GeoJSON geometry in EPSG:6668, as files of refused rows carry it.
    Geometry,
    /// A time of day, kept as it is.
    Time,
    /// Kept as it is under the column's name: named by a standard, not modelled.
    Attribute,
    /// Not kept: says nothing about the record.
    Ignore,
}

impl FromStr for Reading {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Some(list) = text.strip_prefix("vocabulary:") {
            return Ok(Reading::Vocabulary(list.to_owned()));
        }
        if let Some(list) = text.strip_prefix("vocabularies:") {
            return Ok(Reading::Vocabularies(list.to_owned()));
        }
        Ok(match text {
            "text" => Reading::Text,
            "url" => Reading::Url,
            "number" => Reading::Number,
            "count" => Reading::Count,
            "area" => Reading::Area,
            "yen" => Reading::Yen,
            "thousand_yen" => Reading::ThousandYen,
            "date" => Reading::Date,
            "year" => Reading::Year,
            "fiscal_year" => Reading::FiscalYear,
            "fiscal_year_date" => Reading::FiscalYearDate,
            "municipality_code" => Reading::MunicipalityCode,
            "municipality" => Reading::Municipality,
            "glued_class" => Reading::GluedClass,
            "organisation" => Reading::Organisation,
            "glued_operator" => Reading::GluedOperator,
            "parcel_number" => Reading::ParcelNumber,
            "lot_number" => Reading::LotNumber,
            "mesh_code" => Reading::MeshCode,
            "bool" => Reading::Bool,
            "latitude" => Reading::Latitude,
            "longitude" => Reading::Longitude,
            "map_link" => Reading::MapLink,
            "geometry" => Reading::Geometry,
            "time" => Reading::Time,
            "attribute" => Reading::Attribute,
            "ignore" => Reading::Ignore,
            _ => return Err(format!("there is no way to read {text:?}")),
        })
    }
}

impl<'de> Deserialize<'de> for Reading {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}
