//! Counts and areas by class, ward and the like, over the same filters as the lists.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::facility::FacilityParameters;
use super::filter::PlaceParameters;
use super::moment::{Moment, MomentParameters};
use super::parcel::{ParcelParameters, criterion_key};
use super::view::{View, answer};
use crate::http::params::{Asked, FromParams, Params};
use crate::http::problem::{Problem, ProblemBody};
use crate::http::state::State;
use crate::land::{Lending, Parcel, Policy};
use crate::record::{AreaM2, MunicipalityCode};
use crate::register::{Facility, Organisation};
use crate::snapshot::{FacilityFilter, Groups, ParcelFilter, Tally, tally, tally_by};
use crate::text::Message;

/// Records in groups.
#[derive(Serialize, ToSchema)]
pub struct Statistics {
    /// In order of key; last, where there are any, the records that have none, as `unknown`.
    groups: Vec<Group>,
    total: Sum,
    /// Parcels inside the city only.
    #[serde(skip_serializing_if = "Option::is_none")]
    inside_city: Option<Sum>,
    /// Parcels outside the city only: they have totals of their own.
    #[serde(skip_serializing_if = "Option::is_none")]
    outside_city: Option<Sum>,
}

/// The records that share a key.
#[derive(Serialize, ToSchema)]
pub struct Group {
    #[schema(example = "education")]
    key: String,
    label_ja: String,
    label_en: String,
    count: usize,
    /// The sum of the known areas in ㎡, a decimal as text.
    #[schema(example = "120331.07")]
    area_m2: String,
    /// How many records have no area: the sum says nothing of them.
    without_area: usize,
}

/// Some records together.
#[derive(Serialize, ToSchema)]
pub struct Sum {
    count: usize,
    /// The sum of the known areas in ㎡, a decimal as text.
    #[schema(example = "120331.07")]
    area_m2: String,
    /// How many records have no area: the sum says nothing of them.
    without_area: usize,
}

impl From<Tally> for Sum {
    fn from(tally: Tally) -> Self {
        Self {
            count: tally.count,
            area_m2: tally.area_m2().to_string(),
            without_area: tally.without_area,
        }
    }
}

/// What facilities are grouped by.
#[derive(Clone, Copy, Debug, Default)]
pub enum FacilityKey {
    #[default]
    Class,
    ClassMinor,
    Ward,
    Decade,
    Bureau,
    H26,
    Mic,
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "the field is the documentation of the parameter")]
pub struct FacilityKeyParameter {
    /// `class` (大分類, the default), `class_minor`, `ward`, `decade` (of building), `bureau`, `h26` or `mic`.
    #[param(example = "class")]
    by: Option<String>,
}

impl FromParams for FacilityKey {
    fn read(params: &mut Params) -> Self {
        let choices = [
            ("class", FacilityKey::Class),
            ("class_minor", FacilityKey::ClassMinor),
            ("ward", FacilityKey::Ward),
            ("decade", FacilityKey::Decade),
            ("bureau", FacilityKey::Bureau),
            ("h26", FacilityKey::H26),
            ("mic", FacilityKey::Mic),
        ];
        params.one_of("by", &choices).unwrap_or_default()
    }
}

impl FacilityKey {
    fn of(self, facility: &Facility, view: &View) -> Option<String> {
        let class = facility.class.as_ref().map(|class| class.as_str());
        match self {
            FacilityKey::Class => facility.class_major().map(str::to_owned),
            FacilityKey::ClassMinor => class.map(str::to_owned),
            FacilityKey::Ward => facility.address.municipality.map(|code| code.to_string()),
            FacilityKey::Decade => facility.built_fy().map(|year| (year.div_euclid(10) * 10).to_string()),
            FacilityKey::Bureau => bureau_key(&facility.organisation),
            FacilityKey::H26 => {
                let assigned = facility.class_h26.as_ref().map(|code| code.as_str());
                assigned
                    .or(class.and_then(|class| view.vocabulary.h26_of(class)))
                    .map(str::to_owned)
            }
            FacilityKey::Mic => {
                let assigned = facility.class_mic.as_ref().map(|code| code.as_str());
                assigned
                    .or(class.and_then(|class| view.vocabulary.mic_of(class)))
                    .map(str::to_owned)
            }
        }
    }

    fn label(self, key: &str, view: &View) -> Message {
        match self {
            FacilityKey::Class | FacilityKey::ClassMinor => listed("facility_classes", key, view),
            FacilityKey::Ward => ward(key, view),
            FacilityKey::Decade => Message::new(format!("{key}年代"), format!("{key}s")),
            FacilityKey::Bureau => listed("bureaus", key, view),
            FacilityKey::H26 => listed("facility_classes_h26", key, view),
            FacilityKey::Mic => listed("mic_cost_classes", key, view),
        }
    }
}

/// What parcels are grouped by.
#[derive(Clone, Copy, Debug, Default)]
pub enum ParcelKey {
    #[default]
    Policy,
    Criterion,
    Lending,
    Ward,
    Bureau,
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "the field is the documentation of the parameter")]
pub struct ParcelKeyParameter {
    /// `policy` (the default), `criterion`, `lending`, `ward` or `bureau`.
    #[param(example = "policy")]
    by: Option<String>,
}

