//! Whom pronouns mean: `he`, `her`, `it`, `their` become mentions where one candidate stands out.
//!
//! A candidate was named in this sentence or the few before it and is of the right sort (a person for `he`, a body, state
//! or group for `it`); the subject of a sentence outweighs other mentions, a later sentence an earlier one. A person who was
//! called `she` is not called `he` later. In a quotation the pronoun is not the speaker. Two candidates as good as each
//! other mean nobody. Example: `Orland rejected the plan. It accused Venn of …`: Orland.

use super::clause::part_of_word;
use super::finder::Said;
use super::syntax::Form;
use crate::doc::{Doc, Mention, Sort, Span};
use crate::grammar::Class;
use crate::quotes::gender::Gender;
use crate::table::{Table, key};
use crate::tok::{Looked, Lookups};

/// How many candidates are remembered.
const RECENT: usize = 8;
/// How many sentences back a candidate may be.
const BACK: usize = 5;
/// How many, where there is another; `it` and `they` reach one back.
const NEAR: usize = 2;
/// The votes of a title such as `Ms.`,
const TITLE: i32 = 5;
/// and of a first name that is given to one gender nearly always.
const NAME: i32 = 3;
/// The weight of an object that an infinitive follows.
const HEIR: f32 = 1.7;
/// By how much the best candidate must outweigh the second.
const MARGIN: f32 = 0.4;
/// How sure a mention by a description is,
const DESCRIPTION: f32 = 0.95;
/// and one by a pronoun.
const PRONOUN: f32 = 0.85;

/// All mentions of a document: names, descriptions, and pronouns that were resolved.
#[derive(Debug, Default)]
pub(super) struct Everybody<'a> {
    /// By start; none overlaps a name.
    pub(super) mentions: Vec<Mention<'a>>,
    /// How sure it is that the mention means its entity; 1 for names.
    pub(super) trust: Vec<f32>,
    /// By the key of a state’s id, the first mention that tells its side, counted from 1.
    sided: Table<usize>,
}

/// What a pronoun asks for.
#[derive(Clone, Copy)]
struct Pronoun {
    gender: Option<Gender>,
    person: bool,
    plural: bool,
    /// An object form: never the subject of its own clause.
    object: bool,
}

#[derive(Clone, Copy)]
struct Candidate<'a> {
    mention: Mention<'a>,
    /// The key of its entity.
    who: u64,
    sentence: usize,
    paragraph: usize,
    weight: f32,
    at: usize,
}

/// A document whose words are looked up.
struct Reader<'d, 'a> {
    doc: &'d Doc<'a>,
    lookups: &'d mut Lookups,
}

