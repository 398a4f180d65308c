//! How well a vacancy fits what is wanted: four criteria, each with its points and its reason. docs/vacancies.md has the formula.

use jiff::civil::Date;

use super::WantedSpace;
use crate::record::{AreaM2, MunicipalityCode};
use crate::text::Message;

/// What a vacancy offers, as far as it is known.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Offer<'a> {
    pub area_m2: Option<AreaM2>,
    pub ward: Option<MunicipalityCode>,
    /// Metres to the point around which space is wanted.
    pub distance_m: Option<f64>,
    pub usable_from: Option<Date>,
    /// The class of the facility, `major.minor`.
    pub class: Option<&'a str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Criterion {
    Area,
    Place,
    Time,
    Class,
}

impl Criterion {
    pub const ALL: [Criterion; 4] = [Criterion::Area, Criterion::Place, Criterion::Time, Criterion::Class];

    pub fn key(self) -> &'static str {
        match self {
            Criterion::Area => "area",
            Criterion::Place => "place",
            Criterion::Time => "time",
            Criterion::Class => "class",
        }
    }

    /// The most points; together they are 100.
    pub fn most(self) -> u32 {
        match self {
            Criterion::Area => 40,
            Criterion::Place => 30,
            Criterion::Time => 20,
            Criterion::Class => 10,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    Fits,
    Partly,
    Fails,
    /// Not known: counts half, so that a gap in the register neither wins nor loses.
    Unknown,
    /// Nothing was asked: counts in full.
    NotAsked,
}

impl Verdict {
    pub fn key(self) -> &'static str {
        match self {
            Verdict::Fits => "fits",
            Verdict::Partly => "partly",
            Verdict::Fails => "fails",
            Verdict::Unknown => "unknown",
            Verdict::NotAsked => "not_asked",
        }
    }
}

/// The points of one criterion, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    pub criterion: Criterion,
    pub verdict: Verdict,
    pub points: u32,
    pub message: Message,
}

/// How well an offer fits: the sum of its reasons, 0 to 100.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    pub points: u32,
    pub reasons: [Reason; 4],
}

/// Space that cannot be had for so long after the wanted day gets no points for its time.
const PATIENCE_DAYS: f64 = 730.0;

impl Fit {
    pub fn of(offer: &Offer, wanted: &WantedSpace, today: Date) -> Self {
        let reasons = [
            area(offer, wanted),
            place(offer, wanted),
            time(offer, wanted, today),
            class(offer, wanted),
        ];
        Self {
            points: reasons.iter().map(|reason| reason.points).sum(),
            reasons,
        }
    }
}

fn settled(criterion: Criterion, verdict: Verdict, ja: impl Into<String>, en: impl Into<String>) -> Reason {
    let points = match verdict {
        Verdict::Fits | Verdict::NotAsked => criterion.most(),
        Verdict::Unknown => criterion.most() / 2,
        Verdict::Partly | Verdict::Fails => 0,
    };
    Reason {
        criterion,
        verdict,
        points,
        message: Message::new(ja, en),
    }
}

/// A part of the most points, rounded down: only what fits gets them all.
fn scaled(criterion: Criterion, part: f64, ja: impl Into<String>, en: impl Into<String>) -> Reason {
    let points = (f64::from(criterion.most()) * part.clamp(0.0, 1.0)).floor() as u32;
    let verdict = if points == 0 { Verdict::Fails } else { Verdict::Partly };
    Reason {
        criterion,
        verdict,
        points: points.min(criterion.most() - 1),
        message: Message::new(ja, en),
    }
}

