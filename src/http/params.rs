//! Query strings, read strictly: what is unknown, given twice or malformed is refused by name, all at once.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};

use super::problem::{Fault, Problem};
use crate::text::Message;

/// The parameters of one request, taken one by one by what understands them.
pub struct Params {
    /// Not taken yet.
    pairs: Vec<(String, String)>,
    given: Vec<&'static str>,
    known: Vec<&'static str>,
    faults: Vec<Fault>,
}

impl Params {
    pub fn of(query: &str) -> Self {
        let pairs = web::Query::<Vec<(String, String)>>::from_query(query).map(web::Query::into_inner);
        match pairs {
            Ok(pairs) => Self {
                pairs,
                given: Vec::new(),
                known: Vec::new(),
                faults: Vec::new(),
            },
            Err(error) => {
                let message = Message::new(
                    "問い合わせ文字列を読めません。",
                    format!("The query cannot be read: {error}"),
                );
                Self {
                    pairs: Vec::new(),
                    given: Vec::new(),
                    known: Vec::new(),
                    faults: vec![Fault::parameter("?", message)],
                }
            }
        }
    }

    /// The value of a parameter. Given twice it is refused: which one counts would be a guess.
    pub fn text(&mut self, name: &'static str) -> Option<String> {
        self.known.push(name);
        let given = self.pairs.iter().filter(|(key, _)| key == name).count();
        if given > 1 {
            let ja = format!("{name} が{given}回あります。1回だけ書き、複数の値はコンマで区切ってください。");
            let en = format!("{name} is given {given} times. Give it once, with several values separated by commas.");
            self.refuse(name, Message::new(ja, en));
            return None;
        }
        let at = self.pairs.iter().position(|(key, _)| key == name)?;
        self.given.push(name);
        Some(self.pairs.swap_remove(at).1)
    }

    /// Whether a parameter that was taken had been given, well or badly.
    pub fn is_given(&self, name: &str) -> bool {
        self.given.contains(&name)
    }

    /// A value that `read` understands, or a refusal in its words.
    pub fn value<T>(&mut self, name: &'static str, read: impl FnOnce(&str) -> Result<T, Message>) -> Option<T> {
        let text = self.text(name)?;
        match read(&text) {
            Ok(value) => Some(value),
            Err(wanted) => {
                self.refuse_value(name, &text, wanted);
                None
            }
        }
    }

    /// Values separated by commas.
    pub fn list<T>(&mut self, name: &'static str, read: impl Fn(&str) -> Result<T, Message>) -> Vec<T> {
        let Some(text) = self.text(name) else { return Vec::new() };
        let mut values = Vec::new();
        for part in text.split(',') {
            match read(part.trim()) {
                Ok(value) => values.push(value),
                Err(wanted) => self.refuse_value(name, part, wanted),
            }
        }
        values
    }

    /// `true` or `false`.
    pub fn yes_or_no(&mut self, name: &'static str) -> Option<bool> {
        self.one_of(name, &[("true", true), ("false", false)])
    }

    /// One of a few words.
    pub fn one_of<T: Copy>(&mut self, name: &'static str, choices: &[(&str, T)]) -> Option<T> {
        self.value(name, |text| choose(text, choices))
    }

    /// A whole number within bounds.
    pub fn integer(&mut self, name: &'static str, bounds: std::ops::RangeInclusive<i64>) -> Option<i64> {
        self.value(name, |text| {
            let number = text.parse().ok().filter(|number| bounds.contains(number));
            number.ok_or_else(|| {
                let (from, to) = (bounds.start(), bounds.end());
                Message::new(
                    format!("{from}から{to}までの整数"),
                    format!("a whole number from {from} to {to}"),
                )
            })
        })
    }

