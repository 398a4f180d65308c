//! Writes a layer of a tile (Mapbox Vector Tile 2.1): each key and value once, numeric ids, geometry commands.

use rustc_hash::FxHashMap;

use super::feature::Value;
use super::grid::{Cell, EXTENT};
use super::intern::{KeyTable, ValueTable, encode_value};
use super::prepared::Tag;
use super::protobuf::{varint_length, write_bytes_field, write_length, write_uint_field, write_varint, zigzag};

/// Numbers of the fields in the messages of the standard's `vector_tile.proto`.
mod field {
    pub const TILE_LAYER: u32 = 3;
    pub const LAYER_NAME: u32 = 1;
    pub const LAYER_FEATURE: u32 = 2;
    pub const LAYER_KEY: u32 = 3;
    pub const LAYER_VALUE: u32 = 4;
    pub const LAYER_EXTENT: u32 = 5;
    pub const LAYER_VERSION: u32 = 15;
    pub const FEATURE_ID: u32 = 1;
    pub const FEATURE_TAGS: u32 = 2;
    pub const FEATURE_TYPE: u32 = 3;
    pub const FEATURE_GEOMETRY: u32 = 4;
}

const MOVE_TO: u64 = 1;
const LINE_TO: u64 = 2;
const CLOSE_PATH: u64 = 7;

/// The geometry of one feature as commands.
#[derive(Debug)]
pub(super) struct Commands {
    kind: u64,
    bytes: Vec<u8>,
    cursor: Cell,
}

impl Commands {
    pub fn new() -> Self {
        Self {
            kind: 0,
            bytes: Vec::new(),
            cursor: Cell { x: 0, y: 0 },
        }
    }

    fn restart(&mut self, kind: u64) -> &mut Self {
        self.kind = kind;
        self.bytes.clear();
        self.cursor = Cell { x: 0, y: 0 };
        self
    }

    pub fn points(&mut self, cells: &[Cell]) -> &mut Self {
        self.restart(1);
        self.run(MOVE_TO, cells);
        self
    }

    /// Lines of two cells or more each.
    pub fn lines<'a>(&mut self, lines: impl Iterator<Item = &'a [Cell]>) -> &mut Self {
        self.restart(2);
        for line in lines {
            self.run(MOVE_TO, &line[..1]);
            self.run(LINE_TO, &line[1..]);
        }
        self
    }

    /// Rings of three cells or more each, without their closing point.
    pub fn rings<'a>(&mut self, rings: impl Iterator<Item = &'a [Cell]>) -> &mut Self {
        self.restart(3);
        for ring in rings {
            self.run(MOVE_TO, &ring[..1]);
            self.run(LINE_TO, &ring[1..]);
            write_varint(&mut self.bytes, CLOSE_PATH | 1 << 3);
        }
        self
    }

    fn run(&mut self, command: u64, cells: &[Cell]) {
        if cells.is_empty() {
            return;
        }
        write_varint(&mut self.bytes, command | (cells.len() as u64) << 3);
        for &cell in cells {
            write_varint(&mut self.bytes, zigzag(i64::from(cell.x - self.cursor.x)));
            write_varint(&mut self.bytes, zigzag(i64::from(cell.y - self.cursor.y)));
            self.cursor = cell;
        }
    }

    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }
}

/// Where in the tile's own list a key or value of the layer's table stands.
enum Places {
    /// One slot for each entry of the table: for a tile that shows much of it.
    Dense(Vec<u32>),
    Sparse(FxHashMap<u32, u32>),
}

impl Places {
    fn new(entries: usize, expected_uses: usize) -> Self {
        if entries <= 4 * expected_uses.max(16) {
            Self::Dense(vec![u32::MAX; entries])
        } else {
            Self::Sparse(FxHashMap::default())
        }
    }

    fn get_or_insert(&mut self, entry: u32, next: u32) -> u32 {
        match self {
            Self::Dense(places) => {
                let place = &mut places[entry as usize];
                if *place == u32::MAX {
                    *place = next;
                }
                *place
            }
            Self::Sparse(places) => *places.entry(entry).or_insert(next),
        }
    }
}

