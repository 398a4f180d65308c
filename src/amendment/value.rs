//! What a person wrote into one field, read as that field is written. A value that comes out is one that the record's
//! type takes.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use super::field::{Field, Input};
use super::shape::read_shape;
use crate::calendar::{EraDate, FiscalYear};
use crate::land::ParcelNumber;
use crate::record::{
    AmountError, AreaM2, EntityId, Kind, MissingReason, MunicipalityCode, PositionAccuracy, PositionMethod, Share, Yen,
};
use crate::register::LinkRole;
use crate::text::{Message, parse_number};

/// The code lists that values are checked against.
pub trait Codes {
    /// Whether a list has the key; facility classes are asked as `major.minor`.
    fn has(&self, list: &str, key: &str) -> bool;
    /// Whether a list has a code with the official name.
    fn has_name(&self, list: &str, name: &str) -> bool;
}

/// A text beyond this is no value of any field.
const MOST_WORDS: usize = 20;
const MOST_CODES: usize = 20;

/// The value as the record's JSON text has it; null for none. `kind` is that of the record.
pub(super) fn read(field: &Field, kind: Kind, value: &Value, codes: &dyn Codes) -> Result<Value, Message> {
    if value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty()) {
        return Ok(Value::Null);
    }
    if field.says_why_missing
        && let Some(reason) = value.get("missing")
    {
        return missing(value, reason);
    }
    match field.input {
        Input::Line(most) => line(value, most).map(Value::from),
        Input::Lines(most) => lines(value, most).map(Value::from),
        Input::Words => words(value),
        Input::Url => url(value),
        Input::ParcelNumber => {
            let text = line(value, 40)?;
            ParcelNumber::parse(&text).map_err(|_| {
                Message::new(
                    format!("「{text}」は番号ではありません。4‐1 のように、数字か、数字と枝番を入力してください。"),
                    format!("{text:?} is no parcel number. Write a number, or a number and a branch, as in 4-1."),
                )
            })?;
            Ok(text.into())
        }
        Input::Code(list) => code(list, value, codes),
        Input::Policy => {
            let key = text(value)?;
            if crate::land::Policy::from_key(key).is_none() {
                return Err(unknown_code("land_policies", key));
            }
            Ok(key.into())
        }
        Input::Codes(list) => {
            let keys = array(value, MOST_CODES)?;
            let read = keys.iter().map(|key| code(list, key, codes));
            Ok(Value::Array(read.collect::<Result<_, _>>()?))
        }
        Input::CodeName(list) => {
            let name = text(value)?;
            if codes.has_name(list, name) {
                Ok(name.into())
            } else {
                Err(unknown_code(list, name))
            }
        }
        Input::CodeDigit(list) => {
            let number = value.as_u64().filter(|number| codes.has(list, &format!("c{number}")));
            number
                .map(Value::from)
                .ok_or_else(|| unknown_code(list, &value.to_string()))
        }
        Input::FacilityClass => code("facility_classes", value, codes),
        Input::Municipality => {
            let text = line(value, 40)?;
            let code: MunicipalityCode = text.parse().map_err(|_| {
                Message::new(
                    format!("「{text}」は市区町村コードではありません。検査数字を含む6桁を入力してください。"),
                    format!("{text:?} is no municipality code: six digits with the check digit."),
                )
            })?;
            Ok(code.to_string().into())
        }
        Input::Date => date(value),
        Input::FiscalYear => fiscal_year(value),
        Input::Area => Ok(area(value)?.to_string().into()),
        Input::Yen => Ok(yen(value)?.0.into()),
        Input::Integer { least, most } => integer(value, least, most),
        Input::Share => share(value),
        Input::YesNo => value
            .as_bool()
            .map(Value::from)
            .ok_or_else(|| Message::new("true か false を指定してください。", "Give true or false.")),
        Input::Decision => decision(value),
        Input::Position => position(value),
        Input::Reference => {
            let text = line(value, 40)?;
            let id: EntityId = text.parse().map_err(|_| {
                Message::new(
                    format!("「{text}」は番号ではありません。F000123 のように入力してください。"),
                    format!("{text:?} is no id. Write it as F000123."),
                )
            })?;
            Ok(id.to_string().into())
        }
        Input::LinkRole => {
            let key = text(value)?;
            let role = LinkRole::from_key(key);
            role.map(|role| role.key().into()).ok_or_else(|| {
                let keys = LinkRole::ALL.map(LinkRole::key).join(", ");
                Message::new(
                    format!("「{key}」という関係はありません。{keys} のどれかを選んでください。"),
                    format!("There is no role {key:?}. Choose one of {keys}."),
                )
            })
        }
        Input::Shape => {
            read_shape(kind, value).map(|shape| serde_json::to_value(&shape).expect("a shape is a GeoJSON geometry"))
        }
    }
}

