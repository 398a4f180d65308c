//! File formats: read and written as streams of rows.
