//! Spellings of block and lot numbers within an address, folded to `2-14-5`. Works on text already folded by NFKC.

use super::letters::{LONG_VOWEL, is_dash};

/// The marks that follow a number, longer spellings first so that 番地 is not read as 番.
const MARKS: [&[char]; 8] = [
    &['丁', '目', 'の'],
    &['丁', '目'],
    &['番', '地', 'の'],
    &['番', '地'],
    &['番', 'の'],
    &['番'],
    &['号'],
    &['の'],
];

/// `二丁目` → `2丁目`, `二十三丁目` → `23丁目`, `一〇丁目` → `10丁目`. Numerals elsewhere are names (三宝町) and stay.
pub(super) fn fold_numerals(text: &[char]) -> Vec<char> {
    let mut folded = Vec::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let run = text[at..].iter().take_while(|ch| numeral(**ch).is_some()).count();
        let after_digit = at > 0 && text[at - 1].is_ascii_digit();
        let before_block = text[at + run..].starts_with(&['丁', '目']);
        match kanji_number(&text[at..at + run]) {
            Some(value) if before_block && !after_digit => folded.extend(value.to_string().chars()),
            _ => folded.extend(&text[at..at + run]),
        }
        at += run;
        // The character that ended the run, so that every round moves on.
        folded.extend(text.get(at));
        at += 1;
    }
    folded
}

/// Marks between digits become '-', a mark after the last digit of the text goes, others stay (1号館).
pub(super) fn fold_marks(text: &[char]) -> Vec<char> {
    let mut folded: Vec<char> = Vec::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let after_digit = at > 0 && text[at - 1].is_ascii_digit();
        match MARKS
            .iter()
            .find_map(|mark| fold_mark(&text[at..], mark))
            .filter(|_| after_digit)
        {
            Some(Fold::Hyphen { length }) => {
                folded.push('-');
                at += length;
            }
            Some(Fold::Trailing) => break,
            None => {
                folded.push(text[at]);
                at += 1;
            }
        }
    }
    folded
}

enum Fold {
    Hyphen { length: usize },
    Trailing,
}

fn fold_mark(rest: &[char], mark: &[char]) -> Option<Fold> {
    let after = rest.strip_prefix(mark)?;
    if after.is_empty() {
        // 「3の」 is an unfinished phrase, not a number with a mark.
        return (mark.last() != Some(&'の')).then_some(Fold::Trailing);
    }
    // 「2丁目-14」: the hyphen repeats what the mark says.
    let hyphen = usize::from(is_dash(after[0]) || after[0] == LONG_VOWEL);
    let digit_follows = after.get(hyphen).is_some_and(char::is_ascii_digit);
    digit_follows.then_some(Fold::Hyphen {
        length: mark.len() + hyphen,
    })
}

#[derive(Clone, Copy)]
enum Numeral {
    Digit(u32),
    Unit(u32),
}

fn numeral(ch: char) -> Option<Numeral> {
    let digit = "〇一二三四五六七八九".chars().zip(0..).find(|(kanji, _)| *kanji == ch);
    match (ch, digit) {
        (_, Some((_, value))) => Some(Numeral::Digit(value)),
        ('十', None) => Some(Numeral::Unit(10)),
        ('百', None) => Some(Numeral::Unit(100)),
        _ => None,
    }
}

/// Either units in falling order (二十三) or digits in their places (二三); a mix of both is no number.
fn kanji_number(run: &[char]) -> Option<u32> {
    let numerals = run.iter().map(|ch| numeral(*ch)).collect::<Option<Vec<_>>>()?;
    if !numerals.is_empty() && numerals.iter().all(|one| matches!(one, Numeral::Digit(_))) {
        return numerals.iter().try_fold(0u32, |value, one| match one {
            Numeral::Digit(digit) => value.checked_mul(10)?.checked_add(*digit),
            Numeral::Unit(_) => None,
        });
    }
    let (mut total, mut digit, mut last_unit) = (0, None, u32::MAX);
    for one in &numerals {
        match *one {
            Numeral::Digit(value) if digit.is_none() && value > 0 => digit = Some(value),
            Numeral::Unit(unit) if unit < last_unit => {
                total += digit.take().unwrap_or(1) * unit;
                last_unit = unit;
            }
            _ => return None,
        }
    }
    (!numerals.is_empty()).then_some(total + digit.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numerals(text: &str) -> String {
        fold_numerals(&text.chars().collect::<Vec<_>>()).into_iter().collect()
    }

    fn marks(text: &str) -> String {
        fold_marks(&text.chars().collect::<Vec<_>>()).into_iter().collect()
    }

    #[test]
    fn kanji_numerals_before_a_block_become_digits() {
        for (text, folded) in [
            ("浮田二丁目", "浮田2丁目"),
            ("十丁目", "10丁目"),
            ("二十三丁目", "23丁目"),
            ("百十二丁目", "112丁目"),
            ("一〇丁目", "10丁目"),
        ] {
            assert_eq!(numerals(text), folded);
        }
    }

    #[test]
    fn numerals_in_names_and_broken_numerals_stay() {
        for text in [
            "三宝町",
            "十三東",
            "十十丁目",
            "二十三四丁目",
            "5二丁目",
            "九九九九九九九九九九九丁目",
        ] {
            assert_eq!(numerals(text), text);
        }
    }

    #[test]
    fn marks_between_digits_become_hyphens_and_the_last_one_goes() {
        for (text, folded) in [
            ("2丁目14番5号", "2-14-5"),
            ("2丁目-14", "2-14"),
            ("14番地の5", "14-5"),
            ("32の12", "32-12"),
            ("2丁目", "2"),
            ("14番外", "14番外"),
            ("1号館", "1号館"),
            ("3の", "3の"),
            ("番町", "番町"),
        ] {
            assert_eq!(marks(text), folded);
        }
    }
}
