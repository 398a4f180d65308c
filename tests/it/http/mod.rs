//! The API as a client sees it.

mod area;
mod attaching;
mod conditional;
mod documented;
mod editing;
mod export;
mod filed;
mod fixture;
mod importing;
mod mapping;
mod pages;
mod privacy;
mod reading;
mod refusals;
mod server;
mod serving;
mod sessions;
mod tiles;
mod vacancies;
mod vacancy_work;
mod versions;
mod years;
