//! What a person should look at and may leave: the record can be right although it looks odd.

use geo::Contains;

use crate::geometry::Shape;
use crate::history::{Body, State};
use crate::record::{Address, AreaM2, Violation};
use crate::register::Link;
use crate::snapshot::{Snapshot, Stored};
use crate::text::Message;

/// A drawn area may differ so far from the registered one: lines on a map are as wide as that.
const AREA_TOLERANCE: f64 = 0.05;
const LEAST_DIFFERENCE_M2: f64 = 1.0;

/// What is odd about a record. `measured_m2` is the area of its polygon in the plane zone.
pub fn cautions(stored: &Stored, measured_m2: Option<f64>, snapshot: &Snapshot) -> Vec<Violation> {
    let State { body, shape } = &stored.state;
    let shape = shape.as_deref();
    match body {
        Body::Facility(facility) => outside(&facility.address, shape, snapshot).into_iter().collect(),
        Body::Parcel(parcel) => {
            let area = difference("/area_m2", parcel.area_m2.known().copied(), measured_m2);
            area.into_iter()
                .chain(outside(&parcel.address, shape, snapshot))
                .collect()
        }
        Body::Lot(lot) => difference("/registered_area_m2", lot.registered_area_m2, measured_m2)
            .into_iter()
            .chain(outside(&lot.address, shape, snapshot))
            .collect(),
        Body::Link(link) => too_much(link, stored, snapshot).into_iter().collect(),
        _ => Vec::new(),
    }
}

fn difference(pointer: &str, registered: Option<AreaM2>, measured_m2: Option<f64>) -> Option<Violation> {
    let (registered, measured) = (registered?, measured_m2?);
    let off = measured - registered.as_f64();
    let least = (registered.as_f64() * AREA_TOLERANCE).max(LEAST_DIFFERENCE_M2);
    (off.abs() > least).then(|| {
        let percent = off / registered.as_f64().max(0.01) * 100.0;
        Violation::at(
            pointer,
            Message::new(
                format!("図形の面積は{measured:.2}㎡で、台帳の{registered}㎡と{percent:+.1}％違います。"),
                format!("The drawn area is {measured:.2} ㎡: {percent:+.1} % from the registered {registered} ㎡."),
            ),
        )
    })
}

/// The place does not lie in the ward that the address names.
fn outside(address: &Address, shape: Option<&Shape>, snapshot: &Snapshot) -> Option<Violation> {
    let ward = snapshot.wards.by_key(&address.municipality?.to_string())?;
    let boundary = ward.shape.as_deref()?;
    let (lon, lat) = shape?.centre();
    // A schematic boundary proves nothing.
    let lies_outside = !ward.body.schematic && !boundary.geometry().contains(&geo::Point::new(lon, lat));
    lies_outside.then(|| {
        Violation::at(
            "/shape",
            Message::new(
                format!("位置が{}の外にあります。位置か区を確かめてください。", ward.body.name),
                format!(
                    "The place lies outside {}. Check the place or the ward.",
                    ward.body.name
                ),
            ),
        )
    })
}

/// The areas that facilities use in a building exceed the building.
fn too_much(link: &Link, own: &Stored, snapshot: &Snapshot) -> Option<Violation> {
    let whole = match link.to.kind {
        crate::record::Kind::Building => snapshot
            .buildings
            .get(link.to.fid)?
            .body
            .floor_area_m2
            .known()
            .copied()?,
        crate::record::Kind::Lot => snapshot.lots.get(link.to.fid)?.body.registered_area_m2?,
        _ => return None,
    };
    let used = |link: &Link| link.area_m2.into_iter().chain(link.shared_area_m2).sum::<AreaM2>();
    let others = snapshot
        .links
        .iter()
        .filter(|item| item.id() != own.entity && item.body.role == link.role && item.body.to == link.to);
    let total = others.map(|item| used(&item.body)).sum::<AreaM2>() + used(link);
    (total > whole).then(|| {
        Violation::at(
            "/area_m2",
            Message::new(
                format!("{} の面積は{whole}㎡ですが、使う面積の合計は{total}㎡です。", link.to),
                format!("{} has {whole} ㎡, but {total} ㎡ of it are in use.", link.to),
            ),
        )
    })
}
