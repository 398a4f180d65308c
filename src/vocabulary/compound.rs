//! Class cells that run levels together, as PDFs of the facility list give them:
//! 「社会福祉・保健施設児童福祉施設／公立保育所（公設置公営）」 is the major class, the middle class, a slash, the minor class.

use super::code::Code;
use super::fold::fold;
use super::list::CodeList;

impl CodeList {
    /// The code below a top-level one that a cell with glued levels stands for.
    ///
    /// What follows the slash decides. It may run on into a finer level (「その他スポーツ施設庭球場」),
    /// so the longest spelling that it begins with wins.
    pub fn by_compound(&self, text: &str) -> Option<&Code> {
        let folded = fold(text);
        let roots = self
            .roots()
            .flat_map(|root| root.spellings().map(move |spelling| (root, fold(spelling))));
        let major = roots
            .filter(|(_, spelling)| folded.starts_with(spelling))
            .max_by_key(|(_, spelling)| spelling.len());
        let Some((root, spelling)) = major else {
            return self.by_ja_or_alias(text);
        };
        let below = &folded[spelling.len()..];
        let minor = below.rsplit_once('/').map_or(below, |(_, minor)| minor);
        if minor.is_empty() {
            return self.within(&root.key, text).or(Some(root));
        }
        let spellings = self
            .children(&root.key)
            .flat_map(|code| code.spellings().map(move |text| (code, fold(text))));
        let begun = spellings.filter(|(_, spelling)| minor.starts_with(spelling.as_str()));
        begun.max_by_key(|(_, spelling)| spelling.len()).map(|(code, _)| code)
    }
}

#[cfg(test)]
mod tests {
    use crate::vocabulary::Vocabularies;

    #[test]
    fn glued_levels_are_taken_apart() {
        let vocabularies = Vocabularies::embedded();
        let classes = vocabularies.list("facility_classes").expect("classes");
        for (text, key) in [
            ("社会福祉・保健施設児童福祉施設／公立保育所（公設置公営）", "nursery"),
            ("庁舎・事務所／消防局庁舎・消防署消防出張所", "fire_station"),
            (
                "教育・文化・スポーツ施設スポーツ施設／その他スポーツ施設庭球場",
                "other_sports",
            ),
            ("教育・文化・スポーツ施設／屋内プール", "pool"),
            (
                "一般会計その他施設一般会計その他施設一般会計その他施設一般会計その他施設",
                "other_general",
            ),
            (
                "一般会計その他施設災害対策用職員住宅災害対策用職員住宅災害対策用職員住宅",
                "staff_housing",
            ),
            (
                "事務所・営業所／サービスカウンターサービスカウンター",
                "service_counter",
            ),
            ("流通産業施設／国際施設", "trade_international"),
            ("もと施設", "former_facility"),
            ("文化施設", "cultural_facility"),
        ] {
            assert_eq!(
                classes.by_compound(text).map(|code| code.key.as_str()),
                Some(key),
                "{text}"
            );
        }
    }

    #[test]
    fn a_minor_class_that_two_classes_use_is_left_to_people() {
        let vocabularies = Vocabularies::embedded();
        let classes = vocabularies.list("facility_classes").expect("classes");
        assert!(classes.by_compound("庁舎・事務所／出張所").is_none());
        assert!(classes.by_compound("見知らぬ施設／なにか").is_none());
    }
}
