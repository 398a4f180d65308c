//! What several test files need: a store in a folder of its own, a clock that stands still, small records.

use std::path::PathBuf;
use std::sync::Arc;

use koyu::clock::FixedClock;
use koyu::geometry::Shape;
use koyu::history::{Draft, State};
use koyu::ledger::Ledger;
use koyu::record::{Fid, Kind};
use koyu::register::Facility;
use koyu::store::{GpkgStore, Store};

/// A portfolio in a folder that goes away with it.
pub struct Portfolio {
    folder: tempfile::TempDir,
    pub store: Arc<GpkgStore>,
    pub ledger: Ledger,
}

impl Portfolio {
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Arc::new(
            GpkgStore::open(&folder.path().join("koyu.gpkg"))
                .await
                .expect("a new store"),
        );
        let ledger = Ledger::start(Arc::clone(&store) as Arc<dyn Store>, clock())
            .await
            .expect("a ledger");
        Self { folder, store, ledger }
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("koyu.gpkg")
    }
}

/// A clock that stands still.
pub fn clock() -> Arc<FixedClock> {
    Arc::new(FixedClock::new("2026-04-01T00:00:00Z".parse().expect("a time")))
}

/// A facility with a number and a name, at a place or at none.
pub fn facility(number: &str, name: &str, place: Option<(f64, f64)>) -> State {
    let body = Facility {
        number: number.into(),
        name: name.into(),
        ..Facility::default()
    };
    let shape = place.map(|(lon, lat)| Arc::new(Shape::point(lon, lat).expect("a place")));
    State {
        body: body.into(),
        shape,
    }
}

/// A draft that creates facilities 1, 2, 3 …
pub fn first_facilities(count: u32) -> Draft {
    let mut draft = Draft::new("試験");
    for number in 1..=count {
        let place = (135.4 + f64::from(number) * 0.001, 34.7);
        let state = facility(&number.to_string(), &format!("第{number}会館"), Some(place));
        draft.create(Kind::Facility, Fid(number), state);
    }
    draft
}
