//! Vacant space among the demo's facilities, what bureaus seek, and the survey rounds that found it.

use jiff::civil::{Date, date};

use super::buildings::House;
use super::chance::Chance;
use super::drafting::Drafting;
use super::facilities::Site;
use super::ward_facts::WARDS;
use crate::calendar::EraDate;
use crate::history::Body;
use crate::land::Parcel;
use crate::record::{AreaM2, Code, Datum, EntityId, Fid, Kind, Provenance, Yen};
use crate::register::{
    Approval, AskedBureau, Candidate, Closing, Decision, Extent, Link, LinkRole, Organisation, Outcome, Reply,
    SurveyAnswer, SurveyRound, Vacancy, VacancyUse, WantedSpace, WantedStatus,
};

const PLANNER: &str = "demo-planner";
const APPROVER: &str = "demo-approver";
/// Bureaus that the rounds ask: key and whether each reported something, reported nothing, or has not answered (in
/// the second round).
const ASKED: [(&str, Option<Reply>); 12] = [
    ("civic", Some(Reply::Listed)),
    ("children", Some(Reply::Listed)),
    ("welfare", Some(Reply::Listed)),
    ("health", Some(Reply::Nothing)),
    ("education", Some(Reply::Listed)),
    ("economy", Some(Reply::Nothing)),
    ("construction", None),
    ("environment", Some(Reply::Nothing)),
    ("fire", Some(Reply::Nothing)),
    ("urban_development", Some(Reply::Listed)),
    ("contract_property", Some(Reply::Listed)),
    ("port", None),
];
/// What bureaus seek: title, bureau, its name, class, ㎡ from and to, how far from a place in metres.
type Sought = (
    &'static str,
    (&'static str, &'static str),
    Option<&'static str>,
    (u32, u32),
    Option<u32>,
);
const SOUGHT: [Sought; 8] = [
    (
        "放課後の居場所",
        ("children", "こども青少年局"),
        Some("welfare.children_plaza"),
        (80, 200),
        Some(800),
    ),
    (
        "地域包括支援の相談室",
        ("welfare", "福祉局"),
        Some("welfare.other_senior_welfare"),
        (40, 120),
        Some(1_000),
    ),
    (
        "防災備蓄倉庫",
        ("crisis_management", "危機管理室"),
        Some("general_other.storehouse"),
        (200, 800),
        None,
    ),
    (
        "区役所の分室",
        ("civic", "市民局"),
        Some("office.city_ward_office"),
        (300, 900),
        Some(1_500),
    ),
    ("文書の保管庫", ("general_affairs", "総務局"), None, (500, 2_000), None),
    (
        "子育て支援の拠点",
        ("children", "こども青少年局"),
        Some("welfare.children_plaza"),
        (150, 400),
        Some(800),
    ),
    (
        "スポーツの練習場",
        ("economy", "経済戦略局"),
        Some("education.gymnasium"),
        (600, 1_500),
        Some(2_000),
    ),
    ("選挙資材の倉庫", ("general_affairs", "総務局"), None, (100, 300), None),
];
const CONSTRAINTS: [&str; 5] = [
    "耐震補強が必要",
    "1階は浸水想定区域",
    "国庫補助の処分制限期間中",
    "第1種中高層住居専用地域",
    "エレベーターなし",
];
const POLICIES: [VacancyUse; 6] = VacancyUse::ALL;
/// How many former facilities are recorded as vacant at most; the others wait as candidates.
const WHOLE_AT_MOST: usize = 36;
/// How many of them have become unused land, where their ward has a parcel of a former facility.
const LAND_AT_MOST: usize = 3;
const ROOMS_AT_MOST: usize = 24;

pub fn write(seed: u64, sites: &[Site], houses: &[House], drafting: &mut Drafting) {
    let mut chance = Chance::new(seed, "vacancies");
    let rounds = rounds(drafting);
    let wanted = wanted(sites, &mut chance, drafting);
    let former: Vec<&Site> = sites.iter().filter(|site| site.class.is_former()).collect();
    for (at, site) in former.iter().take(former.len() / 2).take(WHOLE_AT_MOST).enumerate() {
        let mut vacancy = whole(site, rounds[chance.below(2) as usize], &mut chance, drafting);
        let link = if at < LAND_AT_MOST {
            become_land(&mut vacancy, drafting)
        } else {
            work(&mut vacancy, &wanted, &mut chance, drafting);
            None
        };
        drafting.add(vacancy, None);
        if let Some(link) = link {
            drafting.add(link, None);
        }
    }
    let in_use: Vec<&House> = houses
        .iter()
        .filter(|house| house.evaluated && house.floor_area_m2 > 400.0)
        .take(ROOMS_AT_MOST)
        .collect();
    for (at, house) in in_use.into_iter().enumerate() {
        let mut vacancy = room(at, house, rounds[1], &mut chance, drafting);
        work(&mut vacancy, &wanted, &mut chance, drafting);
        drafting.add(vacancy, None);
    }
}

