//! From cue verbs to attributions.
//!
//! Every cue verb outside quotation marks that has a subject is an [`Attribution`]. [`super::assign`] gives them to the
//! quotations in marks, [`super::indirect`] cuts the clauses that they report.

use super::classes::{FINITE, Noun, VERBAL};
use super::cues::Cue;
use super::memory::{Memory, Who};
use super::nouns;
use super::scare::scare;
use super::subject::{self, Subject};
use super::words::{Shape, Text};
use super::{claim, heard};
use crate::doc::Span;
use crate::grammar::Class;

/// So many words of a sentence are searched for `you`.
const SPOKEN_TO: usize = 60;
/// How far `as saying` may be from `quoted`.
const SAYING: usize = 16;
const QUOTING: &[&str] = &["quoted", "quotes", "quoting", "cited", "cites", "citing"];
const NUMERALS: &[&str] = &["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
/// So many words may follow a verb that is turned around.
const TURNED: usize = 20;
/// How far the agent of a passive may be.
const AGENT: usize = 6;

/// A cue verb or source phrase with its subject.
#[derive(Clone, Copy, Debug)]
pub struct Attribution {
    /// The cue's first word.
    pub word: usize,
    /// One past the cue's last word.
    pub end: usize,
    /// What may follow it.
    pub cue: Cue,
    /// Who.
    pub subject: Subject,
    /// Whether the subject stands after the verb.
    pub inverted: bool,
}

impl Attribution {
    /// The cue's span.
    #[must_use]
    pub fn span(&self, text: &Text<'_>) -> Span {
        Span::new(text.words[self.word].span.start, text.words[self.end - 1].span.end)
    }

    /// The cue’s span, if it is a verb: source phrases and nouns introduce, too, but say nothing.
    #[must_use]
    pub fn verb(&self, text: &Text<'_>) -> Option<Span> {
        (!self.cue.is(Cue::SOURCE.or(Cue::CLAIM))).then(|| self.span(text))
    }

    /// The mention that names the speaker.
    #[must_use]
    pub fn speaker(&self) -> Option<usize> {
        self.subject.who.speaker
    }
}

/// Who may speak a pair of marks that no verb of saying introduces.
#[derive(Clone, Copy, Debug, Default)]
pub struct Near {
    /// The subject of the clause around it, where it stands inside a sentence.
    pub clause: Option<Who>,
    /// The person whom the sentence before it is about: `She puts down her cup. “Ask them.”`
    pub lead: Option<Who>,
}

/// Finds the attributions of a document, in order; `owners` gets one entry for each pair of marks.
pub fn find(
    text: &Text<'_>,
    memory: &mut Memory,
    short: u32,
    out: &mut Vec<Attribution>,
    owners: &mut Vec<Near>,
) {
    out.clear();
    owners.clear();
    owners.resize(text.pairs.len(), Near::default());
    memory.start(text);
    let mut pair = 0;
    let mut quoted_to = 0_u32;
    for sentence in text.doc.sentences {
        let words = text.words_of(*sentence);
        let paragraph = text.paragraph_at(sentence.start);
        let heading = text.is_heading(paragraph);
        let mut floor = words.start;
        for i in words.clone() {
            let at = text.words[i].span.start;
            while text.pairs.get(pair).is_some_and(|p| p.span.start <= at) {
                let here = &text.pairs[pair];
                quoted_to = quoted_to.max(here.span.end);
                if here.depth == 0 && !heading && i > words.start && !scare(text, here, short) {
                    owners[pair].clause = subject::clause(text, memory, words.start, i).map(|s| s.who);
                } else if here.depth == 0 && !heading && i == words.start {
                    let spoke = out.last().map_or(0, |a: &Attribution| a.word);
                    owners[pair].lead = lead(text, memory, i, spoke);
                }
                pair += 1;
            }
            if at < quoted_to {
                floor = i + 1;
                continue;
            }
            if text.words[i].cue == Cue::default() || text.words[i].cue == Cue::LEADS {
                continue;
            }
            let same = out.last().filter(|a: &&Attribution| a.word >= words.start).map(|a| a.subject);
            let going = text.text(i).ends_with("ing") && i > words.start;
            let found = match same.filter(|_| going && text.words[i - 1].shape == Shape::Comma) {
                Some(subject) => Some(plain(text, i, subject)),
                None => attribution(text, memory, i, (words.start, floor), words.end),
            };
            if let Some(found) = found {
                if !heading && !asked(text, &words) {
                    memory.spoke(text, found.subject.who, found.word);
                }
                out.push(found);
            }
        }
    }
}

/// The person whom the sentence before a word is about, where nobody speaks in it.
fn lead(text: &Text<'_>, memory: &mut Memory, word: usize, spoke: usize) -> Option<Who> {
    let last = text.words.get(word.checked_sub(1)?)?.span.start;
    let sentence = text.sentence_at(last).filter(|_| !text.in_quotes(last))?;
    let before = text.words_of(sentence);
    let same = text.paragraph_at(last) == text.paragraph_at(text.words[word].span.start);
    if !same || before.end != word || (spoke >= before.start && spoke > 0) || asked(text, &before) {
        return None;
    }
    let who = subject::clause(text, memory, before.start, before.end)?.who;
    who.speaker.is_some_and(|m| text.person(m)).then_some(who)
}

/// Whether the sentence speaks to somebody, as an interviewer does: `Mara Venn says you are wrong.`
pub(super) fn asked(text: &Text<'_>, words: &std::ops::Range<usize>) -> bool {
    let range = words.start..words.end.min(words.start + SPOKEN_TO);
    range.into_iter().any(|i| text.is_you(i) && !text.in_quotes(text.words[i].span.start))
}

fn plain(text: &Text<'_>, word: usize, subject: Subject) -> Attribution {
    let cue = Cue(text.words[word].cue.alone().0 & !Cue::CLAIM.0);
    Attribution { word, end: word + 1, cue, subject, inverted: false }
}

fn attribution(
    text: &Text<'_>,
    memory: &mut Memory,
    i: usize,
    (start, floor): (usize, usize),
    ceiling: usize,
) -> Option<Attribution> {
    let (word, cue) = cue_at(text, i, floor)?;
    let end = i + 1;
    let made = |cue, subject, inverted| Attribution { word, end, cue, subject, inverted };
    if cue.is(Cue::SOURCE) {
        return subject::right(text, memory, i, ceiling).map(|subject| made(cue, subject, true));
    }
    // `Judge Mara Venn`: a title
    let title = text.words[word].capital && word > start && text.mention_at(word + 1).is_some();
    if title || text.mention_at(word).is_some() {
        return None;
    }
    let would_have =
        |i: usize| i > floor + 1 && text.is(i - 1, &["have"]) && text.is(i - 2, &["would", "could", "might"]);
    if would_have(word) {
        return None;
    }
    if let Some((word, subject)) =
        cue.is(Cue::CLAIM).then(|| claim::view(text, memory, word, floor)).flatten()
    {
        return Some(Attribution { word, ..made(Cue::SOURCE, subject, true) });
    }
    if let Some(end) = cue.is(Cue::CLAIM).then(|| claim::rumour(text, word, ceiling)).flatten() {
        let subject = Subject { first: word, who: Who::default() };
        return Some(Attribution { end, ..made(Cue::CLAIM, subject, false) });
    }
    let noun_of_saying = cue.is(Cue::CLAIM) && word > floor;
    if let Some((subject, end)) =
        noun_of_saying.then(|| claim::find(text, memory, word, (floor, ceiling))).flatten()
    {
        return Some(Attribution { end, ..made(Cue::CLAIM, subject, false) });
    }
    let cue = Cue(cue.0 & !Cue::CLAIM.0);
    // `as she tells it`
    if cue.is(Cue::TELL)
        && text.is(end, &["it"])
        && text.words.get(end + 1).is_some_and(|w| w.shape != Shape::Word)
    {
        return None;
    }
    let gerund = text.text(word).ends_with("ing") && !owned(text, word, floor);
    let noun = named_thing(text, word) || (!gerund && noun_like(text, word, floor));
    if cue == Cue::default() || noun || (text.is(word, QUOTING) && as_saying(text, word, ceiling)) {
        return None;
    }
    if heard::asked(text, word, start) {
        return None;
    }
    if let Some(first) = heard::told(text, word, cue, floor).or_else(|| heard::heard(text, word, cue, floor))
    {
        return Some(made(Cue::THAT.or(Cue::BARE), Subject { first, who: Who::default() }, false));
    }
    if cue.is(Cue::HEAR) {
        return None;
    }
    let verb = Verb { word, end, cue, start, floor, ceiling };
    let (subject, inverted) = if gerund { going(text, memory, &verb)? } else { doing(text, memory, &verb)? };
    Some(made(cue, subject, inverted))
}

/// A cue verb in its sentence.
struct Verb {
    word: usize,
    end: usize,
    cue: Cue,
    /// Where the sentence begins.
    start: usize,
    /// Where the text after the last quotation does.
    floor: usize,
    ceiling: usize,
}

/// The subject of an *-ing* form, and whether it follows.
fn going(text: &Text<'_>, memory: &mut Memory, verb: &Verb) -> Option<(Subject, bool)> {
    if verb.word == verb.start {
        return after_comma(text, memory, verb.word, verb.ceiling).map(|s| (s, false));
    }
    if after_quote(text, verb) {
        return subject::right(text, memory, verb.end - 1, verb.ceiling).map(|s| (s, true));
    }
    participle(text, memory, verb.word, verb.start).map(|s| (s, false))
}

/// The subject of any other form, and whether it follows.
fn doing(text: &Text<'_>, memory: &mut Memory, verb: &Verb) -> Option<(Subject, bool)> {
    let &Verb { word, end, cue, start, floor, ceiling } = verb;
    let told = cue.is(Cue::TELL) && !cue.is(Cue::BARE);
    if after_quote(text, verb) {
        // *tell* takes a person, so that the subject stands before
        return match told {
            true => subject::clause(text, memory, start, floor).map(|s| (s, false)),
            false => subject::right(text, memory, end - 1, ceiling).map(|s| (s, true)),
        };
    }
    let comma = word > floor && text.words[word - 1].shape == Shape::Comma;
    let may_turn = comma && cue.is(Cue::THAT) && !told;
    if let Some(subject) = may_turn.then(|| turned(text, memory, end - 1, ceiling)).flatten() {
        return Some((subject, true));
    }
    if let Some(subject) = passive(text, memory, word, (floor, ceiling)) {
        return Some((subject, false));
    }
    let joined = word.checked_sub(1).is_some_and(|i| text.words[i].class.is(Class::CONJUNCTION));
    let left = subject::left(text, memory, word, if joined { start } else { floor });
    let subject = left
        .or_else(|| main(text, memory, verb))
        .filter(|s| agrees(text, s, word) && !clausal(text, s.first, word))?;
    let clear = verbal(text, word) || agent(text, &subject, word) || text.is(end, &["that"]);
    (subject.who.speaker.is_some() || clear).then_some((subject, false))
}

/// `their union dismissed a pay | offer`: a verb and its object before the word, which is a noun then.
fn clausal(text: &Text<'_>, first: usize, word: usize) -> bool {
    let apart = |i: usize| {
        let word = &text.words[i];
        word.class.is(Class::RELATIVE.or(Class::CONJUNCTION))
            || !matches!(word.shape, Shape::Word | Shape::Other)
    };
    let object =
        |i: usize| text.words.get(i + 1).is_some_and(|w| w.class.is(Class::DETERMINER) && !w.capital);
    let verb = (first + 1..word.saturating_sub(1))
        .find(|i| text.finite(*i) && object(*i) && text.mention_at(*i).is_none() && !text.is_s(*i));
    verb.is_some() && !(first..word).any(apart)
}

/// The subject of the clause, for `an official who asked not to be named recalled that …`.
fn main(text: &Text<'_>, memory: &mut Memory, verb: &Verb) -> Option<Subject> {
    let be = verb.word.checked_sub(1).is_some_and(|i| text.words[i].class.is(Class::BE));
    let asks = verb.cue.is(Cue::ASK) && text.is(verb.end, &["if", "whether", "that"]);
    let doing = verb.cue.is(Cue::DOING) && text.text(verb.end).ends_with("ing");
    let reports = (text.is(verb.end, &["that"]) || asks || doing) && verbal(text, verb.word) && !be;
    reports.then(|| subject::clause(text, memory, verb.start, verb.word)).flatten()
}

fn after_quote(text: &Text<'_>, verb: &Verb) -> bool {
    verb.word == verb.floor && verb.floor > 0 && text.words[verb.floor - 1].shape == Shape::Quote
}

/// Whether the form can only be a verb: past tenses. `promise`, `claims` and `report` may be nouns.
pub(super) fn finite(word: &str) -> bool {
    word.ends_with("ed")
        || word.ends_with("ays")
        || ["said", "told", "thought", "wrote", "felt", "found"].contains(&word)
}

/// Whether the form is no noun: past tenses, and present forms of verbs that no noun looks like.
fn verbal(text: &Text<'_>, word: usize) -> bool {
    finite(text.text(word)) || text.words[word].class.is(VERBAL)
}

/// Whether the phrase is a pronoun or ends with a role.
fn agent(text: &Text<'_>, subject: &Subject, verb: usize) -> bool {
    let person = Class::HE.or(Class::THEY).or(Class::ROLE);
    (subject.first..verb).any(|i| text.words[i].class.is(person))
}

/// `Describing it as “a farce”, Mara Venn …`: the subject after the comma.
fn after_comma(text: &Text<'_>, memory: &mut Memory, word: usize, ceiling: usize) -> Option<Subject> {
    let outside =
        |i: &usize| text.words[*i].shape == Shape::Comma && !text.in_quotes(text.words[*i].span.start);
    let comma = (word + 1..ceiling.min(word + 40)).find(outside)?;
    subject::clause(text, memory, comma + 1, ceiling)
}

/// `quoted an official as saying`: the cue is *saying*.
fn as_saying(text: &Text<'_>, quoted: usize, ceiling: usize) -> bool {
    (quoted + 1..ceiling.min(quoted + SAYING))
        .any(|i| text.is(i, &["as"]) && text.is(i + 1, &["saying", "telling"]))
}

/// `…, saying that`, `by calling it`: the subject of the clause. A participle in a phrase is none.
fn participle(text: &Text<'_>, memory: &mut Memory, word: usize, start: usize) -> Option<Subject> {
    let before = word.checked_sub(1).filter(|i| *i >= start)?;
    if text.is(before, &["as"]) {
        let low = start.max(before.saturating_sub(SAYING));
        let quoted = (low..before).rev().find(|i| text.is(*i, QUOTING))?;
        let be = |i: &usize| text.words[*i].class.is(Class::BE.or(Class::ADVERB));
        let passive = quoted > start && be(&(quoted - 1));
        if !passive {
            return subject::right(text, memory, quoted, before);
        }
        let last = (start..quoted).rev().find(|i| !be(i))?;
        return subject::left(text, memory, last + 1, start);
    }
    if text.is(word, &["writing"]) && text.is(before, &["in"]) {
        return None;
    }
    let opens = text.words[before].shape == Shape::Comma
        || text.words[before].shape == Shape::Quote
        || text.words[before].class.is(Class::CONJUNCTION)
        || text.is(before, &["by", "while", "before", "after", "without", "in"]);
    if opens {
        return subject::clause(text, memory, start, before);
    }
    let says = text.words.get(word + 1).is_some_and(|w| w.class.is(Class::THAT) || w.shape == Shape::Quote);
    if says && text.words[word].cue.is(Cue::THAT) && !text.words[before].class.is(Class::BE) {
        return subject::clause(text, memory, start, before);
    }
    let continuous = text.words[before].class.is(Class::BE);
    continuous.then(|| subject::left(text, memory, before, start)).flatten()
}

/// `was called “a farce” by Mara Venn`: the agent of a passive.
fn passive(
    text: &Text<'_>,
    memory: &mut Memory,
    verb: usize,
    (floor, ceiling): (usize, usize),
) -> Option<Subject> {
    let be = verb.checked_sub(1).filter(|i| {
        let word = &text.words[*i];
        // `the remark, called “a farce” by Mara Venn, …`
        let set_off =
            word.shape == Shape::Comma && text.words.get(verb + 1).is_some_and(|w| w.shape == Shape::Quote);
        *i >= floor
            && (word.class.is(Class::BE) && !text.is_s(*i) || set_off && text.text(verb).ends_with("ed"))
    })?;
    let by = (be + 2..ceiling.min(be + 2 + AGENT)).find(|i| text.is(*i, &["by"]))?;
    subject::right(text, memory, by, ceiling)
}

/// `…, said the mayor.`: the phrase after the verb closes the sentence or is set off by a comma.
fn turned(text: &Text<'_>, memory: &mut Memory, verb: usize, ceiling: usize) -> Option<Subject> {
    let going = text.text(verb + 1).ends_with("ing") && text.mention_at(verb + 1).is_none();
    if verb + 1 >= ceiling || going || text.is(verb + 1, &["it", "them"]) {
        return None;
    }
    let end = subject::phrase_end(text, verb + 1, ceiling.min(verb + TURNED + 2));
    let closes = end >= ceiling
        || matches!(text.words[end].shape, Shape::Comma | Shape::Stop | Shape::Break | Shape::Colon);
    let short = end > verb + 1 && end <= verb + TURNED;
    let found = (closes && short).then(|| subject::right(text, memory, verb, ceiling)).flatten()?;
    // `denies fraud, theft and …`: an object, nobody who speaks
    let speaks = |i: usize| {
        let word = &text.words[i];
        word.noun != Noun::Plain || word.capital || word.class.is(Class::HE.or(Class::THEY).or(Class::ROLE))
    };
    let human = |i: usize| nouns::is_human(text, i) || nouns::is_plural(text.text(i));
    let known = found.who.speaker.is_some() || (found.first..end).any(|i| speaks(i) || human(i));
    known.then_some(found)
}

fn cue_at(text: &Text<'_>, i: usize, floor: usize) -> Option<(usize, Cue)> {
    let cue = text.words[i].cue;
    if cue.is(Cue::PHRASE) && i > floor && text.words[i - 1].cue.is(Cue::LEADS) {
        let back =
            |n: usize| i.checked_sub(n).filter(|j| *j >= floor).map(|j| crate::table::key(text.text(j)));
        if let Some((words, phrase)) = text.cues.phrase(back) {
            return Some((i + 1 - words, phrase));
        }
    }
    let alone = cue.alone();
    (alone != Cue::default()).then_some((i, alone))
}

/// `Orland’s finding`, `the warning`: a gerund that is a noun.
fn owned(text: &Text<'_>, word: usize, floor: usize) -> bool {
    let before = word.checked_sub(1).filter(|i| *i >= floor);
    before.is_some_and(|i| text.is_s(i) || text.words[i].class.is(Class::DETERMINER))
}

/// `a U.N. report said`, `a note from`: a noun, for a verb or a preposition follows.
fn named_thing(text: &Text<'_>, word: usize) -> bool {
    let noun = text.words[word].noun != Noun::Plain && !finite(text.text(word));
    let next = text.words.get(word + 1);
    noun && next.is_none_or(|w| {
        w.class.is(Class::PREPOSITION) || text.finite(word + 1) || w.cue.is(Cue::BARE.or(Cue::TELL))
    })
}

/// Whether verb and subject may go together: no `the state that`, `analysts hopes`.
fn agrees(text: &Text<'_>, subject: &Subject, verb: usize) -> bool {
    let word = text.text(verb);
    if finite(word)
        || word.ends_with("ed")
        || word.ends_with("ing")
        || text.words[verb].class.is(FINITE) && !word.ends_with('s')
    {
        return true;
    }
    let before = verb.saturating_sub(1);
    let head = nouns::head(text, subject.first..verb).unwrap_or(before);
    let plural = nouns::is_plural(text.text(head));
    if word.ends_with('s') && !word.ends_with("ss") {
        return !(plural && text.words[head].class.is(Class::ROLE) && text.mention_at(head).is_none());
    }
    let one = text.is(subject.first, &["a", "an", "the", "this", "that", "each", "every", "one"]);
    plural
        || !one
        || text.mention_at(head).is_some()
        || text.is(before, &["not", "n't", "n’t", "did", "does", "would", "will", "to"])
}

/// `the report`, `their claims`, `to say`: the cue's form, but no finite verb.
fn noun_like(text: &Text<'_>, word: usize, floor: usize) -> bool {
    if text.is(word, &["think"]) && text.is(word + 1, &["tank", "tanks"]) {
        return true;
    }
    let Some(before) = word.checked_sub(1).filter(|i| *i >= floor) else { return false };
    let previous = &text.words[before];
    let named = text.mention_at(before).is_some();
    let governed = previous.class.is(Class::PREPOSITION)
        && !previous.class.is(Class::ADVERB)
        && !named
        && !subject::used_to(text, before);
    let numeral = text.is(before, NUMERALS) && finite(text.text(word));
    let determined = previous.class.is(Class::DETERMINER)
        && !numeral
        && !previous.class.is(Class::RELATIVE)
        && !text.is(before, &["all", "both", "each", "many", "some", "most", "several"]);
    text.is_s(before) || governed || determined
}