/// Writes features one by one, then the layer around them.
pub(super) struct LayerWriter<'a> {
    key_table: &'a KeyTable,
    value_table: &'a ValueTable,
    key_places: Places,
    value_places: Places,
    keys: Vec<u32>,
    /// The tile's values in order: bytes of the message `Value`, each with its length in front.
    values: Vec<u8>,
    value_count: u32,
    /// Values that the layer's table does not know, such as counts.
    own_values: FxHashMap<Vec<u8>, u32>,
    tags: Vec<u8>,
    features: Vec<u8>,
}

impl<'a> LayerWriter<'a> {
    pub fn new(key_table: &'a KeyTable, value_table: &'a ValueTable, expected_features: usize) -> Self {
        Self {
            key_table,
            value_table,
            key_places: Places::new(key_table.len(), usize::MAX / 8),
            value_places: Places::new(value_table.len(), expected_features.saturating_mul(key_table.len())),
            keys: Vec::new(),
            values: Vec::new(),
            value_count: 0,
            own_values: FxHashMap::default(),
            tags: Vec::new(),
            features: Vec::with_capacity(expected_features.saturating_mul(32)),
        }
    }

    /// Gives the feature that comes next its attributes.
    pub fn tag_all(&mut self, tags: &[Tag]) {
        for tag in tags {
            let value = self.value_places.get_or_insert(tag.value, self.value_count);
            if value == self.value_count {
                self.append_value(self.value_table.bytes(tag.value));
            }
            self.tag(tag.key, value);
        }
    }

    /// Gives the feature that comes next an attribute that is made for this tile.
    pub fn tag_own(&mut self, key: &str, value: &Value) {
        let Some(key) = self.key_table.find(key) else {
            return;
        };
        let mut bytes = Vec::new();
        if encode_value(value, &mut bytes).is_none() {
            return;
        }
        let known = self.value_table.find(&bytes);
        let place = match known {
            Some(entry) => self.value_places.get_or_insert(entry, self.value_count),
            None => *self.own_values.entry(bytes.clone()).or_insert(self.value_count),
        };
        if place == self.value_count {
            self.append_value(&bytes);
        }
        self.tag(key, place);
    }

    fn append_value(&mut self, bytes: &[u8]) {
        write_bytes_field(&mut self.values, field::LAYER_VALUE, bytes);
        self.value_count += 1;
    }

    fn tag(&mut self, key: u32, value_place: u32) {
        let next = u32::try_from(self.keys.len()).expect("fewer than 2³² keys");
        let key_place = self.key_places.get_or_insert(key, next);
        if key_place == next {
            self.keys.push(key);
        }
        write_varint(&mut self.tags, u64::from(key_place));
        write_varint(&mut self.tags, u64::from(value_place));
    }

    /// Writes a feature with the attributes given since the last one.
    pub fn feature(&mut self, id: u64, geometry: &Commands) {
        let packed = |bytes: &[u8]| 1 + varint_length(bytes.len() as u64) + bytes.len();
        let tags_length = if self.tags.is_empty() { 0 } else { packed(&self.tags) };
        let length = 1 + varint_length(id) + tags_length + 2 + packed(&geometry.bytes);
        let out = &mut self.features;
        write_length(out, field::LAYER_FEATURE, length);
        write_uint_field(out, field::FEATURE_ID, id);
        if !self.tags.is_empty() {
            write_bytes_field(out, field::FEATURE_TAGS, &self.tags);
            self.tags.clear();
        }
        write_uint_field(out, field::FEATURE_TYPE, geometry.kind);
        write_bytes_field(out, field::FEATURE_GEOMETRY, &geometry.bytes);
    }

