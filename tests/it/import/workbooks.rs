//! Yearly workbooks: they go out with what is missing marked, and what comes back changes what was edited and nothing else.

use std::path::{Path, PathBuf};

use koyu::calendar::FiscalYear;
use koyu::demo::{DemoSpec, generate};
use koyu::import::{Action, Import, ImportRequest, Rule};
use koyu::record::{Code, Datum, MissingReason};
use koyu::vocabulary::Vocabularies;
use koyu::workbook::{Bureau, Made, bureaus, find_bureau, make, progress};
use rust_decimal::Decimal;

use super::support::Desk;

const YEAR: i16 = 2025;

fn demo() -> Desk {
    let mut desk = Desk::new();
    desk.draft(generate(&DemoSpec {
        facilities: 400,
        parcels: 5,
        seed: 3,
    }));
    desk
}

fn year(number: i16) -> FiscalYear {
    FiscalYear::new(number).expect("a fiscal year")
}

fn made(desk: &Desk, bureau: &Bureau, fiscal_year: i16) -> Made {
    let day = jiff::civil::date(2026, 4, 1);
    make(
        bureau,
        year(fiscal_year),
        day,
        &desk.snapshot,
        &Vocabularies::embedded(),
    )
    .expect("a workbook")
}

fn education(desk: &Desk) -> Bureau {
    find_bureau("教育委員会事務局", &desk.snapshot, &Vocabularies::embedded()).expect("it runs facilities")
}

fn saved(desk: &Desk, made: &Made) -> PathBuf {
    desk.file(&made.file_name, &made.bytes)
}

fn check(desk: &Desk, kind: &str, path: &Path) -> Import {
    desk.check_as(&ImportRequest::new(kind.parse().expect("a kind"), path))
}

/// Writes other values into cells of a workbook: sheet, row and column from 0.
fn edited(desk: &Desk, made: &Made, edits: &[(&str, u32, u16, &str)]) -> PathBuf {
    use calamine::{Data, Reader, Xlsx};
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(&made.bytes)).expect("a workbook");
    let mut copy = rust_xlsxwriter::Workbook::new();
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).expect("a sheet");
        let page = copy.add_worksheet();
        page.set_name(&name).expect("a name");
        for (row, column, value) in range.used_cells() {
            let (row, column) = (row as u32, column as u16);
            match value {
                Data::Float(number) => drop(page.write(row, column, *number)),
                other => drop(page.write(row, column, other.to_string())),
            }
        }
        for (_, row, column, text) in edits.iter().filter(|edit| edit.0 == name) {
            match text.parse::<f64>() {
                Ok(number) => drop(page.write(*row, *column, number)),
                Err(_) => drop(page.write(*row, *column, *text)),
            }
        }
    }
    desk.file("edited.xlsx", copy.save_to_buffer().expect("saved"))
}

/// Where in a sheet a heading stands, and in which row a text stands in a column.
struct Page(Vec<Vec<String>>);

impl Page {
    fn of(made: &Made, sheet: &str) -> Self {
        use calamine::{Reader, Xlsx};
        let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(&made.bytes)).expect("a workbook");
        let range = book.worksheet_range(sheet).expect("a sheet");
        let rows = range.rows().map(|row| row.iter().map(ToString::to_string).collect());
        Self(rows.collect())
    }

    fn column(&self, heading: &str) -> usize {
        self.0[0].iter().position(|text| text == heading).expect(heading)
    }

    /// The first row from 1 whose cell fits.
    fn row(&self, heading: &str, fits: impl Fn(&str) -> bool) -> usize {
        let column = self.column(heading);
        (1..self.0.len())
            .find(|row| fits(&self.0[*row][column]))
            .expect("a row")
    }

    fn cell(&self, row: usize, heading: &str) -> &str {
        &self.0[row][self.column(heading)]
    }
}

#[test]
fn a_workbook_that_nobody_touched_changes_nothing() {
    let desk = demo();
    let vocabularies = Vocabularies::embedded();
    let all = bureaus(&desk.snapshot, &vocabularies);
    assert!(all.len() > 10, "{all:?}");
    for bureau in &all {
        let path = saved(&desk, &made(&desk, bureau, YEAR));
        let import = check(&desk, "workbook", &path);
        assert!(
            import.plan.changes_nothing() && import.report.findings.is_empty(),
            "{}: {:?} {:?}",
            bureau.name,
            import.report.counts,
            import.report.findings.first()
        );
        let counts = &import.report.counts;
        assert_eq!(counts.rows, counts.unchanged + counts.blank, "{}", bureau.name);
    }
}