    /// Refuses a value; `wanted` says what would be right, as a noun.
    fn refuse_value(&mut self, name: &'static str, text: &str, wanted: Message) {
        let shown: String = text.chars().take(60).collect();
        let ja = format!("{name}「{shown}」は使えません。{}を指定してください。", wanted.ja);
        let en = format!("{name} cannot be {shown:?}. Give {}.", wanted.en);
        self.refuse(name, Message::new(ja, en));
    }

    pub fn refuse(&mut self, name: &'static str, message: Message) {
        self.faults.push(Fault::parameter(name, message));
    }

    /// Refuses what nobody asked for, so that a misspelt filter is not silently no filter.
    pub fn finish(mut self) -> Result<(), Problem> {
        for (name, _) in &self.pairs {
            if self.known.contains(&name.as_str()) {
                continue;
            }
            let shown: String = name.chars().take(60).collect();
            let known = if self.known.is_empty() {
                "なし / none".to_owned()
            } else {
                self.known.join(", ")
            };
            let ja = format!("{shown} というパラメーターはありません。使えるもの: {known}。");
            let en = format!("There is no parameter {shown}. Those here: {known}.");
            self.faults.push(Fault::parameter(shown, Message::new(ja, en)));
        }
        if self.faults.is_empty() {
            Ok(())
        } else {
            Err(Problem::parameters(self.faults))
        }
    }
}

/// The choice that a text names.
pub fn choose<T: Copy>(text: &str, choices: &[(&str, T)]) -> Result<T, Message> {
    let found = choices.iter().find(|(name, _)| *name == text).map(|(_, value)| *value);
    found.ok_or_else(|| {
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        Message::new(
            format!("{}のどれか", names.join("、")),
            format!("one of {}", names.join(", ")),
        )
    })
}

/// What can be read from a query string. Faults are noted in the parameters, not returned: all of them are reported.
pub trait FromParams: Sized {
    fn read(params: &mut Params) -> Self;
}

impl FromParams for () {
    fn read(_: &mut Params) -> Self {}
}

impl<A: FromParams, B: FromParams> FromParams for (A, B) {
    fn read(params: &mut Params) -> Self {
        (A::read(params), B::read(params))
    }
}

impl<A: FromParams, B: FromParams, C: FromParams> FromParams for (A, B, C) {
    fn read(params: &mut Params) -> Self {
        (A::read(params), B::read(params), C::read(params))
    }
}

/// What a request asks, from its query string.
pub struct Asked<T>(pub T);

impl<T: FromParams> FromRequest for Asked<T> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let mut params = Params::of(request.query_string());
        let value = T::read(&mut params);
        ready(params.finish().map(|()| Self(value)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(query: &str, read: impl FnOnce(&mut Params)) -> Vec<String> {
        let mut params = Params::of(query);
        read(&mut params);
        let faults = params.finish().err().map(|problem| problem.faults).unwrap_or_default();
        faults.into_iter().map(|fault| fault.message.en).collect()
    }

    #[test]
    fn everything_wrong_is_reported_at_once() {
        let faults = refused("limit=x&colour=red&limit2=", |params| {
            params.integer("limit", 1..=10);
        });
        assert_eq!(faults.len(), 3, "{faults:?}");
    }

    #[test]
    fn a_parameter_given_twice_is_refused() {
        let faults = refused("q=a&q=b", |params| {
            params.text("q");
        });
        assert_eq!(faults.len(), 1, "{faults:?}");
    }

    #[test]
    fn a_known_and_sound_query_is_accepted() {
        let faults = refused("q=%E5%8C%BA&limit=10&vacant=true&ids=1,2", |params| {
            assert_eq!(params.text("q").as_deref(), Some("区"));
            assert_eq!(params.integer("limit", 1..=10), Some(10));
            assert_eq!(params.yes_or_no("vacant"), Some(true));
            assert_eq!(
                params.list("ids", |id| id.parse::<u8>().map_err(|_| Message::default())),
                [1, 2]
            );
        });
        assert!(faults.is_empty(), "{faults:?}");
    }
}
