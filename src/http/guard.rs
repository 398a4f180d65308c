//! Which requests may change something, before anybody asks who makes them. One with a session must come from a page of
//! this site: the right Origin and a custom header (against forged requests). One without any claim is only heard where
//! the server trusts its machine, and then only from programs that a web page elsewhere cannot drive: the right Host as
//! well (against DNS rebinding), and no trace of a proxy (behind one, every client looks like this machine).

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderMap, HeaderName};
use actix_web::middleware::Next;
use actix_web::{Error, HttpRequest, ResponseError, web};

use super::claim::Claim;
use super::problem::{Problem, ProblemKind};
use super::state::{State, WriteTrust};
use crate::text::Message;

/// The header that every writing request carries. A page elsewhere cannot set it without asking first (CORS), and is never allowed.
pub const WRITE_HEADER: &str = "x-koyu-request";

/// Refuses what writes and may not.
pub async fn guard_writes<B: MessageBody>(
    state: web::Data<State>,
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    if !is_reading(request.method())
        && let Err(problem) = may_pass(&state, request.request())
    {
        return Ok(request.into_response(problem.error_response()).map_into_right_body());
    }
    Ok(next.call(request).await?.map_into_left_body())
}

/// Whether a request that is not a reading one goes on to those who ask who makes it.
fn may_pass(state: &State, request: &HttpRequest) -> Result<(), Problem> {
    let refused = |why| Problem::new(ProblemKind::WriteRefused, why);
    let comes_in = state.door.is_some() && request.path() == "/api/session";
    if comes_in || Claim::of(state, request.headers()) != Claim::Nothing {
        let public_url = state.site.public_url.as_deref();
        return from_this_site(request.headers(), public_url).map_err(refused);
    }
    if state.write_trust == WriteTrust::Nobody && request.path().starts_with("/api/staff") {
        return Err(Problem::bare(ProblemKind::SignInRequired));
    }
    trusted(state, request).map_err(refused)
}

/// Why a request is not one of a page of this site, or of a program that no page drives.
fn from_this_site(headers: &HeaderMap, public_url: Option<&str>) -> Result<(), Message> {
    let own = match (only(headers, header::ORIGIN), only(headers, header::HOST)) {
        (Given::Never, _) => true,
        (Given::Once(origin), host) => match (public_url, host) {
            (Some(own), _) => origin.eq_ignore_ascii_case(own),
            // The scheme is not known here: a proxy may have taken TLS off.
            (None, Given::Once(host)) => ["http://", "https://"].iter().any(|scheme| {
                origin
                    .strip_prefix(scheme)
                    .is_some_and(|origin| origin.eq_ignore_ascii_case(host))
            }),
            _ => false,
        },
        (Given::Unclear, _) => false,
    };
    let fetched = only(headers, HeaderName::from_static("sec-fetch-site"));
    if !own || !matches!(fetched, Given::Never | Given::Once("same-origin")) {
        return Err(Message::new(
            "このサーバーの画面からの操作ではありません。他のサイトからの書き込みは受け付けません。",
            "The request does not come from a page of this server. Writing from another site is refused.",
        ));
    }
    require_write_header(headers)
}

fn require_write_header(headers: &HeaderMap) -> Result<(), Message> {
    if !matches!(only(headers, HeaderName::from_static(WRITE_HEADER)), Given::Once("1")) {
        return Err(Message::new(
            "X-Koyu-Request: 1 ヘッダーを付けてください。",
            "Send the header X-Koyu-Request: 1.",
        ));
    }
    Ok(())
}

/// Why a request that only somebody trusted may make is refused, whatever its method.
pub fn trusted(state: &State, request: &HttpRequest) -> Result<(), Message> {
    let peer_is_near = request
        .peer_addr()
        .is_some_and(|peer| peer.ip().to_canonical().is_loopback());
    may_write(state.write_trust, request.headers(), request.uri().host(), peer_is_near)
}

fn is_reading(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD)
}

