//! What a cell was read as.

use geo::Geometry;
use rust_decimal::Decimal;

use crate::area::MeshCode;
use crate::calendar::{EraDate, FiscalYear};
use crate::land::ParcelNumber;
use crate::record::{AreaM2, Code, MissingReason, MunicipalityCode, Yen};
use crate::register::Organisation;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Missing(MissingReason),
    Text(String),
    Number(Decimal),
    Area(AreaM2),
    Yen(Yen),
    Date(EraDate),
    FiscalYear(FiscalYear),
    Code(Code),
    Codes(Vec<Code>),
    Municipality(Municipality),
    Organisation(Organisation),
    Operator(Operator),
    ParcelNumber(ParcelNumber),
    MeshCode(MeshCode),
    Bool(bool),
    Coordinate(f64),
    Point(f64, f64),
    Geometry(Box<Geometry<f64>>),
}

/// A ward or municipality as named in the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Municipality {
    pub code: Option<MunicipalityCode>,
    /// 市外: outside the city, the text does not say where.
    pub outside: bool,
    pub text: String,
}

/// How a facility is run and by whom.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Operator {
    pub operation: Option<Code>,
    pub fee_system: Option<Code>,
    pub organisation: Organisation,
}

impl Value {
    pub fn is_missing(&self) -> bool {
        matches!(self, Value::Missing(_))
    }

    pub fn text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    pub fn number(&self) -> Option<Decimal> {
        match self {
            Value::Number(number) => Some(*number),
            _ => None,
        }
    }
}
