//! Importing files: what is taken, what is found, what comes back.

mod areas;
mod facilities;
mod parcels;
mod quality;
mod real;
mod samples;
mod support;
mod vacancies;
mod workbooks;
mod yearly;
