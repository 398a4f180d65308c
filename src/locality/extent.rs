//! Which area: a ward, a feature of a reference layer, a circle, or any polygon.

use std::sync::Arc;

use geo::{Contains, Intersects};

use crate::geometry::{Bbox, Shape};
use crate::record::MunicipalityCode;
use crate::register::Vacancy;
use crate::snapshot::{Item, Layer, Near, Placed, Snapshot};

/// An area, and how a record is told to lie in it.
#[derive(Clone, Debug)]
pub struct Extent {
    pub outline: Outline,
    /// The area as a polygon, where there is one: a ward without boundaries has none.
    pub shape: Option<Arc<Shape>>,
}

/// What bounds the area.
#[derive(Clone, Debug)]
pub enum Outline {
    /// Records say themselves in which ward they lie, with or without a position.
    Ward(MunicipalityCode),
    /// Records whose place may be shown lie in it by that place.
    Polygon,
    Circle(Near),
}

impl Extent {
    pub fn ward(code: MunicipalityCode, shape: Option<Arc<Shape>>) -> Self {
        Self {
            outline: Outline::Ward(code),
            shape,
        }
    }

    pub fn polygon(shape: Arc<Shape>) -> Self {
        Self {
            outline: Outline::Polygon,
            shape: Some(shape),
        }
    }

    pub fn circle(near: Near) -> Self {
        Self {
            outline: Outline::Circle(near),
            shape: Some(Arc::new(disc(near))),
        }
    }

    pub fn bbox(&self) -> Option<Bbox> {
        self.shape.as_ref().map(|shape| shape.bbox())
    }

    /// The released vacancies in the area that are not closed, in order of id. A vacancy is where the record is that it
    /// belongs to.
    pub fn vacancies(&self, snapshot: &Snapshot) -> Vec<Arc<Item<Vacancy>>> {
        let open = snapshot
            .vacancies
            .iter()
            .filter(|item| item.body.released && item.body.closing.is_none());
        let in_it = |item: &&Arc<Item<Vacancy>>| match (&self.outline, &self.shape) {
            (Outline::Ward(code), _) => snapshot.ward_of_vacancy(&item.body) == Some(*code),
            (_, None) => false,
            (outline, Some(area)) => snapshot
                .vacancy_place(&item.body)
                .is_some_and(|place| lies_in(outline, area, place.shape)),
        };
        open.filter(in_it).cloned().collect()
    }

    /// The records in the area, in order of id. Only what everybody may see decides.
    pub fn select<T: Placed>(
        &self,
        layer: &Layer<T>,
        municipality: impl Fn(&T) -> Option<MunicipalityCode>,
    ) -> Vec<Arc<Item<T>>> {
        match (&self.outline, &self.shape) {
            (Outline::Ward(code), _) => layer
                .iter()
                .filter(|item| municipality(&item.body) == Some(*code))
                .cloned()
                .collect(),
            (_, None) => Vec::new(),
            (outline, Some(area)) => {
                let candidates = layer.meeting(&area.bbox()).into_iter();
                let lies_in =
                    |item: &&Arc<Item<T>>| item.drawn_shape().is_some_and(|shape| lies_in(outline, area, shape));
                candidates.filter(lies_in).cloned().collect()
            }
        }
    }
}

fn lies_in(outline: &Outline, area: &Shape, shape: &Shape) -> bool {
    match outline {
        Outline::Circle(near) => near.distance_m(shape) <= near.radius_m,
        _ => holds(area, shape),
    }
}

/// A record lies where its representative point lies: land on a border counts once.
fn holds(area: &Shape, shape: &Shape) -> bool {
    let (lon, lat) = shape.centre();
    let point = geo::Point::new(lon, lat);
    match area.geometry() {
        geo::Geometry::Polygon(polygon) => polygon.contains(&point) || polygon.intersects(&point),
        geo::Geometry::MultiPolygon(polygons) => polygons.intersects(&point),
        _ => false,
    }
}

/// A circle as a polygon of 64 corners: 0.2 % smaller than the circle.
fn disc(near: Near) -> Shape {
    const CORNERS: u32 = 64;
    const METRES: f64 = 1_000.0;
    let here = (near.lon, near.lat);
    let step = 1e-3;
    let east = crate::geometry::distance_m(here, (near.lon + step, near.lat)) / step;
    let north = crate::geometry::distance_m(here, (near.lon, near.lat + step)) / step;
    let radius_m = near.radius_m.max(1.0 / METRES);
    let corner = |at: u32| {
        let angle = f64::from(at) / f64::from(CORNERS) * std::f64::consts::TAU;
        geo::Coord {
            x: near.lon + radius_m * angle.cos() / east,
            y: near.lat + radius_m * angle.sin() / north,
        }
    };
    let ring: geo::LineString<f64> = (0..=CORNERS).map(|at| corner(at % CORNERS)).collect();
    Shape::new(geo::Polygon::new(ring, Vec::new()).into()).expect("a circle of bounded radius lies on the earth")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::PlaneZone;

    #[test]
    fn a_circle_has_the_area_of_its_radius() {
        let extent = Extent::circle(Near {
            lon: 135.5,
            lat: 34.69,
            radius_m: 500.0,
        });
        let shape = extent.shape.expect("a disc");
        let area_m2 = PlaneZone::six().expect("zone VI").area_m2(&shape).expect("measured");
        let expected = std::f64::consts::PI * 500.0 * 500.0;
        assert!((area_m2 / expected - 1.0).abs() < 0.005, "{area_m2} {expected}");
    }
}
