//! What a yearly workbook may change: the records of its bureau and year, as they stood when it was made.

use super::map::MappedRow;
use super::records::Target;
use super::{Finding, Rule};
use crate::history::Body;
use crate::snapshot::{HasLayer, Item, Snapshot};
use crate::text::Message;
use crate::vocabulary::Vocabularies;
use crate::workbook::{Holdings, Stamp};

pub(super) struct Scope {
    pub stamp: Stamp,
    holdings: Holdings,
}

impl Scope {
    pub fn new(stamp: Stamp, snapshot: &Snapshot, vocabularies: &Vocabularies) -> Self {
        let holdings = Holdings::of(&stamp.bureau, snapshot, vocabularies);
        Self { stamp, holdings }
    }

    /// Why a row may not be taken at all.
    pub fn judge<T: Target>(&self, row: &MappedRow, record: &T) -> Option<Finding>
    where
        Body: From<T>,
        Snapshot: HasLayer<T>,
    {
        let anchor = record.anchor()?;
        let (bureau, year) = (&self.stamp.bureau_name, self.stamp.fiscal_year);
        let message = if !self.holdings.hold(anchor.subject) {
            let subject = anchor.subject;
            Message::new(
                format!("{subject} は{bureau}の所管ではありません。所管の局の調査票に記入してください。"),
                format!("{subject} does not belong to {bureau}; answer in the workbook of its own bureau"),
            )
        } else if anchor.fiscal_year.is_some_and(|own| own != year) {
            Message::new(
                format!("この調査票は{year}のものです。年度の欄を元に戻してください。"),
                format!(
                    "this workbook is for the fiscal year {}; restore the year",
                    year.number()
                ),
            )
        } else {
            return None;
        };
        let finding = Finding::new(row.number, Rule::OutsideWorkbook, message);
        Some(finding.key(Some(&anchor.subject.to_string())))
    }

    /// Why a record may not become what the row says: somebody has changed it since the workbook was made.
    pub fn judge_change<T: Target>(&self, row: &MappedRow, item: &Item<T>, after: &T) -> Option<Finding>
    where
        Body: From<T>,
        Snapshot: HasLayer<T>,
    {
        if item.changed <= self.stamp.version || item.body == *after {
            return None;
        }
        let (id, version) = (item.id(), item.changed);
        let message = Message::new(
            format!("{id} は調査票の作成後（版 {version}）に変更されています。新しい調査票に記入し直してください。"),
            format!(
                "{id} has been changed since the workbook was made (in version {version}); answer in a new workbook"
            ),
        );
        let subject = after.anchor().map(|anchor| anchor.subject.to_string());
        Some(Finding::new(row.number, Rule::ChangedSinceWritten, message).key(subject.as_deref()))
    }
}
