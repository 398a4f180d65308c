//! A tile's bytes as they go on the wire, with the ETag of exactly these bytes.

use std::io::{self, Write};

use bytes::Bytes;
use flate2::write::GzEncoder;
use xxhash_rust::xxh3::xxh3_128;

/// A content coding of HTTP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Encoding {
    Identity,
    Gzip,
    Brotli,
    Zstd,
}

impl Encoding {
    pub const ALL: [Self; 4] = [Self::Identity, Self::Gzip, Self::Brotli, Self::Zstd];

    /// The value of `Content-Encoding`; None where there is none to send.
    pub fn content_encoding(self) -> Option<&'static str> {
        match self {
            Self::Identity => None,
            Self::Gzip => Some("gzip"),
            Self::Brotli => Some("br"),
            Self::Zstd => Some("zstd"),
        }
    }

    /// Levels that cost a tile of 50 kB a millisecond or so, since it is done while somebody waits.
    fn compress(self, bytes: &[u8]) -> io::Result<Vec<u8>> {
        let out = Vec::with_capacity(bytes.len() / 2);
        match self {
            Self::Identity => Ok(bytes.to_vec()),
            Self::Gzip => {
                let mut encoder = GzEncoder::new(out, flate2::Compression::new(4));
                encoder.write_all(bytes)?;
                encoder.finish()
            }
            Self::Brotli => {
                let mut encoder = brotli::CompressorWriter::new(out, 4096, 4, 18);
                encoder.write_all(bytes)?;
                Ok(encoder.into_inner())
            }
            Self::Zstd => zstd::bulk::compress(bytes, 3),
        }
    }
}

/// Fewer bytes than this do not become fewer by compression.
const WORTH_COMPRESSING_BYTES: usize = 150;

/// One form of a tile, ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EncodedTile {
    pub bytes: Bytes,
    /// May be `Identity` where another was asked for: a tile that compression makes longer is sent as it is.
    pub encoding: Encoding,
    /// Strong and quoted. A hash of the bytes sent, so that two servers, or one after a restore, never give different
    /// bytes the same tag.
    pub etag: Box<str>,
}

impl EncodedTile {
    pub(super) fn identity(bytes: Vec<u8>) -> Self {
        Self::tagged(bytes.into(), Encoding::Identity)
    }

    fn tagged(bytes: Bytes, encoding: Encoding) -> Self {
        let suffix = encoding
            .content_encoding()
            .map(|name| format!("-{name}"))
            .unwrap_or_default();
        let etag = format!("\"{:032x}{suffix}\"", xxh3_128(&bytes)).into();
        Self { bytes, encoding, etag }
    }

    /// The same tile in another encoding, or itself where that is no shorter.
    pub(super) fn compressed(&self, encoding: Encoding) -> Self {
        if self.bytes.len() < WORTH_COMPRESSING_BYTES {
            return self.clone();
        }
        match encoding.compress(&self.bytes) {
            Ok(bytes) if bytes.len() < self.bytes.len() => Self::tagged(bytes.into(), encoding),
            // Writing to memory does not fail; if a library says so all the same, the tile itself is right, too.
            Ok(_) | Err(_) => self.clone(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn each_encoding_reads_back_and_has_an_etag_of_its_own() {
        let tile = EncodedTile::identity(b"koyu ".repeat(200));
        let [identity, gzip, brotli, zstd] = Encoding::ALL.map(|encoding| tile.compressed(encoding));
        assert_eq!(identity, tile);
        let mut plain = Vec::new();
        flate2::read::GzDecoder::new(&gzip.bytes[..])
            .read_to_end(&mut plain)
            .expect("gzip");
        assert_eq!(plain, tile.bytes);
        plain.clear();
        brotli::Decompressor::new(&brotli.bytes[..], 4096)
            .read_to_end(&mut plain)
            .expect("brotli");
        assert_eq!(plain, tile.bytes);
        assert_eq!(zstd::decode_all(&zstd.bytes[..]).expect("zstd"), tile.bytes);
        let mut tags = [&identity, &gzip, &brotli, &zstd].map(|tile| tile.etag.clone());
        tags.sort_unstable();
        assert!(tags.windows(2).all(|pair| pair[0] != pair[1]));
        assert!(tags.iter().all(|tag| tag.starts_with('"') && tag.ends_with('"')));
    }

    #[test]
    fn what_would_become_longer_is_sent_as_it_is() {
        let tiny = EncodedTile::identity(vec![1, 2, 3]);
        assert_eq!(tiny.compressed(Encoding::Brotli), tiny);
        let noise: Vec<u8> = (0..400_u64)
            .map(|i| (xxh3_128(&i.to_le_bytes()) & 0xff) as u8)
            .collect();
        let noise = EncodedTile::identity(noise);
        assert_eq!(noise.compressed(Encoding::Gzip).encoding, Encoding::Identity);
    }
}
