//! Sentences that an import says of a row and an audit of a record.

use super::Rule;
use crate::text::Message;

pub(super) fn shared_position(count: u64) -> Message {
    Message::new(
        format!("同じ座標に{count}件あります。街区程度の位置とします。"),
        format!("{count} items have the same coordinates; the position counts as block level"),
    )
}

pub(super) fn duplicate_name(name: &str, count: u64) -> Message {
    Message::new(
        format!("「{name}」という名称が{count}件あります。"),
        format!("{count} records are called {name:?}"),
    )
}

pub(super) fn unmapped_municipality(text: &str) -> (Rule, Message) {
    let message = Message::new(
        format!("「{text}」は区・市町村の一覧にありません。元の文字だけを残します。"),
        format!("{text:?} is no known ward or municipality; only the text is kept"),
    );
    (Rule::UnmappedMunicipality, message)
}

pub(super) fn unmapped_bureau(text: &str) -> (Rule, Message) {
    let message = Message::new(
        format!("「{text}」の局・区は所管の一覧にありません。元の文字だけを残します。"),
        format!("the bureau of {text:?} is not in the list of bureaus; only the text is kept"),
    );
    (Rule::UnmappedBureau, message)
}
