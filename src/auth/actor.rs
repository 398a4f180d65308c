//! Who acts: an account with its rights, however it was recognised.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::action::{Action, Actions};
use super::policy::{Denial, Grant, grant};
use super::role::{Role, Roles};
use crate::record::Code;
use crate::vocabulary::CodeList;

/// A bureau with its sections: records of a section belong to the bureau.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bureaus(BTreeSet<Code>);

impl Bureaus {
    /// A bureau and everything below it in the code list.
    pub fn of(bureau: &Code, list: &CodeList) -> Self {
        let mut found = BTreeSet::from([bureau.clone()]);
        let mut open = vec![bureau.as_str()];
        while let Some(key) = open.pop() {
            for section in list.children(key) {
                if found.insert(Code::new(&section.key)) {
                    open.push(&section.key);
                }
            }
        }
        Self(found)
    }

    pub fn has(&self, bureau: &Code) -> bool {
        self.0.contains(bureau)
    }
}

/// Somebody with an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The name under which the history keeps the acts: the account's, not the person's.
    pub id: Arc<str>,
    pub roles: Roles,
    /// Where set, rights for the own bureau end here.
    pub bureaus: Option<Bureaus>,
    /// Where set, nothing beyond: the scopes of the token by which the actor was recognised.
    pub scopes: Option<Actions>,
}

impl Actor {
    /// Whoever sits at the machine of a server that was started with `--trust-loopback`.
    pub fn local() -> Self {
        Self {
            id: "local".into(),
            roles: Roles::of([Role::Administrator]),
            bureaus: None,
            scopes: None,
        }
    }

    /// The farthest that any role goes.
    fn reach(&self, action: Action) -> Result<Grant, Denial> {
        if self.scopes.is_some_and(|scopes| !scopes.has(action)) && action != Action::ReadPublic {
            return Err(Denial::Scope(action));
        }
        match self.roles.iter().map(|role| grant(role, action)).max() {
            None | Some(Grant::No) => Err(Denial::Role(action)),
            Some(reach) => Ok(reach),
        }
    }

    /// Whether the act is allowed for some records at least.
    pub fn may(&self, action: Action) -> Result<(), Denial> {
        self.reach(action).map(|_| ())
    }

    /// Whether the act is allowed for a record of this bureau. A record without a known bureau is nobody's own.
    pub fn may_for(&self, action: Action, bureau: Option<&Code>) -> Result<(), Denial> {
        match (self.reach(action)?, &self.bureaus) {
            (Grant::OwnBureau, Some(own)) if !bureau.is_some_and(|bureau| own.has(bureau)) => {
                Err(Denial::Bureau(action))
            }
            _ => Ok(()),
        }
    }

    /// Whether the act of approval is allowed for something that `author` made: nobody approves what he made himself.
    pub fn may_approve(&self, action: Action, author: &str) -> Result<(), Denial> {
        self.may(action)?;
        if *self.id == *author {
            return Err(Denial::OwnWork(action));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Vocabularies;

    fn actor(roles: &[Role], bureau: Option<&str>) -> Actor {
        let vocabularies = Vocabularies::embedded();
        let list = vocabularies.list("bureaus").expect("bureaus");
        Actor {
            id: "account-1".into(),
            roles: Roles::of(roles.iter().copied()),
            bureaus: bureau.map(|bureau| Bureaus::of(&Code::new(bureau), list)),
            scopes: None,
        }
    }

    #[test]
    fn a_land_officer_edits_parcels_of_his_own_bureau_and_its_sections() {
        let officer = actor(&[Role::LandOfficer], Some("port"));
        let edit = |bureau: Option<&str>| officer.may_for(Action::EditParcel, bureau.map(Code::new).as_ref());
        assert_eq!(edit(Some("port")), Ok(()));
        assert_eq!(edit(Some("port_sales")), Ok(()));
        assert_eq!(edit(Some("education")), Err(Denial::Bureau(Action::EditParcel)));
        assert_eq!(edit(None), Err(Denial::Bureau(Action::EditParcel)));
        assert_eq!(
            officer.may_for(Action::EditFacility, None),
            Err(Denial::Role(Action::EditFacility))
        );
    }

    #[test]
    fn a_land_officer_without_a_bureau_edits_all_parcels() {
        let officer = actor(&[Role::LandOfficer], None);
        assert_eq!(officer.may_for(Action::EditParcel, None), Ok(()));
    }

    #[test]
    fn the_widest_of_several_roles_counts() {
        let both = actor(&[Role::LandOfficer, Role::Planner], Some("port"));
        let education = Code::new("education");
        assert_eq!(both.may_for(Action::EditVacancy, Some(&education)), Ok(()));
        assert!(both.may_for(Action::EditParcel, Some(&education)).is_err());
    }

    #[test]
    fn nobody_approves_what_he_made_himself() {
        let approver = actor(&[Role::Approver], None);
        assert_eq!(approver.may_approve(Action::Approve, "account-2"), Ok(()));
        assert_eq!(
            approver.may_approve(Action::Approve, "account-1"),
            Err(Denial::OwnWork(Action::Approve))
        );
        assert_eq!(
            Actor::local().may_approve(Action::Approve, "local"),
            Err(Denial::OwnWork(Action::Approve))
        );
    }

    #[test]
    fn a_token_does_nothing_beyond_its_scopes_and_its_account() {
        let mut planner = actor(&[Role::Planner], None);
        planner.scopes = Some(Actions::of([Action::ReadInternal, Action::ManageAccounts]));
        assert_eq!(planner.may(Action::ReadInternal), Ok(()));
        assert_eq!(
            planner.may(Action::EditFacility),
            Err(Denial::Scope(Action::EditFacility))
        );
        assert_eq!(
            planner.may(Action::ManageAccounts),
            Err(Denial::Role(Action::ManageAccounts))
        );
    }
}