/// Two rounds: the first complete, the second with answers missing.
fn rounds(drafting: &mut Drafting) -> [EntityId; 2] {
    let round = |title: &str, on: Date, due: Date, complete: bool| SurveyRound {
        title: title.to_owned(),
        on,
        due,
        asked: ASKED
            .iter()
            .map(|(bureau, reply)| AskedBureau {
                bureau: Code::new(*bureau),
                answer: reply.or(complete.then_some(Reply::Nothing)).map(|reply| SurveyAnswer {
                    reply,
                    on: due,
                    by: PLANNER.into(),
                    note: None,
                }),
            })
            .collect(),
        remarks: Some("架空の調査".into()),
        provenance: Provenance::DemoInvented,
    };
    let first = round(
        "令和7年度 空き施設調査（架空）",
        date(2025, 6, 2),
        date(2025, 7, 31),
        true,
    );
    let second = round(
        "令和8年度 空き施設調査（架空）",
        date(2026, 2, 2),
        date(2026, 3, 31),
        false,
    );
    [drafting.add(first, None), drafting.add(second, None)]
}

fn wanted(sites: &[Site], chance: &mut Chance, drafting: &mut Drafting) -> Vec<Fid> {
    let placed: Vec<&Site> = sites.iter().filter(|site| site.point.is_some()).collect();
    let mut fids = Vec::new();
    for (title, (bureau, name), class, (from, to), within_m) in SOUGHT {
        let point = within_m
            .filter(|_| !placed.is_empty())
            .and_then(|_| placed[chance.below(placed.len() as u32) as usize].point);
        let ward = &WARDS[chance.below(WARDS.len() as u32) as usize];
        let space = WantedSpace {
            title: format!("{title}（架空）"),
            organisation: Organisation {
                bureau: Some(Code::new(bureau)),
                bureau_text: Some(name.to_owned()),
                divisions: Vec::new(),
            },
            purpose: title.to_owned(),
            class: class.map(Code::new),
            area_from_m2: Some(whole_m2(from)),
            area_to_m2: Some(whole_m2(to)),
            wards: if point.is_some() { Vec::new() } else { vec![ward.code()] },
            within_m: within_m.filter(|_| point.is_some()),
            from: Some(date(2026 + chance.below(3) as i16, 4, 1)),
            requirements: chance.happens(0.5).then(|| "1階であること".to_owned()),
            status: WantedStatus::Open,
            met_by: None,
            provenance: Provenance::DemoInvented,
        };
        fids.push(drafting.add(space, point.map(|point| point.point())).fid);
    }
    fids
}

fn whole_m2(area: u32) -> AreaM2 {
    AreaM2::from_hundredths(i64::from(area) * 100).expect("a modest area")
}

/// A former facility that stands empty as a whole.
fn whole(site: &Site, round: EntityId, chance: &mut Chance, drafting: &Drafting) -> Vacancy {
    let organisation = match drafting.body(site.entity) {
        Some(Body::Facility(facility)) => facility.organisation.clone(),
        _ => Organisation::default(),
    };
    let mut vacancy = vacancy(site.name.clone(), Extent::Facility, site.entity, chance);
    vacancy.area_m2 = Datum::Known(site.area_m2);
    vacancy.organisation = organisation;
    vacancy.round = Some(round.fid);
    vacancy
}

/// A floor or a room of a building in use.
fn room(at: usize, house: &House, round: EntityId, chance: &mut Chance, drafting: &Drafting) -> Vacancy {
    let name = match drafting.body(house.entity) {
        Some(body) => body.label().to_owned(),
        None => String::new(),
    };
    let floor = chance.below(3) + 1;
    let (extent, part, share) = if at.is_multiple_of(3) {
        (Extent::Floor, format!("{floor}階"), chance.between(0.15, 0.3))
    } else {
        (
            Extent::Room,
            format!("{floor}階 会議室{}", chance.below(4) + 1),
            chance.between(0.02, 0.08),
        )
    };
    let mut vacancy = vacancy(format!("{name} {part}"), extent, house.entity, chance);
    vacancy.part = Some(part);
    vacancy.area_m2 = AreaM2::from_hundredths((house.floor_area_m2 * share * 100.0).round() as i64)
        .map(Datum::Known)
        .unwrap_or_default();
    vacancy.round = Some(round.fid);
    vacancy
}

