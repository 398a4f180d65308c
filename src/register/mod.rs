//! The facility register: facilities, buildings and their yearly records, vacancies and the demand for space, attachments.

mod attachment;
mod building;
mod condition;
mod facility;
mod finance;
mod ledger_asset;
mod link;
mod rules;
mod space_fit;
mod survey_round;
mod usage;
mod vacancy;
mod vacancy_decision;
mod vacancy_extent;
mod wanted_space;
mod works;

pub use attachment::{Attachment, AttachmentKind, ContentHash, ContentHashError, MediaType, Thumbnail};
pub use building::Building;
pub use condition::{Condition, Grade};
pub use facility::{Facility, Organisation};
pub use finance::FinanceYear;
pub use ledger_asset::LedgerAsset;
pub use link::{Link, LinkRole};
pub use space_fit::{Criterion, Fit, Offer, Reason, Verdict};
pub use survey_round::{AskedBureau, Reply, SurveyAnswer, SurveyRound};
pub use usage::UsageYear;
pub use vacancy::{Closing, Vacancy, VacancyStage};
pub use vacancy_decision::{Approval, Candidate, Decision, Outcome, VacancyFault, VacancyUse};
pub use vacancy_extent::Extent;
pub use wanted_space::{WantedSpace, WantedStatus};
pub use works::Works;
