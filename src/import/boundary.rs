//! In which ward a point lies, by the boundaries that the portfolio holds.

use std::sync::Arc;

use geo::{Intersects, Point};

use crate::area::Ward;
use crate::record::MunicipalityCode;
use crate::snapshot::{Item, Snapshot};

/// The wards whose outlines prove something: schematic ones do not.
pub(super) struct Boundaries {
    wards: Vec<Arc<Item<Ward>>>,
}

impl Boundaries {
    pub fn new(snapshot: &Snapshot) -> Self {
        let proving = snapshot
            .wards
            .iter()
            .filter(|ward| !ward.body.schematic && ward.shape.is_some());
        Self {
            wards: proving.cloned().collect(),
        }
    }

    pub fn has(&self, code: MunicipalityCode) -> bool {
        self.wards.iter().any(|ward| ward.body.code == code)
    }

    pub fn is_empty(&self) -> bool {
        self.wards.is_empty()
    }

    /// The ward that the point lies in or on the edge of; the expected one where several touch it.
    pub fn find(&self, lon: f64, lat: f64, expected: Option<MunicipalityCode>) -> Option<&Ward> {
        let point = Point::new(lon, lat);
        let first = self.wards.iter().filter(|ward| Some(ward.body.code) == expected);
        let others = self.wards.iter().filter(|ward| Some(ward.body.code) != expected);
        let mut meeting = first.chain(others).filter(|ward| {
            let shape = ward.shape.as_ref().expect("wards without a shape are left out");
            ward.bbox().is_some_and(|bbox| bbox.contains(lon, lat)) && shape.geometry().intersects(&point)
        });
        meeting.next().map(|ward| &ward.body)
    }

    /// The file that the boundaries came from, for findings that they led to.
    pub fn source(&self) -> String {
        let named = self.wards.iter().find_map(|ward| ward.body.boundary_source.clone());
        named.unwrap_or_else(|| "行政区の境界 (wards)".to_owned())
    }
}
