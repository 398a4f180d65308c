//! The few rules of the protobuf wire format that a vector tile needs.
//!
//! Tiles are written directly, not through `prost` messages: those would own a `String` per key and value and a
//! vector per feature, while here a feature's parts go from the prepared layer straight into the tile's bytes.

/// The wire types that occur in a vector tile.
const VARINT: u32 = 0;
const FIXED_64: u32 = 1;
const BYTES: u32 = 2;

pub(super) fn write_varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        // The low seven bits and the sign that more follow.
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Small numbers of either sign become small numbers without one.
pub(super) fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)) as u64
}

pub(super) fn write_uint_field(out: &mut Vec<u8>, field: u32, value: u64) {
    write_varint(out, u64::from(field << 3 | VARINT));
    write_varint(out, value);
}

pub(super) fn write_double_field(out: &mut Vec<u8>, field: u32, value: f64) {
    write_varint(out, u64::from(field << 3 | FIXED_64));
    out.extend_from_slice(&value.to_le_bytes());
}

pub(super) fn write_bytes_field(out: &mut Vec<u8>, field: u32, bytes: &[u8]) {
    write_length(out, field, bytes.len());
    out.extend_from_slice(bytes);
}

/// The head of a field whose `length` bytes follow.
pub(super) fn write_length(out: &mut Vec<u8>, field: u32, length: usize) {
    write_varint(out, u64::from(field << 3 | BYTES));
    write_varint(out, length as u64);
}

/// How many bytes `write_varint` takes.
pub(super) fn varint_length(value: u64) -> usize {
    (64 - (value | 1).leading_zeros()).div_ceil(7) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_varint_is_as_long_as_was_said_and_reads_back() {
        for value in [0, 1, 127, 128, 300, 1 << 32, u64::MAX] {
            let mut out = Vec::new();
            write_varint(&mut out, value);
            assert_eq!(out.len(), varint_length(value));
            assert_eq!(
                prost::encoding::decode_varint(&mut out.as_slice()).expect("a varint"),
                value
            );
        }
    }

    #[test]
    fn zigzag_alternates_between_the_signs() {
        assert_eq!([0, -1, 1, -2, 2].map(zigzag), [0, 1, 2, 3, 4]);
        assert_eq!(zigzag(i64::MIN), u64::MAX);
    }
}