impl<'a> Everybody<'a> {
    /// Names and descriptions together, and the pronouns among the words.
    pub(super) fn of(
        doc: &Doc<'a>,
        descriptions: &[Mention<'a>],
        said: &[Said<'_>],
        lookups: &mut Lookups,
    ) -> Self {
        let named = merged(doc.mentions, descriptions);
        let mut reader = Reader { doc, lookups };
        let mut all = Self::default();
        let mut memory = Memory::default();
        let named_from = |next: usize| named.get(next).map_or(u32::MAX, |(mention, _)| mention.span.start);
        let (mut next, mut word, mut quote) = (0, 0, 0);
        for (number, sentence) in doc.sentences.iter().enumerate() {
            let gap = number
                .checked_sub(1)
                .and_then(|n| doc.text.get(doc.sentences[n].end as usize..sentence.start as usize));
            memory.open(number, gap.is_some_and(|gap| gap.contains('\n')));
            while let Some(span) = doc.words.get(word).copied().filter(|span| span.start < sentence.end) {
                while named_from(next) < span.end && named[next].0.span.end <= span.start {
                    next += 1;
                }
                if let Some((mention, trust)) = named.get(next).filter(|(m, _)| m.span.start < span.end) {
                    memory.see(&mut reader, *mention, word);
                    all.push(*mention, *trust);
                    next += 1;
                    while word < doc.words.len() && doc.words[word].start < mention.span.end {
                        word += 1;
                    }
                    continue;
                }
                word += 1;
                if !may_refer(doc, span) {
                    continue;
                }
                memory.speaks(doc, span);
                let Some(asked) = reader.pronoun(word - 1) else { continue };
                while quote + 1 < said.len() && said[quote].span.end <= span.start {
                    quote += 1;
                }
                let speaker = said.get(quote).filter(|said| said.direct && said.span.contains(span));
                let found = memory.resolve(&mut reader, asked, word - 1, speaker.map(|s| s.side));
                found.into_iter().for_each(|mention| all.push(mention, PRONOUN));
            }
        }
        let rest = named[next.min(named.len())..]
            .iter()
            .filter(|(m, _)| all.mentions.last().is_none_or(|l| l.span.end <= m.span.start));
        let rest: Vec<_> = rest.copied().collect();
        rest.into_iter().for_each(|(mention, trust)| all.push(mention, trust));
        all
    }

    /// The side of whoever acts. A capital may mean a place or a government; one that acts means the government, whose side
    /// another mention of it tells.
    pub(super) fn side(&self, acts: &Mention<'a>) -> &'a str {
        if acts.sort != Sort::State || acts.actor.is_some() {
            return acts.side();
        }
        let other = self.sided.get(key(acts.id)).and_then(|number| self.mentions.get(number.checked_sub(1)?));
        other.unwrap_or(acts).side()
    }

    fn push(&mut self, mention: Mention<'a>, trust: f32) {
        self.mentions.push(mention);
        self.trust.push(trust);
        if mention.sort == Sort::State && mention.actor.is_some() {
            let first = self.sided.entry(key(mention.id));
            *first = if *first == 0 { self.mentions.len() } else { *first };
        }
    }
}

/// Names, and the descriptions that do not overlap one.
fn merged<'a>(names: &[Mention<'a>], descriptions: &[Mention<'a>]) -> Vec<(Mention<'a>, f32)> {
    let mut all: Vec<(Mention<'a>, f32)> = names.iter().map(|m| (*m, 1.0)).collect();
    let free = |d: &&Mention<'a>| {
        let next = names.partition_point(|m| m.span.start < d.span.end);
        names[next.saturating_sub(4)..next].iter().all(|m| m.span.end <= d.span.start)
    };
    all.extend(descriptions.iter().filter(free).map(|m| (*m, DESCRIPTION)));
    all.sort_by_key(|(m, _)| (m.span.start, std::cmp::Reverse(m.span.end)));
    all
}

const HE: u64 = letters(b"he");
const HIS: u64 = letters(b"his");
const HIM: u64 = letters(b"him");
const SHE: u64 = letters(b"she");
const HER: u64 = letters(b"her");
const HERS: u64 = letters(b"hers");
const THEY: u64 = letters(b"they");
const THEM: u64 = letters(b"them");
const THEIR: u64 = letters(b"their");
const IT: u64 = letters(b"it");
const ITS: u64 = letters(b"its");

/// The letters of a short word in one number, in lower case, so that one comparison tells a word; 0 for longer ones.
const fn letters(word: &[u8]) -> u64 {
    let mut letters = 0;
    let mut at = 0;
    while at < word.len() && word.len() <= 8 {
        letters = letters << 8 | word[at].to_ascii_lowercase() as u64;
        at += 1;
    }
    letters
}

/// Whether the word could be a pronoun, by its length and first letter: most are none.
#[inline]
fn may_refer(doc: &Doc<'_>, span: Span) -> bool {
    let first = doc.text.as_bytes().get(span.start as usize);
    span.end - span.start <= 5 && first.is_some_and(|f| matches!(f | 0x20, b'h' | b'i' | b's' | b't' | b'w'))
}

impl<'a> Reader<'_, 'a> {
    /// What the word asks for, if it is a third-person pronoun.
    fn pronoun(&mut self, word: usize) -> Option<Pronoun> {
        let bytes = self.doc.text.as_bytes().get(self.doc.words[word].range())?;
        let (gender, plural, object) = match letters(bytes) {
            HE | HIS => (Some(Gender::He), false, false),
            HIM => (Some(Gender::He), false, true),
            SHE | HERS => (Some(Gender::She), false, false),
            HER => (Some(Gender::She), false, self.ends(word + 1)),
            THEY | THEIR => (None, true, false),
            THEM => (None, true, true),
            IT if self.empty(word) => return None,
            IT => (None, false, self.ends(word + 1) && !self.class(word + 1).is(Class::ADVERB)),
            ITS => (None, false, false),
            _ => return None,
        };
        Some(Pronoun { gender, person: gender.is_some(), plural, object })
    }

    fn word(&self, i: usize) -> &'a str {
        self.doc.words.get(i).and_then(|w| self.doc.text.get(w.range())).unwrap_or("")
    }

