//! Files attached over HTTP: what is taken, what is taken out of it, who sees it, and how it is served.

use actix_web::http::Method;
use actix_web::test::TestRequest;
use image::{DynamicImage, ImageFormat, RgbImage};
use koyu::history::Draft;
use koyu::record::{Fid, Kind};
use koyu::snapshot::Snapshot;
use koyu::store::{FileFolder, Files, check_files};
use serde_json::{Value, json};

use super::fixture::{Answered, get};
use super::server::{LIMITS, Server};
use crate::support;

const OF: &str = "/api/staff/facilities/F000001/attachments";
const FIRST: &str = "/api/staff/attachments/T000001";

async fn server() -> Server {
    let server = Server::new().await;
    let facility = |_: &Snapshot| {
        let mut draft = Draft::new("試験");
        let state = support::facility("1", "中央会館", Some((135.5, 34.7)));
        draft.create(Kind::Facility, Fid(1), state);
        draft
    };
    server.commit("other", facility).await;
    server
}

async fn attach(server: &Server, query: &str, bytes: impl Into<Vec<u8>>) -> Answered {
    let request = TestRequest::post().uri(&format!("{OF}?{query}"));
    let request = request.insert_header(("content-type", "application/octet-stream"));
    server.ask(request.set_payload(bytes.into())).await
}

/// A photo that says in EXIF and in XMP where it was taken.
fn photo_with_place() -> Vec<u8> {
    let mut jpeg = std::io::Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(RgbImage::new(64, 32))
        .write_to(&mut jpeg, ImageFormat::Jpeg)
        .expect("written");
    let plain = jpeg.into_inner();
    let mut photo = plain[..2].to_vec();
    for said in [
        &b"Exif\0\0MM\0*GPSLatitude 34.7123"[..],
        b"http://ns.adobe.com/xap/1.0/\0<exif:GPSLongitude>135.4987",
    ] {
        let length = u16::try_from(said.len() + 2).expect("short");
        photo.extend_from_slice(&[0xff, 0xe1]);
        photo.extend_from_slice(&length.to_be_bytes());
        photo.extend_from_slice(said);
    }
    photo.extend_from_slice(&plain[2..]);
    photo
}

fn names_a_place(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    ["GPS", "34.7123", "135.4987"].iter().any(|mark| text.contains(mark))
}

#[actix_web::test]
async fn a_photo_loses_its_place_and_is_served_as_a_file_to_save() {
    let server = server().await;
    let photo = photo_with_place();
    assert!(names_a_place(&photo));
    let attached = attach(
        &server,
        "file_name=C:%5Cphotos%5C%E5%A4%96%E8%A6%B3.jpg&dated=2026-03-01",
        photo,
    )
    .await;
    assert_eq!(attached.status, 201, "{:?}", attached.bytes);
    assert_eq!(attached.header("location"), FIRST);
    let facts = attached.json()["facts"].clone();
    assert_eq!(
        (
            &facts["file_name"],
            &facts["kind"],
            &facts["media_type"],
            &facts["thumbnail_px"],
            &facts["dated"]
        ),
        (
            &"外観.jpg".into(),
            &"photo".into(),
            &"image/jpeg".into(),
            &json!([64, 32]),
            &"2026-03-01".into()
        )
    );
    let content = server.get(&format!("{FIRST}/content")).await;
    assert_eq!(content.status, 200);
    assert!(!names_a_place(&content.bytes));
    assert_eq!(facts["bytes"], content.bytes.len());
    assert!(
        content
            .header("content-disposition")
            .starts_with("attachment; filename=\"__.jpg\"")
    );
    assert_eq!(content.header("x-content-type-options"), "nosniff");
    assert!(content.header("content-security-policy").contains("sandbox"));
    assert_eq!(content.header("cache-control"), "private, no-store");
    assert_eq!(
        server.get(&format!("{FIRST}/thumbnail")).await.header("content-type"),
        "image/jpeg"
    );
}

