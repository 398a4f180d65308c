//! Where the picture of a JPEG ends. What follows it (a film, another picture) can carry a place as well as any header.

/// The scans of a JPEG up to and including its end marker, without the application segments that stand between scans.
/// `None` where the picture does not end: the file is cut off.
pub(super) fn scans(entropy: &[u8]) -> Option<Vec<u8>> {
    let mut kept = Vec::with_capacity(entropy.len());
    let mut at = 0;
    loop {
        let run = entropy[at..].iter().position(|byte| *byte == 0xff)?;
        kept.extend_from_slice(&entropy[at..at + run]);
        at += run;
        let marker = *entropy.get(at + 1)?;
        match marker {
            // Fill bytes before a marker.
            0xff => at += 1,
            // A byte of the picture, or a restart within it.
            0x00 | 0xd0..=0xd7 => {
                kept.extend_from_slice(&entropy[at..at + 2]);
                at += 2;
            }
            0xd9 => {
                kept.extend_from_slice(&[0xff, 0xd9]);
                return Some(kept);
            }
            _ => {
                let length = usize::from(u16::from_be_bytes([*entropy.get(at + 2)?, *entropy.get(at + 3)?]));
                let end = at.checked_add(2 + length.max(2))?;
                let segment = entropy.get(at..end)?;
                // Application data and comments are no part of the picture.
                if !matches!(marker, 0xe0..=0xef | 0xfe) {
                    kept.extend_from_slice(segment);
                }
                at = end;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_the_end_is_cut_and_what_stands_between_scans_taken_out() {
        let picture = b"ab\xff\x00c\xff\xd0d\xff\xda\x00\x02ef\xff\xd9";
        let hidden = b"ab\xff\x00c\xff\xd0d\xff\xe1\x00\x08Exif\0\0\xff\xfe\x00\x03x\xff\xff\xda\x00\x02ef\xff\xd9film";
        assert_eq!(scans(hidden).as_deref(), Some(&picture[..]));
        assert_eq!(scans(picture).as_deref(), Some(&picture[..]));
    }

    #[test]
    fn a_picture_that_is_cut_off_has_no_end() {
        for cut in [&b""[..], b"abc", b"ab\xff", b"ab\xff\xe1", b"ab\xff\xe1\x00\x20x"] {
            assert_eq!(scans(cut), None, "{cut:?}");
        }
    }
}