    fn looked_up(&mut self, i: usize) -> Looked {
        let span = self.doc.words.get(i).map_or(0..0, |word| word.range());
        self.lookups.get(self.doc.text, span).copied().unwrap_or_default()
    }

    fn class(&mut self, i: usize) -> Class {
        self.looked_up(i).class
    }

    /// Whether nothing that could be a noun of the pronoun's follows.
    fn ends(&mut self, i: usize) -> bool {
        let light = Class::PREPOSITION
            .or(Class::CLAUSE)
            .or(Class::CONJUNCTION)
            .or(Class::ADVERB)
            .or(Class::DETERMINER);
        !self.word(i).starts_with(char::is_alphabetic) || self.class(i).is(light)
    }

    /// `it is clear that`, `it would be wrong to`: a subject that means nobody.
    fn empty(&mut self, it: usize) -> bool {
        let light = Class::BE.or(Class::MODAL).or(Class::AUXILIARY).or(Class::NEGATOR);
        let verb = (it + 1..it + 5).find(|i| !self.class(*i).is(light)).unwrap_or(it + 1);
        let be = (it + 1..verb).any(|i| self.class(i).is(Class::BE));
        let opens = |i| matches!(self.word(i), "that" | "to" | "who" | "when" | "whether" | "if");
        be && (verb..verb + 5).any(opens)
    }
}

/// The votes of a person’s first name, as the quotations read it.
fn first_name(mention: &Mention<'_>) -> i32 {
    let gender = match Gender::of_id(mention.id) {
        Gender::Unknown => Gender::by_ending(mention.id),
        known => known,
    };
    match gender {
        Gender::He => NAME,
        Gender::She => -NAME,
        Gender::Unknown => 0,
    }
}

/// Who was named lately.
#[derive(Default)]
struct Memory<'a> {
    recent: Vec<Candidate<'a>>,
    /// Votes for `he`, less those for `she`, by the key of the entity.
    genders: Table<i32>,
    sentence: usize,
    paragraph: usize,
    /// The last mention of this sentence that no preposition governs.
    subject: Option<u64>,
    /// Whether a person, or another, was already named so in this sentence.
    opened: [bool; 2],
}

impl<'a> Memory<'a> {
    fn open(&mut self, sentence: usize, paragraph: bool) {
        self.sentence = sentence;
        self.paragraph += usize::from(paragraph);
        self.subject = None;
        self.opened = [false; 2];
        self.recent.retain(|c| c.sentence + BACK >= sentence);
    }

    /// `Venn won, and I salute it`: whoever speaks is the subject of what follows.
    fn speaks(&mut self, doc: &Doc<'_>, span: Span) {
        if span.end - span.start <= 2 && matches!(doc.text.get(span.range()), Some("I" | "we" | "We")) {
            self.subject = None;
        }
    }

    fn gender(&self, who: u64) -> Option<Gender> {
        match self.genders.get(who).unwrap_or(0).signum() {
            1 => Some(Gender::He),
            -1 => Some(Gender::She),
            _ => None,
        }
    }

