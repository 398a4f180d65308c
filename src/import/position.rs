//! Where a row says that its record is, in the stored coordinate system.

use geo::Geometry;

use super::coordinates::{Degrees, read_degrees};
use super::map::MappedRow;
use super::ring_order::in_order;
use super::value::Value;
use super::{ImportError, Rule};
use crate::geometry::{Crs, Projector, Shape, repair};
use crate::text::Message;

/// Turns what a row says into a shape of the stored system.
pub(super) struct Locator {
    crs: Crs,
    projector: Projector,
}

/// What a row says about its place.
#[derive(Debug)]
pub(super) enum Place {
    /// The file does not speak of places.
    NotSaid,
    /// There is a column or a geometry for it, and nothing usable in it.
    Missing,
    At {
        shape: Shape,
        text: String,
    },
}

impl Locator {
    pub fn new(crs: Crs) -> Result<Self, ImportError> {
        let projector = Projector::new(&crs, &Crs::STORED).map_err(|source| ImportError::Crs {
            crs: crs.to_string(),
            source,
        })?;
        Ok(Self { crs, projector })
    }

    pub fn crs(&self) -> &Crs {
        &self.crs
    }

    /// How well the shift to the stored datum is known, metres, where it is a shift at all.
    pub fn shift_accuracy_m(&self) -> Option<Option<f64>> {
        self.crs.is_old_tokyo().then(|| self.projector.accuracy_m())
    }

    pub fn locate(&self, row: &mut MappedRow) -> Place {
        if let Some(Value::Geometry(geometry)) = row.value("geometry") {
            let geometry = geometry.as_ref().clone();
            return self.accept(row, geometry, "GeoJSON".to_owned());
        }
        if let Some(geometry) = row.geometry.take() {
            let text = describe(&geometry);
            return match self.projector.project(&geometry) {
                Ok(stored) => self.accept(row, stored, text),
                Err(error) => {
                    row.find(Rule::UnreadableGeometry, "geometry", unprojectable(&error.to_string()));
                    Place::Missing
                }
            };
        }
        let coordinate = |field: &str| match row.value(field) {
            Some(Value::Coordinate(number)) => Some(*number),
            _ => None,
        };
        let pair = match row.value("position") {
            Some(Value::Point(lon, lat)) => Some((*lon, *lat)),
            _ => coordinate("longitude").zip(coordinate("latitude")),
        };
        match pair {
            Some((x, y)) => self.place_pair(row, x, y),
            None if self.is_spoken_of(row) => Place::Missing,
            None => Place::NotSaid,
        }
    }

    fn is_spoken_of(&self, row: &MappedRow) -> bool {
        row.may_have_geometry
            || ["position", "longitude", "latitude", "geometry"]
                .iter()
                .any(|field| row.value(field).is_some())
    }

    fn place_pair(&self, row: &mut MappedRow, x: f64, y: f64) -> Place {
        let text = format!("{y},{x}");
        let (x, y) = if self.crs.is_geographic() {
            match read_degrees(x, y) {
                Degrees::Good(lon, lat) => (lon, lat),
                Degrees::Swapped(lon, lat) => {
                    let message = Message::new(
                        format!("緯度と経度が入れ替わっているため、緯度 {lat}、経度 {lon} とします。"),
                        format!("latitude and longitude are swapped; read as latitude {lat}, longitude {lon}"),
                    );
                    row.find(Rule::CoordinatesSwapped, "latitude", message);
                    (lon, lat)
                }
                Degrees::Rescaled(lon, lat) => {
                    let message = Message::new(
                        format!("座標の小数点が失われているため、緯度 {lat}、経度 {lon} とします（元は {text}）。"),
                        format!("the decimal point is lost; read as latitude {lat}, longitude {lon} (was {text})"),
                    );
                    row.find(Rule::CoordinatesUnscaled, "latitude", message);
                    row.notes.original.insert("position".to_owned(), text.clone());
                    (lon, lat)
                }
                Degrees::Unusable => {
                    let message = Message::new(
                        format!("座標 {text} は日本の緯度・経度ではありません。位置なしとして取り込みます。"),
                        format!("{text} is no latitude and longitude of Japan; the record is taken without a position"),
                    );
                    row.find(Rule::CoordinatesUnusable, "latitude", message);
                    row.notes.original.insert("position".to_owned(), text);
                    return Place::Missing;
                }
            }
        } else {
            (x, y)
        };
        match self.projector.convert(x, y).map(|(lon, lat)| Shape::point(lon, lat)) {
            Ok(Ok(shape)) => Place::At { shape, text },
            _ => {
                let crs = &self.crs;
                let message = Message::new(
                    format!("座標 {text} は {crs} の範囲にありません。位置なしとして取り込みます。"),
                    format!("{text} lies outside {crs}; the record is taken without a position"),
                );
                row.find(Rule::CoordinatesUnusable, "latitude", message);
                row.notes.original.insert("position".to_owned(), text);
                Place::Missing
            }
        }
    }

    /// A geometry of the stored system, repaired where it has to be.
    fn accept(&self, row: &mut MappedRow, geometry: Geometry<f64>, text: String) -> Place {
        let geometry = match repair(&geometry) {
            Ok(None) => geometry,
            Ok(Some(repaired)) => {
                let fault = &repaired.reason;
                let message = Message::new(
                    format!("図形が正しくないため修復しました（{}）。", fault.ja()),
                    format!("the polygon was invalid and has been repaired ({})", fault.en()),
                );
                row.find(Rule::InvalidPolygonRepaired, "geometry", message);
                in_order(repaired.geometry)
            }
            Err(fault) => {
                let message = Message::new(
                    format!("図形を修復できません（{}）。描き直してください。", fault.ja()),
                    format!("the geometry cannot be repaired ({}); draw it again", fault.en()),
                );
                row.find(Rule::InvalidGeometry, "geometry", message);
                return Place::Missing;
            }
        };
        match Shape::new(geometry) {
            Ok(shape) => Place::At { shape, text },
            Err(error) => {
                row.find(Rule::UnreadableGeometry, "geometry", unprojectable(&error.to_string()));
                Place::Missing
            }
        }
    }
}

fn unprojectable(reason: &str) -> Message {
    Message::new(
        format!("図形の座標を使えません（{reason}）。座標系を --crs で指定してください。"),
        format!("the coordinates cannot be used ({reason}); name their system with --crs"),
    )
}

fn describe(geometry: &Geometry<f64>) -> String {
    match geometry {
        Geometry::Point(point) => format!("{},{}", point.y(), point.x()),
        _ => "geometry".to_owned(),
    }
}
