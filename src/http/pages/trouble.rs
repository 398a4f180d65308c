//! Errors for people: whoever comes with a browser gets a page that says what is wrong and where to go, never JSON.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, ContentType};
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse, web};
use maud::{Markup, html};

use super::frame::Frame;
use super::setting::Setting;
use crate::http::problem::{Place, Problem, ProblemKind};
use crate::http::state::State;
use crate::http::viewer::asks_for_a_page;

/// Stands around the pages.
pub async fn as_page(
    state: web::Data<State>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse, Error> {
    let response = next.call(request).await?.map_into_boxed_body();
    let problem = response
        .response()
        .error()
        .and_then(|error| error.as_error::<Problem>())
        .filter(|_| asks_for_a_page(response.request()))
        .cloned();
    let Some(problem) = problem else {
        return Ok(response);
    };
    let setting = Setting::of(response.request(), &state);
    let page = HttpResponse::build(problem.kind.status())
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .content_type(ContentType::html())
        .body(render(&setting, response.request().path(), &problem));
    Ok(response.into_response(page))
}

fn render(setting: &Setting, path: &str, problem: &Problem) -> String {
    let title = match problem.kind {
        ProblemKind::InvalidParameter => setting.pick("条件を読み取れません", "These conditions cannot be used"),
        ProblemKind::NotFound => setting.pick("見つかりません", "Not found"),
        ProblemKind::Unavailable => setting.pick("ただいま表示できません", "Not available now"),
        _ => setting.pick("表示できません", "This cannot be shown"),
    };
    let whole_list = [super::lands::PATH, super::facilities::PATH]
        .into_iter()
        .find(|list| path.starts_with(list))
        .unwrap_or(path);
    let body = html! {
        div.heading.trouble {
            h1 { (title) }
            (reasons(setting, problem))
            p.actions {
                a.button href=(setting.address(whole_list)) {
                    @if problem.kind == ProblemKind::InvalidParameter {
                        (setting.pick("条件なしで表示する", "Show without conditions"))
                    } @else {
                        (setting.pick("一覧へ", "To the list"))
                    }
                }
            }
        }
    };
    Frame {
        title: title.to_owned(),
        description: title.to_owned(),
        path: path.to_owned(),
        above: Vec::new(),
        linked_data: None,
        indexed: false,
        alternates: Vec::new(),
        body,
    }
    .render(setting)
}

fn reasons(setting: &Setting, problem: &Problem) -> Markup {
    let language = setting.language();
    html! {
        @if problem.faults.is_empty() {
            p { (language.say(&problem.detail)) }
        } @else {
            p {
                (setting.pick(
                    "次の条件が正しくないため、一覧を表示していません。直すか外すかしてください。",
                    "The list is not shown because of these conditions. Correct them or leave them out.",
                ))
            }
            ul.faults {
                @for fault in &problem.faults {
                    li {
                        @if let Place::Parameter(name) = &fault.place {
                            @if let Some(label) = named(setting, name) { strong { (label) } (setting.pick("：", ": ")) }
                        }
                        (language.say(&fault.message))
                    }
                }
            }
        }
    }
}

/// What the form calls a parameter.
fn named(setting: &Setting, parameter: &str) -> Option<&'static str> {
    let (ja, en) = match parameter {
        "q" => ("ことば", "Words"),
        "ward" => ("区", "Ward"),
        "policy" => ("活用方針", "Policy"),
        "criterion" => ("分類基準", "Criterion"),
        "outlook" => ("処分目途", "Disposal outlook"),
        "lending" => ("貸付等の活用状況", "Lending"),
        "bureau" => ("所管", "Bureau"),
        "class" => ("用途", "Class"),
        "in_city" => ("市域", "City limits"),
        "area_min" | "area_max" => ("面積", "Area"),
        "built_from" | "built_to" => ("建築年度", "Built (FY)"),
        "age_min" => ("築年数", "Age"),
        "sort" => ("並び順", "Order"),
        "page" | "show" => ("ページ", "Page"),
        "lang" => ("表示言語", "Language"),
        _ => return None,
    };
    Some(setting.pick(ja, en))
}