    fn see(&mut self, reader: &mut Reader<'_, 'a>, mention: Mention<'a>, at: usize) {
        if mention.sort == Sort::Other || part_of_word(reader.doc.text, mention.span) {
            return;
        }
        let who = key(mention.id);
        let before =
            at.checked_sub(1).filter(|_| mention.sort == Sort::Person).map_or("", |i| reader.word(i));
        let votes = match before {
            "Mr" | "Mr." | "Sir" | "Lord" => TITLE,
            "Ms" | "Ms." | "Mrs" | "Mrs." | "Miss" | "Lady" | "Madame" => -TITLE,
            _ if mention.sort == Sort::Person && self.genders.get(who).is_none() => first_name(&mention),
            _ => 0,
        };
        if votes != 0 {
            *self.genders.entry(who) += votes;
        }
        self.note(reader, mention, who, at, 2.0);
    }

    /// Remembers a mention; `first` is its weight where it opens the sentence.
    fn note(&mut self, reader: &mut Reader<'_, 'a>, mention: Mention<'a>, who: u64, at: usize, first: f32) {
        let low = reader.doc.sentences.get(self.sentence).map_or(0, |s| s.start);
        let skip = Class::DETERMINER.or(Class::INTENSIFIER);
        let in_sentence = |i: &usize| reader.doc.words[*i].start >= low;
        let back = (at.saturating_sub(3)..at).rev().take_while(in_sentence);
        let before = back.map(|i| (i, reader.looked_up(i))).find(|(_, looked)| !looked.class.is(skip));
        let governed = before.is_some_and(|(_, looked)| looked.class.is(Class::PREPOSITION));
        let owner = matches!(reader.word(at + 1), "'s" | "’s");
        let slot = usize::from(mention.sort == Sort::Person);
        let opens = !self.opened[slot] && !governed;
        self.opened[slot] |= opens;
        let verb =
            |(i, looked): (usize, Looked)| looked.form.is(Form::VERB) || reader.word(i).ends_with("ing");
        let object = before.is_some_and(verb);
        if !governed && !object && !owner {
            self.subject = Some(who);
        }
        // `urged Orland to settle its dispute`: the subject of the infinitive
        let heir = object && reader.word(at + 1) == "to";
        let weight = match (opens, owner || governed) {
            _ if heir => HEIR,
            (true, true) => 1.2,
            (true, false) => first,
            (false, true) => 0.6,
            (false, false) => 1.0,
        };
        let (sentence, paragraph) = (self.sentence, self.paragraph);
        self.recent.retain(|c| c.who != who || (c.weight > weight + 0.9 && c.sentence == sentence));
        if self.recent.len() == RECENT {
            self.recent.remove(0);
        }
        self.recent.push(Candidate { mention, who, sentence, paragraph, weight, at });
    }

    /// Whether a candidate is of the sort, number and gender that the pronoun asks for.
    fn fits(&self, c: &Candidate<'a>, asked: Pronoun, speaker: Option<&str>) -> bool {
        let person = c.mention.sort == Sort::Person;
        let plural = !asked.plural || matches!(c.mention.sort, Sort::Group | Sort::Organisation);
        let own = asked.object && self.subject == Some(c.who) && c.sentence == self.sentence;
        if person != asked.person || !plural || own || (person && speaker == Some(c.mention.side())) {
            return false;
        }
        let gender = asked.gender.and_then(|_| self.gender(c.who));
        gender.is_none() || gender == asked.gender
    }

    fn weigh(&self, c: &Candidate<'a>, asked: Pronoun) -> f32 {
        let age = f32::from(u8::try_from(self.sentence - c.sentence).unwrap_or(u8::MAX));
        let known = asked.gender.is_some() && self.gender(c.who) == asked.gender;
        let far = if c.paragraph == self.paragraph { 0.0 } else { 0.4 };
        c.weight - 0.5 * age - far + if known { 0.8 } else { 0.0 }
    }

