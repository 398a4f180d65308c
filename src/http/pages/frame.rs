//! What stands around every page: head, navigation, the notice on invented data, footer.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde_json::Value;

use super::language::Language;
use super::setting::Setting;

/// A page without what stands around it.
pub struct Frame {
    /// What the page is called; also its heading.
    pub title: String,
    /// For search engines, and under the heading where `lead` shows it.
    pub description: String,
    /// The address without query, which is the page's own.
    pub path: String,
    /// The pages above this one, the highest first: name and path.
    pub above: Vec<(String, &'static str)>,
    /// Told to machines; describes the page, never more than it shows.
    pub linked_data: Option<Value>,
    /// Whether search engines may list it: a filtered list is a part of the whole one.
    pub indexed: bool,
    /// The same content as data: media type and address.
    pub alternates: Vec<(&'static str, String)>,
    pub body: Markup,
}

/// The stylesheets come with the viewer. The letters stand at the end of a page, so that nothing waits for their index.
const STYLESHEET: &str = "/pages.css";
const LETTERS: &str = "/page_fonts.css";

const NAVIGATION: [(&str, &str, &str); 4] = [
    ("/lands", "未利用地", "Unused land"),
    ("/facilities", "施設", "Facilities"),
    ("/", "地図", "Map"),
    ("/about", "データについて", "About the data"),
];

impl Frame {
    pub fn render(self, setting: &Setting) -> String {
        let language = setting.language();
        let mark = if setting.demo {
            setting.pick("【架空】", "[Fictitious] ")
        } else {
            ""
        };
        let title = format!("{mark}{} | {}", self.title, setting.title());
        let canonical = setting.whole(&setting.address(&self.path));
        let indexed = self.indexed && !setting.demo;
        let markup = html! {
            (DOCTYPE)
            html lang=(language.tag()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    title { (title) }
                    meta name="description" content=(self.description);
                    @if !indexed { meta name="robots" content="noindex, follow"; }
                    @if let Some(address) = &canonical {
                        link rel="canonical" href=(address);
                        @for other in Language::ALL {
                            @let address = setting.query.in_language(other);
                            @if let Some(address) = setting.whole(&address.address(&self.path)) {
                                link rel="alternate" hreflang=(other.tag()) href=(address);
                            }
                        }
                    }
                    link rel="alternate" type="application/atom+xml" href=(setting.address("/feed.atom"))
                        title=(setting.pick("更新情報", "Changes"));
                    @for (media_type, address) in &self.alternates {
                        link rel="alternate" type=(media_type) href=(address);
                    }
                    link rel="icon" href="data:,";
                    link rel="stylesheet" href=(STYLESHEET);
                    @if let Some(data) = &self.linked_data {
                        script type="application/ld+json" { (PreEscaped(data_block(data))) }
                    }
                }
                body {
                    a.skip href="#main" { (setting.pick("本文へ移る", "Skip to the content")) }
                    (header(setting, &self.path))
                    @if setting.demo { (demo_notice(setting)) }
                    @if !self.above.is_empty() { (crumbs(setting, &self.above, &self.title)) }
                    main id="main" tabindex="-1" { (self.body) }
                    (footer(setting))
                    link rel="stylesheet" href=(LETTERS);
                }
            }
        };
        markup.into_string()
    }
}

/// JSON that cannot end the element it stands in.
fn data_block(data: &Value) -> String {
    data.to_string().replace('<', "\\u003c")
}

fn header(setting: &Setting, path: &str) -> Markup {
    let here = |target: &str| match path.strip_prefix(target) {
        Some("") => Some("page"),
        Some(rest) if rest.starts_with('/') && target != "/" => Some("true"),
        _ => None,
    };
    html! {
        header.site {
            p.brand { a href=(setting.address("/lands")) { (setting.title()) } }
            nav.main aria-label=(setting.pick("サイト内の移動", "Site")) {
                ul {
                    @for (target, ja, en) in NAVIGATION {
                        li { a href=(setting.address(target)) aria-current=[here(target)] { (setting.pick(ja, en)) } }
                    }
                }
            }
            nav.languages aria-label=(setting.pick("表示言語", "Language")) {
                ul {
                    @for (language, name) in [(Language::Ja, "日本語"), (Language::En, "English")] {
                        @let current = (language == setting.language()).then_some("true");
                        li {
                            a href=(setting.query.in_language(language).address(path)) lang=(language.tag())
                                hreflang=(language.tag()) aria-current=[current] { (name) }
                        }
                    }
                }
            }
        }
    }
}

fn demo_notice(setting: &Setting) -> Markup {
    html! {
        aside.demo aria-label=(setting.pick("データについての注意", "About these data")) {
            p {
                strong { (setting.pick("架空のデータです。", "Fictitious data.")) }
                (setting.pick(
                    "この一覧の施設・土地・数値は試用のために作られたもので、実在のものではありません。",
                    " The facilities, parcels and figures here were made up for trial use; none of them exists.",
                ))
            }
        }
    }
}

fn crumbs(setting: &Setting, above: &[(String, &'static str)], title: &str) -> Markup {
    html! {
        nav.crumbs aria-label=(setting.pick("現在位置", "You are here")) {
            ol {
                @for (name, path) in above {
                    li { a href=(setting.address(path)) { (name) } }
                }
                li { span aria-current="page" { (title) } }
            }
        }
    }
}

fn footer(setting: &Setting) -> Markup {
    let words = &setting.site.words;
    html! {
        footer.site {
            (terms(setting))
            p {
                @if let Some(publisher) = &words.publisher {
                    (setting.pick("公開：", "Published by ")) (setting.pick(&publisher.name_ja, publisher.name_en.as_ref().unwrap_or(&publisher.name_ja)))
                    " · "
                }
                a href=(setting.address("/about")) { (setting.pick("出典・利用条件・問い合わせ", "Sources, terms, contact")) }
                " · "
                a href=(setting.address("/feed.atom")) { (setting.pick("更新情報（Atom）", "Changes (Atom)")) }
            }
        }
    }
}

/// Data date and licence: what stands beside every download.
pub fn terms(setting: &Setting) -> Markup {
    let licence = setting.site.words.licence.as_ref();
    html! {
        dl.terms {
            div {
                dt { (setting.pick("データの基準日", "Data as of")) }
                dd {
                    @match setting.data_date() {
                        Some(day) => (setting.language().day(day)),
                        None => (setting.pick("示されていません", "not stated")),
                    }
                }
            }
            div {
                dt { (setting.pick("利用条件", "Licence")) }
                dd {
                    @match licence {
                        Some(licence) => {
                            @let name = setting.pick(&licence.name_ja, licence.name_en.as_ref().unwrap_or(&licence.name_ja));
                            @match &licence.url {
                                Some(url) => a href=(url) rel="license" { (name) },
                                None => (name),
                            }
                        }
                        None => (setting.pick("このサイトの運営者はまだ示していません", "the operator of this site has not stated it yet")),
                    }
                }
            }
        }
    }
}
