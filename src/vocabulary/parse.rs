//! Reading one vocabulary file: its text becomes a list, or faults with their lines.

use serde::Deserialize;
use toml::Spanned;

use super::code::Code;
use super::crosswalk::{Crosswalk, Row};
use super::error::{Reason, VocabularyError};
use super::list::{CodeList, Composite, Index, Source};

/// A vocabulary file on its way in: where it came from and what it says.
pub(super) struct VocabularyFile<'a> {
    pub name: &'a str,
    pub text: &'a str,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ListFile {
    id: Spanned<String>,
    version: String,
    title_ja: String,
    title_en: String,
    #[serde(default)]
    source: Vec<Source>,
    #[serde(default)]
    note: String,
    /// The attributes that codes of this list may have beside the common fields.
    #[serde(default)]
    attributes: Vec<String>,
    #[serde(default)]
    code: Vec<Spanned<Code>>,
    #[serde(default)]
    composite: Vec<Spanned<Composite>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CrosswalkFile {
    id: Spanned<String>,
    version: String,
    title_ja: String,
    title_en: String,
    #[serde(default)]
    source: Vec<Source>,
    #[serde(default)]
    note: String,
    map: Vec<Spanned<Row>>,
}

/// A list with the line of each code, which checks across lists need to name their place.
pub(super) struct Parsed<T> {
    pub value: T,
    pub lines: Vec<usize>,
}

