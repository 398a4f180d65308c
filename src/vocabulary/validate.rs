//! What must hold within a list and between lists.

use std::collections::{BTreeMap, HashMap};

use super::code::Code;
use super::crosswalk::Crosswalk;
use super::error::{Reason, VocabularyError};
use super::fold::fold;
use super::list::CodeList;
use super::parse::Parsed;

/// The faults of codes taken alone, with the position of the code at fault.
pub(super) fn faults_of_codes(codes: &[Code], attributes: &[String]) -> Vec<(usize, Reason)> {
    let mut faults = Vec::new();
    let mut parent_of: HashMap<&str, Option<&str>> = HashMap::new();
    for code in codes {
        parent_of.entry(&code.key).or_insert(code.parent.as_deref());
    }
    let mut keys: HashMap<&str, usize> = HashMap::new();
    let mut spellings: HashMap<(Option<&str>, String), &Code> = HashMap::new();
    for (at, code) in codes.iter().enumerate() {
        let mut fault = |reason| faults.push((at, reason));
        if !is_key(&code.key) {
            fault(Reason::BadKey { key: code.key.clone() });
        }
        if keys.insert(&code.key, at).is_some() {
            // Its spellings would only be reported again as ambiguous.
            fault(Reason::DuplicateKey { key: code.key.clone() });
            continue;
        }
        if let Some(parent) = &code.parent {
            if !parent_of.contains_key(parent.as_str()) {
                fault(Reason::UnknownParent {
                    key: code.key.clone(),
                    parent: parent.clone(),
                });
            } else if is_own_ancestor(&code.key, &parent_of) {
                fault(Reason::Cycle { key: code.key.clone() });
            }
        }
        for spelling in code.spellings() {
            match spellings.entry((code.parent.as_deref(), fold(spelling))) {
                std::collections::hash_map::Entry::Vacant(free) => {
                    free.insert(code);
                }
                std::collections::hash_map::Entry::Occupied(taken) if taken.get().key != code.key => {
                    let keys = [taken.get().key.clone(), code.key.clone()];
                    fault(Reason::Ambiguous {
                        text: spelling.trim().to_owned(),
                        keys,
                    });
                }
                std::collections::hash_map::Entry::Occupied(_) => {}
            }
        }
        for attribute in code.attributes.keys().filter(|name| !attributes.contains(name)) {
            fault(Reason::UnknownAttribute {
                key: code.key.clone(),
                attribute: attribute.clone(),
            });
        }
        if code.valid_from.zip(code.valid_to).is_some_and(|(from, to)| to < from) {
            fault(Reason::EmptyPeriod { key: code.key.clone() });
        }
        if let Some(code6) = code.text("code6") {
            let expected = check_digit(code6);
            if expected.is_none_or(|digit| !code6.ends_with(&digit.to_string())) {
                fault(Reason::CheckDigit {
                    code: code6.to_owned(),
                    expected: expected.unwrap_or_default(),
                });
            }
        }
    }
    faults
}

