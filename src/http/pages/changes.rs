//! What changed in the public fields of a record, for its sheet: the day and the fields, not who and why.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{TimeZone, offset};
use maud::{Markup, html};
use serde_json::Value;

use super::setting::Setting;
use crate::http::api::history::{FromBody, HistoryEntry, PublicChange, PublicForm, public_changes};
use crate::http::api::record::RecordId;
use crate::http::api::view::View;
use crate::http::state::State;
use crate::snapshot::{HasLayer, Snapshot, Veiled};

/// So many changes stand on a sheet; the API has them all.
const SHOWN: usize = 20;

/// The changes of a record, latest first; `None` where they cannot be read now.
pub async fn read<T, P>(state: &State, id: &RecordId<T>) -> Option<Vec<HistoryEntry>>
where
    T: FromBody + Veiled,
    P: PublicForm<T>,
    Snapshot: HasLayer<T>,
{
    match state.history.history(id.entity()).await {
        Ok(changes) => Some(public_changes::<T, P>(&changes, id.0, &View::of(state))),
        Err(error) => {
            tracing::error!(%error, entity = %id.entity(), "a history could not be read");
            None
        }
    }
}

/// The day in Japan.
pub fn day(time: Timestamp) -> Date {
    time.to_zoned(TimeZone::fixed(offset(9))).date()
}

/// Fields that repeat others in another language or as a code.
pub fn is_shown(change: &PublicChange) -> bool {
    let field = change.field;
    !(field.ends_with("_en") || field.ends_with("_key") || field.ends_with("_ja") || field == "bbox")
}

pub fn changes(setting: &Setting, entries: Option<&[HistoryEntry]>) -> Markup {
    html! {
        section aria-labelledby="changes" {
            h2 id="changes" { (setting.pick("更新履歴", "Changes")) }
            @match entries {
                None => p { (setting.pick("いまは更新履歴を読めません。しばらくしてからもう一度お試しください。", "The changes cannot be read now. Try again in a while.")) },
                Some([]) => p { (setting.pick("公開項目の変更はまだありません。", "No public field has changed yet.")) },
                Some(entries) => ol.changes {
                    @for entry in entries.iter().take(SHOWN) { li { (one(setting, entry)) } }
                },
            }
        }
    }
}

fn one(setting: &Setting, entry: &HistoryEntry) -> Markup {
    let day = entry.time.parse().ok().map(day);
    let created = entry.changes.iter().all(|change| change.before.is_null());
    let shown = || entry.changes.iter().filter(|change| is_shown(change));
    html! {
        @if let Some(day) = day { time datetime=(day) { (setting.language().day(day)) } }
        @if created {
            p { (setting.pick("登録", "Registered")) }
        } @else {
            ul {
                @for change in shown() {
                    li {
                        span.field-name { (setting.pick(change.label_ja, change.label_en)) }
                        (setting.pick("：", ": "))
                        del { (value(setting, &change.before)) }
                        " → "
                        ins { (value(setting, &change.after)) }
                    }
                }
            }
        }
    }
}

/// A value as people read it.
pub fn value(setting: &Setting, value: &Value) -> String {
    match value {
        Value::Null => setting.pick("なし", "none").to_owned(),
        Value::Bool(true) => setting.pick("はい", "yes").to_owned(),
        Value::Bool(false) => setting.pick("いいえ", "no").to_owned(),
        Value::String(text) => text.clone(),
        Value::Object(fields) => {
            let place = fields.get("lat").zip(fields.get("lon"));
            place.map_or_else(
                || setting.pick("（省略）", "(left out)").to_owned(),
                |(lat, lon)| format!("{lat}, {lon}"),
            )
        }
        other => other.to_string(),
    }
}
