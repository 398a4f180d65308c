//! Koyu (公有): a public facility and land portfolio service.
//!
//! The order of the modules below is the order of dependency: a module names only modules above it
//! (`tests/it/architecture.rs` checks it). docs/architecture.md is the map.

pub mod calendar;
pub mod geometry;
pub mod text;
pub mod vocabulary;

pub mod record;

pub mod area;
pub mod land;
pub mod reference;
pub mod register;

pub mod auth;
pub mod history;
pub mod snapshot;

pub mod indicator;

pub mod store;

pub mod clock;

pub mod access;
pub mod ledger;

pub mod amendment;

pub mod codec;
pub mod content;
pub mod demo;
pub mod export;
pub mod import;
pub mod intake;
pub mod locality;
pub mod quality;
pub mod tiles;
pub mod workbook;

pub mod cli;
pub mod http;
