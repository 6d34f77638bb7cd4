//! Reported clauses: `X said that …`, `X told Y …`, `according to X, …`, `…, X said`, `X urged Y to …`.
//!
//! This file says where a clause begins, `fronted` that of one before its verb,
//! `opening` whether one begins where no word opens it, and `extent` where it ends.

use std::ops::Range;

use super::attribute::Attribution;
use super::classes::TIME;
use super::cues::Cue;
use super::fronted::{before, source};
use super::opening::{after_name, opens_clause, opens_with, plain_clause};
use super::words::{Shape, Text};
use super::{extent, nouns};
use crate::doc::Span;
use crate::grammar::Class;

/// How far the conjunction may be from its verb.
pub(super) const REACH: usize = 14;
/// Longer sentences are looked at this many words around the verb only.
const LONGEST: usize = 250;
/// A reported clause has at least this many words.
pub(super) const LEAST: usize = 3;
/// A noun phrase before its verb has at most so many words.
pub(super) const NOUNS: usize = 8;

/// The clauses that attribution `k` reports: none, one, or two (`that … and that …`, `…, she said; … had …`).
pub fn clauses(text: &Text<'_>, found: &[Attribution], k: usize) -> [Option<Span>; 2] {
    let Some(words) = clause(text, found, k) else { return [None; 2] };
    if let Some(rest) = second(text, &found[k]) {
        return [trim(text, words), trim(text, rest)];
    }
    if let Some(rest) = rest(text, found, k) {
        return [trim(text, words), trim(text, rest)];
    }
    let joined = (words.start + 1..words.end.saturating_sub(1)).find(|i| goes_on(text, *i));
    let reported = attribution_first(text, &found[k], &words);
    match joined.filter(|_| reported) {
        Some(and) => [trim(text, words.start..and), trim(text, and + 1..words.end)],
        None => [trim(text, words), None],
    }
}

/// `It was over, said Mara Venn: the river had fallen`: a second clause after a colon.
fn second(text: &Text<'_>, attribution: &Attribution) -> Option<Range<usize>> {
    let sentence = text.words_of(text.sentence_at(text.words[attribution.word].span.start)?);
    let fronted = attribution.inverted && attribution.cue.is(Cue::THAT);
    let mark = |i: &usize| !matches!(text.words[*i].shape, Shape::Word | Shape::Other);
    let colon =
        (attribution.end..sentence.end.min(attribution.end + REACH)).find(mark).filter(|_| fronted)?;
    past_colon(text, colon, sentence.end).map(|start| start..sentence.end)
}

/// `It had sunk, she said; nobody had known`: what goes on in the tense of reported speech, with no verb of saying.
fn rest(text: &Text<'_>, found: &[Attribution], k: usize) -> Option<Range<usize>> {
    let attribution = &found[k];
    let sentence = text.words_of(text.sentence_at(text.words[attribution.word].span.start)?);
    let mark = (attribution.end..sentence.end.min(attribution.end + REACH)).find(|i| {
        let word = &text.words[*i];
        word.shape != Shape::Word && word.shape != Shape::Other
    })?;
    let semicolon = text.words[mark].shape == Shape::Break && text.text(mark) == ";";
    let fronted = attribution.subject.first > sentence.start && attribution.cue.is(Cue::BARE);
    let alone = found.get(k + 1).is_none_or(|next| next.word >= sentence.end);
    if !semicolon || !fronted || !alone {
        return None;
    }
    let verb = (mark + 1..sentence.end.min(mark + 1 + NOUNS)).find(|i| text.finite(*i))?;
    text.is(verb, &["had", "would", "could", "might"]).then_some(mark + 1..sentence.end)
}

/// `and that`: the second clause of two.
fn goes_on(text: &Text<'_>, and: usize) -> bool {
    text.words[and].class.is(Class::CONJUNCTION)
        && text.words[and + 1].class.is(Class::THAT)
        && !text.in_quotes(text.words[and].span.start)
        && text.words.get(and + 2).is_some_and(|w| w.shape == Shape::Word)
}

/// Whether the clause follows its verb, with `that` or without.
fn attribution_first(text: &Text<'_>, attribution: &Attribution, words: &Range<usize>) -> bool {
    let that = text.words.get(words.start).is_some_and(|w| w.class.is(Class::THAT));
    that || (words.start >= attribution.end && attribution.cue.is(Cue::BARE.or(Cue::TELL)))
}

