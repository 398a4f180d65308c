//! The portfolio's public layers as tiles, following every version. Nothing internal is ever in here.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use arc_swap::ArcSwap;

use super::cache::{Audience, TileCache, TileKey};
use super::compress::{EncodedTile, Encoding};
use super::feature::TileFeature;
use super::grid::TileId;
use super::layer::TileLayer;
use super::present;
use super::spec::{Field, GeometryKind, LayerSpec};
use super::touched::Touched;
use crate::geometry::ShapeKind;
use crate::history::Commit;
use crate::ledger::Follower;
use crate::record::{EntityId, Fid, Kind, Record};
use crate::reference::{Layer as ReferenceLayer, LayerFeature};
use crate::snapshot::{Item, Layer, Snapshot};

/// The layers of one version.
#[derive(Default)]
struct Layers {
    version: u64,
    by_name: BTreeMap<String, Arc<TileLayer>>,
}

/// The public tiles of the portfolio as it stands.
pub struct PortfolioTiles {
    layers: ArcSwap<Layers>,
    cache: TileCache,
}

impl PortfolioTiles {
    pub fn new(cache_bytes: u64) -> Self {
        Self {
            layers: ArcSwap::from_pointee(Layers::default()),
            cache: TileCache::new(cache_bytes),
        }
    }

    /// A layer by its name; `None` where there is no public one.
    pub fn layer(&self, name: &str) -> Option<Arc<TileLayer>> {
        self.layers.load().by_name.get(name).cloned()
    }

    /// The names of all public layers, in order.
    pub fn names(&self) -> Vec<String> {
        self.layers.load().by_name.keys().cloned().collect()
    }

    /// A warm tile; never waits.
    pub fn warm(&self, layer: &str, tile: TileId, encoding: Encoding) -> Option<EncodedTile> {
        self.cache.get(&TileKey {
            audience: Audience::Public,
            layer,
            tile,
            encoding,
        })
    }

    /// A tile, made now if need be: call it where computing is allowed. `None` where there is no such layer.
    pub fn tile(&self, layer: &str, tile: TileId, encoding: Encoding) -> Option<EncodedTile> {
        let layers = self.layers.load_full();
        let source = layers.by_name.get(layer)?;
        let key = TileKey {
            audience: Audience::Public,
            layer,
            tile,
            encoding,
        };
        Some(self.cache.get_or_make(&key, layers.version, || source.tile(tile)))
    }

    /// All layers anew.
    fn rebuild(&self, next: &Snapshot) {
        let mut by_name = BTreeMap::new();
        let mut put = |layer: TileLayer| by_name.insert(layer.spec().id.clone(), Arc::new(layer));
        put(TileLayer::build(present::ward_spec(), all(&next.wards, present::ward)));
        put(TileLayer::build(
            present::facility_spec(),
            all(&next.facilities, present::facility),
        ));
        put(TileLayer::build(
            present::parcel_spec(),
            all(&next.parcels, present::parcel),
        ));
        put(TileLayer::build(
            present::vacancy_spec(),
            all(&next.vacancies, |item| present::vacancy(item, next)),
        ));
        for layer in next.layers.iter().filter(|layer| !layer.body.internal) {
            put(reference_layer(next, layer));
        }
        let version = next.version().0;
        for name in self
            .names()
            .into_iter()
            .chain(by_name.keys().cloned())
            .collect::<BTreeSet<_>>()
        {
            self.cache
                .invalidate(Audience::Public, &name, version, &Touched::everything());
        }
        self.layers.store(Arc::new(Layers { version, by_name }));
    }

