//! Character encodings of text files: names, detection over a whole file, strict decoding.

use std::fmt;
use std::io::Read;
use std::str::FromStr;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    Decoder, DecoderResult, EUC_JP, EncoderResult, Encoding, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE,
};

use super::error::{Place, ReadCode, ReadError};

/// A character encoding that Japanese public bodies use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Charset {
    Utf8,
    /// Shift_JIS with Microsoft's additions, such as ① and 髙.
    Cp932,
    EucJp,
    Utf16Le,
    Utf16Be,
}

impl Charset {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Cp932 => "CP932",
            Self::EucJp => "EUC-JP",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
        }
    }

    fn encoding(self) -> &'static Encoding {
        match self {
            Self::Utf8 => UTF_8,
            Self::Cp932 => SHIFT_JIS,
            Self::EucJp => EUC_JP,
            Self::Utf16Le => UTF_16LE,
            Self::Utf16Be => UTF_16BE,
        }
    }

    /// A decoder that reports malformed bytes instead of replacing them.
    pub(super) fn decoder(self) -> Decoder {
        self.encoding().new_decoder_with_bom_removal()
    }

    /// The text of `bytes`, or nothing where they do not fit the encoding.
    pub(super) fn decode(self, bytes: &[u8]) -> Option<String> {
        self.encoding()
            .decode_without_bom_handling_and_without_replacement(bytes)
            .map(std::borrow::Cow::into_owned)
    }

    /// The text of `bytes`; what does not fit becomes U+FFFD.
    pub(super) fn decode_lossy(self, bytes: &[u8]) -> String {
        self.encoding()
            .decode_without_bom_handling(bytes)
            .0
            .into_owned()
    }

    /// The encoding of everything that `source` gives.
    pub(super) fn detect(source: &mut dyn Read) -> Result<Self, ReadError> {
        let mut buffer = vec![0; CHUNK_BYTES];
        let mut evidence = Evidence::new();
        loop {
            let read = source.read(&mut buffer).map_err(|e| ReadError::io(&e))?;
            if evidence.is_settled() || read == 0 {
                return evidence.verdict();
            }
            evidence.add(&buffer[..read]);
        }
    }

    /// The encoding of a short text, such as the attributes of a few records.
    pub(super) fn of_sample(bytes: &[u8]) -> Self {
        let mut evidence = Evidence::new();
        evidence.add(bytes);
        evidence.verdict().unwrap_or(Self::Cp932)
    }
}

const CHUNK_BYTES: usize = 64 * 1024;
const GUESS_BYTES: u64 = 256 * 1024;

/// What the bytes so far say about the encoding.
struct Evidence {
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
    fn new() -> Self {
        let trial = |charset: Charset| Trial {
            charset,
            decoder: charset.encoding().new_decoder_without_bom_handling(),
            fault: None,
        };
        Self {
            head: None,
            trials: [
                trial(Charset::Utf8),
                trial(Charset::Cp932),
                trial(Charset::EucJp),
            ],
            guesser: EncodingDetector::new(Iso2022JpDetection::Deny),
            bytes: 0,
        }
    }

    fn is_settled(&self) -> bool {
        matches!(self.head, Some(Some(_)))
    }