#[test]
fn what_is_edited_changes_field_by_field_in_one_commit() {
    let mut desk = demo();
    let bureau = education(&desk);
    let made = made(&desk, &bureau, YEAR);
    let (usage, finance) = (Page::of(&made, "利用実績"), Page::of(&made, "収支"));
    let row = usage.row("開館日数（日）", |text| !text.is_empty());
    let facility = usage.cell(row, "施設ID").to_owned();
    let paid = finance.row("光熱水費（円）", |text| !text.is_empty());
    let at = |page: &Page, heading: &str| page.column(heading) as u16;
    let works = Page::of(&made, "工事");
    let open = works.0.len() as u32;
    let path = edited(
        &desk,
        &made,
        &[
            ("利用実績", row as u32, at(&usage, "開館日数（日）"), "123"),
            ("利用実績", row as u32, at(&usage, "利用台数（台）"), "該当なし"),
            ("収支", paid as u32, at(&finance, "光熱水費（円）"), "4567000"),
            ("工事", open, at(&works, "対象"), &format!("{facility} 選んだ施設")),
            ("工事", open, at(&works, "工事名"), "屋根の修繕"),
            ("工事", open, at(&works, "完了日"), "令和7年9月"),
            ("工事", open, at(&works, "工事費（円）"), "900000"),
        ],
    );
    let import = check(&desk, "workbook", &path);
    let counts = &import.report.counts;
    assert_eq!(
        (counts.changed, counts.created, counts.refused),
        (2, 1, 0),
        "{:?}",
        import.report.findings
    );
    let fields: Vec<String> = import
        .plan
        .with_action(Action::Changed)
        .flat_map(|entry| entry.changes())
        .map(|change| change.field)
        .collect();
    assert!(
        fields
            .iter()
            .all(|field| field.starts_with("metrics") || field.starts_with("items")),
        "{fields:?}"
    );
    desk.commit(import);
    let fid: u32 = facility[1..].parse().expect("an id");
    let key = format!("{fid}/{YEAR}");
    let metrics = &desk.snapshot.usage_years.by_key(&key).expect("a year").body.metrics;
    assert_eq!(metrics[&Code::new("open_days")], Datum::Known(Decimal::from(123)));
    assert_eq!(
        metrics[&Code::new("vehicles")],
        Datum::Missing(MissingReason::NotApplicable)
    );
    assert!(
        check(&desk, "workbook", &path).plan.changes_nothing(),
        "taken once, it is the same"
    );
}

#[test]
fn a_sheet_may_be_taken_alone() {
    let desk = demo();
    let path = saved(&desk, &made(&desk, &education(&desk), YEAR));
    let (all, usage) = (check(&desk, "workbook", &path), check(&desk, "usage", &path));
    assert!(usage.report.counts.rows > 0 && usage.report.counts.rows < all.report.counts.rows);
    assert!(usage.plan.changes_nothing());
}

#[test]
fn another_bureaus_rows_and_another_year_are_refused() {
    let desk = demo();
    let vocabularies = Vocabularies::embedded();
    let made = made(&desk, &education(&desk), YEAR);
    let other = desk
        .snapshot
        .facilities
        .iter()
        .find(|item| Bureau::of(&item.body.organisation, &vocabularies).key != "education")
        .expect("a facility of another bureau");
    let usage = Page::of(&made, "利用実績");
    let at = |heading: &str| usage.column(heading) as u16;
    let path = edited(
        &desk,
        &made,
        &[
            ("利用実績", 1, at("施設ID"), &other.id().to_string()),
            ("利用実績", 1, at("記録ID"), ""),
            ("利用実績", 1, at("開館日数（日）"), "1"),
            ("利用実績", 2, at("年度"), "2019"),
            ("利用実績", 2, at("開館日数（日）"), "1"),
        ],
    );
    let import = check(&desk, "workbook", &path);
    assert_eq!(
        import.report.count(Rule::OutsideWorkbook),
        2,
        "{:?}",
        import.report.findings
    );
    assert_eq!(import.report.counts.refused, 2);
    let finding = import.report.findings.first().expect("a finding");
    assert_eq!(finding.table.as_deref(), Some("利用実績"));
    let refused = String::from_utf8(import.refused.to_csv()).expect("UTF-8");
    assert!(
        refused.contains("利用実績") && refused.contains("所管ではありません"),
        "{refused}"
    );
}

