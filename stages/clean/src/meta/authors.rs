//! Who is credited: from `By Ana Tanaka, Jo Berg and Li Wei in Oslo` to three names.
//!
//! A line is split at `and`, `&`, `with`, `;` and commas; from each part goes what precedes the
//! name (`By`, `Dr`) and what follows it (`in Oslo`, `for The Courier`, `reported from …`, a
//! date, an address). What is left is a person when it is shaped like a name and no word says
//! otherwise (`Desk`, `Reporter`, `Press`). In a line of the text, commas part names only if
//! everything between them could be one: `By Ana Tanaka, New Delhi` has one author.

use crate::calendar;

/// Longer texts are no credits, in bytes.
const LONGEST: usize = 300;
/// Longest name, in words.
const LONGEST_NAME: usize = 6;
/// Names of one page.
const MOST_NAMES: usize = 32;

/// Where a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// In the metadata, as a value that should be names.
    List,
    /// In a line for readers.
    Line,
}

/// The names of some texts, in their order, none twice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Credits {
    pub(crate) people: Vec<String>,
    /// Desks, agencies, names of one word.
    pub(crate) desks: Vec<String>,
}

/// What stands before a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Joint {
    Comma,
    And,
}

/// What stands between two joints, without what stands around a name there.
#[derive(Clone, Copy, Debug)]
struct Part<'t> {
    joint: Joint,
    name: &'t str,
}

impl Credits {
    /// Adds the names of `text`.
    pub(crate) fn read(&mut self, text: &str, style: Style) {
        if text.len() > LONGEST {
            return;
        }
        let Some((text, opened)) = after_opener(text.trim()) else { return };
        let parts = parts(text);
        let last_and = parts.iter().rposition(|p| p.joint == Joint::And).unwrap_or(0);
        let commas_part_names = style == Style::List || parts.iter().all(|p| is_person(p.name));
        for (at, Part { joint, name }) in parts.iter().copied().enumerate() {
            let listed = joint == Joint::And || at < last_and || commas_part_names;
            let says_so = style == Style::List
                || at == 0
                    && (opened || name.split(' ').any(|w| is_no_person(w) && !w.eq_ignore_ascii_case("the")));
            if matches!(name, "Jr" | "Jr." | "Sr" | "Sr.") {
                self.people.last_mut().into_iter().for_each(|last| *last = format!("{last} {name}"));
            } else if listed && is_person(name) {
                add(&mut self.people, name);
            } else if says_so && is_desk(name) {
                add(&mut self.desks, name);
            }
        }
    }

    /// The site is a desk, however much its name looks like a person's.
    pub(crate) fn move_site(&mut self, site: Option<&str>) {
        let is_site = |name: &String| site.is_some_and(|s| alike(s, name));
        if let Some(at) = self.people.iter().position(is_site) {
            let name = self.people.remove(at);
            add(&mut self.desks, &name);
        }
    }
}

fn add(names: &mut Vec<String>, name: &str) {
    if names.len() < MOST_NAMES && !names.iter().any(|n| alike(n, name)) {
        names.push(name.to_owned());
    }
}

fn alike(a: &str, b: &str) -> bool {
    a == b || a.to_lowercase() == b.to_lowercase()
}

/// Words before `by` in what opens a byline.
const OPENERS: &[&str] = &[
    "a",
    "an",
    "analysis",
    "article",
    "column",
    "commentary",
    "essay",
    "guest",
    "interview",
    "news",
    "opinion",
    "post",
    "posted",
    "report",
    "reported",
    "reporting",
    "review",
    "story",
    "text",
    "the",
    "words",
    "written",
];

/// What is credited by name, but not for the words.
const PICTURES: &[&str] =
    &["edited", "illustration", "illustrations", "photo", "photographs", "photos", "pictures", "video"];

/// The text without `By`, `Written by:`, `Author:`, and whether it had some of these; `None`
/// when the line credits something else, as in `Photos by Ana Tanaka`.
fn after_opener(text: &str) -> Option<(&str, bool)> {
    let mut at = 0;
    for word in text.split_inclusive([' ', '\u{a0}']).take(4) {
        let bare = word.trim_end().trim_end_matches([',', '|']);
        if PICTURES.iter().any(|p| bare.trim_end_matches(':').eq_ignore_ascii_case(p)) {
            return None;
        }
        at += word.len();
        if bare.eq_ignore_ascii_case("by") || bare.ends_with(':') {
            return Some((text[at..].trim(), true));
        }
        if let Some((label, _)) = bare.split_once(':') {
            return Some((text[at - word.len() + label.len() + 1..].trim(), true));
        }
        if !OPENERS.iter().any(|o| bare.eq_ignore_ascii_case(o)) {
            break;
        }
    }
    Some((text, false))
}