fn clause(text: &Text<'_>, found: &[Attribution], k: usize) -> Option<Range<usize>> {
    let attribution = &found[k];
    let whole = text.words_of(text.sentence_at(text.words[attribution.word].span.start)?);
    let low = attribution.word.saturating_sub(LONGEST);
    let sentence = whole.start.max(low)..whole.end.min(attribution.end + LONGEST);
    if attribution.cue.is(Cue::CLAIM) {
        return Some(attribution.end..extent::claim_end(text, attribution.end, sentence.end));
    }
    let would = (whole.start.max(attribution.word.saturating_sub(3))..attribution.word)
        .any(|i| text.words[i].class.is(Class::MODAL) && text.mention_at(i).is_none());
    if would && !said(text, attribution) {
        return None;
    }
    let heard = attribution.subject.who.speaker.is_some() || attribution.cue.is(Cue::BARE.or(Cue::TELL));
    if !heard && attribution.word > whole.start && text.is(attribution.word - 1, &["who", "that", "which"]) {
        return None;
    }
    let words = if attribution.cue.is(Cue::SOURCE) {
        source(text, attribution, &sentence)
    } else {
        match after(text, attribution, &sentence) {
            Some(from) if from < attribution.word => {
                let end = extent::inserted_end(text, found, k, &sentence);
                // `CLAUSE, X said on Sunday, warning that …` does not go on
                let rest = past_place(text, past_time(text, attribution.end, sentence.end), sentence.end);
                if end > rest + 1 { Some(from..end) } else { before(text, attribution, &sentence) }
            }
            Some(from) => Some(from..extent::end(text, found, k, from, &sentence).max(attribution.end)),
            None => before(text, attribution, &sentence),
        }
    };
    words.filter(|words| words.start < words.end && words.end <= text.words.len())
}

/// Where the clause after the verb begins.
fn after(text: &Text<'_>, attribution: &Attribution, sentence: &Range<usize>) -> Option<usize> {
    if attribution.inverted || denied(text, attribution, sentence) {
        return None;
    }
    let from = attribution.end;
    let to = (from + REACH).min(sentence.end);
    let cue = attribution.cue;
    let person = cue.is(Cue::TELL.or(Cue::ASK));
    if cue.is(Cue::PLEDGE) && infinitive(text, from, sentence) && !reduced(text, attribution) {
        return Some(from);
    }
    if cue.is(Cue::DOING) && (from + 2 < sentence.end) && doing(text, from) {
        return Some(from);
    }
    if cue.is(Cue::ASK) && !text.is(from, &["for", "not"]) {
        let plain =
            |i: &usize| matches!(text.words[*i].shape, Shape::Word | Shape::Other) && !text.finite(*i);
        let end = (from..to).find(|i| !plain(i)).unwrap_or(to);
        let to_do = || (from..end).find(|i| infinitive(text, *i, sentence) && !takes_to(text, *i));
        // `urged them to say who paid`: the first of the two
        let start = match (question(text, from, to), to_do()) {
            (Some(asked), Some(done)) => Some(asked.min(done)),
            (asked, done) => asked.or(done),
        };
        if start.is_some() {
            return start;
        }
    }
    if let Some(how) = how(text, attribution, to) {
        return Some(how);
    }
    if let Some(start) = past_colon(text, from, sentence.end).filter(|_| cue.is(Cue::THAT)) {
        return Some(start);
    }
    if cue.is(Cue::THAT) && text.is(from, &["on", "against", "of", "about"]) && doing(text, from + 1) {
        return Some(from + 1);
    }
    if !cue.is(Cue::THAT) {
        return gerund(text, attribution, to);
    }
    if let Some(that) = conjunction(text, from, to, person) {
        return Some(that).filter(|that| !whole_quote(text, that + 1, sentence.end));
    }
    if let Some(to) = cue.is(Cue::TELL).then(|| addressed(text, from, to, sentence)).flatten() {
        return Some(to);
    }
    let past = if cue.is(Cue::TELL) { past_object(text, from, to) } else { None };
    let past = past.map(|at| past_time(text, at, to));
    let start = match past {
        Some(start) => start,
        None if cue.is(Cue::TELL) && !cue.is(Cue::BARE) => return None,
        None => past_time(text, from, to),
    };
    let start = past_place(text, start, to);
    let comma = text.words.get(start).is_some_and(|w| w.shape == Shape::Comma);
    if comma && comma_before(text, attribution) && attribution.word > sentence.start {
        let quote = text.words.get(start + 1).is_none_or(|w| w.shape == Shape::Quote);
        return (!quote).then(|| extent::part_start(text, sentence.start, attribution.subject.first));
    }
    if relative(text, attribution, start) {
        return Some(start);
    }
    let clear =
        cue.is(Cue::BARE.or(Cue::TELL)) && opens_clause(text, start, sentence.end, said(text, attribution));
    let pronoun = said(text, attribution)
        && text.words.get(start).is_some_and(|w| w.class.is(Class::HE.or(Class::THEY)));
    (clear || pronoun || (plain_clause(text, start, sentence.end) && !reduced(text, attribution)))
        .then_some(start)
}

