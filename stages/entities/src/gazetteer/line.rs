//! Text sources: a name a line, in sections.
//!
//! ```text
//! # a remark
//! @first                  a section; policies may follow, see `policy.rs`
//! =3                      how frequent what follows is: 4 (most) to 1
//! omar
//! @org
//! Associated Press
//! AP = Associated Press   another name of the same
//! ```
//!
//! | section | what | level |
//! |---|---|---|
//! | `@common` | words written in lower case | 2 nearly always, 1 often |
//! | `@first`, `@last` | given names, family names | 2 and more frequent, 1 rare |
//! | `@city` | settlements | 3 and more above 300,000 people |
//! | `@place`, `@loc` | governed places, other places | |
//! | `@org`, `@side` | organisations; those that act for themselves | |
//! | `@norp`, `@event`, `@misc`, `@per` | peoples, events, other names, persons | |

use super::policy::Policy;
use crate::class::Class;
use crate::flags::*;

/// Longer names are refused: they are a file of another kind, or a line break is missing.
const LONGEST_LINE: usize = 200;

/// What a line says.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Line<'t> {
    /// A fact of a word.
    Word(&'t str, Flags),
    /// A name and the canonical name of what it means.
    Name(Section, &'t str, &'t str),
}

/// Where names are listed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Section {
    /// What the names are.
    pub(crate) class: Class,
    /// Whether they act for themselves: companies, parties, international bodies.
    pub(crate) own_side: bool,
    /// How they have to be written.
    pub(crate) policy: Policy,
}

/// Where the reader is.
#[derive(Clone, Copy)]
struct At {
    section: usize,
    policy: Policy,
    level: u32,
}

const SECTIONS: [&str; 12] =
    ["common", "first", "last", "city", "place", "loc", "org", "side", "norp", "event", "misc", "per"];

/// Calls `each` with every line that says something.
///
/// # Errors
/// The file and line that is not UTF-8, too long, outside the sections, in an unknown section, or no name.
pub(crate) fn read<'t>(
    path: &str,
    bytes: &'t [u8],
    mut each: impl FnMut(Line<'t>) -> Result<(), String>,
) -> Result<(), String> {
    let mut at = None;
    for (number, line) in bytes.split(|&b| b == b'\n').enumerate() {
        let told = one(line, &mut at).and_then(|line| line.map_or(Ok(()), &mut each));
        told.map_err(|m| format!("`{path}`, line {}: {m}", number + 1))?;
    }
    Ok(())
}

fn one<'t>(line: &'t [u8], at: &mut Option<At>) -> Result<Option<Line<'t>>, String> {
    let line = std::str::from_utf8(line)
        .map_err(|e| format!("byte {} is not UTF-8; save the file as UTF-8", e.valid_up_to() + 1))?
        .trim_end();
    let line = line.strip_prefix('\u{feff}').unwrap_or(line);
    if line.is_empty() || line.starts_with('#') {
        return Ok(None);
    }
    if line.len() > LONGEST_LINE {
        return Err(format!(
            "{} bytes are no name, expected at most {LONGEST_LINE}; is a line break missing?",
            line.len()
        ));
    }
    if let Some(c) = line.chars().find(|c| c.is_control() && *c != '\t') {
        return Err(format!("holds the control character U+{:04X}; remove it", u32::from(c)));
    }
    if let Some(head) = line.strip_prefix('@') {
        *at = Some(open(head)?);
        return Ok(None);
    }
    let Some(at) = at else {
        return Err(format!("`{line}` stands before the first section; start with a line such as `@first`"));
    };
    if let Some(level) = line.strip_prefix('=') {
        at.level = match level.parse() {
            Ok(level @ 1..=4) => level,
            _ => return Err(format!("`={level}` is no level; expected `=1` to `=4`")),
        };
        return Ok(None);
    }
    at.say(line).map(Some)
}

