//! The limits that Koyu promises, each beside what this machine shows in one run: `cargo bench --bench limits`.
//!
//! Everything is asked of the real binary, over its command line and over HTTP on loopback. `KOYU_BENCH_FACILITIES=FILE`
//! imports a real list beside the made one.

mod constant;
mod koyu;
mod load;
mod measure;
mod table;
mod tiles;

use std::path::Path;
use std::time::Duration;

use self::koyu::{Demo, Served};
use self::table::Table;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let mut table = Table::default();
    let demo = Demo::make(folder.path(), "demo", 1_719, 505)?;
    // With their buildings these are 100,000 features, and half as many links.
    let large = Demo::make(folder.path(), "large", 45_000, 5_000)?;
    imports(folder.path(), &mut table)?;
    starts(&demo, &large, &mut table)?;
    answers(&demo, &mut table)?;
    warm_tiles(&demo, &mut table)?;
    table.print()?;
    Ok(())
}

/// Whole commands, from the start of the process to its end.
fn imports(folder: &Path, table: &mut Table) -> Result<(), Failure> {
    let small = Demo::make(folder, "source", 1_606, 0)?.export("facilities", "json")?;
    let seconds = measure::median(3, || koyu::import(folder, "facilities", &small))?;
    table.at_most("import of 1,606 facilities (JSON)", seconds, Duration::from_secs(1));
    if let Some(real) = std::env::var_os("KOYU_BENCH_FACILITIES") {
        let seconds = measure::median(3, || koyu::import(folder, "facilities", Path::new(&real)))?;
        table.at_most("import of KOYU_BENCH_FACILITIES", seconds, Duration::from_secs(1));
    }
    let large = Demo::make(folder, "source-large", 100_000, 0)?.export("facilities", "csv")?;
    let seconds = measure::median(1, || koyu::import(folder, "facilities", &large))?;
    table.at_most("import of 100,000 rows (CSV)", seconds, Duration::from_secs(8));
    Ok(())
}

/// From the start of the process to the first `200` of `/health/ready`.
fn starts(demo: &Demo, large: &Demo, table: &mut Table) -> Result<(), Failure> {
    let start = |demo: &Demo| Ok(Served::start(&demo.store)?.ready_after);
    let seconds = measure::median(5, || start(demo))?;
    table.at_most("start, demo portfolio", seconds, Duration::from_millis(500));
    let seconds = measure::median(3, || start(large))?;
    table.at_most("start, 100,000 features", seconds, Duration::from_secs(2));
    Ok(())
}

/// One question after the other, as a person's browser asks them.
fn answers(demo: &Demo, table: &mut Table) -> Result<(), Failure> {
    let served = Served::start(&demo.store)?;
    let at_rest = served.resident_bytes()?;
    let addresses = tiles::addresses(&served)?;
    let cold = measure::each(&addresses, |address| served.get(address))?;
    let name = format!("cold tile, median of {} over HTTP, z10 to z16", addresses.len());
    table.at_most(&name, cold.median(), Duration::from_millis(2));
    table.note("cold tile, 99th percentile", cold.percentile(99));

    let words = served.names()?;
    let questions: Vec<String> = words.iter().map(|word| koyu::search_address(word)).collect();
    let search = measure::each(&questions, |address| served.get(address))?;
    let name = format!("search, slowest of {}", questions.len());
    table.at_most(&name, search.percentile(100), Duration::from_millis(5));
    table.note("search, median", search.median());

    let in_use = served.resident_bytes()?;
    table.bytes_at_most("resident memory at rest, demo portfolio", at_rest, 150_000_000);
    table.bytes_at_most("resident memory after all of this", in_use, 150_000_000);
    Ok(())
}

/// The same bytes from Koyu's cache and from a constant, by the same client, turn about in one run.
fn warm_tiles(demo: &Demo, table: &mut Table) -> Result<(), Failure> {
    let served = Served::start(&demo.store)?;
    for address in tiles::telling(&served)? {
        let tile = served.packed(&address)?;
        let constant = constant::Constant::serve(&tile)?;
        let (mut koyu, mut ceiling) = (Vec::new(), Vec::new());
        for _ in 0..5 {
            koyu.push(load::requests_a_second(&served.address(&address))?);
            ceiling.push(load::requests_a_second(&constant.address)?);
        }
        let (koyu, ceiling) = (measure::middle(&mut koyu), measure::middle(&mut ceiling));
        let name = format!(
            "warm tile {address} ({} bytes): {koyu:.0} of {ceiling:.0} a second",
            tile.bytes.len()
        );
        table.share_at_least(&name, koyu / ceiling, 0.7);
    }
    Ok(())
}
