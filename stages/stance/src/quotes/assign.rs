//! From attributions to the quotations in marks.
//!
//! A quotation takes the attribution right after it (`“…,” said X`, `“…,” X said`), else the last one before it in its
//! sentence (`X said: “…”`). A few words in marks inside a sentence without a verb of saying are the words of the
//! clause’s subject (`Orland supports them “with firmness and patience”`). Quotations without one share the speaker of
//! their neighbour in the paragraph, or of the paragraph that they go on from. Marks inside marks are for
//! [`super::nested`], headlines for [`super::echo`].

use super::attribute::{Attribution, Near, asked};
use super::cues::Cue;
use super::marks::Pair;
use super::memory::Who;
use super::scare::{in_heading, scare, starts_sentence};
use super::words::{Shape, Text};
use super::{extent, indirect, interview};
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
/// A list of quotations (`“one,” “two” and “three”`) has at most so many words in between.
const LISTED: usize = 5;

/// What attribution says of one pair of marks.
#[derive(Clone, Copy, Debug, Default)]
pub struct Assigned {
    /// The words that introduce it.
    pub cue: Option<(usize, usize)>,
    /// The speaker, its own or shared.
    pub who: Who,
    /// Whether somebody is said to have said it: by a cue or a neighbour.
    pub spoken: bool,
}

impl Assigned {
    fn shared(who: Who) -> Self {
        Self { cue: None, who, spoken: true }
    }
}

/// Gives each outer pair its attribution. Inner pairs are left without.
pub fn assign(text: &Text<'_>, found: &[Attribution], owners: &[Near], short: u32, out: &mut Vec<Assigned>) {
    let pairs = text.pairs;
    out.clear();
    out.resize(pairs.len(), Assigned::default());
    let outer: Vec<usize> = (0..pairs.len()).filter(|i| pairs[*i].depth == 0).collect();
    for (n, &i) in outer.iter().enumerate() {
        let next = outer.get(n + 1).map(|j| pairs[*j].span.start);
        if let Some(k) = own(text, &pairs[i], next, found) {
            let cue = found[k].verb(text).map(|_| (found[k].word, found[k].end));
            out[i] = Assigned { cue, who: found[k].subject.who, spoken: true };
        } else if let Some(who) = signed(text, &pairs[i]).or_else(|| headed(text, &pairs[i])) {
            out[i] = Assigned::shared(who);
        } else if let Some(j) =
            n.checked_sub(1).map(|n| outer[n]).filter(|j| listed(text, &pairs[*j], &pairs[i]))
        {
            out[i] = Assigned { cue: None, ..out[j] };
        } else if let Some(who) = owners[i].clause {
            out[i] = Assigned::shared(who);
        } else if let Some(who) = owners[i].lead.filter(|_| first_spoken(pairs, &outer[..n], &pairs[i], out))
        {
            out[i] = Assigned::shared(who);
        }
    }
    interview::assign(text, out);
    let outer: Vec<usize> = outer.into_iter().filter(|i| !in_heading(text, &pairs[*i])).collect();
    share(text, pairs, &outer, short, out);
    carry(text, pairs, &outer, (found, short), out);
}

/// Whether nobody spoke in the paragraph before the pair.
fn first_spoken(pairs: &[Pair], before: &[usize], pair: &Pair, out: &[Assigned]) -> bool {
    before.iter().rev().take_while(|j| pairs[**j].paragraph == pair.paragraph).all(|j| !out[*j].spoken)
}

/// Words in marks inside a reported clause are its speaker’s: `Dr. Venn was “alarmed” by the dam, she said`.
pub fn reported(text: &Text<'_>, attribution: &Attribution, clause: Span, out: &mut [Assigned]) {
    let first = text.pairs.partition_point(|p| p.span.start < clause.start);
    let inside = text.pairs[first..].iter().take_while(|p| p.span.end <= clause.end);
    for (given, pair) in out[first..].iter_mut().zip(inside) {
        if !given.spoken && pair.depth == 0 {
            let cue = attribution.verb(text).map(|_| (attribution.word, attribution.end));
            *given = Assigned { cue, who: attribution.subject.who, spoken: true };
        }
    }
}