/// `X said: the dam was a disgrace`: past a colon, where a clause without marks follows.
fn past_colon(text: &Text<'_>, colon: usize, end: usize) -> Option<usize> {
    let mark = text.words.get(colon).is_some_and(|w| w.shape == Shape::Colon);
    let start = colon + 1;
    let gap = text
        .words
        .get(start)
        .and_then(|w| text.doc.text.get(text.words[colon].span.start as usize..w.span.start as usize));
    if gap.is_none_or(|gap| gap.contains(['"', '“', '”', '‘', '\''])) {
        return None;
    }
    let word = text.words.get(start).is_some_and(|w| matches!(w.shape, Shape::Word | Shape::Other));
    (mark && word && start < end && (start + 1..end).any(|i| text.finite(i))).then_some(start)
}

/// Whether the verb is *say*: what follows it is a clause nearly always.
pub(super) fn said(text: &Text<'_>, attribution: &Attribution) -> bool {
    text.is(attribution.word, &["said", "says", "say", "saying", "told", "tells", "added", "adding"])
}

/// `did not say that`: nothing is reported. `does not believe that` tells what somebody believes.
pub(super) fn denied(text: &Text<'_>, attribution: &Attribution, sentence: &Range<usize>) -> bool {
    let told = said(text, attribution)
        || text.is(attribution.word, &["confirm", "specify", "explain", "disclose", "reveal", "announce"]);
    let before = attribution.word.saturating_sub(1);
    let subject = if attribution.inverted { before } else { attribution.subject.first.min(attribution.word) };
    let low = sentence.start.max(attribution.word.saturating_sub(4)).max(subject);
    told && (low..attribution.word).any(|i| {
        text.words[i].class.is(Class::NEGATOR)
            && !text.is(i, &["nobody", "none", "nothing", "neither", "nor", "never"])
    })
}

/// `the president they had sworn to guard`: the clause belongs to the noun before.
fn reduced(text: &Text<'_>, attribution: &Attribution) -> bool {
    let first = attribution.subject.first;
    let pronoun = text.words[first].class.is(Class::HE.or(Class::THEY));
    let before = first.checked_sub(1).map(|i| &text.words[i]);
    pronoun && before.is_some_and(|w| w.shape == Shape::Word && w.class == Class::NONE && !w.capital)
}

/// `a group that Orland says is armed`: the clause goes on after the verb.
fn relative(text: &Text<'_>, attribution: &Attribution, start: usize) -> bool {
    let opens =
        attribution.subject.first.checked_sub(1).is_some_and(|i| text.words[i].class.is(Class::RELATIVE));
    let finite = Class::BE.or(Class::MODAL).or(Class::AUXILIARY);
    opens && attribution.cue.is(Cue::BARE) && text.words.get(start).is_some_and(|w| w.class.is(finite))
}

