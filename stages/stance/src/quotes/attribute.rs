//! From cue verbs to attributions, and from attributions to the quotations in marks.
//!
//! Every cue verb outside quotation marks that has a subject is an [`Attribution`]. A quotation takes the one right
//! after it (`“…,” said X`, `“…,” X said`), else the last one before it in its sentence (`X said: “…”`). Quotations
//! without one share the speaker of their neighbour in the paragraph, or of the paragraph that they go on from.

use super::cues::Cue;
use super::marks::Pair;
use super::subject::{self, Memory, Subject};
use super::words::{Shape, Text};
use crate::doc::Span;
use crate::grammar::Class;

/// How many words may stand between a quotation and the cue after it.
const AFTER: usize = 24;
/// How many words may stand between a cue and the quotation after it.
const BEFORE: usize = 40;
/// So few words need a mark inside, or a clear verb, to go with the verb after them.
const SHORT: u32 = 3;
/// Over how many paragraphs a speaker is carried.
const REACH: usize = 6;
/// How many attributions back a person is looked for.
const LOOK: usize = 12;

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
}

/// Finds the attributions of a document, in order.
pub fn find(text: &Text<'_>, pairs: &[Pair], memory: &mut Memory, out: &mut Vec<Attribution>) {
    out.clear();
    memory.clear();
    let mut outer = pairs.iter().filter(|p| p.depth == 0).peekable();
    let mut quoted_to = 0_u32;
    for sentence in text.doc.sentences {
        let words = text.words_of(*sentence);
        let paragraph = text.paragraph_at(sentence.start);
        let heading = text.doc.paragraphs.get(paragraph).is_some_and(|p| p.heading);
        let mut floor = words.start;
        for i in words.clone() {
            let at = text.words[i].span.start;
            while let Some(pair) = outer.next_if(|p| p.span.start <= at) {
                quoted_to = quoted_to.max(pair.span.end);
            }
            if at < quoted_to {
                floor = i + 1;
                continue;
            }
            if text.words[i].cue == Cue::default() {
                continue;
            }
            let same = out.last().filter(|a: &&Attribution| a.word >= words.start).map(|a| a.subject);
            let going = text.text(i).ends_with("ing") && i > words.start;
            let found = match same.filter(|_| going && text.words[i - 1].shape == Shape::Comma) {
                Some(subject) => Some(Attribution {
                    word: i,
                    end: i + 1,
                    cue: text.words[i].cue,
                    subject,
                    inverted: false,
                }),
                None => attribution(text, memory, i, floor, words.end),
            };
            if let Some(found) = found {
                if !heading {
                    memory.spoke(text, found.subject, found.word);
                }
                out.push(found);
            }
        }
    }
}

fn attribution(
    text: &Text<'_>,
    memory: &Memory,
    i: usize,
    floor: usize,
    ceiling: usize,
) -> Option<Attribution> {
    let (word, cue) = cue_at(text, i, floor)?;
    let end = i + 1;
    if cue.is(Cue::SOURCE) {
        let subject = subject::right(text, memory, i, ceiling)?;
        return Some(Attribution { word, end, cue, subject, inverted: true });
    }
    if text.mention_at(word).is_some() || noun_like(text, word, floor) {
        return None;
    }
    let after_quote = word == floor && floor > 0 && text.words[floor - 1].shape == Shape::Quote;
    if after_quote {
        let subject = subject::right(text, memory, i, ceiling)?;
        return Some(Attribution { word, end, cue, subject, inverted: true });
    }
    let comma = word > floor && text.words[word - 1].shape == Shape::Comma;
    if comma && text.text(word).ends_with("ing") {
        let subject = subject::opening(text, floor, word)?;
        return Some(Attribution { word, end, cue, subject, inverted: false });
    }
    let after_comma = comma && cue.is(Cue::BARE);
    if let Some(subject) = after_comma.then(|| turned(text, memory, i, ceiling)).flatten() {
        return Some(Attribution { word, end, cue, subject, inverted: true });
    }
    let subject = subject::left(text, memory, word, floor)?;
    if subject.speaker.is_none() && !finite(text.text(word)) && !agent(text, &subject, word) {
        return None;
    }
    Some(Attribution { word, end, cue, subject, inverted: false })
}

