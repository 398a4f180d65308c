//! Facilities, parcels and buildings as a file: the records that were selected, in the order that they have, row by row.

use std::path::Path;
use std::sync::Arc;

use super::building::BUILDING_FIELDS;
use super::facility::FACILITY_FIELDS;
use super::field::{Field, Wording};
use super::parcel::{LAND_LIST_FIELDS, PARCEL_FIELDS};
use super::public_facilities::{PUBLIC_FACILITIES_24, PUBLIC_FACILITIES_56};
use crate::codec::{Cell, Format, GeometryKind, OutRow, Schema, WriteError, WriteOptions, Written, create};
use crate::land::Parcel;
use crate::record::Record;
use crate::register::{Building, Facility};
use crate::snapshot::{Item, Placed};

/// Which columns a file of facilities has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FacilityLayout {
    /// All public fields.
    #[default]
    Full,
    /// 公共施設一覧 of the 推奨データセット.
    PublicFacilities24,
    /// 公共施設一覧 of the 自治体標準オープンデータセット.
    PublicFacilities56,
}

/// Which columns a file of parcels has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ParcelLayout {
    /// The city's 16 columns, then Koyu's own.
    #[default]
    Full,
    /// The city's 16 columns.
    LandList,
}

/// Records of a register, in the order in which they are written.
#[derive(Clone, Copy)]
pub enum Records<'a> {
    Facilities(&'a [Arc<Item<Facility>>], FacilityLayout),
    Parcels(&'a [Arc<Item<Parcel>>], ParcelLayout),
    Buildings(&'a [Arc<Item<Building>>]),
}

/// Writes records as a file. Nothing is left behind where it fails.
pub fn export_records(
    records: &Records,
    wording: &Wording,
    format: Format,
    options: &WriteOptions,
    path: &Path,
) -> Result<Written, WriteError> {
    match *records {
        Records::Facilities(items, layout) => {
            let fields = match layout {
                FacilityLayout::Full => FACILITY_FIELDS,
                FacilityLayout::PublicFacilities24 => PUBLIC_FACILITIES_24,
                FacilityLayout::PublicFacilities56 => PUBLIC_FACILITIES_56,
            };
            write(items, &[fields], wording, format, options, path)
        }
        Records::Parcels(items, layout) => {
            let fields: &[&[Field<Parcel>]] = match layout {
                ParcelLayout::Full => &[LAND_LIST_FIELDS, PARCEL_FIELDS],
                ParcelLayout::LandList => &[LAND_LIST_FIELDS],
            };
            write(items, fields, wording, format, options, path)
        }
        Records::Buildings(items) => write(items, &[BUILDING_FIELDS], wording, format, options, path),
    }
}

fn write<T: Record + Placed>(
    items: &[Arc<Item<T>>],
    fields: &[&[Field<T>]],
    wording: &Wording,
    format: Format,
    options: &WriteOptions,
    path: &Path,
) -> Result<Written, WriteError> {
    let fields = || fields.iter().copied().flatten();
    let shaped = items.iter().any(|item| item.drawn_shape().is_some());
    let schema = Schema {
        table: T::KIND.table().to_owned(),
        title: None,
        geometry: if shaped { GeometryKind::Any } else { GeometryKind::None },
        columns: fields().map(Field::column).collect(),
        ..Schema::default()
    };
    let mut writer = create(format, path, &schema, options)?;
    let mut cells: Vec<Cell> = Vec::with_capacity(schema.columns.len());
    for item in items {
        cells.clear();
        cells.extend(fields().map(|field| (field.cell)(item, wording)));
        writer.write(OutRow {
            cells: &cells,
            geometry: item.drawn_shape().map(|shape| shape.geometry()),
        })?;
    }
    writer.finish()
}
