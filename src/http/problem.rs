//! Errors on the wire: `application/problem+json` (RFC 9457) in Japanese and English.

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, CACHE_CONTROL, WWW_AUTHENTICATE};
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::text::Message;

/// What went wrong, as programs tell it apart. The names are stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    InvalidParameter,
    InvalidRequest,
    NotFound,
    MethodNotAllowed,
    WriteRefused,
    SignInRequired,
    SignInFailed,
    TooManyAttempts,
    PasswordChangeRequired,
    NotPermitted,
    Conflict,
    PlanChanged,
    Stale,
    InvalidRecord,
    RevisionRequired,
    NotAcceptable,
    PayloadTooLarge,
    UnsupportedMedia,
    InsufficientStorage,
    UriTooLong,
    Unavailable,
    Internal,
}

impl ProblemKind {
    pub const ALL: [ProblemKind; 22] = [
        ProblemKind::InvalidParameter,
        ProblemKind::InvalidRequest,
        ProblemKind::NotFound,
        ProblemKind::MethodNotAllowed,
        ProblemKind::WriteRefused,
        ProblemKind::SignInRequired,
        ProblemKind::SignInFailed,
        ProblemKind::TooManyAttempts,
        ProblemKind::PasswordChangeRequired,
        ProblemKind::NotPermitted,
        ProblemKind::Conflict,
        ProblemKind::PlanChanged,
        ProblemKind::Stale,
        ProblemKind::InvalidRecord,
        ProblemKind::RevisionRequired,
        ProblemKind::NotAcceptable,
        ProblemKind::PayloadTooLarge,
        ProblemKind::UnsupportedMedia,
        ProblemKind::InsufficientStorage,
        ProblemKind::UriTooLong,
        ProblemKind::Unavailable,
        ProblemKind::Internal,
    ];

