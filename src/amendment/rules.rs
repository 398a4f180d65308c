//! The rules that a written record must keep, by kind; those that need its neighbours as well.

use crate::history::Body;
use crate::record::{EntityId, Violation};
use crate::register::Link;
use crate::snapshot::Snapshot;
use crate::text::Message;

/// A rounding of shares that were written with few decimals is no contradiction.
const SHARE_TOLERANCE: f64 = 0.001;

/// What is wrong with a record by itself.
pub(super) fn violations(body: &Body) -> Vec<Violation> {
    match body {
        Body::Facility(facility) => facility.violations(),
        Body::Building(building) => building.violations(),
        Body::Parcel(parcel) => parcel.violations(),
        Body::Lot(lot) => lot.violations(),
        Body::Link(link) => link.violations(),
        _ => Vec::new(),
    }
}

/// What is wrong with a record among the others. `own` is its id, if it has one yet.
pub(super) fn violations_among(body: &Body, own: Option<EntityId>, snapshot: &Snapshot) -> Vec<Violation> {
    match body {
        Body::Link(link) => ends(link, snapshot)
            .into_iter()
            .chain(shares(link, own, snapshot))
            .collect(),
        _ => Vec::new(),
    }
}

fn ends(link: &Link, snapshot: &Snapshot) -> Vec<Violation> {
    let absent = [("/from", link.from), ("/to", link.to)]
        .into_iter()
        .filter(|(_, end)| snapshot.get(*end).is_none());
    absent
        .map(|(pointer, end)| {
            Violation::at(
                pointer,
                Message::new(
                    format!("{end} はありません。番号を確かめてください。"),
                    format!("There is no {end}. Check the id."),
                ),
            )
        })
        .collect()
}

fn shares(link: &Link, own: Option<EntityId>, snapshot: &Snapshot) -> Option<Violation> {
    let share = link.share?.as_f64();
    let others = snapshot
        .links
        .iter()
        .filter(|item| Some(item.id()) != own && item.body.role == link.role && item.body.to == link.to);
    let taken: f64 = others
        .filter_map(|item| item.body.share)
        .map(|share| share.as_f64())
        .sum();
    (taken + share > 1.0 + SHARE_TOLERANCE).then(|| {
        let free = (1.0 - taken).max(0.0);
        Violation::at(
            "/share",
            Message::new(
                format!(
                    "{} の割合の合計が1を超えます。ほかの割合を除くと、残りは{free:.3}です。",
                    link.to
                ),
                format!(
                    "The shares of {} would exceed the whole. What is left is {free:.3}.",
                    link.to
                ),
            ),
        )
    })
}
