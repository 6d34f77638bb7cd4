//! Interviews in question and answer: quotations that open a paragraph after a question are the interviewee’s.
//!
//! `Did you trust them?⏎⏎“Trust is a big word. …”` Nobody is said to speak, over pages. A document with two such answers
//! is an interview; the interviewee is the person who first opens a sentence of it.

use super::assign::Assigned;
use super::attribute::asked;
use super::marks::Pair;
use super::memory::Who;
use super::pronoun;
use super::words::Text;
use crate::grammar::Class;

/// So many answers make an interview.
const LEAST: usize = 2;
/// So many mentions are looked at for the interviewee.
const PERSONS: usize = 60;

/// Gives answers that nobody else is named for to the interviewee.
pub fn assign(text: &Text<'_>, out: &mut [Assigned]) {
    let pairs = text.pairs;
    let answers: Vec<usize> =
        (0..pairs.len()).filter(|i| pairs[*i].depth == 0 && answers(text, &pairs[*i])).collect();
    if answers.len() < LEAST {
        return;
    }
    let Some(speaker) = interviewee(text) else { return };
    let who = Who { speaker: Some(speaker), phrase: None };
    let mut last = None;
    for i in 0..pairs.len() {
        let pair = &pairs[i];
        if pair.depth > 0 || !opens(text, pair) {
            continue;
        }
        let goes_on = last.is_some_and(|p: u32| p + 1 == pair.paragraph);
        if !goes_on && answers.binary_search(&i).is_err() {
            continue;
        }
        last = Some(pair.paragraph);
        if out[i].cue.is_none() || by_pronoun(text, &out[i], pair) {
            out[i] = Assigned { who, spoken: true, ..out[i] };
        }
    }
}

fn opens(text: &Text<'_>, pair: &Pair) -> bool {
    text.doc.paragraphs.get(pair.paragraph as usize).is_some_and(|p| p.span.start == pair.span.start)
}

/// Whether the quotation opens its paragraph, after one that asks.
fn answers(text: &Text<'_>, pair: &Pair) -> bool {
    if !opens(text, pair) {
        return false;
    }
    let before = (pair.paragraph as usize).checked_sub(1).and_then(|p| text.doc.paragraphs.get(p));
    before.is_some_and(|p| {
        let body = text.doc.text.get(p.span.range()).unwrap_or("");
        let bare = !body.contains(['“', '”', '"']);
        bare && (body.trim_end().ends_with('?') || asked(text, &text.words_of(p.span)))
    })
}

/// Whether the quotation’s speaker was a pronoun: `“…,” she said`.
fn by_pronoun(text: &Text<'_>, given: &Assigned, pair: &Pair) -> bool {
    let Some((word, end)) = given.cue else { return false };
    let after = text.words.get(word).is_some_and(|w| w.span.start >= pair.span.end);
    let he = |i: usize| text.words.get(i).is_some_and(|w| w.class.is(Class::HE));
    after && (word.checked_sub(1).is_some_and(he) || he(end))
}

/// The first person who opens a sentence outside marks and questions.
fn interviewee(text: &Text<'_>) -> Option<usize> {
    let plain = |m: &usize| {
        let offset = text.mention(*m).span.start;
        let paragraph = text.doc.paragraphs.get(text.paragraph_at(offset));
        let question = paragraph.is_some_and(|p| p.heading || asked(text, &text.words_of(p.span)));
        text.person(*m) && !question && !text.in_quotes(offset)
    };
    let mut persons = (0..text.doc.mentions.len()).take(PERSONS).filter(plain);
    let first = persons.clone().next();
    persons.find(|m| pronoun::opens(text, *m)).or(first)
}
