//! Names of wards and municipalities, alone or at the head of an address.

use std::collections::HashMap;

use super::codes::Codes;
use super::value::Municipality;
use crate::record::MunicipalityCode;
use crate::snapshot::Snapshot;
use crate::text::match_key;

/// The lists that name places, wards first: 北区 is the city's own.
const LISTS: [&str; 2] = ["wards", "municipalities"];

/// What is written where a record lies in none of the city's wards.
const OUTSIDE: &str = "市外";

pub(super) struct Places {
    city: MunicipalityCode,
    codes: HashMap<String, MunicipalityCode>,
    names: HashMap<MunicipalityCode, String>,
}

impl Places {
    pub fn new(city: MunicipalityCode, codes: &Codes, snapshot: &Snapshot) -> Self {
        let mut places = Self {
            city,
            codes: HashMap::new(),
            names: HashMap::new(),
        };
        for code in LISTS
            .iter()
            .filter_map(|list| codes.list(list))
            .flat_map(|list| &list.codes)
        {
            let Some(six) = code
                .text("code6")
                .and_then(|text| text.parse::<MunicipalityCode>().ok())
            else {
                continue;
            };
            for spelling in code.spellings() {
                places.codes.entry(match_key(spelling)).or_insert(six);
            }
            places.names.entry(six).or_insert_with(|| code.ja.clone());
        }
        for ward in snapshot.wards.iter() {
            places.codes.entry(match_key(&ward.body.name)).or_insert(ward.body.code);
            places
                .names
                .entry(ward.body.code)
                .or_insert_with(|| ward.body.name.clone());
        }
        places
    }

    /// The official name of a code.
    pub fn name_of(&self, code: MunicipalityCode) -> Option<&str> {
        self.names.get(&code).map(String::as_str)
    }

    pub fn is_in_city(&self, code: MunicipalityCode) -> bool {
        code == self.city || code.is_ward_of(self.city)
    }

    pub fn is_ward(&self, code: MunicipalityCode) -> bool {
        code.is_ward_of(self.city)
    }

    /// A name as a column of names gives it: 北区, 大阪市北区, 和泉市, 三重県伊賀市, 市外.
    pub fn read(&self, text: &str) -> Municipality {
        let key = match_key(text);
        let outside = key == OUTSIDE;
        let code = if outside {
            None
        } else {
            self.codes.get(&key).copied().or_else(|| self.at_head(&key, true))
        };
        Municipality {
            code,
            outside,
            text: text.to_owned(),
        }
    }

    /// The municipality at the head of an address, as far as it can be known.
    pub fn of_address(&self, address: &str) -> Option<MunicipalityCode> {
        self.at_head(&match_key(address), false)
    }

    /// 神戸市中央区 is not the city's own 中央区: a ward stands alone, after the city or after its prefecture.
    fn may_follow(&self, code: MunicipalityCode, before: Option<MunicipalityCode>) -> bool {
        let is_home_prefecture = |code: MunicipalityCode| code.five() == self.city.five() / 1_000 * 1_000;
        !self.is_ward(code) || before.is_none_or(|before| self.is_in_city(before) || is_home_prefecture(before))
    }

    /// The last known name in the row of names at the head of the text, each ending with one of 都道府県市区郡町村.
    /// A name begins where the one before it ended: 東大阪市 is not 東 and 大阪市.
    fn at_head(&self, text: &str, whole: bool) -> Option<MunicipalityCode> {
        let mut found = None;
        let mut start = 0;
        for (at, ch) in text.char_indices().take(24) {
            if !matches!(ch, '都' | '道' | '府' | '県' | '市' | '区' | '郡' | '町' | '村') {
                continue;
            }
            let end = at + ch.len_utf8();
            match self.codes.get(&text[start..end]) {
                Some(code) if self.may_follow(*code, found.map(|(before, _)| before)) => {
                    found = Some((*code, end));
                    start = end;
                }
                Some(_) => {}
                None if matches!(ch, '郡' | '府' | '県') => start = end,
                None => {}
            }
        }
        found
            .filter(|(_, end)| !whole || *end == text.len())
            .map(|(code, _)| code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Vocabularies;

    fn places() -> Places {
        let city = MunicipalityCode::from_five(27_100).expect("Osaka City");
        Places::new(city, &Codes::new(&Vocabularies::embedded()), &Snapshot::default())
    }

    fn five(code: Option<MunicipalityCode>) -> Option<u32> {
        code.map(MunicipalityCode::five)
    }

    #[test]
    fn a_municipality_is_read_from_the_head_of_an_address() {
        let places = places();
        for (address, code) in [
            ("大阪市北区梅田1-2-2", Some(27_127)),
            ("大阪府大阪市北区浮田２丁目14番", Some(27_127)),
            ("北区中之島", Some(27_127)),
            ("大阪府和泉市伯太町3-12-86", Some(27_219)),
            ("東京都××××××××", Some(13_000)),
            ("大阪市××××", Some(27_100)),
            ("東京都北区王子1", Some(13_000)),
            ("中之島1-3-20", None),
        ] {
            assert_eq!(five(places.of_address(address)), code, "{address}");
        }
    }

    #[test]
    fn a_column_of_names_may_say_only_that_it_lies_outside() {
        let places = places();
        assert!(places.read("市外").outside);
        assert_eq!(five(places.read("北区").code), Some(27_127));
        assert_eq!(five(places.read("大阪市北区").code), Some(27_127));
        assert_eq!(places.read("どこか町").code, None);
    }
}
