//! The routes on one page, and the server around them.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::middleware::{Compress, from_fn};
use actix_web::{App, HttpResponse, HttpServer, web};

use super::answer::finish;
use super::etag::tag_answers;
use super::guard::guard_writes;
use super::problem::{Fault, Place, Problem, ProblemKind};
use super::route::reading;
use super::state::State;
use super::{api, health, pages, tiles, viewer};
use crate::text::Message;

/// A form or an edit is a few kilobytes; files come by another way.
const MAX_JSON_BYTES: usize = 1024 * 1024;

/// All routes, on the state they share.
pub fn configure(config: &mut web::ServiceConfig, state: web::Data<State>) {
    let health = |config: &mut web::ServiceConfig| {
        config
            .service(web::resource("/health/live").route(reading().to(health::live)))
            .service(web::resource("/health/ready").route(reading().to(health::ready)));
    };
    let api = web::scope("/api")
        .wrap(Compress::default())
        .wrap(from_fn(tag_answers))
        .configure(api::configure)
        .default_service(web::to(nothing_here));
    // Tiles and the viewer's files carry their own compressed forms; compressing them once more would only cost time.
    let everything = web::scope("")
        .wrap(from_fn(guard_writes))
        .wrap(from_fn(finish))
        .app_data(json_limits())
        .configure(health)
        .configure(tiles::configure)
        .service(api)
        .configure(pages::configure)
        .configure(viewer::configure)
        .default_service(reading().to(viewer::other_file));
    config.app_data(state).service(everything);
}

fn json_limits() -> web::JsonConfig {
    web::JsonConfig::default()
        .limit(MAX_JSON_BYTES)
        .error_handler(|error, _| {
            use actix_web::error::JsonPayloadError;
            let problem = match &error {
                JsonPayloadError::Overflow { .. } | JsonPayloadError::OverflowKnownLength { .. } => {
                    Problem::bare(ProblemKind::PayloadTooLarge)
                }
                _ => {
                    let message = Message::new(
                        "本文のJSONを読めません。",
                        format!("The JSON body cannot be read: {error}"),
                    );
                    let faults = vec![Fault {
                        place: Place::Pointer(String::new()),
                        message: message.clone(),
                    }];
                    Problem {
                        faults,
                        ..Problem::new(ProblemKind::InvalidRequest, message)
                    }
                }
            };
            problem.into()
        })
}

async fn nothing_here() -> Result<HttpResponse, Problem> {
    Err(Problem::bare(ProblemKind::NotFound))
}

/// A server that is bound and not yet run.
pub struct Serving {
    /// Where it listens: with port 0, the port that the system chose.
    pub addresses: Vec<SocketAddr>,
    /// To be awaited. Ends after SIGTERM or SIGINT, when the requests under way are answered.
    pub server: Server,
}

/// Ends when the system, or a person at the terminal, asks the process to stop.
async fn asked_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let (interrupted, terminated) = (signal(SignalKind::interrupt()), signal(SignalKind::terminate()));
    match (interrupted, terminated) {
        (Ok(mut interrupted), Ok(mut terminated)) => {
            tokio::select! {
                _ = interrupted.recv() => {}
                _ = terminated.recv() => {}
            }
        }
        // Where signals cannot be had the process ends by being killed; stopping at once would be worse.
        _ => std::future::pending().await,
    }
}

/// Binds a server.
pub fn serve(listen: SocketAddr, mut state: State) -> io::Result<Serving> {
    let readiness = state.readiness.clone();
    let going = readiness.clone();
    // The state knows the port, which is known when the server is bound.
    let bound = Arc::new(OnceLock::new());
    let shared = Arc::clone(&bound);
    let server = HttpServer::new(move || {
        let state: web::Data<State> = shared.get().cloned().expect("workers start after binding");
        App::new().configure(move |config| configure(config, state))
    })
    .client_request_timeout(Duration::from_secs(10))
    .client_disconnect_timeout(Duration::from_secs(5))
    .keep_alive(Duration::from_secs(75))
    .shutdown_timeout(20)
    .max_connections(10_000)
    .shutdown_signal(async move {
        asked_to_stop().await;
        going.set(false);
    })
    .bind(listen)?;
    let addresses = server.addrs();
    let port = addresses.first().map_or(listen.port(), SocketAddr::port);
    state.write_trust = state.write_trust.bound_to(port);
    bound.get_or_init(|| web::Data::new(state));
    readiness.set(true);
    Ok(Serving {
        addresses,
        server: server.run(),
    })
}
