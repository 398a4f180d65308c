//! Column names that are unique, whatever the header row says.

use std::collections::HashSet;

use super::Message;

/// A name for every label, each only once, and what had to be changed.
///
/// An empty label becomes 列 and its position; a label that came before gets a number.
pub(super) fn unique<'a>(labels: impl IntoIterator<Item = &'a str>) -> (Vec<String>, Vec<Message>) {
    let labels: Vec<&str> = labels.into_iter().collect();
    let given: HashSet<&str> = labels.iter().copied().collect();
    let mut taken: HashSet<String> = HashSet::with_capacity(labels.len());
    let mut names = Vec::with_capacity(labels.len());
    let mut notes = Vec::new();
    for (index, label) in labels.into_iter().enumerate() {
        let column = index + 1;
        let blank = label.trim().is_empty();
        let base = if blank {
            format!("列{column}")
        } else {
            label.to_owned()
        };
        let mut name = base.clone();
        let mut count = 1;
        while taken.contains(&name) || (name != label && given.contains(name.as_str())) {
            count += 1;
            name = format!("{base}_{count}");
        }
        if blank {
            notes.push(Message::new(
                format!("{column}列目の見出しが空なので「{name}」とします。"),
                format!("The header of column {column} is empty; it is read as “{name}”."),
            ));
        } else if name != label {
            notes.push(Message::new(
                format!("見出し「{label}」が重複しているので、{column}列目を「{name}」とします。"),
                format!("The header “{label}” is repeated; column {column} is read as “{name}”."),
            ));
        }
        taken.insert(name.clone());
        names.push(name);
    }
    (names, notes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_and_repeated_labels_get_names_of_their_own() {
        let (names, notes) = unique(["番号", "月", "", "月", "列3", "月_2", "月"]);
        assert_eq!(names, ["番号", "月", "列3_2", "月_3", "列3", "月_2", "月_4"]);
        assert_eq!(notes.len(), 3);
        assert!(notes[0].ja.contains("3列目"));
    }

    #[test]
    fn good_names_stay_as_they_are() {
        let (names, notes) = unique(["a", "b　c"]);
        assert_eq!(names, ["a", "b　c"]);
        assert!(notes.is_empty());
    }
}
