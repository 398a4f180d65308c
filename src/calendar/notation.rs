//! The spelling of a date, before anyone asks whether such a day exists: 昭53.3, S53/3/1, 1978年度, 19780301.

use jiff::civil::Time;
use unicode_normalization::UnicodeNormalization;

use super::era::Era;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Notation {
    pub era: Option<Era>,
    pub year: i16,
    pub part: Part,
}

/// How far below the year the text goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Year,
    FiscalYear,
    Month(i8),
    Day(i8, i8),
}

/// One spelling for all widths, cases, dashes and spaces, without the midnight that spreadsheets add to a date.
pub(super) fn fold(text: &str) -> Option<String> {
    let folded: String = text
        .nfkc()
        .flat_map(char::to_uppercase)
        .map(|c| {
            if matches!(c, '‐' | '‑' | '‒' | '–' | '—' | '−' | 'ー') {
                '-'
            } else {
                c
            }
        })
        .collect();
    without_time(folded.trim()).and_then(without_spaces)
}

/// An instant of another zone may lie on another day in Japan, so only Japanese time and UTC midnight (a day that
/// a program wrote as an instant) are taken.
fn without_time(text: &str) -> Option<&str> {
    let Some(colon) = text.find(':') else { return Some(text) };
    let (day, rest) = text.split_at(text[..colon].rfind([' ', 'T'])?);
    let rest = &rest[1..];
    let (clock, zone) = rest.split_at(rest.find(['Z', '+', '-']).unwrap_or(rest.len()));
    let time: Time = if clock.find(':') == Some(1) {
        format!("0{clock}").parse()
    } else {
        clock.parse()
    }
    .ok()?;
    let here = match zone {
        "" | "+09:00" | "+0900" | "+09" => true,
        "Z" | "+00:00" | "+0000" | "+00" => time == Time::midnight(),
        _ => false,
    };
    here.then_some(day)
}

/// Registers pad with spaces (昭和 5年 3月); a space between two digits could join two numbers and is refused.
fn without_spaces(text: &str) -> Option<String> {
    let mut joined = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if joined.ends_with(|c: char| c.is_ascii_digit()) && word.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        joined.push_str(word);
    }
    Some(joined)
}

/// Reads a folded text to its end; None when it is no date.
pub(super) fn read(folded: &str) -> Option<Notation> {
    let mut rest = Rest(folded);
    let fiscal = rest.take("FY");
    let era = if fiscal || rest.take("西暦") {
        None
    } else {
        rest.era()
    };
    if era.is_none()
        && !fiscal
        && let Some(compact) = rest.compact()
    {
        return Some(compact);
    }
    let year = match era {
        Some(_) if rest.take("元") => 1,
        // The range of years ends in 令和182年.
        Some(_) => rest.number(3)?,
        None => rest.number(4)?,
    };
    let part = rest.part(fiscal)?;
    rest.0.is_empty().then_some(Notation { era, year, part })
}

/// What is not read yet.
struct Rest<'a>(&'a str);

impl Rest<'_> {
    fn take(&mut self, prefix: &str) -> bool {
        let stripped = self.0.strip_prefix(prefix);
        self.0 = stripped.unwrap_or(self.0);
        stripped.is_some()
    }

    fn separator(&mut self) -> bool {
        [".", "/", "-", "・"].into_iter().any(|sign| self.take(sign))
    }

    fn era(&mut self) -> Option<Era> {
        let era = Era::ALL
            .into_iter()
            .find(|era| era.signs().into_iter().any(|sign| self.take(sign)))?;
        // S.53.3.1
        self.take(".");
        Some(era)
    }

    fn number(&mut self, most_digits: usize) -> Option<i16> {
        let end = self.0.find(|c: char| !c.is_ascii_digit()).unwrap_or(self.0.len());
        if end > most_digits {
            return None;
        }
        let number = self.0[..end].parse().ok()?;
        self.0 = &self.0[end..];
        Some(number)
    }

    fn small(&mut self) -> Option<i8> {
        self.number(2).and_then(|number| i8::try_from(number).ok())
    }

    fn part(&mut self, fiscal: bool) -> Option<Part> {
        if self.take("年度") || fiscal {
            return Some(Part::FiscalYear);
        }
        let year_sign = self.take("年");
        if self.0.is_empty() {
            return Some(Part::Year);
        }
        if !year_sign && !self.separator() {
            return None;
        }
        let month = self.small()?;
        let month_sign = self.take("月");
        if self.0.is_empty() {
            return Some(Part::Month(month));
        }
        if !month_sign && !self.separator() {
            return None;
        }
        let day = self.small()?;
        self.take("日");
        Some(Part::Day(month, day))
    }

    /// 19780301
    fn compact(&self) -> Option<Notation> {
        let all_digits = self.0.len() == 8 && self.0.bytes().all(|byte| byte.is_ascii_digit());
        let number: u32 = all_digits.then(|| self.0.parse().ok())??;
        let part = Part::Day(i8::try_from(number / 100 % 100).ok()?, i8::try_from(number % 100).ok()?);
        Some(Notation {
            era: None,
            year: i16::try_from(number / 10_000).ok()?,
            part,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_raw(text: &str) -> Option<Notation> {
        fold(text).and_then(|folded| read(&folded))
    }

    #[test]
    fn one_day_has_many_spellings() {
        let expected = Some(Notation {
            era: Some(Era::Showa),
            year: 53,
            part: Part::Day(3, 1),
        });
        for text in [
            "昭53.3.1",
            "S53/3/1",
            "s53-3-1",
            "S.53.3.1",
            "昭和５３年３月１日",
            "昭和 53年 3月 1日",
            "㍼53．3．1",
            "Ｓ５３－０３－０１",
        ] {
            assert_eq!(read_raw(text), expected, "{text}");
        }
    }

    #[test]
    fn a_time_of_day_is_dropped_only_where_it_cannot_move_the_day() {
        let expected = Some(Notation {
            era: None,
            year: 1978,
            part: Part::Day(3, 1),
        });
        for time in ["T00:00:00", " 0:00", " 00:00:00.000", "T00:00:00Z", "T15:30:00+09:00"] {
            assert_eq!(read_raw(&format!("1978-03-01{time}")), expected, "{time}");
        }
        for time in ["T15:00:00Z", "T00:00:00-05:00", "T99:00", " :", ":"] {
            assert_eq!(read_raw(&format!("1978-03-01{time}")), None, "{time}");
        }
    }

    #[test]
    fn a_space_never_joins_two_numbers() {
        assert_eq!(read_raw("S5 3.1"), None);
        assert_eq!(read_raw("1978 0301"), None);
    }

    #[test]
    fn a_text_that_goes_on_after_the_date_is_no_date() {
        for text in [
            "昭和53年頃",
            "1978-03-01から",
            "1978-03-01-02",
            "1978-",
            "S53.",
            "R1000",
            "197803",
            "元年",
            "FY",
            "2020年度4月",
        ] {
            assert_eq!(read_raw(text), None, "{text}");
        }
    }
}