/// The faults between lists: a reference to a code that is not there, a class without a counterpart or a reason.
pub(super) fn faults_between(
    lists: &BTreeMap<String, Parsed<CodeList>>,
    crosswalk: &Parsed<Crosswalk>,
) -> Vec<VocabularyError> {
    let mut errors = Vec::new();
    let has = |list: &str, key: &str| lists.get(list).is_some_and(|list| list.value.by_key(key).is_some());
    let mut expect = |file: &str, line: usize, list: &str, key: &str| {
        if !has(list, key) {
            let reason = Reason::UnknownCode {
                list: list.to_owned(),
                key: key.to_owned(),
            };
            errors.push(VocabularyError {
                file: format!("{file}.toml"),
                line: Some(line),
                reason,
            });
        }
    };
    for (mapping, line) in crosswalk.value.mappings.iter().zip(&crosswalk.lines) {
        expect("crosswalk", *line, "facility_classes", &mapping.class);
        if let Some(key) = mapping.h26.key() {
            expect("crosswalk", *line, "facility_classes_h26", key);
        }
        if let Some(key) = mapping.mic.key() {
            expect("crosswalk", *line, "mic_cost_classes", key);
        }
    }
    if let Some(policies) = lists.get("land_policies") {
        for (policy, line) in policies.value.codes.iter().zip(&policies.lines) {
            for criterion in policy.texts("criteria") {
                expect("land_policies", *line, "land_criteria", criterion);
            }
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    for (mapping, line) in crosswalk.value.mappings.iter().zip(&crosswalk.lines) {
        if !seen.insert(&mapping.class) {
            errors.push(VocabularyError {
                file: "crosswalk.toml".into(),
                line: Some(*line),
                reason: Reason::DuplicateRow {
                    class: mapping.class.clone(),
                },
            });
        }
    }
    for class in lists
        .get("facility_classes")
        .into_iter()
        .flat_map(|list| list.value.leaves())
    {
        if crosswalk.value.mapping(&class.key).is_none() {
            let reason = Reason::NoRow {
                class: class.key.clone(),
            };
            errors.push(VocabularyError {
                file: "crosswalk.toml".into(),
                line: None,
                reason,
            });
        }
    }
    errors
}

fn is_key(key: &str) -> bool {
    key.starts_with(|first: char| first.is_ascii_lowercase())
        && key
            .chars()
            .all(|ch| ch.is_ascii_lowercase() || ch.is_ascii_digit() || ch == '_')
}

fn is_own_ancestor(key: &str, parent_of: &HashMap<&str, Option<&str>>) -> bool {
    let up = |of: &&str| parent_of.get(of).copied().flatten();
    // A chain longer than the list has met some code twice.
    std::iter::successors(up(&key), up)
        .take(parent_of.len())
        .any(|ancestor| ancestor == key)
}

/// The sixth digit of 全国地方公共団体コード; none where the text is not six digits.
/// `record::MunicipalityCode` knows the same rule, but stands above this module.
fn check_digit(code6: &str) -> Option<u32> {
    let digits: Vec<u32> = code6.chars().map(|ch| ch.to_digit(10)).collect::<Option<_>>()?;
    let [five @ .., _] = digits.as_slice() else { return None };
    (five.len() == 5).then(|| {
        let sum: u32 = five
            .iter()
            .zip([6, 5, 4, 3, 2])
            .map(|(digit, weight)| digit * weight)
            .sum();
        (11 - sum % 11) % 10
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_are_those_of_published_codes() {
        for code in ["271004", "271021", "271276", "131016", "011002", "092011"] {
            assert_eq!(check_digit(code).expect("six digits").to_string(), code[5..]);
        }
        assert_eq!(check_digit("27100"), None);
    }

    #[test]
    fn a_code_under_itself_is_refused() {
        let code = |key: &str, parent: &str| -> Code {
            toml::from_str(&format!(
                "key = '{key}'\nja = '{key}'\nen = '{key}'\nparent = '{parent}'"
            ))
            .expect("a code")
        };
        let faults = faults_of_codes(&[code("a", "b"), code("b", "a"), code("c", "a")], &[]);
        assert_eq!(
            faults,
            [
                (0, Reason::Cycle { key: "a".into() }),
                (1, Reason::Cycle { key: "b".into() })
            ]
        );
    }

    #[test]
    fn a_wrong_check_digit_is_refused_with_the_right_one() {
        let code: Code = toml::from_str("key = 'a'\nja = 'a'\nen = 'a'\ncode6 = '271005'").expect("a code");
        let faults = faults_of_codes(&[code], &["code6".into()]);
        assert_eq!(
            faults,
            [(
                0,
                Reason::CheckDigit {
                    code: "271005".into(),
                    expected: 4
                }
            )]
        );
    }
}
