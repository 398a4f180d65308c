//! A bureau's workbook as a file.

use jiff::civil::Date;
use rust_xlsxwriter::{
    ConditionalFormatBlank, DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula,
    Note, ProtectionOptions, Workbook, Worksheet, XlsxError,
};

use super::holdings::Holdings;
use super::paper::{Cell, Content, Paper, Reasons};
use super::stamp::{STAMP_SHEET, Stamp};
use super::{Bureau, Role, Sheet, condition, figures, guide, works};
use crate::calendar::FiscalYear;
use crate::register::{FinanceYear, UsageYear};
use crate::snapshot::Snapshot;
use crate::text::Message;
use crate::vocabulary::Vocabularies;

/// The sheet that holds the lists to choose from.
const LIST_SHEET: &str = "_list";

/// How far a bureau has come with a year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    pub facilities: usize,
    /// Cells in which a value is expected.
    pub expected: usize,
    /// Those of them that are empty.
    pub missing: usize,
}

/// A workbook.
#[derive(Clone, Debug)]
pub struct Made {
    pub bureau: Bureau,
    pub file_name: String,
    pub bytes: Vec<u8>,
    pub progress: Progress,
}

/// The workbook cannot be written.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct WorkbookError {
    message: Message,
    source: XlsxError,
}

impl From<XlsxError> for WorkbookError {
    fn from(source: XlsxError) -> Self {
        let message = Message::new(
            format!("調査票を作れません（{source}）。所管の施設数が多すぎないか確かめてください。"),
            format!("the workbook cannot be made ({source}); check whether the bureau has too many facilities"),
        );
        Self { message, source }
    }
}

/// How far a bureau has come with a year, without writing anything.
pub fn progress(
    bureau: &Bureau,
    fiscal_year: FiscalYear,
    snapshot: &Snapshot,
    vocabularies: &Vocabularies,
) -> Progress {
    let holdings = Holdings::of(&bureau.key, snapshot, vocabularies);
    let papers = papers(snapshot, &holdings, fiscal_year, vocabularies);
    count(&holdings, &papers)
}

/// Makes the workbook of a bureau for a fiscal year.
pub fn make(
    bureau: &Bureau,
    fiscal_year: FiscalYear,
    today: Date,
    snapshot: &Snapshot,
    vocabularies: &Vocabularies,
) -> Result<Made, WorkbookError> {
    let holdings = Holdings::of(&bureau.key, snapshot, vocabularies);
    let papers = papers(snapshot, &holdings, fiscal_year, vocabularies);
    let stamp = Stamp {
        bureau: bureau.key.clone(),
        bureau_name: bureau.name.clone(),
        fiscal_year,
        version: snapshot.version(),
    };
    let (look, reasons) = (Look::new(), Reasons::new(vocabularies));
    let mut book = Workbook::new();
    book.set_properties(&properties(&stamp, today)?);
    guide::write(book.add_worksheet(), &stamp, &papers, &reasons, &look)?;
    let choices = works::choices(&holdings);
    for paper in &papers {
        let lists = Lists {
            reasons: &reasons,
            subjects: choices.len(),
            vocabularies,
        };
        write_paper(book.add_worksheet(), paper, &lists, &look)?;
    }
    write_list(book.add_worksheet(), &choices)?;
    write_stamp(book.add_worksheet(), &stamp)?;
    Ok(Made {
        bureau: bureau.clone(),
        file_name: bureau.file_name(fiscal_year.number()),
        bytes: book.save_to_buffer()?,
        progress: count(&holdings, &papers),
    })
}

fn papers(
    snapshot: &Snapshot,
    holdings: &Holdings,
    fiscal_year: FiscalYear,
    vocabularies: &Vocabularies,
) -> Vec<Paper> {
    let paper = |sheet| match sheet {
        Sheet::Usage => figures::fill::<UsageYear>(sheet, snapshot, holdings, fiscal_year, vocabularies),
        Sheet::Finance => figures::fill::<FinanceYear>(sheet, snapshot, holdings, fiscal_year, vocabularies),
        Sheet::Condition => condition::fill(snapshot, holdings, fiscal_year, vocabularies),
        Sheet::Works => works::fill(snapshot, holdings, fiscal_year, vocabularies),
    };
    Sheet::ALL.map(paper).into()
}