/// `that`, past an adverb, a time or a place (`said on Friday in Orland that`), and past an object if the verb takes a
/// person; but not past another noun (`demanded a promise that`) or a clause of its own.
fn conjunction(text: &Text<'_>, from: usize, to: usize, person: bool) -> Option<usize> {
    let mut governed = false;
    // `said he learned from a newspaper that …`: a clause of its own
    let pronoun = text.words.get(from).is_some_and(|w| w.class.is(Class::HE.or(Class::THEY)));
    if !person && pronoun && text.finite(from + 1) {
        return None;
    }
    for i in from..to {
        let word = &text.words[i];
        if word.class.is(Class::THAT) {
            let relative = i > from && text.words[i - 1].class.is(Class::PREPOSITION);
            let result = (from..i).any(|j| text.is(j, &["so", "such"]));
            // `told a meeting that has just ended`
            let has = person && text.is(i + 1, &["has", "have", "had"]);
            let antecedent = (governed || has) && i > from && relative_after(text, i);
            return (!relative && !result && !antecedent && !demonstrative(text, i)).then_some(i);
        }
        // `said it was ready, and that …`: the second clause of two
        if i > from && goes_on(text, i) {
            return None;
        }
        let named = text.mention_at(i).is_some();
        let ends = matches!(word.shape, Shape::Break | Shape::Stop | Shape::Quote | Shape::Colon);
        let finite =
            word.class.is(Class::BE.or(Class::MODAL).or(Class::AUXILIARY)) && !named && !text.is_s(i);
        if word.shape == Shape::Comma && i == from {
            return after_aside(text, i, to);
        }
        if word.shape == Shape::Comma && !text.is(i + 1, &["that"]) {
            // `said in Orland, a town in Brenia, that`; not `said on Sunday, warning that`
            return governed.then(|| after_aside(text, i, to)).flatten();
        }
        if ends || finite {
            return None;
        }
        let topic = text.is(i, &["of"]) && i == from;
        let other = text.is(i, &["for", "of", "about", "with", "against"]) && !person && !governed && !topic;
        if other || text.is(i, &["condition"]) {
            return None;
        }
        governed |= word.class.is(Class::PREPOSITION.or(TIME));
        let noun = word.class.is(Class::DETERMINER) && !word.class.is(TIME) && !text.is(i, &["all"]);
        if noun && !governed && !person {
            return None;
        }
    }
    None
}

/// `told the board in a letter that now hangs there`: a noun before, a verb after, no subject.
fn relative_after(text: &Text<'_>, that: usize) -> bool {
    let before = &text.words[that - 1];
    let plain = before.class == Class::NONE || before.class.is(Class::ROLE) && !before.capital;
    let noun = plain && text.mention_at(that - 1).is_none() && before.shape == Shape::Word;
    let adverb = text.words.get(that + 1).is_some_and(|w| w.class.is(Class::ADVERB));
    let verb = that + 1 + usize::from(adverb);
    noun && (text.finite(verb) || adverb && text.text(verb).ends_with('s'))
}

/// `argued, not for the first time, that`: past what two commas set off.
fn after_aside(text: &Text<'_>, comma: usize, to: usize) -> Option<usize> {
    let marks = |i: &usize| !matches!(text.words[*i].shape, Shape::Word | Shape::Other);
    let close = (comma + 1..to).find(marks).filter(|i| text.words[*i].shape == Shape::Comma)?;
    (close > comma + 1 && text.is(close + 1, &["that"]) && close + 1 < to).then_some(close + 1)
}

/// `said that week`, `said that much`: no conjunction.
fn demonstrative(text: &Text<'_>, that: usize) -> bool {
    let next = text.words.get(that + 1);
    next.is_none_or(|w| w.shape == Shape::Stop) || text.is(that + 1, &["much", "way"])
}

/// Whether nothing but one quotation stands from here to the end.
pub(super) fn whole_quote(text: &Text<'_>, word: usize, end: usize) -> bool {
    let Some(mark) = text.words.get(word) else { return true };
    if mark.shape != Shape::Quote {
        return false;
    }
    let k = text.pairs.partition_point(|p| p.span.start < mark.span.start);
    let Some(pair) = text.pairs.get(k).filter(|p| p.span.start == mark.span.start) else { return true };
    let after = text.word_from(pair.span.end);
    let rest = (after..end).filter(|i| text.words[*i].shape == Shape::Word).take(LEAST).count();
    rest < LEAST || !pair.closed
}

/// `accused Orland of hiding it`, `of “opening fire” there`: the clause after `of` or `for`.
fn gerund(text: &Text<'_>, attribution: &Attribution, to: usize) -> Option<usize> {
    let from = attribution.end;
    let blamed = text.text(attribution.word).starts_with("blam");
    let of = (from..to).find(|i| text.is(*i, if blamed { &["for"] } else { &["of"] }))?;
    let broken = (from..of).any(|i| !matches!(text.words[i].shape, Shape::Word));
    let adverb = text.text(of + 1).len() > 4 && text.text(of + 1).ends_with("ly");
    let quote = text.words.get(of + 1).is_some_and(|w| w.shape == Shape::Quote);
    let verb = of + 1 + usize::from(adverb || quote);
    let next = text.text(verb);
    let going = next.len() > 4 && next.ends_with("ing") && !text.words[verb].class.is(Class::NEGATOR);
    (!broken && going && !(quote && whole_quote(text, of + 1, text.words.len()))).then_some(of + 1)
}

