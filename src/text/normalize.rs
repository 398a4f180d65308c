//! Keys under which spellings of one text meet. Keys are for comparing; stored text is never altered.

use unicode_normalization::UnicodeNormalization;

use super::block::{fold_marks, fold_numerals};
use super::letters::{LONG_VOWEL, is_dash, is_invisible, is_kanji, to_common_kanji, to_hiragana};

/// The key for searching: generous, so that whoever types 「浮田2-14」 finds 「浮田二丁目14番」.
///
/// Compare keys with keys only, whole or by part: both the query and the text must have gone through here.
pub fn search_key(text: &str) -> String {
    // Taking characters out may bring a letter and its voiced mark together, hence the second composition.
    let letters: Vec<char> = text
        .nfkc()
        .filter(|ch| !ch.is_whitespace() && !is_invisible(*ch))
        .flat_map(char::to_lowercase)
        .map(to_common_kanji)
        .nfkc()
        .collect();
    // Numerals first: they decide which dashes stand between digits.
    let counted = fold_numerals(&fold_kana(&letters));
    let dashed = fold_dashes(&counted, |_, _| true);
    fold_marks(&dashed).into_iter().nfkc().collect()
}

/// The key for joining and parsing: widths and hyphens folded, everything that could tell two texts apart kept.
pub fn match_key(text: &str) -> String {
    let mut letters: Vec<char> = Vec::with_capacity(text.len());
    for ch in text
        .nfkc()
        .filter(|ch| !is_invisible(*ch))
        .map(|ch| if ch.is_whitespace() { ' ' } else { ch })
    {
        let repeated = ch == ' ' && letters.last().is_none_or(|last| *last == ' ');
        if !repeated {
            letters.push(ch);
        }
    }
    if letters.last() == Some(&' ') {
        letters.pop();
    }
    let beside_digit =
        |before: Option<char>, after: Option<char>| [before, after].into_iter().flatten().any(|ch| ch.is_ascii_digit());
    fold_dashes(&letters, beside_digit).into_iter().nfkc().collect()
}

/// Dashes become '-' where `folds` (given both neighbours) says so; ー only between digits, as センター2 ends in a vowel.
fn fold_dashes(text: &[char], folds: impl Fn(Option<char>, Option<char>) -> bool) -> Vec<char> {
    let fold = |(at, ch): (usize, &char)| {
        let before = at.checked_sub(1).map(|before| text[before]);
        let after = text.get(at + 1).copied();
        let between_digits = [before, after]
            .iter()
            .all(|side| side.is_some_and(|ch| ch.is_ascii_digit()));
        let folded = (is_dash(*ch) && folds(before, after)) || (*ch == LONG_VOWEL && between_digits);
        if folded { '-' } else { *ch }
    };
    text.iter().enumerate().map(fold).collect()
}

/// Katakana to hiragana, and the particle written ヶ, ケ, ガ or が between kanji (烏ヶ辻) to が.
///
/// Hiragana け is a verb's ending (分け前) and stays; a last ヶ is a place name half typed.
fn fold_kana(text: &[char]) -> Vec<char> {
    let fold = |(at, ch): (usize, &char)| {
        let after_kanji = at > 0 && is_kanji(text[at - 1]);
        let particle = match (ch, text.get(at + 1)) {
            ('ヶ' | 'ケ', Some(next)) => after_kanji && is_kanji(*next),
            ('ヶ', None) => after_kanji,
            _ => false,
        };
        if particle { 'が' } else { to_hiragana(*ch) }
    };
    text.iter().enumerate().map(fold).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn meet(spellings: &[&str]) {
        for spelling in spellings {
            assert_eq!(search_key(spelling), search_key(spellings[0]), "{spelling}");
        }
    }

    #[test]
    fn spellings_of_one_block_meet() {
        meet(&["1-2", "1ー二丁目"]);
        meet(&[
            "浮田2-14",
            "浮田二丁目14番",
            "浮田２丁目14",
            "浮田２丁目１４番地",
            "浮田 2‐14",
            "浮田2−14",
            "浮田２ー１４",
        ]);
        assert_eq!(search_key("浮田二丁目14番5号"), "浮田2-14-5");
    }

    #[test]
    fn every_hyphen_between_digits_is_one() {
        for hyphen in "‐－ー−–—ｰ﹣-‑―".chars() {
            assert_eq!(search_key(&format!("4{hyphen}1")), "4-1", "{hyphen}");
            assert_eq!(match_key(&format!("４{hyphen}１")), "4-1", "{hyphen}");
        }
    }

    #[test]
    fn a_long_vowel_stays_a_vowel() {
        assert_eq!(search_key("センター2号館"), "せんたー2号館");
        assert_eq!(match_key("センター2"), "センター2");
    }

    #[test]
    fn the_particle_between_kanji_is_spelled_one_way() {
        meet(&["烏ヶ辻", "烏ケ辻", "烏が辻", "烏ガ辻", "烏ｹ辻"]);
        assert!(search_key("烏ヶ辻").starts_with(&search_key("烏ヶ")));
        assert_ne!(search_key("分け前"), search_key("分が前"));
        meet(&["3ヶ所", "3ケ所"]);
    }

    #[test]
    fn widths_kana_case_space_and_variants_meet() {
        meet(&["ｺﾐｭﾆﾃｨ ｾﾝﾀｰ", "コミュニティセンター", "こみゅにてぃ　せんたー"]);
        meet(&["髙﨑ＡＢＣ", "高崎abc"]);
        meet(&["葛\u{E0100}城", "葛城"]);
    }

    #[test]
    fn a_shorter_query_is_part_of_the_longer_text() {
        for query in ["浮田", "浮田二丁目", "浮田2-14", "2丁目14"] {
            assert!(
                search_key("北区浮田２丁目14番外").contains(&search_key(query)),
                "{query}"
            );
        }
    }

    #[test]
    fn a_match_key_keeps_case_kana_and_one_space() {
        assert_eq!(match_key("　Ｂ棟 \t 二丁目　１‐１内外 "), "B棟 二丁目 1-1内外");
        assert_eq!(match_key("大阪―京都"), "大阪―京都");
        assert_eq!(match_key("97外"), "97外");
    }

    fn address() -> impl Strategy<Value = String> {
        "[0-9０-９一二三十百〇丁目番地号のノー‐－−ヶケがガ\u{3099}烏辻髙﨑 　aAﾞｶ]{0,24}"
    }

    proptest! {
        #[test]
        fn keys_are_idempotent(text in prop_oneof![any::<String>(), address()]) {
            let (search, exact) = (search_key(&text), match_key(&text));
            prop_assert_eq!(search_key(&search), search);
            prop_assert_eq!(match_key(&exact), exact);
        }

        #[test]
        fn texts_that_match_are_found_by_each_other(text in prop_oneof![any::<String>(), address()]) {
            prop_assert_eq!(search_key(&match_key(&text)), search_key(&text));
        }
    }
}
