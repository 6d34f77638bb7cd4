//! Date lines: a line that is nothing but a date, such as `Monday, March 14, 2022`, `Updated
//! 3 hours ago`, `14/03/2022 09:12 GMT`.

use crate::calendar;

/// Most words of a date line.
const LONGEST: usize = 16;

/// Whether a folded line is a date and nothing else.
pub(crate) fn is_date_line(folded: &str) -> bool {
    let (mut month, mut number, mut weekday, mut ago, mut words, mut strange) =
        (false, false, false, false, 0, false);
    for word in folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        words += 1;
        if words > LONGEST || strange {
            return false;
        }
        match class(word) {
            Some(Class::Month) => month = true,
            Some(Class::Number) => number = true,
            Some(Class::Weekday) => weekday = true,
            Some(Class::Ago) => ago = true,
            Some(Class::Filler) => {}
            // A time zone that the table lacks.
            None if month && number && word.len() <= 4 => strange = true,
            None => return false,
        }
    }
    number && (month || weekday || ago) || numeric_date(folded)
}

enum Class {
    Month,
    Weekday,
    Number,
    Ago,
    Filler,
}

fn class(word: &str) -> Option<Class> {
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        let rest = word.trim_start_matches(|c: char| c.is_ascii_digit());
        let suffix = matches!(
            rest,
            "" | "st" | "nd" | "rd" | "th" | "am" | "pm" | "h" | "hrs" | "z" | "t" | "min" | "m" | "d"
        );
        return (suffix && word.len() <= 6 || word.contains('t')).then_some(Class::Number);
    }
    Some(match word {
        month if calendar::month(month).is_some() => Class::Month,
        "mon" | "monday" | "tue" | "tues" | "tuesday" | "wed" | "wednesday" | "thu" | "thur" | "thurs"
        | "thursday" | "fri" | "friday" | "sat" | "saturday" | "sun" | "sunday" | "today" | "yesterday" => {
            Class::Weekday
        }
        "ago" => Class::Ago,
        "published" | "updated" | "posted" | "modified" | "created" | "last" | "first" | "date" | "on"
        | "at" | "am" | "pm" | "a" | "p" | "m" | "et" | "est" | "edt" | "gmt" | "utc" | "bst" | "ist"
        | "pst" | "pdt" | "cst" | "pkt" | "aest" | "aedt" | "cet" | "ct" | "pt" | "hour" | "hours" | "hr"
        | "hrs" | "minute" | "minutes" | "min" | "mins" | "day" | "days" | "week" | "weeks" | "month"
        | "months" | "year" | "years" | "time" | "the" | "of" | "read" | "local" | "eastern" | "publish"
        | "issue" | "issued" | "print" | "edition" | "an" => Class::Filler,
        _ => return None,
    })
}

/// `14/03/2022`, `2022-03-14 09:12`, `03.14.22`.
fn numeric_date(folded: &str) -> bool {
    let mut parts = folded.split(['/', '-', '.']);
    let (Some(a), Some(b), Some(c)) = (parts.next(), parts.next(), parts.next()) else { return false };
    let number = |s: &str| !s.is_empty() && s.len() <= 4 && s.bytes().all(|b| b.is_ascii_digit());
    let a = a.rsplit([' ', ':']).next().unwrap_or_default();
    let c = c.split([' ', 't', ',', ':']).next().unwrap_or_default();
    let year = a.len() == 4 || c.len() == 4 || c.len() == 2 && a.len() <= 2;
    folded.len() <= 40 && number(a) && number(b) && number(c) && year && b.len() <= 2
}

/// The day that a folded date line names, as `2022-02-22`; `None` when it is not plain which.
/// The day stands beside the month: the other numbers are a time's.
pub(crate) fn iso(folded: &str) -> Option<String> {
    let words: Vec<&str> =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).take(LONGEST).collect();
    let (at, month) = words.iter().enumerate().find_map(|(at, w)| Some((at, calendar::month(w)?)))?;
    let number = |at: Option<usize>| {
        words.get(at?)?.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse::<u32>().ok()
    };
    let is_year = |n: &u32| (1900..2100).contains(n);
    let is_day = |n: &u32| (1..=31).contains(n);
    let year = (0..words.len()).filter_map(|at| number(Some(at))).find(is_year)?;
    let before = number(at.checked_sub(1)).filter(is_day);
    let after = number(Some(at + 1)).filter(is_day);
    let year_follows = number(Some(at + 2)).is_some_and(|n| is_year(&n));
    let day = if year_follows { after.or(before) } else { before.or(after) }?;
    Some(format!("{year}-{month:02}-{day:02}"))
}

/// Whether a folded line is bare counters: `0`, `1,703`, `2.4k`, `0 · 12`.
pub(crate) fn is_counter(folded: &str) -> bool {
    let digits = folded.bytes().filter(u8::is_ascii_digit).count();
    let other = folded.chars().any(|c| {
        !(c.is_ascii_digit() || matches!(c, ' ' | ',' | '.' | 'k' | 'm' | '+' | '·' | '|' | '(' | ')'))
    });
    digits > 0 && digits <= 8 && folded.len() <= 16 && !other
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates() {
        for line in [
            "monday, march 14, 2022",
            "feb. 22, 2022",
            "published 3 hours ago",
            "updated: 14 march 2022, 09:12 gmt",
            "jun 3, 2024 - 14:05 wat",
            "14/03/2022",
            "2022-03-14 09:12",
            "posted on april 2nd, 2021 at 8:15 pm",
            "sept. 7",
            "2022-03-14t09:12:33z",
        ] {
            assert!(is_date_line(line), "{line}");
        }
        for line in
            ["march of the bridges", "may 2 people", "2022", "", "monday", "chapter 3", "the 14 of us"]
        {
            assert!(!is_date_line(line), "{line}");
        }
    }

    #[test]
    fn days() {
        assert_eq!(iso("feb. 22, 2022").as_deref(), Some("2022-02-22"));
        assert_eq!(iso("monday, 4th november 2024 at 7:52 am").as_deref(), Some("2024-11-04"));
        assert_eq!(iso("published 11:36 a.m. et nov. 19, 2019").as_deref(), Some("2019-11-19"));
        assert_eq!(iso("published 11:06 nov. 19, 2019").as_deref(), Some("2019-11-19"));
        assert_eq!(iso("14 march 09:12 2022").as_deref(), Some("2022-03-14"));
        assert_eq!(iso("3 hours ago"), None);
        assert_eq!(iso("14/03/2022"), None);
    }

    #[test]
    fn counters() {
        assert!(["0", "1703", "1,703", "2.4k", "0 · 12"].into_iter().all(is_counter));
        assert!(["", "12 men", "1234567890", "$5"].into_iter().all(|s| !is_counter(s)));
    }
}
