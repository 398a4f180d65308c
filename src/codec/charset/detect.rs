//! Which encoding a text is in, from all of its bytes: the marks at its head, what fits, and what is likely.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Decoder, DecoderResult, EUC_JP};

use super::Charset;
use crate::codec::ReadError;

const GUESS_BYTES: u64 = 256 * 1024;

/// What the bytes so far say about the encoding.
pub(super) struct Evidence {
    head: Option<Option<Charset>>,
    trials: [Trial; 3],
    guesser: EncodingDetector,
    bytes: u64,
}

/// How far one encoding reads without a fault.
struct Trial {
    charset: Charset,
    decoder: Decoder,
    /// Offset of the first bytes that do not fit.
    fault: Option<u64>,
}

impl Evidence {
    pub(super) fn new() -> Self {
        let trial = |charset: Charset| Trial {
            charset,
            decoder: charset.encoding().new_decoder_without_bom_handling(),
            fault: None,
        };
        Self {
            head: None,
            trials: [trial(Charset::Utf8), trial(Charset::Cp932), trial(Charset::EucJp)],
            guesser: EncodingDetector::new(Iso2022JpDetection::Deny),
            bytes: 0,
        }
    }

    pub(super) fn is_settled(&self) -> bool {
        matches!(self.head, Some(Some(_)))
    }

    pub(super) fn add(&mut self, bytes: &[u8]) {
        if self.head.is_none() {
            self.head = Some(by_head(bytes));
        }
        // The guesser is slow and needs no more than this to tell the two Japanese encodings apart.
        if self.bytes < GUESS_BYTES {
            self.guesser.feed(bytes, false);
        }
        let mut scratch = [0_u8; 8 * 1024];
        for trial in &mut self.trials {
            let mut done = 0;
            while trial.fault.is_none() && done < bytes.len() {
                let (result, read, _) =
                    trial
                        .decoder
                        .decode_to_utf8_without_replacement(&bytes[done..], &mut scratch, false);
                done += read;
                if matches!(result, DecoderResult::Malformed(..)) {
                    trial.fault = Some(self.bytes + done as u64);
                }
            }
        }
        self.bytes += bytes.len() as u64;
    }

    pub(super) fn verdict(mut self) -> Result<Charset, ReadError> {
        if self.bytes == 0 {
            return Err(ReadError::empty());
        }
        if let Some(Some(charset)) = self.head {
            return Ok(charset);
        }
        // A UTF-8 file that is cut inside a character is still UTF-8: the reader will name the cut.
        if self.trials[0].fault.is_none() {
            return Ok(Charset::Utf8);
        }
        self.guesser.feed(b"", true);
        let guess = self.guesser.guess(Some(b"jp"), Utf8Detection::Deny);
        let fits = |charset: Charset| {
            self.trials
                .iter()
                .any(|trial| trial.charset == charset && trial.fault.is_none())
        };
        match (fits(Charset::Cp932), fits(Charset::EucJp)) {
            (_, true) if guess == EUC_JP => Ok(Charset::EucJp),
            (true, _) => Ok(Charset::Cp932),
            (false, true) => Ok(Charset::EucJp),
            // None fits: take the one that read furthest, so that its first fault is reported.
            (false, false) => Ok(self
                .trials
                .iter()
                .max_by_key(|trial| trial.fault)
                .map_or(Charset::Utf8, |trial| trial.charset)),
        }
    }
}

/// A byte order mark, or the zero bytes of UTF-16 without one.
fn by_head(bytes: &[u8]) -> Option<Charset> {
    if bytes.starts_with(b"\xef\xbb\xbf") {
        return Some(Charset::Utf8);
    }
    if bytes.starts_with(b"\xff\xfe") {
        return Some(Charset::Utf16Le);
    }
    if bytes.starts_with(b"\xfe\xff") {
        return Some(Charset::Utf16Be);
    }
    let zeros = |parity: usize| bytes.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    let many = (bytes.len() / 20).max(1);
    match (zeros(0), zeros(1)) {
        (0, odd) if odd >= many => Some(Charset::Utf16Le),
        (even, 0) if even >= many => Some(Charset::Utf16Be),
        _ => None,
    }
}
