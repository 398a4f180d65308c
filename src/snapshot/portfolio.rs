//! The portfolio at one version.

use jiff::civil::Date;
use rayon::prelude::*;

use super::{Item, Layer};
use crate::area::{MeshCell, Population, Ward};
use crate::history::{Body, State, Version};
use crate::land::{Lot, Parcel};
use crate::record::{EntityId, Fid, Kind, Record};
use crate::reference::{Layer as ReferenceLayer, LayerFeature};
use crate::register::{
    Attachment, Building, Condition, Facility, FinanceYear, LedgerAsset, Link, SurveyRound, UsageYear, Vacancy,
    WantedSpace, Works,
};

/// A record as the store keeps it.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    pub entity: EntityId,
    pub revision: u64,
    pub changed: Version,
    pub state: State,
}

/// Gives the layer of a kind by its record type.
pub trait HasLayer<T> {
    fn layer(&self) -> &Layer<T>;
}

macro_rules! portfolio {
    ($($field:ident: $record:ident = $body:ident),* $(,)?) => {
        /// The whole portfolio at one version. Immutable; a clone costs a few pointers.
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct Snapshot {
            pub(super) version: Version,
            pub(super) data_date: Option<Date>,
            $(pub $field: Layer<$record>,)*
        }

        /// A record with all that is worked out from it alone.
        enum Ready { $($body(Item<$record>),)* }

        impl Ready {
            fn new(stored: Stored) -> Self {
                let Stored { entity, revision, changed, state } = stored;
                match state.body {
                    $(Body::$body(body) => Ready::$body(Item::new(entity.fid, revision, changed, *body, state.shape)),)*
                }
            }
        }

        $(impl HasLayer<$record> for Snapshot {
            fn layer(&self) -> &Layer<$record> {
                &self.$field
            }
        })*

        impl Snapshot {
            /// How many records there are of a kind.
            pub fn count(&self, kind: Kind) -> usize {
                match kind { $(<$record as Record>::KIND => self.$field.len(),)* }
            }

            /// The fid that the next new record of a kind gets.
            pub fn next_fid(&self, kind: Kind) -> Fid {
                match kind { $(<$record as Record>::KIND => self.$field.next_fid(),)* }
            }

            /// A record of any kind.
            pub fn get(&self, entity: EntityId) -> Option<Stored> {
                match entity.kind {
                    $(<$record as Record>::KIND => self.$field.get(entity.fid).map(|item| stored(item)),)*
                }
            }

            /// A record of any kind by its own number.
            pub fn by_key(&self, kind: Kind, key: &str) -> Option<EntityId> {
                match kind { $(<$record as Record>::KIND => self.$field.by_key(key).map(|item| item.id()),)* }
            }

            /// Every record of every kind.
            pub fn all(&self) -> impl Iterator<Item = Stored> + '_ {
                let none: Box<dyn Iterator<Item = Stored> + '_> = Box::new(std::iter::empty());
                $(let none: Box<dyn Iterator<Item = Stored> + '_> =
                    Box::new(none.chain(self.$field.iter().map(|item| stored(item))));)*
                none
            }

            pub(super) fn put(&mut self, stored: Stored) {
                self.place(Ready::new(stored));
            }

            fn place(&mut self, ready: Ready) {
                match ready { $(Ready::$body(item) => self.$field.put(item),)* }
            }

            /// The revision at which a record was removed; nothing for one that is there or never was.
            pub fn removal_of(&self, entity: EntityId) -> Option<u64> {
                match entity.kind { $(<$record as Record>::KIND => self.$field.removal_of(entity.fid),)* }
            }

            pub(super) fn remove(&mut self, entity: EntityId, revision: u64) {
                match entity.kind { $(<$record as Record>::KIND => self.$field.remove(entity.fid, revision),)* }
            }

            pub(super) fn reserve(&mut self, kind: Kind, last: Fid) {
                match kind { $(<$record as Record>::KIND => self.$field.reserve(last),)* }
            }

            pub(super) fn settle(&mut self) {
                $(self.$field.settle();)*
            }
        }
    };
}

portfolio!(
    facilities: Facility = Facility,
    buildings: Building = Building,
    parcels: Parcel = Parcel,
    lots: Lot = Lot,
    links: Link = Link,
    usage_years: UsageYear = UsageYear,
    finance_years: FinanceYear = FinanceYear,
    conditions: Condition = Condition,
    works: Works = Works,
    ledger_assets: LedgerAsset = LedgerAsset,
    wards: Ward = Ward,
    populations: Population = Population,
    mesh_cells: MeshCell = MeshCell,
    layers: ReferenceLayer = Layer,
    layer_features: LayerFeature = LayerFeature,
    vacancies: Vacancy = Vacancy,
    survey_rounds: SurveyRound = SurveyRound,
    wanted_spaces: WantedSpace = WantedSpace,
    attachments: Attachment = Attachment,
);

impl Snapshot {
    /// The portfolio from what a store holds. `last` names, for each kind, the highest fid ever given out.
    pub fn from_stored(
        version: Version,
        data_date: Option<Date>,
        records: impl IntoIterator<Item = Stored>,
        last: impl IntoIterator<Item = EntityId>,
    ) -> Self {
        let mut snapshot = Snapshot {
            version,
            data_date,
            ..Snapshot::default()
        };
        let records: Vec<Stored> = records.into_iter().collect();
        let ready: Vec<Ready> = records.into_par_iter().map(Ready::new).collect();
        for record in ready {
            snapshot.place(record);
        }
        for entity in last {
            snapshot.reserve(entity.kind, entity.fid);
        }
        snapshot.settle();
        snapshot
    }

    /// The same with the records that have been removed: their ids, each with the revision of its removal.
    pub fn with_removed(mut self, removed: impl IntoIterator<Item = (EntityId, u64)>) -> Self {
        for (entity, revision) in removed {
            self.remove(entity, revision);
        }
        self
    }

    pub fn version(&self) -> Version {
        self.version
    }

    /// 基準日 of the latest commit that named one.
    pub fn data_date(&self) -> Option<Date> {
        self.data_date
    }
}

fn stored<T: Record>(item: &Item<T>) -> Stored
where
    Body: From<T>,
{
    Stored {
        entity: item.id(),
        revision: item.revision,
        changed: item.changed,
        state: State {
            body: item.body.clone().into(),
            shape: item.shape.clone(),
        },
    }
}