fn count(holdings: &Holdings, papers: &[Paper]) -> Progress {
    Progress {
        facilities: holdings.facilities.len(),
        expected: papers.iter().map(|paper| paper.expected).sum(),
        missing: papers.iter().map(|paper| paper.missing).sum(),
    }
}

/// The same portfolio on the same day gives the same bytes.
fn properties(stamp: &Stamp, today: Date) -> Result<DocProperties, XlsxError> {
    let day = |part: i8| u8::try_from(part).unwrap_or(1);
    let made = ExcelDateTime::from_ymd(
        u16::try_from(today.year()).unwrap_or(1900),
        day(today.month()),
        day(today.day()),
    )?;
    Ok(DocProperties::new()
        .set_title(format!("施設の年次調査票 {} {}", stamp.fiscal_year, stamp.bureau_name))
        .set_author("Koyu")
        .set_creation_datetime(&made))
}

/// The formats of cells.
pub(super) struct Look {
    pub plain: Format,
    pub heading: Format,
    pub paragraph: Format,
    /// Cells that may not be changed.
    pub locked: Format,
    locked_number: Format,
    pub answer: Format,
    answer_number: Format,
    pub missing: Format,
    missing_number: Format,
}

impl Look {
    fn new() -> Self {
        const NUMBER: &str = "#,##0.##########;-#,##0.##########";
        let base = || Format::new().set_align(FormatAlign::Top);
        let locked = || base().set_background_color("#EEF1F4").set_border(FormatBorder::Hair);
        let answer = || base().set_unlocked().set_border(FormatBorder::Hair);
        let missing = || answer().set_background_color("#FFE98A");
        Self {
            plain: base(),
            heading: Format::new()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::VerticalCenter)
                .set_background_color("#D9E6FF")
                .set_border(FormatBorder::Thin),
            paragraph: base().set_text_wrap(),
            // "@" keeps Excel from turning 1-2 into a date when the cell is edited.
            locked: locked().set_num_format("@"),
            locked_number: locked().set_num_format(NUMBER),
            answer: answer().set_num_format("@"),
            answer_number: answer().set_num_format(NUMBER),
            missing: missing().set_num_format("@"),
            missing_number: missing().set_num_format(NUMBER),
        }
    }

    fn of(&self, column: &Role, cell: &Cell, is_open: bool) -> &Format {
        let is_answer = column.is_answer() || (is_open && *column == Role::SubjectId);
        let is_number = matches!(column, Role::Figure(_) | Role::Before(_) | Role::CostYen);
        match (is_answer, cell.missing.is_some(), is_number) {
            (false, _, false) => &self.locked,
            (false, _, true) => &self.locked_number,
            (true, false, false) => &self.answer,
            (true, false, true) => &self.answer_number,
            (true, true, false) => &self.missing,
            (true, true, true) => &self.missing_number,
        }
    }
}

struct Lists<'a> {
    reasons: &'a Reasons,
    subjects: usize,
    vocabularies: &'a Vocabularies,
}

fn write_paper(page: &mut Worksheet, paper: &Paper, lists: &Lists, look: &Look) -> Result<(), XlsxError> {
    page.set_name(paper.sheet.title())?;
    let last = u32::try_from(paper.rows.len()).unwrap_or(u32::MAX).max(1);
    let mut frozen = 0;
    for (at, column) in (0_u16..).zip(&paper.columns) {
        page.write_with_format(0, at, &column.heading, &look.heading)?;
        page.set_column_width(at, column_width(&column.role, &column.heading))?;
        if matches!(column.role, Role::RecordId | Role::Provenance) {
            page.set_column_hidden(at)?;
        }
        if let Some(choice) = validation(&column.role, paper.sheet, lists)? {
            page.add_data_validation(1, at, last, at, &choice)?;
        }
        if column.role.is_answer() {
            // What has been answered is white again.
            let answered = ConditionalFormatBlank::new()
                .invert()
                .set_format(Format::new().set_background_color("#FFFFFF"));
            page.add_conditional_format(1, at, last, at, &answered)?;
        }
        if matches!(column.heading.as_str(), "施設名" | "部位" | "対象") {
            frozen = frozen.max(at + 1);
        }
    }
    page.set_row_height(0, 48)?;
    page.set_freeze_panes(1, frozen)?;
    for (number, row) in (1_u32..).zip(&paper.rows) {
        for ((at, column), cell) in (0_u16..).zip(&paper.columns).zip(&row.cells) {
            let format = look.of(&column.role, cell, row.is_open);
            match &cell.content {
                Content::Empty => page.write_blank(number, at, format)?,
                Content::Text(text) => page.write_string_with_format(number, at, text, format)?,
                Content::Number(value) => page.write_number_with_format(number, at, *value, format)?,
            };
            if let Some(reason) = cell.missing {
                let note = Note::new(format!("未入力です。{reason}値がないときは理由を選んでください。"));
                page.insert_note(number, at, &note.add_author_prefix(false).set_width(220).set_height(70))?;
            }
        }
    }
    let columns = u16::try_from(paper.columns.len()).unwrap_or(u16::MAX);
    page.autofilter(0, 0, last, columns - 1)?;
    page.protect_with_options(&ProtectionOptions {
        format_columns: true,
        format_rows: true,
        use_autofilter: true,
        ..ProtectionOptions::default()
    });
    page.set_landscape()
        .set_paper_size(9)
        .set_print_fit_to_pages(1, 0)
        .set_footer("&L&F　&A&R&P / &N");
    page.set_repeat_rows(0, 0)?;
    Ok(())
}

