//! Whether a reported clause begins at a word, where no `that` says so: `said the dam would hold`, `told the BBC lessons
//! were learned`, `revealed it would`.

use super::classes::TIME;
use super::indirect::{LEAST, NOUNS, REACH};
use super::words::{Shape, Text};
use crate::doc::Sort;
use crate::grammar::Class;

/// Past tenses that are no participles, too: `claimed the machine drew up the list`.
const PASTS: &[&str] = &[
    "arose", "ate", "became", "began", "blew", "broke", "came", "chose", "did", "drank", "drew", "drove",
    "fell", "flew", "forgot", "forgave", "froze", "gave", "grew", "knew", "ran", "rang", "rode", "rose",
    "sang", "sank", "saw", "shook", "spoke", "sprang", "stole", "stood", "swam", "took", "tore", "went",
    "withdrew", "woke", "wore", "wrote", "lay",
];

/// Whether a word opens a noun phrase: an article, a pronoun.
pub(super) fn opens_with(text: &Text<'_>, at: usize) -> bool {
    text.words[at].class.is(Class::DETERMINER.or(Class::HE).or(Class::THEY))
        || matches!(text.text(at), "we" | "I" | "there")
}

/// Whether a clause without `that` begins here: a subject, and a finite verb not far behind.
pub(super) fn opens_clause(text: &Text<'_>, start: usize, ceiling: usize, said: bool) -> bool {
    let Some(first) = text.words.get(start).filter(|w| w.shape == Shape::Word && start < ceiling) else {
        return false;
    };
    let named = text.mention_at(start).is_some();
    let conditional = text.is(start, &["if", "when", "once", "until", "despite", "because", "while"]);
    let light = Class::PREPOSITION.or(Class::CLAUSE).or(Class::CONJUNCTION).or(Class::BE).or(Class::MODAL);
    if !named && first.class.is(light) && !opens_with(text, start) && !conditional {
        return amount(text, start) || text.is(start, &["being", "having"]) && said;
    }
    if !named && (text.is(start, &["so", "yes", "no", "nothing", "little"]) || first.class.is(TIME)) {
        return false;
    }
    if said && clause_after_say(text, start, ceiling) {
        return true;
    }
    if conditional && !text.is(start, &["if", "despite"]) {
        let comma = (start..(start + REACH).min(ceiling)).find(|i| text.words[*i].shape == Shape::Comma);
        let quoted = start >= 3 && (start - 3..start).any(|i| text.words[i].shape == Shape::Quote);
        return !quoted && comma.is_some_and(|i| (i + 1..(i + NOUNS).min(ceiling)).any(|j| text.finite(j)));
    }
    let window = if said { REACH * 2 } else { REACH };
    let noun = |i: &usize| !said && text.words[*i].class.is(Class::RELATIVE);
    let mut words = (start + 1..(start + window).min(ceiling))
        .take_while(|i| text.words[*i].shape != Shape::Break && !noun(i));
    words.any(|i| text.finite(i) || (text.words[i].shape == Shape::Quote && i < start + NOUNS))
}

/// `about 40`, `at least 40`, `as many as 40`, `more than 40`: a number and what it is so near to.
fn amount(text: &Text<'_>, start: usize) -> bool {
    let near = text.is(start, &["between", "about", "more", "over", "up", "at", "as", "around", "under"]);
    let filler = |i: &usize| text.is(*i, &["least", "most", "than", "to", "many", "few", "as"]);
    let number = (start + 1..start + 4).find(|i| !filler(i));
    near && number.is_some_and(|i| {
        digit(text, i) || text.words.get(i).is_some_and(|w| w.class.is(Class::DETERMINER)) && i > start + 1
    })
}

/// `says the case threatens him`: after *say* a subject opens a clause, even where no list has its verb.
fn clause_after_say(text: &Text<'_>, start: usize, ceiling: usize) -> bool {
    let going = text.text(start).ends_with("ing") && (start + 1..ceiling).any(|i| text.finite(i));
    let subject = text.mention_at(start).is_some() || opens_with(text, start) || digit(text, start) || going;
    let object =
        text.is(start, &["it", "this", "that"]) && text.is(start + 1, &["all", "again", "with", "to"]);
    subject && !object && start + LEAST < ceiling
}

fn digit(text: &Text<'_>, word: usize) -> bool {
    text.text(word).starts_with(|c: char| c.is_ascii_digit())
}

/// `revealed it would`, `claimed 58 soldiers had`: a short noun phrase and an auxiliary, after any verb of saying.
pub(super) fn plain_clause(text: &Text<'_>, start: usize, ceiling: usize) -> bool {
    let Some(first) = text.words.get(start).filter(|w| w.shape == Shape::Word && start < ceiling) else {
        return false;
    };
    let anyone = [
        "others",
        "nobody",
        "everyone",
        "everybody",
        "somebody",
        "someone",
        "nothing",
        "both",
        "some",
        "many",
        "few",
        "most",
    ];
    let subject = text.mention_at(start).is_some()
        || opens_with(text, start)
        || digit(text, start)
        || text.is(start, &anyone);
    let ends = Class::PREPOSITION.or(Class::RELATIVE).or(Class::CONJUNCTION);
    let auxiliary = Class::BE.or(Class::MODAL).or(Class::AUXILIARY);
    for i in start + 1..(start + NOUNS).min(ceiling) {
        let word = &text.words[i];
        if text.is_s(i) || text.mention_at(i).is_some() {
            continue;
        }
        if word.class.is(auxiliary) || (subject && text.is(i, PASTS)) {
            return subject || first.class == Class::NONE;
        }
        if word.shape != Shape::Word || (word.class.is(ends) && !text.is(i, &["of"])) {
            return false;
        }
    }
    false
}

/// `told the BBC lessons were learned`: a noun right after a name, and a finite verb soon.
pub(super) fn after_name(text: &Text<'_>, at: usize, to: usize) -> bool {
    let named = text.mention_at(at - 1).is_some_and(|m| text.mention(m).sort != Sort::Group)
        && text.mention_at(at).is_none();
    let noun =
        text.words[at].class == Class::NONE && !text.words[at].capital && text.words[at].shape == Shape::Word;
    let finite = || {
        let inside =
            |i: &usize| text.words[*i].shape == Shape::Word && !text.words[*i].class.is(Class::CLAUSE);
        (at + 1..to.min(at + NOUNS)).take_while(inside).any(|i| text.finite(i))
    };
    named && noun && finite()
}
