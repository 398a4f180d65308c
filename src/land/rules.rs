//! What a parcel and a lot must fulfil when a person writes them. Imported rows are judged by the rules of the import,
//! which also accept what a list has always said.

use super::{Lot, Parcel};
use crate::record::Violation;
use crate::text::Message;

impl Parcel {
    /// The rules of 未利用地等活用方針策定基準 that the parcel breaks, and what a list cannot do without.
    pub fn violations(&self) -> Vec<Violation> {
        let mut found = Vec::new();
        let mut refuse = |pointer: &str, ja: String, en: String| {
            found.push(Violation::at(pointer, Message::new(ja, en)));
        };
        if self.name.trim().is_empty() {
            refuse(
                "/name",
                "財産名称を入力してください。".into(),
                "Give the parcel a name.".into(),
            );
        }
        match (self.policy, self.criterion) {
            (None, Some(criterion)) => refuse(
                "/criterion",
                format!(
                    "{}には活用方針が要ります。活用方針に{}を選ぶか、分類基準を空にしてください。",
                    criterion.ja(),
                    criterion.policy().ja()
                ),
                format!(
                    "Criterion {} needs a policy: choose {}, or empty the criterion.",
                    criterion.number(),
                    criterion.policy().key()
                ),
            ),
            (Some(policy), Some(criterion)) if !policy.allows(criterion) => refuse(
                "/criterion",
                format!(
                    "{}は{}の基準です。活用方針は{}となっています。どちらかを直してください。",
                    criterion.ja(),
                    criterion.policy().ja(),
                    policy.ja()
                ),
                format!(
                    "Criterion {} belongs to {}, but the policy is {}. Mend one of them.",
                    criterion.number(),
                    criterion.policy().key(),
                    policy.key()
                ),
            ),
            _ => {}
        }
        match (self.policy.is_some_and(|policy| policy.has_outlook()), &self.outlook) {
            (true, None) => refuse(
                "/outlook",
                "処分検討地には処分目途が要ります。AかBを選んでください。".into(),
                "Land for disposal needs an outlook: choose A or B.".into(),
            ),
            (false, Some(outlook)) => refuse(
                "/outlook",
                format!("処分目途「{outlook}」は処分検討地にだけ付けられます。空にしてください。"),
                format!("The outlook {outlook} belongs to land for disposal only: leave it empty."),
            ),
            _ => {}
        }
        found
    }
}

impl Lot {
    pub fn violations(&self) -> Vec<Violation> {
        let mut found = Vec::new();
        if self.number.trim().is_empty() {
            let message = Message::new("地番を入力してください。", "Give the lot its number (地番).");
            found.push(Violation::at("/number", message));
        }
        if let Some(id) = &self.real_estate_id
            && !is_real_estate_id(id)
        {
            let message = Message::new(
                format!(
                    "「{id}」は不動産IDではありません。13桁の不動産番号か、それに -0000 の4桁を続けて入力してください。"
                ),
                format!("{id:?} is no real estate ID: 13 digits, or 13 digits, a hyphen and 4 digits."),
            );
            found.push(Violation::at("/real_estate_id", message));
        }
        found
    }
}

fn is_real_estate_id(id: &str) -> bool {
    let digits = |text: &str, count| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    match id.split_once('-') {
        None => digits(id, 13),
        Some((number, branch)) => digits(number, 13) && digits(branch, 4),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::land::{Criterion, ParcelNumber, Policy};

    fn places(policy: Option<Policy>, criterion: Option<u8>, outlook: Option<&str>) -> Vec<String> {
        let mut parcel = Parcel::new(ParcelNumber::parse("4-1").expect("a number"), "土地");
        parcel.policy = policy;
        parcel.criterion = criterion.and_then(Criterion::new);
        parcel.outlook = outlook.map(str::to_owned);
        parcel.violations().into_iter().map(|found| found.pointer).collect()
    }

    #[test]
    fn a_criterion_and_an_outlook_go_with_their_policy() {
        use Policy::{Disposal, Project, Retain};
        assert!(places(None, None, None).is_empty());
        assert!(places(Some(Disposal), Some(2), Some("A")).is_empty());
        assert!(places(Some(Retain), Some(4), None).is_empty());
        assert_eq!(places(None, Some(1), None), ["/criterion"]);
        assert_eq!(places(Some(Retain), Some(1), None), ["/criterion"]);
        assert_eq!(places(Some(Disposal), Some(1), None), ["/outlook"]);
        assert_eq!(places(Some(Project), Some(7), Some("B")), ["/outlook"]);
        assert_eq!(places(Some(Project), Some(3), Some("B")), ["/criterion", "/outlook"]);
    }

    #[test]
    fn a_parcel_has_a_name() {
        let parcel = Parcel::new(ParcelNumber::parse("4-1").expect("a number"), " ");
        assert_eq!(parcel.violations()[0].pointer, "/name");
    }

    #[test]
    fn a_real_estate_id_has_thirteen_digits_and_perhaps_four_more() {
        for (id, sound) in [
            ("1234567890123", true),
            ("1234567890123-0000", true),
            ("123456789012", false),
            ("1234567890123-000", false),
            ("12345678901２3", false),
        ] {
            assert_eq!(is_real_estate_id(id), sound, "{id}");
        }
    }
}
