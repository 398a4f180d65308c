//! The facility register: facilities, buildings and their yearly records.
