//! A JSON merge patch (RFC 7396) over the fields of a form. Strict: a field that no form has is refused by its pointer.

use serde_json::{Map, Value};

use super::field::{Field, Input, fields_of};
use super::path::{is_group, object_of, put, value_at};
use super::rules::{violations, violations_among};
use super::value::{self, Codes};
use crate::history::{Body, State};
use crate::record::{EntityId, Kind, Violation};
use crate::snapshot::Snapshot;
use crate::text::Message;

/// What a person wants in some fields of a record. Each value is one that the field takes; null empties it.
#[derive(Clone, Debug)]
pub struct Patch {
    kind: Kind,
    fields: Vec<(&'static Field, Value)>,
}

/// Why somebody changes something, in his own words; may be empty where nothing weighty changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reason(String);

impl Reason {
    const MOST: usize = 1_000;

    pub fn new(text: &str) -> Result<Self, Violation> {
        let text = text.trim();
        if text.chars().count() > Self::MOST {
            let message = Message::new(
                format!("理由は{}文字以内で入力してください。", Self::MOST),
                format!("Give the reason in at most {} characters.", Self::MOST),
            );
            return Err(Violation::at("/reason", message));
        }
        Ok(Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Refuses an empty one.
    pub fn required(self) -> Result<Self, Violation> {
        if self.0.is_empty() {
            let message = Message::new(
                "この変更には理由が要ります。履歴に残ります。",
                "This change needs a reason; the history keeps it.",
            );
            return Err(Violation::at("/reason", message));
        }
        Ok(self)
    }
}

impl Patch {
    /// Reads a patch for a kind of record; reports every fault at once.
    pub fn read(kind: Kind, patch: &Value, codes: &dyn Codes) -> Result<Self, Vec<Violation>> {
        let mut read = Self {
            kind,
            fields: Vec::new(),
        };
        let mut faults = Vec::new();
        match patch {
            Value::Object(members) => read.take("", members, codes, &mut faults),
            _ => faults.push(Violation::at("", not_an_object())),
        }
        if faults.is_empty() { Ok(read) } else { Err(faults) }
    }

    fn take(&mut self, prefix: &str, members: &Map<String, Value>, codes: &dyn Codes, faults: &mut Vec<Violation>) {
        for (key, value) in members {
            let path = format!("{prefix}{key}");
            let pointer = || {
                let key = key.replace('~', "~0").replace('/', "~1");
                let parents = prefix.replace('.', "/");
                format!("/{parents}{key}")
            };
            // A key with a dot in it is no way into a group.
            let field = fields_of(self.kind)
                .iter()
                .find(|field| field.path == path && !key.contains('.'));
            match (field, value) {
                (Some(field), _) => match value::read(field, self.kind, value, codes) {
                    Ok(Value::Null) if field.required => faults.push(Violation::at(pointer(), required())),
                    Ok(value) => self.fields.push((field, value)),
                    Err(message) => faults.push(Violation::at(pointer(), message)),
                },
                (None, Value::Object(inner)) if is_group(self.kind, &path) => {
                    self.take(&format!("{path}."), inner, codes, faults);
                }
                (None, _) if is_group(self.kind, &path) => faults.push(Violation::at(pointer(), not_an_object())),
                (None, _) => {
                    let shown: String = key.chars().take(60).collect();
                    let message = Message::new(
                        format!("「{shown}」という項目は編集できません。"),
                        format!("There is no field {shown:?} that can be edited."),
                    );
                    faults.push(Violation::at(pointer(), message));
                }
            }
        }
    }

    pub fn kind(&self) -> Kind {
        self.kind
    }

    pub fn fields(&self) -> impl Iterator<Item = &'static Field> {
        self.fields.iter().map(|(field, _)| *field)
    }

    fn given(&self, path: &str) -> Option<&Value> {
        self.fields
            .iter()
            .find(|(field, _)| field.path == path)
            .map(|(_, value)| value)
    }

    /// The state that the patch makes of another, or of nothing. Rules that were broken before in fields that the patch
    /// leaves alone are not held against it.
    pub(super) fn apply(
        &self,
        before: Option<&State>,
        own: Option<EntityId>,
        snapshot: &Snapshot,
    ) -> Result<State, Vec<Violation>> {
        let old = before.map_or_else(|| Value::Object(Map::new()), object_of);
        let mut faults = Vec::new();
        let mut new = old.as_object().cloned().unwrap_or_default();
        if before.is_none() {
            self.begin(&mut new, &mut faults);
        }
        for (field, value) in &self.fields {
            put(&mut new, field.path, value.clone());
        }
        self.follow_up(&old, &mut new, snapshot, &mut faults);
        if !faults.is_empty() {
            return Err(faults);
        }
        let state = to_state(self.kind, new).map_err(|message| vec![Violation::at("", message)])?;
        let mut broken = violations(&state.body);
        if broken.is_empty() {
            broken = violations_among(&state.body, own, snapshot);
        }
        if let Some(before) = before {
            let known = violations(&before.body);
            let touched: Vec<String> = self.fields().map(Field::pointer).collect();
            broken.retain(|found| touched.contains(&found.pointer) || !known.contains(found));
        }
        if broken.is_empty() { Ok(state) } else { Err(broken) }
    }

    /// A new record has what its form requires; what every record has and no form asks is filled in.
    fn begin(&self, new: &mut Map<String, Value>, faults: &mut Vec<Violation>) {
        if self.kind == Kind::Parcel {
            new.insert("in_city".into(), true.into());
        }
        let absent = fields_of(self.kind)
            .iter()
            .filter(|field| field.required && self.given(field.path).is_none() && !new.contains_key(field.path));
        faults.extend(absent.map(|field| Violation::at(field.pointer(), required())));
    }

    /// What a change of one field means for others.
    fn follow_up(&self, old: &Value, new: &mut Map<String, Value>, snapshot: &Snapshot, faults: &mut Vec<Violation>) {
        self.follow_shape(old, new, faults);
        // The name of the old ward would contradict the new code.
        if let Some(code) = self.given("address.municipality")
            && self.given("address.municipality_text").is_none()
            && code != value_at(old, "address.municipality")
        {
            let ward = code.as_str().and_then(|code| snapshot.wards.by_key(code));
            let name = ward.map_or(Value::Null, |ward| ward.body.name.clone().into());
            put(new, "address.municipality_text", name);
        }
        // The text that a value was read from says nothing about a value that somebody wrote over it.
        if let Some(Value::Object(original)) = new.get_mut("notes").and_then(|notes| notes.get_mut("original")) {
            let changed = self
                .fields
                .iter()
                .filter(|(field, value)| value != value_at(old, field.path));
            for (field, _) in changed {
                let name = field.path.rsplit('.').next().unwrap_or(field.path);
                original.remove(field.path);
                original.remove(name);
            }
        }
    }

    /// A place is worth what is known about it: a shape comes with how it was obtained, and leaves with it.
    fn follow_shape(&self, old: &Value, new: &mut Map<String, Value>, faults: &mut Vec<Violation>) {
        let mut refuse = |ja: &str, en: &str| faults.push(Violation::at("/position", Message::new(ja, en)));
        let changes_shape = self.given("shape").is_some_and(|shape| shape != value_at(old, "shape"));
        let position = self.given("position");
        if changes_shape && new.get("shape").is_none() && position.is_none() {
            new.remove("position");
            return;
        }
        if changes_shape && position.is_none_or(Value::is_null) && new.contains_key("shape") {
            refuse(
                "図形を変えるときは、位置の求め方と精度も選んでください。",
                "Where the shape changes, say how the position was obtained and how accurate it is.",
            );
        }
        let Some(position) = position else { return };
        let is_drawn = matches!(position["accuracy"].as_str(), Some("exact" | "block" | "town"));
        if is_drawn && !new.contains_key("shape") {
            refuse(
                "点も面もありません。地図で位置を示すか、精度に「区まで」「なし」などを選んでください。",
                "There is no point or polygon: place it on the map, or choose an accuracy such as ward or none.",
            );
        }
        let is_invented = |position: &Value| position["method"] == "invented";
        if is_invented(position) && (changes_shape || !is_invented(value_at(old, "position"))) {
            refuse(
                "「架空」はデモのデータにだけ付きます。別の求め方を選んでください。",
                "Only the demo's generator invents positions. Choose another method.",
            );
        }
    }
}

/// The typed record of a JSON object with its shape among its fields.
pub(super) fn to_state(kind: Kind, mut object: Map<String, Value>) -> Result<State, Message> {
    let unreadable = |error: serde_json::Error| {
        Message::new(
            format!("この内容では記録になりません（{error}）。"),
            format!("This makes no record: {error}."),
        )
    };
    let shape = object.remove("shape").filter(|shape| !shape.is_null());
    let shape = shape.map(serde_json::from_value).transpose().map_err(unreadable)?;
    let text = serde_json::to_vec(&object).expect("a JSON object has a text");
    Ok(State {
        body: Body::read(kind, &text).map_err(unreadable)?,
        shape: shape.map(std::sync::Arc::new),
    })
}

fn required() -> Message {
    Message::new("必須です。空にはできません。", "This is required and cannot be empty.")
}

fn not_an_object() -> Message {
    Message::new(
        "項目を並べたオブジェクト（JSON）で指定してください。",
        "Give a JSON object of fields.",
    )
}

impl Patch {
    /// Whether a change must say why.
    pub fn needs_reason(&self) -> bool {
        self.fields().any(|field| field.needs_reason)
    }

    /// Whether the patch draws or clears a shape.
    pub fn draws(&self) -> bool {
        self.fields().any(|field| field.input == Input::Shape)
    }
}
