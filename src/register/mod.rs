//! The facility register: facilities, buildings and their yearly records.

mod building;
mod condition;
mod facility;
mod finance;
mod ledger_asset;
mod link;
mod rules;
mod usage;
mod works;

pub use building::Building;
pub use condition::{Condition, Grade};
pub use facility::{Facility, Organisation};
pub use finance::FinanceYear;
pub use ledger_asset::LedgerAsset;
pub use link::{Link, LinkRole};
pub use usage::UsageYear;
pub use works::Works;
