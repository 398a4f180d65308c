//! What a facility, a building and a link must fulfil when a person writes them.

use super::{Building, Facility, Link};
use crate::calendar::EraDate;
use crate::record::Violation;
use crate::text::Message;

impl Facility {
    /// Key of the status that says a facility has ceased (廃止).
    pub const CLOSED: &str = "closed";

    pub fn violations(&self) -> Vec<Violation> {
        let mut found = Vec::new();
        let mut refuse = |pointer: &str, ja: &str, en: &str| {
            found.push(Violation::at(pointer, Message::new(ja, en)));
        };
        if self.name.trim().is_empty() {
            refuse("/name", "施設名を入力してください。", "Give the facility a name.");
        }
        let is_closed = self
            .status
            .as_ref()
            .is_some_and(|status| status.as_str() == Self::CLOSED);
        if is_closed && self.closed.is_none() {
            refuse(
                "/closed",
                "廃止した施設には廃止日が要ります。年度だけでもかまいません。",
                "A closed facility needs the date of its closing; a fiscal year will do.",
            );
        }
        if let (Some(opened), Some(closed)) = (&self.opened, &self.closed)
            && is_before(closed, opened)
        {
            refuse(
                "/closed",
                "廃止日が開設日より前です。どちらかを直してください。",
                "It closes before it opens. Mend one of the two dates.",
            );
        }
        found
    }
}

impl Building {
    pub fn violations(&self) -> Vec<Violation> {
        let mut found = Vec::new();
        if self.name.trim().is_empty() {
            let message = Message::new("棟の名称を入力してください。", "Give the building a name.");
            found.push(Violation::at("/name", message));
        }
        if let (Some(confirmed), Some(built)) = (&self.confirmed, self.built.known())
            && is_before(built, confirmed)
        {
            let message = Message::new(
                "建築確認が建築より後です。どちらかを直してください。",
                "The building permit is later than the building. Mend one of the two dates.",
            );
            found.push(Violation::at("/confirmed", message));
        }
        found
    }
}

impl Link {
    pub fn violations(&self) -> Vec<Violation> {
        if self.fits() {
            return Vec::new();
        }
        let (from, to) = self.role.ends();
        let message = Message::new(
            format!(
                "この関係は {} と {} の記号で始まる番号を結びます。役割か番号を直してください。",
                from.prefix(),
                to.prefix()
            ),
            format!(
                "This role joins ids that begin with {} and {}. Mend the role or the ids.",
                from.prefix(),
                to.prefix()
            ),
        );
        let pointer = if self.from.kind == from { "/to" } else { "/from" };
        vec![Violation::at(pointer, message)]
    }
}

/// Whether one date lies before another, whatever days the two may mean.
fn is_before(one: &EraDate, other: &EraDate) -> bool {
    one.last_day() < other.first_day()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Code;

    fn date(text: &str) -> Option<EraDate> {
        Some(EraDate::parse(text).expect("a date"))
    }

    fn facility(opened: Option<EraDate>, closed: Option<EraDate>) -> Facility {
        Facility {
            name: "図書館".into(),
            opened,
            closed,
            ..Facility::default()
        }
    }

    #[test]
    fn a_facility_does_not_close_before_it_opens() {
        assert!(facility(date("1978-03-01"), date("1978")).violations().is_empty());
        assert!(facility(date("1978"), date("1978-02-01")).violations().is_empty());
        assert!(facility(date("平成2年"), date("平成2年度")).violations().is_empty());
        assert_eq!(
            facility(date("1978-03-02"), date("1978-03-01")).violations()[0].pointer,
            "/closed"
        );
        assert_eq!(
            facility(date("平成2年"), date("S53")).violations()[0].pointer,
            "/closed"
        );
    }

    #[test]
    fn a_closed_facility_says_when() {
        let mut closed = facility(None, None);
        closed.status = Some(Code::new(Facility::CLOSED));
        assert_eq!(closed.violations()[0].pointer, "/closed");
        closed.closed = date("令和7年度");
        assert!(closed.violations().is_empty());
    }

    #[test]
    fn a_permit_comes_before_the_building() {
        let building = Building {
            name: "本館".into(),
            built: date("1981").expect("given").into(),
            confirmed: date("1983-01-01"),
            ..Building::default()
        };
        assert_eq!(building.violations()[0].pointer, "/confirmed");
    }
}