/// `asked who would pay`, `wondered whether it holds`.
fn question(text: &Text<'_>, from: usize, to: usize) -> Option<usize> {
    let asks = ["whether", "if", "who", "what", "why", "how", "when", "where", "which"];
    let broken = |i: &usize| text.words[*i].shape != Shape::Word || text.finite(*i);
    let end = (from..to).find(broken).unwrap_or(to);
    (from..end).find(|i| text.is(*i, &asks))
}

/// `an end to fighting`, `a return to talks`: the noun takes *to*, no verb follows.
fn takes_to(text: &Text<'_>, to: usize) -> bool {
    let nouns =
        ["end", "halt", "stop", "return", "access", "answer", "answers", "solution", "limit", "limits"];
    let more = ["response", "alternative", "change", "changes", "commitment", "approach", "right", "damage"];
    to.checked_sub(1).is_some_and(|i| text.is(i, &nouns) || text.is(i, &more))
}

/// `denied taking it`, `admitted never having paid`: an *-ing* form right after the verb.
fn doing(text: &Text<'_>, from: usize) -> bool {
    let adverb = text.is(from, &["ever", "never", "not"]) || text.text(from).ends_with("ly");
    let verb = from + usize::from(adverb);
    let word = text.text(verb);
    let nouns = ["nothing", "anything", "everything", "something", "thing", "morning", "evening", "during"];
    let going = going(word) && !text.words[verb].capital && !text.is(verb, &nouns);
    let next = text.words.get(verb + 1);
    going && next.is_some_and(|w| matches!(w.shape, Shape::Word | Shape::Other | Shape::Quote))
}

/// `recalled how he left`, `described to the court how he left`, `explained why`; not `declined to say whether`.
fn how(text: &Text<'_>, attribution: &Attribution, to: usize) -> Option<usize> {
    let (word, from) = (attribution.word, attribution.end);
    let free = word.checked_sub(1).is_none_or(|i| !text.is(i, &["to"]));
    if !free || !attribution.cue.is(Cue::QUOTE.or(Cue::HEAR)) {
        return None;
    }
    if text.is(from, &["how", "whether", "why"]) && from < to {
        return Some(from);
    }
    let reaches = text.is(from, &["to"]) || attribution.cue.is(Cue::TELL);
    let plain = |i: &usize| {
        text.words[*i].shape == Shape::Word && !text.finite(*i) && !text.words[*i].class.is(Class::THAT)
    };
    let mut object = (from..to.min(from + NOUNS)).take_while(plain);
    object.find(|i| reaches && text.is(*i, &["how"]))
}

/// Whether the word is an *-ing* form: `taking`, not `bring`.
pub(super) fn going(word: &str) -> bool {
    word.strip_suffix("ing").is_some_and(|stem| stem.contains(['a', 'e', 'i', 'o', 'u', 'y']))
}

/// `promised to sign it`, `told them not to wait`.
fn infinitive(text: &Text<'_>, from: usize, sentence: &Range<usize>) -> bool {
    let from = from + usize::from(text.is(from, &["not", "never"]));
    let verb = from + 1;
    let free = text.words.get(verb).is_some_and(|w| {
        w.shape == Shape::Word
            && !w.capital
            && !going(text.text(verb))
            && (w.class == Class::NONE
                || !w.class.is(Class::DETERMINER.or(Class::PREPOSITION).or(Class::OTHER_PRONOUN)))
            && text.mention_at(verb).is_none()
            && !(nouns::is_plural(text.text(verb)) || nouns::is_human(text, verb))
    });
    text.is(from, &["to"]) && verb < sentence.end && free
}

/// `urged them to sign it`: past a person or a body.
fn addressed(text: &Text<'_>, from: usize, to: usize, sentence: &Range<usize>) -> Option<usize> {
    let plain = |i: &usize| matches!(text.words[*i].shape, Shape::Word | Shape::Other) && !text.finite(*i);
    let end = (from..to).find(|i| !plain(i)).unwrap_or(to);
    let start = (from..end).find(|i| infinitive(text, *i, sentence))?;
    let object = start.checked_sub(1).filter(|i| *i >= from)?;
    let word = &text.words[object];
    let person = text.mention_at(object).is_some()
        || word.class.is(Class::ROLE.or(Class::OTHER_PRONOUN).or(Class::THEY).or(Class::DETERMINER))
        || nouns::is_human(text, object)
        || nouns::is_plural(text.text(object));
    person.then_some(start)
}

