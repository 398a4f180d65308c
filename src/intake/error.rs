//! Why an upload is not taken, or what was asked of it is not done.

use std::fmt;

use crate::text::Message;

/// What went wrong, as programs tell it apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// There is no such upload, or it has expired.
    NotFound,
    /// The files do not belong together, or are none.
    WrongFiles,
    /// An option cannot be read; `field` names it.
    WrongOption {
        field: &'static str,
    },
    TooLarge,
    /// All uploads together take the room that there is.
    Full,
    /// What is asked needs another stage of the upload.
    NotReady,
    /// What would be committed is not what was shown.
    PlanChanged,
    /// The file says nothing new.
    Nothing,
    /// Some of the changes are not the actor's to make.
    NotPermitted,
    /// The portfolio refuses the change.
    Refused,
    /// Others write all the time, or the portfolio cannot be written now.
    Busy,
    Io,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IntakeError {
    pub reason: Reason,
    pub message: Message,
}

impl IntakeError {
    pub fn new(reason: Reason, message: Message) -> Self {
        Self { reason, message }
    }

    pub(super) fn option(field: &'static str, message: Message) -> Self {
        Self::new(Reason::WrongOption { field }, message)
    }

    pub(super) fn not_found() -> Self {
        let message = Message::new(
            "この取込みはありません。期限が切れたか、破棄されています。ファイルをもう一度送ってください。",
            "There is no such import. It has expired or was discarded. Send the file again.",
        );
        Self::new(Reason::NotFound, message)
    }

    /// The cause is for the log.
    pub(super) fn io(error: &std::io::Error) -> Self {
        tracing::error!(%error, "the place for uploads cannot be used");
        let message = Message::new(
            "アップロードの保管場所を使えません。管理者に連絡してください。",
            "The place for uploads cannot be used. Tell the administrator.",
        );
        Self::new(Reason::Io, message)
    }
}

impl fmt::Display for IntakeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message.fmt(f)
    }
}

impl std::error::Error for IntakeError {}