/// Whether the form can only be a verb: past tenses. `promise`, `claims` and `report` may be nouns.
pub(super) fn finite(word: &str) -> bool {
    word.ends_with("ed")
        || word.ends_with("ays")
        || ["said", "told", "thought", "wrote", "felt", "found"].contains(&word)
}

/// Whether the phrase is a pronoun or ends with a role.
fn agent(text: &Text<'_>, subject: &Subject, verb: usize) -> bool {
    let person = Class::HE.or(Class::THEY).or(Class::ROLE);
    (subject.first..verb).any(|i| text.words[i].class.is(person))
}

/// `…, said the mayor.`: the phrase after the verb closes the sentence or is set off by a comma.
fn turned(text: &Text<'_>, memory: &Memory, verb: usize, ceiling: usize) -> Option<Subject> {
    let end = subject::phrase_end(text, verb + 1, ceiling.min(verb + 14));
    let closes = end >= ceiling || matches!(text.words[end].shape, Shape::Comma | Shape::Stop);
    let short = end > verb + 1 && end <= verb + 12;
    (closes && short).then(|| subject::right(text, memory, verb, ceiling)).flatten()
}

fn cue_at(text: &Text<'_>, i: usize, floor: usize) -> Option<(usize, Cue)> {
    let cue = text.words[i].cue;
    if cue.is(Cue::PHRASE) && i > floor {
        let keys = |i: usize| crate::table::key(text.text(i));
        if let Some(phrase) = text.cues.phrase(keys(i - 1), keys(i)) {
            return Some((i - 1, phrase));
        }
    }
    let alone = Cue(cue.0 & !Cue::PHRASE.0);
    (alone != Cue::default()).then_some((i, alone))
}

/// `the report`, `their claims`, `to say`: the cue's form, but no finite verb.
fn noun_like(text: &Text<'_>, word: usize, floor: usize) -> bool {
    let Some(before) = word.checked_sub(1).filter(|i| *i >= floor) else { return false };
    let previous = &text.words[before];
    let possessive = matches!(text.text(before), "'s" | "’s" | "’" | "'");
    let governed = previous.class.is(Class::PREPOSITION) && text.mention_at(before).is_none();
    let determined = previous.class.is(Class::DETERMINER)
        && !previous.class.is(Class::RELATIVE)
        && !["all", "both", "each", "many", "some"].iter().any(|w| text.text(before).eq_ignore_ascii_case(w));
    possessive || governed || determined
}

/// What attribution says of one pair of marks.
#[derive(Clone, Copy, Debug, Default)]
pub struct Assigned {
    /// Number of its attribution.
    pub attribution: Option<usize>,
    /// The speaker, its own or shared.
    pub speaker: Option<usize>,
    /// Whether somebody is said to have said it: by a cue or a neighbour.
    pub spoken: bool,
}

/// Gives each outer pair its attribution. Inner pairs are left without.
pub fn assign(text: &Text<'_>, pairs: &[Pair], found: &[Attribution], short: u32, out: &mut Vec<Assigned>) {
    out.clear();
    out.resize(pairs.len(), Assigned::default());
    let outer: Vec<usize> = (0..pairs.len()).filter(|i| pairs[*i].depth == 0).collect();
    for (n, &i) in outer.iter().enumerate() {
        let next = outer.get(n + 1).map(|j| pairs[*j].span.start);
        if let Some(k) = own(text, &pairs[i], next, found) {
            let speaker = found[k].subject.speaker;
            out[i] = Assigned { attribution: Some(k), speaker, spoken: true };
        } else if let Some(mention) = signed(text, &pairs[i]) {
            out[i] = Assigned { attribution: None, speaker: Some(mention), spoken: true };
        }
    }
    share(text, pairs, &outer, short, out);
    carry(text, pairs, &outer, (found, short), out);
}

