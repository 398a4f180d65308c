//! The crosswalk report for people, as Markdown.

use std::fmt::Write;

use super::crosswalk::{Counterpart, CrosswalkReport};

/// The report in Japanese with English headings beside.
pub fn to_markdown(report: &CrosswalkReport) -> String {
    let mut text = String::new();
    let mut line = |words: std::fmt::Arguments| {
        text.write_fmt(words).expect("memory takes every write");
        text.push('\n');
    };
    line(format_args!("# 施設分類の対応表の報告 / Crosswalk report\n"));
    line(format_args!(
        "対応表 {}・施設 {}・H26.4分類あり {}・総務省の大分類あり {}\n",
        report.version, report.facilities, report.with_h26, report.with_mic
    ));
    line(format_args!("## 指摘 / Issues\n"));
    if report.issues.is_empty() {
        line(format_args!("ありません。 / None.\n"));
    } else {
        line(format_args!("| 規則 rule | 件数 count | 内容 | | 施設 facilities |"));
        line(format_args!("|---|--:|---|---|---|"));
        for issue in &report.issues {
            line(format_args!(
                "| `{}` | {} | {} | {} | {} |",
                issue.rule,
                issue.facilities.len(),
                escaped(&issue.message_ja),
                escaped(&issue.message_en),
                first_ids(&issue.facilities)
            ));
        }
        line(format_args!(""));
    }
    line(format_args!("## 使われている分類 / Classes in use\n"));
    line(format_args!(
        "| 分類 class | 施設数 | 延床面積（㎡） | H26.4分類 | 総務省の大分類 |"
    ));
    line(format_args!("|---|--:|--:|---|---|"));
    for row in &report.classes {
        line(format_args!(
            "| {}（`{}`） | {} | {} | {} | {} |",
            escaped(&row.name_ja),
            row.class,
            row.facilities,
            row.floor_area_m2,
            side(&row.h26),
            side(&row.mic)
        ));
    }
    text
}

fn side(counterpart: &Counterpart) -> String {
    match (&counterpart.key, &counterpart.reason) {
        (Some(key), _) => {
            let name = counterpart.name_ja.as_deref().unwrap_or(key);
            let proposed = if counterpart.basis == Some("proposed") {
                "（提案）"
            } else {
                ""
            };
            format!("{}{proposed}", escaped(name))
        }
        (None, Some(reason)) => format!("**なし**: {}", escaped(reason)),
        (None, None) => "**なし**".to_owned(),
    }
}

/// A report is read, not worked through: the CSV and the API have them all.
fn first_ids(ids: &[String]) -> String {
    const SHOWN: usize = 10;
    let shown = ids.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(" ");
    match ids.len().saturating_sub(SHOWN) {
        0 => shown,
        more => format!("{shown} …(+{more})"),
    }
}

fn escaped(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}
