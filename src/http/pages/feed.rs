//! `/feed.atom`: what changed in the public fields of facilities, parcels and buildings (RFC 4287), one entry a commit.
//! Who made a change and why is not told.

use std::fmt::Write;

use actix_web::{HttpRequest, HttpResponse, web};
use jiff::Timestamp;
use maud::{Markup, html};

use super::changes::{is_shown, value};
use super::query::PageQuery;
use super::setting::{Setting, document};
use super::{facilities, lands};
use crate::http::api::building::PublicBuilding;
use crate::http::api::facility::PublicFacility;
use crate::http::api::history::{HistoryEntry, public_changes};
use crate::http::api::parcel::PublicParcel;
use crate::http::base_url::base_url;
use crate::http::pages::only_language;
use crate::http::problem::{Problem, ProblemKind};
use crate::http::state::{RecentCommit, RecordChange, State};
use crate::land::Parcel;
use crate::record::{EntityId, Kind};
use crate::register::{Building, Facility};
use crate::snapshot::Snapshot;

/// So many commits are looked at.
const COMMITS: u32 = 30;

pub async fn show_feed(request: HttpRequest, state: web::Data<State>) -> Result<HttpResponse, Problem> {
    only_language(&PageQuery::of(&request))?;
    base_url(&request, &state)?;
    let commits = state.history.recent(COMMITS).await.map_err(|error| {
        tracing::error!(%error, "the latest commits could not be read");
        Problem::bare(ProblemKind::Unavailable)
    })?;
    document(
        &request,
        &state,
        "application/atom+xml; charset=utf-8".to_owned(),
        move |setting| render(setting, &commits),
    )
    .await
}

/// An entry of the feed.
struct Entry<'a> {
    commit: &'a RecentCommit,
    title: String,
    content: Markup,
    path: String,
}

fn render(setting: &Setting, commits: &[RecentCommit]) -> String {
    let entries: Vec<Entry> = commits.iter().filter_map(|commit| entry(setting, commit)).collect();
    let updated = entries.first().map_or(Timestamp::UNIX_EPOCH, |entry| entry.commit.time);
    let itself = whole(setting, &setting.address("/feed.atom"));
    let publisher = setting.site.words.publisher.as_ref();
    let author = publisher.map_or_else(
        || setting.title(),
        |publisher| {
            setting.pick(
                &publisher.name_ja,
                publisher.name_en.as_ref().unwrap_or(&publisher.name_ja),
            )
        },
    );
    let mark = if setting.demo {
        setting.pick("【架空】", "[Fictitious] ")
    } else {
        ""
    };
    let title = format!("{mark}{} {}", setting.title(), setting.pick("更新情報", "changes"));
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let language = setting.language().tag();
    write!(
        xml,
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{language}\">\n<id>{id}</id>\n<title>{title}</title>\n\
         <updated>{updated}</updated>\n<author><name>{author}</name></author>\n\
         <link rel=\"self\" type=\"application/atom+xml\" href=\"{itself}\"/>\n\
         <link rel=\"alternate\" type=\"text/html\" href=\"{home}\"/>\n",
        id = escaped(&itself),
        title = escaped(&title),
        author = escaped(author),
        itself = escaped(&itself),
        home = escaped(&whole(setting, &setting.address(lands::PATH))),
    )
    .expect("a string can be written to");
    for entry in &entries {
        write!(
            xml,
            "<entry>\n<id>urn:uuid:{id}</id>\n<title>{title}</title>\n<updated>{time}</updated>\n\
             <link rel=\"alternate\" type=\"text/html\" href=\"{address}\"/>\n<content type=\"html\">{content}</content>\n</entry>\n",
            id = entry.commit.id,
            title = escaped(&entry.title),
            time = entry.commit.time,
            address = escaped(&whole(setting, &setting.address(&entry.path))),
            content = escaped(&entry.content.0),
        )
        .expect("a string can be written to");
    }
    xml.push_str("</feed>\n");
    xml
}

fn whole(setting: &Setting, address: &str) -> String {
    setting.whole(address).unwrap_or_else(|| address.to_owned())
}

/// Text for XML 1.0, which has no place for control characters even when escaped.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\t' | '\n' | '\r' => safe.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => safe.push(c),
        }
    }
    safe
}

/// `None` where nothing public changed: even that something else did is not public.
fn entry<'a>(setting: &Setting, commit: &'a RecentCommit) -> Option<Entry<'a>> {
    match &commit.changes {
        Some(changes) => told(setting, commit, changes),
        None => counted(setting, commit),
    }
}

