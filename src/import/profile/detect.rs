//! Which profile a header belongs to.

use super::Profile;
use crate::text::match_key;

/// A header as it is compared: widths, hyphens and spaces do not count (`電話番号　`, `料金（基本）`).
pub(in crate::import) fn header_key(name: &str) -> String {
    match_key(name).replace(' ', "")
}

impl Profile {
    /// How well a header fits: nothing where a column that identifies the layout is missing,
    /// otherwise the number of known columns, those that identify it counted threefold.
    pub(super) fn score(&self, header: &[String]) -> Option<usize> {
        let has = |name: &String| header.contains(&header_key(name));
        if !self.detect.columns.iter().all(has) || self.detect.without.iter().any(has) {
            return None;
        }
        let known = header
            .iter()
            .filter(|key| self.columns.iter().any(|column| column.matches(key).is_some()))
            .count();
        Some(known + 2 * self.detect.columns.len())
    }
}
