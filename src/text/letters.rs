//! Classes of characters that Japanese registers mix: dashes, kanji, kana and variants of one kanji.

/// A hyphen, dash or minus as it stands after NFKC, which has already folded － ﹣ ﹘ ‑.
/// The long vowel mark ー is none: it is a dash between digits only.
pub(super) fn is_dash(ch: char) -> bool {
    matches!(
        ch,
        '-' | '\u{2010}'..='\u{2015}' | '\u{2043}' | '\u{2212}' | '\u{2500}' | '\u{2501}'
    )
}

pub(super) const LONG_VOWEL: char = 'ー';

pub(super) fn is_kanji(ch: char) -> bool {
    matches!(ch, '々' | '〆' | '〇' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{323AF}')
}

/// Characters that select a glyph or a line break and say nothing: variation selectors (IVS), joiners, BOM.
pub(super) fn is_invisible(ch: char) -> bool {
    matches!(ch, '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}' | '\u{FE00}'..='\u{FE0F}'
        | '\u{E0100}'..='\u{E01EF}')
}

/// ァ–ヶ and the iteration marks lie 0x60 above their hiragana; other characters stay.
/// Small ヶ and ヵ are read as the full け and か wherever they count things (3ヶ所 = 3ケ所).
pub(super) fn to_hiragana(ch: char) -> char {
    match ch {
        'ヶ' | 'ゖ' => 'け',
        'ヵ' | 'ゕ' => 'か',
        'ァ'..='ヴ' | 'ヽ' | 'ヾ' => char::from_u32(u32::from(ch) - 0x60).unwrap_or(ch),
        _ => ch,
    }
}

/// Variants that names of people and places mix with the common form and that NFKC leaves apart.
pub(super) fn to_common_kanji(ch: char) -> char {
    match ch {
        '髙' => '高',
        '﨑' | '嵜' => '崎',
        '﨟' => '臈',
        '𠮷' => '吉',
        '德' => '徳',
        '濵' | '濱' => '浜',
        '邊' | '邉' => '辺',
        '齋' => '斎',
        '齊' => '斉',
        '澤' => '沢',
        '櫻' => '桜',
        '嶋' | '嶌' => '島',
        '廣' => '広',
        '國' => '国',
        '惠' => '恵',
        '榮' => '栄',
        '龍' => '竜',
        '舘' => '館',
        '學' => '学',
        '區' => '区',
        _ => ch,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn katakana_becomes_hiragana_and_the_rest_stays() {
        let folded: String = "ァアンヴヽヾーあ漢A".chars().map(to_hiragana).collect();
        assert_eq!(folded, "ぁあんゔゝゞーあ漢A");
    }

    #[test]
    fn no_common_kanji_is_itself_a_variant() {
        for ch in '\u{3400}'..='\u{323AF}' {
            let common = to_common_kanji(ch);
            assert_eq!(to_common_kanji(common), common, "{ch}");
        }
    }
}
