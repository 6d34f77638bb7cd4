//! Dates as pages write them, as ISO 8601: the day, and the moment where a time stands beside
//! it.
//!
//! ```text
//! 2031-03-03T09:12:00+0100         2031-03-03   2031-03-03T09:12:00+01:00
//! Mon, 3 Mar 2031 09:12 GMT        2031-03-03   2031-03-03T09:12:00Z
//! March 3, 2031                    2031-03-03
//! 03/04/2031                       (nobody knows which is the month)
//! ```
//!
//! Days are those of the place where the page was written; nothing is moved to another time
//! zone.

use crate::calendar;

/// A day, and a time of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    year: u32,
    month: u32,
    day: u32,
    clock: Option<Clock>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Clock {
    hour: u32,
    minute: u32,
    second: u32,
    zone: Zone,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Zone {
    Unknown,
    Utc,
    /// Minutes east of Greenwich.
    East(u32),
    West(u32),
}

impl Stamp {
    /// Reads a date; `None` when it is not plain which day it names.
    pub(crate) fn read(written: &str) -> Option<Self> {
        let text = written.trim();
        if text.len() > 60 || !text.is_ascii() {
            return None;
        }
        let (year, month, day, rest) = numeric(text).or_else(|| compact(text)).or_else(|| named(text))?;
        let valid = (1600..2200).contains(&year)
            && (1..=12).contains(&month)
            && (1..=days_in(year, month)).contains(&day);
        valid.then(|| Self { year, month, day, clock: Clock::read(rest) })
    }

    /// `2031-03-03`.
    pub(crate) fn day(&self) -> String {
        format!("{}-{:02}-{:02}", self.year, self.month, self.day)
    }

    /// `2031-03-03T09:12:00+01:00`; without a zone where none is given.
    pub(crate) fn time(&self) -> Option<String> {
        let Clock { hour, minute, second, zone } = self.clock?;
        let zone = match zone {
            Zone::Unknown => String::new(),
            Zone::Utc => "Z".to_owned(),
            Zone::East(minutes) => format!("+{:02}:{:02}", minutes / 60, minutes % 60),
            Zone::West(minutes) => format!("-{:02}:{:02}", minutes / 60, minutes % 60),
        };
        Some(format!("{}T{hour:02}:{minute:02}:{second:02}{zone}", self.day()))
    }
}

type Parts<'t> = (u32, u32, u32, &'t str);

/// `2031-03-03`, `2031/3/3`, `23.03.2031`, and what follows.
fn numeric(text: &str) -> Option<Parts<'_>> {
    let (first, rest) = number(text)?;
    let mark = rest.chars().next().filter(|c| matches!(c, '-' | '/' | '.'))?;
    let (second, rest) = number(rest.strip_prefix(mark)?)?;
    let (third, rest) = number(rest.strip_prefix(mark)?)?;
    if rest.starts_with(|c: char| c.is_ascii_alphabetic() && c != 'T') {
        return None;
    }
    if first >= 1000 {
        return Some((first, second, third, rest));
    }
    // Of two numbers the month is the one that can be.
    match (first, second) {
        _ if third < 1000 => None,
        (13.., ..=12) => Some((third, second, first, rest)),
        (..=12, 13..) => Some((third, first, second, rest)),
        (a, b) if a == b => Some((third, a, b, rest)),
        _ => None,
    }
}

/// `20310303`, `20310303T091200Z`.
fn compact(text: &str) -> Option<Parts<'_>> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (date, rest) = text.split_at(digits);
    if digits != 8 || !(rest.is_empty() || rest.starts_with(['T', ' '])) {
        return None;
    }
    Some((date[..4].parse().ok()?, date[4..6].parse().ok()?, date[6..].parse().ok()?, rest))
}

/// `Mon, 3 Mar 2031`, `March 3rd, 2031`: the words before the time.
fn named(text: &str) -> Option<Parts<'_>> {
    let (mut month, mut day, mut year, mut end) = (None, None, None, 0);
    for piece in text.split_inclusive([' ', ',', '-']) {
        let word = piece.trim_end_matches([' ', ',', '-']);
        end += piece.len();
        let digits = word.bytes().take_while(u8::is_ascii_digit).count();
        let (figure, suffix) = word.split_at(digits);
        match (digits, figure.parse::<u32>()) {
            (4, Ok(n)) if suffix.is_empty() && year.is_none() => year = Some(n),
            (1 | 2, Ok(n)) if matches!(suffix, "" | "st" | "nd" | "rd" | "th") && day.is_none() => {
                day = Some(n)
            }
            (0, _) if month.is_none() => {
                month = calendar::month(&word.trim_end_matches('.').to_ascii_lowercase())
            }
            _ => {}
        }
        if year.is_some() && month.is_some() && day.is_some() {
            break;
        }
    }
    Some((year?, month?, day?, text.get(end..)?))
}

