//! What every record shares: its kind and id, amounts with units, missing values, provenance and position.

mod address;
mod amount;
mod code;
mod datum;
mod flag;
mod id;
mod kind;
mod municipality;
mod notes;
mod position;
mod provenance;
mod violation;

pub use address::Address;
pub use amount::{AmountError, AreaM2, Share, Yen};
pub use code::Code;
pub use datum::{Datum, MissingReason};
pub use flag::Flag;
pub use id::{EntityId, Fid, ParseIdError};
pub use kind::Kind;
pub use municipality::{MunicipalityCode, MunicipalityCodeError};
pub use notes::Notes;
pub use position::{Position, PositionAccuracy, PositionMethod};
pub use provenance::Provenance;
pub use violation::Violation;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// One kind of record that the portfolio holds. The ledger, the store and the snapshot are generic over it.
pub trait Record: Clone + PartialEq + std::fmt::Debug + Serialize + DeserializeOwned + Send + Sync + 'static {
    const KIND: Kind;

    /// The record's own number in its source (番号, ID, 地番 …): unique within the kind where present,
    /// and what an import matches by. The order of keys is the order of lists.
    fn key(&self) -> Option<String>;

    /// What a person calls the record.
    fn label(&self) -> &str;

    /// The records that this one names: they exist as long as it does.
    fn refers_to(&self) -> Vec<EntityId> {
        Vec::new()
    }

    /// The texts that a search looks through, most telling first.
    fn search_texts(&self) -> Vec<&str> {
        vec![self.label()]
    }
}
