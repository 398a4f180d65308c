//! The API as a client sees it.

mod conditional;
mod documented;
mod export;
mod fixture;
mod pages;
mod privacy;
mod reading;
mod refusals;
mod serving;
mod tiles;
mod vacancies;
mod versions;
