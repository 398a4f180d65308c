//! The one policy table: which role may do what.

use super::action::Action;
use super::role::Role;
use crate::text::Message;

/// How far a right goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grant {
    No,
    /// For records of the account's own bureau; for all of them where the account names none.
    OwnBureau,
    Yes,
}

/// The table. Beside it one rule holds for everybody: nobody approves what he made himself ([`super::Actor::may_approve`]).
#[rustfmt::skip] // A table is read by its columns.
pub fn grant(role: Role, action: Action) -> Grant {
    use Action::*;
    use Grant::{No, OwnBureau, Yes};
    let [viewer, planner, land, approver, administrator] = match action {
        ReadPublic => return Yes,
        //                    viewer     planner  land       approver administrator
        ReadInternal =>       [Yes,       Yes,     Yes,       Yes,     Yes],
        OwnAccount =>         [Yes,       Yes,     Yes,       Yes,     Yes],
        EditFacility =>       [No,        Yes,     No,        No,      Yes],
        EditBuilding =>       [No,        Yes,     No,        No,      Yes],
        EditParcel =>         [No,        No,      OwnBureau, No,      Yes],
        EditLink =>           [No,        Yes,     OwnBureau, No,      Yes],
        EditVacancy =>        [No,        Yes,     OwnBureau, No,      Yes],
        RunSurvey =>          [No,        Yes,     No,        No,      Yes],
        AnswerSurvey =>       [OwnBureau, Yes,     OwnBureau, No,      Yes],
        Attach =>             [No,        Yes,     OwnBureau, No,      Yes],
        ReleaseAttachment =>  [No,        No,      No,        Yes,     Yes],
        ReleaseVacancy =>     [No,        No,      No,        Yes,     Yes],
        Import =>             [No,        Yes,     Yes,       No,      Yes],
        Rollback =>           [No,        Yes,     Yes,       No,      Yes],
        Approve =>            [No,        No,      No,        Yes,     Yes],
        ManageLayers =>       [No,        Yes,     Yes,       No,      Yes],
        ManageAccounts =>     [No,        No,      No,        No,      Yes],
        ReadAudit =>          [No,        No,      No,        Yes,     Yes],
        ManageSettings =>     [No,        No,      No,        No,      Yes],
    };
    match role {
        Role::Public => No,
        Role::Viewer => viewer,
        Role::Planner => planner,
        Role::LandOfficer => land,
        Role::Approver => approver,
        Role::Administrator => administrator,
    }
}

/// Why an act is not allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denial {
    /// No role of the actor grants it.
    Role(Action),
    /// A role grants it, but for another bureau's records.
    Bureau(Action),
    /// The token was made for other acts.
    Scope(Action),
    /// The actor made himself what is to be approved.
    OwnWork(Action),
}

impl Denial {
    pub fn message(self) -> Message {
        match self {
            Denial::Role(action) => {
                let roles: Vec<Role> = Role::OF_ACCOUNTS
                    .into_iter()
                    .filter(|role| grant(*role, action) != Grant::No)
                    .collect();
                let names = |name: fn(Role) -> &'static str, between: &str| {
                    roles.iter().copied().map(name).collect::<Vec<_>>().join(between)
                };
                Message::new(
                    format!(
                        "このアカウントには「{}」権限がありません。できるのは {} です。必要なときは管理者に役割の追加を頼んでください。",
                        action.ja(),
                        names(Role::ja, "・")
                    ),
                    format!(
                        "This account may not {}. These roles may: {}. Ask an administrator to add one where it is needed.",
                        action.en(),
                        names(Role::en, ", ")
                    ),
                )
            }
            Denial::Bureau(action) => Message::new(
                format!(
                    "他の所管の記録です。このアカウントが「{}」ことができるのは、自分の所管のものだけです。所管の担当者か管理者に頼んでください。",
                    action.ja()
                ),
                format!(
                    "The record belongs to another bureau. This account may {} of its own bureau only. Ask that bureau or an administrator.",
                    action.en()
                ),
            ),
            Denial::Scope(action) => Message::new(
                format!(
                    "このトークンには「{}」範囲がありません。範囲を含むトークンを作り直してください。",
                    action.ja()
                ),
                format!(
                    "This token has no scope to {} ({}). Make a token with that scope.",
                    action.en(),
                    action.key()
                ),
            ),
            Denial::OwnWork(action) => Message::new(
                format!(
                    "自分で作ったものを「{}」ことはできません。別の人に頼んでください。",
                    action.ja()
                ),
                format!("Nobody may {} what he made himself. Ask somebody else.", action.en()),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_public_reads_what_is_public_and_does_nothing_else() {
        for action in Action::ALL.iter().copied() {
            assert_eq!(
                grant(Role::Public, action) == Grant::Yes,
                action == Action::ReadPublic,
                "{action:?}"
            );
        }
    }

    #[test]
    fn every_act_can_be_done_by_an_administrator() {
        for action in Action::ALL.iter().copied() {
            assert_eq!(grant(Role::Administrator, action), Grant::Yes, "{action:?}");
        }
    }

    #[test]
    fn a_denial_names_the_act_and_who_may_in_both_languages() {
        let message = Denial::Role(Action::EditParcel).message();
        assert!(message.ja.contains("未利用地を編集する") && message.ja.contains("用地"));
        assert!(message.en.contains("edit parcels") && message.en.contains("Land officer"));
    }
}
