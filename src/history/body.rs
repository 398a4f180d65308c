//! A record of any kind.

use serde::Serialize;

use crate::area::{MeshCell, Population, Ward};
use crate::land::{Lot, Parcel};
use crate::record::{EntityId, Kind, Record};
use crate::reference::{Layer, LayerFeature};
use crate::register::{
    Attachment, Building, Condition, Facility, FinanceYear, LedgerAsset, Link, SurveyRound, UsageYear, Vacancy,
    WantedSpace, Works,
};

macro_rules! bodies {
    ($($name:ident),* $(,)?) => {
        /// A record of any kind, for the code that treats all kinds alike: the ledger, the store, the history.
        #[derive(Clone, Debug, PartialEq, Serialize)]
        #[serde(untagged)]
        pub enum Body {
            $($name(Box<$name>),)*
        }

        impl Body {
            pub fn kind(&self) -> Kind {
                match self { $(Body::$name(_) => <$name as Record>::KIND,)* }
            }

            pub fn key(&self) -> Option<String> {
                match self { $(Body::$name(record) => record.key(),)* }
            }

            pub fn refers_to(&self) -> Vec<EntityId> {
                match self { $(Body::$name(record) => record.refers_to(),)* }
            }

            pub fn label(&self) -> &str {
                match self { $(Body::$name(record) => record.label(),)* }
            }

            /// Reads the JSON text of a record of the given kind.
            pub fn read(kind: Kind, json: &[u8]) -> Result<Self, serde_json::Error> {
                match kind {
                    $(<$name as Record>::KIND => serde_json::from_slice::<$name>(json).map(Body::from),)*
                }
            }
        }

        $(
            impl From<$name> for Body {
                fn from(record: $name) -> Self {
                    Body::$name(Box::new(record))
                }
            }
        )*
    };
}

impl Body {
    /// The record's JSON text: fields in the order of their declaration, absent ones left out, no white space.
    pub fn to_json(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("records hold nothing that JSON cannot: no NaN, no keys but strings")
    }
}

bodies!(
    Facility,
    Building,
    Parcel,
    Lot,
    Link,
    UsageYear,
    FinanceYear,
    Condition,
    Works,
    LedgerAsset,
    Ward,
    Population,
    MeshCell,
    Layer,
    LayerFeature,
    Vacancy,
    SurveyRound,
    WantedSpace,
    Attachment,
);
