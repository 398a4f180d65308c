//! The parts of a form that filters a list, and the pager below it. A form is sent as it stands: nothing needs a script.

use maud::{Markup, html};

use super::language::grouped;
use super::query::PageQuery;
use super::setting::Setting;
use crate::http::params::{FromParams, Params};
use crate::text::Message;

/// One of several values that may be ticked.
pub struct Choice {
    pub value: String,
    pub label: String,
    pub count: usize,
}

/// Boxes to tick. Folded where they are many; open where one is ticked.
pub fn boxes(setting: &Setting, name: &'static str, legend: &str, choices: &[Choice]) -> Markup {
    let ticked = choices
        .iter()
        .filter(|choice| setting.query.has(name, &choice.value))
        .count();
    html! {
        fieldset.boxes {
            legend {
                (legend)
                @if ticked > 0 { span.ticked { (setting.pick(format!("（{ticked}件選択中）"), format!(" ({ticked} chosen)"))) } }
            }
            ul {
                @for choice in choices {
                    li {
                        label {
                            input type="checkbox" name=(name) value=(choice.value) checked[setting.query.has(name, &choice.value)];
                            span { (choice.label) }
                            " "
                            span.count { (grouped(&choice.count.to_string())) }
                        }
                    }
                }
            }
        }
    }
}

/// One of many values.
pub fn select(setting: &Setting, name: &'static str, label: &str, choices: &[Choice]) -> Markup {
    let id = format!("field-{name}");
    html! {
        div.field {
            label for=(id) { (label) }
            select name=(name) id=(id) {
                option value="" { (setting.pick("すべて", "All")) }
                @for choice in choices {
                    option value=(choice.value) selected[setting.query.has(name, &choice.value)] {
                        (choice.label) @if choice.count > 0 { " (" (grouped(&choice.count.to_string())) ")" }
                    }
                }
            }
        }
    }
}

/// The order of a list; the first is the one that holds where none is chosen.
pub fn sorts(setting: &Setting, sorts: &[(&str, &str)]) -> Markup {
    html! {
        div.field {
            label for="field-sort" { (setting.pick("並び順", "Order")) }
            select name="sort" id="field-sort" {
                @for (value, label) in sorts {
                    option value=(value) selected[setting.query.has("sort", value)] { (label) }
                }
            }
        }
    }
}

/// Words to look for.
pub fn words(setting: &Setting, hint: &str) -> Markup {
    html! {
        div.field.wide {
            label for="field-q" { (setting.pick("ことば", "Words")) }
            input type="search" name="q" id="field-q" value=[setting.query.value("q")] aria-describedby="hint-q";
            p.hint id="hint-q" { (hint) }
        }
    }
}

/// From and to, of a quantity.
pub fn bounds(setting: &Setting, legend: &str, from: &'static str, to: &'static str, hint: &str) -> Markup {
    let field = |name: &'static str, label: &str| {
        let id = format!("field-{name}");
        html! {
            label for=(id) { (label) }
            input type="text" inputmode="decimal" name=(name) id=(id) value=[setting.query.value(name)] size="8"
                autocomplete="off" aria-describedby=(format!("hint-{from}"));
        }
    };
    html! {
        fieldset.bounds {
            legend { (legend) }
            div {
                (field(from, setting.pick("から", "from")))
                (field(to, setting.pick("まで", "to")))
            }
            p.hint id=(format!("hint-{from}")) { (hint) }
        }
    }
}

/// Keeps what the form does not show.
pub fn kept(setting: &Setting, names: &[&str]) -> Markup {
    html! {
        @for name in names {
            @if let Some(value) = setting.query.value(name) { input type="hidden" name=(name) value=(value); }
        }
        @if setting.query.language != super::language::Language::default() {
            input type="hidden" name="lang" value=(setting.language().tag());
        }
    }
}

/// Which part of a list a page shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// From 1.
    number: usize,
    all: bool,
}

/// As many rows as a browser renders at once without a wait.
const ROWS: usize = 100;
/// 全件表示 is for lists that a browser can still hold.
const MOST_ROWS: usize = 2_000;

impl FromParams for Part {
    fn read(params: &mut Params) -> Self {
        let number = params
            .integer("page", 1..=1_000_000)
            .and_then(|page| usize::try_from(page).ok());
        let all = params.one_of("show", &[("all", true)]);
        params.value("lang", no_language);
        Self {
            number: number.unwrap_or(1),
            all: all.unwrap_or(false),
        }
    }
}

/// The query takes a language out when it is read: what is left there under its name is none.
pub fn no_language(_: &str) -> Result<(), Message> {
    Err(Message::new("ja か en", "ja or en"))
}