    fn resolve(
        &mut self,
        reader: &mut Reader<'_, 'a>,
        asked: Pronoun,
        at: usize,
        speaker: Option<&str>,
    ) -> Option<Mention<'a>> {
        let fits = |c: &&Candidate<'a>| self.fits(c, asked, speaker);
        let weighed = |c: &Candidate<'a>| (self.weigh(c, asked), *c);
        let (top, found) = self.recent.iter().filter(fits).map(weighed).max_by(|a, b| a.0.total_cmp(&b.0))?;
        let others = || self.recent.iter().filter(fits).filter(|c| c.who != found.who);
        let second = others().map(|c| self.weigh(c, asked)).fold(f32::MIN, f32::max);
        let floor = if asked.person { -1.0 } else { 0.9 };
        let alone = second == f32::MIN;
        let age = self.sentence - found.sentence;
        let far = age
            > if !asked.person {
                1
            } else if alone {
                BACK
            } else {
                NEAR
            };
        let crowd = asked.plural && others().any(|c| c.sentence == self.sentence);
        let speaks = speaker == Some(found.mention.side()); // `its army`, of the speaker’s own country: nobody else’s
        if crowd || speaks || top < second + MARGIN || top < floor || far || found.at >= at {
            return None;
        }
        if let Some(gender) = asked.gender.filter(|_| alone) {
            *self.genders.entry(found.who) += if gender == Gender::He { 1 } else { -1 };
        }
        let span = reader.doc.words[at];
        let mention = Mention { span: Span::new(span.start, span.end), ..found.mention };
        // `the man he addressed`: a clause inside a noun phrase opens nothing
        let inside = at.checked_sub(1).is_some_and(|i| {
            let (before, word) = (reader.looked_up(i), reader.word(i));
            word.starts_with(char::is_lowercase)
                && before.class == Class::NONE
                && !before.form.is(Form::PAST)
                && !word.ends_with("ing")
        });
        self.note(reader, mention, found.who, at, if inside { 0.8 } else { 1.7 });
        Some(mention)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::split;
    use crate::tok::narrow;

    /// Names in capitals are bodies, those that start with `Mara` or `Olek` persons; `expected` is the id of each pronoun.
    fn check(text: &str, expected: &[(&str, &str)]) {
        let words: Vec<Span> = split::words(text).map(|(s, e)| Span::new(narrow(s), narrow(e))).collect();
        let mut mentions = Vec::new();
        for (name, sort) in
            [("Mara", Sort::Person), ("Olek", Sort::Person), ("Orland", Sort::State), ("Venn", Sort::State)]
        {
            for (at, _) in text.match_indices(name) {
                let span = Span::new(narrow(at), narrow(at + name.len()));
                mentions.push(Mention { span, sort, id: name, actor: None });
            }
        }
        mentions.sort_by_key(|m| m.span);
        let mut sentences = Vec::new();
        let mut start = 0;
        for (end, _) in text.match_indices('.') {
            sentences.push(Span::new(start, narrow(end + 1)));
            start = narrow(end + 2);
        }
        let doc = Doc {
            text,
            paragraphs: &[],
            sentences: &sentences,
            words: &words,
            mentions: &mentions,
            year: None,
        };
        let all = Everybody::of(&doc, &[], &[], &mut Lookups::default());
        let found: Vec<(&str, &str)> = all
            .mentions
            .iter()
            .zip(&all.trust)
            .filter(|(_, t)| **t < 1.0)
            .map(|(m, _)| (&text[m.span.range()], m.id))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn one_candidate_stands_out() {
        check("Orland rejected the plan. It accused Venn of spying.", &[("It", "Orland")]);
        check("Mara praised Venn. She thanked it.", &[("She", "Mara"), ("it", "Venn")]);
        check("Olek met Mara. He thanked her.", &[("He", "Olek"), ("her", "Mara")]);
        check("Orland won, and I salute it.", &[("it", "Orland")]);
        check("Orland won, and Venn salutes it.", &[("it", "Orland")]);
    }

    #[test]
    fn nobody_is_meant() {
        check("Orland urged Venn to settle its dispute.", &[]);
        check("Orland waited. It is clear that rain fell.", &[]);
        check("Nobody came. He left.", &[]);
    }
}
