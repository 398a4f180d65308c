//! Text to CP932 (the "Shift_JIS" of Windows, WHATWG tables), for the tools that still ask for it.
//!
//! A character outside CP932 is reported, never replaced. Seven characters of JIS X 0208 carry another code point in
//! Windows' table than in the standard's (the wave dash 〜 U+301C is ～ U+FF5E there). They are the same characters,
//! Windows cannot tell them apart, and macOS input methods type the standard's, so both are written to one code;
//! reading the file back gives Windows' form. ¥ U+00A5 and ‾ U+203E are refused although WHATWG writes them,
//! because they would read back as `\` and `~`.

use std::borrow::Cow;

use encoding_rs::SHIFT_JIS;

use super::Message;

/// A character that CP932 does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unmappable {
    pub ch: char,
    /// Characters before it in the text.
    pub index: usize,
}

impl Unmappable {
    pub fn message(&self) -> Message {
        let Self { ch, index } = *self;
        let (code, place) = (u32::from(ch), index + 1);
        Message::new(
            format!(
                "{place}文字目の「{ch}」(U+{code:04X})はCP932(Shift_JIS)にありません。UTF-8で出力するか、別の字に改めてください"
            ),
            format!(
                "character {place}, {ch:?} (U+{code:04X}), is not in CP932 (Shift_JIS); use UTF-8 or another character"
            ),
        )
    }
}

/// The bytes of `text`, or every character that has none, in order.
pub fn encode_cp932(text: &str) -> Result<Vec<u8>, Vec<Unmappable>> {
    let windows: String = text.chars().map(windows_form).collect();
    let (bytes, _, replaced) = SHIFT_JIS.encode(&windows);
    if !replaced && !windows.contains(changes_meaning) {
        return Ok(match bytes {
            Cow::Owned(bytes) => bytes,
            Cow::Borrowed(ascii) => ascii.to_vec(),
        });
    }
    let unmappable = |(index, ch): (usize, char)| (!is_mappable(ch)).then_some(Unmappable { ch, index });
    Err(text.chars().enumerate().filter_map(unmappable).collect())
}

fn is_mappable(ch: char) -> bool {
    let mut buffer = [0; 4];
    let (_, _, replaced) = SHIFT_JIS.encode(windows_form(ch).encode_utf8(&mut buffer));
    !replaced && !changes_meaning(ch)
}

fn changes_meaning(ch: char) -> bool {
    matches!(ch, '\u{A5}' | '\u{203E}')
}

/// The code point by which Windows' table knows a character of JIS X 0208.
fn windows_form(ch: char) -> char {
    match ch {
        '\u{301C}' => '\u{FF5E}', // 〜 ～
        '\u{2014}' => '\u{2015}', // — ―
        '\u{2016}' => '\u{2225}', // ‖ ∥
        '\u{2212}' => '\u{FF0D}', // − －
        '\u{A2}' => '\u{FFE0}',   // ¢ ￠
        '\u{A3}' => '\u{FFE1}',   // £ ￡
        '\u{AC}' => '\u{FFE2}',   // ¬ ￢
        _ => ch,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decoded(bytes: &[u8]) -> String {
        let (text, replaced) = SHIFT_JIS.decode_without_bom_handling(bytes);
        assert!(!replaced, "{bytes:x?}");
        text.into_owned()
    }

    #[test]
    fn the_hyphen_of_the_city_list_is_kept() {
        assert_eq!(encode_cp932("4‐1"), Ok(vec![b'4', 0x81, 0x5D, b'1']));
    }

    #[test]
    fn the_two_wave_dashes_share_one_code() {
        assert_eq!(encode_cp932("～"), Ok(vec![0x81, 0x60]));
        assert_eq!(encode_cp932("〜"), Ok(vec![0x81, 0x60]));
        assert_eq!(decoded(&[0x81, 0x60]), "～");
    }

    #[test]
    fn the_extensions_of_windows_round_trip() {
        for text in ["髙", "﨑", "①", "㈱", "浮田２丁目㎡", "\r\n\"a\""] {
            assert_eq!(encode_cp932(text).map(|bytes| decoded(&bytes)), Ok(text.to_owned()));
        }
    }

    #[test]
    fn every_character_outside_is_reported_with_its_place() {
        let expected = vec![
            Unmappable { ch: '𠮷', index: 0 },
            Unmappable {
                ch: '\u{E0100}',
                index: 3,
            },
        ];
        assert_eq!(encode_cp932("𠮷田葛\u{E0100}〜"), Err(expected));
        assert_eq!(encode_cp932("¥1"), Err(vec![Unmappable { ch: '¥', index: 0 }]));
    }

    #[test]
    fn a_report_counts_places_from_one() {
        let message = Unmappable { ch: '𠮷', index: 0 }.message();
        assert!(message.ja.starts_with("1文字目の「𠮷」(U+20BB7)"), "{message}");
    }

    proptest! {
        #[test]
        fn a_text_is_read_back_or_its_faults_are_named(text in "[\\PC\u{3000}-\u{30FF}\u{4E00}-\u{4EFF}\u{80}-\u{FF}]{0,12}") {
            match encode_cp932(&text) {
                Ok(bytes) => prop_assert_eq!(decoded(&bytes), text.chars().map(windows_form).collect::<String>()),
                Err(faults) => prop_assert!(!faults.is_empty()),
            }
        }
    }
}
