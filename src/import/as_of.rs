//! The day or year that population figures describe, where their rows do not say.

use std::cell::Cell;

use super::{Finding, ImportRequest, Rule};
use crate::text::Message;

pub(super) struct AsOf {
    text: String,
    /// Taken from the file's name: somebody should confirm it.
    assumed: bool,
    used: Cell<bool>,
}

impl AsOf {
    pub fn of(request: &ImportRequest) -> Option<Self> {
        if let Some(text) = &request.as_of {
            return Some(Self {
                text: text.clone(),
                assumed: false,
                used: Cell::new(false),
            });
        }
        let text = in_name(&request.display_name())?;
        Some(Self {
            text,
            assumed: true,
            used: Cell::new(false),
        })
    }

    /// For a row that does not say so itself.
    pub fn take(&self) -> &str {
        self.used.set(true);
        &self.text
    }

    /// What was assumed, where any row needed it.
    pub fn finding(&self) -> Option<Finding> {
        let text = &self.text;
        (self.assumed && self.used.get()).then(|| {
            let message = Message::new(
                format!("行に時点がないため、ファイル名から {text} とみなします。違うときは列「時点」を加えてください。"),
                format!("the rows do not say of when they are; {text} is taken from the file's name; add a column 時点 if that is wrong"),
            );
            Finding::new(0, Rule::AsOfAssumed, message).value(text.as_str())
        })
    }
}

/// `residents_2021-06.csv` → `2021-06`, `population_2017.csv` → `2017`.
fn in_name(name: &str) -> Option<String> {
    let year = |text: &str| text.starts_with("19") || text.starts_with("20");
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let words = stem
        .split(|ch: char| !(ch.is_ascii_digit() || ch == '-'))
        .map(|word| word.trim_matches('-'));
    let shaped = |word: &str| {
        let parts: Vec<&str> = word.split('-').collect();
        let digits = |text: &str, len: usize| text.len() == len && text.bytes().all(|byte| byte.is_ascii_digit());
        parts.len() <= 3 && digits(parts[0], 4) && parts[1..].iter().all(|part| digits(part, 2))
    };
    words
        .filter(|word| year(word) && shaped(word))
        .max_by_key(|word| word.len())
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_is_found_in_a_file_name() {
        for (name, expected) in [
            ("residents_2021-06.csv", Some("2021-06")),
            ("population_2017.csv", Some("2017")),
            ("人口2020-10-01.xlsx", Some("2020-10-01")),
            ("population.csv", None),
            ("27100.csv", None),
        ] {
            assert_eq!(in_name(name).as_deref(), expected, "{name}");
        }
    }
}