/// All points within the wanted bounds; outside, falling to none at half the least or twice the most.
fn area(offer: &Offer, wanted: &WantedSpace) -> Reason {
    let criterion = Criterion::Area;
    let (from, to) = (wanted.area_from_m2, wanted.area_to_m2);
    if from.is_none() && to.is_none() {
        return settled(
            criterion,
            Verdict::NotAsked,
            "面積の希望はありません",
            "no area is asked for",
        );
    }
    let Some(area) = offer.area_m2 else {
        return settled(
            criterion,
            Verdict::Unknown,
            "空き面積が分かりません",
            "the vacant area is not known",
        );
    };
    let bounds = match (from, to) {
        (Some(from), Some(to)) => format!("{from}〜{to}㎡"),
        (Some(from), None) => format!("{from}㎡〜"),
        (None, Some(to)) => format!("〜{to}㎡"),
        (None, None) => String::new(),
    };
    if let Some(from) = from.filter(|from| area < *from) {
        let ratio = area.as_f64() / from.as_f64();
        let ja = format!("{area}㎡は希望（{bounds}）より狭い");
        return scaled(
            criterion,
            2.0 * ratio - 1.0,
            ja,
            format!("{area} ㎡ is less than wanted ({bounds})"),
        );
    }
    if let Some(to) = to.filter(|to| area > *to) {
        let ratio = to.as_f64() / area.as_f64();
        let ja = format!("{area}㎡は希望（{bounds}）より広い。一部の利用ができる場合があります");
        let en = format!("{area} ㎡ is more than wanted ({bounds}); a part of it may do");
        return scaled(criterion, 2.0 * ratio - 1.0, ja, en);
    }
    settled(
        criterion,
        Verdict::Fits,
        format!("{area}㎡は希望（{bounds}）に合います"),
        format!("{area} ㎡ is as wanted ({bounds})"),
    )
}

/// The wards or the distance, whichever speaks more for it; outside the distance, falling to none at twice of it.
fn place(offer: &Offer, wanted: &WantedSpace) -> Reason {
    let criterion = Criterion::Place;
    if wanted.wards.is_empty() && wanted.within_m.is_none() {
        return settled(
            criterion,
            Verdict::NotAsked,
            "場所の希望はありません",
            "no place is asked for",
        );
    }
    let in_ward = offer.ward.map(|ward| wanted.wards.contains(&ward));
    if in_ward == Some(true) {
        return settled(
            criterion,
            Verdict::Fits,
            "希望の区にあります",
            "it lies in a wanted ward",
        );
    }
    match (wanted.within_m, offer.distance_m) {
        (Some(within_m), Some(distance_m)) => {
            let metres = distance_m.round();
            if distance_m <= f64::from(within_m) {
                let ja = format!("希望の地点から{metres}m（{within_m}m以内）");
                let en = format!("{metres} m from the wanted place (within {within_m} m)");
                return settled(criterion, Verdict::Fits, ja, en);
            }
            let ja = format!("希望の地点から{metres}m（希望は{within_m}m以内）");
            let en = format!("{metres} m from the wanted place (wanted within {within_m} m)");
            scaled(criterion, 2.0 - distance_m / f64::from(within_m.max(1)), ja, en)
        }
        (Some(_), None) => settled(
            criterion,
            Verdict::Unknown,
            "位置が分かりません",
            "its place is not known",
        ),
        (None, _) if in_ward.is_none() => {
            settled(criterion, Verdict::Unknown, "区が分かりません", "its ward is not known")
        }
        (None, _) => settled(
            criterion,
            Verdict::Fails,
            "希望の区の外にあります",
            "it lies outside the wanted wards",
        ),
    }
}

/// All points where it can be had by the wanted day; later, falling to none after two years.
fn time(offer: &Offer, wanted: &WantedSpace, today: Date) -> Reason {
    let criterion = Criterion::Time;
    let Some(from) = wanted.from else {
        return settled(
            criterion,
            Verdict::NotAsked,
            "時期の希望はありません",
            "no day is asked for",
        );
    };
    let Some(usable) = offer.usable_from else {
        let ja = "使える時期が分かりません";
        return settled(criterion, Verdict::Unknown, ja, "when it can be used is not known");
    };
    // A wanted day that has gone by means now.
    let needed = from.max(today);
    if usable <= needed {
        let ja = format!("{usable}から使え、希望（{from}）に間に合います");
        return settled(
            criterion,
            Verdict::Fits,
            ja,
            format!("usable from {usable}, in time for {from}"),
        );
    }
    let late_days = needed
        .until(usable)
        .map_or(PATIENCE_DAYS, |span| f64::from(span.get_days()));
    let ja = format!("{usable}から使えます（希望は{from}）");
    let en = format!("usable from {usable} (wanted from {from})");
    scaled(criterion, 1.0 - late_days / PATIENCE_DAYS, ja, en)
}

