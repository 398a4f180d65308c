//! A table of what the readers make of a folder of real files; run by hand, with `KOYU_REAL` naming it.

use std::path::{Path, PathBuf};

use koyu::codec::{OpenOptions, ReadError, RowReader, open};

#[test]
#[ignore = "needs files that are not part of the project: KOYU_REAL=folder cargo test -- --ignored --nocapture"]
fn real_files_are_read_or_refused_with_a_sentence() {
    let Some(folder) = std::env::var_os("KOYU_REAL") else {
        panic!("KOYU_REAL names no folder");
    };
    let mut files = Vec::new();
    gather(Path::new(&folder), &mut files);
    files.sort();
    println!("file | format | encoding | fields | rows | geometry | bad geometry | row notes | crs | end");
    for file in files {
        let name = file.strip_prefix(&folder).unwrap_or(&file).display().to_string();
        match open(&file, &OpenOptions::default()) {
            Ok(reader) => report(&name, reader),
            Err(error) => {
                refuse(&name, &error);
                for table in error.tables() {
                    let options = OpenOptions {
                        table: Some(table.clone()),
                        ..OpenOptions::default()
                    };
                    match open(&file, &options) {
                        Ok(reader) => report(&format!("{name}:{table}"), reader),
                        Err(error) => refuse(&format!("{name}:{table}"), &error),
                    }
                }
            }
        }
    }
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("the folder can be listed") {
        let path = entry.expect("the entry can be read").path();
        if path.is_dir() {
            gather(&path, files);
            continue;
        }
        let companion = path.extension().is_some_and(|extension| {
            ["dbf", "shx", "prj", "cpg", "qpj", "md"]
                .iter()
                .any(|part| extension.eq_ignore_ascii_case(part))
        });
        if !companion {
            files.push(path);
        }
    }
}

fn report(name: &str, mut reader: Box<dyn RowReader + Send>) {
    let (mut rows, mut shapes, mut bad, mut noted) = (0_u64, 0_u64, 0_u64, 0_u64);
    let end = loop {
        match reader.next_row() {
            None => break "ok".to_owned(),
            Some(Err(error)) => break format!("{}: {}", error.code().as_str(), error.message().en),
            Some(Ok(row)) => {
                rows += 1;
                shapes += u64::from(row.geometry.is_some());
                if let Some(message) = row.geometry_error {
                    bad += 1;
                    println!("    row {}: {}", row.number, message.en);
                }
                noted += u64::from(!row.notes.is_empty());
            }
        }
    };
    let header = reader.header();
    let crs: String = header.crs.as_deref().unwrap_or("-").chars().take(40).collect();
    println!(
        "{name} | {} | {} | {} | {rows} | {shapes} | {bad} | {noted} | {crs} | {end}",
        header.format,
        header.encoding.map_or("-", |encoding| encoding.as_str()),
        header.fields.len(),
    );
    for note in &header.notes {
        println!("    note: {}", note.en);
    }
}

fn refuse(name: &str, error: &ReadError) {
    println!("{name} | {} | {}", error.code().as_str(), error.message().en);
    println!("    {}", error.message().ja);
}
