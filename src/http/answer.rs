//! What every answer gets on its way out: headers against sniffing and framing, and a problem in place of a bare error.

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, ResponseError};

use super::problem::{MEDIA_TYPE, Problem, ProblemKind};
use crate::text::Message;

/// The longest request target that is read. A query of every filter at once is a tenth of it.
const MAX_URI_BYTES: usize = 8 * 1024;

/// No script, style or connection from elsewhere. MapLibre's worker is a file of its own, so no `blob:` worker is needed.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; \
img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; \
frame-ancestors 'none'";

/// The outermost layer around all routes.
pub async fn finish<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let is_private = varies_by_caller(request.path());
    let mut response = if uri_length(&request) > MAX_URI_BYTES {
        let detail = Message::new(
            format!("アドレスは{MAX_URI_BYTES}バイトまでです。条件を減らしてください。"),
            format!("An address may have {MAX_URI_BYTES} bytes. Use fewer conditions."),
        );
        let problem = Problem::new(ProblemKind::UriTooLong, detail);
        request.into_response(problem.error_response()).map_into_right_body()
    } else {
        // Errors of handlers and extractors are answers by now; the router needs the request to itself, so none is kept here.
        as_problem(next.call(request).await?.map_into_left_body())
    };
    secure(response.headers_mut());
    if is_private {
        let private = HeaderValue::from_static("private, no-store");
        response.headers_mut().insert(header::CACHE_CONTROL, private);
    }
    Ok(response)
}

/// Where the answer depends on who asks, no cache may keep it.
fn varies_by_caller(path: &str) -> bool {
    path.starts_with("/api/staff") || path.starts_with("/api/session")
}

fn uri_length(request: &ServiceRequest) -> usize {
    request.uri().path_and_query().map_or(0, |target| target.as_str().len())
}

/// An error that carries neither a problem nor a page for people becomes a problem with the same status.
fn as_problem<B: MessageBody>(response: ServiceResponse<EitherBody<B>>) -> ServiceResponse<EitherBody<B>> {
    let status = response.status();
    let is_error = status.is_client_error() || status.is_server_error();
    let content_type = response.headers().get(header::CONTENT_TYPE);
    let says_why = content_type.is_some_and(|value| {
        [MEDIA_TYPE, "text/html"]
            .iter()
            .any(|kind| value.as_bytes().starts_with(kind.as_bytes()))
    });
    if !is_error || says_why {
        return response;
    }
    if status.is_server_error() {
        tracing::error!(%status, path = response.request().path(), "a request failed");
    }
    let problem = Problem::bare(ProblemKind::of_status(status));
    let (request, _) = response.into_parts();
    ServiceResponse::new(request, problem.error_response()).map_into_right_body()
}

fn secure(headers: &mut HeaderMap) {
    let mut set = |name: HeaderName, value: &'static str| headers.insert(name, HeaderValue::from_static(value));
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "same-origin");
    let is_html = headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|value| value.as_bytes().starts_with(b"text/html"));
    if is_html {
        let mut set = |name: HeaderName, value: &'static str| headers.insert(name, HeaderValue::from_static(value));
        set(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY);
        set(header::X_FRAME_OPTIONS, "DENY");
        set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
        set(
            HeaderName::from_static("permissions-policy"),
            "camera=(), microphone=(), payment=(), usb=()",
        );
    }
}