#[actix_web::test]
async fn a_file_is_everybodys_only_when_it_is_released() {
    let server = server().await;
    let attached = attach(&server, "file_name=a.csv", "番号,名称").await;
    assert_eq!(attached.json()["facts"]["kind"], "document");
    let public = "/api/attachments/T000001/content";
    assert_eq!(server.get_as_stranger(public).await.status, 404);
    assert_eq!(
        server
            .get_as_stranger("/api/facilities/F000001/attachments")
            .await
            .json()["items"],
        json!([])
    );
    assert_eq!(server.get_as_stranger(&format!("{FIRST}/content")).await.status, 403);
    let said = json!({"title": "一覧", "kind": "document", "released": true});
    let released = server.change(Method::PUT, FIRST, &attached, said.clone()).await;
    assert_eq!(released.status, 200, "{:?}", released.bytes);
    let content = server.get_as_stranger(public).await;
    assert_eq!(
        (content.status.as_u16(), &content.bytes[..]),
        (200, "番号,名称".as_bytes())
    );
    assert!(content.header("content-type").starts_with("text/plain"));
    let listed = server
        .get_as_stranger("/api/facilities/F000001/attachments")
        .await
        .json();
    assert_eq!(listed["items"][0]["title"], "一覧");
    assert_eq!(server.change(Method::PUT, FIRST, &attached, said).await.status, 412);
}

#[actix_web::test]
async fn what_is_no_file_to_keep_is_refused_and_leaves_nothing() {
    let server = server().await;
    let program = attach(&server, "file_name=photo.jpg", &b"MZ\x90\0\x03\0\0\0"[..]).await;
    assert_eq!(program.status, 415, "its name proves nothing");
    let damaged = attach(&server, "file_name=photo.jpg", &b"\xff\xd8\xff\xe0\0\x10JFIF\0"[..]).await;
    assert_eq!(damaged.status, 422);
    let large = vec![b'a'; LIMITS.file_bytes as usize + 1];
    assert_eq!(attach(&server, "file_name=a.txt", large).await.status, 413);
    assert_eq!(attach(&server, "title=a", "a").await.status, 400, "the name is missing");
    let nowhere = TestRequest::post().uri("/api/staff/facilities/F000009/attachments?file_name=a.txt");
    assert_eq!(server.ask(nowhere.set_payload("a")).await.status, 404);
    let files = FileFolder::beside(&server.portfolio.path());
    assert!(files.list().expect("listed").is_empty());
}

#[actix_web::test]
async fn all_files_together_have_a_limit() {
    let server = server().await;
    let text = |letter: u8| vec![letter; LIMITS.file_bytes as usize];
    assert_eq!(attach(&server, "file_name=a.txt", text(b'a')).await.status, 201);
    let refused = attach(&server, "file_name=b.txt", text(b'b')).await;
    assert_eq!(refused.status, 507);
    let files = FileFolder::beside(&server.portfolio.path());
    assert_eq!(files.list().expect("listed").len(), 1);
}

#[actix_web::test]
async fn a_content_goes_with_the_last_record_that_names_it() {
    let server = server().await;
    let first = attach(&server, "file_name=a.txt", "the same").await;
    let second = attach(&server, "file_name=b.txt", "the same").await;
    let files = FileFolder::beside(&server.portfolio.path());
    assert_eq!(files.list().expect("listed").len(), 1);
    assert_eq!(
        server.change(Method::DELETE, FIRST, &first, Value::Null).await.status,
        204
    );
    assert_eq!(
        server.get("/api/staff/attachments/T000002/content").await.bytes,
        "the same"
    );
    let second_address = "/api/staff/attachments/T000002";
    assert_eq!(
        server
            .change(Method::DELETE, second_address, &second, Value::Null)
            .await
            .status,
        204
    );
    assert!(files.list().expect("listed").is_empty());
    assert!(check_files(&files, &Default::default()).expect("checked").is_empty());
}

#[actix_web::test]
async fn nobody_is_shown_files_of_what_is_hidden() {
    for hidden in ["T000002", "T000003", "T000004"] {
        for part in ["content", "thumbnail"] {
            assert_eq!(
                get(&format!("/api/attachments/{hidden}/{part}")).await.status,
                404,
                "{hidden}"
            );
        }
    }
    assert_eq!(
        get("/api/facilities/F000002/attachments").await.json()["items"],
        json!([])
    );
    assert_eq!(get("/api/vacancies/V000002/attachments").await.status, 404);
    assert_eq!(
        get("/api/facilities/F000001/attachments").await.json()["items"]
            .as_array()
            .expect("items")
            .len(),
        1
    );
}
