//! Where records are, as far as that may be shown: the same rule for lists, filters, search and tiles.

use geo::{Distance, Euclidean, Intersects, MapCoords};

use super::{Item, Layer};
use crate::geometry::{Bbox, Shape, distance_m};
use crate::land::Parcel;
use crate::record::{Position, PositionAccuracy, Record};
use crate::register::{Building, Facility};

/// A kind of record that has a place, and knows whether the place may be shown.
pub trait Placed: Record {
    fn position(&self) -> Option<&Position>;

    /// The source hides the address, so its coordinates prove nothing and give away something.
    fn is_masked(&self) -> bool;

    /// Whether the shape may be drawn, found by and measured from. Fails closed: a shape of which nobody said how it was
    /// obtained is not shown.
    fn may_be_drawn(&self) -> bool {
        !self.is_masked() && self.position().is_some_and(|position| position.accuracy.may_be_drawn())
    }

    /// How far the place may be trusted that is shown. What may not be drawn is known by its ward at best.
    fn shown_accuracy(&self, shape: Option<&Shape>) -> PositionAccuracy {
        match self.position() {
            None => PositionAccuracy::None,
            Some(_) if self.may_be_drawn() && shape.is_none() => PositionAccuracy::None,
            Some(position) if self.is_masked() => position.accuracy.max(PositionAccuracy::Ward),
            Some(position) => position.accuracy,
        }
    }

    /// The shape, where it may be drawn.
    fn drawn<'a>(&self, shape: Option<&'a Shape>) -> Option<&'a Shape> {
        shape.filter(|_| self.may_be_drawn())
    }
}

impl Placed for Facility {
    fn position(&self) -> Option<&Position> {
        self.position.as_ref()
    }

    fn is_masked(&self) -> bool {
        self.address.masked
    }
}

impl Placed for Parcel {
    fn position(&self) -> Option<&Position> {
        self.position.as_ref()
    }

    fn is_masked(&self) -> bool {
        self.address.masked
    }
}

impl Placed for Building {
    fn position(&self) -> Option<&Position> {
        self.position.as_ref()
    }

    fn is_masked(&self) -> bool {
        false
    }
}

impl<T: Placed> Item<T> {
    /// The shape, where it may be drawn.
    pub fn drawn_shape(&self) -> Option<&Shape> {
        self.body.drawn(self.shape.as_deref())
    }
}

/// All within a distance of a position.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Near {
    pub lon: f64,
    pub lat: f64,
    pub radius_m: f64,
}

impl Near {
    fn bbox(&self) -> Bbox {
        Bbox {
            west: self.lon,
            south: self.lat,
            east: self.lon,
            north: self.lat,
        }
        .grown_by_m(self.radius_m)
    }

    /// Distance in metres from the position to the nearest part of a shape; 0 within it.
    pub fn distance_m(&self, shape: &Shape) -> f64 {
        if let geo::Geometry::Point(point) = shape.geometry() {
            return distance_m((self.lon, self.lat), (point.x(), point.y()));
        }
        // A plane that touches the earth at the position: metres east and north, good to 0.1 % at walking distances.
        const STEP_DEGREES: f64 = 1e-3;
        let here = (self.lon, self.lat);
        let east_m = distance_m(here, (self.lon + STEP_DEGREES, self.lat)) / STEP_DEGREES;
        let north_m = distance_m(here, (self.lon, self.lat + STEP_DEGREES)) / STEP_DEGREES;
        let plane = shape.geometry().map_coords(|at| geo::Coord {
            x: (at.x - self.lon) * east_m,
            y: (at.y - self.lat) * north_m,
        });
        Euclidean.distance(&geo::Geometry::Point(geo::Point::new(0.0, 0.0)), &plane)
    }
}

/// What a query says about places.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlaceFilter {
    pub bbox: Option<Bbox>,
    pub near: Option<Near>,
    /// Only records with a place that may be shown, or only those without.
    pub positioned: Option<bool>,
    /// How far the place may be trusted; any of these.
    pub accuracies: Vec<PositionAccuracy>,
}

impl PlaceFilter {
    /// The records of a layer that may fulfil the filter: by the index where the filter names a place.
    pub(super) fn candidates<'a, T: Placed>(&self, layer: &'a Layer<T>) -> Vec<&'a std::sync::Arc<Item<T>>> {
        match self.bbox.or_else(|| self.near.map(|near| near.bbox())) {
            Some(bbox) => layer.meeting(&bbox),
            None => layer.iter().collect(),
        }
    }

    pub(super) fn holds<T: Placed>(&self, item: &Item<T>) -> bool {
        let shape = item.drawn_shape();
        self.positioned.is_none_or(|wanted| wanted == shape.is_some())
            && (self.accuracies.is_empty()
                || self
                    .accuracies
                    .contains(&item.body.shown_accuracy(item.shape.as_deref())))
            && self
                .bbox
                .is_none_or(|bbox| shape.is_some_and(|shape| meets(shape, &bbox)))
            && self
                .near
                .is_none_or(|near| shape.is_some_and(|shape| near.distance_m(shape) <= near.radius_m))
    }
}

pub(super) fn meets(shape: &Shape, bbox: &Bbox) -> bool {
    let rect = geo::Rect::new((bbox.west, bbox.south), (bbox.east, bbox.north));
    shape.geometry().intersects(&rect)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distance_to_an_area_is_to_its_nearest_edge() {
        let square = geo::Rect::new((135.50, 34.68), (135.51, 34.69)).to_polygon();
        let shape = Shape::new(square.into()).expect("a shape");
        let near = |lon| Near {
            lon,
            lat: 34.685,
            radius_m: 0.0,
        };
        let edge_m = distance_m((135.495, 34.685), (135.50, 34.685));
        assert!((near(135.495).distance_m(&shape) - edge_m).abs() < 0.01 * edge_m);
        assert_eq!(near(135.505).distance_m(&shape), 0.0);
    }
}
