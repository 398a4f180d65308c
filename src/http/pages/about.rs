//! `/about`: where the data come from, on which terms they may be used, how they were made, whom to ask. What the operator
//! has not configured is said to be missing, never made up.

use std::collections::BTreeSet;

use actix_web::{HttpRequest, HttpResponse, web};
use maud::{Markup, html};

use super::facts::Facts;
use super::frame::{Frame, terms};
use super::lands::is_web;
use super::language::grouped;
use super::linked::dataset;
use super::query::PageQuery;
use super::setting::{Setting, page};
use crate::http::pages::only_language;
use crate::http::problem::Problem;
use crate::http::state::State;

pub async fn show_about(request: HttpRequest, state: web::Data<State>) -> Result<HttpResponse, Problem> {
    only_language(&PageQuery::of(&request))?;
    page(&request, &state, render).await
}

fn render(setting: &Setting) -> String {
    let title = setting.pick("データについて", "About the data");
    let description = setting.pick(
        "出典、利用条件、作り方、位置の精度、アクセシビリティ、問い合わせ先。",
        "Sources, terms of use, method, accuracy of positions, accessibility, contact.",
    );
    let body = html! {
        article.sheet {
            div.heading { h1 { (title) } p.lead { (description) } }
            (holdings(setting))
            (sources(setting))
            section aria-labelledby="terms" {
                h2 id="terms" { (setting.pick("利用条件", "Terms of use")) }
                (terms(setting))
            }
            (method(setting))
            (vocabularies(setting))
            (accessibility(setting))
            (contact(setting))
            (machines(setting))
        }
    };
    Frame {
        title: title.to_owned(),
        description: description.to_owned(),
        path: "/about".to_owned(),
        above: Vec::new(),
        linked_data: Some(dataset(
            setting,
            setting.title(),
            description,
            "/about",
            "/api/facilities/export",
        )),
        indexed: true,
        alternates: Vec::new(),
        body,
    }
    .render(setting)
}

fn holdings(setting: &Setting) -> Markup {
    let snapshot = &setting.view.snapshot;
    let count = |number: usize| Some(grouped(&number.to_string()));
    html! {
        section aria-labelledby="holdings" {
            h2 id="holdings" { (setting.pick("収録しているもの", "What is here")) }
            (Facts::new(setting)
                .row("施設", "Facilities", count(snapshot.facilities.len()))
                .row("未利用地", "Parcels of unused land", count(snapshot.parcels.len()))
                .row("棟", "Buildings", count(snapshot.buildings.len()))
                .row("版", "Version", count(usize::try_from(snapshot.version().0).unwrap_or(usize::MAX))))
        }
    }
}

fn sources(setting: &Setting) -> Markup {
    let boundaries: BTreeSet<&str> = setting
        .view
        .snapshot
        .wards
        .iter()
        .filter_map(|ward| ward.body.boundary_source.as_deref())
        .collect();
    let schematic = setting.view.snapshot.wards.iter().any(|ward| ward.body.schematic);
    let sources = &setting.site.words.source;
    html! {
        section aria-labelledby="sources" {
            h2 id="sources" { (setting.pick("出典", "Sources")) }
            @if setting.demo {
                p { (setting.pick(
                    "この版には試用のために作られた架空の記録があります。架空の記録は、それぞれのページとファイルの「出典区分」で見分けられます。",
                    "Some records here were made up for trial use. They are marked on their pages and in the column 出典区分 of the files.",
                )) }
            } @else if sources.is_empty() {
                p { (setting.pick("このサイトの運営者は、資料の出典をまだ示していません。", "The operator of this site has not stated the sources yet.")) }
            }
            ul {
                @for source in sources {
                    @let title = setting.pick(&source.title_ja, source.title_en.as_ref().unwrap_or(&source.title_ja));
                    @let note = setting.pick(source.note_ja.as_ref(), source.note_en.as_ref().or(source.note_ja.as_ref()));
                    li {
                        @match &source.url {
                            Some(url) if is_web(url) => a href=(url) rel="external" { (title) },
                            _ => (title),
                        }
                        @if let Some(note) = note { p.hint { (note) } }
                    }
                }
                @for boundary in boundaries {
                    li {
                        (setting.pick("区の境界：", "Boundaries of wards: ")) (boundary)
                        @if schematic { (setting.pick("（模式図です。位置の根拠にはなりません）", " (schematic: proves nothing about where a place lies)")) }
                    }
                }
            }
        }
    }
}

