//! Whether a given place may be believed, and how far: what a record's shape and position become.

use std::sync::Arc;

use super::Rule;
use super::context::Context;
use super::map::MappedRow;
use super::position::Place;
use crate::geometry::Shape;
use crate::record::{Address, Position, PositionAccuracy};
use crate::text::Message;

/// What becomes of a record's place.
#[derive(Clone, Debug)]
pub(super) enum Sited {
    /// The file does not speak of places: the record keeps its own.
    Untouched,
    /// A kind whose shape is the source's own word, or follows from the record.
    Own(Option<Arc<Shape>>),
    /// The file gives none: the record keeps its own, or has none.
    Missing {
        position: Position,
    },
    At {
        shape: Arc<Shape>,
        position: Position,
    },
    /// The file gives a place that must not be shown; the coordinates stay in the notes.
    Withheld {
        position: Position,
        given: String,
    },
}

/// What is known of a record when its place is judged.
pub(super) struct Subject<'a> {
    pub address: &'a Address,
    /// Absent where nothing says whether it lies in the city.
    pub in_city: Option<bool>,
    /// What the source said of the position, in its own words.
    pub accuracy_said: Option<&'a str>,
}

/// Judges the place of a row. The findings go into the row.
pub(super) fn site(row: &mut MappedRow, place: Place, subject: &Subject, context: &Context) -> Sited {
    let at = |accuracy| Position {
        accuracy,
        note: subject
            .accuracy_said
            .filter(|said| *said != accuracy.key())
            .map(str::to_owned),
        ..Position::new(context.profile.position.method, accuracy)
    };
    if subject.in_city == Some(false) {
        report_outside(row, subject.address);
    }
    if subject.address.masked {
        report_masked(row, subject.address);
    }
    let (shape, given) = match place {
        Place::NotSaid => return Sited::Untouched,
        Place::Missing => {
            report_missing(row);
            return Sited::Missing {
                position: at(PositionAccuracy::None),
            };
        }
        Place::At { shape, text } => (shape, text),
    };
    let coarse = at(coarse_accuracy(subject.address, context));
    let contradicted = match subject.in_city {
        Some(false) => report_contradiction(row, &shape, &given, subject.address, context),
        _ => {
            report_outside_ward(row, &shape, &given, subject.address, context);
            false
        }
    };
    if contradicted || subject.address.masked {
        return Sited::Withheld {
            position: coarse,
            given,
        };
    }
    Sited::At {
        shape: Arc::new(shape),
        position: at(said_accuracy(subject, context)),
    }
}

/// As coarse as the address: the ward, the municipality, or nothing.
fn coarse_accuracy(address: &Address, context: &Context) -> PositionAccuracy {
    match address.municipality {
        Some(code) if context.places.is_ward(code) => PositionAccuracy::Ward,
        Some(_) => PositionAccuracy::Municipality,
        None => PositionAccuracy::None,
    }
}

/// The accuracy in the source's words (街区番号), or what the profile says of the layout.
fn said_accuracy(subject: &Subject, context: &Context) -> PositionAccuracy {
    const ACCURACIES: [PositionAccuracy; 6] = [
        PositionAccuracy::Exact,
        PositionAccuracy::Block,
        PositionAccuracy::Town,
        PositionAccuracy::Ward,
        PositionAccuracy::Municipality,
        PositionAccuracy::None,
    ];
    let key = subject
        .accuracy_said
        .and_then(|text| context.codes.key_of("position_accuracies", text));
    let said = key.and_then(|key| ACCURACIES.into_iter().find(|accuracy| accuracy.key() == key.as_str()));
    said.unwrap_or(context.profile.position.accuracy)
}

/// The field that says in which municipality the record lies.
fn stating(row: &MappedRow) -> &'static str {
    let fields = ["municipality", "municipality_code", "address"];
    fields
        .into_iter()
        .find(|field| row.source_text(field).is_some())
        .unwrap_or("address")
}

fn place_name(address: &Address) -> &str {
    address
        .municipality_text
        .as_deref()
        .or(address.text.as_deref())
        .unwrap_or("市外")
}

