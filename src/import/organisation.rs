//! Who runs a facility, from the texts of registers.

use super::codes::Codes;
use super::value::Operator;
use crate::register::Organisation;

const BUREAUS: &str = "bureaus";

/// 建設局　公園緑化部　公園課: the first word is the bureau, a dash stands for "none at this level".
pub(super) fn read_organisation(text: &str, codes: &Codes) -> Organisation {
    let mut words = text.split_whitespace().filter(|word| !is_dash(word));
    let Some(first) = words.next() else {
        return Organisation::default();
    };
    let mut divisions: Vec<String> = words.map(str::to_owned).collect();
    let (bureau, bureau_text) = match codes.key_of(BUREAUS, first) {
        Some(bureau) => (Some(bureau), first.to_owned()),
        // 教育委員会事務局生涯学習部: bureau and division in one word.
        None => match codes.before(BUREAUS, first).filter(|(_, rest)| !rest.is_empty()) {
            Some((bureau, rest)) => {
                divisions.insert(0, rest.to_owned());
                (Some(bureau), first[..first.len() - rest.len()].to_owned())
            }
            None => (None, first.to_owned()),
        },
    };
    Organisation {
        bureau,
        bureau_text: Some(bureau_text),
        divisions,
    }
}

/// 指定管理（利用料金施設）教育委員会事務局生涯学習部 …: the way it is run, then who runs it.
pub(super) fn read_operator(text: &str, codes: &Codes) -> Operator {
    let text = text.trim();
    let (mut operation, mut rest) = (None, text);
    // 有償貸付／無償貸付環境局: the first way counts, the text keeps the others.
    while let Some((found, after)) = codes.before("operations", rest.trim_start_matches('／')) {
        operation = operation.or(Some(found));
        rest = after;
    }
    let head = &text[..text.len() - rest.len()];
    let fee_system = codes.key_of("fee_systems", head);
    Operator {
        operation,
        fee_system,
        organisation: read_organisation(rest, codes),
    }
}

fn is_dash(word: &str) -> bool {
    word.chars().all(|ch| matches!(ch, '－' | '-' | '‐' | 'ー' | '―' | '−'))
}
