//! A part of a list.

use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use crate::http::params::{FromParams, Params};

/// Which part of a list.
#[derive(Clone, Copy, Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Paging {
    /// At most this many items.
    #[param(minimum = 1, maximum = 1000, default = 100, example = 100)]
    limit: usize,
    /// So many items of the list are passed over.
    #[param(minimum = 0, maximum = 10_000_000, default = 0, example = 0)]
    offset: usize,
}

impl Paging {
    const DEFAULT_LIMIT: usize = 100;
    const MAX_LIMIT: i64 = 1000;
    const MAX_OFFSET: i64 = 10_000_000;

    /// The asked part of what was selected.
    pub fn part<S>(self, selected: &[S]) -> impl Iterator<Item = &S> {
        selected.iter().skip(self.offset).take(self.limit)
    }
}

/// The same part of a log.
impl From<Paging> for crate::store::Page {
    fn from(paging: Paging) -> Self {
        let bounded = |number: usize| u32::try_from(number).expect("both are bounded where they are read");
        Self {
            offset: bounded(paging.offset),
            limit: bounded(paging.limit),
        }
    }
}

impl FromParams for Paging {
    fn read(params: &mut Params) -> Self {
        let limit = params
            .integer("limit", 1..=Self::MAX_LIMIT)
            .and_then(|limit| usize::try_from(limit).ok());
        let offset = params
            .integer("offset", 0..=Self::MAX_OFFSET)
            .and_then(|offset| usize::try_from(offset).ok());
        Self {
            limit: limit.unwrap_or(Self::DEFAULT_LIMIT),
            offset: offset.unwrap_or(0),
        }
    }
}

/// A part of a list, and how long the list is.
#[derive(Serialize, ToSchema)]
pub struct Page<T> {
    /// How many records fulfil the filters.
    #[schema(example = 1)]
    matched: usize,
    /// How many of them are here.
    #[schema(example = 1)]
    returned: usize,
    /// The version of the portfolio that answered.
    #[schema(example = 7)]
    version: u64,
    items: Vec<T>,
}

impl<T> Page<T> {
    /// Presents the asked part of what was selected.
    pub fn of<S>(
        selected: &[S],
        paging: Paging,
        version: crate::history::Version,
        present: impl FnMut(&S) -> T,
    ) -> Self {
        let items: Vec<T> = paging.part(selected).map(present).collect();
        Self::part(selected.len(), items, version)
    }

    /// A part of a longer list that came as it is.
    pub fn part(matched: usize, items: Vec<T>, version: crate::history::Version) -> Self {
        Self {
            matched,
            returned: items.len(),
            version: version.0,
            items,
        }
    }
}
