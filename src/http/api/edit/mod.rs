//! Editing by hand: records with all that their readers may see, and the ways to change them. Rules of the domain are in
//! `amendment`; here requests are read and answers presented.

mod address;
mod batch;
mod create;
mod form;
mod measure;
mod record;
mod remove;
mod rights;
mod undo;
mod write;

pub use batch::*;
pub use create::*;
pub use form::*;
pub use measure::*;
pub use record::*;
pub use remove::*;
pub use rights::bureau_of;
pub use undo::*;
pub use write::*;
