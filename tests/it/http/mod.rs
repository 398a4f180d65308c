//! The API as a client sees it.

mod area;
mod conditional;
mod documented;
mod editing;
mod export;
mod fixture;
mod mapping;
mod pages;
mod privacy;
mod reading;
mod refusals;
mod serving;
mod sessions;
mod tiles;
mod vacancies;
mod versions;
mod years;
