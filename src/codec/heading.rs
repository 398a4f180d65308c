//! Which row of a sheet is its header: titles, notes and blank lines often come before it.

/// The position of the header among the first rows, each given as its texts.
///
/// A header fills at least half of the columns that the widest row fills, its labels differ from one
/// another, and most are not numbers. Where no row is like that, the first filled row is taken.
pub(super) fn find<S: AsRef<str>>(rows: &[Vec<S>]) -> Option<usize> {
    let filled: Vec<usize> = rows.iter().map(|row| labels(row).count()).collect();
    let width = filled.iter().copied().max().filter(|width| *width > 0)?;
    let wide = |index: &usize| filled[*index] * 2 >= width && (width < 2 || filled[*index] >= 2);
    (0..rows.len())
        .filter(wide)
        .find(|index| is_heading(&rows[*index]))
        .or_else(|| (0..rows.len()).find(wide))
        .or_else(|| filled.iter().position(|count| *count > 0))
}

fn labels<S: AsRef<str>>(row: &[S]) -> impl Iterator<Item = &str> {
    row.iter()
        .map(|text| text.as_ref().trim())
        .filter(|text| !text.is_empty())
}

fn is_heading<S: AsRef<str>>(row: &[S]) -> bool {
    let all: Vec<&str> = labels(row).collect();
    let mut distinct = all.clone();
    distinct.sort_unstable();
    distinct.dedup();
    let numeric = all.iter().filter(|text| is_numeric(text)).count();
    distinct.len() * 10 >= all.len() * 8 && numeric * 3 <= all.len()
}

fn is_numeric(text: &str) -> bool {
    text.replace([',', ' '], "").parse::<f64>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_and_blank_lines_before_the_header_are_passed_over() {
        let rows = vec![
            vec!["未利用地一覧表（令和6年3月末）", "", "", ""],
            vec!["", "", "", ""],
            vec!["番号", "区", "所在地", "面積"],
            vec!["1", "北区", "中之島", "120.5"],
        ];
        assert_eq!(find(&rows), Some(2));
    }

    #[test]
    fn a_header_with_some_empty_labels_is_still_one() {
        let rows = vec![vec!["番号", "", "", "名称"], vec!["1", "a", "b", "c"]];
        assert_eq!(find(&rows), Some(0));
    }

    #[test]
    fn one_column_begins_with_its_header() {
        assert_eq!(find(&[vec!["名称"], vec!["図書館"]]), Some(0));
    }

    #[test]
    fn nothing_filled_has_no_header() {
        assert_eq!(find(&[vec!["", " "]]), None);
    }
}
