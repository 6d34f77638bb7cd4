//! Quotations inside quotations: `“They told us, ‘Give us time,’ and left.”`
//!
//! The verb right before or after the inner marks says who speaks: `I` and `we` are the outer speaker, a name is who it
//! names, anybody else is unknown. Without a verb the outer speaker quotes nobody in particular.

use super::assign::Assigned;
use super::cues::Cue;
use super::gender::Gender;
use super::marks::Pair;
use super::memory::{Memory, Who};
use super::subject;
use super::words::{Shape, Text};
use crate::grammar::Class;

/// How far the verb may be from the inner marks.
const NEAR: usize = 8;
/// How far its subject may be from it.
const CLAUSE: usize = 24;

/// Gives inner pairs their speakers; `out` has those of the outer ones.
pub fn assign(text: &Text<'_>, memory: &mut Memory, out: &mut [Assigned]) {
    let mut outer = 0;
    for i in 0..text.pairs.len() {
        let pair = &text.pairs[i];
        if pair.depth == 0 {
            outer = i;
            continue;
        }
        if let Some((word, who)) = introduced(text, memory, &text.pairs[outer], pair) {
            let who = who.unwrap_or(out[outer].who);
            out[i] = Assigned { cue: Some((word, word + 1)), who, spoken: true };
        }
    }
}

/// The verb beside the inner marks, and who speaks; no `Who` is the outer speaker.
fn introduced(
    text: &Text<'_>,
    memory: &mut Memory,
    outer: &Pair,
    pair: &Pair,
) -> Option<(usize, Option<Who>)> {
    let floor = text.word_from(outer.span.start) + 1;
    let here = text.word_from(pair.span.start);
    let verb = |i: &usize| text.words[*i].cue.is(Cue::QUOTE) && !text.words[*i].cue.is(Cue::SOURCE);
    let apart = |i: &usize| matches!(text.words[*i].shape, Shape::Stop | Shape::Quote);
    let low = floor.max(here.saturating_sub(NEAR));
    let clear = (low..here).rev().find(apart).map_or(low, |i| i + 1);
    if let Some(word) = (clear..here).rev().find(verb) {
        let low = floor.max(word.saturating_sub(CLAUSE));
        let start = (low..word).rev().find(apart).map_or(low, |i| i + 1);
        return Some((word, left(text, memory, word, (floor, start))));
    }
    let end = text.word_from(pair.span.end);
    let high = text.word_from(outer.span.end).min(end + 4);
    let word = (end..high).take_while(|i| !apart(i)).find(verb)?;
    let who =
        if word == end { right(text, memory, word, high) } else { left(text, memory, word, (floor, end)) };
    Some((word, who))
}

fn left(text: &Text<'_>, memory: &mut Memory, verb: usize, (opening, floor): (usize, usize)) -> Option<Who> {
    let before = verb.checked_sub(1).filter(|i| *i >= floor);
    let Some(before) = before else { return Some(Who::default()) };
    if text.words[before].class.is(Class::OTHER_PRONOUN) {
        return None;
    }
    if text.words[before].class.is(Class::HE.or(Class::THEY)) {
        let gender = Gender::of_pronoun(text.text(before));
        let fits = |m: &usize| text.person(*m) && Gender::of_mention(text, *m).agrees(gender);
        let speaker = text.mentions_in(opening..before).take(NEAR).filter(fits).last();
        let phrase = speaker.is_none().then_some((before, before + 1));
        return Some(Who { speaker: speaker.filter(|_| gender != Gender::Unknown), phrase });
    }
    Some(subject::left(text, memory, verb, floor).map_or(Who::default(), |s| s.who))
}

fn right(text: &Text<'_>, memory: &mut Memory, verb: usize, ceiling: usize) -> Option<Who> {
    let after = text.words.get(verb + 1)?;
    if after.class.is(Class::OTHER_PRONOUN) {
        return None;
    }
    Some(subject::right(text, memory, verb, ceiling).map_or(Who::default(), |s| s.who))
}
