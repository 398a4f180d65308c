//! GeoPackage binary to shapes: two dimensions, no curves, every count checked before it is believed.
//!
//! geozero reserves memory for as many points as a blob claims, so a blob of 30 bytes can ask for
//! 64 GiB. Here a count must fit into the bytes that are left.

use geo::{Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon};

use crate::codec::Message;
use crate::codec::coordinates::{broken, checked, unsupported};

/// The shape in a GeoPackage blob; an empty one is none.
pub(super) fn read(blob: &[u8], max_depth: usize) -> Result<Option<Geometry<f64>>, Message> {
    let [b'G', b'P', _version, flags, ..] = blob else {
        return Err(broken("GP"));
    };
    // Envelopes of 0, 4, 6, 6 or 8 numbers come before the shape.
    let envelope_bytes = match (flags >> 1) & 0b111 {
        0 => 0,
        1 => 32,
        2 | 3 => 48,
        4 => 64,
        _ => return Err(broken("envelope")),
    };
    if flags & 0b10_0000 != 0 {
        return Err(unsupported("ExtendedGeoPackage"));
    }
    let mut reader = Wkb {
        rest: blob.get(8 + envelope_bytes..).ok_or_else(|| broken("length"))?,
    };
    let shape = reader.shape(max_depth)?;
    // "Empty" is told by the flag, or by a point whose coordinates are no numbers.
    let empty = flags & 0b1_0000 != 0 || matches!(&shape, Geometry::Point(at) if at.x().is_nan() && at.y().is_nan());
    if empty { Ok(None) } else { checked(shape) }
}

struct Wkb<'a> {
    rest: &'a [u8],
}

/// Byte order and dimensions of one geometry.
#[derive(Clone, Copy)]
struct Form {
    little_endian: bool,
    dimensions: usize,
}

impl Form {
    fn coord_bytes(self) -> usize {
        self.dimensions * 8
    }
}

impl Wkb<'_> {
    fn shape(&mut self, depth: usize) -> Result<Geometry<f64>, Message> {
        let depth = depth.checked_sub(1).ok_or_else(|| broken("depth"))?;
        let (form, kind) = self.head()?;
        Ok(match kind {
            1 => Point(self.coord(form)?).into(),
            2 => LineString(self.coords(form)?).into(),
            3 => self.polygon(form)?.into(),
            4 => MultiPoint(self.parts(form, depth, |part| match part {
                Geometry::Point(point) => Some(point),
                _ => None,
            })?)
            .into(),
            5 => MultiLineString(self.parts(form, depth, |part| match part {
                Geometry::LineString(line) => Some(line),
                _ => None,
            })?)
            .into(),
            6 => MultiPolygon(self.parts(form, depth, |part| match part {
                Geometry::Polygon(polygon) => Some(polygon),
                _ => None,
            })?)
            .into(),
            7 => Geometry::GeometryCollection(GeometryCollection(self.parts(form, depth, Some)?)),
            8..=17 => return Err(unsupported(CURVED[kind as usize - 8])),
            _ => return Err(broken("type")),
        })
    }

    fn head(&mut self) -> Result<(Form, u32), Message> {
        let [order] = self.take()?;
        let little_endian = order == 1;
        let code = self.integer(little_endian)?;
        // ISO adds thousands for Z and M, the older extended form sets high bits.
        let (kind, thousands) = (code & 0xffff, (code & 0xffff) / 1000);
        let z = code & 0x8000_0000 != 0 || matches!(thousands, 1 | 3);
        let m = code & 0x4000_0000 != 0 || matches!(thousands, 2 | 3);
        if code & 0x2000_0000 != 0 {
            self.integer(little_endian)?;
        }
        let form = Form {
            little_endian,
            dimensions: 2 + usize::from(z) + usize::from(m),
        };
        Ok((form, kind % 1000))
    }

    fn polygon(&mut self, form: Form) -> Result<Polygon<f64>, Message> {
        let count = self.count(form, 4)?;
        let mut rings = Vec::with_capacity(count);
        for _ in 0..count {
            rings.push(LineString(self.coords(form)?));
        }
        let mut rings = rings.into_iter();
        let exterior = rings.next().unwrap_or_else(|| LineString(vec![]));
        Ok(Polygon::new(exterior, rings.collect()))
    }

    fn parts<T>(
        &mut self,
        form: Form,
        depth: usize,
        pick: impl Fn(Geometry<f64>) -> Option<T>,
    ) -> Result<Vec<T>, Message> {
        // The smallest part is its byte order, its type and a count.
        let count = self.count(form, 9)?;
        let mut parts = Vec::with_capacity(count);
        for _ in 0..count {
            parts.push(pick(self.shape(depth)?).ok_or_else(|| broken("part"))?);
        }
        Ok(parts)
    }

    fn coords(&mut self, form: Form) -> Result<Vec<Coord<f64>>, Message> {
        let count = self.count(form, form.coord_bytes())?;
        (0..count).map(|_| self.coord(form)).collect()
    }

    fn coord(&mut self, form: Form) -> Result<Coord<f64>, Message> {
        let x = self.float(form.little_endian)?;
        let y = self.float(form.little_endian)?;
        for _ in 2..form.dimensions {
            self.take::<8>()?;
        }
        Ok(Coord { x, y })
    }

    /// A count of things of at least `each_bytes`.
    fn count(&mut self, form: Form, each_bytes: usize) -> Result<usize, Message> {
        let count = self.integer(form.little_endian)? as usize;
        if count > self.rest.len() / each_bytes {
            return Err(broken("count"));
        }
        Ok(count)
    }

    fn integer(&mut self, little_endian: bool) -> Result<u32, Message> {
        let bytes = self.take()?;
        Ok(if little_endian {
            u32::from_le_bytes(bytes)
        } else {
            u32::from_be_bytes(bytes)
        })
    }

    fn float(&mut self, little_endian: bool) -> Result<f64, Message> {
        let bytes = self.take()?;
        Ok(if little_endian {
            f64::from_le_bytes(bytes)
        } else {
            f64::from_be_bytes(bytes)
        })
    }

    fn take<const N: usize>(&mut self) -> Result<[u8; N], Message> {
        let (value, rest) = self.rest.split_first_chunk().ok_or_else(|| broken("length"))?;
        self.rest = rest;
        Ok(*value)
    }
}

