//! Wards, their population and the population mesh.
