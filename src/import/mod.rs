//! Import in four steps: read, map, check, commit.
