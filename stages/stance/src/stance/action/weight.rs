//! What the words above an action make of its score: negation weakens or turns it, what stops it turns it, a denial
//! cancels it, and what is only wanted, alleged or possible is less sure.

use super::super::clause::Clause;
use super::super::pack::{Hit, Kind as Way, Part, Verbs};
use super::super::syntax::{Form, WORDS};
use super::Weight;
use crate::grammar::Class;
use crate::tok::{Kind, Tok};

/// How many verbs above an action change it.
const CHAIN: usize = 4;

/// The verb left of the noun phrase that ends with `i`, past phrases joined by prepositions; and whether a noun on the
/// way undoes the phrase (`a suspension of ties with`).
pub(super) fn governing_verb(clause: &Clause, i: usize) -> Option<(usize, bool)> {
    let toks = clause.toks();
    let mut at = clause.phrase_start(i);
    let mut undone = false;
    for _ in 0..CHAIN {
        let mut before = at.checked_sub(1)?;
        while before > 0
            && (clause.light(before) || toks[before].kind == Kind::Quote)
            && !verbal(clause, before)
        {
            before -= 1;
        }
        if verbal(clause, before) {
            return Some((before, undone));
        }
        let links = Class::PREPOSITION.or(Class::CONJUNCTION);
        if !toks[before].class.is(links) || clause.place_at(before).is_some() {
            return None;
        }
        let outer = before.checked_sub(1)?;
        if verbal(clause, outer) {
            return Some((outer, undone));
        }
        undone ^= toks[before].key == WORDS.of && toks[outer].form.is(Form::UNDO);
        if clause.place_at(outer).is_some() && toks[before].class.is(Class::CONJUNCTION) {
            return None;
        }
        at = clause.phrase_start(outer);
    }
    None
}

fn verbal(clause: &Clause, i: usize) -> bool {
    let tok = &clause.toks()[i];
    clause.is_verb(i)
        || (clause.place_at(i).is_none() && tok.class.is(Class::BE.or(Class::AUXILIARY)) && clause.light(i))
}

/// Turns and weakens a score by what governs the head. `None` where the action is denied.
pub(super) fn weigh(clause: &Clause, verbs: &Verbs, head: usize, hit: &Hit) -> Option<Weight> {
    let toks = clause.toks();
    let mut found = Governed { confidence: hit.confidence, ..Governed::default() };
    let (mut at, mut stated) = (head, head);
    if hit.part == Part::Noun {
        let start = clause.phrase_start(head);
        let low = start.saturating_sub(2);
        found.negated = (low..head).any(|j| toks[j].class.is(Class::NEGATOR) && clause.place_at(j).is_none());
        let Some((verb, undone)) = governing_verb(clause, head) else { return Some(found.weigh(hit)) };
        found.stopped = undone;
        found.governed_by(clause, verbs, verb, Part::Noun)?;
        (at, stated) = (verb, verb);
    }
    for _ in 0..CHAIN {
        let start = clause.group_start(at);
        for tok in &toks[start..at] {
            found.negated ^= tok.class.is(Class::NEGATOR);
            found.confidence *= if tok.class.is(Class::MODAL) { 0.9 } else { 1.0 };
        }
        let Some(link) = start.checked_sub(1).filter(|j| clause.place_at(*j).is_none()) else { break };
        // `neither praise nor attack`
        found.negated |= toks[link].class.is(Class::NEGATOR) && toks[link].class.is(Class::CONJUNCTION);
        let linked =
            toks[link].key == WORDS.to || (toks[at].gerund && toks[link].class.is(Class::PREPOSITION));
        if toks[link].key == WORDS.to && clause.wish(link).is_some() {
            found.confidence *= 0.9; // `Orland’s demands to …`: whatever becomes of them
            found.failed |= link.checked_sub(1).is_some_and(|noun| toks[noun].class.is(Class::FAIL));
            break;
        }
        let verb = if linked {
            found.negated ^= toks[link].class.is(Class::NEGATOR);
            let fails = link
                .checked_sub(1)
                .filter(|j| toks[*j].class.is(Class::FAIL) && clause.place_at(*j).is_none());
            if fails.is_none() && beside(&toks[link]) {
                break;
            }
            fails.or_else(|| clause.governor(link).map(|(verb, _)| verb))
        } else {
            let before = toks[link].class.is(Class::DENY.or(Class::STOP).or(Class::FAIL).or(Class::AIM));
            (toks[at].gerund && before).then_some(link)
        };
        let Some(verb) = verb else { break };
        found.governed_by(clause, verbs, verb, Part::Verb)?;
        at = verb;
    }
    match clause.left_open(stated) {
        Some(opener) if toks[opener].key == WORDS.whether => Some((0.0, found.confidence)),
        Some(_) => None,
        None => Some(found.weigh(hit)),
    }
}

/// `left by attacking`, `after attacking`: beside what the verb above says, not under it.
fn beside(link: &Tok) -> bool {
    link.class.is(Class::BY.or(Class::PLACE).or(Class::NEGATOR)) && link.key != WORDS.from
}

/// What the verbs above an action make of it.
#[derive(Default)]
struct Governed {
    negated: bool,
    failed: bool,
    stopped: bool,
    menaced: bool,
    confidence: f32,
}

impl Governed {
    fn governed_by(&mut self, clause: &Clause, verbs: &Verbs, verb: usize, part: Part) -> Option<()> {
        let toks = clause.toks();
        let class = toks[verb].class;
        if class.is(Class::DENY) {
            return None;
        }
        self.failed |= class.is(Class::FAIL);
        let known = toks[verb].form;
        self.menaced |= known.is(Form::MENACE);
        let undone = part == Part::Noun && known.is(Form::UNDO);
        if class.is(Class::STOP) || undone || (part == Part::Noun && judged(verbs, toks, verb)) {
            self.stopped = !self.stopped;
        }
        if class.is(Class::ALLEGE) {
            self.confidence *= 0.7;
        } else if class.is(Class::AIM) {
            self.confidence *= 0.9;
        }
        Some(())
    }

    fn weigh(&self, hit: &Hit) -> Weight {
        let mut score = hit.score;
        if self.menaced {
            return (-score.abs(), self.confidence);
        }
        if self.stopped {
            score *= -0.6;
        }
        if self.failed && hit.way != Way::Called {
            score = if score > 0.0 { -0.7 * score } else { 0.0 };
        }
        if self.negated && hit.way != Way::Called {
            score = match hit.way {
                Way::Judged => -0.6 * score,
                _ if score > 0.0 => hit.negated,
                _ => 0.0,
            };
        }
        (score, self.confidence)
    }
}

/// Whether a verb of censure or rejection governs what follows.
fn judged(verbs: &Verbs, toks: &[Tok], j: usize) -> bool {
    verbs.at(toks, j).is_some_and(|hit| hit.part == Part::Verb && hit.censure)
}
