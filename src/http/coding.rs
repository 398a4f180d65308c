//! Content codings: which one a client likes best.

use std::cell::RefCell;

use actix_web::HttpRequest;
use actix_web::http::header::{self, AcceptEncoding, ContentEncoding, Header, Preference, Quality};

use super::problem::{Problem, ProblemKind};
use crate::text::Message;
use crate::tiles::Encoding;

/// The smallest results first: so ties in a client's preference are settled.
const BY_SIZE: [Encoding; 4] = [Encoding::Brotli, Encoding::Zstd, Encoding::Gzip, Encoding::Identity];

/// The coding that the client likes best, and among equals the smallest.
pub fn negotiate(request: &HttpRequest) -> Result<Encoding, Problem> {
    thread_local! {
        // Browsers send one and the same header all day; parsing it would be a good part of a warm tile's time.
        static LAST: RefCell<Option<(Vec<u8>, Encoding)>> = const { RefCell::new(None) };
    }
    let mut given = request.headers().get_all(header::ACCEPT_ENCODING);
    let Some(asked) = given.next() else {
        return Ok(Encoding::Identity);
    };
    let is_only = given.next().is_none();
    let remembered = LAST.with_borrow(|last| {
        last.as_ref()
            .filter(|(header, _)| is_only && header == asked.as_bytes())
            .map(|(_, coding)| *coding)
    });
    if let Some(coding) = remembered {
        return Ok(coding);
    }
    let accepted = AcceptEncoding::parse(request).map_err(|_| {
        Problem::new(
            ProblemKind::InvalidRequest,
            Message::new(
                "Accept-Encoding ヘッダーを読めません。",
                "The header Accept-Encoding cannot be read.",
            ),
        )
    })?;
    let best = best_coding(&accepted).ok_or_else(|| Problem::bare(ProblemKind::NotAcceptable))?;
    if is_only {
        LAST.with_borrow_mut(|last| *last = Some((asked.as_bytes().to_vec(), best)));
    }
    Ok(best)
}

fn known(coding: Encoding) -> header::Encoding {
    header::Encoding::Known(match coding {
        Encoding::Brotli => ContentEncoding::Brotli,
        Encoding::Zstd => ContentEncoding::Zstd,
        Encoding::Gzip => ContentEncoding::Gzip,
        Encoding::Identity => ContentEncoding::Identity,
    })
}

fn best_coding(accepted: &AcceptEncoding) -> Option<Encoding> {
    let quality = |coding: Encoding| {
        let named = accepted
            .iter()
            .find(|item| item.item == Preference::Specific(known(coding)));
        let any = accepted.iter().find(|item| item.item == Preference::Any);
        // What nobody named may be sent as it is, if all else fails.
        let unnamed = if coding == Encoding::Identity {
            Quality::MIN
        } else {
            Quality::ZERO
        };
        named.or(any).map_or(unnamed, |item| item.quality)
    };
    // `max_by_key` takes the last of equals, so the order is turned round.
    let best = BY_SIZE.into_iter().rev().max_by_key(|coding| quality(*coding))?;
    (quality(best) > Quality::ZERO).then_some(best)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn the_clients_best_coding_is_taken_and_the_smallest_among_equals() {
        let negotiated = |asked: &str| {
            let request = TestRequest::default()
                .insert_header((header::ACCEPT_ENCODING, asked))
                .to_http_request();
            negotiate(&request).ok()
        };
        assert_eq!(negotiated("gzip, deflate, br, zstd"), Some(Encoding::Brotli));
        assert_eq!(negotiated("gzip, br;q=0.5"), Some(Encoding::Gzip));
        assert_eq!(negotiated("deflate"), Some(Encoding::Identity));
        assert_eq!(negotiated("identity;q=0, deflate"), None);
        assert_eq!(negotiated("*;q=0"), None);
        assert_eq!(negotiated("*"), Some(Encoding::Brotli));
    }

    #[test]
    fn who_names_no_coding_gets_the_bytes_as_they_are() {
        assert_eq!(
            negotiate(&TestRequest::default().to_http_request()).ok(),
            Some(Encoding::Identity)
        );
    }
}