/// The word after the object of *tell*.
fn past_object(text: &Text<'_>, from: usize, to: usize) -> Option<usize> {
    let first = text.words.get(from).filter(|_| from < to)?;
    if first.class.is(Class::OTHER_PRONOUN.or(Class::THEY)) {
        return Some(from + 1).filter(|i| !text.finite(*i));
    }
    let mut at = from;
    while at < to {
        let named = text.mention_at(at);
        let begins = at > from && (opens_with(text, at) || named.is_some_and(|m| text.first_word(m) == at));
        let object = at > from && (text.mention_at(at - 1).is_some() || plain_noun(text, at - 1));
        if begins && object || at > from && after_name(text, at, to) {
            return Some(at);
        }
        let clause = text.words[at].class.is(Class::CLAUSE) && !text.words[at].class.is(Class::DETERMINER);
        if text.words[at].shape != Shape::Word || clause {
            return None;
        }
        at += 1;
    }
    None
}

fn plain_noun(text: &Text<'_>, word: usize) -> bool {
    let word = &text.words[word];
    word.class == Class::NONE || word.class.is(Class::ROLE.or(TIME))
}

/// `said on Tuesday`, `said late last week`: the word after the time.
fn past_time(text: &Text<'_>, from: usize, to: usize) -> usize {
    let mut at = from;
    let light =
        |i: usize| text.words[i].class.is(TIME) || text.is(i, &["on", "in", "this", "the", "also", "again"]);
    while at < to && light(at) {
        at += 1;
    }
    let timed =
        at > from && text.words[at - 1].class.is(TIME) && !text.is(at, &["and", "after", "before", "when"]);
    if timed { at } else { from }
}

/// `said in a statement it would hold`, `CLAUSE, X wrote in a letter, CLAUSE`: the word after where it was said, if a pronoun or a
/// comma stands there.
fn past_place(text: &Text<'_>, from: usize, to: usize) -> usize {
    if !text.is(from, &["in", "on", "to", "at", "via", "during"]) || going(text.text(from + 1)) {
        return from;
    }
    let plain = |i: &usize| {
        let word = &text.words[*i];
        text.mention_at(*i).is_some()
            || matches!(word.shape, Shape::Word | Shape::Other)
                && !text.finite(*i)
                && !word.class.is(Class::HE.or(Class::THEY))
    };
    let end = (from + 2..to.min(from + NOUNS)).find(|i| !plain(i)).unwrap_or(from);
    let subject =
        text.words[end].class.is(Class::HE.or(Class::THEY)) && (end + 1..end + 4).any(|i| text.finite(i));
    if subject || text.words[end].shape == Shape::Comma { end } else { from }
}

/// Whether a comma stands before the subject.
fn comma_before(text: &Text<'_>, attribution: &Attribution) -> bool {
    attribution.subject.first.checked_sub(1).is_some_and(|i| text.words[i].shape == Shape::Comma)
}

fn trim(text: &Text<'_>, words: Range<usize>) -> Option<Span> {
    let mut words = words;
    let opening = Class::CONTRAST.or(Class::CONJUNCTION);
    while words.start < words.end {
        let word = &text.words[words.start];
        let mark = matches!(word.shape, Shape::Comma | Shape::Colon | Shape::Break);
        let joint = word.class.is(opening) && text.is(words.start, &["but", "and", "however", "yet"]);
        if !mark && !joint {
            break;
        }
        words.start += 1;
    }
    while words.start < words.end
        && matches!(text.words[words.end - 1].shape, Shape::Stop | Shape::Comma | Shape::Break)
    {
        words.end -= 1;
    }
    let spoken = text.words[words.clone()].iter().filter(|w| w.shape == Shape::Word).take(LEAST).count();
    let least = if text.is(words.start, &["to"]) { LEAST - 1 } else { LEAST };
    if spoken < least || whole_quote(text, words.start, words.end) {
        return None;
    }
    Some(Span::new(text.words[words.start].span.start, text.words[words.end - 1].span.end))
}
