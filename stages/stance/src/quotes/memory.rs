//! Who spoke so far: what pronouns and descriptions are resolved by.

use super::classes::Noun;
use super::introduced::{self, Introduced};
use super::nouns::{head, is_human, is_plural};
use super::words::Text;
use crate::doc::Sort;
use crate::table::key;

/// How many roles are remembered.
const ROLES: usize = 24;
/// How many persons are.
const PERSONS: usize = 8;
/// So many mentions are counted to tell which country a text is about.
const COUNTED: usize = 400;

/// Who speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Who {
    /// The mention that names the speaker, if known.
    pub speaker: Option<usize>,
    /// The words that describe the speaker, first and one past the last, where it is not a name.
    pub phrase: Option<(usize, usize)>,
}

/// Who spoke so far.
#[derive(Debug, Default)]
pub struct Memory {
    /// The persons who spoke, the last one last.
    pub(super) persons: Vec<Who>,
    /// Who else spoke last: a side, a group, a paper.
    pub(super) thing: Option<Who>,
    /// The verb of the last attribution.
    pub(super) last_word: Option<usize>,
    /// The man, and the woman, whom the document is mostly about.
    pub(super) main: [Option<usize>; 2],
    roles: Vec<(u64, Who, usize)>,
    pub(super) introduced: Vec<Introduced>,
    country: Option<Option<usize>>,
}

impl Memory {
    /// Forgets everything and reads who is introduced: a new document.
    pub fn start(&mut self, text: &Text<'_>) {
        introduced::find(text, &mut self.introduced);
        self.persons.clear();
        self.thing = None;
        self.last_word = None;
        self.roles.clear();
        self.country = None;
    }

    /// Remembers the speaker of a verb.
    pub fn spoke(&mut self, text: &Text<'_>, who: Who, verb: usize) {
        self.last_word = Some(verb);
        let head = who.phrase.and_then(|(first, end)| head(text, first..end));
        let is_person = match (who.speaker, head) {
            (Some(mention), None) => text.person(mention),
            (_, Some(head)) => is_human(text, head) && !is_plural(text.text(head)),
            (None, None) => return,
        };
        let speaks = head.is_none_or(|h| is_human(text, h) || text.words[h].noun != Noun::Plain);
        if who.speaker.is_none() && !speaks {
            return;
        }
        if is_person {
            self.persons.retain(|known| *known != who);
            if self.persons.len() == PERSONS {
                self.persons.remove(0);
            }
            self.persons.push(who);
        } else {
            self.thing = Some(who);
        }
        if let Some(head) = head {
            self.remember(key(text.text(head)), who, verb);
        }
    }

    fn remember(&mut self, role: u64, who: Who, verb: usize) {
        self.roles.retain(|(known, ..)| *known != role);
        if self.roles.len() == ROLES {
            self.roles.remove(0);
        }
        self.roles.push((role, who, verb));
    }

    /// Who spoke last under this noun, and where.
    pub(super) fn called(&self, noun: &str) -> Option<(Who, usize)> {
        let role = key(noun);
        self.roles.iter().find(|(known, ..)| *known == role).map(|(_, who, verb)| (*who, *verb))
    }

    /// Who was called so last: in an attribution, or by an introduction before the word.
    pub(super) fn role(&self, text: &Text<'_>, noun: &str, at: usize) -> Option<Who> {
        let spoke = self.called(noun);
        let named = introduced::last(&self.introduced, text, noun, at);
        match (spoke, named) {
            (Some((who, verb)), Some(m)) if text.first_word(m) < verb || text.first_word(m) > at => Some(who),
            (_, Some(m)) => Some(Who { speaker: Some(m), phrase: None }),
            (spoke, None) => spoke.map(|(who, _)| who),
        }
    }

    /// The country that the text is about: the state that is named most.
    pub(super) fn country(&mut self, text: &Text<'_>) -> Option<usize> {
        if let Some(known) = self.country {
            return known;
        }
        let found = most_named(text);
        self.country = Some(found);
        found
    }
}

/// The state that the first mentions of a document name most, by its first mention.
fn most_named(text: &Text<'_>) -> Option<usize> {
    let mut counts: Vec<(usize, u32)> = Vec::new();
    for (i, m) in text.doc.mentions.iter().enumerate().take(COUNTED) {
        if !matches!(m.sort, Sort::State | Sort::Group) || m.actor != Some(m.id) {
            continue;
        }
        match counts.iter().position(|(known, _)| text.mention(*known).id == m.id) {
            Some(known) => counts[known].1 += 1,
            None if counts.len() < ROLES => counts.push((i, 1)),
            None => {}
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max()?;
    counts.iter().find(|(_, count)| *count == most).map(|(i, _)| *i)
}
