//! How the facilities' classes map to the H26.4 classes and to the ministry's cost classes, and where they do not.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use crate::register::Facility;
use crate::snapshot::{Snapshot, Tally};
use crate::text::Message;
use crate::vocabulary::{self, Vocabularies};

/// What is wrong between a class and its counterparts. The ids are stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CrosswalkFault {
    ClassMissing,
    ClassNotListed,
    ClassMajorOnly,
    NoH26,
    NoMic,
    H26Disagrees,
    MicDisagrees,
    H26Divided,
    MicDivided,
}

impl CrosswalkFault {
    pub const ALL: [CrosswalkFault; 9] = [
        CrosswalkFault::ClassMissing,
        CrosswalkFault::ClassNotListed,
        CrosswalkFault::ClassMajorOnly,
        CrosswalkFault::NoH26,
        CrosswalkFault::NoMic,
        CrosswalkFault::H26Disagrees,
        CrosswalkFault::MicDisagrees,
        CrosswalkFault::H26Divided,
        CrosswalkFault::MicDivided,
    ];

    pub fn id(self) -> &'static str {
        match self {
            CrosswalkFault::ClassMissing => "class-missing",
            CrosswalkFault::ClassNotListed => "class-not-listed",
            CrosswalkFault::ClassMajorOnly => "class-major-only",
            CrosswalkFault::NoH26 => "class-without-h26",
            CrosswalkFault::NoMic => "class-without-mic",
            CrosswalkFault::H26Disagrees => "h26-disagrees",
            CrosswalkFault::MicDisagrees => "mic-disagrees",
            CrosswalkFault::H26Divided => "h26-divided",
            CrosswalkFault::MicDivided => "mic-divided",
        }
    }
}

/// The report.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CrosswalkReport {
    /// The version of the crosswalk.
    pub version: String,
    pub facilities: usize,
    /// Facilities with an H26.4 class, by the crosswalk or their own.
    pub with_h26: usize,
    /// Facilities with a cost class, by the crosswalk or their own.
    pub with_mic: usize,
    /// The classes in use, those without a counterpart first.
    pub classes: Vec<ClassRow>,
    pub issues: Vec<CrosswalkIssue>,
}

/// A class in use.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ClassRow {
    /// `major.minor`, or what the record has instead.
    pub class: String,
    pub name_ja: String,
    pub name_en: String,
    pub facilities: usize,
    /// The sum of the known floor areas in ㎡, a decimal as text.
    pub floor_area_m2: String,
    pub h26: Counterpart,
    pub mic: Counterpart,
}

/// The class on the other side, or why there is none.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
#[schema(as = CrosswalkCounterpart)]
pub struct Counterpart {
    pub key: Option<String>,
    pub name_ja: Option<String>,
    pub name_en: Option<String>,
    /// `sourced` or `proposed`: whether a document says so.
    pub basis: Option<&'static str>,
    /// Why there is none.
    pub reason: Option<String>,
}

/// Facilities for which something does not fit.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CrosswalkIssue {
    /// The fault's stable id.
    pub rule: &'static str,
    pub class: Option<String>,
    /// The facilities' ids.
    pub facilities: Vec<String>,
    pub message_ja: String,
    pub message_en: String,
}

/// The side of the crosswalk.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    H26,
    Mic,
}

impl Side {
    const BOTH: [Side; 2] = [Side::H26, Side::Mic];

    fn list(self) -> &'static str {
        match self {
            Side::H26 => "facility_classes_h26",
            Side::Mic => "mic_cost_classes",
        }
    }

    fn title(self) -> (&'static str, &'static str) {
        match self {
            Side::H26 => ("H26.4分類", "H26.4 class"),
            Side::Mic => ("総務省の大分類", "cost class of the ministry"),
        }
    }

    fn own(self, facility: &Facility) -> Option<&str> {
        let code = match self {
            Side::H26 => &facility.class_h26,
            Side::Mic => &facility.class_mic,
        };
        code.as_ref().map(|code| code.as_str())
    }

    fn mapped(self, mapping: &vocabulary::Mapping) -> &vocabulary::Counterpart {
        match self {
            Side::H26 => &mapping.h26,
            Side::Mic => &mapping.mic,
        }
    }

    fn faults(self) -> (CrosswalkFault, CrosswalkFault, CrosswalkFault) {
        match self {
            Side::H26 => (
                CrosswalkFault::NoH26,
                CrosswalkFault::H26Disagrees,
                CrosswalkFault::H26Divided,
            ),
            Side::Mic => (
                CrosswalkFault::NoMic,
                CrosswalkFault::MicDisagrees,
                CrosswalkFault::MicDivided,
            ),
        }
    }
}

