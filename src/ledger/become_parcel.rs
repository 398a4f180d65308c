//! A vacancy goes onto the list of unused land: parcel, link and closing in one commit (もと小学校 → 未利用地).

use jiff::civil::Date;

use super::{Change, LedgerError};
use crate::calendar::FiscalYear;
use crate::history::{Draft, State};
use crate::land::{Parcel, ParcelNumber};
use crate::record::{AreaM2, Datum, EntityId, Fid, Kind};
use crate::register::{Link, LinkRole};
use crate::snapshot::{Refusal, Snapshot};

/// Makes a parcel of a vacancy that was decided to be sold.
#[derive(Clone, Debug)]
pub struct BecomeParcel {
    pub vacancy: Fid,
    /// The vacancy's revision as its author saw it.
    pub revision: u64,
    pub number: ParcelNumber,
    pub name: String,
    /// 地番
    pub lot_text: Option<String>,
    /// The area of the land. The vacant floor area is not it.
    pub area_m2: Option<AreaM2>,
    pub on: Date,
    pub reason: String,
}

impl Change for BecomeParcel {
    fn draft(&self, snapshot: &Snapshot) -> Result<Draft, LedgerError> {
        let entity = EntityId::new(Kind::Vacancy, self.vacancy);
        let item = snapshot.vacancies.get(self.vacancy).ok_or(Refusal::NotFound(entity))?;
        let parcel_fid = snapshot.parcels.next_fid();
        let mut vacancy = item.body.clone();
        vacancy
            .close_as_parcel(self.on, self.reason.clone(), parcel_fid)
            .map_err(|fault| LedgerError::Invalid(fault.message()))?;
        let mut parcel = Parcel::new(self.number.clone(), self.name.clone());
        parcel.registered = FiscalYear::of(self.on);
        parcel.organisation = vacancy.organisation.clone();
        parcel.address = snapshot
            .facility_of(&vacancy)
            .map(|facility| facility.address.clone())
            .unwrap_or_default();
        parcel.lot_text.clone_from(&self.lot_text);
        parcel.area_m2 = self.area_m2.map_or_else(Datum::default, Datum::Known);
        parcel.provenance = vacancy.provenance;
        let link = Link {
            role: if vacancy.of.kind == Kind::Building {
                LinkRole::BuildingParcel
            } else {
                LinkRole::FacilityParcel
            },
            from: vacancy.of,
            to: EntityId::new(Kind::Parcel, parcel_fid),
            area_m2: None,
            shared_area_m2: None,
            share: None,
            provenance: vacancy.provenance,
        };
        let mut draft = Draft::new(self.reason.clone());
        draft.create(Kind::Parcel, parcel_fid, state(parcel));
        draft.create(Kind::Link, snapshot.links.next_fid(), state(link));
        draft.replace(entity, self.revision, state(vacancy));
        Ok(draft)
    }
}

fn state(body: impl Into<crate::history::Body>) -> State {
    State {
        body: body.into(),
        shape: None,
    }
}
