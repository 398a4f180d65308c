//! Which figures a facility should have in a year, judged by what it and its like have had.

use std::collections::{BTreeMap, BTreeSet};

use super::figures::FigureYear;
use crate::record::{Code, Fid};
use crate::register::Facility;
use crate::snapshot::{HasLayer, Snapshot};

/// Years that one looks back.
const LOOK_BACK: i16 = 5;

pub(super) const BY_ITSELF: &str = "前5年に値があります。";
pub(super) const BY_ITS_LIKE: &str = "同じ用途の評価対象施設の半数以上に値があります。";

/// What is expected, from the years before and the year itself.
pub(super) struct Expectations {
    /// Figures that a facility has had before.
    own: BTreeMap<Fid, BTreeSet<Code>>,
    /// Figures that a facility cannot have (該当なし).
    inapplicable: BTreeSet<(Fid, Code)>,
    /// Figures that at least half of the evaluated facilities of a class have.
    of_class: BTreeMap<Code, BTreeSet<Code>>,
}

impl Expectations {
    pub fn of<T: FigureYear>(snapshot: &Snapshot, fiscal_year: i16) -> Self
    where
        Snapshot: HasLayer<T>,
    {
        let mut own: BTreeMap<Fid, BTreeSet<Code>> = BTreeMap::new();
        let mut latest: BTreeMap<(Fid, Code), (i16, bool)> = BTreeMap::new();
        let mut lately: BTreeMap<Fid, BTreeSet<Code>> = BTreeMap::new();
        let layer: &crate::snapshot::Layer<T> = snapshot.layer();
        for item in layer.iter() {
            let (fid, year) = (item.body.facility(), item.body.fiscal_year());
            if year > fiscal_year || year < fiscal_year - LOOK_BACK {
                continue;
            }
            for (code, datum) in item.body.figures() {
                let inapplicable = datum.missing() == Some(crate::record::MissingReason::NotApplicable);
                let newest = latest.entry((fid, code.clone())).or_insert((year, inapplicable));
                if newest.0 <= year {
                    *newest = (year, inapplicable);
                }
                if datum.known().is_none() {
                    continue;
                }
                if year < fiscal_year {
                    own.entry(fid).or_default().insert(code.clone());
                }
                if year >= fiscal_year - 1 {
                    lately.entry(fid).or_default().insert(code.clone());
                }
            }
        }
        let inapplicable = latest
            .into_iter()
            .filter(|(_, (_, inapplicable))| *inapplicable)
            .map(|(key, _)| key)
            .collect();
        Self {
            own,
            inapplicable,
            of_class: usual(snapshot, &lately),
        }
    }

    /// Why a figure is expected of a facility; nothing where it is not.
    pub fn reason(&self, fid: Fid, facility: &Facility, code: &Code) -> Option<&'static str> {
        if self.inapplicable.contains(&(fid, code.clone())) {
            return None;
        }
        if self.own.get(&fid).is_some_and(|codes| codes.contains(code)) {
            return Some(BY_ITSELF);
        }
        let class = facility.class.as_ref().filter(|_| facility.is_evaluated())?;
        let usual = self.of_class.get(class)?;
        usual.contains(code).then_some(BY_ITS_LIKE)
    }
}

fn usual(snapshot: &Snapshot, lately: &BTreeMap<Fid, BTreeSet<Code>>) -> BTreeMap<Code, BTreeSet<Code>> {
    let mut sizes: BTreeMap<&Code, usize> = BTreeMap::new();
    let mut counts: BTreeMap<(&Code, &Code), usize> = BTreeMap::new();
    for item in snapshot.facilities.iter().filter(|item| item.body.is_evaluated()) {
        let Some(class) = &item.body.class else { continue };
        *sizes.entry(class).or_default() += 1;
        for code in lately.get(&item.fid).into_iter().flatten() {
            *counts.entry((class, code)).or_default() += 1;
        }
    }
    let mut usual: BTreeMap<Code, BTreeSet<Code>> = BTreeMap::new();
    for ((class, code), count) in counts {
        if count * 2 >= sizes[class] {
            usual.entry(class.clone()).or_default().insert(code.clone());
        }
    }
    usual
}