    /// Writes the layer to the tile, unless it has no features.
    pub fn finish(self, name: &str, tile: &mut Vec<u8>) {
        if self.features.is_empty() {
            return;
        }
        let mut head = Vec::new();
        write_uint_field(&mut head, field::LAYER_VERSION, 2);
        write_bytes_field(&mut head, field::LAYER_NAME, name.as_bytes());
        write_uint_field(&mut head, field::LAYER_EXTENT, u64::from(EXTENT.unsigned_abs()));
        for &key in &self.keys {
            write_bytes_field(&mut head, field::LAYER_KEY, self.key_table.name(key).as_bytes());
        }
        let length = head.len() + self.values.len() + self.features.len();
        tile.reserve(length + 8);
        write_length(tile, field::TILE_LAYER, length);
        for part in [&head, &self.values, &self.features] {
            tile.extend_from_slice(part);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::intern::PackedValues;
    use super::*;
    use geozero::mvt::{Message, Tile};

    #[test]
    fn the_example_geometries_of_the_standard_are_written_as_it_prints_them() {
        let cells = |list: &[(i32, i32)]| -> Vec<Cell> { list.iter().map(|&(x, y)| Cell { x, y }).collect() };
        let mut commands = Commands::new();
        commands.points(&cells(&[(25, 17)]));
        assert_eq!(commands.bytes, [9, 50, 34]);
        commands.points(&cells(&[(5, 7), (3, 2)]));
        assert_eq!(commands.bytes, [17, 10, 14, 3, 9]);
        let lines = [cells(&[(2, 2), (2, 10), (10, 10)]), cells(&[(1, 1), (3, 5)])];
        commands.lines(lines.iter().map(Vec::as_slice));
        assert_eq!(commands.bytes, [9, 4, 4, 18, 0, 16, 16, 0, 9, 17, 17, 10, 4, 8]);
        let ring = cells(&[(3, 6), (8, 12), (20, 34)]);
        commands.rings(std::iter::once(ring.as_slice()));
        assert_eq!(commands.bytes, [9, 6, 12, 18, 10, 12, 24, 44, 15]);
    }

    #[test]
    fn keys_and_values_stand_in_a_layer_once_and_what_is_not_used_not_at_all() {
        let mut keys = KeyTable::default();
        let (name, unused) = (keys.add(&"name".into()), keys.add(&"unused".into()));
        keys.add(&"point_count".into());
        let mut packed = PackedValues::default();
        let mut add = |value: Value| {
            let mut bytes = Vec::new();
            encode_value(&value, &mut bytes).expect("a value");
            packed.add(&bytes)
        };
        let (park, two, never) = (add("公園".into()), add(2_i64.into()), add("never".into()));
        let _ = (unused, never);
        let values = ValueTable::new(packed);
        let mut writer = LayerWriter::new(&keys, &values, 3);
        let mut commands = Commands::new();
        commands.points(&[Cell { x: 1, y: 1 }]);
        for id in 1..=2 {
            writer.tag_all(&[Tag { key: name, value: park }]);
            writer.tag_own("point_count", &2_i64.into());
            writer.feature(id, &commands);
        }
        writer.tag_all(&[Tag { key: name, value: two }]);
        writer.tag_own("point_count", &3_i64.into());
        writer.feature(3, &commands);
        let mut bytes = Vec::new();
        writer.finish("places", &mut bytes);

        let tile = Tile::decode(bytes.as_slice()).expect("a tile");
        let layer = &tile.layers[0];
        assert_eq!(
            (layer.version, layer.name.as_str(), layer.extent),
            (2, "places", Some(4096))
        );
        assert_eq!(layer.keys, ["name", "point_count"]);
        assert_eq!(layer.values.len(), 3);
        assert_eq!(
            layer.features.iter().map(|f| f.tags.clone()).collect::<Vec<_>>(),
            [[0, 0, 1, 1], [0, 0, 1, 1], [0, 1, 1, 2]]
        );
    }

    #[test]
    fn a_layer_without_features_is_not_written() {
        let (keys, values) = (KeyTable::default(), ValueTable::new(PackedValues::default()));
        let mut tile = Vec::new();
        LayerWriter::new(&keys, &values, 0).finish("empty", &mut tile);
        assert!(tile.is_empty());
    }
}
