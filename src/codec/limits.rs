//! Every cap on what a file may demand, in one place.
//!
//! The caps bound memory, not usefulness: each lies far above what a municipality's files need and
//! far below what would hurt the server. A file beyond one is refused with the place and the cap.

/// Caps for one reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// One text value. The longest honest one is a note of a few kilobytes.
    pub cell_bytes: usize,
    /// One CSV record, all cells together.
    pub record_bytes: usize,
    /// Columns of a table. The widest known layout has some three hundred.
    pub columns: usize,
    /// Rows of a table: more than all facilities and parcels of Japan's largest city by far.
    pub rows: u64,
    /// One JSON item: a detailed coastline polygon stays below.
    pub item_bytes: usize,
    /// Nesting of JSON, geometry collections and the like.
    pub depth: usize,
    /// One binary feature or record (FlatGeobuf, shapefile, GeoPackage blob).
    pub feature_bytes: usize,
    /// One part of a zip when unpacked (a sheet, the shared strings, a .shp).
    pub part_bytes: u64,
    /// All parts of a zip together.
    pub archive_bytes: u64,
    /// Unpacked size over packed size. Sheets of repeated rows reach some 60.
    pub zip_ratio: u64,
    /// Below this size a part's ratio does not matter.
    pub zip_ratio_floor_bytes: u64,
    /// Entries of a zip.
    pub zip_entries: usize,
    /// Shared strings of a workbook, which have to be held in memory.
    pub shared_string_bytes: u64,
    /// Rows searched for the header.
    pub heading_rows: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            cell_bytes: 1 << 20,
            record_bytes: 4 << 20,
            columns: 2_000,
            rows: 10_000_000,
            item_bytes: 64 << 20,
            depth: 64,
            feature_bytes: 256 << 20,
            part_bytes: 2 << 30,
            archive_bytes: 4 << 30,
            zip_ratio: 200,
            zip_ratio_floor_bytes: 16 << 20,
            zip_entries: 10_000,
            shared_string_bytes: 128 << 20,
            heading_rows: 40,
        }
    }
}
