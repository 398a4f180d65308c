//! What a register holds to choose from: wards, bureaus and the like, each with how many records have it.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::controls::Choice;
use super::setting::Setting;
use crate::record::{Address, MunicipalityCode};
use crate::register::Organisation;

/// Wards and other municipalities, in order of their codes.
pub fn wards<'a>(setting: &Setting, addresses: impl Iterator<Item = &'a Address>) -> Vec<Choice> {
    let mut counts: BTreeMap<MunicipalityCode, (usize, Option<&str>)> = BTreeMap::new();
    for address in addresses {
        let Some(code) = address.municipality else { continue };
        let entry = counts.entry(code).or_default();
        entry.0 += 1;
        entry.1 = entry.1.or(address.municipality_text.as_deref());
    }
    let choice = |(code, (count, text)): (MunicipalityCode, (usize, Option<&str>))| Choice {
        value: code.to_string(),
        label: setting
            .ward(code)
            .or_else(|| text.map(str::to_owned))
            .unwrap_or_else(|| code.to_string()),
        count,
    };
    counts.into_iter().map(choice).collect()
}

/// Bureaus by code, or in the source's own words where they have none; those with most records first.
pub fn bureaus<'a>(setting: &Setting, organisations: impl Iterator<Item = &'a Organisation>) -> Vec<Choice> {
    let mut counts: BTreeMap<&str, (usize, bool)> = BTreeMap::new();
    for organisation in organisations {
        let code = organisation.bureau.as_ref().map(|code| code.as_str());
        let Some(key) = code.or(organisation.bureau_text.as_deref()) else {
            continue;
        };
        let entry = counts.entry(key).or_default();
        entry.0 += 1;
        entry.1 = code.is_some();
    }
    let choice = |(key, (count, is_code)): (&str, (usize, bool))| Choice {
        value: key.to_owned(),
        label: if is_code {
            setting.code("bureaus", key)
        } else {
            key.to_owned()
        },
        count,
    };
    let mut choices: Vec<Choice> = counts.into_iter().map(choice).collect();
    choices.sort_by_key(|choice| Reverse(choice.count));
    choices
}

/// Any other value, in its own order.
pub fn values<K: Ord + Copy>(
    values: impl Iterator<Item = Option<K>>,
    name: impl Fn(K) -> (String, String),
) -> Vec<Choice> {
    let mut counts: BTreeMap<K, usize> = BTreeMap::new();
    for value in values.flatten() {
        *counts.entry(value).or_default() += 1;
    }
    counts
        .into_iter()
        .map(|(key, count)| {
            let (value, label) = name(key);
            Choice { value, label, count }
        })
        .collect()
}
