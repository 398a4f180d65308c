//! Finished tiles, bounded in bytes, across versions of the portfolio.
//!
//! A commit drops the tiles that it touches; all others stay. Against a tile that was begun before a commit and is
//! finished after it, every layer has a log of its last commits: such a tile is handed out, but kept only if no commit
//! since its generation touched it.

use std::collections::VecDeque;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, PoisonError, RwLock};

use quick_cache::sync::{Cache, GuardResult};
use quick_cache::{Equivalent, Weighter};
use rustc_hash::FxHashMap;

use super::compress::{EncodedTile, Encoding};
use super::grid::TileId;
use super::touched::Touched;

/// Who a tile is made for: tiles of different audiences never share an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Audience {
    Public,
    Internal,
}

/// A tile as it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TileKey<'a> {
    pub audience: Audience,
    pub layer: &'a str,
    pub tile: TileId,
    pub encoding: Encoding,
}

/// The same as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
struct KeptKey {
    audience: Audience,
    layer: Arc<str>,
    tile: TileId,
    encoding: Encoding,
}

impl KeptKey {
    fn borrowed(&self) -> TileKey<'_> {
        TileKey {
            audience: self.audience,
            layer: &self.layer,
            tile: self.tile,
            encoding: self.encoding,
        }
    }
}

/// A key that is found by its borrowed form must hash like it.
impl Hash for KeptKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.borrowed().hash(state);
    }
}

impl Equivalent<KeptKey> for TileKey<'_> {
    fn equivalent(&self, key: &KeptKey) -> bool {
        *self == key.borrowed()
    }
}

/// What an entry takes beside its bytes: key, value, ETag, and the cache's own tables.
const ENTRY_BYTES: u64 = 256;
/// A tile on average, to size the cache's tables by.
const TYPICAL_BYTES: u64 = 2048;
/// How many commits a layer's log reaches back. A tile that took longer than these to make is not kept.
const LOG_LENGTH: usize = 64;
/// Up to so many touched tiles are dropped one by one, more by a walk through the cache.
const MOST_SINGLE_DROPS: u64 = 2000;

#[derive(Clone, Debug)]
struct ByBytes;

impl Weighter<KeptKey, EncodedTile> for ByBytes {
    fn weight(&self, _: &KeptKey, tile: &EncodedTile) -> u64 {
        // Bytes that an identity entry shares with its "compressed" twin are counted twice: the bound holds anyway.
        ENTRY_BYTES + tile.bytes.len() as u64
    }
}

/// What commits touched in one layer for one audience, the last ones.
#[derive(Debug, Default)]
struct Log {
    /// Generation of the newest commit that left the log: nothing is known about what older tiles missed.
    forgotten: u64,
    commits: VecDeque<(u64, Touched)>,
}

impl Log {
    fn newest(&self) -> u64 {
        self.commits
            .back()
            .map_or(self.forgotten, |(generation, _)| *generation)
    }

    /// Whether a tile made from this generation is still right.
    fn allows(&self, generation: u64, tile: TileId) -> bool {
        generation >= self.forgotten
            && self
                .commits
                .iter()
                .rev()
                .take_while(|(at, _)| *at > generation)
                .all(|(_, touched)| !touched.contains(tile))
    }
}

type LayerKey = (Audience, Arc<str>);

/// All tiles of all layers.
#[derive(Debug)]
pub struct TileCache {
    tiles: Cache<KeptKey, EncodedTile, ByBytes>,
    /// Locked for reading while a tile is put in, for writing while a commit drops tiles.
    logs: RwLock<FxHashMap<LayerKey, Log>>,
}

impl TileCache {
    pub fn new(capacity_bytes: u64) -> Self {
        let items = usize::try_from(capacity_bytes / TYPICAL_BYTES)
            .unwrap_or(usize::MAX)
            .max(16);
        Self {
            tiles: Cache::with_weighter(items, capacity_bytes, ByBytes),
            logs: RwLock::default(),
        }
    }

    /// The quick way for a warm tile: never waits for one that is being made.
    pub fn get(&self, key: &TileKey) -> Option<EncodedTile> {
        self.tiles.get(key)
    }