    /// The problem's `type`.
    pub fn urn(self) -> &'static str {
        match self {
            ProblemKind::InvalidParameter => "urn:koyu:problem:invalid-parameter",
            ProblemKind::InvalidRequest => "urn:koyu:problem:invalid-request",
            ProblemKind::NotFound => "urn:koyu:problem:not-found",
            ProblemKind::MethodNotAllowed => "urn:koyu:problem:method-not-allowed",
            ProblemKind::WriteRefused => "urn:koyu:problem:write-refused",
            ProblemKind::SignInRequired => "urn:koyu:problem:sign-in-required",
            ProblemKind::SignInFailed => "urn:koyu:problem:sign-in-failed",
            ProblemKind::TooManyAttempts => "urn:koyu:problem:too-many-attempts",
            ProblemKind::PasswordChangeRequired => "urn:koyu:problem:password-change-required",
            ProblemKind::NotPermitted => "urn:koyu:problem:not-permitted",
            ProblemKind::Conflict => "urn:koyu:problem:conflict",
            ProblemKind::PlanChanged => "urn:koyu:problem:plan-changed",
            ProblemKind::InsufficientStorage => "urn:koyu:problem:insufficient-storage",
            ProblemKind::Stale => "urn:koyu:problem:stale",
            ProblemKind::InvalidRecord => "urn:koyu:problem:invalid-record",
            ProblemKind::RevisionRequired => "urn:koyu:problem:revision-required",
            ProblemKind::NotAcceptable => "urn:koyu:problem:not-acceptable",
            ProblemKind::PayloadTooLarge => "urn:koyu:problem:payload-too-large",
            ProblemKind::UnsupportedMedia => "urn:koyu:problem:unsupported-media",
            ProblemKind::UriTooLong => "urn:koyu:problem:uri-too-long",
            ProblemKind::Unavailable => "urn:koyu:problem:unavailable",
            ProblemKind::Internal => "urn:koyu:problem:internal",
        }
    }

    pub fn status(self) -> StatusCode {
        match self {
            ProblemKind::InvalidParameter | ProblemKind::InvalidRequest => StatusCode::BAD_REQUEST,
            ProblemKind::NotFound => StatusCode::NOT_FOUND,
            ProblemKind::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            ProblemKind::SignInRequired | ProblemKind::SignInFailed => StatusCode::UNAUTHORIZED,
            ProblemKind::TooManyAttempts => StatusCode::TOO_MANY_REQUESTS,
            ProblemKind::WriteRefused | ProblemKind::NotPermitted | ProblemKind::PasswordChangeRequired => {
                StatusCode::FORBIDDEN
            }
            ProblemKind::Conflict | ProblemKind::PlanChanged => StatusCode::CONFLICT,
            ProblemKind::InsufficientStorage => StatusCode::INSUFFICIENT_STORAGE,
            ProblemKind::Stale => StatusCode::PRECONDITION_FAILED,
            ProblemKind::InvalidRecord => StatusCode::UNPROCESSABLE_ENTITY,
            ProblemKind::RevisionRequired => StatusCode::PRECONDITION_REQUIRED,
            ProblemKind::NotAcceptable => StatusCode::NOT_ACCEPTABLE,
            ProblemKind::PayloadTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            ProblemKind::UnsupportedMedia => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            ProblemKind::UriTooLong => StatusCode::URI_TOO_LONG,
            ProblemKind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            ProblemKind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn title(self) -> (&'static str, &'static str) {
        match self {
            ProblemKind::InvalidParameter => ("パラメーターが正しくありません", "Invalid parameter"),
            ProblemKind::InvalidRequest => ("要求が正しくありません", "Invalid request"),
            ProblemKind::NotFound => ("見つかりません", "Not found"),
            ProblemKind::MethodNotAllowed => ("この操作はできません", "Method not allowed"),
            ProblemKind::WriteRefused => ("書き込みは受け付けません", "Writing is refused"),
            ProblemKind::SignInRequired => ("サインインが必要です", "Sign-in required"),
            ProblemKind::SignInFailed => ("サインインできません", "Sign-in failed"),
            ProblemKind::TooManyAttempts => ("しばらくお待ちください", "Too many attempts"),
            ProblemKind::PasswordChangeRequired => ("パスワードの変更が必要です", "Password change required"),
            ProblemKind::NotPermitted => ("権限がありません", "Not permitted"),
            ProblemKind::Conflict => ("ほかの記録と合いません", "Conflict with other records"),
            ProblemKind::PlanChanged => ("確認した内容から変わりました", "The plan has changed"),
            ProblemKind::InsufficientStorage => ("保管場所がいっぱいです", "Insufficient storage"),
            ProblemKind::Stale => ("ほかの人が先に変更しています", "Changed by somebody else"),
            ProblemKind::InvalidRecord => ("直すところがあります", "Invalid record"),
            ProblemKind::RevisionRequired => ("読み込んだ版の指定が必要です", "Revision required"),
            ProblemKind::NotAcceptable => ("その形式では返せません", "Not acceptable"),
            ProblemKind::PayloadTooLarge => ("送られたデータが大きすぎます", "Payload too large"),
            ProblemKind::UnsupportedMedia => ("この形式は受け付けません", "Unsupported media type"),
            ProblemKind::UriTooLong => ("アドレスが長すぎます", "URI too long"),
            ProblemKind::Unavailable => ("ただいま利用できません", "Unavailable"),
            ProblemKind::Internal => ("サーバーの内部で問題が起きました", "Internal error"),
        }
    }

    /// The kind that a bare status of the framework stands for.
    pub fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::UNAUTHORIZED => ProblemKind::SignInRequired,
            StatusCode::NOT_FOUND => ProblemKind::NotFound,
            StatusCode::METHOD_NOT_ALLOWED => ProblemKind::MethodNotAllowed,
            StatusCode::NOT_ACCEPTABLE => ProblemKind::NotAcceptable,
            StatusCode::PAYLOAD_TOO_LARGE => ProblemKind::PayloadTooLarge,
            StatusCode::UNSUPPORTED_MEDIA_TYPE => ProblemKind::UnsupportedMedia,
            StatusCode::URI_TOO_LONG => ProblemKind::UriTooLong,
            StatusCode::SERVICE_UNAVAILABLE => ProblemKind::Unavailable,
            status if status.is_client_error() => ProblemKind::InvalidRequest,
            _ => ProblemKind::Internal,
        }
    }
}

/// The place in the request that is wrong: a query or path parameter, or a JSON pointer into the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    Parameter(String),
    Pointer(String),
}

/// One thing that is wrong at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub place: Place,
    pub message: Message,
}

impl Fault {
    pub fn parameter(name: impl Into<String>, message: Message) -> Self {
        Self {
            place: Place::Parameter(name.into()),
            message,
        }
    }
}

/// An error as the client gets it. What the log needs is logged where it is handled, never put here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub kind: ProblemKind,
    pub detail: Message,
    pub faults: Vec<Fault>,
    /// The record as it is now, for a client that saw an older one.
    pub current: Option<Box<Value>>,
}

impl Problem {
    pub fn new(kind: ProblemKind, detail: Message) -> Self {
        Self {
            kind,
            detail,
            faults: Vec::new(),
            current: None,
        }
    }

    pub fn parameters(faults: Vec<Fault>) -> Self {
        let all = |text: fn(&Message) -> &String, separator: &str| {
            faults
                .iter()
                .map(|fault| text(&fault.message).as_str())
                .collect::<Vec<_>>()
                .join(separator)
        };
        let detail = Message::new(all(|message| &message.ja, " "), all(|message| &message.en, " "));
        Self {
            faults,
            ..Self::new(ProblemKind::InvalidParameter, detail)
        }
    }

    pub fn parameter(name: &str, message: Message) -> Self {
        Self::parameters(vec![Fault::parameter(name, message)])
    }

    pub fn not_found(what: Message) -> Self {
        Self::new(ProblemKind::NotFound, what)
    }

