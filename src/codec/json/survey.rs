//! How a JSON file is laid out: where its items are, and whether they are features.

use std::io::Read;

use serde_json::Value;

use super::scanner::Scanner;
use crate::codec::limits::Limits;
use crate::codec::{ReadCode, ReadError};

/// Where the items of a file are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Layout {
    /// The file is one array.
    Array,
    /// The file is an object, and the items are in its member of this name.
    Member(String),
    /// One object after the other.
    Lines,
    /// The file is one item.
    Single,
}

#[derive(Debug, PartialEq)]
pub(super) struct Survey {
    pub(super) layout: Layout,
    /// The items are GeoJSON features or geometries.
    pub(super) geojson: bool,
    pub(super) crs: Option<Value>,
    /// Members that could be the list of items.
    pub(super) tables: Vec<String>,
    /// Text sequence with record separators or line ends; decides the format's name.
    pub(super) name: Option<String>,
}

/// Goes once through the outermost level of the file.
pub(super) fn survey(source: impl Read, limits: Limits, table: Option<&str>) -> Result<Survey, ReadError> {
    let mut scanner = Scanner::new(source, limits)?;
    match scanner.peek()? {
        Some(b'[') => Ok(Survey {
            layout: Layout::Array,
            geojson: false,
            crs: None,
            tables: Vec::new(),
            name: None,
        }),
        Some(b'{') => {
            let outline = Outline::read(&mut scanner)?;
            let lines = scanner.is_sequence || scanner.peek()? == Some(b'{');
            outline.decide(lines, table)
        }
        None => Err(ReadError::empty()),
        Some(_) => Err(ReadError::new(
            ReadCode::Malformed,
            scanner.place(),
            "JSON ではありません。配列かオブジェクトで始まる必要があります。",
            "This is not JSON: it must begin with an array or an object.",
        )),
    }
}

/// The members of the first object.
#[derive(Default)]
struct Outline {
    kind: Option<String>,
    name: Option<String>,
    crs: Option<Value>,
    lists: Vec<String>,
    has_coordinates: bool,
}

/// Members that are looked into are short; longer ones are passed over.
const SHORT_BYTES: usize = 64 * 1024;

impl Outline {
    fn read<R: Read>(scanner: &mut Scanner<R>) -> Result<Self, ReadError> {
        let mut outline = Self::default();
        let mut text = Vec::new();
        scanner.expect(b'{')?;
        if scanner.peek()? == Some(b'}') {
            scanner.expect(b'}')?;
            return Ok(outline);
        }
        loop {
            let place = scanner.place();
            scanner.value(&mut text)?;
            let member: String =
                serde_json::from_slice(&text).map_err(|error| ReadError::malformed(place.clone(), error))?;
            scanner.expect(b':')?;
            let list = scanner.peek()? == Some(b'[');
            match member.as_str() {
                "type" | "name" | "crs" if !list => {
                    scanner.value(&mut text)?;
                    if text.len() <= SHORT_BYTES {
                        let value =
                            serde_json::from_slice(&text).map_err(|error| ReadError::malformed(place, error))?;
                        outline.keep(&member, value);
                    }
                }
                _ => {
                    scanner.skip()?;
                    outline.has_coordinates |= member == "coordinates" || member == "geometries";
                    if list {
                        outline.lists.push(member);
                    }
                }
            }
            if !scanner.another(b'}')? {
                return Ok(outline);
            }
        }
    }

    fn keep(&mut self, member: &str, value: Value) {
        match (member, value) {
            ("type", Value::String(kind)) => self.kind = Some(kind),
            ("name", Value::String(name)) => self.name = Some(name),
            ("crs", value) => self.crs = Some(value),
            _ => {}
        }
    }

    fn decide(mut self, lines: bool, table: Option<&str>) -> Result<Survey, ReadError> {
        let collection =
            self.kind.as_deref() == Some("FeatureCollection") && self.lists.iter().any(|name| name == "features");
        let feature = self.kind.as_deref() == Some("Feature");
        let geometry = self.kind.is_some() && self.has_coordinates;
        let (layout, geojson) = if lines {
            (Layout::Lines, feature || geometry)
        } else if collection {
            (Layout::Member("features".to_owned()), true)
        } else if feature || geometry {
            (Layout::Single, true)
        } else {
            let layout = match (table, self.lists.as_slice()) {
                (Some(wanted), lists) if lists.iter().any(|name| name == wanted) => Layout::Member(wanted.to_owned()),
                (Some(wanted), [_, ..]) => {
                    return Err(ReadError::table_not_found(wanted, &self.lists));
                }
                (_, []) => Layout::Single,
                (None, [only]) => Layout::Member(only.clone()),
                (None, lists) => return Err(ReadError::ambiguous_table(lists)),
            };
            (layout, false)
        };
        if geojson || lines {
            self.lists.clear();
        }
        Ok(Survey {
            layout,
            geojson,
            crs: self.crs,
            tables: self.lists,
            name: self.name.filter(|_| collection),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(text: &str) -> Result<Survey, ReadError> {
        survey(text.as_bytes(), Limits::default(), None)
    }

    #[test]
    fn the_layout_is_seen_whatever_the_order_of_members() {
        let collection = r#"{"features":[{}],"crs":null,"type":"FeatureCollection"}"#;
        assert_eq!(look(collection).unwrap().layout, Layout::Member("features".into()));
        assert!(look(collection).unwrap().geojson);
        assert_eq!(look("[{}]").unwrap().layout, Layout::Array);
        assert_eq!(look("{\"a\":1}\n{\"a\":2}").unwrap().layout, Layout::Lines);
        assert_eq!(
            look(r#"{"count":1,"items":[{}]}"#).unwrap().layout,
            Layout::Member("items".into())
        );
        assert!(look(r#"{"type":"Point","coordinates":[1,2]}"#).unwrap().geojson);
    }

    #[test]
    fn several_lists_have_to_be_chosen_from() {
        let error = look(r#"{"a":[{}],"b":[{}]}"#).unwrap_err();
        assert_eq!(error.code(), ReadCode::AmbiguousTable);
        assert!(error.message().en.contains("a、b"));
    }
}
