//! What a file is, by its bytes. Its name and what a client says of it prove nothing.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};

use crate::register::MediaType;

/// So much of the beginning tells most types.
const HEAD_BYTES: u64 = 8_192;
/// A text is read so far: a control character behind it harms nobody, since it is never shown in place.
const TEXT_BYTES: u64 = 1 << 20;

/// The type of a file, if it is one that is taken.
pub fn sniff(file: &mut File) -> io::Result<Option<MediaType>> {
    let head = read_from_start(file, HEAD_BYTES)?;
    let known = infer::get(&head).map(|kind| kind.mime_type());
    let found = match known {
        Some("image/jpeg") => Some(MediaType::Jpeg),
        Some("image/png") => Some(MediaType::Png),
        Some("image/webp") => Some(MediaType::Webp),
        Some("application/pdf") => Some(MediaType::Pdf),
        _ if head.starts_with(b"PK\x03\x04") => office(file)?,
        _ if is_dxf(&head) => Some(MediaType::Dxf),
        Some(_) => None,
        None => is_text(&read_from_start(file, TEXT_BYTES)?).then_some(MediaType::Text),
    };
    file.seek(SeekFrom::Start(0))?;
    Ok(found)
}

fn read_from_start(file: &mut File, most: u64) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(0))?;
    let mut bytes = Vec::new();
    file.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// An Office document is told by the parts it must have. One with macros is not taken, whatever it is called.
fn office(file: &mut File) -> io::Result<Option<MediaType>> {
    file.seek(SeekFrom::Start(0))?;
    let Ok(archive) = zip::ZipArchive::new(BufReader::new(&mut *file)) else {
        return Ok(None);
    };
    let Ok(names) = archive
        .file_names()
        .map(|name| name.map(|name| name.to_ascii_lowercase()))
        .collect::<Result<Vec<String>, _>>()
    else {
        return Ok(None);
    };
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    let has_macros = names.iter().any(|name| name.ends_with("vbaproject.bin"));
    Ok(match (has("xl/workbook.xml"), has("word/document.xml")) {
        _ if has_macros => None,
        (true, false) => Some(MediaType::Xlsx),
        (false, true) => Some(MediaType::Docx),
        _ => None,
    })
}

/// A DXF is a list of codes and values that begins with a section, or the binary form of it.
fn is_dxf(head: &[u8]) -> bool {
    if head.starts_with(b"AutoCAD Binary DXF\r\n\x1a\0") {
        return true;
    }
    let text = String::from_utf8_lossy(head);
    let mut lines = text.lines().map(str::trim);
    // Comments (code 999) may stand before the first section.
    loop {
        match (lines.next(), lines.next()) {
            (Some("999"), Some(_)) => {}
            (Some("0"), Some("SECTION")) => return true,
            _ => return false,
        }
    }
}

/// Letters in UTF-8 or CP932 without control characters. Markup is a text like any other, since it is served as one.
fn is_text(bytes: &[u8]) -> bool {
    let is_control = |byte: &u8| *byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x1a);
    if bytes.is_empty() || bytes.iter().any(is_control) {
        return false;
    }
    let is_utf8 = match std::str::from_utf8(bytes) {
        Ok(_) => true,
        // Cut in the middle of the last letter.
        Err(error) => error.error_len().is_none() && bytes.len() as u64 == TEXT_BYTES,
    };
    is_utf8 || !encoding_rs::SHIFT_JIS.decode_without_bom_handling(bytes).1
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn of(bytes: &[u8]) -> Option<MediaType> {
        let mut file = tempfile::tempfile().expect("a file");
        file.write_all(bytes).expect("written");
        sniff(&mut file).expect("read")
    }

    fn zip_of(names: &[&str]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(io::Cursor::new(Vec::new()));
        for name in names {
            writer
                .start_file(*name, zip::write::SimpleFileOptions::default())
                .expect("a member");
        }
        writer.finish().expect("an archive").into_inner()
    }

    #[test]
    fn a_file_is_what_its_bytes_say() {
        assert_eq!(of(b"\xff\xd8\xff\xe0\0\x10JFIF\0"), Some(MediaType::Jpeg));
        assert_eq!(of(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), Some(MediaType::Png));
        assert_eq!(of(b"RIFF\x04\0\0\0WEBPVP8 "), Some(MediaType::Webp));
        assert_eq!(of(b"%PDF-1.7\n"), Some(MediaType::Pdf));
        assert_eq!(
            of(&zip_of(&["[Content_Types].xml", "xl/workbook.xml"])),
            Some(MediaType::Xlsx)
        );
        assert_eq!(of(&zip_of(&["word/document.xml"])), Some(MediaType::Docx));
        assert_eq!(of(b"999\r\ncomment\r\n  0\r\nSECTION\r\n"), Some(MediaType::Dxf));
        assert_eq!(of("番号,名称\n1,会館\n".as_bytes()), Some(MediaType::Text));
        assert_eq!(of(b"\x94\xd4\x8d\x86,\x96\xbc\x8f\xcc\r\n"), Some(MediaType::Text));
    }

    #[test]
    fn what_is_not_on_the_list_is_not_taken() {
        for bytes in [
            &b"MZ\x90\0\x03\0\0\0"[..],
            b"\x7fELF\x02\x01\x01\0",
            b"GIF89a\x01\0\x01\0",
            b"PK\x03\x04rubbish",
            b"",
            b"\0\x01\x02\x03",
            &zip_of(&["a.txt"]),
            &zip_of(&["xl/workbook.xml", "xl/vbaProject.bin"]),
        ] {
            assert_eq!(of(bytes), None, "{bytes:?}");
        }
    }
}
