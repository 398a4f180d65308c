//! What a request holds to be recognised by, before anybody looks whether it is good for something.

use actix_web::http::header::{self, HeaderMap};

use super::guard::{Given, only};
use super::state::State;
use crate::auth::{Secret, Session};

/// What somebody claims to be recognised by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    Nothing,
    Session(Secret),
    /// Something that no claim can be: refused, never taken for no claim.
    Unclear,
}

impl Claim {
    pub fn of(state: &State, headers: &HeaderMap) -> Self {
        let name = cookie_name(state);
        let mut found = Claim::Nothing;
        for value in headers.get_all(header::COOKIE) {
            let Ok(cookies) = value.to_str() else { continue };
            let named = cookies.split(';').filter_map(|cookie| cookie.trim().split_once('='));
            for (_, value) in named.filter(|(key, _)| *key == name) {
                found = match (&found, Secret::of_session(value)) {
                    (Claim::Nothing, Some(secret)) => Claim::Session(secret),
                    // Two sessions at once: somebody has put a cookie beside ours.
                    _ => Claim::Unclear,
                };
            }
        }
        match only(headers, header::AUTHORIZATION) {
            Given::Never => found,
            _ => Claim::Unclear,
        }
    }
}

fn is_secure(state: &State) -> bool {
    let public_url = state.site.public_url.as_deref();
    public_url.is_some_and(|url| url.starts_with("https://"))
}

/// With TLS, a name that browsers let nobody set but this host itself.
fn cookie_name(state: &State) -> &'static str {
    if is_secure(state) {
        "__Host-koyu_session"
    } else {
        "koyu_session"
    }
}

/// The `Set-Cookie` of a session: no script reads it, no page elsewhere sends it along with a form.
pub fn session_cookie(state: &State, secret: &Secret) -> String {
    cookie(state, &secret.session_text(), Session::LONGEST.as_secs())
}

/// The `Set-Cookie` that takes it away.
pub fn no_cookie(state: &State) -> String {
    cookie(state, "", 0)
}

fn cookie(state: &State, value: &str, max_age_s: i64) -> String {
    let secure = if is_secure(state) { "; Secure" } else { "" };
    let name = cookie_name(state);
    format!("{name}={value}; Path=/; Max-Age={max_age_s}; HttpOnly; SameSite=Lax{secure}")
}
