//! The form of a link between two records.

use crate::amendment::field::Field;
use crate::amendment::field::Input::{Area, LinkRole, Reference, Share};
use crate::amendment::field::Section::{Link, Scale};

pub const LINK: &[Field] = &[
    Field::new(Link, "role", LinkRole).required(),
    Field::new(Link, "from", Reference).required(),
    Field::new(Link, "to", Reference).required(),
    Field::new(Scale, "area_m2", Area),
    Field::new(Scale, "shared_area_m2", Area),
    Field::new(Scale, "share", Share),
];
