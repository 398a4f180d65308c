//! What is hidden today was hidden always: an earlier version must not give away an address that has been masked since.

use std::sync::Arc;

use super::{HasLayer, Item, Layer, Placed, Snapshot};
use crate::geometry::Shape;
use crate::land::Parcel;
use crate::record::Record;
use crate::register::{Building, Facility, Vacancy};

/// A record whose earlier forms can be shown as today's masking wants it.
pub trait Veiled: Record {
    /// Whether something of it is hidden today.
    fn is_veiled(&self) -> bool;

    /// Takes over from today's form whatever may tell the place.
    fn veil(&mut self, today: &Self);
}

impl Veiled for Facility {
    fn is_veiled(&self) -> bool {
        self.is_masked()
    }

    fn veil(&mut self, today: &Self) {
        self.address = today.address.clone();
        self.position = today.position.clone();
        self.description = today.description.clone();
        self.url = today.url.clone();
        self.phone = today.phone.clone();
        self.notes.attributes = today.notes.attributes.clone();
    }
}

impl Veiled for Parcel {
    fn is_veiled(&self) -> bool {
        self.is_masked()
    }

    fn veil(&mut self, today: &Self) {
        self.address = today.address.clone();
        self.position = today.position.clone();
        self.lot_text = today.lot_text.clone();
        self.block_text = today.block_text.clone();
        self.remarks = today.remarks.clone();
        self.mapnavi_url = today.mapnavi_url.clone();
    }
}

/// Its address is that of the facility; what links to a masked facility is not shown at all.
impl Veiled for Building {
    fn is_veiled(&self) -> bool {
        false
    }

    fn veil(&mut self, _: &Self) {}
}

/// What has been released and taken back was never released.
impl Veiled for Vacancy {
    fn is_veiled(&self) -> bool {
        !self.released
    }

    fn veil(&mut self, today: &Self) {
        self.released = today.released;
    }
}

/// An earlier form of a record as it may be shown today.
pub fn veiled<T: Veiled>(mut body: T, shape: Option<Arc<Shape>>, today: Option<&T>) -> (T, Option<Arc<Shape>>) {
    match today {
        Some(today) if today.is_veiled() => {
            body.veil(today);
            (body, None)
        }
        _ => (body, shape),
    }
}

impl Snapshot {
    /// This earlier version as it may be shown today.
    pub fn veiled_as(&self, today: &Snapshot) -> Snapshot {
        let mut veiled = self.clone();
        veil_layer(&mut veiled.facilities, today.layer());
        veil_layer(&mut veiled.parcels, today.layer());
        veil_layer(&mut veiled.vacancies, today.layer());
        veiled.settle();
        veiled
    }
}

fn veil_layer<T: Veiled>(layer: &mut Layer<T>, today: &Layer<T>) {
    for now in today.iter().filter(|item| item.body.is_veiled()) {
        let Some(then) = layer.get(now.fid).cloned() else {
            continue;
        };
        let (body, shape) = veiled(then.body.clone(), then.shape.clone(), Some(&now.body));
        layer.put(Item::new(then.fid, then.revision, then.changed, body, shape));
    }
}

#[cfg(test)]
mod tests {
    use super::super::Stored;
    use super::*;
    use crate::history::{State, Version};
    use crate::record::{EntityId, Fid, Kind, Position, PositionAccuracy, PositionMethod};

    fn portfolio(version: u64, masked: bool) -> Snapshot {
        let mut shelter = Facility {
            name: "母子生活支援施設".into(),
            position: Some(Position::new(
                PositionMethod::RepresentativePoint,
                PositionAccuracy::Exact,
            )),
            ..Facility::default()
        };
        shelter.address.masked = masked;
        shelter.address.text = Some(
            if masked {
                "北区××××"
            } else {
                "北区中之島1-3-20"
            }
            .into(),
        );
        let stored = Stored {
            entity: EntityId::new(Kind::Facility, Fid(1)),
            revision: version,
            changed: Version(version),
            state: State {
                body: shelter.into(),
                shape: Shape::point(135.5, 34.7).ok().map(Arc::new),
            },
        };
        Snapshot::from_stored(Version(version), None, [stored], [])
    }

    #[test]
    fn an_address_that_is_masked_today_is_masked_in_every_earlier_version() {
        let (then, today) = (portfolio(1, false), portfolio(2, true));
        let shown = then.veiled_as(&today);
        let facility = shown.facilities.get(Fid(1)).expect("there");
        assert_eq!(facility.body.address.text.as_deref(), Some("北区××××"));
        assert!(facility.shape.is_none() && facility.body.is_masked());
        assert_eq!((shown.version(), facility.revision), (Version(1), 1));
    }

    #[test]
    fn what_is_open_today_is_shown_as_it_was() {
        let then = portfolio(1, false);
        assert_eq!(then.veiled_as(&portfolio(2, false)), then);
    }
}