    fn add(&mut self, bytes: &[u8]) {
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
                let (result, read, _) = trial.decoder.decode_to_utf8_without_replacement(
                    &bytes[done..],
                    &mut scratch,
                    false,
                );
                done += read;
                if matches!(result, DecoderResult::Malformed(..)) {
                    trial.fault = Some(self.bytes + done as u64);
                }
            }
        }
        self.bytes += bytes.len() as u64;
    }

    fn verdict(mut self) -> Result<Charset, ReadError> {
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
    let zeros = |parity: usize| {
        bytes
            .iter()
            .skip(parity)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let many = (bytes.len() / 20).max(1);
    match (zeros(0), zeros(1)) {
        (0, odd) if odd >= many => Some(Charset::Utf16Le),
        (even, 0) if even >= many => Some(Charset::Utf16Be),
        _ => None,
    }
}

/// A byte source decoded strictly, chunk by chunk.
pub(super) struct TextSource<R> {
    source: R,
    charset: Charset,
    decoder: Decoder,
    raw: Vec<u8>,
    raw_start: usize,
    raw_end: usize,
    text: Vec<u8>,
    /// Bytes handed to the decoder so far.
    decoded_bytes: u64,
    finished: bool,
}

impl<R: Read> TextSource<R> {
    pub(super) fn new(source: R, charset: Charset) -> Self {
        Self {
            source,
            charset,
            decoder: charset.decoder(),
            raw: vec![0; CHUNK_BYTES],
            raw_start: 0,
            raw_end: 0,
            text: vec![0; CHUNK_BYTES * 3],
            decoded_bytes: 0,
            finished: false,
        }
    }

    /// The next piece of UTF-8 text; nothing at the end.
    pub(super) fn next_chunk(&mut self) -> Result<Option<&[u8]>, ReadError> {
        while !self.finished {
            if self.raw_start == self.raw_end {
                self.raw_start = 0;
                self.raw_end = self
                    .source
                    .read(&mut self.raw)
                    .map_err(|e| ReadError::io(&e))?;
            }
            let last = self.raw_end == 0;
            let (result, read, written) = self.decoder.decode_to_utf8_without_replacement(
                &self.raw[self.raw_start..self.raw_end],
                &mut self.text,
                last,
            );
            self.raw_start += read;
            self.decoded_bytes += read as u64;
            if let DecoderResult::Malformed(length, after) = result {
                let offset = self
                    .decoded_bytes
                    .saturating_sub(u64::from(length) + u64::from(after));
                return Err(self.fault(offset, last));
            }
            self.finished = last && result == DecoderResult::InputEmpty;
            if written > 0 {
                return Ok(Some(&self.text[..written]));
            }
        }
        Ok(None)
    }

    fn fault(&self, offset: u64, at_end: bool) -> ReadError {
        if at_end {
            return ReadError::truncated(Place::Byte(offset));
        }
        let name = self.charset.as_str();
        ReadError::new(
            ReadCode::Encoding,
            Place::Byte(offset),
            format!(
                "{name} として読めない文字があります。文字コードを指定するか (例: CP932)、UTF-8 で保存し直してください。"
            ),
            format!(
                "These bytes are not {name}. Name the encoding (such as CP932) or save the file as UTF-8."
            ),
        )
    }
}

/// The bytes of `text` in CP932, and the characters that it cannot hold (each as "〓").
pub(super) fn encode_cp932(text: &str) -> (Vec<u8>, Vec<char>) {
    let mut encoder = SHIFT_JIS.new_encoder();
    let mut bytes = Vec::with_capacity(text.len() + 16);
    let mut unmappable = Vec::new();
    let mut rest = text;
    loop {
        // Room for the longest form of the rest, so that the output never runs full.
        bytes.reserve(rest.len() * 2 + 16);
        let (result, read) =
            encoder.encode_from_utf8_to_vec_without_replacement(rest, &mut bytes, true);
        rest = &rest[read..];
        match result {
            EncoderResult::InputEmpty => return (bytes, unmappable),
            EncoderResult::OutputFull => {}
            EncoderResult::Unmappable(character) => match substitute(character) {
                Some(equal) => bytes.extend_from_slice(&SHIFT_JIS.encode(equal).0),
                None => {
                    unmappable.push(character);
                    bytes.extend_from_slice(&GETA);
                }
            },
        }
    }
}

/// 〓, the printer's mark for a missing type.
const GETA: [u8; 2] = [0x81, 0xac];

/// The CP932 character that Japanese systems take for this one.
fn substitute(character: char) -> Option<&'static str> {
    Some(match character {
        '\u{301c}' => "～",
        '\u{2212}' => "－",
        '\u{2014}' => "―",
        '\u{2016}' => "∥",
        '\u{2011}' => "‐",
        '\u{00a0}' => " ",
        '\u{00a5}' => "￥",
        _ => return None,
    })
}

