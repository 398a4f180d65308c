//! One value of a row, as the format tells it: nothing is guessed from the text here.

use std::borrow::Cow;

/// A value in a row.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Cell {
    #[default]
    Null,
    Text(String),
    Integer(i64),
    Number(f64),
    Bool(bool),
    /// A date, or a date with a time, in ISO 8601.
    Date(String),
}

impl Cell {
    /// The value as text, in the source's own spelling where the format has text.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Null => Cow::Borrowed(""),
            Self::Text(text) | Self::Date(text) => Cow::Borrowed(text),
            Self::Integer(value) => Cow::Owned(value.to_string()),
            Self::Number(value) => Cow::Owned(value.to_string()),
            Self::Bool(value) => Cow::Borrowed(if *value { "true" } else { "false" }),
        }
    }

    /// No value, or a text of nothing but blanks.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }

    /// A float as the smaller kind that holds it: spreadsheets and JSON know only one kind of number.
    pub fn from_float(value: f64) -> Self {
        // Beyond 2^53 a float no longer tells neighbouring integers apart.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        if value.fract() == 0.0 && value.abs() < EXACT {
            Self::Integer(value as i64)
        } else {
            Self::Number(value)
        }
    }

    /// An empty text is no value: CSV, DBF and spreadsheets cannot tell the two apart.
    pub fn from_text(text: &str) -> Self {
        if text.is_empty() {
            Self::Null
        } else {
            Self::Text(text.to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_float_becomes_an_integer() {
        assert_eq!(Cell::from_float(1963.0), Cell::Integer(1963));
        assert_eq!(Cell::from_float(0.5), Cell::Number(0.5));
        assert_eq!(Cell::from_float(1e300), Cell::Number(1e300));
    }

    #[test]
    fn text_keeps_its_spelling() {
        assert_eq!(Cell::Text("００１".into()).text(), "００１");
        assert_eq!(Cell::Number(34.5).text(), "34.5");
        assert!(Cell::Text("　 ".into()).is_blank());
    }
}
