//! The server itself, over a socket.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use actix_web::web;
use koyu::http::serve;

use super::fixture::state;

/// Sends bytes and reads until the server closes the connection.
fn exchange(address: SocketAddr, request: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("the server accepts");
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .expect("a timeout");
    let _ = stream.write_all(request.as_bytes());
    let mut answer = Vec::new();
    // A server that closes before it has read all resets the connection; what it answered may be lost with it.
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

#[actix_web::test]
async fn a_server_on_a_free_port_answers_and_stops_in_order() {
    let state = state();
    let readiness = state.readiness.clone();
    let serving = serve("127.0.0.1:0".parse().expect("an address"), state).expect("bound");
    let address = serving.addresses[0];
    assert_ne!(address.port(), 0);
    let handle = serving.server.handle();
    let running = actix_web::rt::spawn(serving.server);
    let ask = async |request: String| {
        web::block(move || exchange(address, &request))
            .await
            .expect("the exchange ends")
    };
    let get = |path: &str| format!("GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");

    let ready = ask(get("/health/ready")).await;
    assert!(
        ready.starts_with("HTTP/1.1 200") && ready.ends_with("\"version\":7}"),
        "{ready}"
    );
    assert!(readiness.is_ready());

    let head = ask(get("/api/facilities").replacen("GET", "HEAD", 1)).await;
    assert!(head.starts_with("HTTP/1.1 200") && head.ends_with("\r\n\r\n"), "{head}");

    let write = ask(get("/api/facilities").replacen("GET", "DELETE", 1)).await;
    assert!(
        write.starts_with("HTTP/1.1 403") && write.contains("application/problem+json"),
        "{write}"
    );

    let escape = ask(get("/assets/..%2f..%2fCargo.toml")).await;
    assert!(escape.starts_with("HTTP/1.1 404"), "{escape}");

    let garbage = ask("\u{0}\u{1}garbage\r\n\r\n".to_owned()).await;
    assert!(garbage.starts_with("HTTP/1.1 400"), "{garbage}");

    let endless = ask(get(&format!("/{}", "a".repeat(200_000)))).await;
    assert!(endless.is_empty() || endless.starts_with("HTTP/1.1 4"), "{endless}");
    assert!(ask(get("/health/live")).await.starts_with("HTTP/1.1 200"));

    handle.stop(true).await;
    running.await.expect("the task ends").expect("the server ends well");
}
