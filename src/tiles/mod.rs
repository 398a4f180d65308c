//! Vector tiles and TileJSON.
