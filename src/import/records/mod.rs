//! How the fields of a row become a record, a file for each kind.

pub(super) mod address;
mod building;
mod facility;
mod fields;
mod inspection;
mod ledger_asset;
mod lot;
mod mesh;
mod parcel;
mod population;
mod vacancy;
mod ward;
mod yearly;

pub(super) use fields::has_field;

use super::context::Context;
use super::map::MappedRow;
use crate::calendar::FiscalYear;
use crate::history::Body;
use crate::record::{Address, Code, EntityId, Notes, Position, Provenance, Record};
use crate::register::Link;
use crate::snapshot::{HasLayer, Snapshot};

/// A kind of record that rows become.
pub(super) trait Target: Record
where
    Body: From<Self>,
    Snapshot: HasLayer<Self>,
{
    /// Rows may join the record with others.
    const LINKS: bool = false;
    /// Two records of one name are worth a look.
    const NAMES_ARE_TELLING: bool = false;

    /// The record with what it cannot be without; nothing where the row lacks that, which is then a finding.
    fn begin(row: &mut MappedRow, context: &Context) -> Option<Self>;

    /// Puts every field that the row speaks of into the record and leaves the others as they are.
    fn fill(&mut self, row: &MappedRow, context: &Context);

    /// Several rows may speak of one record (a population by sex, a cell cut at a border).
    fn merges(_row: &MappedRow) -> bool {
        false
    }

    /// A further row about the same record.
    fn merge(&mut self, row: &MappedRow, context: &Context) {
        self.fill(row, context);
    }

    /// What must hold between the fields of the record. Findings go into the row.
    fn check(&self, _row: &mut MappedRow, _context: &Context) {}

    fn notes(&mut self) -> Option<&mut Notes> {
        None
    }

    fn position(&mut self) -> Option<&mut Option<Position>> {
        None
    }

    /// The address by which the record's place is judged; none for kinds whose shape is the source's own word.
    fn address(&self) -> Option<&Address> {
        None
    }

    /// Whether two records of one number can hardly be the same thing: a number is only as good as its source.
    fn contradicts(&self, _other: &Self) -> bool {
        false
    }

    /// What identifies a record without a number, as far as that goes.
    fn weak_key(&self) -> Option<String> {
        None
    }

    /// Records that the row joins this one with, as links from or to it.
    fn links(_row: &mut MappedRow, _own: EntityId, _context: &Context) -> Vec<Link> {
        Vec::new()
    }

    /// What a row of a yearly workbook is about; nothing for kinds that no workbook carries.
    fn anchor(&self) -> Option<Anchor> {
        None
    }

    /// The shape that follows from the record itself.
    fn own_shape(&self) -> Option<crate::geometry::Shape> {
        None
    }
}

/// What a yearly record is about, whatever it says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Anchor {
    pub subject: EntityId,
    pub fiscal_year: Option<FiscalYear>,
    pub component: Option<Code>,
}

/// A file that Koyu wrote says what is invented; any other is a source.
fn fill_provenance(provenance: &mut Provenance, row: &MappedRow) {
    const ALL: [Provenance; 3] = [Provenance::Source, Provenance::DemoFact, Provenance::DemoInvented];
    let said = row.text("provenance");
    *provenance = ALL.into_iter().find(|one| Some(one.key()) == said).unwrap_or_default();
}