fn open(head: &str) -> Result<At, String> {
    let mut words = head.split_whitespace();
    let name = words.next().unwrap_or_default();
    let section = SECTIONS
        .iter()
        .position(|s| *s == name)
        .ok_or_else(|| format!("unknown section `@{name}`; expected one of @{}", SECTIONS.join(", @")))?;
    let policy = Policy::parse(words)?;
    if section < 3 && policy != Policy::default() {
        return Err(format!("`@{name}` lists words, which have no policies; write `@{name}` alone"));
    }
    Ok(At { section, policy, level: 1 })
}

impl At {
    fn say<'t>(&self, line: &'t str) -> Result<Line<'t>, String> {
        let name = SECTIONS[self.section];
        let word = |flags| match line.contains(char::is_whitespace) {
            true => Err(format!("`@{name}` lists words, one a line; `{line}` is several")),
            false => Ok(Line::Word(line, flags)),
        };
        let section = |class| Section { class, own_side: name == "side", policy: self.policy };
        let class = match name {
            "common" => return word(if self.level >= 2 { COMMON } else { MIXED }),
            "first" => return word(if self.level >= 2 { FIRST } else { FIRST_RARE }),
            "last" => return word(if self.level >= 2 { LAST } else { LAST_RARE }),
            "city" if !line.contains([' ', '-']) => return word(if self.level >= 3 { CITY } else { TOWN }),
            "city" | "place" => Class::Gpe,
            "loc" => Class::Loc,
            "org" | "side" => Class::Org,
            "norp" => Class::Norp,
            "event" => Class::Event,
            "per" => Class::Per,
            _ => Class::Misc,
        };
        let (own, other) = line.split_once('\t').or_else(|| line.split_once(" = ")).unwrap_or((line, line));
        match (own.trim(), other.trim()) {
            (own, other) if has_letter(own) && has_letter(other) => {
                Ok(Line::Name(section(class), own, other))
            }
            _ => Err(format!("`{line}` is no name: it has neither letter nor digit; remove it")),
        }
    }
}

fn has_letter(name: &str) -> bool {
    name.chars().any(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn refused(bytes: &[u8], want: &str) {
        assert_eq!(read("n.txt", bytes, |_| Ok(())).unwrap_err(), want);
    }

    #[test]
    fn lines_say_words_and_names() {
        let mut got = Vec::new();
        let text =
            "# x\n@first\n=3\nomar\n\n@side use=hint\nAP = Associated Press\r\n@city\n=4\nLima\nSan Jose\n";
        read("n.txt", text.as_bytes(), |line| {
            got.push(match line {
                Line::Word(w, f) => format!("{w} {}", f == FIRST || f == CITY),
                Line::Name(s, a, b) => format!("{a}|{b}|{}|{}", s.class.name(), s.own_side),
            });
            Ok(())
        })
        .unwrap();
        assert_eq!(
            got,
            ["omar true", "AP|Associated Press|ORG|true", "Lima true", "San Jose|San Jose|GPE|false"]
        );
    }

    #[test]
    fn hostile_files_are_refused_by_line() {
        refused(b"@first\nab\n\xff\xfe\n", "`n.txt`, line 3: byte 1 is not UTF-8; save the file as UTF-8");
        let long = format!("@org\n{}\n", "x ".repeat(5000));
        refused(
            long.as_bytes(),
            "`n.txt`, line 2: 9999 bytes are no name, expected at most 200; is a line break missing?",
        );
        refused(
            b"@org\n\n---\n",
            "`n.txt`, line 3: `---` is no name: it has neither letter nor digit; remove it",
        );
        refused(b"@org\na\0b\n", "`n.txt`, line 2: holds the control character U+0000; remove it");
        refused(b"@first\nab cd\n", "`n.txt`, line 2: `@first` lists words, one a line; `ab cd` is several");
        refused(b"@first\n=9\n", "`n.txt`, line 2: `=9` is no level; expected `=1` to `=4`");
        refused(
            b"@last case=any\n",
            "`n.txt`, line 1: `@last` lists words, which have no policies; write `@last` alone",
        );
        refused(
            b"@orgs\n",
            "`n.txt`, line 1: unknown section `@orgs`; expected one of @common, @first, @last, @city, @place, @loc, @org, @side, @norp, @event, @misc, @per",
        );
    }
}