    /// A tile from the cache, or made and kept. Of many that ask for the same tile at once, one makes it and the
    /// others wait, so this is called where waiting is allowed. `generation` is the version that `make` reads.
    pub fn get_or_make(&self, key: &TileKey, generation: u64, make: impl FnOnce() -> Vec<u8>) -> EncodedTile {
        self.get_or(key, |newest_dropped| match key.encoding {
            Encoding::Identity => (EncodedTile::identity(make()), generation),
            encoding => {
                let plain = TileKey {
                    encoding: Encoding::Identity,
                    ..*key
                };
                // What is found in the cache has survived all commits that were logged before.
                let tile = self.get_or_make(&plain, generation, make).compressed(encoding);
                (tile, generation.min(newest_dropped))
            }
        })
    }

    /// `make` is told the newest commit logged, and says which generation its tile is known to be right for.
    fn get_or(&self, key: &TileKey, make: impl FnOnce(u64) -> (EncodedTile, u64)) -> EncodedTile {
        if let Some(tile) = self.tiles.get(key) {
            return tile;
        }
        let kept = KeptKey {
            audience: key.audience,
            layer: key.layer.into(),
            tile: key.tile,
            encoding: key.encoding,
        };
        match self.tiles.get_value_or_guard(&kept, None) {
            GuardResult::Value(tile) => tile,
            GuardResult::Guard(guard) => {
                let layer = (key.audience, kept.layer.clone());
                let newest = self.read_log(&layer, Log::newest);
                let (tile, generation) = make(newest);
                // Checked and put in under one lock: a commit comes before both or after both.
                let logs = self.logs.read().unwrap_or_else(PoisonError::into_inner);
                if logs.get(&layer).is_none_or(|log| log.allows(generation, key.tile)) {
                    // A refused insertion means that the tile was put in or dropped meanwhile: then it is not kept.
                    drop(guard.insert(tile.clone()));
                }
                tile
            }
            GuardResult::Timeout => unreachable!("waits without a limit"),
        }
    }

    fn read_log<T: Default>(&self, layer: &LayerKey, read: impl FnOnce(&Log) -> T) -> T {
        let logs = self.logs.read().unwrap_or_else(PoisonError::into_inner);
        logs.get(layer).map_or_else(T::default, read)
    }

    /// Drops the tiles of a layer that a commit touches. Called with the commit's generation before its version is
    /// published: whoever reads the new version then finds no older tile.
    pub fn invalidate(&self, audience: Audience, layer: &str, generation: u64, touched: &Touched) {
        if touched.is_nothing() {
            return;
        }
        let layer: Arc<str> = layer.into();
        let mut logs = self.logs.write().unwrap_or_else(PoisonError::into_inner);
        let log = logs.entry((audience, layer.clone())).or_default();
        log.commits.push_back((generation, touched.clone()));
        if log.commits.len() > LOG_LENGTH {
            log.forgotten = log.commits.pop_front().map_or(log.forgotten, |(oldest, _)| oldest);
        }
        match touched.tiles(MOST_SINGLE_DROPS) {
            Some(tiles) => {
                for tile in tiles {
                    for encoding in Encoding::ALL {
                        self.tiles.remove(&TileKey {
                            audience,
                            layer: &layer,
                            tile,
                            encoding,
                        });
                    }
                }
            }
            None => self
                .tiles
                .retain(|key, _| key.audience != audience || key.layer != layer || !touched.contains(key.tile)),
        }
    }

    /// Bytes that the entries take; never more than the capacity.
    pub fn used_bytes(&self) -> u64 {
        self.tiles.weight()
    }

    pub fn len(&self) -> usize {
        self.tiles.len()
    }

    pub fn is_empty(&self) -> bool {
        self.tiles.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::super::spec::{GeometryKind, LayerSpec};
    use super::super::world::{WorldBox, WorldPoint};
    use super::*;

    fn key(tile: TileId) -> TileKey<'static> {
        TileKey {
            audience: Audience::Public,
            layer: "parcels",
            tile,
            encoding: Encoding::Identity,
        }
    }

    fn osaka() -> WorldPoint {
        WorldPoint::from_lon_lat(135.5, 34.7).expect("finite")
    }

    fn touching(point: WorldPoint) -> Touched {
        let spec = LayerSpec {
            id: "parcels".to_owned(),
            title_ja: String::new(),
            title_en: String::new(),
            kind: GeometryKind::Polygon,
            min_zoom: 0,
            max_zoom: 16,
            fields: Vec::new(),
            cluster: None,
            simplify: false,
            label_layer: None,
        };
        Touched::boxes(vec![WorldBox::of_point(point)], Arc::new(spec))
    }

