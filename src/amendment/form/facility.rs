//! The form of a facility.

use super::{LONG, SHORT};
use crate::amendment::field::Field;
use crate::amendment::field::Input::{
    Area, Code, Date, Decision, FacilityClass, Line, Lines, Municipality, Position, Shape, Url, Words, YesNo,
};
use crate::amendment::field::Section::{Management, Name, Place, Remarks, Scale, Use};

pub const FACILITY: &[Field] = &[
    Field::new(Name, "name", Line(SHORT)).required(),
    Field::new(Name, "number", Line(SHORT)).required().needs_reason(),
    Field::new(Name, "kana", Line(SHORT)),
    Field::new(Name, "alias", Line(SHORT)),
    Field::new(Name, "name_en", Line(SHORT)),
    Field::new(Use, "class", FacilityClass).needs_reason(),
    Field::new(Use, "class_h26", Code("facility_classes_h26")),
    Field::new(Use, "class_mic", Code("mic_cost_classes")),
    Field::new(Use, "general", Decision),
    Field::new(Use, "evaluated", Decision),
    Field::new(Use, "area_scope", Code("area_scopes")),
    Field::new(Management, "status", Code("facility_statuses")).needs_reason(),
    Field::new(Management, "opened", Date),
    Field::new(Management, "closed", Date).needs_reason(),
    Field::new(Management, "organisation.bureau", Code("bureaus")),
    Field::new(Management, "organisation.bureau_text", Line(SHORT)),
    Field::new(Management, "organisation.divisions", Words),
    Field::new(Management, "tenure", Code("tenures")),
    Field::new(Management, "operation", Code("operations")),
    Field::new(Management, "fee_system", Code("fee_systems")),
    Field::new(Scale, "floor_area_m2", Area).says_why_missing(),
    Field::new(Scale, "built", Date).says_why_missing(),
    Field::new(Place, "address.municipality", Municipality),
    Field::new(Place, "address.municipality_text", Line(SHORT)),
    Field::new(Place, "address.town", Line(SHORT)),
    Field::new(Place, "address.text", Line(SHORT)),
    Field::new(Place, "address.masked", YesNo).needs_reason(),
    Field::new(Place, "shape", Shape),
    Field::new(Place, "position", Position),
    Field::new(Remarks, "url", Url),
    Field::new(Remarks, "phone", Line(SHORT)),
    Field::new(Remarks, "description", Lines(LONG)),
];