/// A part of a list that exists.
pub struct Shown<'a, T> {
    pub rows: &'a [T],
    matched: usize,
    /// The page, from 1, and how many there are; one where all are shown.
    number: usize,
    pages: usize,
    all: bool,
}

impl Part {
    /// The asked part, or the last one where the list has become shorter.
    pub fn of<T>(self, selected: &[T]) -> Shown<'_, T> {
        let matched = selected.len();
        let all = self.all && matched <= MOST_ROWS;
        let pages = if all { 1 } else { matched.div_ceil(ROWS).max(1) };
        let number = if all { 1 } else { self.number.min(pages) };
        let from = (number - 1) * ROWS;
        let rows = if all {
            selected
        } else {
            &selected[from..matched.min(from + ROWS)]
        };
        Shown {
            rows,
            matched,
            number,
            pages,
            all,
        }
    }
}

impl<T> Shown<'_, T> {
    /// `505件中 101–200件`.
    pub fn range(&self, setting: &Setting) -> Markup {
        let figure = |number: usize| grouped(&number.to_string());
        let from = (self.number - 1) * ROWS + 1;
        let to = from + self.rows.len().saturating_sub(1);
        html! {
            p.range role="status" {
                @if self.matched == 0 {
                    (setting.pick("条件に合うものはありません。", "Nothing fulfils the conditions."))
                } @else if self.pages == 1 {
                    strong { (setting.language().count(self.matched)) }
                } @else {
                    strong { (setting.language().count(self.matched)) }
                    (setting.pick(
                        format!("のうち {}～{}件目", figure(from), figure(to)),
                        format!(", {}–{} shown", figure(from), figure(to)),
                    ))
                }
            }
        }
    }

    pub fn pager(&self, setting: &Setting, path: &str) -> Markup {
        let query = &setting.query;
        let to = |number: usize| {
            let number = number.to_string();
            query.with("page", (number != "1").then_some(&number)).address(path)
        };
        html! {
            @if self.pages > 1 || self.all {
                nav.pager aria-label=(setting.pick("ページ", "Pages")) {
                    ul {
                        @if self.number > 1 {
                            li { a rel="prev" href=(to(self.number - 1)) { (setting.pick("前へ", "Previous")) } }
                        }
                        @for number in neighbours(self.number, self.pages) {
                            @match number {
                                Some(number) if self.pages > 1 => li {
                                    a href=(to(number)) aria-current=[(number == self.number).then_some("page")] {
                                        span.hidden { (setting.pick("ページ ", "Page ")) } (number)
                                    }
                                },
                                Some(_) => {},
                                None => li.gap { "…" },
                            }
                        }
                        @if self.number < self.pages {
                            li { a rel="next" href=(to(self.number + 1)) { (setting.pick("次へ", "Next")) } }
                        }
                        @if self.all {
                            li { a href=(query.with("show", None).address(path)) {
                                (setting.pick("100件ずつ表示", "Show 100 at a time"))
                            } }
                        } @else if self.matched <= MOST_ROWS {
                            li { a href=(all_of(query).address(path)) {
                                (setting.pick("全件表示", "Show all"))
                            } }
                        }
                    }
                }
            }
        }
    }
}

fn all_of(query: &PageQuery) -> PageQuery {
    query.with("page", None).with("show", Some("all"))
}

/// The first, the last and those around the current page; a gap for what is left out.
fn neighbours(current: usize, pages: usize) -> Vec<Option<usize>> {
    let mut shown = Vec::new();
    for number in 1..=pages {
        if number == 1 || number == pages || number.abs_diff(current) <= 2 {
            shown.push(Some(number));
        } else if shown.last().is_some_and(Option::is_some) {
            shown.push(None);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pager_names_the_ends_and_the_neighbours() {
        let named = |current, pages| -> Vec<usize> {
            neighbours(current, pages)
                .into_iter()
                .map(Option::unwrap_or_default)
                .collect()
        };
        assert_eq!(named(1, 3), [1, 2, 3]);
        assert_eq!(named(6, 12), [1, 0, 4, 5, 6, 7, 8, 0, 12]);
    }

    #[test]
    fn a_page_beyond_the_end_is_the_last_one() {
        let items: Vec<usize> = (0..250).collect();
        let part = |number, all| Part { number, all };
        assert_eq!(part(9, false).of(&items).rows, &items[200..]);
        assert_eq!(part(2, false).of(&items).rows, &items[100..200]);
        assert_eq!(part(1, true).of(&items).rows.len(), 250);
        assert!(part(1, false).of::<usize>(&[]).rows.is_empty());
        let many: Vec<usize> = (0..3_000).collect();
        assert_eq!(part(1, true).of(&many).rows.len(), ROWS);
    }
}
