//! The form of a building.

use super::SHORT;
use crate::amendment::field::Field;
use crate::amendment::field::Input::{Area, Code, Date, Integer, Line, Position, Shape, Yen};
use crate::amendment::field::Section::{Name, Place, Scale, Use, Value};

const YEARS: crate::amendment::Input = Integer { least: 1, most: 200 };

pub const BUILDING: &[Field] = &[
    Field::new(Name, "name", Line(SHORT)).required(),
    Field::new(Name, "number", Line(SHORT)).required().needs_reason(),
    Field::new(Use, "purpose", Line(SHORT)),
    Field::new(Use, "structure", Code("structures")),
    Field::new(Use, "seismic", Code("seismic_classes")),
    Field::new(Use, "is_value_hundredths", Integer { least: 0, most: 500 }),
    Field::new(Scale, "floor_area_m2", Area).says_why_missing(),
    Field::new(Scale, "floors_above", Integer { least: 0, most: 100 }),
    Field::new(Scale, "floors_below", Integer { least: 0, most: 20 }),
    Field::new(Scale, "built", Date).says_why_missing(),
    Field::new(Scale, "confirmed", Date),
    Field::new(Value, "statutory_life_years", YEARS),
    Field::new(Value, "target_life_years", YEARS),
    Field::new(Value, "acquisition_cost_yen", Yen),
    Field::new(Value, "accumulated_depreciation_yen", Yen),
    Field::new(Value, "replacement_cost_yen", Yen),
    Field::new(Place, "shape", Shape),
    Field::new(Place, "position", Position),
];
