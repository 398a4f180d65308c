//! Zip archives are not believed: entries, declared sizes and what really comes out are counted.

use std::fs::File;
use std::io::{BufReader, Read};

use zip::ZipArchive;
use zip::read::ZipFile;

use super::limits::Limits;
use super::{Place, ReadCode, ReadError};

pub(super) type Archive = ZipArchive<BufReader<File>>;

/// Opens an archive whose table of contents keeps within the limits.
pub(super) fn open(file: File, limits: &Limits) -> Result<Archive, ReadError> {
    let archive = ZipArchive::new(BufReader::new(file)).map_err(|error| fault(&error))?;
    if archive.len() > limits.zip_entries {
        return Err(bomb(Place::File));
    }
    Ok(archive)
}

/// Unpacks every entry into `look`, counting; `look` gets the entry's name and each piece.
pub(super) fn check(
    archive: &mut Archive,
    limits: &Limits,
    mut look: impl FnMut(&str, &[u8]) -> Result<(), ReadError>,
) -> Result<(), ReadError> {
    let mut total_bytes = 0;
    let mut buffer = vec![0; 64 * 1024];
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(|error| fault(&error))?;
        let name = entry.name().map_err(|error| fault(&error))?.into_owned();
        let mut gauge = Gauge::new(&entry, &name, limits)?;
        loop {
            let read = entry.read(&mut buffer).map_err(|error| unpack_fault(&name, &error))?;
            if read == 0 {
                break;
            }
            total_bytes += read as u64;
            gauge.add(read as u64)?;
            if total_bytes > limits.archive_bytes {
                return Err(bomb(Place::Part(name)));
            }
            look(&name, &buffer[..read])?;
        }
    }
    Ok(())
}

/// What one entry has given so far, against what it may give.
struct Gauge {
    place: Place,
    packed_bytes: u64,
    unpacked_bytes: u64,
    limits: Limits,
}

impl Gauge {
    fn new<R: Read>(entry: &ZipFile<'_, R>, name: &str, limits: &Limits) -> Result<Self, ReadError> {
        if entry.encrypted() {
            return Err(ReadError::new(
                ReadCode::Unsupported,
                Place::Part(name.to_owned()),
                "パスワードで保護されています。保護を外して保存し直してください。",
                "It is protected by a password. Save it without one.",
            ));
        }
        let mut gauge = Self {
            place: Place::Part(name.to_owned()),
            packed_bytes: entry.compressed_size(),
            unpacked_bytes: 0,
            limits: *limits,
        };
        gauge.add(entry.size())?;
        gauge.unpacked_bytes = 0;
        Ok(gauge)
    }

    fn add(&mut self, bytes: u64) -> Result<(), ReadError> {
        self.unpacked_bytes = self.unpacked_bytes.saturating_add(bytes);
        let ratio = self.unpacked_bytes / self.packed_bytes.max(1);
        let swollen = self.unpacked_bytes > self.limits.zip_ratio_floor_bytes && ratio > self.limits.zip_ratio;
        if swollen || self.unpacked_bytes > self.limits.part_bytes {
            return Err(bomb(self.place.clone()));
        }
        Ok(())
    }
}

fn bomb(place: Place) -> ReadError {
    ReadError::new(
        ReadCode::ZipBomb,
        place,
        "圧縮を解くと異常に大きくなります。不要な行やシートを除いて保存し直してください。",
        "It grows out of all proportion when unpacked. Remove unused rows and sheets and save it again.",
    )
}

fn fault(error: &zip::result::ZipError) -> ReadError {
    ReadError::new(
        ReadCode::Truncated,
        Place::File,
        format!("zip として読めません ({error})。ファイルが途中で切れているようです。入手し直してください。"),
        format!("It cannot be read as a zip ({error}); it seems cut off. Download it again."),
    )
}

fn unpack_fault(name: &str, error: &std::io::Error) -> ReadError {
    ReadError::malformed(Place::Part(name.to_owned()), error)
}
