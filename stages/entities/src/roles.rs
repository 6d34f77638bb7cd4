//! Who holds which office on which day: the `roles` of the actor gazetteers.
//!
//! ```toml
//! roles = [{ title = "prime minister", of = "pakistan", from = "2018-08-18", to = "2022-04-10" }]
//! ```
//!
//! Days are `YYYY-MM-DD`, `YYYY-MM` or `YYYY`; a missing month or day is the first for `from` and the last for `to`, both ends
//! included. Without `from` a role was always held, without `to` it still is. On the day of a change both hold it, and the new one
//! is taken.

use crate::actors::Actor;
use crate::class::Class;
use crate::hashed::HashedMap;
use crate::office;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A row of `roles`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Role {
    /// What it is called: `prime minister`.
    pub(crate) title: String,
    /// Id of the actor it is an office of.
    pub(crate) of: String,
    /// First day.
    pub(crate) from: Option<String>,
    /// Last day.
    pub(crate) to: Option<String>,
}

impl Role {
    /// Checks title and days.
    ///
    /// # Errors
    /// What is wrong and what to write.
    pub(crate) fn check(&self) -> Result<(), String> {
        if office::words(&self.title).next().is_none() {
            return Err(format!("`title = \"{}\"` of a role is empty; write \"prime minister\"", self.title));
        }
        for (key, day) in [("from", &self.from), ("to", &self.to)] {
            if let Some(text) = day.as_deref().filter(|d| d.len() > 10 || Day::first(d).is_none()) {
                return Err(format!(
                    "`{key} = \"{text}\"` of the role `{}` is no day; write it as \"2018-08-18\", \"2018-08\" or \"2018\"",
                    self.title
                ));
            }
        }
        let (from, to) = self.days();
        if from > to {
            return Err(format!(
                "the role `{}` ends before it begins (`from = \"{}\"`, `to = \"{}\"`); swap them",
                self.title,
                self.from.as_deref().unwrap_or(""),
                self.to.as_deref().unwrap_or("")
            ));
        }
        Ok(())
    }

    fn days(&self) -> (Day, Day) {
        let from = self.from.as_deref().and_then(Day::first).unwrap_or(Day(0));
        let to = self.to.as_deref().and_then(Day::last).unwrap_or(Day(u32::MAX));
        (from, to)
    }
}

/// A day, in calendar order: year, month and day as the digits of one number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Day(u32);

impl Day {
    /// The first day of `2018-08-18`, `2018-08` or `2018`; what follows the day is ignored, so that a time may.
    pub(crate) fn first(text: &str) -> Option<Day> {
        Self::read(text, 1, 1)
    }

    fn last(text: &str) -> Option<Day> {
        Self::read(text, 12, 31)
    }

    fn read(text: &str, month: u32, day: u32) -> Option<Day> {
        let text = text.get(..10).unwrap_or(text);
        let mut fields = text.split('-');
        let mut field = |digits: usize, default: u32| match fields.next() {
            None => Some(default),
            Some(f) if f.len() == digits && f.bytes().all(|b| b.is_ascii_digit()) => f.parse().ok(),
            Some(_) => None,
        };
        let (y, m, d) = (field(4, 0)?, field(2, month)?, field(2, day)?);
        let valid = y > 0 && (1..=12).contains(&m) && (1..=31).contains(&d) && fields.next().is_none();
        valid.then_some(Day(y * 10_000 + m * 100 + d))
    }
}

/// A role as it is looked up.
struct Held {
    holder: u32,
    office: u64,
    of: String,
    from: Day,
    to: Day,
    /// Whether it is an office of a country.
    of_state: bool,
}

/// A holder of roles.
pub(crate) struct Holder {
    /// Id of the person.
    pub(crate) id: String,
    /// Name of the person.
    pub(crate) name: String,
}

/// All roles of all gazetteers.
#[derive(Default)]
pub(crate) struct Roles {
    holders: Vec<Holder>,
    held: Vec<Held>,
    /// Office and side → its rows in `held`.
    by_office: HashedMap<Vec<u32>>,
    /// Person → rows in `held`.
    by_id: BTreeMap<String, Vec<u32>>,
    /// Offices that anybody holds.
    offices: HashedMap<()>,
}

impl Roles {
    /// Gathers the roles; an actor that several files list has those of all.
    pub(crate) fn build(files: &[(String, Vec<Actor>)]) -> Self {
        let mut roles = Self::default();
        let places = files.iter().flat_map(|f| &f.1).filter(|a| a.label == Class::Gpe.name());
        let states: BTreeSet<&str> = places.map(|a| a.id.as_str()).collect();
        for actor in files.iter().flat_map(|f| &f.1).filter(|a| !a.roles.is_empty()) {
            let holder = u32::try_from(roles.holders.len()).unwrap_or(u32::MAX);
            roles.holders.push(Holder { id: actor.id.clone(), name: actor.name.clone() });
            for role in &actor.roles {
                roles.add(holder, &actor.id, role, &states);
            }
        }
        roles
    }

    fn add(&mut self, holder: u32, id: &str, role: &Role, states: &BTreeSet<&str>) {
        let (from, to) = role.days();
        let office = office::canonical(office::hash(office::words(&role.title)));
        let row = u32::try_from(self.held.len()).unwrap_or(u32::MAX);
        let of_state = states.contains(role.of.as_str());
        self.held.push(Held { holder, office, of: role.of.clone(), from, to, of_state });
        self.by_office.entry(place(office, &role.of)).or_default().push(row);
        self.by_id.entry(id.to_owned()).or_default().push(row);
        self.offices.insert(office, ());
    }