impl FromParams for ParcelKey {
    fn read(params: &mut Params) -> Self {
        let choices = [
            ("policy", ParcelKey::Policy),
            ("criterion", ParcelKey::Criterion),
            ("lending", ParcelKey::Lending),
            ("ward", ParcelKey::Ward),
            ("bureau", ParcelKey::Bureau),
        ];
        params.one_of("by", &choices).unwrap_or_default()
    }
}

impl ParcelKey {
    fn of(self, parcel: &Parcel) -> Option<String> {
        match self {
            ParcelKey::Policy => parcel.policy.map(Policy::key).map(str::to_owned),
            ParcelKey::Criterion => parcel.criterion.map(criterion_key),
            ParcelKey::Lending => parcel.lending.map(Lending::key).map(str::to_owned),
            ParcelKey::Ward => parcel.address.municipality.map(|code| code.to_string()),
            ParcelKey::Bureau => bureau_key(&parcel.organisation),
        }
    }

    fn label(self, key: &str, view: &View) -> Message {
        match self {
            ParcelKey::Policy => listed("land_policies", key, view),
            ParcelKey::Criterion => listed("land_criteria", key, view),
            ParcelKey::Lending => listed("lending_statuses", key, view),
            ParcelKey::Ward => ward(key, view),
            ParcelKey::Bureau => listed("bureaus", key, view),
        }
    }
}

/// The bureau's code, or the source's own words where it has none: what the filter `bureau` understands.
fn bureau_key(organisation: &Organisation) -> Option<String> {
    organisation
        .bureau
        .as_ref()
        .map(|code| code.to_string())
        .or_else(|| organisation.bureau_text.clone())
}

/// The names of a key, or the key itself where the list does not know it.
fn listed(list: &str, key: &str, view: &View) -> Message {
    let label = view.vocabulary.label(list, key);
    label.map_or_else(|| Message::new(key, key), |label| Message::new(label.ja, label.en))
}

fn ward(key: &str, view: &View) -> Message {
    let names = key
        .parse::<MunicipalityCode>()
        .ok()
        .and_then(|code| view.ward_names(code));
    names.map_or_else(
        || Message::new(key, key),
        |(ja, en)| {
            let en = en.unwrap_or_else(|| ja.clone());
            Message::new(ja, en)
        },
    )
}

fn present(groups: Groups<String>, label: impl Fn(&str) -> Message) -> Statistics {
    let group = |key: &str, names: Message, tally: Tally| Group {
        key: key.to_owned(),
        label_ja: names.ja,
        label_en: names.en,
        count: tally.count,
        area_m2: tally.area_m2().to_string(),
        without_area: tally.without_area,
    };
    let mut presented: Vec<Group> = groups
        .groups
        .iter()
        .map(|(key, tally)| group(key, label(key), *tally))
        .collect();
    if groups.without_key.count > 0 {
        presented.push(group("unknown", Message::new("不明", "Unknown"), groups.without_key));
    }
    Statistics {
        groups: presented,
        total: groups.total.into(),
        inside_city: None,
        outside_city: None,
    }
}

/// Facilities counted by a key
#[utoipa::path(get, path = "/api/statistics/facilities", tag = "statistics",
    params(FacilityKeyParameter, FacilityParameters, PlaceParameters, MomentParameters),
    responses((status = 200, body = Statistics), (status = 400, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn count_facilities(
    request: HttpRequest,
    state: web::Data<State>,
    asked: Asked<(FacilityKey, FacilityFilter, Moment)>,
) -> Result<HttpResponse, Problem> {
    let Asked((by, filter, moment)) = asked;
    answer(&request, &state, moment, move |view| {
        let selected = filter.select(&view.snapshot.facilities);
        let facilities = selected.iter().map(|item| &item.body);
        let records = facilities.map(|facility| (by.of(facility, view), facility.floor_area_m2.known().copied()));
        present(tally_by(records), |key| by.label(key, view))
    })
    .await
}

/// Parcels counted by a key, with totals inside and outside the city
#[utoipa::path(get, path = "/api/statistics/parcels", tag = "statistics",
    params(ParcelKeyParameter, ParcelParameters, PlaceParameters, MomentParameters),
    responses((status = 200, body = Statistics), (status = 400, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn count_parcels(
    request: HttpRequest,
    state: web::Data<State>,
    asked: Asked<(ParcelKey, ParcelFilter, Moment)>,
) -> Result<HttpResponse, Problem> {
    let Asked((by, filter, moment)) = asked;
    answer(&request, &state, moment, move |view| {
        let selected = filter.select(&view.snapshot.parcels);
        let area = |parcel: &Parcel| -> Option<AreaM2> { parcel.area_m2.known().copied() };
        let parcels = || selected.iter().map(|item| &item.body);
        let part = |inside: bool| tally(parcels().filter(|parcel| parcel.in_city == inside).map(area)).into();
        Statistics {
            inside_city: Some(part(true)),
            outside_city: Some(part(false)),
            ..present(tally_by(parcels().map(|parcel| (by.of(parcel), area(parcel)))), |key| {
                by.label(key, view)
            })
        }
    })
    .await
}
