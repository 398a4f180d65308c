//! The whole portfolio in memory, immutable; every read is answered here.