    /// The layers that the commits touch, changed where they touch them.
    fn change(&self, next: &Snapshot, commits: &[Commit]) {
        let touched = |kind: Kind| -> BTreeSet<Fid> {
            let events = commits.iter().flat_map(|commit| &commit.events);
            events
                .filter(|event| event.entity.kind == kind)
                .map(|event| event.entity.fid)
                .collect()
        };
        let mut by_name = self.layers.load().by_name.clone();
        let version = next.version().0;
        let mut change = |name: &str, changed: (Vec<TileFeature>, Vec<u64>)| {
            let Some(layer) = by_name
                .get(name)
                .filter(|_| !changed.0.is_empty() || !changed.1.is_empty())
            else {
                return;
            };
            let (layer, touched) = layer.with_changes(&changed.0, &changed.1);
            self.cache.invalidate(Audience::Public, name, version, &touched);
            by_name.insert(name.to_owned(), Arc::new(layer));
        };
        change(
            "facilities",
            changes(&next.facilities, &touched(Kind::Facility), present::facility),
        );
        change(
            "parcels",
            changes(&next.parcels, &touched(Kind::Parcel), present::parcel),
        );
        change("wards", changes(&next.wards, &touched(Kind::Ward), present::ward));
        change(
            "vacancies",
            changes(&next.vacancies, &moved_vacancies(next, commits), |item| {
                present::vacancy(item, next)
            }),
        );
        self.layers.store(Arc::new(Layers { version, by_name }));
    }
}

/// The vacancies that commits touch: themselves, or through the record whose place is theirs.
fn moved_vacancies(next: &Snapshot, commits: &[Commit]) -> BTreeSet<Fid> {
    let touched: BTreeSet<EntityId> = commits
        .iter()
        .flat_map(|commit| &commit.events)
        .map(|event| event.entity)
        .collect();
    let own = touched.iter().filter(|entity| entity.kind == Kind::Vacancy);
    let mut fids: BTreeSet<Fid> = own.map(|entity| entity.fid).collect();
    // A building's place is hidden by who uses it.
    let users_change = touched
        .iter()
        .any(|entity| matches!(entity.kind, Kind::Link | Kind::Facility));
    let follows = |of: EntityId| touched.contains(&of) || users_change && of.kind == Kind::Building;
    fids.extend(
        next.vacancies
            .iter()
            .filter(|item| follows(item.body.of))
            .map(|item| item.fid),
    );
    fids
}

impl Follower for PortfolioTiles {
    fn follow(&self, next: &Arc<Snapshot>, commits: Option<&[Commit]>) {
        let events = || commits.into_iter().flatten().flat_map(|commit| &commit.events);
        // Reference layers come and go whole; a change of many records is cheaper built anew.
        let whole = events().any(|event| matches!(event.entity.kind, Kind::Layer | Kind::LayerFeature));
        match commits {
            Some(commits) if !whole && events().count() < 1_000 => self.change(next, commits),
            _ => self.rebuild(next),
        }
    }
}

fn all<T: Record>(
    layer: &Layer<T>,
    present: impl Fn(&Item<T>) -> Option<TileFeature>,
) -> impl Iterator<Item = TileFeature> {
    layer.iter().filter_map(move |item| present(item))
}

/// What the touched records look like now, and which are not shown any more.
fn changes<T: Record>(
    layer: &Layer<T>,
    touched: &BTreeSet<Fid>,
    present: impl Fn(&Item<T>) -> Option<TileFeature>,
) -> (Vec<TileFeature>, Vec<u64>) {
    let mut changed = Vec::new();
    let mut removed = Vec::new();
    for fid in touched {
        match layer.get(*fid).and_then(|item| present(item)) {
            Some(feature) => changed.push(feature),
            None => removed.push(fid.0.into()),
        }
    }
    (changed, removed)
}

fn reference_layer(next: &Snapshot, layer: &Item<ReferenceLayer>) -> TileLayer {
    let items: Vec<&Arc<Item<LayerFeature>>> = next
        .layer_features
        .iter()
        .filter(|item| item.body.layer == layer.fid)
        .collect();
    let shape = items
        .iter()
        .find_map(|item| item.shape.as_ref())
        .map(|shape| shape.kind());
    let spec = LayerSpec {
        id: layer.body.name.to_string(),
        title_ja: layer.body.title.clone(),
        title_en: layer.body.title.clone(),
        kind: match shape {
            Some(ShapeKind::Polygon) => GeometryKind::Polygon,
            Some(ShapeKind::Line) => GeometryKind::Line,
            _ => GeometryKind::Point,
        },
        min_zoom: 0,
        max_zoom: 16,
        fields: layer
            .body
            .fields
            .iter()
            .map(|field| Field::new(&field.name, &field.name, &field.name))
            .collect(),
        cluster: None,
        simplify: false,
        label_layer: None,
    };
    TileLayer::build(spec, items.into_iter().filter_map(|item| present::layer_feature(item)))
}