/// `“one,” “two” and “three”`: a quotation in a list with the one before.
fn listed(text: &Text<'_>, before: &Pair, pair: &Pair) -> bool {
    let (from, to) = (text.word_from(before.span.end), text.word_from(pair.span.start));
    let between = from..to.max(from);
    let same = text.sentence_at(before.span.start) == text.sentence_at(pair.span.start);
    same && between.len() <= LISTED
        && between
            .clone()
            .all(|i| matches!(text.words[i].shape, Shape::Word | Shape::Comma) && !text.finite(i))
        && between
            .clone()
            .any(|i| text.words[i].shape == Shape::Comma || text.words[i].class.is(Class::CONJUNCTION))
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
    let (mut last, mut person): (Option<usize>, Option<usize>) = (None, None);
    for &i in outer {
        let pair = &pairs[i];
        if !out[i].spoken && !scare(text, pair, short) {
            let one = first_person(text, pair);
            let from = if one { person } else { last };
            let carried = from.map(|j| (pairs[j].span.start, out[j].who));
            let nearest = match (nearest(text, found, pair, one), carried) {
                (Some(a), Some(b)) if b.0 >= a.0 => Some(b),
                (a, b) => a.or(b),
            };
            let fits = |(offset, who): &(u32, Who)| {
                who.speaker.is_some_and(|m| (!one || text.person(m)) && reaches(text, pair, *offset, m))
            };
            if let Some((_, who)) = nearest.filter(fits) {
                out[i] = Assigned::shared(who);
            }
        }
        if out[i].spoken {
            last = Some(i);
            person = if out[i].who.speaker.is_some_and(|m| text.person(m)) { last } else { person };
        }
    }
}

/// The last attribution before the quotation, of a person if `person`: where, and who.
fn nearest(text: &Text<'_>, found: &[Attribution], pair: &Pair, person: bool) -> Option<(u32, Who)> {
    let here = text.word_from(pair.span.start);
    let k = found.partition_point(|a| a.end <= here);
    let fits = |a: &&Attribution| {
        let sentence = text.sentence_at(text.words[a.word].span.start);
        let you = sentence.is_some_and(|s| asked(text, &text.words_of(s)));
        !you && a.cue.is(Cue::BARE.or(Cue::TELL)) && (!person || a.speaker().is_some_and(|m| text.person(m)))
    };
    let attribution = found[k.saturating_sub(LOOK)..k].iter().rev().find(fits)?;
    Some((text.words[attribution.word].span.start, attribution.subject.who))
}

/// Whether a speaker heard at `offset` may still be speaking.
fn reaches(text: &Text<'_>, pair: &Pair, offset: u32, speaker: usize) -> bool {
    let paragraph = text.paragraph_at(offset);
    let opens =
        text.doc.paragraphs.get(pair.paragraph as usize).is_some_and(|p| p.span.start == pair.span.start);
    let near = paragraph == pair.paragraph as usize && starts_sentence(text, pair);
    near || (opens && text.person(speaker) && paragraph + REACH >= pair.paragraph as usize)
}

fn first_person(text: &Text<'_>, pair: &Pair) -> bool {
    let from = text.word_from(pair.span.start);
    let words = text.words[from..].iter().take(200).take_while(|w| w.span.start < pair.span.end);
    words.enumerate().any(|(n, _)| matches!(text.text(from + n), "I" | "my" | "My" | "me"))
}

/// `“…” — NAME`: a quotation set apart, with its source behind a dash. `“…,” NAME, a trader, …`: the verb is missing.
fn signed(text: &Text<'_>, pair: &Pair) -> Option<Who> {
    let mark = text.word_from(pair.span.end);
    let same =
        text.words.get(mark).is_some_and(|w| text.paragraph_at(w.span.start) == pair.paragraph as usize);
    if !same {
        return None;
    }
    if text.words[mark].shape == Shape::Break {
        let mention = text.mention_at(mark + 1).filter(|m| text.person(*m))?;
        return Some(Who { speaker: Some(mention), phrase: None });
    }
    let mention = text.mention_at(mark).filter(|m| text.person(*m))?;
    let end = text.word_after(mention);
    let comma = text.words.get(end).is_some_and(|w| w.shape == Shape::Comma);
    (comma && inner(text, pair).ends_with(',')).then_some(Who { speaker: Some(mention), phrase: None })
}

/// `Town boss NAME: “…”`: a name and a colon, no verb.
fn headed(text: &Text<'_>, pair: &Pair) -> Option<Who> {
    let colon =
        text.word_from(pair.span.start).checked_sub(1).filter(|i| text.words[*i].shape == Shape::Colon)?;
    let same = text.paragraph_at(text.words[colon].span.start) == pair.paragraph as usize;
    if let Some(who) = colon.checked_sub(1).filter(|_| same).and_then(|noun| answered(text, noun)) {
        return Some(who);
    }
    let mention = colon.checked_sub(1).and_then(|i| text.mention_at(i)).filter(|_| same)?;
    // `The Ministry of Trade: “…”`: a body that opens the paragraph
    let start = text.doc.paragraphs.get(pair.paragraph as usize).map_or(0, |p| text.word_from(p.span.start));
    let first = text.first_word(mention);
    let opens = first == start || first == start + 1 && text.is(start, &["the"]);
    (text.person(mention) || opens).then_some(Who { speaker: Some(mention), phrase: None })
}

