//! Code lists: facility classes, 活用方針, lending, structures, bureaus; read from data/vocabularies.
