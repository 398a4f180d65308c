//! CP932 for files that must hold every row: what the encoding lacks becomes 〓 and is listed.

use crate::text::encode_cp932;

/// The printer's mark for a missing type.
const GETA: char = '〓';

/// The bytes of `text` in CP932, and the characters that it cannot hold.
pub(in crate::codec) fn encode_cp932_with_geta(text: &str) -> (Vec<u8>, Vec<char>) {
    let unmappable: Vec<char> = match encode_cp932(text) {
        Ok(bytes) => return (bytes, Vec::new()),
        Err(faults) => faults.into_iter().map(|fault| fault.ch).collect(),
    };
    let marked: String = text
        .chars()
        .map(|ch| if unmappable.contains(&ch) { GETA } else { ch })
        .collect();
    let bytes = encode_cp932(&marked).expect("all that CP932 lacks has been replaced");
    (bytes, unmappable)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::Charset;

    #[test]
    fn cp932_tells_what_it_cannot_hold() {
        let (bytes, unmappable) = encode_cp932_with_geta("髙島〜😀①");
        assert_eq!(unmappable, ['😀']);
        assert_eq!(Charset::Cp932.decode(&bytes).as_deref(), Some("髙島～〓①"));
    }
}
