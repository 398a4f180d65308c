//! Code lists: facility classes, 活用方針, lending, structures, bureaus; read from data/vocabularies.
//!
//! A list is data with a version and a source: a city changes it without a new program. docs/vocabularies.md
//! names the lists and says how to add one.

mod code;
mod compound;
mod crosswalk;
mod embedded;
mod error;
mod fold;
mod land_rules;
mod list;
mod parse;
mod validate;
mod vocabularies;

pub use code::Code;
pub use crosswalk::{Basis, Counterpart, Crosswalk, Mapping};
pub use error::{Reason, VocabularyError, VocabularyErrors};
pub use list::{CodeList, Composite, Source};
pub use vocabularies::Vocabularies;