fn method(setting: &Setting) -> Markup {
    let points = [
        (
            "原資料の記載は、そのまま表示します。読み替えた値は別に持ち、元の文字は変えません。",
            "What the source wrote is shown as it was. What was understood of it is kept beside it.",
        ),
        (
            "分からない値は空欄にせず、理由（未調査、該当なし、秘匿など）を示します。",
            "A value that is not known has a reason: not surveyed, not applicable, withheld.",
        ),
        (
            "位置には確からしさ（正確・街区・町丁目・区まで）があります。区までしか分からないもの、所在地が伏せられたものは地図に点を置きません。",
            "Every position says how far it can be trusted. What is known by its ward only, or has its address hidden, is never a point on the map.",
        ),
        (
            "座標は日本測地系2011（JGD2011）です。面積は平面直角座標系で測ったもの、または台帳の値です。",
            "Coordinates are in JGD2011. Areas are those of the register, or measured in the plane rectangular system.",
        ),
        (
            "基準日は資料が表す日で、登録した日とは別です。変更はすべて記録し、公開項目の変更を更新情報で知らせます。",
            "The data date is the day that the facts describe, not that of an entry. Every change is recorded; those of public fields are in the feed.",
        ),
    ];
    html! {
        section aria-labelledby="method" {
            h2 id="method" { (setting.pick("作り方", "Method")) }
            ul { @for (ja, en) in points { li { (setting.pick(ja, en)) } } }
        }
    }
}

/// The code lists with the documents that they were taken from.
fn vocabularies(setting: &Setting) -> Markup {
    let lists = setting.view.vocabulary.lists();
    let full = lists.iter().filter_map(|list| setting.view.vocabulary.list(&list.id));
    html! {
        section aria-labelledby="lists" {
            h2 id="lists" { (setting.pick("分類とコード表", "Classes and code lists")) }
            details {
                summary { (setting.pick(format!("{}のコード表とその出典", setting.language().count(lists.len())), format!("{} code lists and their sources", lists.len()))) }
                ul {
                    @for list in full {
                        li {
                            a href=(format!("/api/vocabularies/{}", list.id)) { (setting.pick(&list.title_ja, &list.title_en)) }
                            @if !list.sources.is_empty() {
                                ul {
                                    @for source in &list.sources {
                                        li {
                                            @match &source.address {
                                                Some(address) if is_web(address) => a href=(address) rel="external" { (source.document) },
                                                _ => (source.document),
                                            }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn accessibility(setting: &Setting) -> Markup {
    html! {
        section aria-labelledby="accessibility" {
            h2 id="accessibility" { (setting.pick("アクセシビリティ", "Accessibility")) }
            p { (setting.pick(
                "一覧と個別のページは、JavaScriptなしで、キーボードだけで使えます。JIS X 8341-3:2016 の適合レベルAAとWCAG 2.2のAAを目標に作り、変更のたびに自動検査をしています。地図で見られるものは、同じ条件の一覧でも見られます。",
                "Lists and sheets work without JavaScript and by keyboard alone. They aim at level AA of JIS X 8341-3:2016 and of WCAG 2.2, and are checked by machine at every change. Whatever the map shows is in the lists too.",
            )) }
            p {
                @match setting.site.words.accessibility_url.as_ref().filter(|url| is_web(url)) {
                    Some(url) => a href=(url) { (setting.pick("ウェブアクセシビリティ方針・試験結果", "Accessibility policy and test results")) },
                    None => (setting.pick(
                        "このサイトの運営者による方針と試験結果は、まだ公開されていません。",
                        "The operator of this site has not published a policy or test results yet.",
                    )),
                }
            }
        }
    }
}

fn contact(setting: &Setting) -> Markup {
    let contact = setting.site.words.contact.as_ref();
    html! {
        section aria-labelledby="contact" {
            h2 id="contact" { (setting.pick("問い合わせ先", "Contact")) }
            @match contact {
                None => p { (setting.pick("このサイトの運営者は、問い合わせ先をまだ示していません。", "The operator of this site has not stated a contact yet.")) },
                Some(contact) => (Facts::new(setting)
                    .row("担当", "Office", Some(setting.pick(&contact.name_ja, contact.name_en.as_ref().unwrap_or(&contact.name_ja))))
                    .known("電話", "Phone", contact.phone.as_ref().map(|phone| html! { a href=(format!("tel:{phone}")) { (phone) } }))
                    .known("メール", "E-mail", contact.email.as_ref().map(|email| html! { a href=(format!("mailto:{email}")) { (email) } }))
                    .known("ウェブ", "Web", contact.url.as_ref().filter(|url| is_web(url)).map(|url| html! { a href=(url) { (url) } }))),
            }
        }
    }
}

fn machines(setting: &Setting) -> Markup {
    html! {
        section aria-labelledby="machines" {
            h2 id="machines" { (setting.pick("プログラムから使う", "For programs")) }
            ul {
                li { a href="/api/openapi.json" { (setting.pick("APIの説明（OpenAPI）", "Description of the API (OpenAPI)")) } }
                li { a href=(setting.address("/feed.atom")) { (setting.pick("更新情報（Atom）", "Changes (Atom)")) } }
                li { a href="/sitemap.xml" { (setting.pick("サイトマップ", "Sitemap")) } }
            }
        }
    }
}
