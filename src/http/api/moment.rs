//! Which version of the portfolio is asked: as it stands, at a version, or at the end of a day.

use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::{self, TimeZone};
use utoipa::IntoParams;

use crate::history::Version;
use crate::http::params::{FromParams, Params};
use crate::http::problem::{Problem, ProblemKind};
use crate::http::state::{HistoryError, PastError, State};
use crate::snapshot::Snapshot;
use crate::text::Message;

/// The fields say how the parameters are written; [`Moment`] is what they become.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "the fields are the documentation of the parameters")]
pub struct MomentParameters {
    /// The portfolio as it stood at an earlier version (`/api/versions` lists them). Not together with `as_of`.
    #[param(minimum = 1, example = 7)]
    version: Option<u64>,
    /// The portfolio as it stood at the end of a day in Japan. Not together with `version`.
    #[param(example = "2026-03-31")]
    as_of: Option<String>,
}

/// A moment in the life of the portfolio.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Moment {
    #[default]
    Now,
    At(Version),
    EndOf(Date),
}

impl FromParams for Moment {
    fn read(params: &mut Params) -> Self {
        let version = params.integer("version", 1..=i64::MAX);
        let day = params.value("as_of", |text| {
            let wanted = || Message::new("日付（例 2026-03-31）", "a date such as 2026-03-31");
            text.parse::<Date>().map_err(|_| wanted())
        });
        if params.is_given("version") && params.is_given("as_of") {
            let message = Message::new(
                "version と as_of はどちらか一方を指定してください。",
                "Give either version or as_of.",
            );
            params.refuse("as_of", message);
        }
        match (version, day) {
            (Some(version), _) => Moment::At(Version(version.unsigned_abs())),
            (None, Some(day)) => Moment::EndOf(day),
            (None, None) => Moment::Now,
        }
    }
}

impl Moment {
    /// The version that stood then. `live` is the newest.
    pub async fn version(self, state: &State, live: Version) -> Result<Version, Problem> {
        match self {
            Moment::Now => Ok(live),
            Moment::At(version) if version <= live => Ok(version),
            Moment::At(version) => Err(unknown(version, live)),
            Moment::EndOf(day) => at_end_of(day, state, live).await,
        }
    }
}

async fn at_end_of(day: Date, state: &State, live: Version) -> Result<Version, Problem> {
    let today = (state.today)();
    if day > today {
        let message = Message::new(
            format!("as_of「{day}」はまだ来ていません。{today} までの日付を指定してください。"),
            format!("as_of {day} has not come yet. Give a day up to {today}."),
        );
        return Err(Problem::parameter("as_of", message));
    }
    // The day after the last day of the calendar is no time; nothing can have been committed after it either.
    let end = day
        .tomorrow()
        .and_then(|next| next.to_zoned(TimeZone::fixed(tz::offset(9))));
    let Ok(end) = end else { return Ok(live) };
    let stood = state.history.version_before(end.timestamp()).await.map_err(unread)?;
    // What another process wrote this moment may be in the log and not yet be live.
    stood.map(|version| version.min(live)).ok_or_else(|| {
        Problem::not_found(Message::new(
            format!("{day} の終わりには、まだ版がありません。/api/versions で最初の版の日時を確かめてください。"),
            format!("There was no version yet at the end of {day}. /api/versions tells when the first one came."),
        ))
    })
}

fn unknown(version: Version, newest: Version) -> Problem {
    Problem::not_found(Message::new(
        format!("版 {version} はありません。最新は {newest} です。"),
        format!("There is no version {version}. The newest is {newest}."),
    ))
}

/// A log that cannot be read: the cause is for the server's log, the client is told to try again.
pub fn unread(error: HistoryError) -> Problem {
    tracing::error!(%error, "the log could not be read");
    Problem::bare(ProblemKind::Unavailable)
}

/// The portfolio at a version, as it may be shown today.
pub async fn snapshot_at(state: &State, version: Version) -> Result<Arc<Snapshot>, Problem> {
    let live = state.live.load();
    if version == live.version() {
        return Ok(live);
    }
    let past = state.history.at(version).await.map_err(|error| match error {
        PastError::Unknown => unknown(version, live.version()),
        PastError::Busy => Problem::new(
            ProblemKind::Unavailable,
            Message::new(
                "過去の版の読み込みが混み合っています。しばらくしてからもう一度お試しください。",
                "Earlier versions are asked for by many at the moment. Try again in a while.",
            ),
        ),
        PastError::Unreadable(error) => unread(error),
    })?;
    Ok(Arc::new(past.veiled_as(&live)))
}
