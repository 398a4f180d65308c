//! The ceiling: the same server software answers the same bytes, with the same headers, from a constant.

use std::sync::mpsc;
use std::thread;

use actix_web::http::header::{CACHE_CONTROL, CONTENT_ENCODING, ETAG, VARY};
use actix_web::web::Bytes;
use actix_web::{App, HttpResponse, HttpServer, web};

use crate::Failure;
use crate::koyu::Packed;

/// A server that runs until the process ends: there are as many as tiles are measured.
pub struct Constant {
    pub address: String,
}

impl Constant {
    pub fn serve(tile: &Packed) -> Result<Self, Failure> {
        let bytes = Bytes::copy_from_slice(&tile.bytes);
        let answer = move || {
            let bytes = bytes.clone();
            async move {
                HttpResponse::Ok()
                    .insert_header((ETAG, "\"0123456789abcdef\""))
                    .insert_header((CACHE_CONTROL, "public, max-age=0, must-revalidate"))
                    .insert_header((VARY, "Accept-Encoding"))
                    .insert_header((CONTENT_ENCODING, "gzip"))
                    .content_type("application/vnd.mapbox-vector-tile")
                    .body(bytes)
            }
        };
        let (sender, address) = mpsc::channel();
        thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let app = move || App::new().route("/constant", web::get().to(answer.clone()));
                let server = HttpServer::new(app).bind(("127.0.0.1", 0))?;
                let _gone = sender.send(format!("http://{}/constant", server.addrs()[0]));
                server.run().await
            })
        });
        Ok(Self {
            address: address.recv()?,
        })
    }
}
