//! What a page of the demo portfolio costs, from request to the last byte, without the network.

use std::sync::Arc;

use actix_web::{App, test, web};
use criterion::{Criterion, criterion_group, criterion_main};
use koyu::clock::SystemClock;
use koyu::demo::{DemoSpec, generate};
use koyu::http::{Filing, FilingLimits, Readiness, Site, State, StoreHistory, WriteTrust, configure};
use koyu::indicator::Measures;
use koyu::ledger::{Follower, Ledger};
use koyu::store::{FileFolder, GpkgStore, Store};
use koyu::tiles::PortfolioTiles;
use koyu::vocabulary::Vocabularies;

const PAGES: [(&str, &str); 5] = [
    ("land list, all 505", "/lands?show=all"),
    ("land list, 100 rows", "/lands"),
    ("facilities, 100 rows", "/facilities"),
    ("parcel", "/lands/P000001"),
    ("facility", "/facilities/F000001"),
];

async fn demo(folder: &std::path::Path) -> State {
    let store: Arc<dyn Store> = Arc::new(
        GpkgStore::open(&folder.join("demo.gpkg"))
            .await
            .expect("a store in a new folder"),
    );
    let tiles = Arc::new(PortfolioTiles::new(1 << 20));
    let followers = vec![Arc::clone(&tiles) as Arc<dyn Follower>];
    let ledger = Ledger::start_with(Arc::clone(&store), Arc::new(SystemClock), followers)
        .await
        .expect("an empty store has a ledger");
    let spec = DemoSpec {
        facilities: 1_719,
        parcels: 505,
        seed: 1,
    };
    ledger.submit("demo", generate(&spec)).await.expect("the demo fits");
    State {
        live: Arc::clone(ledger.live()),
        ledger: Some(ledger),
        imports: None,
        codes: Vocabularies::embedded(),
        measures: Arc::new(Measures::new(&Vocabularies::embedded()).expect("the embedded lists fit")),
        vocabulary: Vocabularies::embedded(),
        history: Arc::new(StoreHistory::new(store)),
        tiles,
        filing: Filing::new(
            Arc::new(FileFolder::beside(&folder.join("demo.gpkg"))),
            FilingLimits::default(),
        ),
        site: Site::default(),
        write_trust: WriteTrust::Nobody,
        door: None,
        readiness: Readiness::default(),
        epoch: "bench".into(),
        today: || jiff::civil::date(2026, 4, 1),
    }
}

fn pages(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    let system = actix_web::rt::System::new();
    let app = system.block_on(async {
        let state = web::Data::new(demo(folder.path()).await);
        test::init_service(App::new().configure(move |config| configure(config, state))).await
    });
    for (name, address) in PAGES {
        criterion.bench_function(name, |bencher| {
            bencher.iter(|| {
                system.block_on(async {
                    let request = test::TestRequest::get()
                        .uri(address)
                        .insert_header(("host", "localhost"));
                    let response = test::call_service(&app, request.to_request()).await;
                    assert!(response.status().is_success(), "{address}");
                    test::read_body(response).await.len()
                })
            });
        });
    }
}

criterion_group!(benches, pages);
criterion_main!(benches);