fn days_in(year: u32, month: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl Clock {
    /// The time in what follows a date: `T09:12:00.000Z`, ` 9:12 pm`, ` at 09:12 GMT`.
    fn read(rest: &str) -> Option<Self> {
        let at = rest.find(|c: char| c.is_ascii_digit())?;
        let before = rest[..at].trim_matches([' ', ',', '-', '|']);
        if !matches!(before, "" | "T" | "t" | "at") {
            return None;
        }
        let (hour, minute, second, rest) = clock(&rest[at..])?;
        let rest = rest.trim_start();
        let lower = rest.get(..2).unwrap_or_default().to_ascii_lowercase();
        let (hour, rest) = match (&*lower, hour) {
            ("am", 12) => (0, &rest[2..]),
            ("am", _) | ("pm", 12) => (hour, &rest[2..]),
            ("pm", 1..=11) => (hour + 12, &rest[2..]),
            _ => (hour, rest),
        };
        let valid = hour < 24 && minute < 60 && second < 60;
        valid.then(|| Self { hour, minute, second, zone: Zone::read(rest.trim()) })
    }
}

/// `09:12`, `09:12:00`, `09:12:00.123`, `091200`.
fn clock(text: &str) -> Option<Parts<'_>> {
    if let Some((digits, rest)) =
        text.split_at_checked(6).filter(|(d, _)| d.bytes().all(|b| b.is_ascii_digit()))
    {
        return Some((
            digits[..2].parse().ok()?,
            digits[2..4].parse().ok()?,
            digits[4..].parse().ok()?,
            rest,
        ));
    }
    let (hour, rest) = number(text)?;
    let (minute, rest) = number(rest.strip_prefix(':')?)?;
    let Some((second, rest)) = rest.strip_prefix(':').and_then(number) else {
        return Some((hour, minute, 0, rest));
    };
    let fraction = rest.strip_prefix('.').map(|r| r.trim_start_matches(|c: char| c.is_ascii_digit()));
    Some((hour, minute, second, fraction.unwrap_or(rest)))
}

impl Zone {
    /// `Z`, `GMT`, `+01:00`, `-0500`, `+01`. Names such as `EST` mean several zones.
    fn read(text: &str) -> Self {
        if ["z", "gmt", "utc"].iter().any(|z| text.eq_ignore_ascii_case(z)) {
            return Self::Utc;
        }
        let Some(sign) = text.chars().next().filter(|c| matches!(c, '+' | '-')) else { return Self::Unknown };
        let digits: String = text[1..].chars().take(6).filter(char::is_ascii_digit).collect();
        let minutes = match digits.len() {
            2 => digits.parse().map(|h: u32| h * 60),
            4 => digits.parse().map(|n: u32| n / 100 * 60 + n % 100),
            _ => return Self::Unknown,
        };
        match (sign, minutes) {
            (_, Ok(0)) => Self::Utc,
            ('+', Ok(minutes @ ..=840)) => Self::East(minutes),
            ('-', Ok(minutes @ ..=840)) => Self::West(minutes),
            _ => Self::Unknown,
        }
    }
}

/// The number at the start of `text`, and the rest.
fn number(text: &str) -> Option<(u32, &str)> {
    let len = text.bytes().take_while(u8::is_ascii_digit).count();
    (1..=4).contains(&len).then(|| text.split_at(len)).and_then(|(n, rest)| Some((n.parse().ok()?, rest)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(written: &str, day: &str, time: Option<&str>) {
        let stamp = Stamp::read(written).unwrap_or_else(|| panic!("{written} is a date"));
        assert_eq!((stamp.day().as_str(), stamp.time().as_deref()), (day, time), "{written}");
    }

    #[test]
    fn moments() {
        let nine = Some("2031-03-03T09:12:00Z");
        for written in [
            "2031-03-03T09:12:00Z",
            "2031-03-03T09:12Z",
            "2031-03-03 09:12:00 +0000",
            "2031-03-03T09:12:00.000+00:00",
            "20310303T091200Z",
            "Mon, 3 Mar 2031 09:12:00 GMT",
            "March 3, 2031 at 9:12 am UTC",
            "2031/03/03 09:12 GMT",
        ] {
            check(written, "2031-03-03", nine);
        }
        check("2031-03-03T21:12:30-0530", "2031-03-03", Some("2031-03-03T21:12:30-05:30"));
        check("2031-03-03 9:12 PM", "2031-03-03", Some("2031-03-03T21:12:00"));
        check("3 March 2031, 12:05 am EST", "2031-03-03", Some("2031-03-03T00:05:00"));
    }

    #[test]
    fn days() {
        for written in [
            "2031-03-03",
            "20310303",
            "March 3rd, 2031",
            "Monday 3 Mar. 2031",
            "3-Mar-2031",
            "2031.3.3",
            "03/03/2031",
        ] {
            check(written, "2031-03-03", None);
        }
        check("23/03/2031", "2031-03-23", None);
        check("Sept. 7, 2031", "2031-09-07", None);
        check("2032-02-29", "2032-02-29", None);
    }

    #[test]
    fn not_plain() {
        for written in [
            "03/04/2031",
            "2031",
            "March 2031",
            "2031-02-29",
            "2031-13-01",
            "PT5M",
            "09:12",
            "",
            "3 hours ago",
            "0001-01-01",
        ] {
            assert_eq!(Stamp::read(written), None, "{written}");
        }
    }

    proptest! {
        #[test]
        fn never_panics_and_reads_itself(written in "[0-9TZ:/. +a-zé-]{0,40}") {
            if let Some(stamp) = Stamp::read(&written) {
                prop_assert_eq!(Stamp::read(&stamp.day()).map(|s| s.day()), Some(stamp.day()));
                if let Some(time) = stamp.time() {
                    prop_assert_eq!(Stamp::read(&time), Some(stamp));
                }
            }
        }
    }
}
