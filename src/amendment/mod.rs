//! What a person corrects by hand: which fields may be written and how, and the changes that come of it. The ways of a
//! form and of an API are the same; an import has its own.

mod amend;
mod caution;
mod create;
mod field;
mod form;
mod patch;
mod path;
mod remove;
mod rules;
mod shape;
mod tag;
mod undo;
mod value;

pub use amend::{Amend, SeenRecord};
pub use caution::cautions;
pub use create::Create;
pub use field::{EDITABLE, Field, Input, Section, fields_of};
pub use patch::{Patch, Reason};
pub use remove::{Remove, referrers};
pub use shape::read_shape;
pub use tag::{ParseTagError, Tag};
pub use undo::{Contested, Restored, Undo, UndoPlan};
pub use value::Codes;