/// A quotation that makes up a sentence, in a paragraph where somebody spoke before it, is his; so is one that opens
/// its paragraph, where nobody else spoke since a person did (interviews). `I` is said by a person.
fn carry(
    text: &Text<'_>,
    pairs: &[Pair],
    outer: &[usize],
    found: (&[Attribution], u32),
    out: &mut [Assigned],
) {
    let (found, short) = found;
    let mut last: Option<usize> = None;
    for &i in outer {
        let pair = &pairs[i];
        if !out[i].spoken && !scare(text, pair, short) {
            let one = first_person(text, pair);
            let carried = last.map(|j| (pairs[j].span.start, out[j].speaker));
            let nearest = nearest(text, found, pair, one).max(carried);
            let speaker = nearest.and_then(|(offset, speaker)| Some((offset, speaker?)));
            if let Some((_, speaker)) =
                speaker.filter(|(offset, m)| (!one || text.person(*m)) && reaches(text, pair, *offset, *m))
            {
                out[i] = Assigned { attribution: None, speaker: Some(speaker), spoken: true };
            }
        }
        if out[i].spoken {
            last = Some(i);
        }
    }
}

/// The last attribution before the quotation, of a person if `person`: where, and who.
fn nearest(
    text: &Text<'_>,
    found: &[Attribution],
    pair: &Pair,
    person: bool,
) -> Option<(u32, Option<usize>)> {
    let here = text.word_from(pair.span.start);
    let k = found.partition_point(|a| a.end <= here);
    let fits = |a: &&Attribution| {
        a.cue.is(Cue::BARE.or(Cue::TELL)) && (!person || a.subject.speaker.is_some_and(|m| text.person(m)))
    };
    let attribution = found[k.saturating_sub(LOOK)..k].iter().rev().find(fits)?;
    Some((text.words[attribution.word].span.start, attribution.subject.speaker))
}

/// Whether a speaker heard at `offset` may still be speaking.
fn reaches(text: &Text<'_>, pair: &Pair, offset: u32, speaker: usize) -> bool {
    let paragraph = text.paragraph_at(offset);
    let opens =
        text.doc.paragraphs.get(pair.paragraph as usize).is_some_and(|p| p.span.start == pair.span.start);
    let sentence = text.sentence_at(pair.span.start).is_some_and(|s| s.start == pair.span.start);
    let near = paragraph == pair.paragraph as usize && sentence;
    near || (opens && text.person(speaker) && paragraph + REACH >= pair.paragraph as usize)
}

fn first_person(text: &Text<'_>, pair: &Pair) -> bool {
    let from = text.word_from(pair.span.start);
    let words = text.words[from..].iter().take(200).take_while(|w| w.span.start < pair.span.end);
    words.enumerate().any(|(n, _)| matches!(text.text(from + n), "I" | "my" | "My" | "me"))
}

/// `“…” — NAME`: a quotation set apart, with its source behind a dash.
fn signed(text: &Text<'_>, pair: &Pair) -> Option<usize> {
    let dash = text.word_from(pair.span.end);
    let same =
        text.words.get(dash).is_some_and(|w| text.paragraph_at(w.span.start) == pair.paragraph as usize);
    let mention = text.mention_at(dash + 1).filter(|m| text.person(*m))?;
    (same && text.words[dash].shape == Shape::Break).then_some(mention)
}

fn own(text: &Text<'_>, pair: &Pair, next: Option<u32>, found: &[Attribution]) -> Option<usize> {
    let before = before(text, pair, found);
    let after = after(text, pair, next, found);
    let body = text.doc.text.get(pair.span.range()).unwrap_or("");
    let inner = body.trim_end_matches(['”', '"', '’', '\'', '»']);
    let marked = inner.ends_with([',', '?', '!', '—', '–']);
    // `'War on Rust', Orland maintained …`: few words without a mark of their own are said by clear verbs only.
    let says = |k: &usize| found[*k].cue.is(Cue::BARE.or(Cue::TELL));
    let after = after.filter(|k| marked || says(k) || !scare(text, pair, SHORT));
    if marked { after.or(before) } else { before.or(after) }
}