/// Why a write is refused.
fn may_write(
    trust: WriteTrust,
    headers: &HeaderMap,
    uri_host: Option<&str>,
    peer_is_near: bool,
) -> Result<(), Message> {
    let WriteTrust::Loopback(listen) = trust else {
        return Err(Message::new(
            "書き込むにはサインインしてください。アカウントなしにこの機器の上で編集するには、サーバーを --trust-loopback を付けて起動してください。",
            "Sign in to write. To edit on this machine without an account, start the server with --trust-loopback.",
        ));
    };
    if !peer_is_near {
        return Err(Message::new(
            "書き込みはサーバーと同じ機器からだけ受け付けます。",
            "Writing is accepted from the server's own machine only.",
        ));
    }
    if let Some(name) = headers.keys().find(|name| is_of_a_proxy(name)) {
        return Err(Message::new(
            format!("{name} ヘッダーがあります。中継された書き込みは受け付けません。"),
            format!("The header {name} is present. Writing through a proxy is refused."),
        ));
    }
    let hosts = ["127.0.0.1", "localhost", "[::1]"].map(|name| format!("{name}:{}", listen.port()));
    let is_own = |authority: &str| {
        let explicit = if has_port(authority) {
            authority.to_owned()
        } else {
            format!("{authority}:80")
        };
        hosts.iter().any(|host| host.eq_ignore_ascii_case(&explicit))
    };
    let host = only(headers, header::HOST);
    if uri_host.is_some() || !matches!(host, Given::Once(host) if is_own(host)) {
        return Err(Message::new(
            format!("Host ヘッダーは {} のどれかでなければなりません。", hosts.join("、")),
            format!("The Host header must be one of {}.", hosts.join(", ")),
        ));
    }
    let origin_fits = match (only(headers, header::ORIGIN), host) {
        (Given::Never, _) => true,
        (Given::Once(origin), Given::Once(host)) => origin
            .strip_prefix("http://")
            .is_some_and(|origin| origin.eq_ignore_ascii_case(host)),
        _ => false,
    };
    if !origin_fits {
        return Err(Message::new(
            "Origin がこのサーバーではありません。他のサイトからの書き込みは受け付けません。",
            "The Origin is not this server. Writing from another site is refused.",
        ));
    }
    require_write_header(headers)
}

fn is_of_a_proxy(name: &HeaderName) -> bool {
    let name = name.as_str();
    name == "forwarded" || name == "via" || name == "x-real-ip" || name.starts_with("x-forwarded")
}

fn has_port(authority: &str) -> bool {
    authority
        .rsplit_once(':')
        .is_some_and(|(_, port)| !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()))
}

/// How often a header is given. One that is given twice has no value that all parties agree on.
#[derive(Clone, Copy)]
pub(super) enum Given<'a> {
    Never,
    Once(&'a str),
    Unclear,
}

