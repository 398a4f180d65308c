//! `If-Match`: which state of a record the author of a change saw. A change without it could overwrite another's unseen.

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest};
use futures_util::future::{Ready, ready};

use super::problem::{Problem, ProblemKind};
use crate::amendment::Tag;
use crate::text::Message;

/// The one tag that the request carries.
pub struct IfMatch(pub Tag);

/// What compression adds to a tag on the way out ([`super::etag::tag_answers`]).
const CODINGS: [&str; 3] = ["-gzip", "-br", "-zstd"];

fn read(request: &HttpRequest) -> Result<Tag, Problem> {
    let mut given = request.headers().get_all(header::IF_MATCH);
    let Some(first) = given.next() else {
        return Err(Problem::new(
            ProblemKind::RevisionRequired,
            Message::new(
                "読み込んだときの ETag を If-Match ヘッダーで送ってください。ほかの人の変更を知らずに上書きしないためです。",
                "Send the ETag of the record as you read it in If-Match, so that nobody's change is overwritten unseen.",
            ),
        ));
    };
    let text = first.to_str().unwrap_or_default().trim();
    let bare = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    let bare = bare.map(|bare| {
        CODINGS
            .iter()
            .find_map(|coding| bare.strip_suffix(coding))
            .unwrap_or(bare)
    });
    let tag = bare.and_then(|bare| bare.parse().ok());
    match (tag, given.next()) {
        (Some(tag), None) => Ok(tag),
        _ => Err(Problem::new(
            ProblemKind::InvalidRequest,
            Message::new(
                "If-Match は読み込んだ記録の強い ETag を一つだけ指定してください（* や W/ は使えません）。",
                "If-Match takes the one strong ETag of the record as it was read; neither * nor W/ will do.",
            ),
        )),
    }
}

impl FromRequest for IfMatch {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(read(request).map(Self))
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn kind(tags: &[&'static str]) -> Result<String, ProblemKind> {
        let mut request = TestRequest::default();
        for tag in tags {
            request = request.append_header((header::IF_MATCH, *tag));
        }
        read(&request.to_http_request())
            .map(|tag| tag.to_string())
            .map_err(|problem| problem.kind)
    }

    #[test]
    fn one_strong_tag_is_read_whatever_the_coding_of_the_answer_was() {
        for tag in [
            "\"3-00c0ffee00c0ffee\"",
            "\"3-00c0ffee00c0ffee-br\"",
            " \"3-00c0ffee00c0ffee-gzip\" ",
        ] {
            assert_eq!(kind(&[tag]).as_deref(), Ok("3-00c0ffee00c0ffee"));
        }
        assert_eq!(kind(&["\"3\""]).as_deref(), Ok("3"));
    }

    #[test]
    fn without_a_tag_nothing_is_changed_and_a_wrong_one_is_told_apart() {
        assert_eq!(kind(&[]), Err(ProblemKind::RevisionRequired));
        for tags in [
            &["*"][..],
            &["W/\"3\""],
            &["3"],
            &["\"\""],
            &["\"3\", \"4\""],
            &["\"3\"", "\"4\""],
        ] {
            assert_eq!(kind(tags), Err(ProblemKind::InvalidRequest), "{tags:?}");
        }
    }
}
