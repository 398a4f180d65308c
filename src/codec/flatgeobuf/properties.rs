//! Property bytes as cells, with every length checked against what is there.

use flatgeobuf::ColumnType;

use crate::codec::{Cell, FieldKind};

/// The kind of a column.
pub(super) fn kind(column: ColumnType) -> FieldKind {
    match column {
        ColumnType::Byte
        | ColumnType::UByte
        | ColumnType::Short
        | ColumnType::UShort
        | ColumnType::Int
        | ColumnType::UInt
        | ColumnType::Long
        | ColumnType::ULong => FieldKind::Integer,
        ColumnType::Float | ColumnType::Double => FieldKind::Number,
        ColumnType::Bool => FieldKind::Bool,
        ColumnType::String => FieldKind::Text,
        ColumnType::Json => FieldKind::Json,
        ColumnType::DateTime => FieldKind::Date,
        _ => FieldKind::Unknown,
    }
}

/// Fills `cells` from (column, value) pairs; says what is wrong otherwise.
pub(super) fn read(bytes: &[u8], columns: &[ColumnType], cells: &mut [Cell]) -> Result<(), &'static str> {
    let mut rest = bytes;
    // Some writers leave one stray byte behind the last value.
    while rest.len() > 1 {
        let index = usize::from(u16::from_le_bytes(take(&mut rest)?));
        let column = columns.get(index).ok_or("column index")?;
        cells[index] = value(*column, &mut rest)?;
    }
    Ok(())
}

fn value(column: ColumnType, rest: &mut &[u8]) -> Result<Cell, &'static str> {
    Ok(match column {
        ColumnType::Byte => Cell::Integer(i8::from_le_bytes(take(rest)?).into()),
        ColumnType::UByte => Cell::Integer(u8::from_le_bytes(take(rest)?).into()),
        ColumnType::Short => Cell::Integer(i16::from_le_bytes(take(rest)?).into()),
        ColumnType::UShort => Cell::Integer(u16::from_le_bytes(take(rest)?).into()),
        ColumnType::Int => Cell::Integer(i32::from_le_bytes(take(rest)?).into()),
        ColumnType::UInt => Cell::Integer(u32::from_le_bytes(take(rest)?).into()),
        ColumnType::Long => Cell::Integer(i64::from_le_bytes(take(rest)?)),
        ColumnType::ULong => {
            let number = u64::from_le_bytes(take(rest)?);
            // Beyond the signed range the digits are kept as text.
            i64::try_from(number).map_or_else(|_| Cell::Text(number.to_string()), Cell::Integer)
        }
        ColumnType::Float => Cell::Number(f32::from_le_bytes(take(rest)?).into()),
        ColumnType::Double => Cell::Number(f64::from_le_bytes(take(rest)?)),
        ColumnType::Bool => Cell::Bool(u8::from_le_bytes(take(rest)?) != 0),
        ColumnType::String | ColumnType::Json => Cell::Text(text(rest)?),
        ColumnType::DateTime => Cell::Date(text(rest)?),
        ColumnType::Binary => Cell::Text(hex::encode(counted(rest)?)),
        _ => return Err("column type"),
    })
}

fn take<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N], &'static str> {
    let (value, after) = rest.split_first_chunk().ok_or("value length")?;
    *rest = after;
    Ok(*value)
}

fn counted<'a>(rest: &mut &'a [u8]) -> Result<&'a [u8], &'static str> {
    let length = u32::from_le_bytes(take(rest)?) as usize;
    let (value, after) = rest.split_at_checked(length).ok_or("text length")?;
    *rest = after;
    Ok(value)
}

fn text(rest: &mut &[u8]) -> Result<String, &'static str> {
    std::str::from_utf8(counted(rest)?)
        .map(str::to_owned)
        .map_err(|_| "UTF-8")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_beyond_the_bytes_is_a_fault() {
        let mut cells = [Cell::Null];
        let bytes = [0, 0, 255, 0, 0, 0, b'a'];
        let outcome = read(&bytes, &[ColumnType::String], &mut cells);
        assert_eq!(outcome, Err("text length"));
    }

    #[test]
    fn a_number_beyond_the_signed_range_keeps_its_digits() {
        let mut cells = [Cell::Null];
        let bytes = [&[0, 0][..], &u64::MAX.to_le_bytes()].concat();
        read(&bytes, &[ColumnType::ULong], &mut cells).unwrap();
        assert_eq!(cells[0], Cell::Text("18446744073709551615".into()));
    }
}