fn text(value: &Value) -> Result<&str, Message> {
    value.as_str().map(str::trim).ok_or_else(|| {
        Message::new(
            "文字で指定してください（JSONの文字列）。",
            "Give a text (a JSON string).",
        )
    })
}

/// Spaces around a text mean nothing; line breaks and invisible control characters do not belong in one line.
fn line(value: &Value, most: usize) -> Result<String, Message> {
    let text = text(value)?;
    if text.chars().any(char::is_control) {
        return Err(Message::new(
            "改行などの制御文字は使えません。1行で入力してください。",
            "Line breaks and control characters cannot be used here. Write one line.",
        ));
    }
    bounded(text, most)
}

fn lines(value: &Value, most: usize) -> Result<String, Message> {
    let text = text(value)?.replace("\r\n", "\n");
    if text.chars().any(|ch| ch.is_control() && ch != '\n' && ch != '\t') {
        return Err(Message::new(
            "改行とタブのほかの制御文字は使えません。",
            "No control characters but line breaks and tabs can be used here.",
        ));
    }
    bounded(&text, most)
}

fn bounded(text: &str, most: usize) -> Result<String, Message> {
    let length = text.chars().count();
    if length > most {
        return Err(Message::new(
            format!("{length}文字あります。{most}文字以内で入力してください。"),
            format!("This has {length} characters. Write at most {most}."),
        ));
    }
    Ok(text.to_owned())
}

fn array(value: &Value, most: usize) -> Result<&[Value], Message> {
    let items = value
        .as_array()
        .ok_or_else(|| Message::new("一覧で指定してください（JSONの配列）。", "Give a list (a JSON array)."))?;
    if items.len() > most {
        return Err(Message::new(
            format!("{most}個までです。"),
            format!("At most {most} are taken."),
        ));
    }
    Ok(items)
}

fn words(value: &Value) -> Result<Value, Message> {
    let words = array(value, MOST_WORDS)?.iter().map(|word| line(word, 100));
    let words: Vec<String> = words.collect::<Result<_, _>>()?;
    Ok(words
        .into_iter()
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .into())
}

fn url(value: &Value) -> Result<Value, Message> {
    let text = line(value, 2_000)?;
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    // Nothing but a web address may become a link on a page: `javascript:` would run there.
    match rest {
        Some(rest) if !rest.is_empty() && !text.contains(char::is_whitespace) => Ok(text.into()),
        _ => Err(Message::new(
            format!("「{text}」はURLではありません。https:// から始めて入力してください。"),
            format!("{text:?} is no web address. Begin with https://."),
        )),
    }
}

fn code(list: &'static str, value: &Value, codes: &dyn Codes) -> Result<Value, Message> {
    let key = text(value)?;
    if codes.has(list, key) {
        Ok(key.into())
    } else {
        Err(unknown_code(list, key))
    }
}

fn unknown_code(list: &str, key: &str) -> Message {
    let shown: String = key.chars().take(60).collect();
    Message::new(
        format!("「{shown}」はコード表 {list} にありません。一覧は /api/vocabularies/{list} にあります。"),
        format!("{shown:?} is not in the code list {list}. /api/vocabularies/{list} has the codes."),
    )
}

fn missing(value: &Value, reason: &Value) -> Result<Value, Message> {
    let known = reason
        .as_str()
        .and_then(|key| MissingReason::ALL.into_iter().find(|reason| reason.key() == key));
    match known {
        Some(reason) if value.as_object().is_some_and(|object| object.len() == 1) => {
            Ok(json!({ "missing": reason.key() }))
        }
        _ => {
            let keys = MissingReason::ALL.map(MissingReason::key).join(", ");
            Err(Message::new(
                format!("値がない理由は {keys} のどれかを指定してください。"),
                format!("The reason for a missing value is one of {keys}."),
            ))
        }
    }
}

fn date(value: &Value) -> Result<Value, Message> {
    let read = match value {
        Value::String(_) => EraDate::parse(&line(value, 100)?),
        // As the record itself has it: the text of the source beside what it means.
        Value::Object(_) => {
            return serde_json::from_value::<EraDate>(value.clone())
                .map(|date| serde_json::to_value(date).expect("a date is a text"))
                .map_err(|error| Message::new(error.to_string(), error.to_string()));
        }
        _ => EraDate::parse(&value.to_string()),
    };
    let date = read.map_err(|error| Message::new(error.ja(), error.en()))?;
    Ok(serde_json::to_value(date).expect("a date is a text"))
}

fn fiscal_year(value: &Value) -> Result<Value, Message> {
    let shown = figures(value)?;
    shown
        .parse::<FiscalYear>()
        .map(|year| year.number().into())
        .map_err(|_| {
            Message::new(
                format!("「{shown}」は年度として読めません。2020、令和2年度のように入力してください。"),
                format!("{shown:?} is no fiscal year. Write it as 2020 or 令和2年度."),
            )
        })
}