/// The facilities of one class.
#[derive(Default)]
struct Members<'a> {
    facilities: Vec<(String, &'a Facility)>,
    tally: Tally,
}

/// Compares the portfolio with the crosswalk.
pub fn crosswalk_report(snapshot: &Snapshot, vocabularies: &Vocabularies) -> CrosswalkReport {
    let mut classes: BTreeMap<Option<&str>, Members> = BTreeMap::new();
    for item in snapshot.facilities.iter() {
        let class = item.body.class.as_ref().map(|class| class.as_str());
        let members = classes.entry(class).or_default();
        members.facilities.push((item.id().to_string(), &item.body));
        members.tally.add(item.body.floor_area_m2.known().copied());
    }
    let mut report = CrosswalkReport {
        version: vocabularies.crosswalk().version.clone(),
        facilities: snapshot.facilities.len(),
        with_h26: 0,
        with_mic: 0,
        classes: Vec::new(),
        issues: Vec::new(),
    };
    for (class, members) in &classes {
        judge(*class, members, vocabularies, &mut report);
    }
    let is_open = |row: &ClassRow| row.h26.key.is_none() || row.mic.key.is_none();
    report
        .classes
        .sort_by(|a, b| (!is_open(a), &a.class).cmp(&(!is_open(b), &b.class)));
    let order = |issue: &CrosswalkIssue| CrosswalkFault::ALL.iter().position(|fault| fault.id() == issue.rule);
    report.issues.sort_by_key(order);
    report
}

fn judge(class: Option<&str>, members: &Members, vocabularies: &Vocabularies, report: &mut CrosswalkReport) {
    let minor = class.and_then(|class| class.rsplit_once('.')).map(|(_, minor)| minor);
    let listed = class.and_then(|class| vocabularies.list("facility_classes")?.by_key(minor.unwrap_or(class)));
    let mapping = minor.and_then(|minor| vocabularies.crosswalk().mapping(minor));
    let ids = || members.facilities.iter().map(|(id, _)| id.clone()).collect::<Vec<_>>();
    let name = listed.map_or_else(|| class.unwrap_or("分類なし").to_owned(), |code| code.ja.clone());
    let fault = match (class, listed, minor) {
        (None, ..) => Some((
            CrosswalkFault::ClassMissing,
            Message::new(
                "施設分類がありません。分類を付けてください。",
                "There is no class. Assign one.",
            ),
        )),
        (Some(class), None, _) => Some((
            CrosswalkFault::ClassNotListed,
            Message::new(
                format!("分類「{class}」が施設分類の一覧にありません。一覧に加えるか、分類を直してください。"),
                format!("The class {class:?} is not in the list. Add it to the list, or correct the class."),
            ),
        )),
        (_, Some(_), None) => Some((
            CrosswalkFault::ClassMajorOnly,
            Message::new(
                format!("「{name}」は大分類だけで、対応表は小分類ごとです。小分類を付けてください。"),
                format!("{name:?} is a major class only; the crosswalk maps minor ones. Assign a minor class."),
            ),
        )),
        _ => None,
    };
    if let Some((fault, message)) = fault {
        report.issues.push(issue(fault, class, ids(), message));
    }
    let mut sides = [Counterpart::default(), Counterpart::default()];
    for (at, side) in Side::BOTH.into_iter().enumerate() {
        let mapped = mapping.map(|mapping| side.mapped(mapping));
        sides[at] = counterpart(side, mapped, vocabularies);
        let key = sides[at].key.clone();
        let with = members
            .facilities
            .iter()
            .filter(|(_, facility)| key.is_some() || side.own(facility).is_some())
            .count();
        match side {
            Side::H26 => report.with_h26 += with,
            Side::Mic => report.with_mic += with,
        }
        judge_side(side, class, &name, members, &sides[at], report);
    }
    let [h26, mic] = sides;
    report.classes.push(ClassRow {
        class: class.unwrap_or_default().to_owned(),
        name_en: listed.map_or_else(|| class.unwrap_or("Without class").to_owned(), |code| code.en.clone()),
        name_ja: name,
        facilities: members.facilities.len(),
        floor_area_m2: members.tally.area_m2().to_string(),
        h26,
        mic,
    });
}

