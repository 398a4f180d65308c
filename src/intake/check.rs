//! The check of an upload against the portfolio as it stands.

use std::path::PathBuf;

use super::slot::Trouble;
use super::{IntakeError, IntakeLimits, Reason, Upload};
use crate::codec::ReadError;
use crate::history::Version;
use crate::import::{
    ExcerptRow, Import, ImportError, ImportKind, ImportRequest, RowChoice, Survey, Watch, excerpt, kind_of,
    run_watched, survey,
};
use crate::snapshot::Snapshot;
use crate::text::Message;
use crate::vocabulary::Vocabularies;

/// What a check found out.
#[derive(Debug)]
pub struct Checked {
    pub kind: ImportKind,
    pub survey: Survey,
    pub import: Import,
    /// What the import would do, in a few letters.
    pub plan: String,
    /// The version of the portfolio that the file was compared with.
    pub version: Version,
    /// For looking at the file's rows again.
    pub request: ImportRequest,
}

impl Checked {
    /// Rows as they stand in the file.
    pub fn excerpt(&self, choice: &RowChoice) -> Result<Vec<ExcerptRow>, IntakeError> {
        if self.kind == ImportKind::Workbook {
            let message = Message::new(
                "調査票は複数のシートからなるため、行の表示はできません。検査結果を確かめてください。",
                "A workbook has several sheets; its rows are not shown. Look at the findings.",
            );
            return Err(IntakeError::new(Reason::NotReady, message));
        }
        excerpt(&self.request, choice).map_err(|error| IntakeError::new(Reason::NotReady, error.message()))
    }
}

/// A file as it lies on this machine.
pub(super) struct Staged<'u> {
    pub upload: &'u Upload,
    pub path: PathBuf,
    pub limits: IntakeLimits,
}

/// The same, for work that outlives its caller.
pub(super) struct OwnedStaged {
    pub upload: Upload,
    path: PathBuf,
    limits: IntakeLimits,
}

impl Staged<'_> {
    pub fn to_owned_files(&self) -> OwnedStaged {
        OwnedStaged {
            upload: self.upload.clone(),
            path: self.path.clone(),
            limits: self.limits,
        }
    }
}

impl OwnedStaged {
    pub fn staged(&self) -> Staged<'_> {
        Staged {
            upload: &self.upload,
            path: self.path.clone(),
            limits: self.limits,
        }
    }
}

/// Reads and checks. `Ok(Err)` is a file that cannot be imported as it is; `None` where somebody stopped it.
pub(super) fn check(
    staged: &Staged,
    snapshot: &Snapshot,
    vocabularies: &Vocabularies,
    watch: &Watch,
) -> Option<Result<Checked, Trouble>> {
    let outcome = look_and_run(staged, snapshot, vocabularies, watch);
    (!watch.is_cancelled()).then_some(outcome)
}

fn look_and_run(
    staged: &Staged,
    snapshot: &Snapshot,
    vocabularies: &Vocabularies,
    watch: &Watch,
) -> Result<Checked, Trouble> {
    let request = request(staged)?;
    let name = staged.upload.name();
    let kind = request.kind.clone();
    let look = survey(&request).map_err(|error| trouble(error, Some(&kind), None, name))?;
    let import = run_watched(&request, snapshot, vocabularies, watch)
        .map_err(|error| trouble(error, Some(&kind), Some(look.clone()), name))?;
    Ok(Checked {
        plan: import.plan.fingerprint(),
        version: snapshot.version(),
        kind,
        survey: look,
        import,
        request,
    })
}

/// The request, with the kind that the person names or the header speaks of.
fn request(staged: &Staged) -> Result<ImportRequest, Trouble> {
    let Staged { upload, path, limits } = staged;
    let make = |kind: ImportKind| {
        let request = upload.options.request(kind, path.clone(), upload.name(), limits);
        request.map_err(|error| Trouble {
            code: "wrong-option",
            message: error.message,
            tables: Vec::new(),
            kind: None,
            survey: None,
        })
    };
    let named = upload.options.kind().ok().flatten();
    if let Some(kind) = named {
        return make(kind);
    }
    let probe = make(ImportKind::Facilities)?;
    match kind_of(&probe) {
        Ok(Some(kind)) => make(kind),
        Ok(None) => Err(Trouble {
            code: "no-kind",
            message: Message::new(
                "見出しから種類を判定できません。取り込む種類を選んでください。",
                "The header does not tell what the file holds. Choose what it is.",
            ),
            tables: Vec::new(),
            kind: None,
            survey: survey(&probe).ok().map(|mut survey| {
                for column in &mut survey.columns {
                    column.taken_for = crate::import::ColumnUse::Unknown;
                }
                Box::new(survey)
            }),
        }),
        Err(error) => Err(trouble(error.into(), None, None, upload.name())),
    }
}

fn trouble(error: ImportError, kind: Option<&ImportKind>, survey: Option<Survey>, name: &str) -> Trouble {
    let (code, tables) = match &error {
        ImportError::Read(error) => (error.code().as_str(), error.tables().to_vec()),
        ImportError::Profile(_) => ("wrong-columns", Vec::new()),
        ImportError::UnknownProfile { .. } | ImportError::WrongKind { .. } => ("wrong-profile", Vec::new()),
        ImportError::NoProfileFits { .. } => ("no-profile", Vec::new()),
        ImportError::NotAWorkbook { .. } | ImportError::Workbook(_) => ("wrong-workbook", Vec::new()),
        ImportError::Crs { .. } => ("wrong-crs", Vec::new()),
        ImportError::Cancelled => ("cancelled", Vec::new()),
    };
    let message = match error {
        ImportError::Read(error) => ReadError::called(error, name).message(),
        ImportError::NoProfileFits { .. } => Message::new(
            "見出しに合うプロファイルがありません。列の対応を選んでください。",
            "No profile fits the header. Say which column is which field.",
        ),
        error => error.message(),
    };
    Trouble {
        code,
        message,
        tables,
        kind: kind.cloned(),
        survey: survey.map(Box::new),
    }
}