/// The names between the joints of a text. What a comma parts from the tail of a name belongs
/// to the tail: `in Oslo, Norway`.
fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut in_tail = false;
    for (joint, piece) in pieces(text) {
        in_tail &= joint == Joint::Comma;
        if in_tail {
            continue;
        }
        let name = name(piece);
        in_tail = !piece.ends_with(name);
        if !name.is_empty() {
            parts.push(Part { joint, name });
        }
    }
    parts
}

/// Splits at commas and `and`; what stands after a bar, a dash or a line break is no name.
fn pieces(text: &str) -> Vec<(Joint, &str)> {
    let end = text.find(['|', '•', '·', '—', '\n', '\t', '\r']).unwrap_or(text.len());
    let end = [" – ", " - ", "/"].iter().filter_map(|m| text[..end].find(m)).min().unwrap_or(end);
    let text = &text[..end];
    let mut pieces = Vec::new();
    let (mut joint, mut start, mut at) = (Joint::And, 0, 0);
    for word in text.split_inclusive([' ', ',', ';']) {
        let (from, bare) = (at, word.trim_end());
        at += word.len();
        let and = ["and", "&", "with"].iter().any(|w| bare.eq_ignore_ascii_case(w));
        let (until, next) = match bare.chars().next_back() {
            _ if and => (from, Joint::And),
            Some(',') => (at, Joint::Comma),
            Some(';') => (at, Joint::And),
            _ => continue,
        };
        let piece = text[start..until].trim_matches([' ', ',', ';']);
        if !piece.is_empty() {
            pieces.push((joint, piece));
            joint = next;
        } else if next == Joint::And {
            joint = next;
        }
        start = at;
    }
    pieces.push((joint, text[start..].trim()));
    pieces
}

/// Words that a name ends before; in small letters, unless the line has only capitals.
const STOPS: &[&str] = &[
    "at",
    "contributed",
    "contributing",
    "for",
    "from",
    "has",
    "in",
    "is",
    "on",
    "reported",
    "reporting",
    "reports",
    "special",
    "was",
    "writes",
];