/// `Mara Venn’s answer: “…”`: the owner of a noun of saying.
fn answered(text: &Text<'_>, noun: usize) -> Option<Who> {
    let says = text.words.get(noun).is_some_and(|w| w.cue.is(Cue::CLAIM))
        || text.is(noun, &["verdict", "motto", "retort"]);
    let s = noun.checked_sub(1).filter(|i| says && text.is_s(*i))?;
    let mention = s.checked_sub(1).and_then(|i| text.mention_at(i))?;
    Some(Who { speaker: Some(mention), phrase: None })
}

/// The text in the marks, without the closing mark.
pub fn inner<'a>(text: &Text<'a>, pair: &Pair) -> &'a str {
    let body = text.doc.text.get(pair.span.range()).unwrap_or("");
    body.trim_end_matches(['”', '"', '’', '\'', '»', ' '])
}

fn own(text: &Text<'_>, pair: &Pair, next: Option<u32>, found: &[Attribution]) -> Option<usize> {
    let before = before(text, pair, found);
    let after = after(text, pair, next, found);
    let marked = inner(text, pair).ends_with([',', '?', '!', '—', '–']);
    // `'War on Rust', Orland maintained …`: few words without a mark of their own are said by clear verbs only.
    let says = |k: &usize| found[*k].cue.is(Cue::BARE.or(Cue::TELL));
    let after = after.filter(|k| marked || says(k) || !scare(text, pair, SHORT));
    if marked { after.or(before) } else { before.or(after) }
}

/// Whether the cue stands beside quotations: no verb that takes a clause only.
fn beside(cue: Cue) -> bool {
    cue.is(Cue::QUOTE.or(Cue::SOURCE).or(Cue::CLAIM).or(Cue::BARE))
}

fn before(text: &Text<'_>, pair: &Pair, found: &[Attribution]) -> Option<usize> {
    let here = text.word_from(pair.span.start);
    let mut k = found.partition_point(|a| a.end <= here).checked_sub(1)?;
    if !beside(found[k].cue) {
        k = k.checked_sub(1)?;
    }
    if found[k].cue.is(Cue::CLAIM) && extent::claim_end(text, found[k].end, here) < here {
        k = k.checked_sub(1)?;
    }
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
    let attribution = found.get(k).filter(|a| beside(a.cue))?;
    let first = if attribution.inverted { attribution.word } else { attribution.subject.first };
    let offset = text.words[attribution.word].span.start;
    let inside =
        text.paragraph_at(offset) == pair.paragraph as usize && next.is_none_or(|next| offset < next);
    let gap = (here..first.max(here)).filter(|i| text.words[*i].shape == Shape::Word).count();
    let adverbs = (here..first.max(here))
        .all(|i| text.words[i].shape != Shape::Word || text.words[i].class.is(Class::ADVERB));
    let close = gap == 0 || (gap <= 2 && adverbs);
    let stopped = (here..first.max(here)).any(|i| text.words[i].shape == Shape::Stop);
    let says = attribution.cue.is(Cue::BARE.or(Cue::TELL)) && indirect::clauses(text, found, k) == [None; 2];
    // `“….” Orland then accused …`: the sentence is over
    let over = inner(text, pair).ends_with('.') && text.words.get(first).is_some_and(|w| w.capital) && !says;
    let near = attribution.word - here <= AFTER && !attribution.cue.is(Cue::SOURCE) && !over;
    (inside && close && !stopped && near).then_some(k)
}

/// Quotations without an attribution of their own.
fn share(text: &Text<'_>, pairs: &[Pair], outer: &[usize], short: u32, out: &mut [Assigned]) {
    let mut last: Option<usize> = None;
    for &i in outer {
        let unspoken = !out[i].spoken && !scare(text, &pairs[i], short);
        if unspoken {
            let from = last.filter(|j| out[*j].spoken && goes_on(text, &pairs[*j], &pairs[i]));
            if let Some(j) = from {
                out[i] = Assigned::shared(out[j].who);
            }
        }
        if out[i].spoken || unspoken {
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
            out[i] = Assigned::shared(out[j].who);
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
