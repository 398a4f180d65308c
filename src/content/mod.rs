//! Files that people attach: what they are, what must be taken out of them, and a small picture of them.

mod jpeg_end;
mod metadata;
mod sniff;
mod take;
mod thumbnail;

pub use metadata::{Stripped, strip};
pub use sniff::sniff;
pub use take::{ContentError, Taken, take};
pub use thumbnail::{SmallPicture, thumbnail};
