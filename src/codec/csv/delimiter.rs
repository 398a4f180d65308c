//! Which character separates the cells, judged by how evenly it divides the first records.

use std::collections::HashMap;

use csv_core::{ReadRecordResult, ReaderBuilder};

const CANDIDATES: [u8; 3] = [b',', b'\t', b';'];
const RECORDS: usize = 60;

/// The delimiter of a text of which `sample` is the beginning. A text of one column gets a comma.
pub(super) fn detect(sample: &[u8]) -> u8 {
    CANDIDATES
        .into_iter()
        .filter_map(|delimiter| Some((evenness(sample, delimiter)?, delimiter)))
        // The first candidate wins a draw.
        .rev()
        .max_by(|left, right| left.0.total_cmp(&right.0))
        .map_or(b',', |(_, delimiter)| delimiter)
}

/// The share of records with the commonest number of cells, weighted by that number.
fn evenness(sample: &[u8], delimiter: u8) -> Option<f64> {
    let widths = widths(sample, delimiter);
    let mut counts: HashMap<usize, usize> = HashMap::new();
    for width in &widths {
        *counts.entry(*width).or_default() += 1;
    }
    let (width, count) = counts
        .into_iter()
        .filter(|(width, _)| *width > 1)
        .max_by_key(|(width, count)| (*count, *width))?;
    Some(count as f64 / widths.len() as f64 * (width as f64).ln())
}

/// Cells per record.
fn widths(sample: &[u8], delimiter: u8) -> Vec<usize> {
    let mut core = ReaderBuilder::new().delimiter(delimiter).build();
    let mut output = vec![0; sample.len() + 1];
    let mut ends = vec![0; sample.len() + 1];
    let mut widths = Vec::new();
    let mut rest = sample;
    while widths.len() < RECORDS {
        let (result, read, _, cells) = core.read_record(rest, &mut output, &mut ends);
        rest = &rest[read..];
        match result {
            ReadRecordResult::Record => widths.push(cells),
            // The last record of the sample may be cut off: it counts only when there is no other.
            ReadRecordResult::InputEmpty if widths.is_empty() => {
                return vec![cells + 1];
            }
            _ => break,
        }
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_inside_quotes_do_not_count() {
        assert_eq!(detect("a;b\n\"1,2,3\";4\n\"5,6,7\";8\n".as_bytes()), b';');
    }

    #[test]
    fn thousands_commas_do_not_win_over_tabs() {
        assert_eq!(detect(b"a\tb\tc\n1,000\t2\t3\n4\t5,000\t6\n"), b'\t');
    }

    #[test]
    fn a_title_line_does_not_hide_the_delimiter() {
        assert_eq!(detect("一覧表\n番号,名称\n1,図書館\n".as_bytes()), b',');
        assert_eq!(detect("名称\n図書館\n".as_bytes()), b',');
        assert_eq!(detect(b""), b',');
    }
}