impl VocabularyFile<'_> {
    pub(super) fn error(&self, line: Option<usize>, reason: Reason) -> VocabularyError {
        VocabularyError {
            file: self.name.to_owned(),
            line,
            reason,
        }
    }

    /// Reads a code list and checks what can be said of it alone.
    pub(super) fn parse_list(&self) -> Result<Parsed<CodeList>, Vec<VocabularyError>> {
        let file: ListFile = self.read()?;
        let mut errors = self.check_header(&file.id, &file.source);
        if file.code.is_empty() {
            errors.push(self.error(None, Reason::Empty));
        }
        let lines: Vec<usize> = file.code.iter().map(|code| self.line_of(code)).collect();
        let codes: Vec<Code> = file.code.into_iter().map(Spanned::into_inner).collect();
        for (at, reason) in super::validate::faults_of_codes(&codes, &file.attributes) {
            errors.push(self.error(Some(lines[at]), reason));
        }
        for composite in &file.composite {
            for key in &composite.get_ref().codes {
                if !codes.iter().any(|code| code.key == *key) {
                    let reason = Reason::UnknownCode {
                        list: file.id.get_ref().clone(),
                        key: key.clone(),
                    };
                    errors.push(self.error(Some(self.line_of(composite)), reason));
                }
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let list = CodeList {
            id: file.id.into_inner(),
            version: file.version,
            title_ja: file.title_ja,
            title_en: file.title_en,
            source: file.source,
            note: file.note,
            index: Index::of(&codes),
            codes,
            composites: file.composite.into_iter().map(Spanned::into_inner).collect(),
        };
        Ok(Parsed { value: list, lines })
    }

    /// Reads the crosswalk and checks what can be said of it alone.
    pub(super) fn parse_crosswalk(&self) -> Result<Parsed<Crosswalk>, Vec<VocabularyError>> {
        let file: CrosswalkFile = self.read()?;
        let mut errors = self.check_header(&file.id, &file.source);
        let (mut mappings, mut lines) = (Vec::new(), Vec::new());
        for row in file.map {
            let line = self.line_of(&row);
            let class = row.get_ref().class.clone();
            if mappings.iter().any(|known: &super::Mapping| known.class == class) {
                errors.push(self.error(Some(line), Reason::DuplicateKey { key: class }));
                continue;
            }
            match row.into_inner().into_mapping() {
                Ok(mapping) => {
                    mappings.push(mapping);
                    lines.push(line);
                }
                Err(reason) => errors.push(self.error(Some(line), reason)),
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let crosswalk = Crosswalk {
            version: file.version,
            title_ja: file.title_ja,
            title_en: file.title_en,
            source: file.source,
            note: file.note,
            mappings,
        };
        Ok(Parsed {
            value: crosswalk,
            lines,
        })
    }

    fn read<T: serde::de::DeserializeOwned>(&self) -> Result<T, Vec<VocabularyError>> {
        toml::from_str(self.text).map_err(|error| {
            let line = error.span().map(|span| self.line_at(span.start));
            vec![self.error(line, Reason::Malformed(error.message().to_owned()))]
        })
    }

    fn check_header(&self, id: &Spanned<String>, source: &[Source]) -> Vec<VocabularyError> {
        let mut errors = Vec::new();
        if self.name.strip_suffix(".toml") != Some(id.get_ref()) {
            let reason = Reason::WrongId {
                id: id.get_ref().clone(),
            };
            errors.push(self.error(Some(self.line_of(id)), reason));
        }
        if source.is_empty() {
            errors.push(self.error(None, Reason::NoSource));
        }
        errors
    }

    fn line_of<T>(&self, spanned: &Spanned<T>) -> usize {
        self.line_at(spanned.span().start)
    }

    fn line_at(&self, offset: usize) -> usize {
        self.text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "id = 'x'\nversion = '1'\ntitle_ja = ''\ntitle_en = ''\nsource = [{ document = 'd' }]\n";

    fn faults(body: &str) -> Vec<(Option<usize>, Reason)> {
        let text = format!("{HEAD}{body}");
        let file = VocabularyFile {
            name: "x.toml",
            text: &text,
        };
        let errors = file.parse_list().err().unwrap_or_default();
        errors.into_iter().map(|error| (error.line, error.reason)).collect()
    }

    #[test]
    fn a_fault_in_the_text_names_its_line() {
        let [(line, Reason::Malformed(_))] = &faults("[[code]]\nkey = 'a\nja = 'b'\n")[..] else {
            panic!("one fault")
        };
        assert_eq!(*line, Some(7));
    }

    #[test]
    fn a_missing_field_names_the_line_of_its_code() {
        let [(line, Reason::Malformed(why))] = &faults("[[code]]\nkey = 'a'\nen = 'b'\n")[..] else {
            panic!("one fault")
        };
        assert_eq!(*line, Some(6));
        assert!(why.contains("ja"), "{why}");
    }

    #[test]
    fn every_fault_of_a_list_is_reported_with_the_line_of_its_code() {
        let body = "[[code]]\nkey = 'a'\nja = 'あ'\nen = 'A'\n\n[[code]]\nkey = 'a'\nja = 'い'\nen = 'B'\n\n\
                    [[code]]\nkey = 'c'\nja = 'う'\nen = 'C'\nparent = 'z'\n\n\
                    [[code]]\nkey = 'd'\nja = 'え'\nen = 'D'\naliases = ['あ ']\n\n\
                    [[code]]\nkey = 'e'\nja = 'お'\nen = 'E'\nalias = ['お']\n\n\
                    [[composite]]\ntext = 'いろいろ'\ncodes = ['a', 'q']\n";
        assert_eq!(
            faults(body),
            [
                (Some(11), Reason::DuplicateKey { key: "a".into() }),
                (
                    Some(16),
                    Reason::UnknownParent {
                        key: "c".into(),
                        parent: "z".into()
                    }
                ),
                (
                    Some(22),
                    Reason::Ambiguous {
                        text: "あ".into(),
                        keys: ["a".into(), "d".into()]
                    }
                ),
                (
                    Some(28),
                    Reason::UnknownAttribute {
                        key: "e".into(),
                        attribute: "alias".into()
                    }
                ),
                (
                    Some(34),
                    Reason::UnknownCode {
                        list: "x".into(),
                        key: "q".into()
                    }
                ),
            ]
        );
    }

    #[test]
    fn a_list_without_source_or_with_another_files_id_is_refused() {
        let text = "id = 'y'\nversion = '1'\ntitle_ja = ''\ntitle_en = ''\n[[code]]\nkey = 'a'\nja = 'b'\nen = 'c'\n";
        let errors = VocabularyFile { name: "x.toml", text }
            .parse_list()
            .err()
            .expect("faults");
        assert_eq!(errors[0].reason, Reason::WrongId { id: "y".into() });
        assert_eq!(errors[0].line, Some(1));
        assert_eq!(errors[1].reason, Reason::NoSource);
        assert!(
            errors[0].message_ja().contains("x.toml 1行目"),
            "{}",
            errors[0].message_ja()
        );
        assert!(
            errors[0].message_en().contains("x.toml, line 1"),
            "{}",
            errors[0].message_en()
        );
    }
}
