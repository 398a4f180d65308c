//! The query of a page, as a form without scripts sends it: empty fields say nothing, ticked boxes repeat their name.

use actix_web::{HttpRequest, web};
use unicode_normalization::UnicodeNormalization;

use super::language::Language;
use crate::http::params::Params;

/// What pages understand and the lists behind them do not.
pub const OWN: [&str; 4] = ["lang", "page", "show", "view"];

/// Fields of numbers: people type them in full width too.
const NUMBERS: [&str; 6] = ["area_min", "area_max", "built_from", "built_to", "age_min", "page"];

/// The query of a page in one form: each name once, several values separated by commas, nothing empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageQuery {
    pairs: Vec<(String, String)>,
    pub language: Language,
    /// The query could not be read at all; `Params` says so.
    broken: Option<String>,
}

impl PageQuery {
    pub fn of(request: &HttpRequest) -> Self {
        Self::read(request.query_string())
    }

    fn read(query: &str) -> Self {
        let Ok(given) = web::Query::<Vec<(String, String)>>::from_query(query) else {
            return Self {
                broken: Some(query.to_owned()),
                ..Self::default()
            };
        };
        let mut read = Self::default();
        for (name, value) in given.into_inner() {
            let value = value.trim();
            if value.is_empty() {
                continue;
            }
            let value: String = if NUMBERS.contains(&name.as_str()) {
                value.nfkc().filter(|c| *c != ',').collect()
            } else {
                value.to_owned()
            };
            match Language::from_tag(&value) {
                Some(language) if name == "lang" => read.language = language,
                _ => read.add(name, value),
            }
        }
        read
    }

    fn add(&mut self, name: String, value: String) {
        match self.pairs.iter_mut().find(|(there, _)| *there == name) {
            Some((_, values)) => {
                values.push(',');
                values.push_str(&value);
            }
            None => self.pairs.push((name, value)),
        }
    }

    /// To be read by the filters and sorts of the API.
    pub fn params(&self) -> Params {
        Params::of(self.broken.as_deref().unwrap_or(&encode(&self.pairs)))
    }

    pub fn value(&self, name: &str) -> Option<&str> {
        let pair = self.pairs.iter().find(|(there, _)| there == name);
        pair.map(|(_, value)| value.as_str())
    }

    pub fn values(&self, name: &str) -> impl Iterator<Item = &str> {
        self.value(name).into_iter().flat_map(|values| values.split(','))
    }

    pub fn has(&self, name: &str, value: &str) -> bool {
        self.values(name).any(|there| there == value)
    }

    /// Whether any condition is set: what only turns pages or languages is none.
    pub fn is_filtered(&self) -> bool {
        self.pairs
            .iter()
            .any(|(name, _)| name != "sort" && !OWN.contains(&name.as_str()))
    }

    /// The same with one value changed, or without it.
    pub fn with(&self, name: &str, value: Option<&str>) -> Self {
        let mut changed = self.clone();
        changed.pairs.retain(|(there, _)| there != name);
        changed
            .pairs
            .extend(value.map(|value| (name.to_owned(), value.to_owned())));
        changed
    }

    pub fn in_language(&self, language: Language) -> Self {
        Self {
            language,
            ..self.clone()
        }
    }

    /// The address of a page with this query.
    pub fn address(&self, path: &str) -> String {
        let mut pairs = self.pairs.clone();
        if self.language != Language::default() {
            pairs.push(("lang".to_owned(), self.language.tag().to_owned()));
        }
        joined(path, &pairs)
    }

    /// The address of something that knows the conditions of the list, but nothing of pages.
    pub fn conditions(&self, path: &str, more: &[(&str, &str)]) -> String {
        let own = |name: &str| OWN.contains(&name);
        let mut pairs: Vec<_> = self.pairs.iter().filter(|(name, _)| !own(name)).cloned().collect();
        pairs.extend(
            more.iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
        );
        joined(path, &pairs)
    }
}

fn joined(path: &str, pairs: &[(String, String)]) -> String {
    if pairs.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", encode(pairs))
    }
}

fn encode(pairs: &[(String, String)]) -> String {
    let mut text = String::new();
    for (name, value) in pairs {
        if !text.is_empty() {
            text.push('&');
        }
        percent_encode(name, &mut text);
        text.push('=');
        percent_encode(value, &mut text);
    }
    text
}

/// All but letters, digits and what a query may hold as it is.
pub fn percent_encode(part: &str, into: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in part.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~,".contains(&byte) {
            into.push(char::from(byte));
        } else {
            into.push('%');
            into.push(char::from(HEX[usize::from(byte >> 4)]));
            into.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_without_scripts_is_understood() {
        let query =
            PageQuery::read("q=&ward=271276&policy=disposal&policy=retain&area_min=%EF%BC%91%EF%BC%8C000&lang=en");
        assert_eq!(query.language, Language::En);
        assert_eq!(query.value("policy"), Some("disposal,retain"));
        assert_eq!(query.value("area_min"), Some("1000"));
        assert_eq!(query.value("q"), None);
        assert_eq!(
            query.address("/lands"),
            "/lands?ward=271276&policy=disposal,retain&area_min=1000&lang=en"
        );
    }

    #[test]
    fn what_only_pages_know_is_not_handed_to_others() {
        let query = PageQuery::read("ward=271276&page=3&lang=en&show=all");
        assert_eq!(
            query.conditions("/api/parcels/export", &[("format", "csv")]),
            "/api/parcels/export?ward=271276&format=csv"
        );
        assert!(query.is_filtered() && !PageQuery::read("page=2&sort=name").is_filtered());
    }

    #[test]
    fn an_unknown_language_is_left_for_the_reader_of_parameters_to_name() {
        assert_eq!(PageQuery::read("lang=fr").value("lang"), Some("fr"));
    }
}
