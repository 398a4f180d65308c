//! A record's public form as a sheet of facts. It is read from what the API answers, so nothing else can come in.

use maud::{Markup, Render, html};
use serde::Serialize;
use serde_json::{Map, Value};

use super::lands::is_web;
use super::language::grouped;
use super::setting::Setting;
use crate::calendar::FiscalYear;

/// The fields of a public form by their names on the wire.
pub struct Fields(Map<String, Value>);

impl Fields {
    pub fn of(form: &impl Serialize) -> Self {
        match serde_json::to_value(form).expect("wire types hold nothing that JSON cannot") {
            Value::Object(fields) => Self(fields),
            _ => Self(Map::new()),
        }
    }

    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_str().filter(|text| !text.is_empty())
    }

    pub fn integer(&self, name: &str) -> Option<i64> {
        self.0.get(name)?.as_i64()
    }

    pub fn flag(&self, name: &str) -> Option<bool> {
        self.0.get(name)?.as_bool()
    }

    /// Pairs of a field that is an object of texts.
    pub fn pairs(&self, name: &str) -> impl Iterator<Item = (&str, &str)> {
        let fields = self.0.get(name).and_then(Value::as_object);
        fields
            .into_iter()
            .flatten()
            .filter_map(|(key, value)| Some((key.as_str(), value.as_str()?)))
    }

    /// Longitude and latitude, where they are public.
    pub fn position(&self) -> Option<(f64, f64)> {
        let position = self.0.get("position")?.as_object()?;
        Some((position.get("lon")?.as_f64()?, position.get("lat")?.as_f64()?))
    }

    /// The name of the code that a field holds.
    pub fn code(&self, setting: &Setting, list: &str, name: &str) -> Option<String> {
        self.text(name).map(|key| setting.code(list, key))
    }

    /// An area with unit, or why there is none.
    pub fn area(&self, setting: &Setting, name: &str, missing: &str) -> Option<String> {
        let area = self.text(name).map(|area| format!("{} ㎡", grouped(area)));
        area.or_else(|| self.code(setting, "missing_reasons", missing))
    }

    pub fn fiscal_year(&self, setting: &Setting, name: &str) -> Option<String> {
        let year = i16::try_from(self.integer(name)?).ok().and_then(FiscalYear::new)?;
        Some(setting.language().fiscal_year(year))
    }

    /// A link, where the text is the address of a page.
    pub fn link(&self, name: &str, label: Option<&str>) -> Option<Markup> {
        let address = self.text(name)?;
        Some(if is_web(address) {
            html! { a href=(address) rel="external" { (label.unwrap_or(address)) } }
        } else {
            html! { (address) }
        })
    }
}

/// Names and values in order. What is not known is said to be so.
pub struct Facts<'a> {
    setting: &'a Setting,
    rows: Vec<(String, Option<Markup>)>,
}

impl<'a> Facts<'a> {
    pub fn new(setting: &'a Setting) -> Self {
        Self {
            setting,
            rows: Vec::new(),
        }
    }

    /// A fact that belongs on the sheet whether it is known or not.
    pub fn row(mut self, ja: &str, en: &str, value: Option<impl Render>) -> Self {
        let label = self.setting.pick(ja, en).to_owned();
        self.rows.push((label, value.map(|value| value.render())));
        self
    }

    /// A fact that is left out where there is none.
    pub fn known(self, ja: &str, en: &str, value: Option<impl Render>) -> Self {
        if value.is_some() { self.row(ja, en, value) } else { self }
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

impl Render for Facts<'_> {
    fn render(&self) -> Markup {
        html! {
            dl.facts {
                @for (label, value) in &self.rows {
                    div {
                        dt { (label) }
                        dd {
                            @match value {
                                Some(value) => (value),
                                None => span.none { (self.setting.pick("記載なし", "not stated")) },
                            }
                        }
                    }
                }
            }
        }
    }
}