    #[test]
    fn a_tile_is_made_once_however_many_ask_at_once() {
        let cache = TileCache::new(1 << 20);
        let made = AtomicUsize::new(0);
        let tile = key(TileId::at(osaka(), 10));
        std::thread::scope(|scope| {
            for encoding in [Encoding::Identity, Encoding::Gzip, Encoding::Gzip, Encoding::Zstd].repeat(4) {
                let (cache, made) = (&cache, &made);
                scope.spawn(move || {
                    cache.get_or_make(&TileKey { encoding, ..tile }, 1, || {
                        made.fetch_add(1, Ordering::SeqCst);
                        std::thread::sleep(std::time::Duration::from_millis(30));
                        b"tile".repeat(500)
                    })
                });
            }
        });
        assert_eq!(made.load(Ordering::SeqCst), 1);
        assert_eq!(cache.len(), 3);
    }

    #[test]
    fn a_commit_drops_the_touched_tiles_in_all_encodings_and_no_others() {
        let cache = TileCache::new(1 << 20);
        let (near, far) = (TileId::at(osaka(), 12), TileId::new(12, 0, 0).expect("a tile"));
        for tile in [near, far] {
            for encoding in Encoding::ALL {
                cache.get_or_make(&TileKey { encoding, ..key(tile) }, 1, || b"tile".repeat(500));
            }
        }
        let internal = TileKey {
            audience: Audience::Internal,
            ..key(near)
        };
        cache.get_or_make(&internal, 1, || b"internal".to_vec());
        cache.invalidate(Audience::Public, "parcels", 2, &touching(osaka()));
        for encoding in Encoding::ALL {
            assert_eq!(cache.get(&TileKey { encoding, ..key(near) }), None);
            assert!(cache.get(&TileKey { encoding, ..key(far) }).is_some());
        }
        assert!(
            cache.get(&internal).is_some(),
            "another audience has its own tiles and its own commits"
        );
        cache.invalidate(Audience::Public, "parcels", 3, &Touched::everything());
        assert_eq!(cache.len(), 1);
    }

    #[test]
    fn a_tile_begun_before_a_commit_that_touches_it_is_not_kept() {
        let cache = TileCache::new(1 << 20);
        let (near, far) = (TileId::at(osaka(), 12), TileId::new(12, 0, 0).expect("a tile"));
        for tile in [near, far] {
            cache.get_or_make(&key(tile), 1, || {
                cache.invalidate(Audience::Public, "parcels", 2, &touching(osaka()));
                b"as of generation 1".to_vec()
            });
        }
        assert_eq!(cache.get(&key(near)), None);
        assert!(cache.get(&key(far)).is_some());
        cache.get_or_make(&key(near), 2, || b"as of generation 2".to_vec());
        assert!(cache.get(&key(near)).is_some());
    }

    #[test]
    fn a_tile_older_than_the_log_is_not_kept() {
        let cache = TileCache::new(1 << 20);
        let elsewhere = touching(WorldPoint { x: 0, y: 0 });
        for generation in 1..=LOG_LENGTH as u64 + 1 {
            cache.invalidate(Audience::Public, "parcels", generation, &elsewhere);
        }
        let tile = key(TileId::at(osaka(), 12));
        cache.get_or_make(&tile, 0, || b"old".to_vec());
        assert_eq!(cache.get(&tile), None);
        cache.get_or_make(&tile, 1, || b"known".to_vec());
        assert!(cache.get(&tile).is_some());
    }

    #[test]
    fn the_cache_never_takes_more_than_its_bytes() {
        let cache = TileCache::new(100_000);
        for x in 0..500 {
            let tile = TileId::new(12, x, 0).expect("a tile");
            cache.get_or_make(&key(tile), 1, || vec![7; 3000]);
            assert!(cache.used_bytes() <= 100_000);
        }
        assert!(!cache.is_empty());
    }

    #[test]
    fn an_empty_tile_is_kept_and_takes_next_to_nothing() {
        let cache = TileCache::new(100_000);
        let tile = TileId::new(12, 0, 0).expect("a tile");
        cache.get_or_make(&key(tile), 1, Vec::new);
        assert!(cache.get(&key(tile)).is_some_and(|tile| tile.is_empty()));
        assert_eq!(cache.used_bytes(), ENTRY_BYTES);
    }
}
