//! Packs PROJ's database, which the bundled build leaves in its own folder, so that the binary can carry it.

use std::path::PathBuf;
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let root = env::var_os("DEP_PROJ_ROOT")
        .map(PathBuf::from)
        .expect("proj-sys names the folder of its bundled build");
    let database = root.join("share/proj/proj.db");
    println!("cargo::rerun-if-changed={}", database.display());
    let bytes = fs::read(&database).expect("the bundled build of PROJ makes proj.db");
    let packed = zstd::bulk::compress(&bytes, 12).expect("compressing in memory cannot fail");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    fs::write(out.join("proj.db.zst"), packed).expect("cargo's OUT_DIR can be written");
    println!("cargo::rustc-env=KOYU_PROJ_DB_LEN={}", bytes.len());
}
