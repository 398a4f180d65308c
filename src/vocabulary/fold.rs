//! The key under which spellings of one value meet.

use unicode_normalization::UnicodeNormalization;

/// Folds width, case, spaces and hyphens; 「指定管理 （無料施設）」 meets 「指定管理(無料施設)」.
///
/// Kana stays apart: a list may hold values that differ in nothing else.
pub(super) fn fold(text: &str) -> String {
    text.nfkc()
        .filter(|ch| !ch.is_whitespace())
        .map(|ch| {
            if matches!(ch, '\u{2010}'..='\u{2015}' | '\u{2212}') {
                '-'
            } else {
                ch
            }
        })
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_spaces_hyphens_and_case_are_folded() {
        assert_eq!(fold("指定管理 （無料施設）"), fold("指定管理(無料施設)"));
        assert_eq!(fold("１‐2"), fold("1－２"));
        assert_eq!(fold("ＳＲＣ造"), fold("src造"));
        assert_eq!(fold("ｾﾝﾀｰ"), fold("センター"));
    }

    #[test]
    fn a_long_vowel_is_no_hyphen() {
        assert_ne!(fold("センター"), fold("センタ-"));
    }
}