/// A JSON number, or a text of figures.
fn figures(value: &Value) -> Result<String, Message> {
    match value {
        Value::Number(number) => Ok(number.to_string()),
        _ => line(value, 100),
    }
}

/// A number as people write it: full-width figures and thousands commas are understood.
fn number(value: &Value) -> Result<Decimal, Message> {
    parse_number(&figures(value)?).map_err(|error| error.message())
}

fn area(value: &Value) -> Result<AreaM2, Message> {
    AreaM2::new(number(value)?).map_err(|error| {
        let (ja, en) = match error {
            AmountError::Negative(_) => ("面積は0以上で入力してください。", "An area is not negative."),
            AmountError::TooFine(_) => (
                "面積は小数点以下2桁までで入力してください。",
                "An area has at most two decimals.",
            ),
            _ => (
                "面積が大きすぎます。単位は㎡です。",
                "This area is too large; the unit is ㎡.",
            ),
        };
        Message::new(ja, en)
    })
}

fn yen(value: &Value) -> Result<Yen, Message> {
    Yen::new(number(value)?).map_err(|_| {
        Message::new(
            "金額は円単位の整数で入力してください。",
            "Write the amount in whole yen.",
        )
    })
}

fn integer(value: &Value, least: u16, most: u16) -> Result<Value, Message> {
    let number = number(value)?;
    let fits = number.fract().is_zero() && (Decimal::from(least)..=Decimal::from(most)).contains(&number);
    let whole = u16::try_from(number).ok().filter(|_| fits);
    whole.map(Value::from).ok_or_else(|| {
        Message::new(
            format!("{least}から{most}までの整数を入力してください。"),
            format!("Write a whole number from {least} to {most}."),
        )
    })
}

fn share(value: &Value) -> Result<Value, Message> {
    let number = f64::try_from(number(value)?).ok().and_then(Share::new);
    number.map(|share| share.as_f64().into()).ok_or_else(|| {
        Message::new(
            "割合は0から1までの数で入力してください（35％は0.35）。",
            "A share is a number from 0 to 1 (35 % is 0.35).",
        )
    })
}

/// The members of an object, none other than the named ones.
fn object<'v>(value: &'v Value, members: &[&str]) -> Result<&'v Map<String, Value>, Message> {
    let fault = || {
        Message::new(
            format!("{} を持つオブジェクトで指定してください。", members.join("、")),
            format!("Give an object with {}.", members.join(", ")),
        )
    };
    let object = value.as_object().ok_or_else(fault)?;
    if object.keys().any(|key| !members.contains(&key.as_str())) {
        return Err(fault());
    }
    Ok(object)
}

fn decision(value: &Value) -> Result<Value, Message> {
    let given = object(value, &["value", "on", "reason"])?;
    let decided = given.get("value").and_then(Value::as_bool);
    let on = given
        .get("on")
        .and_then(Value::as_str)
        .and_then(|text| text.trim().parse::<Date>().ok());
    let reason = line(given.get("reason").unwrap_or(&Value::Null), 1_000).unwrap_or_default();
    match (decided, on) {
        (Some(decided), Some(on)) if !reason.is_empty() => {
            Ok(json!({ "value": decided, "on": on.to_string(), "reason": reason }))
        }
        _ => Err(Message::new(
            "判断には、はい・いいえの別と、判断した日（2026-04-01 の形）と、理由が要ります。",
            "A decision needs its answer, the day on which it was made (as 2026-04-01) and its reason.",
        )),
    }
}

fn position(value: &Value) -> Result<Value, Message> {
    let given = object(value, &["method", "accuracy", "note"])?;
    let key = |name: &str| given.get(name).and_then(Value::as_str).unwrap_or_default();
    let accuracy = PositionAccuracy::from_key(key("accuracy"));
    let method = PositionMethod::OF_PEOPLE
        .into_iter()
        .chain([PositionMethod::Invented])
        .find(|method| method.key() == key("method"));
    let (Some(method), Some(accuracy)) = (method, accuracy) else {
        return Err(Message::new(
            "位置には、求め方（method）と精度（accuracy）が要ります。コード表 position_methods と position_accuracies から選んでください。",
            "A position needs its method and its accuracy, out of the code lists position_methods and position_accuracies.",
        ));
    };
    let mut read = json!({ "method": method.key(), "accuracy": accuracy.key() });
    if let Some(note) = given.get("note").filter(|note| !note.is_null()) {
        let note = line(note, 1_000)?;
        if !note.is_empty() {
            read["note"] = note.into();
        }
    }
    Ok(read)
}