    /// Whether anybody holds this office anywhere.
    pub(crate) fn knows(&self, office: u64) -> bool {
        self.offices.contains_key(&office)
    }

    /// Whether anybody holds this office of a side.
    pub(crate) fn knows_of(&self, office: u64, of: &str) -> bool {
        self.by_office.contains_key(&place(office, of))
    }

    /// Who held an office of a side on a day: the last to take it.
    pub(crate) fn holder(&self, office: u64, of: &str, day: Day) -> Option<&Holder> {
        let rows = self.by_office.get(&place(office, of))?.iter().map(|&r| &self.held[r as usize]);
        let held = rows.filter(|h| h.office == office && h.of == of && h.from <= day && day <= h.to);
        held.max_by_key(|h| h.from).map(|h| &self.holders[h.holder as usize])
    }

    /// All who ever held an office of a side; one may come several times.
    pub(crate) fn holders(&self, office: u64, of: &str) -> impl Iterator<Item = &Holder> {
        let rows = self.by_office.get(&place(office, of)).map_or(&[][..], Vec::as_slice);
        rows.iter().map(|&r| &self.holders[self.held[r as usize].holder as usize])
    }

    /// The offices that a person holds on a day, with their sides.
    pub(crate) fn of(&self, id: &str, day: Day) -> impl Iterator<Item = (u64, &str)> {
        let rows = self.by_id.get(id).map_or(&[][..], Vec::as_slice).iter().map(|&r| &self.held[r as usize]);
        rows.filter(move |h| h.from <= day && day <= h.to).map(|h| (h.office, h.of.as_str()))
    }

    /// The side a person speaks for by an office on a day; where the day is not known, that of the last office.
    pub(crate) fn side_of(&self, id: &str, day: Option<Day>) -> Option<&str> {
        let rows = self.by_id.get(id)?.iter().map(|&r| &self.held[r as usize]);
        let held = rows.filter(|h| day.is_none_or(|d| h.from <= d && d <= h.to));
        held.max_by_key(|h| h.from).map(|h| h.of.as_str())
    }

    /// Whether a person held offices of this country and has left the last of them before a day.
    pub(crate) fn retired(&self, id: &str, side: &str, day: Day) -> bool {
        let rows = self.by_id.get(id).map_or(&[][..], Vec::as_slice).iter().map(|&r| &self.held[r as usize]);
        let last = rows.filter(|h| h.of == side && h.of_state).map(|h| h.to).max();
        last.is_some_and(|to| to < day)
    }
}

fn place(office: u64, of: &str) -> u64 {
    office.rotate_left(17) ^ crate::fold::hash(of)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn role(title: &str, from: &str, to: &str) -> Role {
        let some = |s: &str| (!s.is_empty()).then(|| s.to_owned());
        Role { title: title.to_owned(), of: "norway".to_owned(), from: some(from), to: some(to) }
    }

    fn roles(rows: &[(&str, &str, &str, &str)]) -> Roles {
        let actor = |(id, title, from, to): &(&str, &str, &str, &str)| Actor {
            id: (*id).to_owned(),
            name: id.to_uppercase(),
            roles: vec![role(title, from, to)],
            ..Actor::default()
        };
        Roles::build(&[("a.toml".to_owned(), rows.iter().map(actor).collect())])
    }

    fn check(day: &str, want: Option<&str>) {
        let all = roles(&[
            ("ada", "prime minister", "", "2013-10-16"),
            ("bo", "Premier", "2013-10-16", "2021-10"),
            ("cy", "prime minister", "2021-11", ""),
        ]);
        let office = office::canonical(office::hash(office::words("prime minister")));
        let got = all.holder(office, "norway", Day::first(day).unwrap()).map(|h| h.id.as_str());
        assert_eq!(got, want, "{day}");
    }

    #[test]
    fn the_holder_depends_on_the_day() {
        check("1999", Some("ada"));
        check("2013-10-16", Some("bo"));
        check("2021-10-31T23:00:00Z", Some("bo"));
        check("2021-11-01", Some("cy"));
        check("2040-01-01", Some("cy"));
    }

    #[test]
    fn a_side_by_office() {
        let all = roles(&[("ada", "prime minister", "2001", "2005")]);
        assert_eq!(all.side_of("ada", Day::first("2003-05-01")), Some("norway"));
        assert_eq!(all.side_of("ada", Day::first("2013-05-01")), None);
        assert_eq!(all.side_of("ada", None), Some("norway"));
        assert_eq!(all.side_of("bo", None), None);
    }

    #[test]
    fn days() {
        for (text, want) in [
            ("2018-08-18", Some(Day(20_180_818))),
            ("2018-08-18T10:00:00+01:00", Some(Day(20_180_818))),
            ("2018-08", Some(Day(20_180_801))),
            ("2018", Some(Day(20_180_101))),
            ("2018-13-01", None),
            ("18 Aug 2018", None),
            ("Spring 2031", None),
            ("", None),
        ] {
            assert_eq!(Day::first(text), want, "{text}");
        }
    }

    #[test]
    fn errors_say_what_to_write() {
        for (role, want) in [
            (role(" ", "", ""), "`title = \" \"` of a role is empty; write \"prime minister\""),
            (
                role("king", "May 2001", ""),
                "`from = \"May 2001\"` of the role `king` is no day; write it as \"2018-08-18\", \"2018-08\" or \"2018\"",
            ),
            (
                role("king", "2002", "2001-05"),
                "the role `king` ends before it begins (`from = \"2002\"`, `to = \"2001-05\"`); swap them",
            ),
        ] {
            assert_eq!(role.check().unwrap_err(), want);
        }
    }
}
