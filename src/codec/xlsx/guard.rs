//! A workbook is unpacked once and measured before the library is allowed near it.
//!
//! calamine holds the shared strings in memory, reserves room for as many as the file claims, and
//! gathers a text between two tags however long it is. All three are bounded here.

use std::fs::File;

use crate::codec::limits::Limits;
use crate::codec::{Place, ReadCode, ReadError, zip_guard};

/// Refuses a workbook that would take memory out of proportion.
pub(super) fn check(file: File, limits: &Limits) -> Result<(), ReadError> {
    let mut archive = zip_guard::open(file, limits)?;
    let mut part = Part::default();
    zip_guard::check(&mut archive, limits, |name, piece| {
        if part.name != name {
            part.finish()?;
            part = Part::begin(name);
        }
        part.add(piece, limits)
    })?;
    part.finish()
}

#[derive(Default)]
struct Part {
    name: String,
    shared_strings: bool,
    bytes: u64,
    /// Bytes since the last "<".
    run_bytes: u64,
    /// The end of the last piece, in case a name is cut in two.
    tail: Vec<u8>,
    claimed_strings: u64,
}

impl Part {
    fn begin(name: &str) -> Self {
        let plain = name.replace('\\', "/").to_ascii_lowercase();
        Self {
            name: name.to_owned(),
            shared_strings: plain.ends_with("sharedstrings.xml"),
            ..Self::default()
        }
    }

    fn add(&mut self, piece: &[u8], limits: &Limits) -> Result<(), ReadError> {
        self.bytes += piece.len() as u64;
        for byte in piece {
            self.run_bytes = if *byte == b'<' { 0 } else { self.run_bytes + 1 };
            // Small parts may be pictures; large ones must be made of tags.
            if self.run_bytes > limits.cell_bytes as u64 && self.bytes > PICTURE_BYTES {
                return Err(self.too_large(limits.cell_bytes as u64));
            }
        }
        if self.shared_strings {
            if self.bytes > limits.shared_string_bytes {
                return Err(self.too_large(limits.shared_string_bytes));
            }
            if piece.contains(&0) {
                return Err(self.malformed("UTF-16"));
            }
            self.tail.extend_from_slice(piece);
            self.claimed_strings = self.claimed_strings.max(largest_claim(&self.tail));
            let keep = self.tail.len().saturating_sub(CLAIM_BYTES);
            self.tail.drain(..keep);
        }
        Ok(())
    }

    fn finish(&self) -> Result<(), ReadError> {
        // Even an empty string takes the five bytes of "<si/>".
        if self.claimed_strings > self.bytes / 5 {
            return Err(self.malformed("uniqueCount"));
        }
        Ok(())
    }

    fn place(&self) -> Place {
        Place::Part(self.name.clone())
    }

    fn malformed(&self, detail: &str) -> ReadError {
        ReadError::malformed(self.place(), detail)
    }

    fn too_large(&self, cap_bytes: u64) -> ReadError {
        let cap_mib = cap_bytes >> 20;
        ReadError::new(
            ReadCode::TooLarge,
            self.place(),
            format!("文字列が {cap_mib} MiB を超えています。ブックを分けてください。"),
            format!("Its text exceeds {cap_mib} MiB. Split the workbook."),
        )
    }
}

const PICTURE_BYTES: u64 = 64 << 20;
const CLAIM_BYTES: usize = 64;

/// The largest number after the name "uniqueCount".
fn largest_claim(bytes: &[u8]) -> u64 {
    const NAME: &[u8] = b"uniqueCount";
    let mut largest = 0;
    for at in 0..bytes.len().saturating_sub(NAME.len()) {
        if !bytes[at..].starts_with(NAME) {
            continue;
        }
        let digits = bytes[at + NAME.len()..]
            .iter()
            .skip_while(|byte| !byte.is_ascii_digit() && **byte != b'>')
            .take_while(|byte| byte.is_ascii_digit());
        let claim = digits.fold(0_u64, |number, digit| {
            number.saturating_mul(10).saturating_add(u64::from(digit - b'0'))
        });
        largest = largest.max(claim);
    }
    largest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_of_too_many_strings_is_found_even_when_cut_in_two() {
        let mut part = Part::begin("xl/SharedStrings.xml");
        part.add(b"<sst unique", &Limits::default()).unwrap();
        part.add(b"Count=\"99999999999999\"></sst>", &Limits::default())
            .unwrap();
        assert_eq!(part.finish().unwrap_err().code(), ReadCode::Malformed);
    }

    #[test]
    fn an_honest_claim_passes() {
        let mut part = Part::begin("xl/sharedStrings.xml");
        part.add(
            b"<sst count=\"3\" uniqueCount=\"1\"><si><t>a</t></si></sst>",
            &Limits::default(),
        )
        .unwrap();
        assert!(part.finish().is_ok());
    }
}