    /// A problem in the words that fit any request with this status.
    pub fn bare(kind: ProblemKind) -> Self {
        let (ja, en) = match kind {
            ProblemKind::NotFound => (
                "このアドレスには何もありません。使えるアドレスは /api/openapi.json にあります。",
                "There is nothing at this address. The addresses are listed in /api/openapi.json.",
            ),
            ProblemKind::MethodNotAllowed => (
                "このアドレスでは読み取り（GET）だけができます。",
                "This address can only be read (GET).",
            ),
            ProblemKind::SignInRequired => (
                "職員用の情報と操作にはサインインが必要です。サインインしてからもう一度お試しください。",
                "Information and acts for staff need a sign-in. Sign in and try again.",
            ),
            ProblemKind::SignInFailed => (
                "アカウント名かパスワードが違います。確かめてもう一度入力してください。忘れたときは管理者に再発行を頼んでください。",
                "The account or the password is not right. Check both and try again; an administrator can give a new password.",
            ),
            ProblemKind::PasswordChangeRequired => (
                "一度だけ使えるパスワードでサインインしています。先に新しいパスワードを決めてください。",
                "You signed in with a one-time password. Choose a password of your own first.",
            ),
            ProblemKind::NotAcceptable => (
                "Accept-Encoding は identity、gzip、br、zstd のどれかを許してください。",
                "Let Accept-Encoding allow one of identity, gzip, br and zstd.",
            ),
            ProblemKind::PayloadTooLarge => (
                "送られたデータが上限を超えています。小さく分けてください。",
                "The request body exceeds the limit. Send it in smaller parts.",
            ),
            ProblemKind::Unavailable => ("しばらくしてからもう一度お試しください。", "Try again in a while."),
            ProblemKind::Internal => (
                "要求は処理されませんでした。管理者はサーバーの記録を確かめてください。",
                "The request was not carried out. The administrator finds the cause in the server's log.",
            ),
            _ => ("要求の形が正しくありません。", "The request is malformed."),
        };
        Self::new(kind, Message::new(ja, en))
    }

    pub fn internal() -> Self {
        Self::bare(ProblemKind::Internal)
    }

    pub fn body(&self) -> ProblemBody {
        let (title, title_en) = self.kind.title();
        let errors = self.faults.iter().map(|fault| {
            let (parameter, pointer) = match &fault.place {
                Place::Parameter(name) => (Some(name.clone()), None),
                Place::Pointer(pointer) => (None, Some(pointer.clone())),
            };
            ProblemError {
                parameter,
                pointer,
                detail: fault.message.ja.clone(),
                detail_en: fault.message.en.clone(),
            }
        });
        ProblemBody {
            kind: self.kind.urn(),
            title,
            title_en,
            status: self.kind.status().as_u16(),
            detail: self.detail.ja.clone(),
            detail_en: self.detail.en.clone(),
            errors: errors.collect(),
            current: self.current.clone(),
        }
    }
}

/// An error (RFC 9457), in Japanese and English.
#[derive(Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemBody {
    /// What went wrong, as a stable name.
    #[serde(rename = "type")]
    #[schema(example = "urn:koyu:problem:invalid-parameter")]
    kind: &'static str,
    title: &'static str,
    title_en: &'static str,
    #[schema(example = 400)]
    status: u16,
    /// What went wrong and what to do, in Japanese.
    detail: String,
    /// The same in English.
    detail_en: String,
    /// The places that are wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<ProblemError>,
    /// The record as it is now, where a change was made on an older one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    current: Option<Box<Value>>,
}

/// A place in a request that is wrong.
#[derive(Serialize, ToSchema)]
pub struct ProblemError {
    /// The query or path parameter.
    #[serde(skip_serializing_if = "Option::is_none")]
    parameter: Option<String>,
    /// JSON pointer into the body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pointer: Option<String>,
    detail: String,
    detail_en: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.kind.urn(), self.detail.en)
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.kind.status()
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.kind.status());
        response.insert_header((CACHE_CONTROL, "no-store"));
        if self.kind == ProblemKind::MethodNotAllowed {
            response.insert_header((ALLOW, "GET, HEAD"));
        }
        if self.kind.status() == StatusCode::UNAUTHORIZED {
            response.insert_header((WWW_AUTHENTICATE, "Bearer realm=\"koyu\""));
        }
        let body = serde_json::to_vec(&self.body()).expect("a problem holds only texts and numbers");
        response.content_type(MEDIA_TYPE).body(body)
    }
}

pub const MEDIA_TYPE: &str = "application/problem+json";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_type_of_its_own() {
        let mut urns = ProblemKind::ALL.map(ProblemKind::urn);
        urns.sort_unstable();
        assert!(urns.windows(2).all(|pair| pair[0] != pair[1]));
    }

    #[test]
    fn a_fault_names_its_parameter_in_both_languages() {
        let problem = Problem::parameter("limit", Message::new("limit は…", "limit must …"));
        let body = serde_json::to_value(problem.body()).expect("serialises");
        assert_eq!(body["errors"][0]["parameter"], "limit");
        assert_eq!(
            (&body["detail"], &body["detail_en"]),
            (&"limit は…".into(), &"limit must …".into())
        );
    }
}