/// The same class, or the same 大分類. A former facility's class says nothing of what it can be used for.
fn class(offer: &Offer, wanted: &WantedSpace) -> Reason {
    let criterion = Criterion::Class;
    let Some(sought) = wanted.class.as_ref().map(|class| class.as_str()) else {
        return settled(
            criterion,
            Verdict::NotAsked,
            "用途の指定はありません",
            "no use is named",
        );
    };
    let major = |class: &str| class.split('.').next().unwrap_or_default().to_owned();
    match offer.class.filter(|class| major(class) != super::Facility::FORMER) {
        None => settled(
            criterion,
            Verdict::Unknown,
            "もとの用途からは判断できません",
            "its former use does not tell",
        ),
        Some(class) if class == sought => settled(
            criterion,
            Verdict::Fits,
            "同じ用途の施設です",
            "the same class of facility",
        ),
        Some(class) if major(class) == major(sought) => scaled(
            criterion,
            0.6,
            "同じ大分類の施設です",
            "the same major class of facility",
        ),
        Some(_) => settled(
            criterion,
            Verdict::Fails,
            "異なる用途の施設です",
            "another class of facility",
        ),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::record::Code;

    const TODAY: Date = date(2026, 4, 1);

    fn m2(area: &str) -> Option<AreaM2> {
        area.parse().ok()
    }

    fn wanted() -> WantedSpace {
        WantedSpace {
            area_from_m2: m2("100"),
            area_to_m2: m2("200"),
            wards: vec!["271021".parse().expect("a ward")],
            within_m: Some(500),
            from: Some(date(2026, 10, 1)),
            class: Some(Code::new("welfare.nursery")),
            ..WantedSpace::default()
        }
    }

    fn offer() -> Offer<'static> {
        Offer {
            area_m2: m2("150"),
            ward: "271021".parse().ok(),
            distance_m: Some(5_000.0),
            usable_from: Some(date(2026, 10, 1)),
            class: Some("welfare.nursery"),
        }
    }

    fn points(offer: &Offer) -> [u32; 4] {
        Fit::of(offer, &wanted(), TODAY).reasons.map(|reason| reason.points)
    }

    #[test]
    fn what_fits_in_everything_has_a_hundred_points() {
        assert_eq!(Fit::of(&offer(), &wanted(), TODAY).points, 100);
        assert_eq!(Criterion::ALL.map(Criterion::most).iter().sum::<u32>(), 100);
        assert_eq!(Fit::of(&offer(), &WantedSpace::default(), TODAY).points, 100);
    }

    #[test]
    fn what_is_not_known_counts_half() {
        assert_eq!(points(&Offer::default()), [20, 15, 10, 5]);
    }

    #[test]
    fn an_area_loses_its_points_at_half_the_least_and_twice_the_most() {
        let of = |area| {
            points(&Offer {
                area_m2: m2(area),
                ..offer()
            })[0]
        };
        assert_eq!(
            [
                of("50"),
                of("75"),
                of("99.99"),
                of("100"),
                of("200"),
                of("400"),
                of("250")
            ],
            [0, 20, 39, 40, 40, 0, 24]
        );
    }

    #[test]
    fn another_ward_is_saved_by_nearness() {
        let of = |distance_m| {
            points(&Offer {
                ward: "271276".parse().ok(),
                distance_m,
                ..offer()
            })[1]
        };
        assert_eq!(
            [of(Some(400.0)), of(Some(750.0)), of(Some(1_000.0)), of(None)],
            [30, 15, 0, 15]
        );
    }

    #[test]
    fn a_former_facility_is_not_judged_by_its_class() {
        let of = |class| {
            points(&Offer {
                class: Some(class),
                ..offer()
            })[3]
        };
        assert_eq!(
            [
                of("welfare.elderly"),
                of("education.library"),
                of("former.former_facility")
            ],
            [6, 0, 5]
        );
    }

    proptest! {
        #[test]
        fn more_waiting_never_fits_better(days in 0_i64..2_000, more in 0_i64..500) {
            let after = |days: i64| points(&Offer {
                usable_from: date(2026, 10, 1).checked_add(jiff::Span::new().days(days)).ok(),
                ..offer()
            })[2];
            prop_assert!(after(days) >= after(days + more));
        }
    }
}