/// Words that a name ends before in letters of any case: roles and agencies that follow a name
/// without a comma, and words of dates, as months are. Names such as `April` may still come first.
const STOPS_AFTER_NAMES: &[&str] = &[
    "associated",
    "chief",
    "columnist",
    "correspondent",
    "last",
    "modified",
    "posted",
    "published",
    "reporter",
    "reuters",
    "senior",
    "special",
    "updated",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

const HONORIFICS: &[&str] = &["dr", "mr", "mrs", "ms", "miss", "prof", "professor"];

/// The name that a piece begins with.
fn name(piece: &str) -> &str {
    let shouted = !piece.contains(char::is_lowercase);
    let (mut start, mut at, mut words, mut small) = (0, 0, 0, false);
    for word in piece.split_inclusive(' ') {
        let bare = word.trim_end();
        let plain = bare.trim_end_matches('.');
        let is = |list: &[&str]| list.iter().any(|s| plain.eq_ignore_ascii_case(s));
        let stop = is(STOPS) && (shouted || bare.starts_with(char::is_lowercase))
            || words >= 2
                && (is(STOPS_AFTER_NAMES) || calendar::month(&plain.to_ascii_lowercase()).is_some());
        let strange = bare.contains(['@', '(', '[', '#']) || bare.starts_with(|c: char| c.is_ascii_digit());
        // `Ana Tanaka BBC News`
        let outlet = words >= 2 && small && is_acronym(bare);
        if stop || strange || outlet {
            break;
        }
        at += word.len();
        if words == 0 && is(HONORIFICS) && at < piece.len() {
            start = at;
            continue;
        }
        words += 1;
        small |= bare.contains(char::is_lowercase);
        if plain.len() < bare.len() && plain.len() > 3 {
            return piece[start..at].trim_end().trim_end_matches('.'); // a sentence ends
        }
    }
    piece[start..at.max(start)].trim().trim_end_matches([':', '-', '*', ',']).trim_end()
}

fn is_acronym(word: &str) -> bool {
    word.len() >= 2 && word.chars().all(char::is_uppercase)
}

/// Words of desks, outlets and roles.
const NO_PERSON: &[&str] = &[
    "admin",
    "agencies",
    "agency",
    "analyst",
    "associated",
    "author",
    "board",
    "bureau",
    "chief",
    "columnist",
    "contributor",
    "contributors",
    "correspondent",
    "correspondents",
    "courier",
    "daily",
    "desk",
    "department",
    "digital",
    "director",
    "editor",
    "editorial",
    "editors",
    "express",
    "foundation",
    "gazette",
    "guest",
    "herald",
    "institute",
    "journal",
    "journalist",
    "magazine",
    "media",
    "monitor",
    "network",
    "news",
    "newsroom",
    "online",
    "our",
    "post",
    "press",
    "producer",
    "professor",
    "radio",
    "report",
    "reporter",
    "reporters",
    "reuters",
    "senior",
    "service",
    "staff",
    "standard",
    "team",
    "telegraph",
    "the",
    "times",
    "tribune",
    "tv",
    "university",
    "web",
    "weekly",
    "wire",
    "writer",
    "writers",
    "adviser",
    "advisor",
    "fellow",
    "managing",
    "deputy",
    "assistant",
    "associate",
    "com",
];

/// First words of places that look like names.
const PLACES: &[&str] = &[
    "abu",
    "addis",
    "buenos",
    "cape",
    "east",
    "eastern",
    "hong",
    "kuala",
    "los",
    "mexico",
    "new",
    "north",
    "northern",
    "port",
    "rio",
    "saint",
    "san",
    "santa",
    "sao",
    "saudi",
    "south",
    "southern",
    "sri",
    "tel",
    "united",
    "washington",
    "west",
    "western",
];

/// Small words inside names.
const PARTICLES: &[&str] = &[
    "al", "bin", "da", "das", "de", "del", "den", "der", "di", "do", "dos", "du", "e", "el", "ibn", "la",
    "le", "ul", "ur", "van", "von", "y", "zu",
];

fn is_person(name: &str) -> bool {
    let words: Vec<&str> = name.split(' ').collect();
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return false };
    (2..=LONGEST_NAME).contains(&words.len())
        && words.iter().all(|w| is_name_word(w))
        && !PLACES.iter().any(|p| first.eq_ignore_ascii_case(p))
        && !PARTICLES.contains(last)
}

fn is_name_word(word: &str) -> bool {
    let bare = word.trim_end_matches('.');
    let lettered = bare.chars().all(|c| {
        c.is_alphabetic() || is_mark(c) || matches!(c, '\'' | '’' | '-' | '‐' | '.' | '"' | '“' | '”')
    });
    let opens = bare.trim_start_matches(['"', '“']).chars().next();
    // Many scripts have no capitals.
    let capital = opens.is_some_and(|c| c.is_uppercase() || c.is_alphabetic() && !c.is_lowercase());
    let particle = PARTICLES.contains(&bare)
        || bare.starts_with("al-")
        || bare.starts_with("d’")
        || bare.starts_with("d'");
    lettered && (capital || particle) && !is_no_person(bare)
}

fn is_no_person(word: &str) -> bool {
    NO_PERSON.iter().any(|n| word.eq_ignore_ascii_case(n))
}

/// Combining marks, and the joiners of Persian and Indic scripts.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}' | '\u{200c}' | '\u{200d}')
}

