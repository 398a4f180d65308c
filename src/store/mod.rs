//! Where the portfolio is kept: one GeoPackage file.
