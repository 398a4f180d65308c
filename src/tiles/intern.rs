//! Each key and each value of a layer once, values already in the bytes that go into a tile.

use std::hash::{BuildHasher, BuildHasherDefault};
use std::sync::Arc;

use hashbrown::HashTable;
use rustc_hash::{FxHashMap, FxHasher};

use super::feature::Value;
use super::protobuf::{write_bytes_field, write_double_field, write_uint_field, zigzag};

/// The layer's keys in order of their first use.
#[derive(Clone, Debug, Default)]
pub(super) struct KeyTable {
    names: Vec<Arc<str>>,
    numbers: FxHashMap<Arc<str>, u32>,
}

impl KeyTable {
    pub fn find(&self, name: &str) -> Option<u32> {
        self.numbers.get(name).copied()
    }

    pub fn add(&mut self, name: &Arc<str>) -> u32 {
        if let Some(number) = self.find(name) {
            return number;
        }
        let number = u32::try_from(self.names.len()).expect("fewer than 2³² keys");
        self.names.push(name.clone());
        self.numbers.insert(name.clone(), number);
        number
    }

    pub fn name(&self, number: u32) -> &str {
        &self.names[number as usize]
    }

    pub fn len(&self) -> usize {
        self.names.len()
    }
}

/// A value as the message `Value` of a vector tile: exactly one of its fields. None for what is no number.
pub(super) fn encode_value(value: &Value, out: &mut Vec<u8>) -> Option<()> {
    match value {
        Value::Text(text) => write_bytes_field(out, 1, text.as_bytes()),
        Value::Real(number) if !number.is_finite() => return None,
        // −0 and 0 are one value to every reader, so they must be one entry.
        Value::Real(number) => write_double_field(out, 3, number + 0.0),
        Value::Int(number) => match u64::try_from(*number) {
            Ok(natural) => write_uint_field(out, 5, natural),
            Err(_) => write_uint_field(out, 6, zigzag(*number)),
        },
        Value::Bool(flag) => write_uint_field(out, 7, u64::from(*flag)),
    }
    Some(())
}

fn hash(bytes: &[u8]) -> u64 {
    BuildHasherDefault::<FxHasher>::default().hash_one(bytes)
}

/// Values side by side in one block of memory, found by their bytes.
#[derive(Debug, Default)]
pub(super) struct PackedValues {
    bytes: Vec<u8>,
    ends: Vec<u32>,
    numbers: HashTable<u32>,
}

impl PackedValues {
    fn bytes(&self, number: u32) -> &[u8] {
        slice(&self.bytes, &self.ends, number)
    }

    fn find(&self, value: &[u8]) -> Option<u32> {
        self.numbers
            .find(hash(value), |&number| self.bytes(number) == value)
            .copied()
    }

    pub fn add(&mut self, value: &[u8]) -> u32 {
        if let Some(number) = self.find(value) {
            return number;
        }
        let number = u32::try_from(self.ends.len()).expect("fewer than 2³² values");
        self.bytes.extend_from_slice(value);
        self.ends
            .push(u32::try_from(self.bytes.len()).expect("a layer's values stay below 4 GiB"));
        let (bytes, ends) = (&self.bytes, &self.ends);
        self.numbers
            .insert_unique(hash(value), number, |&other| hash(slice(bytes, ends, other)));
        number
    }
}

fn slice<'a>(bytes: &'a [u8], ends: &[u32], number: u32) -> &'a [u8] {
    let index = number as usize;
    let start = index.checked_sub(1).map_or(0, |before| ends[before] as usize);
    &bytes[start..ends[index] as usize]
}

/// As many later values are no burden to any layer.
const LATER_VALUES: usize = 4096;

/// The layer's values: a packed base, shared between versions, and what later versions brought.
#[derive(Clone, Debug)]
pub(super) struct ValueTable {
    packed: Arc<PackedValues>,
    later: imbl::Vector<Arc<[u8]>>,
    later_numbers: imbl::HashMap<Arc<[u8]>, u32>,
}

impl ValueTable {
    pub fn new(packed: PackedValues) -> Self {
        Self {
            packed: Arc::new(packed),
            later: imbl::Vector::new(),
            later_numbers: imbl::HashMap::new(),
        }
    }

    pub fn find(&self, value: &[u8]) -> Option<u32> {
        self.packed
            .find(value)
            .or_else(|| self.later_numbers.get(value).copied())
    }

    pub fn add(&mut self, value: &[u8]) -> u32 {
        if let Some(number) = self.find(value) {
            return number;
        }
        let number = u32::try_from(self.len()).expect("fewer than 2³² values");
        let shared: Arc<[u8]> = value.into();
        self.later.push_back(shared.clone());
        self.later_numbers.insert(shared, number);
        number
    }

    pub fn bytes(&self, number: u32) -> &[u8] {
        let packed = self.packed.ends.len();
        (number as usize)
            .checked_sub(packed)
            .map_or_else(|| self.packed.bytes(number), |index| &self.later[index])
    }

    pub fn len(&self) -> usize {
        self.packed.ends.len() + self.later.len()
    }

    /// Whether so many values came later that packing is worth its price: many of the old ones are unused by then.
    pub fn is_outgrown(&self) -> bool {
        self.later.len() > LATER_VALUES.max(self.packed.ends.len() / 2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(value: &Value) -> Vec<u8> {
        let mut out = Vec::new();
        encode_value(value, &mut out).expect("a value");
        out
    }

    #[test]
    fn a_value_is_kept_once_whether_it_came_early_or_late() {
        let mut packed = PackedValues::default();
        let school = packed.add(&encoded(&"学校".into()));
        let seven = packed.add(&encoded(&7_i64.into()));
        assert_eq!(packed.add(&encoded(&"学校".into())), school);
        let mut table = ValueTable::new(packed);
        let park = table.add(&encoded(&"公園".into()));
        assert_eq!(table.add(&encoded(&"公園".into())), park);
        assert_eq!(table.add(&encoded(&7_i64.into())), seven);
        assert_eq!(table.bytes(park), encoded(&"公園".into()));
        assert_eq!(table.bytes(school), encoded(&"学校".into()));
        assert_eq!(table.len(), 3);
        assert!(!table.is_outgrown());
    }

    #[test]
    fn text_numbers_and_flags_of_the_same_look_are_different_values() {
        let values: Vec<Value> = vec!["1".into(), 1_i64.into(), 1.0.into(), true.into(), (-1_i64).into()];
        let mut packed = PackedValues::default();
        let numbers: Vec<u32> = values.iter().map(|value| packed.add(&encoded(value))).collect();
        assert_eq!(numbers, [0, 1, 2, 3, 4]);
    }

    #[test]
    fn what_is_no_number_is_left_out_and_minus_zero_is_zero() {
        assert_eq!(encode_value(&Value::Real(f64::NAN), &mut Vec::new()), None);
        assert_eq!(encoded(&Value::Real(-0.0)), encoded(&Value::Real(0.0)));
    }
}