pub(super) fn only(headers: &HeaderMap, name: HeaderName) -> Given<'_> {
    let mut values = headers.get_all(name);
    match (values.next(), values.next()) {
        (None, _) => Given::Never,
        (Some(value), None) => value.to_str().map_or(Given::Unclear, Given::Once),
        _ => Given::Unclear,
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::*;

    const SOUND: [(&str, &str); 3] = [
        ("host", "127.0.0.1:8080"),
        ("origin", "http://127.0.0.1:8080"),
        ("x-koyu-request", "1"),
    ];

    fn trust(listen: &str) -> WriteTrust {
        WriteTrust::loopback(listen.parse().expect("an address")).expect("loopback")
    }

    fn refusal(headers: &[(&'static str, &'static str)], trust: WriteTrust) -> Option<String> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        may_write(trust, &map, None, true).err().map(|why| why.en)
    }

    fn changed(name: &'static str, value: Option<&'static str>) -> Vec<(&'static str, &'static str)> {
        let mut headers: Vec<_> = SOUND.into_iter().filter(|(there, _)| *there != name).collect();
        headers.extend(value.map(|value| (name, value)));
        headers
    }

    #[test]
    fn a_sound_request_on_a_trusted_loopback_may_write() {
        let trust = trust("127.0.0.1:8080");
        assert_eq!(refusal(&SOUND, trust), None);
        assert_eq!(refusal(&changed("origin", None), trust), None);
        let local = [
            ("host", "localhost:8080"),
            ("origin", "http://localhost:8080"),
            ("x-koyu-request", "1"),
        ];
        assert_eq!(refusal(&local, trust), None);
    }

    #[test]
    fn nobody_is_trusted_unless_told() {
        assert!(refusal(&SOUND, WriteTrust::Nobody).is_some_and(|why| why.contains("--trust-loopback")));
        assert!(WriteTrust::loopback("0.0.0.0:8080".parse().expect("an address")).is_err());
    }

    fn refusal_with_session(headers: &[(&'static str, &'static str)], public_url: Option<&str>) -> Option<String> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        from_this_site(&map, public_url).err().map(|why| why.en)
    }

    #[test]
    fn with_a_session_a_request_must_come_from_this_site() {
        assert_eq!(refusal_with_session(&SOUND, None), None);
        assert_eq!(refusal_with_session(&changed("origin", None), None), None);
        let behind_tls = changed("origin", Some("https://127.0.0.1:8080"));
        assert_eq!(refusal_with_session(&behind_tls, None), None);
        for origin in ["http://evil.example", "null", "http://127.0.0.1:8081", "127.0.0.1:8080"] {
            let refused = refusal_with_session(&changed("origin", Some(origin)), None);
            assert!(refused.is_some_and(|why| why.contains("another site")), "{origin}");
        }
        for site in ["cross-site", "same-site", "none"] {
            let refused = refusal_with_session(&changed("sec-fetch-site", Some(site)), None);
            assert!(refused.is_some(), "{site}");
        }
        let without = refusal_with_session(&changed("x-koyu-request", None), None);
        assert!(without.is_some_and(|why| why.contains("X-Koyu-Request")));
        let twice = [&SOUND[..], &[("origin", "http://127.0.0.1:8080")]].concat();
        assert!(refusal_with_session(&twice, None).is_some());
    }

    #[test]
    fn where_the_site_has_an_address_that_is_its_origin() {
        let own = Some("https://koyu.example.jp");
        let from = |origin| refusal_with_session(&changed("origin", Some(origin)), own);
        assert_eq!(from("https://koyu.example.jp"), None);
        assert!(from("http://koyu.example.jp").is_some());
        assert!(from("http://127.0.0.1:8080").is_some());
    }

    #[test]
    fn a_foreign_host_is_refused() {
        let trust = trust("127.0.0.1:8080");
        for host in [
            Some("evil.example:8080"),
            Some("127.0.0.1:9090"),
            Some("127.0.0.1"),
            Some("127.0.0.1.evil.example:8080"),
            None,
        ] {
            assert!(
                refusal(&changed("host", host), trust).is_some_and(|why| why.contains("Host")),
                "{host:?}"
            );
        }
    }

    #[test]
    fn a_foreign_origin_is_refused() {
        let trust = trust("127.0.0.1:8080");
        for origin in [
            "http://evil.example",
            "null",
            "https://127.0.0.1:8080",
            "http://127.0.0.1:8081",
            "http://localhost:8080",
        ] {
            assert!(
                refusal(&changed("origin", Some(origin)), trust).is_some_and(|why| why.contains("Origin")),
                "{origin}"
            );
        }
    }

    #[test]
    fn the_custom_header_is_needed() {
        let trust = trust("127.0.0.1:8080");
        for value in [None, Some("0"), Some("")] {
            assert!(
                refusal(&changed("x-koyu-request", value), trust).is_some_and(|why| why.contains("X-Koyu-Request"))
            );
        }
    }

    #[test]
    fn what_came_through_a_proxy_is_refused() {
        let trust = trust("127.0.0.1:8080");
        for name in [
            "forwarded",
            "x-forwarded-for",
            "x-forwarded-host",
            "x-forwarded-proto",
            "x-real-ip",
            "via",
        ] {
            assert!(
                refusal(&changed(name, Some("x")), trust).is_some_and(|why| why.contains(name)),
                "{name}"
            );
        }
    }

    #[test]
    fn another_machine_is_refused_even_with_the_right_headers() {
        let mut map = HeaderMap::new();
        for (name, value) in SOUND {
            map.append(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        assert!(may_write(trust("127.0.0.1:8080"), &map, None, false).is_err());
        assert!(may_write(trust("127.0.0.1:8080"), &map, Some("evil.example"), true).is_err());
    }

    #[test]
    fn a_header_given_twice_is_refused() {
        let trust = trust("127.0.0.1:8080");
        for (name, value) in SOUND {
            let mut headers = SOUND.to_vec();
            headers.push((name, value));
            assert!(refusal(&headers, trust).is_some(), "{name}");
        }
    }
}
