//! Search keys, character encodings and bilingual messages; stored text is never altered.

mod block;
mod cp932;
mod letters;
mod message;
mod normalize;
mod number;

pub use cp932::{Unmappable, encode_cp932};
pub use message::Message;
pub use normalize::{match_key, search_key};
pub use number::{NumberError, parse_number, parse_with_unit};
