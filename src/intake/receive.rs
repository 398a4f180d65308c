//! Receiving an upload, piece by piece: counted, and gone if it is broken off.

use std::sync::Arc;

use uuid::Uuid;

use super::name::{main_part, part_of, shown};
use super::workshop::Workshop;
use super::{IntakeError, Options, Reason, Upload, UploadFile};
use crate::store::Incoming;
use crate::text::Message;

/// An upload on its way in. Its methods write to the disk: call them off the workers of a server.
pub struct Receiving {
    workshop: Arc<Workshop>,
    id: Uuid,
    actor: String,
    incoming: Option<Box<dyn Incoming>>,
    files: Vec<UploadFile>,
    bytes: u64,
    /// What all other uploads took when that was last looked at.
    others_bytes: u64,
    /// Its own bytes at that time.
    looked_at_bytes: u64,
}

/// More files than any shapefile has.
const MOST_FILES: usize = 8;
/// Others are received at the same time: after so many bytes it is looked again at what they take together.
const LOOK_AFTER_BYTES: u64 = 8 << 20;

impl Receiving {
    pub(super) fn new(workshop: Arc<Workshop>, actor: &str) -> Result<Self, IntakeError> {
        let id = workshop.clock.new_id();
        let others_bytes = workshop.staging.used_bytes().map_err(|error| IntakeError::io(&error))?;
        if others_bytes >= workshop.limits.total_bytes {
            return Err(full());
        }
        let incoming = workshop.staging.begin(id).map_err(|error| IntakeError::io(&error))?;
        Ok(Self {
            workshop,
            id,
            actor: actor.to_owned(),
            incoming: Some(incoming),
            files: Vec::new(),
            bytes: 0,
            others_bytes,
            looked_at_bytes: 0,
        })
    }

    fn incoming(&mut self) -> &mut dyn Incoming {
        self.incoming.as_mut().expect("it is taken at the end only").as_mut()
    }

    /// What follows is the content of this file.
    pub fn file(&mut self, name: &str) -> Result<(), IntakeError> {
        let part = part_of(name);
        if self.files.len() == MOST_FILES || self.files.iter().any(|file| file.part == part.as_str()) {
            let names: Vec<String> = [part.as_str().to_owned(), part.as_str().to_owned()].into();
            return main_part(&names).map(|_| ());
        }
        self.incoming().part(&part).map_err(|error| IntakeError::io(&error))?;
        self.files.push(UploadFile {
            name: shown(name),
            part: part.as_str().to_owned(),
            bytes: 0,
        });
        Ok(())
    }

    pub fn write(&mut self, bytes: &[u8]) -> Result<(), IntakeError> {
        let limits = self.workshop.limits;
        self.bytes += bytes.len() as u64;
        if self.bytes > limits.upload_bytes {
            return Err(too_large(limits.upload_bytes));
        }
        if self.bytes - self.looked_at_bytes > LOOK_AFTER_BYTES {
            let used = self
                .workshop
                .staging
                .used_bytes()
                .map_err(|error| IntakeError::io(&error))?;
            self.others_bytes = used.saturating_sub(self.bytes - bytes.len() as u64);
            self.looked_at_bytes = self.bytes;
        }
        if self.others_bytes + self.bytes > limits.total_bytes {
            return Err(full());
        }
        let file = self.files.last_mut().expect("bytes follow a file's name");
        file.bytes += bytes.len() as u64;
        self.incoming().write(bytes).map_err(|error| IntakeError::io(&error))
    }

    /// Puts the upload on the desk and lets it be checked.
    pub fn finish(mut self, options: Options) -> Result<Uuid, IntakeError> {
        options.check()?;
        let names: Vec<String> = self.files.iter().map(|file| file.part.clone()).collect();
        let main = main_part(&names)?;
        let upload = Upload {
            id: self.id,
            actor: std::mem::take(&mut self.actor),
            created: self.workshop.clock.now(),
            files: std::mem::take(&mut self.files),
            main: main.as_str().to_owned(),
            options,
            committed: None,
        };
        let note = serde_json::to_vec(&upload).expect("a note is plain data");
        let incoming = self.incoming.take().expect("it is taken here only");
        incoming.keep(&note).map_err(|error| IntakeError::io(&error))?;
        self.workshop.put(upload);
        Ok(self.id)
    }
}

pub(super) fn too_large(most: u64) -> IntakeError {
    let mib = most >> 20;
    let message = Message::new(
        format!("ファイルは{mib}MiBまでです。分けて送ってください。"),
        format!("A file may have {mib} MiB. Send it in parts."),
    );
    IntakeError::new(Reason::TooLarge, message)
}

fn full() -> IntakeError {
    let message = Message::new(
        "アップロードの保管場所がいっぱいです。不要な取込みを破棄してから送り直してください。",
        "The place for uploads is full. Discard imports that nobody needs and send it again.",
    );
    IntakeError::new(Reason::Full, message)
}
