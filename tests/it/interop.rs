//! The working file read by others: GDAL opens it, the GeoPackage validator finds nothing.

use std::process::Command;

use koyu::store::Store;

use crate::support::{Portfolio, first_facilities};

/// A portfolio whose file is whole and closed.
async fn portfolio() -> Portfolio {
    let portfolio = Portfolio::new().await;
    portfolio
        .ledger
        .submit("a", first_facilities(20))
        .await
        .expect("committed");
    portfolio.store.close().await.expect("closed");
    portfolio
}

#[tokio::test]
async fn gdal_lists_the_layers_with_their_counts_and_system() {
    let portfolio = portfolio().await;
    let listed = Command::new("ogrinfo")
        .arg("-so")
        .arg(portfolio.path())
        .arg("facilities")
        .output();
    let listed = listed.expect("ogrinfo is installed (make test installs gdal-bin)");
    let text = String::from_utf8_lossy(&listed.stdout);
    assert!(text.contains("Feature Count: 20"), "{text}");
    assert!(text.contains("Geometry: Point"), "{text}");
    assert!(text.contains("ID[\"EPSG\",6668]"), "{text}");
}

#[tokio::test]
async fn the_validator_of_geopackages_finds_nothing() {
    let portfolio = portfolio().await;
    let checked = Command::new("/usr/bin/python3")
        .args(["-m", "osgeo_utils.samples.validate_gpkg", "-q"])
        .arg(portfolio.path())
        .output()
        .expect("python3-gdal is installed (make test installs it)");
    let text = format!(
        "{}{}",
        String::from_utf8_lossy(&checked.stdout),
        String::from_utf8_lossy(&checked.stderr)
    );
    assert!(checked.status.success(), "{text}");
}
