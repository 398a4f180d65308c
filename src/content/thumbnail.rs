//! A small picture of a photo, within bounds on what its decoding may cost.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageFormat, ImageReader, Limits, Rgb, RgbImage};

use crate::register::MediaType;

/// Larger photos are kept without a small picture: a few kilobytes can say that they are a hundred megapixels.
const MOST_PIXELS: u64 = 50_000_000;
/// What a decoder may take beside the pixels.
const MOST_BYTES: u64 = 256 << 20;
/// The longer side in pixels.
const SIDE_PX: u32 = 320;
const QUALITY: u8 = 80;

/// A JPEG.
#[derive(Clone, Debug)]
pub struct SmallPicture {
    pub bytes: Vec<u8>,
    pub width_px: u32,
    pub height_px: u32,
}

/// The small picture; `None` where the photo is too large or cannot be read.
pub fn thumbnail(media_type: MediaType, bytes: &[u8], orientation: Orientation) -> Option<SmallPicture> {
    let format = match media_type {
        MediaType::Jpeg => ImageFormat::Jpeg,
        MediaType::Png => ImageFormat::Png,
        MediaType::Webp => ImageFormat::WebP,
        _ => return None,
    };
    let (width, height) = ImageReader::with_format(Cursor::new(bytes), format)
        .into_dimensions()
        .ok()?;
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return None;
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_BYTES);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut small = reader.decode().ok()?;
    if width.max(height) > SIDE_PX {
        small = small.thumbnail(SIDE_PX, SIDE_PX);
    }
    small.apply_orientation(orientation);
    let small = on_white(&small);
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, QUALITY)
        .encode_image(&small)
        .ok()?;
    Some(SmallPicture {
        bytes: jpeg,
        width_px: small.width(),
        height_px: small.height(),
    })
}

/// A JPEG cannot be transparent.
fn on_white(picture: &DynamicImage) -> RgbImage {
    let picture = picture.to_rgba8();
    RgbImage::from_fn(picture.width(), picture.height(), |x, y| {
        let [red, green, blue, alpha] = picture.get_pixel(x, y).0.map(u16::from);
        let blend = |value: u16| u8::try_from((value * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX);
        Rgb([blend(red), blend(green), blend(blue)])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_picture_is_turned_upright_and_not_transparent() {
        let mut wide = image::RgbaImage::new(640, 320);
        wide.put_pixel(0, 0, image::Rgba([0, 0, 0, 0]));
        let mut png = Cursor::new(Vec::new());
        DynamicImage::ImageRgba8(wide)
            .write_to(&mut png, ImageFormat::Png)
            .expect("written");
        let small = thumbnail(MediaType::Png, png.get_ref(), Orientation::Rotate90).expect("a picture");
        assert_eq!((small.width_px, small.height_px), (160, 320));
        let shown = image::load_from_memory(&small.bytes).expect("a picture").to_rgb8();
        assert!(shown.get_pixel(80, 160).0.iter().all(|value| *value > 250));
    }

    /// A PNG whose header says 60 000 × 60 000 pixels.
    #[test]
    fn a_bomb_is_not_unpacked() {
        let mut png = Cursor::new(Vec::new());
        DynamicImage::ImageRgb8(RgbImage::new(1, 1))
            .write_to(&mut png, ImageFormat::Png)
            .expect("written");
        let parts = img_parts::png::Png::from_bytes(png.into_inner().into()).expect("a picture");
        let mut parts = parts;
        let mut header = parts.chunks()[0].contents().to_vec();
        header[..8].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
        parts.chunks_mut()[0] = img_parts::png::PngChunk::new(*b"IHDR", header.into());
        let bomb = parts.encoder().bytes();
        assert!(thumbnail(MediaType::Png, &bomb, Orientation::NoTransforms).is_none());
    }

    #[test]
    fn what_is_no_photo_has_no_small_picture() {
        assert!(thumbnail(MediaType::Pdf, b"%PDF-1.7", Orientation::NoTransforms).is_none());
        assert!(thumbnail(MediaType::Jpeg, b"\xff\xd8\xff", Orientation::NoTransforms).is_none());
    }
}