#[test]
fn a_record_that_changed_since_is_not_overwritten() {
    let mut desk = demo();
    let made = made(&desk, &education(&desk), YEAR);
    let usage = Page::of(&made, "利用実績");
    let row = usage.row("開館日数（日）", |text| !text.is_empty());
    let fid: u32 = usage.cell(row, "施設ID")[1..].parse().expect("an id");
    let csv = desk.file(
        "later.csv",
        format!(
            "施設番号,年度,開館日数\n{},{YEAR},77\n",
            desk.snapshot
                .facilities
                .get(koyu::record::Fid(fid))
                .expect("a facility")
                .body
                .number
        ),
    );
    desk.import("usage", &csv);
    let column = usage.column("開館日数（日）") as u16;
    let path = edited(&desk, &made, &[("利用実績", row as u32, column, "99")]);
    let import = check(&desk, "workbook", &path);
    assert_eq!(import.report.count(Rule::ChangedSinceWritten), 1);
    assert!(import.plan.changes_nothing());
}

#[test]
fn a_figure_that_was_there_last_year_is_expected_and_marked() {
    let desk = demo();
    let (bureau, vocabularies) = (education(&desk), Vocabularies::embedded());
    let of = |number| progress(&bureau, year(number), &desk.snapshot, &vocabularies);
    let (known, coming) = (of(YEAR), of(YEAR + 1));
    assert!(known.missing * 4 < known.expected, "{known:?}");
    assert!(coming.missing * 4 > coming.expected * 3, "{coming:?}");
    let made = made(&desk, &bureau, YEAR + 1);
    assert_eq!(made.progress, coming);
    let usage = Page::of(&made, "利用実績");
    let row = usage.row("2025年度 開館日数", |text| !text.is_empty());
    assert_eq!(usage.cell(row, "開館日数（日）"), "");
    assert!(usage.cell(row, "未入力（作成時）").contains("開館日数"));
    let guide = Page::of(&made, "記入方法");
    assert!(guide.0.iter().flatten().any(|text| text.contains("教育委員会事務局")));
}

#[test]
fn the_same_day_makes_the_same_bytes_and_a_safe_name() {
    let desk = demo();
    let bureau = education(&desk);
    let (one, other) = (made(&desk, &bureau, YEAR), made(&desk, &bureau, YEAR));
    assert_eq!(one.file_name, "koyu-2025-education-教育委員会事務局.xlsx");
    assert!(one.bytes == other.bytes);
}

#[test]
fn any_other_workbook_is_refused_as_one_and_read_as_a_table() {
    let mut desk = Desk::new();
    let list = desk.file("list.csv", "番号,施設名\n1,架空会館\n");
    desk.import("facilities", &list);
    let mut book = rust_xlsxwriter::Workbook::new();
    let page = book.add_worksheet();
    for (column, (heading, value)) in (0..).zip([("施設番号", "1"), ("年度", "2024"), ("開館日数", "300")]) {
        page.write(0, column, heading).expect("written");
        page.write(1, column, value).expect("written");
    }
    let path = desk.file("plain.xlsx", book.save_to_buffer().expect("saved"));
    let error = desk.refuse(&ImportRequest::new("workbook".parse().expect("a kind"), &path));
    assert!(error.to_string().contains("_koyu"), "{error}");
    assert_eq!(check(&desk, "usage", &path).report.counts.created, 1);
}

#[test]
fn an_inspection_needs_its_day() {
    let desk = demo();
    let bureau = bureaus(&desk.snapshot, &Vocabularies::embedded())
        .into_iter()
        .find(|bureau| progress(bureau, year(2030), &desk.snapshot, &Vocabularies::embedded()).expected > 0)
        .expect("a bureau with inspections to make");
    let made = made(&desk, &bureau, 2030);
    let page = Page::of(&made, "劣化度");
    assert!(page.0.len() > 3, "{:?}", page.0);
    let at = |heading: &str| page.column(heading) as u16;
    let path = edited(
        &desk,
        &made,
        &[
            ("劣化度", 1, at("劣化度"), "C"),
            ("劣化度", 2, at("劣化度"), "B"),
            ("劣化度", 2, at("調査日"), "2030-05-01"),
        ],
    );
    let import = check(&desk, "workbook", &path);
    let counts = &import.report.counts;
    assert_eq!((counts.created, counts.refused), (1, 1), "{:?}", import.report.findings);
    assert_eq!(import.report.count(Rule::RequiredMissing), 1);
}
