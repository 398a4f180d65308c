//! Every act that the service knows. What is not here nobody can be allowed.

use serde::{Deserialize, Serialize};

use crate::record::Kind;

macro_rules! actions {
    ($($(#[doc = $doc:literal])* $name:ident $key:literal $ja:literal $en:literal;)*) => {
        /// An act that needs a right.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Action {
            $($(#[doc = $doc])* $name,)*
        }

        impl Action {
            pub const ALL: &'static [Action] = &[$(Action::$name),*];

            /// The name on the wire and in token scopes.
            pub fn key(self) -> &'static str {
                match self { $(Action::$name => $key,)* }
            }

            pub fn ja(self) -> &'static str {
                match self { $(Action::$name => $ja,)* }
            }

            pub fn en(self) -> &'static str {
                match self { $(Action::$name => $en,)* }
            }
        }
    };
}

actions! {
    /// What is public, without an account.
    ReadPublic "read_public" "公開情報を見る" "read what is public";
    /// What is internal, as far as the field table goes for the role.
    ReadInternal "read_internal" "内部情報を見る" "read what is internal";
    /// One's own password, sessions and tokens.
    OwnAccount "own_account" "自分のアカウントを管理する" "manage one's own account";
    /// Facilities, with their yearly records, condition and works.
    EditFacility "edit_facility" "施設を編集する" "edit facilities";
    EditBuilding "edit_building" "棟を編集する" "edit buildings";
    /// Parcels of unused land and their lots.
    EditParcel "edit_parcel" "未利用地を編集する" "edit parcels";
    EditLink "edit_link" "施設・棟・土地の結び付きを編集する" "edit links between records";
    /// Vacancies, wanted spaces, candidates, decisions proposed and outcomes.
    EditVacancy "edit_vacancy" "空き施設を編集する" "edit vacancies";
    /// Opening and closing survey rounds.
    RunSurvey "run_survey" "照会を実施する" "run survey rounds";
    /// A bureau's answer in a survey round.
    AnswerSurvey "answer_survey" "照会に回答する" "answer survey rounds";
    Attach "attach" "ファイルを添付する" "attach files";
    /// Making an attached file public.
    ReleaseAttachment "release_attachment" "添付ファイルを公開する" "release attached files";
    /// Making a vacancy public.
    ReleaseVacancy "release_vacancy" "空き施設を公開する" "release vacancies";
    Import "import" "ファイルを取り込む" "import files";
    Rollback "rollback" "取込みを取り消す" "roll an import back";
    /// Approving what somebody else made.
    Approve "approve" "承認する" "approve";
    /// What everything is set against: reference layers, wards, population, mesh.
    ManageLayers "manage_layers" "参照レイヤを管理する" "manage reference layers";
    ManageAccounts "manage_accounts" "アカウントを管理する" "manage accounts";
    ReadAudit "read_audit" "操作の記録を見る" "read the audit log";
    ManageSettings "manage_settings" "設定を変える" "change settings";
}

impl Action {
    /// The act of writing a record of this kind by whatever way: form, map or import.
    pub fn editing(kind: Kind) -> Self {
        match kind {
            Kind::Facility
            | Kind::UsageYear
            | Kind::FinanceYear
            | Kind::Condition
            | Kind::Works
            | Kind::LedgerAsset => Action::EditFacility,
            Kind::Building => Action::EditBuilding,
            Kind::Parcel | Kind::Lot => Action::EditParcel,
            Kind::Link => Action::EditLink,
            Kind::Vacancy | Kind::WantedSpace => Action::EditVacancy,
            Kind::SurveyRound => Action::RunSurvey,
            Kind::Attachment => Action::Attach,
            Kind::Ward | Kind::Population | Kind::MeshCell | Kind::Layer | Kind::LayerFeature => Action::ManageLayers,
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Action::ALL.iter().copied().find(|action| action.key() == key)
    }

    fn bit(self) -> u32 {
        1 << self as u32
    }
}

/// A set of acts: what a token may be used for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Actions(u32);

impl Actions {
    pub fn of(actions: impl IntoIterator<Item = Action>) -> Self {
        Self(actions.into_iter().fold(0, |bits, action| bits | action.bit()))
    }

    pub fn has(self, action: Action) -> bool {
        self.0 & action.bit() != 0
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub fn iter(self) -> impl Iterator<Item = Action> {
        Action::ALL.iter().copied().filter(move |action| self.has(*action))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_read_back_and_agree_with_the_wire() {
        for action in Action::ALL.iter().copied() {
            assert_eq!(Action::from_key(action.key()), Some(action));
            assert_eq!(serde_json::to_value(action).expect("an action"), action.key());
        }
        assert!(Action::ALL.len() <= 32, "the set is one word");
    }
}
