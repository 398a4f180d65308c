//! A byte source decoded strictly: what does not fit the encoding is an error with its offset.

use std::io::Read;

use encoding_rs::{Decoder, DecoderResult};

use super::{CHUNK_BYTES, Charset};
use crate::codec::{Place, ReadCode, ReadError};

/// A byte source decoded strictly, chunk by chunk.
pub(in crate::codec) struct TextSource<R> {
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
    pub(in crate::codec) fn new(source: R, charset: Charset) -> Self {
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
    pub(in crate::codec) fn next_chunk(&mut self) -> Result<Option<&[u8]>, ReadError> {
        while !self.finished {
            if self.raw_start == self.raw_end {
                self.raw_start = 0;
                self.raw_end = self.source.read(&mut self.raw).map_err(|e| ReadError::io(&e))?;
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
                let offset = self.decoded_bytes.saturating_sub(u64::from(length) + u64::from(after));
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
            format!("These bytes are not {name}. Name the encoding (such as CP932) or save the file as UTF-8."),
        )
    }
}

#[cfg(test)]
mod tests {
    use encoding_rs::{EUC_JP, SHIFT_JIS};

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
}