impl fmt::Display for Charset {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl FromStr for Charset {
    type Err = UnknownCharset;

    fn from_str(label: &str) -> Result<Self, UnknownCharset> {
        let plain: String = label
            .trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\0')
            .to_ascii_lowercase()
            .replace(['_', '-', ' '], "");
        Ok(match plain.as_str() {
            "utf8" | "65001" | "cp65001" => Self::Utf8,
            "cp932" | "932" | "sjis" | "shiftjis" | "mskanji" | "windows31j" | "ms932"
            | "ansi932" => Self::Cp932,
            "eucjp" | "ujis" | "20932" | "51932" => Self::EucJp,
            "utf16" | "utf16le" | "unicode" => Self::Utf16Le,
            "utf16be" => Self::Utf16Be,
            _ => return Err(UnknownCharset(label.to_owned())),
        })
    }
}

/// An encoding name that Koyu does not know.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown encoding {0:?}: UTF-8, CP932, EUC-JP, UTF-16LE or UTF-16BE")]
pub struct UnknownCharset(String);

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "番号,施設名\n1,中央図書館\n2,市民会館（大ホール）\n";

    fn detect(bytes: &[u8]) -> Charset {
        Charset::detect(&mut &bytes[..]).unwrap()
    }

    fn decode_all(bytes: &[u8], charset: Charset) -> Result<String, ReadError> {
        let mut source = TextSource::new(bytes, charset);
        let mut text = Vec::new();
        while let Some(chunk) = source.next_chunk()? {
            text.extend_from_slice(chunk);
        }
        Ok(String::from_utf8(text).unwrap())
    }

    fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    }

    #[test]
    fn each_encoding_is_detected_and_read_back() {
        let cases = [
            (TEXT.as_bytes().to_vec(), Charset::Utf8),
            ([b"\xef\xbb\xbf", TEXT.as_bytes()].concat(), Charset::Utf8),
            (SHIFT_JIS.encode(TEXT).0.into_owned(), Charset::Cp932),
            (EUC_JP.encode(TEXT).0.into_owned(), Charset::EucJp),
            (utf16(TEXT, u16::to_le_bytes), Charset::Utf16Le),
            (utf16(TEXT, u16::to_be_bytes), Charset::Utf16Be),
            (
                [b"\xff\xfe".to_vec(), utf16(TEXT, u16::to_le_bytes)].concat(),
                Charset::Utf16Le,
            ),
        ];
        for (bytes, charset) in cases {
            assert_eq!(detect(&bytes), charset);
            assert_eq!(decode_all(&bytes, charset).unwrap(), TEXT, "{charset}");
        }
    }

    #[test]
    fn a_byte_that_does_not_fit_is_named_by_its_offset() {
        let mut bytes = TEXT.as_bytes().to_vec();
        bytes[20] = 0xff;
        let error = decode_all(&bytes, detect(&bytes)).unwrap_err();
        assert_eq!(error.code(), ReadCode::Encoding);
        assert!(matches!(error.place(), Place::Byte(18..=20)));
    }

    #[test]
    fn a_text_cut_inside_a_character_is_truncated() {
        let bytes = &TEXT.as_bytes()[..TEXT.len() - 5];
        let error = decode_all(bytes, detect(bytes)).unwrap_err();
        assert_eq!(error.code(), ReadCode::Truncated);
    }

    #[test]
    fn cp932_tells_what_it_cannot_hold() {
        let (bytes, unmappable) = encode_cp932("髙島〜😀①");
        assert_eq!(unmappable, ['😀']);
        assert_eq!(Charset::Cp932.decode(&bytes).unwrap(), "髙島～〓①");
    }

    #[test]
    fn labels_of_cpg_files_are_known() {
        for label in [
            "SJIS",
            "Shift_JIS",
            "CP932",
            "932",
            "ANSI 932",
            "\u{feff}cp932\n",
        ] {
            assert_eq!(label.parse(), Ok(Charset::Cp932), "{label}");
        }
        assert!("EBCDIC".parse::<Charset>().is_err());
    }
}
