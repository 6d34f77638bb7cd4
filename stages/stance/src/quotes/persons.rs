//! What the whole document tells of its persons: the gender of each, and which one it is mostly about.
//!
//! `Mr. Boyd` in one place makes every mention of him a *he*; so does the pronoun that goes on about somebody whose first
//! name tells nothing (`Ewan MacRae trawled for prawns. He …`). One pass over the mentions.

use super::gender::Gender;
use super::words::Text;
use crate::doc::{Sort, Span};
use crate::table::key;

/// So many words after a name are searched for a pronoun that is his or hers.
const NEAR: usize = 14;
/// Who opens a sentence stands within so many words of its start.
const OPENING: usize = 4;
/// The main person is named at least so often.
const OFTEN: u32 = 2;
/// Last words of places whose first word may be a first name: `Stanley Park`.
const PLACES: &[&str] = &[
    "park",
    "beach",
    "city",
    "falls",
    "heights",
    "street",
    "road",
    "square",
    "hill",
    "hills",
    "valley",
    "county",
    "river",
    "lake",
    "island",
    "islands",
    "bay",
    "bridge",
    "hall",
    "house",
    "springs",
    "town",
    "village",
    "airport",
    "avenue",
    "university",
    "college",
    "stadium",
    "cathedral",
    "church",
    "hospital",
    "school",
    "castle",
    "palace",
    "prison",
    "port",
    "harbour",
    "harbor",
    "forest",
    "mountain",
    "point",
    "cross",
    "district",
    "state",
    "coast",
];

/// The persons of a document.
#[derive(Debug, Default)]
pub struct Persons {
    /// For each mention, what is known of its gender.
    pub genders: Vec<Gender>,
    /// The man, and the woman, whom the document names much more often than any other.
    pub main: [Option<usize>; 2],
    sorted: Vec<(u64, usize)>,
}

impl Persons {
    /// Reads the mentions of a document.
    pub fn fill(&mut self, text: &Text<'_>) {
        self.genders.clear();
        self.genders.resize(text.doc.mentions.len(), Gender::Unknown);
        self.sorted.clear();
        let persons = (0..text.doc.mentions.len()).filter(|m| text.person(*m) || taken_for_place(text, *m));
        self.sorted.extend(persons.map(|m| (key(text.mention(m).id), m)));
        self.sorted.sort_unstable();
        let mut counts = [Counts::default(); 2];
        for group in self.sorted.chunk_by(|a, b| a.0 == b.0) {
            let gender = gender_of(text, group);
            for (_, mention) in group {
                self.genders[*mention] = gender;
            }
            for (count, wanted) in counts.iter_mut().zip([Gender::He, Gender::She]) {
                if gender.agrees(wanted) {
                    count.take(group);
                }
            }
        }
        self.main = counts.map(|count| count.main());
    }
}

/// The two persons that are named most.
#[derive(Clone, Copy, Default)]
struct Counts {
    most: u32,
    second: u32,
    mention: Option<usize>,
}

impl Counts {
    fn take(&mut self, group: &[(u64, usize)]) {
        let count = u32::try_from(group.len()).unwrap_or(u32::MAX);
        if count > self.most {
            (self.second, self.most) = (self.most, count);
            self.mention = group.first().map(|(_, m)| *m);
        } else {
            self.second = self.second.max(count);
        }
    }

    fn main(self) -> Option<usize> {
        self.mention.filter(|_| self.most >= OFTEN && self.most >= self.second * 2)
    }
}

/// `Wilhelmina Strand`, labelled a place: a first name and one word more, which is none of places, and no actor.
fn taken_for_place(text: &Text<'_>, mention: usize) -> bool {
    let mention = text.mention(mention);
    if !matches!(mention.sort, Sort::State | Sort::Other) || mention.actor.is_some() {
        return false;
    }
    let mut parts = mention.id.split('-');
    let (Some(first), Some(last), None) = (parts.next(), parts.next(), parts.next()) else { return false };
    Gender::of_name(first) != Gender::Unknown && !PLACES.contains(&last)
}

/// By first name or title, else by the pronouns that follow, else by the name's ending.
fn gender_of(text: &Text<'_>, group: &[(u64, usize)]) -> Gender {
    let told = group.iter().map(|(_, m)| Gender::told(text, *m)).find(|g| *g != Gender::Unknown);
    if let Some(gender) = told {
        return gender;
    }
    let votes: i32 = group.iter().take(NEAR).map(|(_, m)| vote(text, *m)).sum();
    match votes {
        0 => group.first().map_or(Gender::Unknown, |(_, m)| Gender::by_ending(text.mention(*m).id)),
        1.. => Gender::He,
        _ => Gender::She,
    }
}

/// Whether the pronoun that goes on after a mention is a he (above zero) or a she (below).
fn vote(text: &Text<'_>, mention: usize) -> i32 {
    let span = text.mention(mention).span;
    let Some(sentence) = text.sentence_at(span.start) else { return 0 };
    let opens = text.first_word(mention) <= text.word_from(sentence.start) + OPENING;
    if !opens || text.in_quotes(span.start) {
        return 0;
    }
    2 * next_sentence(text, sentence) + own(text, text.word_from(span.end), sentence)
}

/// `Ewan MacRae trawled. He …`
fn next_sentence(text: &Text<'_>, sentence: Span) -> i32 {
    let next = text.doc.sentences.partition_point(|s| s.start < sentence.end);
    let Some(next) = text.doc.sentences.get(next) else { return 0 };
    if text.paragraph_at(next.start) != text.paragraph_at(sentence.start) {
        return 0;
    }
    points(text, text.word_from(next.start))
}

/// `Ewan MacRae sold his boat`: the first pronoun of the sentence after the name, before anybody else is named.
fn own(text: &Text<'_>, from: usize, sentence: Span) -> i32 {
    let to = text.word_from(sentence.end).min(from + NEAR);
    let free = |i: &usize| text.mention_at(*i).is_none_or(|m| !text.person(m));
    (from..to).take_while(free).map(|i| points(text, i)).find(|p| *p != 0).unwrap_or(0)
}

fn points(text: &Text<'_>, word: usize) -> i32 {
    match text.text(word) {
        "He" | "he" | "His" | "his" => 1,
        "She" | "she" | "Her" | "her" => -1,
        _ => 0,
    }
}
