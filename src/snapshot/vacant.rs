//! What the portfolio knows of vacant space: where it is, what it is offered as, and who seeks it.

use std::sync::Arc;

use jiff::civil::Date;

use super::{Item, Near, Placed, Snapshot};
use crate::geometry::Shape;
use crate::record::{Code, EntityId, Fid, Kind, MunicipalityCode, PositionAccuracy};
use crate::register::{Facility, Fit, LinkRole, Offer, Vacancy, WantedSpace, WantedStatus};

/// Where a vacancy is, as far as that may be shown.
#[derive(Clone, Copy, Debug)]
pub struct VacancyPlace<'a> {
    pub shape: &'a Shape,
    pub accuracy: PositionAccuracy,
}

/// Something that fits a vacancy or a wanted space, with its reasons.
#[derive(Clone, Debug)]
pub struct Match<T> {
    pub item: Arc<Item<T>>,
    pub fit: Fit,
    /// Metres to the point around which space is wanted, where both are known.
    pub distance_m: Option<f64>,
}

/// Why a facility is offered as a candidate for a vacancy. Never one by itself: a person records the vacancy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CandidateReason {
    /// もと施設 in the source's own classes.
    Former,
    /// Its status says that nobody uses it.
    OutOfUse,
}

impl Snapshot {
    /// The place of the record that a vacancy belongs to, by the rule that holds for all places: what is masked, or would
    /// tell where something masked is, has none.
    pub fn vacancy_place(&self, vacancy: &Vacancy) -> Option<VacancyPlace<'_>> {
        match vacancy.of.kind {
            Kind::Facility => place(self.facilities.get(vacancy.of.fid)?),
            Kind::Parcel => place(self.parcels.get(vacancy.of.fid)?),
            Kind::Building if self.users_of(vacancy.of).any(Placed::is_masked) => None,
            Kind::Building => place(self.buildings.get(vacancy.of.fid)?),
            _ => None,
        }
    }

    /// The facilities that use a building.
    fn users_of(&self, building: EntityId) -> impl Iterator<Item = &Facility> {
        self.links_of(building)
            .filter(|link| link.role == LinkRole::FacilityBuilding)
            .filter_map(|link| Some(&self.facilities.get(link.from.fid)?.body))
    }

    /// The facility that a vacancy belongs to, directly or as the first user of its building.
    pub fn facility_of(&self, vacancy: &Vacancy) -> Option<&Facility> {
        match vacancy.of.kind {
            Kind::Facility => Some(&self.facilities.get(vacancy.of.fid)?.body),
            Kind::Building => self.users_of(vacancy.of).next(),
            _ => None,
        }
    }

    pub fn ward_of_vacancy(&self, vacancy: &Vacancy) -> Option<MunicipalityCode> {
        match vacancy.of.kind {
            Kind::Parcel => self.parcels.get(vacancy.of.fid)?.body.address.municipality,
            _ => self.facility_of(vacancy)?.address.municipality,
        }
    }

    /// What a person calls the record that a vacancy or an attachment belongs to.
    pub fn name_of(&self, entity: EntityId) -> Option<String> {
        Some(self.get(entity)?.state.body.label().to_owned())
    }

    /// Facilities that may be vacant and of which no vacancy is recorded, in order of fid.
    pub fn vacancy_candidates(&self) -> Vec<(Arc<Item<Facility>>, CandidateReason)> {
        let known: std::collections::HashSet<EntityId> = self.vacancies.iter().map(|item| item.body.of).collect();
        let reason = |facility: &Facility| {
            let status = facility.status.as_ref().map(Code::as_str);
            if facility.is_vacancy_candidate() {
                Some(CandidateReason::Former)
            } else if facility.closed.is_some() || matches!(status, Some("closed" | "unused")) {
                Some(CandidateReason::OutOfUse)
            } else {
                None
            }
        };
        self.facilities
            .iter()
            .filter(|item| !known.contains(&item.id()))
            .filter_map(|item| Some((Arc::clone(item), reason(&item.body)?)))
            .collect()
    }

    /// The vacancies of a record, in order of fid.
    pub fn vacancies_of(&self, entity: EntityId) -> impl Iterator<Item = &Arc<Item<Vacancy>>> {
        self.vacancies.iter().filter(move |item| item.body.of == entity)
    }

    /// The vacancy that became a parcel.
    pub fn vacancy_before(&self, parcel: Fid) -> Option<&Arc<Item<Vacancy>>> {
        let became = |vacancy: &Vacancy| vacancy.closing.as_ref().and_then(|closing| closing.parcel);
        self.vacancies.iter().find(|item| became(&item.body) == Some(parcel))
    }

    fn fit(&self, vacancy: &Vacancy, wanted: &Item<WantedSpace>, today: Date) -> (Fit, Option<f64>) {
        let centre = wanted.shape.as_ref().map(|shape| shape.centre());
        let distance_m = centre.zip(self.vacancy_place(vacancy)).map(|((lon, lat), place)| {
            let near = Near {
                lon,
                lat,
                radius_m: 0.0,
            };
            near.distance_m(place.shape)
        });
        let class = self
            .facility_of(vacancy)
            .and_then(|facility| facility.class.as_ref())
            .map(Code::as_str);
        let offer = Offer {
            area_m2: vacancy.area_m2.known().copied(),
            ward: self.ward_of_vacancy(vacancy),
            distance_m,
            usable_from: vacancy.usable_from.as_ref().map(|date| date.first_day()),
            class,
        };
        (Fit::of(&offer, &wanted.body, today), distance_m)
    }

    /// What bureaus seek that a vacancy may serve, the best first.
    pub fn demand_for(&self, vacancy: &Vacancy, today: Date) -> Vec<Match<WantedSpace>> {
        let open = self
            .wanted_spaces
            .iter()
            .filter(|item| item.body.status == WantedStatus::Open);
        ranked(open.map(|item| {
            let (fit, distance_m) = self.fit(vacancy, item, today);
            Match {
                item: Arc::clone(item),
                fit,
                distance_m,
            }
        }))
    }

    /// Open vacancies that may serve what a bureau seeks, the best first.
    pub fn supply_for(&self, wanted: &Item<WantedSpace>, today: Date) -> Vec<Match<Vacancy>> {
        let open = self.vacancies.iter().filter(|item| item.body.is_open());
        ranked(open.map(|item| {
            let (fit, distance_m) = self.fit(&item.body, wanted, today);
            Match {
                item: Arc::clone(item),
                fit,
                distance_m,
            }
        }))
    }
}

fn place<T: Placed>(item: &Item<T>) -> Option<VacancyPlace<'_>> {
    Some(VacancyPlace {
        shape: item.drawn_shape()?,
        accuracy: item.body.shown_accuracy(item.shape.as_deref()),
    })
}

/// By points; what has the same in order of fid.
fn ranked<T>(matches: impl Iterator<Item = Match<T>>) -> Vec<Match<T>> {
    let mut matches: Vec<Match<T>> = matches.collect();
    matches.sort_by_key(|found| (std::cmp::Reverse(found.fit.points), found.item.fid));
    matches
}
