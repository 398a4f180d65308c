//! The pages that the server renders, as a browser without scripts, a search engine and a feed reader see them.

mod feed;
mod html;
mod lists;
mod machines;
mod sheets;

use actix_web::test::TestRequest;
use koyu::http::State;

use super::fixture::{Answered, send, state};

/// What a browser says that it wants.
const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

/// Every kind of page there is, in both languages, with conditions and without.
const PAGES: [&str; 12] = [
    "/lands",
    "/lands?ward=271276&policy=disposal&q=&sort=-area_m2",
    "/lands?show=all&lang=en",
    "/lands/P000001",
    "/lands/P000002?lang=en",
    "/facilities",
    "/facilities?view=class",
    "/facilities?age_min=30&lang=en",
    "/facilities/F000001",
    "/facilities/F000002?lang=en",
    "/about",
    "/about?lang=en",
];

async fn visit(address: &str) -> Answered {
    visit_at(address, state()).await
}

async fn visit_at(address: &str, state: State) -> Answered {
    let request = TestRequest::get()
        .uri(address)
        .insert_header(("host", "127.0.0.1:8080"))
        .insert_header(("accept", BROWSER));
    send(request, state).await
}
