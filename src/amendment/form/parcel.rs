//! The form of a parcel of unused land.

use super::{LONG, SHORT};
use crate::amendment::field::Input::{
    Area, Code, CodeDigit, CodeName, Codes, FiscalYear, Line, Lines, Municipality, ParcelNumber, Position, Shape, Url,
    Words, Yen, YesNo,
};
use crate::amendment::field::Section::{Management, Name, Place, Policy, Remarks, Scale, Use, Value};
use crate::amendment::field::{Field, Input};

pub const PARCEL: &[Field] = &[
    Field::new(Name, "name", Line(SHORT)).required(),
    Field::new(Name, "number", ParcelNumber).required().needs_reason(),
    Field::new(Name, "registered", FiscalYear),
    Field::new(Policy, "policy", Input::Policy).needs_reason(),
    Field::new(Policy, "criterion", CodeDigit("land_criteria")).needs_reason(),
    Field::new(Policy, "outlook", CodeName("disposal_outlooks")).needs_reason(),
    Field::new(Policy, "lending", Code("lending_statuses")).needs_reason(),
    Field::new(Policy, "disposal_year", FiscalYear),
    Field::new(Scale, "area_m2", Area).says_why_missing().needs_reason(),
    Field::new(Scale, "area_basis", Code("area_bases")),
    Field::new(Use, "current_use", Line(SHORT)),
    Field::new(Use, "current_use_codes", Codes("current_uses")),
    Field::new(Use, "zoning", Codes("zoning")),
    Field::new(Place, "address.municipality", Municipality),
    Field::new(Place, "address.municipality_text", Line(SHORT)),
    Field::new(Place, "address.town", Line(SHORT)),
    Field::new(Place, "lot_text", Line(SHORT)),
    Field::new(Place, "block_text", Line(SHORT)),
    Field::new(Place, "address.text", Line(SHORT)),
    Field::new(Place, "address.masked", YesNo).needs_reason(),
    Field::new(Place, "in_city", YesNo),
    Field::new(Place, "shape", Shape).needs_reason(),
    Field::new(Place, "position", Position),
    Field::new(Management, "organisation.bureau", Code("bureaus")),
    Field::new(Management, "organisation.bureau_text", Line(SHORT)),
    Field::new(Management, "organisation.divisions", Words),
    Field::new(Value, "ledger_number", Line(SHORT)),
    Field::new(Value, "book_value_yen", Yen),
    Field::new(Remarks, "remarks", Lines(LONG)),
    Field::new(Remarks, "remarks_internal", Lines(LONG)),
    Field::new(Remarks, "mapnavi_url", Url),
];