/// A record that changed, as the feed tells it.
struct Changed {
    id: EntityId,
    name: String,
    verb: &'static str,
    /// Fields before and after, where the record was there before and after.
    fields: Vec<(&'static str, String, String)>,
}

fn told<'a>(setting: &Setting, commit: &'a RecentCommit, changes: &[(EntityId, RecordChange)]) -> Option<Entry<'a>> {
    let changed: Vec<Changed> = changes
        .iter()
        .filter_map(|(id, change)| changed(setting, *id, change))
        .collect();
    let first = changed.first()?;
    let title = if changed.len() == 1 {
        setting.pick(
            format!(
                "{}「{}」：{}",
                kind_name(setting, first.id.kind),
                first.name,
                first.verb
            ),
            format!("{} “{}”: {}", kind_name(setting, first.id.kind), first.name, first.verb),
        )
    } else {
        let kinds = [Kind::Parcel, Kind::Facility, Kind::Building];
        let count = |kind| changed.iter().filter(|changed| changed.id.kind == kind).count();
        numbers(setting, &kinds.map(|kind| (kind, count(kind))))
    };
    let content = html! {
        ul {
            @for record in &changed {
                li {
                    (kind_name(setting, record.id.kind)) " "
                    @match path(record.id) {
                        Some(path) => a href=(whole(setting, &setting.address(&path))) { (record.name) },
                        None => (record.name),
                    }
                    (setting.pick("：", ": ")) (record.verb)
                    @if !record.fields.is_empty() {
                        ul { @for (label, before, after) in &record.fields { li { (label) (setting.pick("：", ": ")) (before) " → " (after) } } }
                    }
                }
            }
        }
    };
    let only = Some(first).filter(|_| changed.len() == 1);
    Some(Entry {
        commit,
        title,
        content,
        path: only
            .and_then(|record| path(record.id))
            .unwrap_or_else(|| list(first.id.kind).to_owned()),
    })
}

fn changed(setting: &Setting, id: EntityId, change: &RecordChange) -> Option<Changed> {
    let one = std::slice::from_ref(change);
    let view = &setting.view;
    let entries = match id.kind {
        Kind::Facility => public_changes::<Facility, PublicFacility>(one, id.fid, view),
        Kind::Parcel => public_changes::<Parcel, PublicParcel>(one, id.fid, view),
        Kind::Building => public_changes::<Building, PublicBuilding>(one, id.fid, view),
        _ => return None,
    };
    let entry: HistoryEntry = entries.into_iter().next()?;
    let verb = match (&change.before, &change.after) {
        (None, _) => setting.pick("新しく登録", "registered"),
        (_, None) => setting.pick("一覧から外れました", "left the register"),
        _ => setting.pick("変更", "changed"),
    };
    let is_change = change.before.is_some() && change.after.is_some();
    let fields = entry
        .changes
        .iter()
        .filter(|field| is_change && is_shown(field))
        .map(|field| {
            let label = setting.pick(field.label_ja, field.label_en);
            (label, value(setting, &field.before), value(setting, &field.after))
        })
        .collect();
    let name = entry.changes.iter().find(|field| field.field == "name");
    let name = name.map(|field| {
        if field.after.is_null() {
            &field.before
        } else {
            &field.after
        }
    });
    Some(Changed {
        id,
        name: name
            .and_then(|name| name.as_str().map(str::to_owned))
            .or_else(|| name_now(&view.snapshot, id))
            .unwrap_or_else(|| id.to_string()),
        verb,
        fields,
    })
}

fn name_now(snapshot: &Snapshot, id: EntityId) -> Option<String> {
    Some(match id.kind {
        Kind::Facility => snapshot.facilities.get(id.fid)?.body.name.clone(),
        Kind::Parcel => snapshot.parcels.get(id.fid)?.body.name.clone(),
        _ => snapshot.buildings.get(id.fid)?.body.name.clone(),
    })
}

/// An import of a register, by the numbers of records that still are as it left them.
fn counted<'a>(setting: &Setting, commit: &'a RecentCommit) -> Option<Entry<'a>> {
    let snapshot = &setting.view.snapshot;
    let version = commit.version;
    let counts = [
        (
            Kind::Parcel,
            "parcels",
            snapshot.parcels.iter().filter(|item| item.changed == version).count(),
        ),
        (
            Kind::Facility,
            "facilities",
            snapshot
                .facilities
                .iter()
                .filter(|item| item.changed == version)
                .count(),
        ),
        (
            Kind::Building,
            "buildings",
            snapshot.buildings.iter().filter(|item| item.changed == version).count(),
        ),
    ];
    let batch = commit.batch_kind.as_deref();
    let counts = counts
        .into_iter()
        .filter(|(_, table, _)| batch.is_none_or(|kind| kind == *table))
        .map(|(kind, _, count)| (kind, count));
    let counts: Vec<(Kind, usize)> = counts.filter(|(_, count)| *count > 0).collect();
    let (kind, _) = counts.first()?;
    let title = numbers(setting, &counts);
    Some(Entry {
        commit,
        content: html! { p { (title) } },
        path: list(*kind).to_owned(),
        title,
    })
}

/// 未利用地505件、施設1,606件を更新.
fn numbers(setting: &Setting, counts: &[(Kind, usize)]) -> String {
    let parts: Vec<String> = counts
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(kind, count)| {
            let count = setting.language().count(*count);
            setting.pick(
                format!("{}{count}", kind_name(setting, *kind)),
                format!("{}: {count}", kind_name(setting, *kind)),
            )
        })
        .collect();
    setting.pick(
        format!("{}を更新", parts.join("、")),
        format!("Updated {}", parts.join(", ")),
    )
}

fn kind_name(setting: &Setting, kind: Kind) -> &'static str {
    match kind {
        Kind::Facility => setting.pick("施設", "Facilities"),
        Kind::Parcel => setting.pick("未利用地", "Unused land"),
        _ => setting.pick("棟", "Buildings"),
    }
}

fn list(kind: Kind) -> &'static str {
    match kind {
        Kind::Parcel => lands::PATH,
        _ => facilities::PATH,
    }
}

/// Buildings have no page of their own.
fn path(id: EntityId) -> Option<String> {
    matches!(id.kind, Kind::Facility | Kind::Parcel).then(|| format!("{}/{id}", list(id.kind)))
}
