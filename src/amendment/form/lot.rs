//! The form of a registered lot (筆).

use super::SHORT;
use crate::amendment::field::Field;
use crate::amendment::field::Input::{Area, Code, Line, Municipality, Position, Shape};
use crate::amendment::field::Section::{Name, Place, Scale};

pub const LOT: &[Field] = &[
    Field::new(Name, "number", Line(SHORT)).required().needs_reason(),
    Field::new(Name, "real_estate_id", Line(SHORT)),
    Field::new(Scale, "category", Code("land_categories")),
    Field::new(Scale, "registered_area_m2", Area).needs_reason(),
    Field::new(Place, "address.municipality", Municipality),
    Field::new(Place, "address.municipality_text", Line(SHORT)),
    Field::new(Place, "address.town", Line(SHORT)),
    Field::new(Place, "shape", Shape),
    Field::new(Place, "position", Position),
];
