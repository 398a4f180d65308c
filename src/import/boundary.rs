//! In which ward a point lies, by the boundaries that the portfolio holds.

use std::sync::Arc;

use geo::{Intersects, Point};

use crate::area::Ward;
use crate::geometry::{Bbox, Shape};
use crate::record::MunicipalityCode;
use crate::snapshot::{Item, Snapshot};

/// The wards whose outlines prove something: schematic ones do not.
pub(super) struct Boundaries {
    wards: Vec<Boundary>,
}

struct Boundary {
    ward: Arc<Item<Ward>>,
    shape: Arc<Shape>,
    /// Kept beside the shape: computing it means walking the whole outline.
    bbox: Bbox,
}

impl Boundaries {
    pub fn new(snapshot: &Snapshot) -> Self {
        let proving = snapshot.wards.iter().filter(|ward| !ward.body.schematic);
        let boundary = |ward: &Arc<Item<Ward>>| {
            let shape = Arc::clone(ward.shape.as_ref()?);
            let bbox = shape.bbox();
            Some(Boundary {
                ward: Arc::clone(ward),
                shape,
                bbox,
            })
        };
        Self {
            wards: proving.filter_map(boundary).collect(),
        }
    }

    pub fn has(&self, code: MunicipalityCode) -> bool {
        self.wards.iter().any(|boundary| boundary.ward.body.code == code)
    }

    pub fn is_empty(&self) -> bool {
        self.wards.is_empty()
    }

    /// The ward that the point lies in or on the edge of; the expected one where several touch it.
    pub fn find(&self, lon: f64, lat: f64, expected: Option<MunicipalityCode>) -> Option<&Ward> {
        let point = Point::new(lon, lat);
        let is_expected = |boundary: &&Boundary| Some(boundary.ward.body.code) == expected;
        let first = self.wards.iter().filter(is_expected);
        let others = self.wards.iter().filter(|boundary| !is_expected(boundary));
        let mut meeting = first
            .chain(others)
            .filter(|boundary| boundary.bbox.contains(lon, lat) && boundary.shape.geometry().intersects(&point));
        meeting.next().map(|boundary| &boundary.ward.body)
    }

    /// The file that the boundaries came from, for findings that they led to.
    pub fn source(&self) -> &str {
        let named = self
            .wards
            .iter()
            .find_map(|boundary| boundary.ward.body.boundary_source.as_deref());
        named.unwrap_or("行政区の境界 (wards)")
    }
}