/// Something that could be credited, but is no person's name.
fn is_desk(name: &str) -> bool {
    let words = name.split(' ').count();
    let lower = name.to_ascii_lowercase();
    let account = lower.starts_with("admin") || lower.ends_with("admin"); // of the software
    !account
        && name.chars().filter(|c| c.is_alphabetic()).count() >= 2
        && words <= LONGEST_NAME
        && name
            .split(' ')
            .all(|w| w.len() <= 3 || !w.starts_with(char::is_lowercase) || words == 1 || is_no_person(w))
        && !PLACES
            .iter()
            .any(|p| words > 1 && name.split(' ').next().is_some_and(|f| f.eq_ignore_ascii_case(p)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(style: Style, text: &str, people: &[&str], desks: &[&str]) {
        let mut credits = Credits::default();
        credits.read(text, style);
        assert_eq!((credits.people, credits.desks), (owned(people), owned(desks)), "{text}");
    }

    fn owned(names: &[&str]) -> Vec<String> {
        names.iter().map(|n| (*n).to_owned()).collect()
    }

    #[test]
    fn lines() {
        for (text, people) in [
            ("By Ana Tanaka", &["Ana Tanaka"][..]),
            ("BY ANA TANAKA AND JO BERG", &["ANA TANAKA", "JO BERG"]),
            ("By Ana Tanaka, Jo Berg and Li Wei in Oslo", &["Ana Tanaka", "Jo Berg", "Li Wei"]),
            ("By Ana Tanaka, Jo Berg, and Li Wei", &["Ana Tanaka", "Jo Berg", "Li Wei"]),
            ("By Ana Tanaka, Jo Berg", &["Ana Tanaka", "Jo Berg"]),
            ("By Ana Tanaka, Northern Desk", &["Ana Tanaka"]),
            ("By Ana Tanaka, New Delhi", &["Ana Tanaka"]),
            ("Written by: Dr. Ana Tanaka | Orva Courier", &["Ana Tanaka"]),
            ("By Ana Tanaka Published 3 March 2031", &["Ana Tanaka"]),
            ("By Ana Tanaka 3 March 2031", &["Ana Tanaka"]),
            ("By Ana Tanaka BBC News, Oslo", &["Ana Tanaka"]),
            ("By Ana Tanaka/AP", &["Ana Tanaka"]),
            ("Ana Tanaka reported from Oslo, and Jo Berg from Bergen.", &["Ana Tanaka", "Jo Berg"]),
            ("Ana Tanaka (@anatanaka) & Jo van der Berg", &["Ana Tanaka", "Jo van der Berg"]),
            ("By Ana J. Tanaka for The Courier", &["Ana J. Tanaka"]),
            ("By Ana Tanaka , Jo Berg on Monday, March 3rd, 2031 at 9:12 a.m.", &["Ana Tanaka", "Jo Berg"]),
            ("By Ana Tanaka Monday, March 3, 2031", &["Ana Tanaka"]),
            ("By Ana Tanaka Associated Press", &["Ana Tanaka"]),
            ("By Ana Tanaka in Oslo, Norway, and Jo Berg in Bergen", &["Ana Tanaka", "Jo Berg"]),
            ("ANA TANAKA IN OSLO", &["ANA TANAKA"]),
            ("Ana Tanaka,Jo Berg", &["Ana Tanaka", "Jo Berg"]),
            ("Ana Tanaka. Northern Wire", &["Ana Tanaka"]),
            ("Текст: Анна Танака", &["Анна Танака"]),
            ("By: Ana O’Tanaka-Berg", &["Ana O’Tanaka-Berg"]),
            ("By Martin Berg, Jr.", &["Martin Berg Jr."]),
            ("An interview by Ana Tanaka", &["Ana Tanaka"]),
        ] {
            check(Style::Line, text, people, &[]);
        }
    }

    #[test]
    fn desks() {
        check(Style::Line, "By Web Desk", &[], &["Web Desk"]);
        check(Style::List, "Reuters", &[], &["Reuters"]);
        check(Style::List, "Orva Press Agency", &[], &["Orva Press Agency"]);
        check(Style::Line, "Photos by Ana Tanaka", &[], &[]);
        check(Style::Line, "Orva Press November 3, 2031", &[], &["Orva Press"]);
        check(Style::Line, "The Northern and the southern river boards", &[], &[]);
        check(Style::List, "courieradmin", &[], &[]);
        check(Style::List, "Staff Reports", &[], &["Staff Reports"]);
        check(Style::List, "Orva X staff", &[], &["Orva X staff"]);
        check(Style::Line, "", &[], &[]);
        check(Style::Line, &"By Ana Tanaka, ".repeat(10_000), &[], &[]);
    }

    #[test]
    fn lists() {
        check(Style::List, "Ana Tanaka, Jo Berg, ana tanaka", &["Ana Tanaka", "Jo Berg"], &[]);
        check(Style::List, "Ana Tanaka; Jo Berg", &["Ana Tanaka", "Jo Berg"], &[]);
        check(Style::List, "Ana Tanaka, Orva Courier", &["Ana Tanaka"], &["Orva Courier"]);
        check(Style::List, "ana@courier.example", &[], &[]);
        check(Style::List, "أنا تاناكا", &["أنا تاناكا"], &[]);
    }
}
