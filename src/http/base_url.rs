//! Where the client reaches the service.

use actix_web::HttpRequest;
use actix_web::http::header;

use super::problem::{Problem, ProblemKind};
use super::state::State;
use crate::text::Message;

/// Where the client reaches the service. Forwarding headers are not believed: anybody can send them, and the answer may be kept.
pub fn base_url(request: &HttpRequest, state: &State) -> Result<String, Problem> {
    if let Some(url) = &state.site.public_url {
        return Ok(url.clone());
    }
    let host = request.uri().authority().map(|authority| authority.as_str());
    let host = host.or_else(|| request.headers().get(header::HOST).and_then(|host| host.to_str().ok()));
    let fits = |host: &&str| {
        !host.is_empty()
            && host
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b".-:[]_".contains(&byte))
    };
    let host = host.filter(fits).ok_or_else(|| {
        Problem::new(
            ProblemKind::InvalidRequest,
            Message::new(
                "Host ヘッダーが正しくありません。",
                "The Host header is missing or malformed.",
            ),
        )
    })?;
    Ok(format!("http://{host}"))
}
