//! A field of a record as the place that a value goes into.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::value::Value;
use crate::calendar::{EraDate, FiscalYear};
use crate::land::{Criterion, Lending, Policy};
use crate::record::{AreaM2, Code, Datum, Yen};

/// What a field does with a value. A value of another type is a fault of the profile and leaves the field as it is;
/// a missing value empties it.
pub(super) trait Slot {
    fn receive(&mut self, value: &Value);
}

/// A type that one kind of value holds.
pub(super) trait Held: Sized {
    fn from_value(value: &Value) -> Option<Self>;
}

macro_rules! held {
    ($($type:ty: $pattern:pat => $result:expr;)*) => {
        $(impl Held for $type {
            fn from_value(value: &Value) -> Option<Self> {
                match value { $pattern => $result, _ => None }
            }
        })*
    };
}

held! {
    String: Value::Text(text) => Some(text.clone());
    AreaM2: Value::Area(area) => Some(*area);
    Yen: Value::Yen(yen) => Some(*yen);
    Decimal: Value::Number(number) => Some(*number);
    EraDate: Value::Date(date) => Some(date.clone());
    FiscalYear: Value::FiscalYear(year) => Some(*year);
    Code: Value::Code(code) => Some(code.clone());
    u16: Value::Number(number) => number.to_u16();
    u64: Value::Number(number) => number.to_u64();
    Policy: Value::Code(code) => Policy::from_key(code.as_str());
    Criterion: Value::Code(code) => Criterion::from_key(code.as_str());
    Lending: Value::Code(code) => Lending::from_key(code.as_str());
}

impl<T: Held> Slot for Option<T> {
    fn receive(&mut self, value: &Value) {
        if value.is_missing() {
            *self = None;
        } else if let Some(held) = T::from_value(value) {
            *self = Some(held);
        }
    }
}

impl<T: Held> Slot for Datum<T> {
    fn receive(&mut self, value: &Value) {
        if let Value::Missing(reason) = value {
            *self = Datum::Missing(*reason);
        } else if let Some(held) = T::from_value(value) {
            *self = Datum::Known(held);
        }
    }
}

impl Slot for String {
    fn receive(&mut self, value: &Value) {
        match value {
            Value::Missing(_) => self.clear(),
            Value::Text(text) => text.clone_into(self),
            _ => {}
        }
    }
}

impl Slot for Vec<Code> {
    fn receive(&mut self, value: &Value) {
        match value {
            Value::Missing(_) => self.clear(),
            Value::Codes(codes) => codes.clone_into(self),
            Value::Code(code) => *self = vec![code.clone()],
            _ => {}
        }
    }
}
