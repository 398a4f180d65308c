//! The sheet of works: those of the year, then open rows for more.

use std::sync::Arc;

use super::holdings::Holdings;
use super::paper::{Cell, Paper, PaperRow};
use super::{Role, Sheet};
use crate::calendar::FiscalYear;
use crate::record::EntityId;
use crate::register::Works;
use crate::snapshot::{Item, Snapshot};
use crate::vocabulary::Vocabularies;

/// Rows in which works can be entered that Koyu does not know yet.
const OPEN_ROWS: usize = 100;
const WITHOUT_COST: &str = "工事費がありません。";

pub(super) fn fill(
    snapshot: &Snapshot,
    holdings: &Holdings,
    fiscal_year: FiscalYear,
    vocabularies: &Vocabularies,
) -> Paper {
    let mut paper = Paper::new(Sheet::Works, fiscal_year, vocabularies);
    let of_year = |item: &&Arc<Item<Works>>| {
        let completed = item.body.completed.as_ref();
        let year = completed.and_then(|date| date.fiscal_year().map(FiscalYear::number).or(date.year()));
        year == Some(fiscal_year.number()) && holdings.hold(item.body.of)
    };
    for item in snapshot.works.iter().filter(of_year) {
        paper.expected += 1;
        let cells = paper
            .columns
            .iter()
            .map(|column| cell(&column.role, item, holdings, vocabularies))
            .collect();
        paper.push(PaperRow { cells, is_open: false });
    }
    for _ in 0..OPEN_ROWS {
        let cells = vec![Cell::default(); paper.columns.len()];
        paper.push(PaperRow { cells, is_open: true });
    }
    paper
}

fn cell(role: &Role, item: &Item<Works>, holdings: &Holdings, vocabularies: &Vocabularies) -> Cell {
    let works = &item.body;
    let label = |list: &str, key: &str| {
        let code = vocabularies.list(list).and_then(|list| list.by_key(key));
        code.map_or_else(|| key.to_owned(), |code| code.ja.clone())
    };
    match role {
        Role::SubjectId => Cell::text(choice(works.of, holdings)),
        Role::WorksNumber => Cell::text(&works.number),
        Role::Title => Cell::text(&works.title),
        Role::WorksComponent => Cell::optional(works.component.as_ref().map(|code| label("components", code.as_str()))),
        Role::WorkKind => Cell::optional(works.kind.as_ref().map(|code| label("work_kinds", code.as_str()))),
        Role::Completed => Cell::optional(works.completed.as_ref().map(|date| date.text())),
        Role::CostYen => match works.cost_yen {
            Some(yen) => Cell::number(yen.0.into()),
            None => Cell {
                missing: Some(WITHOUT_COST),
                ..Cell::default()
            },
        },
        Role::Missing => Cell::text(if works.cost_yen.is_none() { "工事費" } else { "" }),
        Role::RecordId => Cell::id(item.id()),
        Role::Provenance => Cell::text(works.provenance.key()),
        _ => Cell::default(),
    }
}

/// A facility or building as it is chosen from a list: its id first, then what people call it.
pub(super) fn choice(entity: EntityId, holdings: &Holdings) -> String {
    format!("{entity} {}", holdings.name(entity)).trim_end().to_owned()
}

/// All that works can be about.
pub(super) fn choices(holdings: &Holdings) -> Vec<String> {
    let facilities = holdings.facilities.iter().map(|item| item.id());
    let buildings = holdings.buildings.iter().map(|(item, _)| item.id());
    facilities
        .chain(buildings)
        .map(|entity| choice(entity, holdings))
        .collect()
}
