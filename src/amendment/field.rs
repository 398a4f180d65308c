//! The fields that a person may write, and how each is written. What people call a field and who may read it is said by
//! the field table; what it means is said by the record's own type.

use crate::land::Policy;
use crate::record::Kind;
use crate::register::LinkRole;

/// How a field is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// One line, at most so many characters.
    Line(usize),
    /// Several lines, at most so many characters.
    Lines(usize),
    /// A list of short texts.
    Words,
    /// An address that begins with http:// or https://.
    Url,
    /// 番号 of a parcel.
    ParcelNumber,
    /// A key of a code list.
    Code(&'static str),
    /// Keys of a code list.
    Codes(&'static str),
    /// The official name of a code, for fields that store it (処分目途).
    CodeName(&'static str),
    /// The digit in a code's key (`c4`): 分類基準.
    CodeDigit(&'static str),
    /// A facility class, `major.minor`.
    FacilityClass,
    /// 活用方針, of which some codes of the list are no policy of a parcel.
    Policy,
    /// Six digits of a ward or municipality.
    Municipality,
    /// A date in any spelling that registers use; its text is kept.
    Date,
    FiscalYear,
    /// ㎡ with at most two decimals.
    Area,
    Yen,
    /// A whole number between two bounds.
    Integer {
        least: u16,
        most: u16,
    },
    /// A part of a whole, 0 to 1.
    Share,
    YesNo,
    /// Yes or no with the day and the reason of the decision.
    Decision,
    /// How a place was obtained and how far it can be trusted.
    Position,
    /// The id of another record.
    Reference,
    /// What a link joins.
    LinkRole,
    /// A GeoJSON geometry in CRS84.
    Shape,
}

impl Input {
    /// The name on the wire.
    pub fn key(self) -> &'static str {
        match self {
            Input::Line(_) => "line",
            Input::Lines(_) => "lines",
            Input::Words => "words",
            Input::Url => "url",
            Input::ParcelNumber => "parcel_number",
            Input::Code(_) => "code",
            Input::Codes(_) => "codes",
            Input::CodeName(_) => "code_name",
            Input::CodeDigit(_) => "code_digit",
            Input::FacilityClass => "facility_class",
            Input::Policy => "code",
            Input::Municipality => "municipality",
            Input::Date => "date",
            Input::FiscalYear => "fiscal_year",
            Input::Area => "area_m2",
            Input::Yen => "yen",
            Input::Integer { .. } => "integer",
            Input::Share => "share",
            Input::YesNo => "yes_no",
            Input::Decision => "decision",
            Input::Position => "position",
            Input::Reference => "reference",
            Input::LinkRole => "link_role",
            Input::Shape => "shape",
        }
    }

    /// The code list that the values come from.
    pub fn list(self) -> Option<&'static str> {
        match self {
            Input::Code(list) | Input::Codes(list) | Input::CodeName(list) | Input::CodeDigit(list) => Some(list),
            Input::FacilityClass => Some("facility_classes"),
            Input::Policy => Some("land_policies"),
            _ => None,
        }
    }

    /// The keys that may be chosen, where these are fewer than the list's or there is no list.
    pub fn choices(self) -> Option<Vec<&'static str>> {
        match self {
            Input::Policy => Some(Policy::ALL.map(Policy::key).to_vec()),
            Input::LinkRole => Some(LinkRole::ALL.map(LinkRole::key).to_vec()),
            _ => None,
        }
    }
}

/// The part of a form that a field stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    Name,
    Place,
    Use,
    Scale,
    Management,
    Policy,
    Value,
    Link,
    Remarks,
}

impl Section {
    pub fn key(self) -> &'static str {
        match self {
            Section::Name => "name",
            Section::Place => "place",
            Section::Use => "use",
            Section::Scale => "scale",
            Section::Management => "management",
            Section::Policy => "policy",
            Section::Value => "value",
            Section::Link => "link",
            Section::Remarks => "remarks",
        }
    }
}

/// A field that a person may write. It is replaced as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// The path in the record; dots lead into nested fields.
    pub path: &'static str,
    pub section: Section,
    pub input: Input,
    /// A record cannot be without it.
    pub required: bool,
    /// An empty value has a reason ([`crate::record::MissingReason`]).
    pub says_why_missing: bool,
    /// A change of it must say why: it decides about the land or names the record.
    pub needs_reason: bool,
}

impl Field {
    pub(super) const fn new(section: Section, path: &'static str, input: Input) -> Self {
        Self {
            path,
            section,
            input,
            required: false,
            says_why_missing: false,
            needs_reason: false,
        }
    }

    pub(super) const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    pub(super) const fn says_why_missing(mut self) -> Self {
        self.says_why_missing = true;
        self
    }

    pub(super) const fn needs_reason(mut self) -> Self {
        self.needs_reason = true;
        self
    }

    /// The longest text, where there is a limit that a form should know.
    pub fn max_length(&self) -> Option<usize> {
        match self.input {
            Input::Line(most) | Input::Lines(most) => Some(most),
            _ => None,
        }
    }

    /// The pointer into the record's JSON text.
    pub fn pointer(&self) -> String {
        format!("/{}", self.path.replace('.', "/"))
    }
}

/// The fields of a kind of record that a person may write, in the order of its form; none where nobody writes such
/// records by hand.
pub fn fields_of(kind: Kind) -> &'static [Field] {
    match kind {
        Kind::Facility => super::form::FACILITY,
        Kind::Building => super::form::BUILDING,
        Kind::Parcel => super::form::PARCEL,
        Kind::Lot => super::form::LOT,
        Kind::Link => super::form::LINK,
        _ => &[],
    }
}

/// The kinds of record that have a form.
pub const EDITABLE: [Kind; 5] = [Kind::Facility, Kind::Building, Kind::Parcel, Kind::Lot, Kind::Link];
