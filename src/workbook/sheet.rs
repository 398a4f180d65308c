//! The sheets and their columns: what the writer writes and the import reads.

use crate::calendar::FiscalYear;
use crate::record::{Code, Kind};
use crate::vocabulary::Vocabularies;

/// A sheet of the workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sheet {
    Usage,
    Finance,
    Condition,
    Works,
}

/// What a column is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// The record's own id, where there is a record already.
    RecordId,
    /// The facility's id.
    FacilityId,
    /// The id of a facility or a building.
    SubjectId,
    FiscalYear,
    Component,
    /// For the eye: names, classes, what was said before.
    Context,
    /// The figure of the year before.
    Before(Code),
    /// A figure of use or finance.
    Figure(Code),
    Grade,
    Inspected,
    Inspector,
    WorksNumber,
    Title,
    WorkKind,
    WorksComponent,
    Completed,
    CostYen,
    Remarks,
    /// Fact or invention.
    Provenance,
    /// What was missing when the workbook was made.
    Missing,
}

impl Role {
    /// Whether the column is for answers: it may be edited, and a row without any says nothing.
    pub fn is_answer(&self) -> bool {
        matches!(
            self,
            Role::Figure(_)
                | Role::Grade
                | Role::Inspected
                | Role::Inspector
                | Role::WorksNumber
                | Role::Title
                | Role::WorkKind
                | Role::WorksComponent
                | Role::Completed
                | Role::CostYen
                | Role::Remarks
        )
    }
}

/// A column of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// What stands in the first row; the import finds the column by it.
    pub heading: String,
    pub role: Role,
}

impl Column {
    fn new(heading: impl Into<String>, role: Role) -> Self {
        Self {
            heading: heading.into(),
            role,
        }
    }
}

impl Sheet {
    pub const ALL: [Sheet; 4] = [Sheet::Usage, Sheet::Finance, Sheet::Condition, Sheet::Works];

    /// The name on the sheet's tab.
    pub fn title(self) -> &'static str {
        match self {
            Sheet::Usage => "利用実績",
            Sheet::Finance => "収支",
            Sheet::Condition => "劣化度",
            Sheet::Works => "工事",
        }
    }

    pub fn kind(self) -> Kind {
        match self {
            Sheet::Usage => Kind::UsageYear,
            Sheet::Finance => Kind::FinanceYear,
            Sheet::Condition => Kind::Condition,
            Sheet::Works => Kind::Works,
        }
    }

    pub fn of_kind(kind: Kind) -> Option<Self> {
        Self::ALL.into_iter().find(|sheet| sheet.kind() == kind)
    }

    /// The columns of the sheet. What lies before the first answer is kept in sight when scrolling.
    pub fn columns(self, fiscal_year: FiscalYear, vocabularies: &Vocabularies) -> Vec<Column> {
        match self {
            Sheet::Usage => figures("usage_metrics", fiscal_year, vocabularies),
            Sheet::Finance => figures("finance_items", fiscal_year, vocabularies),
            Sheet::Condition => vec![
                Column::new("対象ID", Role::SubjectId),
                Column::new("番号", Role::Context),
                Column::new("対象", Role::Context),
                Column::new("部位", Role::Component),
                Column::new("前回の劣化度", Role::Context),
                Column::new("前回の調査日", Role::Context),
                Column::new("劣化度", Role::Grade),
                Column::new("調査日", Role::Inspected),
                Column::new("調査者", Role::Inspector),
                Column::new("備考", Role::Remarks),
                Column::new(MISSING, Role::Missing),
                Column::new("記録ID", Role::RecordId),
                Column::new("出典区分", Role::Provenance),
            ],
            Sheet::Works => vec![
                Column::new("対象", Role::SubjectId),
                Column::new("工事番号", Role::WorksNumber),
                Column::new("工事名", Role::Title),
                Column::new("部位", Role::WorksComponent),
                Column::new("工事種別", Role::WorkKind),
                Column::new("完了日", Role::Completed),
                Column::new("工事費（円）", Role::CostYen),
                Column::new(MISSING, Role::Missing),
                Column::new("記録ID", Role::RecordId),
                Column::new("出典区分", Role::Provenance),
            ],
        }
    }
}

const MISSING: &str = "未入力（作成時）";

/// A column a figure, the year before beside it.
fn figures(list: &str, fiscal_year: FiscalYear, vocabularies: &Vocabularies) -> Vec<Column> {
    let mut columns = vec![
        Column::new("施設ID", Role::FacilityId),
        Column::new("施設番号", Role::Context),
        Column::new("施設名", Role::Context),
        Column::new("用途", Role::Context),
        Column::new("評価対象", Role::Context),
        Column::new("年度", Role::FiscalYear),
    ];
    let before = fiscal_year.number() - 1;
    for code in vocabularies.list(list).into_iter().flat_map(|list| &list.codes) {
        let key = Code::new(code.key.clone());
        let unit = code.text("unit").unwrap_or("円");
        columns.push(Column::new(
            format!("{before}年度 {}", code.ja),
            Role::Before(key.clone()),
        ));
        columns.push(Column::new(format!("{}（{unit}）", code.ja), Role::Figure(key)));
    }
    columns.extend([
        Column::new("備考", Role::Remarks),
        Column::new(MISSING, Role::Missing),
        Column::new("記録ID", Role::RecordId),
        Column::new("出典区分", Role::Provenance),
    ]);
    columns
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_two_columns_of_a_sheet_have_one_heading() {
        let year = FiscalYear::new(2024).expect("a year");
        for sheet in Sheet::ALL {
            let columns = sheet.columns(year, &Vocabularies::embedded());
            let headings: BTreeSet<_> = columns.iter().map(|column| &column.heading).collect();
            assert_eq!(headings.len(), columns.len(), "{sheet:?}");
        }
    }
}
