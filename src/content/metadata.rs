//! What a photo says beside the picture (where and when it was taken, by whom) is taken out without encoding it anew.
//! Kept is a list of parts that make the picture, and how it is to be turned; everything else goes, known or not.

use bytes::Bytes;
use image::metadata::Orientation;
use img_parts::jpeg::{Jpeg, JpegSegment, markers};
use img_parts::png::Png;
use img_parts::webp::WebP;
use img_parts::{ImageEXIF, riff::RiffContent};

use super::jpeg_end::scans;
use crate::register::MediaType;

/// A picture and nothing else.
#[derive(Clone, Debug)]
pub struct Stripped {
    pub bytes: Bytes,
    pub orientation: Orientation,
}

/// The same picture without what was written beside it; `None` where the file is damaged.
pub fn strip(media_type: MediaType, bytes: Bytes) -> Option<Stripped> {
    match media_type {
        MediaType::Jpeg => jpeg(bytes),
        MediaType::Png => png(bytes),
        MediaType::Webp => webp(bytes),
        _ => None,
    }
}

fn orientation(exif: Option<Bytes>) -> Orientation {
    exif.and_then(|exif| Orientation::from_exif_chunk(&exif))
        .unwrap_or(Orientation::NoTransforms)
}

/// The smallest EXIF that says how to turn a picture; none where it stands upright.
fn turning(orientation: Orientation) -> Option<Bytes> {
    if orientation == Orientation::NoTransforms {
        return None;
    }
    let mut exif = Vec::with_capacity(26);
    // Big-endian, first directory at 8, one entry: tag 0x0112, one SHORT; no further directory.
    exif.extend_from_slice(b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0");
    exif.extend_from_slice(&[orientation.to_exif(), 0, 0, 0, 0, 0, 0]);
    Some(exif.into())
}

fn jpeg(bytes: Bytes) -> Option<Stripped> {
    let mut jpeg = Jpeg::from_bytes(bytes).ok()?;
    let orientation = orientation(jpeg.exif());
    let segments = jpeg.segments_mut();
    segments.retain(is_of_the_picture);
    let scan = segments.last().filter(|segment| segment.has_entropy())?;
    let rest_bytes = scan.len_with_entropy() - scan.len();
    jpeg.set_exif(turning(orientation));
    let encoded = jpeg.encoder().bytes();
    let (head, rest) = encoded.split_at(encoded.len().checked_sub(rest_bytes)?);
    let mut bytes = head.to_vec();
    bytes.extend(scans(rest)?);
    Some(Stripped {
        bytes: bytes.into(),
        orientation,
    })
}

/// Tables, frame and scan; of the application's segments JFIF, the colour profile and Adobe's transform.
fn is_of_the_picture(segment: &JpegSegment) -> bool {
    match segment.marker() {
        markers::APP0 => segment.contents().starts_with(b"JFIF\0"),
        markers::APP2 => segment.contents().starts_with(b"ICC_PROFILE\0"),
        markers::APP14 => segment.contents().starts_with(b"Adobe"),
        markers::APP1 | markers::APP3..=markers::APP13 | markers::APP15 | markers::COM => false,
        _ => true,
    }
}

fn png(bytes: Bytes) -> Option<Stripped> {
    const KEPT: [&[u8; 4]; 16] = [
        b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs",
        b"cICP", b"acTL", b"fcTL", b"fdAT",
    ];
    let mut png = Png::from_bytes(bytes).ok()?;
    let orientation = orientation(png.exif());
    let chunks = png.chunks_mut();
    chunks.retain(|chunk| KEPT.contains(&&chunk.kind()));
    let is_whole = chunks.first().is_some_and(|chunk| chunk.kind() == *b"IHDR")
        && chunks.last().is_some_and(|chunk| chunk.kind() == *b"IEND");
    png.set_exif(turning(orientation));
    is_whole.then(|| Stripped {
        bytes: png.encoder().bytes(),
        orientation,
    })
}

fn webp(bytes: Bytes) -> Option<Stripped> {
    const KEPT: [&[u8; 4]; 7] = [b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"];
    // Flags of the extended header for EXIF and XMP.
    const SAYS_METADATA: u8 = 0x08 | 0x04;
    let mut webp = WebP::from_bytes(bytes).ok()?;
    let orientation = orientation(webp.exif());
    let chunks = webp.chunks_mut();
    chunks.retain(|chunk| KEPT.contains(&&chunk.id()));
    for chunk in chunks.iter_mut().filter(|chunk| chunk.id() == *b"VP8X") {
        if let RiffContent::Data(data) = chunk.content()
            && !data.is_empty()
        {
            let mut header = data.to_vec();
            header[0] &= !SAYS_METADATA;
            *chunk = img_parts::riff::RiffChunk::new(*b"VP8X", RiffContent::Data(header.into()));
        }
    }
    let is_whole = chunks
        .iter()
        .any(|chunk| matches!(&chunk.id(), b"VP8 " | b"VP8L" | b"ANMF"));
    webp.set_exif(turning(orientation));
    is_whole.then(|| Stripped {
        bytes: webp.encoder().bytes(),
        orientation,
    })
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use image::{DynamicImage, ImageFormat, RgbImage};

    use super::*;

    const PLACE: &str = "34.6937N135.5022E";

    fn picture(format: ImageFormat) -> Bytes {
        let image = RgbImage::from_fn(24, 16, |x, y| image::Rgb([x as u8 * 10, y as u8 * 10, 90]));
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::ImageRgb8(image)
            .write_to(&mut bytes, format)
            .expect("written");
        bytes.into_inner().into()
    }

    fn pixels(bytes: &[u8]) -> DynamicImage {
        image::load_from_memory(bytes).expect("a picture")
    }

    /// An EXIF with a turn to the right and a place in its text.
    fn exif() -> Bytes {
        let mut exif = turning(Orientation::Rotate90).expect("a turn").to_vec();
        exif.extend_from_slice(PLACE.as_bytes());
        exif.into()
    }

    fn contains(bytes: &[u8], text: &str) -> bool {
        bytes.windows(text.len()).any(|window| window == text.as_bytes())
    }

    fn check(media_type: MediaType, original: &Bytes, planted: Bytes) {
        assert!(contains(&planted, PLACE), "{media_type:?}: nothing was planted");
        let stripped = strip(media_type, planted).expect("a sound picture");
        assert!(
            !contains(&stripped.bytes, PLACE),
            "{media_type:?} still tells the place"
        );
        assert_eq!(stripped.orientation, Orientation::Rotate90, "{media_type:?}");
        assert_eq!(
            pixels(&stripped.bytes),
            pixels(original),
            "{media_type:?} was encoded anew"
        );
        let again = strip(media_type, stripped.bytes.clone()).expect("a sound picture");
        assert_eq!(
            (again.bytes, again.orientation),
            (stripped.bytes, Orientation::Rotate90)
        );
    }

    #[test]
    fn a_jpeg_loses_exif_xmp_iptc_comments_and_what_follows_its_end() {
        let original = picture(ImageFormat::Jpeg);
        let mut jpeg = Jpeg::from_bytes(original.clone()).expect("a picture");
        jpeg.set_exif(Some(exif()));
        let planted =
            |marker, head: &str| JpegSegment::new_with_contents(marker, format!("{head}{PLACE}").into_bytes().into());
        for segment in [
            planted(markers::APP1, "http://ns.adobe.com/xap/1.0/\0"),
            planted(markers::APP2, "MPF\0"),
            planted(markers::APP13, "Photoshop 3.0\0"),
            planted(markers::COM, ""),
        ] {
            jpeg.segments_mut().insert(1, segment);
        }
        let mut bytes = jpeg.encoder().bytes().to_vec();
        bytes.extend_from_slice(PLACE.as_bytes());
        check(MediaType::Jpeg, &original, bytes.into());
    }

    #[test]
    fn a_png_loses_exif_texts_and_what_follows_its_end() {
        let original = picture(ImageFormat::Png);
        let mut png = Png::from_bytes(original.clone()).expect("a picture");
        for kind in [b"tEXt", b"iTXt", b"zTXt", b"tIME", b"prVt"] {
            let text = format!("XML:com.adobe.xmp\0{PLACE}").into_bytes();
            png.chunks_mut()
                .insert(1, img_parts::png::PngChunk::new(*kind, text.into()));
        }
        png.set_exif(Some(exif()));
        let mut bytes = png.encoder().bytes().to_vec();
        bytes.extend_from_slice(PLACE.as_bytes());
        check(MediaType::Png, &original, bytes.into());
    }

    #[test]
    fn a_webp_loses_exif_xmp_and_chunks_that_nobody_knows() {
        let original = picture(ImageFormat::WebP);
        let mut webp = WebP::from_bytes(original.clone()).expect("a picture");
        webp.set_exif(Some(exif()));
        for id in [b"XMP ", b"ABCD"] {
            let content = RiffContent::Data(PLACE.as_bytes().to_vec().into());
            webp.chunks_mut().push(img_parts::riff::RiffChunk::new(*id, content));
        }
        check(MediaType::Webp, &original, webp.encoder().bytes());
    }

    #[test]
    fn an_upright_picture_keeps_no_exif_at_all() {
        let original = picture(ImageFormat::Jpeg);
        let stripped = strip(MediaType::Jpeg, original.clone()).expect("a picture");
        assert!(!contains(&stripped.bytes, "Exif"));
        assert_eq!(pixels(&stripped.bytes), pixels(&original));
    }

    #[test]
    fn a_damaged_picture_is_refused() {
        for (media_type, format) in [
            (MediaType::Jpeg, ImageFormat::Jpeg),
            (MediaType::Png, ImageFormat::Png),
            (MediaType::Webp, ImageFormat::WebP),
        ] {
            let whole = picture(format);
            assert!(strip(media_type, whole.slice(..12)).is_none(), "{media_type:?}");
            assert!(strip(media_type, Bytes::new()).is_none(), "{media_type:?}");
        }
        let jpeg = picture(ImageFormat::Jpeg);
        assert!(strip(MediaType::Jpeg, jpeg.slice(..jpeg.len() - 2)).is_none());
    }
}