fn before(text: &Text<'_>, pair: &Pair, found: &[Attribution]) -> Option<usize> {
    let here = text.word_from(pair.span.start);
    let k = found.partition_point(|a| a.end <= here).checked_sub(1)?;
    let near = here - found[k].end <= BEFORE;
    let offset = text.words[found[k].word].span.start;
    let sentence = text.sentence_at(pair.span.start)?;
    let colon = here > 0 && text.words[here - 1].shape == Shape::Colon;
    let same = sentence.start <= offset || (colon && here - found[k].end < 6);
    let finished = found[k].inverted && !found[k].cue.is(Cue::SOURCE);
    let touching =
        here - found[k].end <= BEFORE / 2 && finished && text.paragraph_at(offset) == pair.paragraph as usize;
    (near && same && (!finished || touching)).then_some(k)
}

fn after(text: &Text<'_>, pair: &Pair, next: Option<u32>, found: &[Attribution]) -> Option<usize> {
    let here = text.word_from(pair.span.end);
    let k = found.partition_point(|a| a.word < here);
    let attribution = found.get(k)?;
    let first = if attribution.inverted { attribution.word } else { attribution.subject.first };
    let offset = text.words[attribution.word].span.start;
    let inside =
        text.paragraph_at(offset) == pair.paragraph as usize && next.is_none_or(|next| offset < next);
    let gap = (here..first.max(here)).filter(|i| text.words[*i].shape == Shape::Word).count();
    let adverbs = (here..first.max(here))
        .all(|i| text.words[i].shape != Shape::Word || text.words[i].class.is(Class::ADVERB));
    let close = gap == 0 || (gap <= 2 && adverbs);
    (inside && close && attribution.word - here <= AFTER && !attribution.cue.is(Cue::SOURCE)).then_some(k)
}

/// Quotations without an attribution of their own.
fn share(text: &Text<'_>, pairs: &[Pair], outer: &[usize], short: u32, out: &mut [Assigned]) {
    let mut last: Option<usize> = None;
    for &i in outer {
        if !out[i].spoken && !scare(text, &pairs[i], short) {
            let from = last.filter(|j| out[*j].spoken && goes_on(text, &pairs[*j], &pairs[i]));
            if let Some(j) = from {
                out[i] = Assigned { attribution: None, speaker: out[j].speaker, spoken: true };
            }
        }
        if out[i].spoken || !scare(text, &pairs[i], short) {
            last = Some(i);
        }
    }
    let mut next: Option<usize> = None;
    for &i in outer.iter().rev() {
        let unspoken = !out[i].spoken && !scare(text, &pairs[i], short);
        let from = next.filter(|j| unspoken && out[*j].spoken && pairs[*j].paragraph == pairs[i].paragraph);
        let unclosed = next.filter(|j| {
            unspoken && out[*j].spoken && !pairs[i].closed && pairs[*j].paragraph == pairs[i].paragraph + 1
        });
        if let Some(j) = from.or(unclosed) {
            out[i] = Assigned { attribution: None, speaker: out[j].speaker, spoken: true };
        }
        next = Some(i);
    }
}

/// Whether the second quotation goes on from the first: same paragraph, or the paragraph after it, from its start.
fn goes_on(text: &Text<'_>, first: &Pair, second: &Pair) -> bool {
    if first.paragraph == second.paragraph {
        return true;
    }
    let opens =
        text.doc.paragraphs.get(second.paragraph as usize).is_some_and(|p| p.span.start == second.span.start);
    first.paragraph + 1 == second.paragraph && opens
}

/// Whether marked words without a speaker are too few to be somebody's words. A marked sentence never is, nor are
/// words inside a quotation that end with a mark of their own.
pub fn scare(text: &Text<'_>, pair: &Pair, short: u32) -> bool {
    let from = text.word_from(pair.span.start);
    let words = text.words[from..].iter().take_while(|w| w.span.start < pair.span.end);
    let limit = usize::try_from(short).unwrap_or(usize::MAX);
    if words.filter(|w| w.shape == Shape::Word).take(limit.saturating_add(1)).count() > limit {
        return false;
    }
    let body = text.doc.text.get(pair.span.range()).unwrap_or("");
    let inner = body.trim_end_matches(['”', '"', '’', '\'', '»']);
    let sentence = text.sentence_at(pair.span.start).is_some_and(|s| s.start == pair.span.start);
    let whole = inner.ends_with(['.', '!', '?']) && (sentence || pair.depth > 0);
    !(whole || (pair.depth > 0 && inner.ends_with(',')))
}
