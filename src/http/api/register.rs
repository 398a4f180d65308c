//! What all registers do alike: a list by filters, one record, at any moment.

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;

use super::history::PublicForm;
use super::moment::Moment;
use super::page::{Page, Paging};
use super::record::{RecordId, Seen};
use super::view::{View, answer};
use crate::http::etag::json_record;
use crate::http::params::FromParams;
use crate::http::problem::Problem;
use crate::http::state::State;
use crate::land::Parcel;
use crate::record::Record;
use crate::register::{Building, Facility};
use crate::snapshot::{
    BuildingFilter, FacilityFilter, FacilitySort, HasLayer, Item, Layer, ParcelFilter, ParcelSort, Snapshot,
    sort_by_number,
};

/// Which records of a register, and in which order.
pub trait Selection<T>: FromParams + Send + 'static {
    fn select(&self, layer: &Layer<T>) -> Vec<Arc<Item<T>>>;
}

impl Selection<Facility> for (FacilityFilter, FacilitySort) {
    fn select(&self, layer: &Layer<Facility>) -> Vec<Arc<Item<Facility>>> {
        let mut selected = self.0.select(layer);
        self.1.sort(&mut selected);
        selected
    }
}

impl Selection<Parcel> for (ParcelFilter, ParcelSort) {
    fn select(&self, layer: &Layer<Parcel>) -> Vec<Arc<Item<Parcel>>> {
        let mut selected = self.0.select(layer);
        self.1.sort(&mut selected);
        selected
    }
}

impl Selection<Building> for BuildingFilter {
    fn select(&self, layer: &Layer<Building>) -> Vec<Arc<Item<Building>>> {
        let mut selected = BuildingFilter::select(self, layer);
        sort_by_number(&mut selected);
        selected
    }
}

/// What a list is asked for.
pub type Listing<S> = (S, Paging, Moment);

/// A part of a register's list, in public form.
pub async fn list_records<T, P, S>(
    request: &HttpRequest,
    state: &State,
    (selection, paging, moment): Listing<S>,
) -> Result<HttpResponse, Problem>
where
    T: Record,
    P: PublicForm<T> + Serialize,
    S: Selection<T>,
    Snapshot: HasLayer<T>,
{
    answer(request, state, moment, move |view| {
        let selected = selection.select(view.snapshot.layer());
        Page::of(&selected, paging, view.snapshot.version(), |item| {
            P::new(&Seen::now(item), view)
        })
    })
    .await
}

/// One record in public form.
pub async fn read_record<T, P>(
    request: &HttpRequest,
    state: &State,
    id: RecordId<T>,
    moment: Moment,
) -> Result<HttpResponse, Problem>
where
    T: Record,
    P: PublicForm<T> + Serialize,
    Snapshot: HasLayer<T>,
{
    let view = View::at(state, moment).await?;
    let item = view.get(&id)?;
    Ok(json_record(request, item.revision, &P::new(&Seen::now(&item), &view)))
}
