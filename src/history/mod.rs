//! Who changed what: edits, events, commits and the hash chain.
