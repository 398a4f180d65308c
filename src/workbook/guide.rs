//! The first sheet: what the workbook is, how it is filled in, and how much is open.

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use super::paper::{Paper, Reasons};
use super::stamp::Stamp;
use super::write::{Look, width};

pub(super) const TITLE: &str = "記入方法";

pub(super) fn write(
    page: &mut Worksheet,
    stamp: &Stamp,
    papers: &[Paper],
    reasons: &Reasons,
    look: &Look,
) -> Result<(), XlsxError> {
    page.set_name(TITLE)?;
    page.set_column_width(0, 4)?.set_column_width(1, 26)?;
    page.set_column_width(2, 14)?
        .set_column_width(3, 14)?
        .set_column_width(4, 14)?
        .set_column_width(5, 44)?;
    let title = format!("施設の年次調査票　{}　{}", stamp.fiscal_year.label(), stamp.bureau_name);
    page.write_with_format(0, 0, title, &Format::new().set_bold().set_font_size(16))?;
    let mut row = 2;
    for (number, line) in (1..).zip(lines(reasons)) {
        page.write(row, 0, number)?;
        page.merge_range(row, 1, row, 5, &line, &look.paragraph)?;
        let lines = (width(&line) / 105.0).ceil().max(1.0);
        page.set_row_height(row, 18.0 * lines)?;
        row += 1;
    }
    row += 1;
    for (column, heading) in (1..).zip(["シート", "行", "記入が必要", "未入力", "必要とした理由"]) {
        page.write_with_format(row, column, heading, &look.heading)?;
    }
    for paper in papers {
        row += 1;
        let rows = paper.rows.iter().filter(|row| !row.is_open).count();
        page.write(row, 1, paper.sheet.title())?;
        page.write(row, 2, rows as u32)?;
        page.write(row, 3, paper.expected as u32)?;
        page.write_with_format(
            row,
            4,
            paper.missing as u32,
            if paper.missing > 0 { &look.missing } else { &look.plain },
        )?;
        page.write_with_format(row, 5, why(paper), &look.paragraph)?;
        page.set_row_height(row, 36.0)?;
    }
    page.write(row + 2, 1, "色の意味")?;
    for (at, (format, meaning)) in (row + 3..).zip([
        (&look.missing, "記入が必要な未入力の欄（メモに理由）"),
        (&look.answer, "記入できる欄"),
        (&look.locked, "変更できない欄（前年度の値、名称など）"),
    ]) {
        page.write_blank(at, 1, format)?;
        page.write(at, 2, meaning)?;
    }
    page.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    page.protect();
    Ok(())
}

fn lines(reasons: &Reasons) -> [String; 7] {
    [
        "シート「利用実績」「収支」「劣化度」「工事」に記入し、このファイルのまま（.xlsx）施設の取りまとめ担当へ返してください。"
            .into(),
        "黄色の欄が未入力です。値が得られないときは、空けずに理由を選んでください。".into(),
        format!(
            "理由: {}。「該当なし」とした欄は、翌年度から求めません。",
            reasons.words().join("・")
        ),
        "金額は円（千円ではありません）、人数・日数は数字だけで記入します。日付は 2024-05-01、令和6年5月1日、2024年度 のどの形でも読めます。"
            .into(),
        "劣化度は A（概ね良好）、B（部分的に劣化）、C（広範囲に劣化）、D（早急に対応）です。記入したら調査日も記入してください。".into(),
        "工事は、末尾の空いた行で対象を選んで追加できます。行や列の追加・削除、シート名の変更はしないでください。".into(),
        "変えていない欄はそのまま、変えた欄だけが反映されます。作成後に別の人が変えた記録は上書きされず、差し戻されます。".into(),
    ]
}

fn why(paper: &Paper) -> &'static str {
    match paper.sheet {
        super::Sheet::Usage | super::Sheet::Finance => {
            "前5年に値があるか、同じ用途の評価対象施設の半数以上に値がある項目"
        }
        super::Sheet::Condition => "評価対象の棟の主要5部位で、直近5年度に調査がないもの",
        super::Sheet::Works => "登録済みの工事で、工事費のないもの",
    }
}
