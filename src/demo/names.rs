//! Invented names. The stems are no towns of the city; a few carry letters that break careless software.

use std::collections::HashMap;

use super::chance::Chance;

#[derive(Clone, Debug)]
pub struct Town {
    pub ja: String,
    pub kana: String,
}

const STEMS: [(&str, &str); 36] = [
    ("綾波", "あやなみ"),
    ("星見", "ほしみ"),
    ("虹橋", "にじはし"),
    ("汐音", "しおね"),
    ("若凪", "わかなぎ"),
    ("風待", "かぜまち"),
    ("瑞雲", "ずいうん"),
    ("彩鳥", "あやとり"),
    ("月影", "つきかげ"),
    ("朝霞野", "あさかの"),
    ("白藤", "しらふじ"),
    ("青嵐", "あおあらし"),
    ("花筏", "はないかだ"),
    ("光坂", "ひかりざか"),
    ("水鏡", "みずかがみ"),
    ("雲雀野", "ひばりの"),
    ("紅梅台", "こうばいだい"),
    ("千歳浜", "ちとせはま"),
    ("万葉", "まんよう"),
    ("琴浦", "ことうら"),
    ("初音", "はつね"),
    ("夕凪浜", "ゆうなぎはま"),
    ("木漏日", "こもれび"),
    ("銀杏原", "いちょうはら"),
    ("七宝", "しちほう"),
    ("霧島野", "きりしまの"),
    ("椿谷", "つばきだに"),
    ("帆立", "ほたて"),
    ("鈴音", "すずね"),
    ("蛍川", "ほたるがわ"),
    ("柚木", "ゆずき"),
    ("天満月", "あまみつき"),
    ("早苗", "さなえ"),
    ("藍染", "あいぞめ"),
    ("小夜", "さよ"),
    ("露草", "つゆくさ"),
];

/// Letters outside JIS X 0208, or outside the basic plane.
const RARE_STEMS: [(&str, &str); 3] = [("髙﨑", "たかさき"), ("𠮷見", "よしみ"), ("神﨑", "かんざき")];

const ENDINGS: [(&str, &str); 6] = [
    ("町", "ちょう"),
    ("東", "ひがし"),
    ("西", "にし"),
    ("南", "みなみ"),
    ("北", "きた"),
    ("通", "どおり"),
];

/// Additions to names that careless software folds or loses.
const RARE_ADDITIONS: [(&str, &str); 2] = [
    ("（㈱架空サービス運営）", "かぶしきがいしゃかくうさーびすうんえい"),
    ("（50㎡室）", "ごじゅうへいほうめーとるしつ"),
];

pub fn town(chance: &mut Chance) -> Town {
    let stems: &[(&str, &str)] = if chance.happens(0.005) { &RARE_STEMS } else { &STEMS };
    let (stem, ending) = (chance.pick(stems), chance.pick(&ENDINGS));
    Town {
        ja: format!("{}{}", stem.0, ending.0),
        kana: format!("{}{}", stem.1, ending.1),
    }
}

/// Full-width digits, as town names are written in the lists.
pub fn wide(number: u32) -> String {
    let digits = number.to_string();
    digits
        .chars()
        .map(|digit| char::from_u32(digit as u32 - '0' as u32 + '０' as u32).expect("full-width digits exist"))
        .collect()
}

/// Names given so far: a second one of the same name is numbered.
#[derive(Default)]
pub struct Names(HashMap<String, u32>);

impl Names {
    /// A name and its kana.
    pub fn give(&mut self, prefix: &str, town: &Town, noun: (&str, &str), chance: &mut Chance) -> (String, String) {
        let mut name = format!("{prefix}{}{}", town.ja, noun.0);
        let mut kana = format!("{prefix}{}{}", town.kana, noun.1);
        let count = self.0.entry(name.clone()).or_default();
        *count += 1;
        if *count > 1 {
            name.push_str(&format!("第{count}"));
            kana.push_str(&format!("だい{count}"));
        }
        if chance.happens(0.003) {
            let addition = chance.pick(&RARE_ADDITIONS);
            name.push_str(addition.0);
            kana.push_str(addition.1);
        }
        (name, kana)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_name_is_given_once() {
        let (mut names, mut chance) = (Names::default(), Chance::new(1, "names"));
        let town = town(&mut chance);
        let given: Vec<String> = (0..50)
            .map(|_| names.give("", &town, ("保育所", "ほいくしょ"), &mut chance).0)
            .collect();
        let distinct: std::collections::HashSet<&String> = given.iter().collect();
        assert_eq!(distinct.len(), 50);
    }

    #[test]
    fn digits_of_towns_are_wide() {
        assert_eq!(wide(120), "１２０");
    }
}