fn vacancy(name: String, extent: Extent, of: EntityId, chance: &mut Chance) -> Vacancy {
    let since = 2015 + chance.below(10) as i16;
    let usable = 2026 + chance.below(3) as i16;
    Vacancy {
        since: EraDate::parse(&format!("{since}-04-01")).ok(),
        usable_from: chance
            .happens(0.85)
            .then(|| EraDate::parse(&format!("{usable}-04-01")).ok())
            .flatten(),
        constraints: chance.happens(0.5).then(|| (*chance.pick(&CONSTRAINTS)).to_owned()),
        policy: chance.happens(0.6).then(|| Code::new(chance.pick(&POLICIES).key())),
        remarks_internal: Some("架空の内部メモ".to_owned()),
        released: chance.happens(0.7),
        provenance: Provenance::DemoInvented,
        ..Vacancy::new(name, extent, of)
    }
}

/// How far the work has come: nothing, a candidate, a decision, its approval, an outcome.
fn work(vacancy: &mut Vacancy, wanted: &[Fid], chance: &mut Chance, drafting: &Drafting) {
    let steps = chance.weighted([40.0, 25.0, 10.0, 12.0, 13.0].into_iter());
    let sought = *chance.pick(wanted);
    let kind = *chance.pick(&[VacancyUse::Use, VacancyUse::Convert, VacancyUse::Lend]);
    if steps >= 1 {
        let space = drafting.body(EntityId::new(Kind::WantedSpace, sought));
        vacancy.candidates.push(Candidate {
            wanted: Some(sought),
            title: space.map_or_else(String::new, |space| space.label().to_owned()),
            note: None,
            on: date(2026, 1, 15),
        });
    }
    if steps >= 2 {
        vacancy.decision = Some(Decision {
            wanted: (kind == VacancyUse::Use).then_some(sought),
            approval: (steps >= 3).then(approval),
            ..decision(kind)
        });
    }
    if steps >= 4 {
        let yen = Yen(i64::from(chance.below(60) + 5) * 100_000);
        vacancy.outcomes.push(Outcome {
            on: date(2026, 3, 2),
            what: "利用を開始（架空）".into(),
            area_m2: vacancy.area_m2.known().copied(),
            income_yen: (kind == VacancyUse::Lend).then_some(yen),
            saving_yen: (kind != VacancyUse::Lend).then_some(yen),
        });
    }
}

fn decision(kind: VacancyUse) -> Decision {
    Decision {
        kind,
        on: date(2026, 2, 10),
        by: PLANNER.into(),
        reason: "架空の検討結果".into(),
        wanted: None,
        approval: None,
    }
}

fn approval() -> Approval {
    Approval {
        on: date(2026, 2, 20),
        by: APPROVER.into(),
        note: None,
    }
}

/// The vacancy became a parcel of its ward: もと施設 → 未利用地.
fn become_land(vacancy: &mut Vacancy, drafting: &Drafting) -> Option<Link> {
    let Body::Facility(facility) = drafting.body(vacancy.of)? else {
        return None;
    };
    let ward = facility.address.municipality?;
    let fits = |parcel: &Parcel| parcel.name.starts_with("もと") && parcel.address.municipality == Some(ward);
    let parcel = drafting.find(|body| matches!(body, Body::Parcel(parcel) if fits(parcel)))?;
    let is_taken = |body: &Body| matches!(body, Body::Link(link) if link.to == parcel);
    if drafting.find(is_taken).is_some() {
        return None;
    }
    vacancy.decision = Some(Decision {
        approval: Some(approval()),
        ..decision(VacancyUse::Sell)
    });
    vacancy.closing = Some(Closing {
        on: date(2026, 3, 16),
        reason: "未利用地一覧表へ編入（架空）".into(),
        parcel: Some(parcel.fid),
    });
    Some(Link {
        role: LinkRole::FacilityParcel,
        from: vacancy.of,
        to: parcel,
        area_m2: None,
        shared_area_m2: None,
        share: None,
        provenance: Provenance::DemoInvented,
    })
}
