//! An account: who may come in, and as what.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use jiff::Timestamp;

use super::actor::{Actor, Bureaus};
use super::role::Roles;
use crate::record::Code;
use crate::text::Message;
use crate::vocabulary::CodeList;

/// The name of an account: what is typed to sign in, and what the history keeps for ever.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AccountName(Arc<str>);

/// A text that cannot be an account's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message())]
pub struct BadAccountName;

/// Names that the history uses for something else than an account.
const RESERVED: [&str; 7] = ["local", "cli", "demo", "koyu", "system", "public", "anonymous"];

impl FromStr for AccountName {
    type Err = BadAccountName;

    /// Upper-case letters are read as lower-case ones.
    fn from_str(text: &str) -> Result<Self, BadAccountName> {
        let name = text.to_ascii_lowercase();
        let fits = (2..=40).contains(&name.len())
            && name.starts_with(|c: char| c.is_ascii_lowercase())
            && name
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-_".contains(&byte));
        if fits && !RESERVED.contains(&name.as_str()) {
            Ok(Self(name.into()))
        } else {
            Err(BadAccountName)
        }
    }
}

impl AccountName {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AccountName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl BadAccountName {
    pub fn message(self) -> Message {
        Message::new(
            "アカウント名は英小文字で始まる2～40文字の英小文字・数字・.・-・_ です。local、cli、demo などは使えません。",
            "An account's name has 2 to 40 lower-case letters, digits, dots, hyphens and underscores, and begins with a letter. local, cli, demo and their like are taken.",
        )
    }
}

/// Somebody who may come in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    pub name: AccountName,
    /// Who it is, for people: 用地課 山田.
    pub person: String,
    pub roles: Roles,
    /// Where set, rights for the own bureau end here.
    pub bureau: Option<Code>,
    /// The password was given by somebody else and opens nothing but the way to a new one.
    pub one_time: bool,
    pub disabled: bool,
    pub created: Timestamp,
}

impl Account {
    /// The account as an actor. A bureau that the list does not have (any more) gives rights for nothing of its own.
    pub fn actor(&self, bureaus: &CodeList) -> Actor {
        Actor {
            id: Arc::clone(&self.name.0),
            roles: self.roles,
            bureaus: self.bureau.as_ref().map(|bureau| Bureaus::of(bureau, bureaus)),
            scopes: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_lower_case_and_plain() {
        let read = |text: &str| text.parse::<AccountName>().map(|name| name.to_string());
        assert_eq!(read("Yamada.T"), Ok("yamada.t".into()));
        for bad in ["", "a", "1a", "山田", "a b", "a/b", "local", "CLI", &"a".repeat(41)] {
            assert_eq!(read(bad), Err(BadAccountName), "{bad}");
        }
    }
}
