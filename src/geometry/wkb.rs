//! A look at well-known binary before `geozero` reads it.
//!
//! geozero reserves memory for as many points as the bytes claim and descends into collections without limit: nine
//! bytes can ask for 64 GB, and either ends the process rather than the request. Here counts are held against the
//! bytes that are there.

/// Collections inside collections; real data has one level.
const DEEPEST: usize = 8;

/// Whether the body of a geometry (after any GeoPackage header) is a simple feature that its bytes can hold.
pub(super) fn check(body: &[u8]) -> Result<(), &'static str> {
    let mut bytes = Bytes(body);
    bytes.geometry(None, DEEPEST)?;
    if bytes.0.is_empty() {
        Ok(())
    } else {
        Err("bytes after the end of the geometry")
    }
}

/// The body behind a GeoPackage header, and the header's srs_id. Layout: OGC 12-128, clause 2.1.3.
pub(super) fn split_gpkg(blob: &[u8]) -> Result<(i32, &[u8]), &'static str> {
    let mut bytes = Bytes(blob);
    if bytes.take(2)? != b"GP" {
        return Err("no GeoPackage geometry");
    }
    let flags = bytes.take(2)?[1];
    let srs_id = bytes.word(flags & 1 == 1)? as i32;
    let envelope_bytes = match (flags >> 1) & 0b111 {
        0 => 0,
        1 => 32,
        2 | 3 => 48,
        4 => 64,
        _ => return Err("an unknown envelope"),
    };
    bytes.take(envelope_bytes)?;
    Ok((srs_id, bytes.0))
}

const CUT: &str = "the bytes end too early";

struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], &'static str> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(CUT)?;
        self.0 = rest;
        Ok(taken)
    }

    fn word(&mut self, little_endian: bool) -> Result<u32, &'static str> {
        let bytes: [u8; 4] = self.take(4)?.try_into().expect("four bytes were taken");
        Ok(if little_endian {
            u32::from_le_bytes(bytes)
        } else {
            u32::from_be_bytes(bytes)
        })
    }

    /// A count of things of at least `least` bytes each, all of which must still be there.
    fn count(&mut self, little_endian: bool, least: usize) -> Result<usize, &'static str> {
        let count = self.word(little_endian)? as usize;
        if count > self.0.len() / least {
            Err(CUT)
        } else {
            Ok(count)
        }
    }

    /// `part_of`: the kind that a multi-geometry demands of its parts.
    fn geometry(&mut self, part_of: Option<u32>, depth: usize) -> Result<(), &'static str> {
        let depth = depth.checked_sub(1).ok_or("collections nested too deeply")?;
        let little_endian = match self.take(1)?[0] {
            0 => false,
            1 => true,
            _ => return Err("an unknown byte order"),
        };
        let code = self.word(little_endian)?;
        let (kind, dimensions) = match code / 1000 {
            0 => (code, 2),
            1 | 2 => (code % 1000, 3),
            3 => (code % 1000, 4),
            _ => return Err("an unknown geometry type"),
        };
        if part_of.is_some_and(|wanted| wanted != kind) {
            return Err("a part of another kind than its whole");
        }
        let position = dimensions * 8;
        match kind {
            1 => self.take(position).map(drop),
            2 => self.positions(little_endian, position),
            3 => {
                for _ in 0..self.count(little_endian, 4)? {
                    self.positions(little_endian, position)?;
                }
                Ok(())
            }
            4..=7 => {
                for _ in 0..self.count(little_endian, 9)? {
                    self.geometry((kind < 7).then_some(kind - 3), depth)?;
                }
                Ok(())
            }
            _ => Err("curves and surfaces are not supported"),
        }
    }

    fn positions(&mut self, little_endian: bool, position: usize) -> Result<(), &'static str> {
        let count = self.count(little_endian, position)?;
        self.take(count * position).map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claiming(kind: u8, count: u32) -> Vec<u8> {
        [&[1, kind, 0, 0, 0][..], &count.to_le_bytes()].concat()
    }

    #[test]
    fn a_count_without_its_bytes_is_refused_before_memory_is_reserved() {
        for kind in 2..=7 {
            assert_eq!(check(&claiming(kind, u32::MAX)), Err(CUT), "{kind}");
        }
    }

    #[test]
    fn endless_nesting_is_refused() {
        assert_eq!(
            check(&claiming(7, 1).repeat(200_000)),
            Err("collections nested too deeply")
        );
    }

    #[test]
    fn a_multi_polygon_of_points_is_refused() {
        let point = [&[1, 1, 0, 0, 0][..], &[0; 16]].concat();
        assert!(check(&[claiming(6, 1), point.clone()].concat()).is_err());
        assert_eq!(check(&[claiming(4, 1), point.clone()].concat()), Ok(()));
        assert!(check(&[point, vec![0]].concat()).is_err());
    }

    #[test]
    fn a_header_gives_its_srs_id_in_either_byte_order() {
        assert_eq!(split_gpkg(b"GP\0\x01\x0c\x1a\0\0rest"), Ok((6668, &b"rest"[..])));
        assert_eq!(split_gpkg(b"GP\0\0\0\0\x1a\x0crest"), Ok((6668, &b"rest"[..])));
        assert!(split_gpkg(b"GP\0\x03\x0c\x1a\0\0short").is_err());
        assert!(split_gpkg(b"PK\x03\x04").is_err());
    }
}
