//! Unused land: parcels and lots.