const CURVED: [&str; 10] = [
    "CircularString",
    "CompoundCurve",
    "CurvePolygon",
    "MultiCurve",
    "MultiSurface",
    "Curve",
    "Surface",
    "PolyhedralSurface",
    "TIN",
    "Triangle",
];

#[cfg(test)]
mod tests {
    use geo::{line_string, polygon};
    use geozero::{CoordDimensions, ToWkb};
    use proptest::prelude::*;

    use super::*;

    fn blob(shape: &Geometry<f64>) -> Vec<u8> {
        shape.to_gpkg_wkb(CoordDimensions::xy(), Some(6668), vec![]).unwrap()
    }

    #[test]
    fn shapes_that_geozero_writes_are_read_back() {
        let square = polygon![
            exterior: [(x: 0., y: 0.), (x: 9., y: 0.), (x: 9., y: 9.), (x: 0., y: 0.)],
            interiors: [[(x: 3., y: 1.), (x: 4., y: 1.), (x: 4., y: 2.), (x: 3., y: 1.)]],
        ];
        let shapes: Vec<Geometry<f64>> = vec![
            Point::new(135.5, 34.7).into(),
            line_string![(x: 1., y: 2.), (x: 3., y: 4.)].into(),
            square.clone().into(),
            MultiPoint(vec![Point::new(1., 2.)]).into(),
            MultiPolygon(vec![square.clone(), square]).into(),
        ];
        for shape in shapes {
            assert_eq!(read(&blob(&shape), 8).unwrap(), Some(shape));
        }
    }

    #[test]
    fn a_count_beyond_the_blob_is_refused() {
        let mut bytes = blob(&line_string![(x: 1., y: 2.), (x: 3., y: 4.)].into());
        bytes[13..17].copy_from_slice(&u32::MAX.to_le_bytes());
        assert_eq!(read(&bytes, 8), Err(broken("count")));
    }

    #[test]
    fn a_point_of_no_numbers_is_empty() {
        let shape = Point::new(f64::NAN, f64::NAN).into();
        assert_eq!(read(&blob(&shape), 8), Ok(None));
    }

    proptest! {
        #[test]
        fn no_blob_makes_it_panic(mut bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = read(&bytes, 8);
            bytes.splice(0..0, [b'G', b'P', 0, 1, 0, 0, 0, 0, 1]);
            let _ = read(&bytes, 8);
        }
    }
}
