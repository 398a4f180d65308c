//! Who may make the changes of an import, or take them back: whoever may make each of them by hand.

use std::collections::HashMap;

use crate::auth::{Action, Actor, Denial};
use crate::history::{Body, State};
use crate::import::Plan;
use crate::record::{Code, EntityId, Kind};
use crate::snapshot::Snapshot;
use crate::store::EventRecord;
use crate::text::Message;

/// A record before and after a change.
#[derive(Clone, Copy, Debug)]
pub struct Change<'a> {
    pub entity: EntityId,
    pub before: Option<&'a State>,
    pub after: Option<&'a State>,
}

/// Changes that somebody may not make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forbidden {
    /// Why the first of them is not allowed.
    pub denial: Denial,
    /// What the first of them is called.
    pub label: String,
    pub count: usize,
}

impl Forbidden {
    pub fn message(&self) -> Message {
        let denial = self.denial.message();
        let (label, count) = (&self.label, self.count);
        Message::new(
            format!("この内容のうち{count}件は変更できません（例：{label}）。{}", denial.ja),
            format!(
                "{count} of these changes are not yours to make (such as {label}). {}",
                denial.en
            ),
        )
    }
}

/// The changes of a plan.
pub fn changes_of_plan(plan: &Plan) -> Vec<Change<'_>> {
    let changes = plan.entries.iter().map(|entry| Change {
        entity: entry.entity,
        before: entry.before.as_ref().map(|(_, state)| state),
        after: entry.after.as_ref(),
    });
    changes.filter(|change| change.before != change.after).collect()
}

/// The changes of a commit.
pub fn changes_of_commit(events: &[EventRecord]) -> Vec<Change<'_>> {
    let changes = events.iter().map(|event| Change {
        entity: event.entity,
        before: event.before.as_ref(),
        after: event.after.as_ref(),
    });
    changes.collect()
}

/// Refuses who may not make every one of these changes. A change that moves a record to another bureau needs the right for
/// both.
pub fn require_all(actor: &Actor, changes: &[Change], snapshot: &Snapshot) -> Result<(), Forbidden> {
    let whose = Whose::new(changes, snapshot);
    let mut refused: Option<Forbidden> = None;
    for change in changes {
        let action = Action::editing(change.entity.kind);
        let states = [change.before, change.after].into_iter().flatten();
        for state in states {
            let bureau = whose.bureau(change.entity, &state.body);
            let Err(denial) = actor.may_for(action, bureau.as_ref()) else {
                continue;
            };
            match &mut refused {
                Some(refused) => refused.count += 1,
                None => {
                    refused = Some(Forbidden {
                        denial,
                        label: state.body.label().to_owned(),
                        count: 1,
                    });
                }
            }
            break;
        }
    }
    refused.map_or(Ok(()), Err)
}

/// Whose the records are, those that are only about to be made included.
struct Whose<'a> {
    snapshot: &'a Snapshot,
    /// Facilities and parcels as the changes leave them, or as they were where they go.
    own: HashMap<EntityId, Option<Code>>,
    /// The parcels of lots that the changes link.
    land: HashMap<EntityId, EntityId>,
}

impl<'a> Whose<'a> {
    fn new(changes: &[Change], snapshot: &'a Snapshot) -> Self {
        let mut whose = Self {
            snapshot,
            own: HashMap::new(),
            land: HashMap::new(),
        };
        for change in changes {
            let Some(state) = change.after.or(change.before) else {
                continue;
            };
            match &state.body {
                Body::Facility(_) | Body::Parcel(_) => {
                    let bureau = snapshot.bureau_of(Some(change.entity), &state.body);
                    whose.own.insert(change.entity, bureau);
                }
                Body::Link(link) if link.from.kind == Kind::Parcel && link.to.kind == Kind::Lot => {
                    whose.land.insert(link.to, link.from);
                }
                _ => {}
            }
        }
        whose
    }

    fn bureau(&self, entity: EntityId, body: &Body) -> Option<Code> {
        let by_land = match body {
            Body::Link(link) => {
                let land = [link.from, link.to].into_iter().find(|end| end.kind == Kind::Parcel);
                self.own.get(&land.unwrap_or(link.from))
            }
            Body::Lot(_) => self.land.get(&entity).and_then(|parcel| self.own.get(parcel)),
            _ => None,
        };
        match by_land {
            Some(bureau) => bureau.clone(),
            None => self.snapshot.bureau_of(Some(entity), body),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::{Bureaus, Role, Roles};
    use crate::land::{Lot, Parcel, ParcelNumber};
    use crate::record::Fid;
    use crate::register::{Facility, Link, LinkRole};
    use crate::vocabulary::Vocabularies;

    fn land_officer(bureau: &str) -> Actor {
        let vocabularies = Vocabularies::embedded();
        let list = vocabularies.list("bureaus").expect("bureaus");
        Actor {
            id: "account-1".into(),
            roles: Roles::of([Role::LandOfficer]),
            bureaus: Some(Bureaus::of(&Code::new(bureau), list)),
            scopes: None,
        }
    }

    fn parcel(bureau: &str) -> State {
        let mut body = Parcel::new(ParcelNumber::parse("4-1").expect("a number"), "もと住宅用地");
        body.organisation.bureau = Some(Code::new(bureau));
        State {
            body: body.into(),
            shape: None,
        }
    }

    fn change<'a>(entity: EntityId, before: Option<&'a State>, after: Option<&'a State>) -> Change<'a> {
        Change { entity, before, after }
    }

    fn id(kind: Kind, fid: u32) -> EntityId {
        EntityId::new(kind, Fid(fid))
    }

    #[test]
    fn an_import_needs_the_right_for_each_of_its_records_and_their_bureaus() {
        let snapshot = Snapshot::default();
        let own = parcel("port");
        let foreign = parcel("health");
        let lot = State {
            body: Lot::default().into(),
            shape: None,
        };
        let link = Link {
            role: LinkRole::ParcelLot,
            from: id(Kind::Parcel, 1),
            to: id(Kind::Lot, 1),
            area_m2: None,
            shared_area_m2: None,
            share: None,
            provenance: Default::default(),
        };
        let link = State {
            body: link.into(),
            shape: None,
        };
        let officer = land_officer("port");
        let with_lot = |parcel| {
            let changes = [
                change(id(Kind::Parcel, 1), None, Some(parcel)),
                change(id(Kind::Lot, 1), None, Some(&lot)),
                change(id(Kind::Link, 1), None, Some(&link)),
            ];
            require_all(&officer, &changes, &snapshot)
        };
        assert_eq!(with_lot(&own), Ok(()), "the lot of a new parcel is the parcel's");
        assert_eq!(with_lot(&foreign).map_err(|refused| refused.count), Err(3));

        let taking = [change(id(Kind::Parcel, 1), Some(&foreign), Some(&own))];
        let refused = require_all(&officer, &taking, &snapshot).expect_err("it is another bureau's");
        assert_eq!(refused.denial, Denial::Bureau(Action::EditParcel));
        assert!(refused.message().ja.contains("もと住宅用地"), "{refused:?}");
        let facility = State {
            body: Facility::default().into(),
            shape: None,
        };
        let facilities = [change(id(Kind::Facility, 1), None, Some(&facility))];
        let refused = require_all(&officer, &facilities, &snapshot).expect_err("facilities are the planners'");
        assert_eq!(refused.denial, Denial::Role(Action::EditFacility));
        assert_eq!(require_all(&Actor::local(), &taking, &snapshot), Ok(()));
    }
}
