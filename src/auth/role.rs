//! The roles that an account can have.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What a person is in the service. Everybody has the role `Public`; an account has one or more of the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 公開: anybody, signed in or not.
    Public,
    /// 職員: reads what is internal.
    Viewer,
    /// 施設計画: keeps the facility register and the vacancies.
    Planner,
    /// 用地: keeps the unused land, of one bureau only where the account names one.
    LandOfficer,
    /// 承認: approves what others made, and releases it.
    Approver,
    /// 管理: keeps accounts and settings, and may do what the others do.
    Administrator,
}

impl Role {
    pub const ALL: [Role; 6] = [
        Role::Public,
        Role::Viewer,
        Role::Planner,
        Role::LandOfficer,
        Role::Approver,
        Role::Administrator,
    ];

    /// Those that an account can be given.
    pub const OF_ACCOUNTS: [Role; 5] = [
        Role::Viewer,
        Role::Planner,
        Role::LandOfficer,
        Role::Approver,
        Role::Administrator,
    ];

    pub fn key(self) -> &'static str {
        match self {
            Role::Public => "public",
            Role::Viewer => "viewer",
            Role::Planner => "planner",
            Role::LandOfficer => "land_officer",
            Role::Approver => "approver",
            Role::Administrator => "administrator",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Role::ALL.into_iter().find(|role| role.key() == key)
    }

    pub fn ja(self) -> &'static str {
        match self {
            Role::Public => "公開",
            Role::Viewer => "職員",
            Role::Planner => "施設計画",
            Role::LandOfficer => "用地",
            Role::Approver => "承認",
            Role::Administrator => "管理",
        }
    }

    pub fn en(self) -> &'static str {
        match self {
            Role::Public => "Public",
            Role::Viewer => "Viewer",
            Role::Planner => "Facility planner",
            Role::LandOfficer => "Land officer",
            Role::Approver => "Approver",
            Role::Administrator => "Administrator",
        }
    }

    fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// The roles of one actor. `Public` is always among them.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Roles(u8);

impl Roles {
    /// Of somebody who has not signed in.
    pub fn public() -> Self {
        Self(Role::Public.bit())
    }

    pub fn of(roles: impl IntoIterator<Item = Role>) -> Self {
        Self(
            roles
                .into_iter()
                .fold(Role::Public.bit(), |bits, role| bits | role.bit()),
        )
    }

    pub fn has(self, role: Role) -> bool {
        self.0 & role.bit() != 0
    }

    pub fn iter(self) -> impl Iterator<Item = Role> {
        Role::ALL.into_iter().filter(move |role| self.has(*role))
    }

    /// The roles beside `Public`: what an account was given.
    pub fn given(self) -> impl Iterator<Item = Role> {
        Role::OF_ACCOUNTS.into_iter().filter(move |role| self.has(*role))
    }
}

impl std::fmt::Debug for Roles {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

impl Serialize for Roles {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.given())
    }
}

impl<'de> Deserialize<'de> for Roles {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::<Role>::deserialize(deserializer).map(Self::of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_is_public_and_keys_read_back() {
        assert!(Roles::of([Role::Planner]).has(Role::Public));
        for role in Role::ALL {
            assert_eq!(Role::from_key(role.key()), Some(role));
            assert_eq!(serde_json::to_value(role).expect("a role"), role.key());
        }
        let roles = Roles::of([Role::Approver, Role::LandOfficer]);
        assert_eq!(roles.given().collect::<Vec<_>>(), [Role::LandOfficer, Role::Approver]);
    }
}
