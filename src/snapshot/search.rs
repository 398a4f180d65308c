//! Search over facilities, parcels, released vacancies and wards: by name, reading, address, lot and number, ranked.

use super::{Item, Layer, Snapshot};
use crate::record::{EntityId, Record};
use crate::text::search_key;

/// A record that a search found. Lower ranks are better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    pub rank: u32,
    pub entity: EntityId,
}

/// The best hits for a text, best first; every word must occur. At most `limit`.
pub fn search(snapshot: &Snapshot, text: &str, limit: usize) -> Vec<Hit> {
    let words: Vec<String> = text
        .split_whitespace()
        .map(search_key)
        .filter(|word| !word.is_empty())
        .take(8)
        .collect();
    if words.is_empty() {
        return Vec::new();
    }
    let mut hits = Vec::new();
    collect(&snapshot.wards, &words, |_| true, &mut hits);
    collect(&snapshot.facilities, &words, |_| true, &mut hits);
    collect(&snapshot.parcels, &words, |_| true, &mut hits);
    // Found by everybody only where everybody may see it.
    collect(&snapshot.vacancies, &words, |vacancy| vacancy.released, &mut hits);
    hits.sort_unstable();
    hits.truncate(limit);
    hits
}

fn collect<T: Record>(layer: &Layer<T>, words: &[String], shown: impl Fn(&T) -> bool, hits: &mut Vec<Hit>) {
    hits.extend(layer.iter().filter(|item| shown(&item.body)).filter_map(|item| {
        Some(Hit {
            rank: rank(item, words)?,
            entity: item.id(),
        })
    }));
}

/// The sum over the words of the best line in which each occurs; `None` where one occurs nowhere.
fn rank<T>(item: &Item<T>, words: &[String]) -> Option<u32> {
    words.iter().map(|word| rank_word(&item.search, word)).sum()
}

/// Equal before beginning before within, and the name before the other texts.
fn rank_word(text: &str, word: &str) -> Option<u32> {
    // One scan settles the many items in which the word does not occur.
    text.contains(word).then_some(())?;
    text.lines()
        .enumerate()
        .filter_map(|(line_number, line)| {
            let how = match line.find(word)? {
                0 if line.len() == word.len() => 0,
                0 => 1,
                _ => 2,
            };
            // Shorter lines are nearer to the word: 中央図書館 before 中央図書館分館.
            Some(how * 10_000 + line_number.min(9) as u32 * 1_000 + line.len().min(999) as u32)
        })
        .min()
}