fn judge_side(
    side: Side,
    class: Option<&str>,
    name: &str,
    members: &Members,
    mapped: &Counterpart,
    report: &mut CrosswalkReport,
) {
    let (none, disagrees, divided) = side.faults();
    let (ja, en) = side.title();
    let of = |fits: &dyn Fn(Option<&str>) -> bool| -> Vec<String> {
        let fitting = members
            .facilities
            .iter()
            .filter(|(_, facility)| fits(side.own(facility)));
        fitting.map(|(id, _)| id.clone()).collect()
    };
    if let (None, Some(reason)) = (&mapped.key, &mapped.reason) {
        let without = of(&|own| own.is_none());
        if !without.is_empty() {
            let count = without.len();
            let message = Message::new(
                format!("「{name}」に対応する{ja}がありません（{count}件）。理由: {reason}"),
                format!("{name:?} has no {en} ({count} facilities). Reason: {reason}"),
            );
            report.issues.push(issue(none, class, without, message));
        }
    }
    if let Some(key) = &mapped.key {
        let others = of(&|own| own.is_some_and(|own| own != key));
        if !others.is_empty() {
            let (count, expected) = (others.len(), mapped.name_ja.as_deref().unwrap_or(key));
            let message = Message::new(
                format!(
                    "{count}件の{ja}が対応表（「{name}」→「{expected}」）と違います。施設か対応表を直してください。"
                ),
                format!(
                    "the {en} of {count} facilities differs from the crosswalk ({name:?} → {expected:?}); correct one of them"
                ),
            );
            report.issues.push(issue(disagrees, class, others, message));
        }
    }
    let mut assigned: Vec<&str> = members
        .facilities
        .iter()
        .filter_map(|(_, facility)| side.own(facility))
        .collect();
    assigned.sort_unstable();
    assigned.dedup();
    if assigned.len() > 1 {
        let listed = assigned.join("、");
        let message = Message::new(
            format!(
                "「{name}」の施設に{ja}が{}通り付いています（{listed}）。一つの対応では表せません。",
                assigned.len()
            ),
            format!(
                "facilities of {name:?} have {} different {en}es ({listed}); one row of the crosswalk cannot say that",
                assigned.len()
            ),
        );
        report
            .issues
            .push(issue(divided, class, of(&|own| own.is_some()), message));
    }
}

fn counterpart(side: Side, mapped: Option<&vocabulary::Counterpart>, vocabularies: &Vocabularies) -> Counterpart {
    match mapped {
        None => Counterpart::default(),
        Some(vocabulary::Counterpart::Unmapped { reason }) => Counterpart {
            reason: Some(reason.clone()),
            ..Counterpart::default()
        },
        Some(vocabulary::Counterpart::Mapped { key, basis }) => {
            let code = vocabularies.list(side.list()).and_then(|list| list.by_key(key));
            Counterpart {
                key: Some(key.clone()),
                name_ja: code.map(|code| code.ja.clone()),
                name_en: code.map(|code| code.en.clone()),
                basis: Some(match basis {
                    vocabulary::Basis::Sourced => "sourced",
                    vocabulary::Basis::Proposed => "proposed",
                }),
                reason: None,
            }
        }
    }
}

fn issue(fault: CrosswalkFault, class: Option<&str>, facilities: Vec<String>, message: Message) -> CrosswalkIssue {
    CrosswalkIssue {
        rule: fault.id(),
        class: class.map(str::to_owned),
        facilities,
        message_ja: message.ja,
        message_en: message.en,
    }
}

impl CrosswalkReport {
    /// The classes in use as CSV, UTF-8 with BOM for spreadsheets.
    pub fn to_csv(&self) -> Vec<u8> {
        let mut bytes = "\u{feff}".as_bytes().to_vec();
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer(&mut bytes);
        let mut write = |cells: [&str; 11]| writer.write_record(cells).expect("memory takes every write");
        write([
            "class",
            "分類",
            "施設数",
            "延床面積（㎡）",
            "H26.4",
            "H26.4分類",
            "H26.4の根拠・理由",
            "総務省",
            "総務省の大分類",
            "総務省の根拠・理由",
            "指摘",
        ]);
        for row in &self.classes {
            let about = |side: &Counterpart| {
                let basis = side.basis.map(str::to_owned);
                basis.or_else(|| side.reason.clone()).unwrap_or_default()
            };
            let own = Some(row.class.as_str()).filter(|class| !class.is_empty());
            let issues: Vec<&str> = self
                .issues
                .iter()
                .filter(|issue| issue.class.as_deref() == own)
                .map(|issue| issue.message_ja.as_str())
                .collect();
            write([
                &row.class,
                &row.name_ja,
                &row.facilities.to_string(),
                &row.floor_area_m2,
                row.h26.key.as_deref().unwrap_or_default(),
                row.h26.name_ja.as_deref().unwrap_or_default(),
                &about(&row.h26),
                row.mic.key.as_deref().unwrap_or_default(),
                row.mic.name_ja.as_deref().unwrap_or_default(),
                &about(&row.mic),
                &issues.join(" "),
            ]);
        }
        drop(writer);
        bytes
    }
}