fn report_outside(row: &mut MappedRow, address: &Address) {
    let name = place_name(address);
    let message = Message::new(
        format!("市外（{name}）にあります。"),
        format!("it lies outside the city ({name})"),
    );
    row.find(Rule::OutsideCity, stating(row), message);
}

fn report_masked(row: &mut MappedRow, address: &Address) {
    let text = address.text.as_deref().unwrap_or_default();
    let message = Message::new(
        format!("住所「{text}」が伏せられているため、点では示さず、区・市町村までの位置とします。"),
        format!(
            "the address {text:?} is masked; the place is known to the ward or municipality only and never drawn as a point"
        ),
    );
    row.find(Rule::MaskedAddress, "address", message);
}

fn report_missing(row: &mut MappedRow) {
    // What is wrong with the coordinates has been said already.
    let said = [
        Rule::CoordinatesUnusable,
        Rule::UnreadableGeometry,
        Rule::InvalidGeometry,
    ];
    if row.findings.iter().any(|finding| said.contains(&finding.rule)) {
        return;
    }
    let message = Message::new(
        "位置がありません。地図には出ません。",
        "there is no position; the record is not on the map",
    );
    row.find(Rule::MissingPosition, "latitude", message);
}

/// A record outside the city whose point lies inside it: the point is wrong, wherever it came from.
fn report_contradiction(row: &mut MappedRow, shape: &Shape, given: &str, address: &Address, context: &Context) -> bool {
    let (lon, lat) = shape.centre();
    let Some(ward) = context.boundaries.find(lon, lat, None) else {
        return false;
    };
    let (name, ward, source) = (place_name(address), &ward.name, context.boundaries.source());
    let message = Message::new(
        format!("{name}の物件ですが、座標 {given} は{ward}の中にあります（境界: {source}）。位置を示しません。"),
        format!("it belongs to {name}, but {given} lies inside {ward} (boundary: {source}); the position is not shown"),
    );
    row.find(Rule::PositionContradictsMunicipality, stating(row), message);
    true
}

fn report_outside_ward(row: &mut MappedRow, shape: &Shape, given: &str, address: &Address, context: &Context) {
    let Some(stated) = address.municipality else { return };
    // Without the stated ward's own outline nothing can be said.
    if context.boundaries.is_empty() || (context.places.is_ward(stated) && !context.boundaries.has(stated)) {
        return;
    }
    let (lon, lat) = shape.centre();
    let name = context
        .places
        .name_of(stated)
        .unwrap_or_else(|| place_name(address))
        .to_owned();
    let source = context.boundaries.source();
    match context.boundaries.find(lon, lat, Some(stated)) {
        Some(ward) if ward.code == stated || !context.places.is_ward(stated) => {}
        Some(ward) => {
            let other = &ward.name;
            let message = Message::new(
                format!("{name}の記載ですが、座標 {given} は{other}にあります（境界: {source}）。"),
                format!("it is stated to lie in {name}, but {given} lies in {other} (boundary: {source})"),
            );
            row.find(Rule::OutsideWard, stating(row), message);
        }
        None => {
            let message = Message::new(
                format!("{name}の記載ですが、座標 {given} は市のどの区の中にもありません（境界: {source}）。"),
                format!("it is stated to lie in {name}, but {given} lies in no ward of the city (boundary: {source})"),
            );
            row.find(Rule::OutsideMunicipality, stating(row), message);
        }
    }
}

/// Runs of marks that hide a part of an address.
pub(super) fn is_masked(address: &str) -> bool {
    let mut run = 0;
    address.chars().any(|ch| {
        run = if matches!(ch, '×' | '✕' | '＊' | '*' | '○' | '◯' | '●' | '■' | '□') {
            run + 1
        } else {
            0
        };
        run >= 2
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_of_marks_hides_an_address_and_a_single_one_does_not() {
        for address in ["大阪市北区××××××××", "西区＊＊", "○○町"] {
            assert!(is_masked(address), "{address}");
        }
        for address in ["大阪市北区梅田1-2", "3×4", "", "二〇〇番地"] {
            assert!(!is_masked(address), "{address}");
        }
    }
}
