//! Coordinate systems, shapes, projection and measures: what the `geo` crate does not give.