/// What an answer may be. Numbers stay free beside the reasons: the check comes with the import, and says more.
fn validation(role: &Role, sheet: Sheet, lists: &Lists) -> Result<Option<DataValidation>, XlsxError> {
    let ja = |list: &str| -> Vec<&str> {
        let codes = lists.vocabularies.list(list).into_iter().flat_map(|list| &list.codes);
        codes.map(|code| code.ja.as_str()).collect()
    };
    let strict = |words: &[&str]| -> Result<Option<DataValidation>, XlsxError> {
        // Excel takes 255 characters. A longer list is checked by the import alone.
        if words.is_empty() || words.join(",").encode_utf16().count() > 255 {
            return Ok(None);
        }
        let choice = DataValidation::new().allow_list_strings(words)?;
        Ok(Some(
            choice
                .set_error_title("選択してください")?
                .set_error_message("一覧から選んでください。")?,
        ))
    };
    match role {
        Role::Figure(_) | Role::CostYen => {
            let words = lists.reasons.words();
            let choice = DataValidation::new().allow_list_strings(&words)?;
            Ok(Some(
                choice
                    .show_error_message(false)
                    .set_input_message("数字、又は理由を選択")?,
            ))
        }
        Role::Grade => strict(&ja("condition_grades")),
        Role::WorksComponent => strict(&ja("components")),
        Role::WorkKind => strict(&ja("work_kinds")),
        Role::SubjectId if sheet == Sheet::Works && lists.subjects > 0 => {
            let range = format!("='{LIST_SHEET}'!$A$1:$A${}", lists.subjects);
            Ok(Some(DataValidation::new().allow_list_formula(Formula::new(range))))
        }
        _ => Ok(None),
    }
}

fn column_width(role: &Role, heading: &str) -> f64 {
    match role {
        Role::Context if heading == "施設名" || heading == "対象" => 34.0,
        Role::SubjectId if heading == "対象" => 40.0,
        Role::Title | Role::Remarks | Role::Missing => 30.0,
        Role::Context => width(heading).clamp(10.0, 20.0),
        _ => width(heading).clamp(10.0, 14.0),
    }
}

/// How many places a text takes; Japanese characters take two.
pub(super) fn width(text: &str) -> f64 {
    let places: u32 = text.chars().map(|ch| if ch.is_ascii() { 1 } else { 2 }).sum();
    f64::from(places)
}

fn write_list(page: &mut Worksheet, choices: &[String]) -> Result<(), XlsxError> {
    page.set_name(LIST_SHEET)?;
    for (row, choice) in (0_u32..).zip(choices) {
        page.write(row, 0, choice)?;
    }
    page.protect();
    page.set_hidden(true);
    Ok(())
}

fn write_stamp(page: &mut Worksheet, stamp: &Stamp) -> Result<(), XlsxError> {
    page.set_name(STAMP_SHEET)?;
    for (row, (key, value)) in (0_u32..).zip(stamp.rows()) {
        page.write(row, 0, key)?;
        page.write(row, 1, value)?;
    }
    page.protect();
    page.set_very_hidden(true);
    Ok(())
}
