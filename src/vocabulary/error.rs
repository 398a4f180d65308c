//! Why a vocabulary file was refused: the file, the line, and what is wrong with it in both languages.

use std::fmt;

/// What is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The file could not be read.
    Unreadable(String),
    /// Not TOML, or not of the shape of a list.
    Malformed(String),
    /// The `id` within differs from the file's name.
    WrongId {
        id: String,
    },
    /// A file in the folder that no list is known by.
    UnknownList,
    /// A list without a single source.
    NoSource,
    /// A list without a single code.
    Empty,
    BadKey {
        key: String,
    },
    DuplicateKey {
        key: String,
    },
    UnknownParent {
        key: String,
        parent: String,
    },
    /// A code is its own ancestor.
    Cycle {
        key: String,
    },
    /// Two codes under one parent answer to the same text.
    Ambiguous {
        text: String,
        keys: [String; 2],
    },
    /// An attribute that the list's `attributes` does not declare: most often a misspelt field.
    UnknownAttribute {
        key: String,
        attribute: String,
    },
    /// valid_to before valid_from.
    EmptyPeriod {
        key: String,
    },
    /// A reference to a code that its list does not have.
    UnknownCode {
        list: String,
        key: String,
    },
    /// A crosswalk row that neither maps nor says why not, or does both.
    NoReason {
        class: String,
        column: &'static str,
    },
    /// A class that the crosswalk maps twice: which row counts would be a guess.
    DuplicateRow {
        class: String,
    },
    /// A class of the facility list that the crosswalk leaves out.
    NoRow {
        class: String,
    },
    CheckDigit {
        code: String,
        expected: u32,
    },
}

/// A vocabulary file that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct VocabularyError {
    /// The file's name, without folders.
    pub file: String,
    /// Counted from 1; none where the fault has no place.
    pub line: Option<usize>,
    pub reason: Reason,
}

/// Every fault found, so that whoever edits the files corrects them in one go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VocabularyErrors(pub Vec<VocabularyError>);

impl std::error::Error for VocabularyErrors {}

impl fmt::Display for VocabularyErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, error) in self.0.iter().enumerate() {
            if at > 0 {
                f.write_str("\n")?;
            }
            error.fmt(f)?;
        }
        Ok(())
    }
}

impl VocabularyError {
    pub fn message_ja(&self) -> String {
        let place = self.line.map_or_else(String::new, |line| format!("{line}行目"));
        format!("{} {place}: {}", self.file, self.reason.ja())
    }

    pub fn message_en(&self) -> String {
        let place = self.line.map_or_else(String::new, |line| format!(", line {line}"));
        format!("{}{place}: {}", self.file, self.reason.en())
    }
}

impl fmt::Display for VocabularyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} / {}", self.message_ja(), self.message_en())
    }
}

impl Reason {
    fn ja(&self) -> String {
        match self {
            Self::Unreadable(why) => format!("読めません（{why}）。ファイルの権限を確かめてください"),
            Self::Malformed(why) => format!("TOMLとして、又はコード表として読めません（{why}）"),
            Self::WrongId { id } => format!("id「{id}」がファイル名と違います。同じにしてください"),
            Self::UnknownList => "この名のコード表はありません。ファイル名を確かめてください".into(),
            Self::NoSource => "source がありません。出典を1つ以上書いてください".into(),
            Self::Empty => "[[code]] が1つもありません".into(),
            Self::BadKey { key } => format!("key「{key}」は英小文字・数字・下線だけにしてください"),
            Self::DuplicateKey { key } => format!("key「{key}」が二度あります。片方を改めてください"),
            Self::UnknownParent { key, parent } => format!("「{key}」の parent「{parent}」がこの表にありません"),
            Self::Cycle { key } => format!("「{key}」の親をたどると自分に戻ります"),
            Self::Ambiguous { text, keys: [a, b] } => {
                format!("「{text}」が「{a}」と「{b}」の両方に当たります。片方の aliases から除いてください")
            }
            Self::UnknownAttribute { key, attribute } => {
                format!("「{key}」の項目「{attribute}」は未知です。綴りを直すか、attributes に加えてください")
            }
            Self::EmptyPeriod { key } => format!("「{key}」の valid_to が valid_from より前です"),
            Self::UnknownCode { list, key } => format!("「{key}」がコード表 {list} にありません"),
            Self::NoReason { class, column } => {
                format!("「{class}」の {column} には、コードか {column}_reason のどちらか一方を書いてください")
            }
            Self::DuplicateRow { class } => {
                format!("施設分類「{class}」の [[map]] が二度あります。片方を除いてください")
            }
            Self::NoRow { class } => format!("施設分類「{class}」の [[map]] がありません。行を加えてください"),
            Self::CheckDigit { code, expected } => format!("コード {code} の検査数字は {expected} のはずです"),
        }
    }

    fn en(&self) -> String {
        match self {
            Self::Unreadable(why) => format!("cannot be read ({why}); check the file's permissions"),
            Self::Malformed(why) => format!("is not TOML, or not a code list ({why})"),
            Self::WrongId { id } => format!("its id {id:?} differs from the file's name; make them the same"),
            Self::UnknownList => "there is no code list of this name; check the file's name".into(),
            Self::NoSource => "has no source; name at least one".into(),
            Self::Empty => "has no [[code]]".into(),
            Self::BadKey { key } => format!("the key {key:?} may hold lower-case letters, digits and underscores only"),
            Self::DuplicateKey { key } => format!("the key {key:?} occurs twice; change one of them"),
            Self::UnknownParent { key, parent } => format!("the parent {parent:?} of {key:?} is not in this list"),
            Self::Cycle { key } => format!("{key:?} is its own ancestor"),
            Self::Ambiguous { text, keys: [a, b] } => {
                format!("{text:?} stands for both {a:?} and {b:?}; take it out of the aliases of one")
            }
            Self::UnknownAttribute { key, attribute } => {
                format!("the field {attribute:?} of {key:?} is unknown; correct it or add it to attributes")
            }
            Self::EmptyPeriod { key } => format!("valid_to of {key:?} lies before its valid_from"),
            Self::UnknownCode { list, key } => format!("{key:?} is not in the list {list}"),
            Self::NoReason { class, column } => {
                format!("{column} of {class:?} needs either a code or {column}_reason, not both")
            }
            Self::DuplicateRow { class } => {
                format!("has a second [[map]] for the facility class {class:?}; remove one of them")
            }
            Self::NoRow { class } => format!("has no [[map]] for the facility class {class:?}; add a row"),
            Self::CheckDigit { code, expected } => format!("the check digit of {code} should be {expected}"),
        }
    }
}
