//! Texts that say that there is no value.

use crate::import::profile::Reading;
use crate::record::MissingReason;

/// The official words for a missing value: whoever writes one has answered, and nothing needs to be guessed.
pub(super) fn official(reading: &Reading, text: &str) -> Option<MissingReason> {
    use Reading as R;
    if !matches!(reading, R::Number | R::Count | R::Area | R::Yen | R::ThousandYen) {
        return None;
    }
    match text {
        "未調査" => Some(MissingReason::Unsurveyed),
        "該当なし" => Some(MissingReason::NotApplicable),
        "秘匿" => Some(MissingReason::Withheld),
        "算定不能" => Some(MissingReason::NotComputable),
        "単位不一致" => Some(MissingReason::UnitMismatch),
        _ => None,
    }
}

/// Why the text is no value, where it is one of the marks that registers use.
pub(super) fn reason(reading: &Reading, text: &str) -> Option<MissingReason> {
    use Reading as R;
    let dated = matches!(reading, R::Date | R::Year | R::FiscalYear | R::FiscalYearDate);
    let counted = matches!(reading, R::Number | R::Count | R::Area | R::Yen | R::ThousandYen);
    if matches!(reading, R::Attribute | R::Ignore) {
        return None;
    }
    if text
        .chars()
        .all(|ch| matches!(ch, '－' | '-' | '‐' | '―' | '−' | 'ー' | '—'))
    {
        return Some(MissingReason::Unsurveyed);
    }
    if (dated || counted) && text.chars().all(|ch| matches!(ch, '*' | '＊' | '×' | 'X' | 'x' | 'Ｘ')) {
        return Some(MissingReason::Withheld);
    }
    match text {
        // 国土数値情報 writes 9999 and −99 for "unknown"; a count of 9999 may be true, a count of −99 may not.
        "9999" | "９９９９" | "99999999" if dated => Some(MissingReason::Unsurveyed),
        "-99" | "−99" | "－99" | "-999" | "-9999" if dated || counted => Some(MissingReason::Unsurveyed),
        // 有: there is one, the register does not say which.
        "有" | "不明" | "未詳" | "未定" | "未調査" | "無回答" if dated || counted => {
            Some(MissingReason::Unsurveyed)
        }
        "該当なし" | "対象外" | "無" if dated || counted => Some(MissingReason::NotApplicable),
        "秘匿" | "非公表" | "非公開" if dated || counted => Some(MissingReason::Withheld),
        "算定不能" | "算出不能" if counted => Some(MissingReason::NotComputable),
        "日没" | "日の出" | "日没まで" | "終日" | "24時間" | "24時間利用可能" if *reading == R::Time => {
            Some(MissingReason::NotApplicable)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_mark_has_its_reason_where_it_is_one() {
        for (reading, text, expected) in [
            (Reading::Year, "－", Some(MissingReason::Unsurveyed)),
            (Reading::Year, "9999", Some(MissingReason::Unsurveyed)),
            (Reading::Count, "9999", None),
            (Reading::Count, "-99", Some(MissingReason::Unsurveyed)),
            (Reading::FiscalYearDate, "有", Some(MissingReason::Unsurveyed)),
            (Reading::Area, "***", Some(MissingReason::Withheld)),
            (Reading::Yen, "該当なし", Some(MissingReason::NotApplicable)),
            (Reading::Time, "日没", Some(MissingReason::NotApplicable)),
            (Reading::Text, "有", None),
            (Reading::Text, "－", Some(MissingReason::Unsurveyed)),
        ] {
            assert_eq!(reason(&reading, text), expected, "{reading:?} {text}");
        }
    }
}
