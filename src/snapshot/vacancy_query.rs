//! Which vacancies are asked for. What is internal is asked by the staff's lists only.

use std::sync::Arc;

use super::place::meets;
use super::query::{any, is_bureau};
use super::{AreaBounds, Item, Snapshot, Words};
use crate::geometry::Bbox;
use crate::record::{EntityId, MunicipalityCode};
use crate::register::{Extent, Vacancy, VacancyStage};

/// Which vacancies.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VacancyFilter {
    pub wards: Vec<MunicipalityCode>,
    pub extents: Vec<Extent>,
    pub stages: Vec<VacancyStage>,
    pub policies: Vec<String>,
    pub bureaus: Vec<String>,
    pub area: AreaBounds,
    pub of: Option<EntityId>,
    pub bbox: Option<Bbox>,
    pub words: Words,
}

impl VacancyFilter {
    /// The released vacancies asked for, in order of fid; their stages are those that everybody sees.
    pub fn select_released(&self, snapshot: &Snapshot) -> Vec<Arc<Item<Vacancy>>> {
        self.select(snapshot, |vacancy| vacancy.released, Vacancy::public_stage)
    }

    /// All vacancies asked for, in order of fid.
    pub fn select_all(&self, snapshot: &Snapshot) -> Vec<Arc<Item<Vacancy>>> {
        self.select(snapshot, |_| true, Vacancy::stage)
    }

    fn select(
        &self,
        snapshot: &Snapshot,
        shown: impl Fn(&Vacancy) -> bool,
        stage: impl Fn(&Vacancy) -> VacancyStage,
    ) -> Vec<Arc<Item<Vacancy>>> {
        let vacancies = snapshot.vacancies.iter().filter(|item| shown(&item.body));
        vacancies
            .filter(|item| self.holds(item, stage(&item.body), snapshot))
            .cloned()
            .collect()
    }

    fn holds(&self, item: &Item<Vacancy>, stage: VacancyStage, snapshot: &Snapshot) -> bool {
        let vacancy = &item.body;
        any(&self.extents, |extent| vacancy.extent == *extent)
            && any(&self.stages, |wanted| stage == *wanted)
            && any(&self.policies, |wanted| {
                vacancy
                    .policy
                    .as_ref()
                    .is_some_and(|policy| policy.as_str() == wanted.as_str())
            })
            && any(&self.bureaus, |wanted| is_bureau(&vacancy.organisation, wanted))
            && self.area.hold(vacancy.area_m2.known())
            && self.of.is_none_or(|of| vacancy.of == of)
            && self.words.hold(item)
            && (self.wards.is_empty()
                || snapshot
                    .ward_of_vacancy(vacancy)
                    .is_some_and(|ward| self.wards.contains(&ward)))
            && self.bbox.is_none_or(|bbox| {
                snapshot
                    .vacancy_place(vacancy)
                    .is_some_and(|place| meets(place.shape, &bbox))
            })
    }
}
