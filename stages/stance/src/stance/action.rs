//! Reported actions: who does what to whom in a sentence.
//!
//! Active (`X attacked Y`), passive (`Y was criticised by X`), relative (`Y, which X has sanctioned`), nominal (`X’s
//! support for Y`, `attacks on Y by X`, `Y faced criticism from X`), mutual (`X and Y traded fire`), and judging words
//! whose side their complement tells (`X called Y a liar`, `Y is right`). Negation weakens or turns an action, a verb
//! that stops it turns it (`pledged to prevent attacks on Y`, `condemned the attack on Y`), a denial cancels it, and what
//! is only wanted, alleged or possible is less sure.

mod noun;
mod weight;

use super::clause::{Clause, Place, Subject};
use super::pack::{Hit, Kind as Way, Part, Verbs};
use super::syntax::{Form, WORDS};
use crate::doc::Span;
use crate::grammar::Class;
use crate::tok::{Kind, Tok};
use noun::noun;
use weight::weigh;

/// At most this many actions are taken from one sentence.
const MOST: usize = 64;
/// How far `by`, a receiving verb or a judging word may be.
const SCOPE: usize = 6;
/// How many words after `called Y` judge.
const COMPLEMENT: usize = 12;
/// The lexicon’s mean from which words after `called Y` judge,
const JUDGES: f32 = 0.1;
/// how sure words in marks are that no lexicon knows,
const MARKED: f32 = 0.6;
/// and from which a word after `is` does, in somebody’s speech.
const LEXICAL: f32 = 0.35;

/// One action with its direction.
#[derive(Clone, Copy, Debug)]
pub struct Action {
    /// Who acts.
    pub agent: Subject,
    /// To whom: number of the place.
    pub patient: usize,
    /// How the agent stands toward the patient; 0 where it holds back on purpose.
    pub score: f32,
    /// How sure that is.
    pub confidence: f32,
    /// The words that say so.
    pub evidence: Span,
    /// The token of the verb or noun.
    pub head: usize,
    /// Whether only a lexicon says so: good enough for speech, not for a report.
    pub lexical: bool,
    /// Whether it is told as history.
    pub past: bool,
}

/// Finds the actions of a sentence.
pub fn find(clause: &Clause, verbs: &Verbs, out: &mut Vec<Action>) {
    out.clear();
    if clause.places.is_empty() {
        return;
    }
    let mut spent = 0;
    for (i, tok) in clause.toks().iter().enumerate() {
        if i < spent || !clause.heads(i) {
            continue;
        }
        if out.len() >= MOST {
            return;
        }
        if tok.class.is(Class::BE) {
            predicate(clause, verbs, i, out);
        }
        let Some(hit) = verbs.at(clause.toks(), i) else { continue };
        let before = out.len();
        match hit.part {
            Part::Verb => verb(clause, verbs, i, &hit, out),
            Part::Noun => noun(clause, verbs, i, &hit, out),
        }
        if out.len() > before {
            spent = hit.end;
        }
    }
}

/// A score and how sure it is.
type Weight = (f32, f32);

fn push(
    clause: &Clause,
    roles: (Subject, usize),
    weight: Weight,
    head: (usize, usize),
    out: &mut Vec<Action>,
) {
    let (agent, patient) = roles;
    if agent == Subject::Place(patient) || out.len() >= MOST {
        return;
    }
    let place = &clause.places[patient];
    let first = match agent {
        Subject::Place(agent) => clause.places[agent].first,
        Subject::Voice => place.first,
    };
    let from = first.min(place.first).min(head.0);
    let to = place.end.max(head.1).max(first + 1);
    let evidence = clause.evidence(from, to);
    let (score, confidence) = weight;
    out.push(Action {
        agent,
        patient,
        score,
        confidence,
        evidence,
        head: head.0,
        lexical: false,
        past: false,
    });
}

/// All agents toward all patients.
fn push_all(
    clause: &Clause,
    agents: &[Subject],
    patients: &[usize],
    weight: Weight,
    head: (usize, usize),
    out: &mut Vec<Action>,
) {
    for agent in agents {
        for patient in patients {
            push(clause, (*agent, *patient), weight, head, out);
        }
    }
}

/// A place and those that are joined to it from the left: `Orland and Tarsk attacked`.
fn with_left(clause: &Clause, place: usize) -> Vec<usize> {
    std::iter::successors(Some(place), |p| clause.joined_left(*p)).take(SCOPE).collect()
}

/// A place and those that are joined to it from the right.
fn with_right(clause: &Clause, place: usize) -> Vec<usize> {
    std::iter::successors(Some(place), |p| clause.joined(*p)).take(SCOPE).collect()
}

fn subjects(clause: &Clause, subject: Subject) -> Vec<Subject> {
    match subject {
        Subject::Place(place) => with_left(clause, place).into_iter().map(Subject::Place).collect(),
        Subject::Voice => vec![subject],
    }
}

fn verb(clause: &Clause, verbs: &Verbs, i: usize, hit: &Hit, out: &mut Vec<Action>) {
    let toks = clause.toks();
    if clause.nominal(i) {
        return;
    }
    let head = (i, hit.end);
    let Some(subject) = clause.subject(i) else { return };
    if hit.way == Way::Judged {
        if let (Subject::Place(patient), Some(weight)) = (subject, weigh(clause, verbs, i, hit)) {
            // `Venn failed to sign`: a fact, of which only somebody who says so makes a reproach
            let (before, fails) = (out.len(), toks[i].class.is(Class::FAIL));
            push(clause, (Subject::Voice, patient), weight, head, out);
            out[before..].iter_mut().for_each(|a| a.lexical = fails);
        }
        return;
    }
    if passive(clause, i) || by(toks, i, hit.end) {
        let Some(agent) = agent_of_passive(clause, hit.end) else { return };
        let Subject::Place(patient) = subject else { return };
        let Some(weight) = weigh(clause, verbs, i, hit) else { return };
        let agents: Vec<Subject> = with_right(clause, agent).into_iter().map(Subject::Place).collect();
        return push_all(clause, &agents, &with_left(clause, patient), weight, head, out);
    }
    let Some(weight) = weigh(clause, verbs, i, hit) else { return };
    let agents = subjects(clause, subject);
    if each_other(toks, hit.end) || (hit.way == Way::Mutual && agents.len() > 1) {
        return mutual(clause, &agents, weight, head, out);
    }
    if let (true, Subject::Place(agent)) = (first_person(clause, hit.end), subject) {
        return push(clause, (Subject::Voice, agent), weight, head, out);
    }
    let object = first_object(clause, i, hit).or_else(|| clause.object(hit.end, hit.tailed));
    let object = object.filter(|_| !sends_people(clause, hit));
    let Some(patient) = object.or_else(|| clause.relative_object(i)) else {
        if let (Subject::Place(agent), Way::Act) = (subject, hit.way) {
            unnamed(clause, agent, weight, head, out);
        }
        return;
    };
    let weight = match hit.way {
        Way::Called => match called(clause, patient, weight) {
            Some(weight) => weight,
            None => return,
        },
        _ => weight,
    };
    let patients = with_right(clause, patient);
    push_all(clause, &agents, &patients, weight, head, out);
    if let (Way::Mutual, Subject::Place(agent)) = (hit.way, subject) {
        push(clause, (Subject::Place(patient), agent), weight, head, out);
    }
}

/// `Orland fired one inspector in three`: whoever says so is against Orland.
fn unnamed(clause: &Clause, agent: usize, weight: Weight, head: (usize, usize), out: &mut Vec<Action>) {
    let Some(next) = clause.toks().get(head.1) else { return };
    let noun = next.class.is(Class::DETERMINER) || matches!(next.kind, Kind::Number | Kind::Name);
    let plain = next.kind == Kind::Word && next.class == Class::NONE;
    if weight.0 < 0.0 && (noun || plain) {
        let before = out.len();
        push(clause, (Subject::Voice, agent), (0.7 * weight.0, 0.75 * weight.1), head, out);
        out[before..].iter_mut().for_each(|a| a.lexical = true);
    }
}

/// `Orland and Venn traded fire`: each toward the other.
fn mutual(clause: &Clause, agents: &[Subject], weight: Weight, head: (usize, usize), out: &mut Vec<Action>) {
    let places = agents.iter().filter_map(|a| match a {
        Subject::Place(place) => Some(*place),
        Subject::Voice => None,
    });
    let places: Vec<usize> = places.collect();
    push_all(clause, agents, &places, weight, head, out);
}

fn each_other(toks: &[Tok], from: usize) -> bool {
    let pair = |i: usize| toks.get(i).zip(toks.get(i + 1)).map_or((0, 0), |(a, b)| (a.key, b.key));
    (from..from + 2).any(|i| {
        let pair = pair(i);
        pair == (WORDS.each, WORDS.other) || pair == (WORDS.one, WORDS.another)
    })
}

/// `offered us`, `broke my wall`: what is done to whoever speaks.
fn first_person(clause: &Clause, from: usize) -> bool {
    clause.toks().get(from).is_some_and(|t| {
        [WORDS.us, WORDS.me, WORDS.our, WORDS.my].contains(&t.key) && clause.place_at(from).is_none()
    })
}

/// `sent fighters to Venn`: people who go somewhere, no gift.
fn sends_people(clause: &Clause, hit: &Hit) -> bool {
    let toks = clause.toks();
    let Some(to) = hit.end.checked_sub(1).filter(|i| hit.tailed && toks[*i].key == WORDS.to) else {
        return false;
    };
    to.checked_sub(1).is_some_and(|i| toks[i].class.is(Class::ROLE) && clause.place_at(i).is_none())
}

/// `offers the Vennish cheap grain to …`: the receiver right after the verb.
fn first_object(clause: &Clause, i: usize, hit: &Hit) -> Option<usize> {
    let next = (i + 1..hit.end).find(|j| !clause.toks()[*j].class.is(Class::DETERMINER))?;
    clause.place_at(next).filter(|place| clause.places[*place].actor && clause.places[*place].end < hit.end)
}

/// `was sharply criticised`.
fn passive(clause: &Clause, i: usize) -> bool {
    let toks = clause.toks();
    let start = clause.group_start(i);
    let participle =
        toks[i].form.is(Form::PAST) && toks.get(i + 1).is_none_or(|t| !t.class.is(Class::DETERMINER));
    participle && (start..i).any(|j| toks[j].class.is(Class::BE) && !clause.possessive(j))
}

/// `shunned by Orland`, without a form of *be*.
fn by(toks: &[Tok], verb: usize, end: usize) -> bool {
    toks[verb].form.is(Form::PAST) && toks.get(end).is_some_and(|t| t.class.is(Class::BY))
}

fn agent_of_passive(clause: &Clause, end: usize) -> Option<usize> {
    let toks = clause.toks();
    let open = |j: &usize| toks[*j].kind == Kind::Word || toks[*j].kind == Kind::Name;
    let by = (end..(end + SCOPE).min(toks.len())).take_while(open).find(|j| toks[*j].class.is(Class::BY))?;
    clause.object(by + 1, false).filter(|_| !toks.get(by + 1).is_some_and(|t| t.gerund))
}

/// `called Venn’s offer an insult`: the words after the mention say the side.
fn called(clause: &Clause, patient: usize, weight: Weight) -> Option<Weight> {
    let toks = clause.toks();
    let Place { first, end: from, .. } = clause.places[patient];
    if toks[first.saturating_sub(1)].kind == Kind::Quote {
        return None; // `what it called “Venn’s right to …”` names something
    }
    let to = (from + COMPLEMENT).min(toks.len());
    let open = |j: &usize| !matches!(toks[*j].kind, Kind::Stop | Kind::Break);
    let known = (from..to).take_while(open).filter(|j| clause.place_at(*j).is_none());
    let sum: f32 = known.map(|j| toks[j].valence.mean() * if toks[j].negated { -0.6 } else { 1.0 }).sum();
    if sum.abs() >= JUDGES {
        return Some(((1.5 * sum).clamp(-0.7, 0.7), weight.1));
    }
    // What a writer puts in marks behind `called Venn` is seldom kind.
    let marked = (from..to.min(from + 4))
        .any(|j| toks[j].kind == Kind::Quote && toks.get(j + 1).is_some_and(|t| t.quote > 0));
    marked.then_some((-0.3, MARKED))
}

/// `Venn is right`, `Venn was a disgrace`: whoever says so judges.
fn predicate(clause: &Clause, verbs: &Verbs, i: usize, out: &mut Vec<Action>) {
    let toks = clause.toks();
    if clause.possessive(i) {
        return;
    }
    let high = (i + 1 + SCOPE).min(toks.len());
    let open = |j: &usize| {
        let tok = &toks[*j];
        let ends = Class::PREPOSITION.or(Class::CLAUSE).or(Class::CONJUNCTION).or(Class::CONTRAST);
        clause.place_at(*j).is_none()
            && matches!(tok.kind, Kind::Word | Kind::Quote)
            && !(tok.gerund && clause.is_verb(*j))
            && (tok.class.is(Class::DETERMINER.or(Class::INTENSIFIER)) || !tok.class.is(ends))
    };
    // `a critical backer` is no critic: a word that only a lexicon knows must end its phrase
    let ends = |j: usize| toks.get(j + 1).is_none_or(|t| t.kind != Kind::Word || t.class != Class::NONE);
    // `was hurt`, `is helping`: what befalls or is done, no judgement
    let verbal = |j: usize| toks[j].gerund || toks[j].form.is(Form::PAST);
    let lexical = |j: usize| toks[j].valence.mean().abs() >= LEXICAL && ends(j) && !verbal(j);
    let found = (i + 1..high).take_while(open).find(|j| verbs.predicate(toks[*j].key) != 0.0 || lexical(*j));
    let Some(j) = found.filter(|_| clause.left_open(i).is_none()) else { return };
    let listed = verbs.predicate(toks[j].key);
    let Some(Subject::Place(patient)) = clause.subject(i) else { return };
    if listed == 0.0 && !names(clause, i, patient) {
        return;
    }
    let negated =
        (clause.group_start(i)..j).any(|k| toks[k].class.is(Class::NEGATOR) || toks[k].key == WORDS.less);
    let score = if listed == 0.0 { toks[j].valence.mean().clamp(-0.6, 0.6) } else { listed };
    let score = if negated { -0.6 * score } else { score };
    let confidence = if listed == 0.0 { 0.6 } else { 0.7 };
    let before = out.len();
    for patient in with_left(clause, patient) {
        push(clause, (Subject::Voice, patient), (score, confidence), (i, j + 1), out);
    }
    out[before..].iter_mut().for_each(|a| a.lexical = listed == 0.0);
}

/// Whether the subject before `is` is the mention itself, no noun of its: `Venn’s winter is grim` says nothing of Venn.
fn names(clause: &Clause, verb: usize, place: usize) -> bool {
    let last = clause.group_start(verb).checked_sub(1);
    last.is_some_and(|i| clause.place_at(i) == Some(place) || clause.toks()[i].kind == Kind::Comma)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::doc::{Mention, Sort};
    use crate::split;
    use crate::stance::pack::EMBEDDED;
    use crate::tok::narrow;

    fn check(text: &str, source: &str, target: &str, expected: &str) {
        let (verbs, _) = Verbs::read(&[EMBEDDED]).unwrap();
        let words: Vec<Span> = split::words(text).map(|(s, e)| Span::new(narrow(s), narrow(e))).collect();
        let mut mentions = Vec::new();
        for name in ["Orland", "Vennish", "Venn", "Tarsk", "Marl"] {
            for (at, _) in text.match_indices(name) {
                let span = Span::new(narrow(at), narrow(at + name.len()));
                if !mentions.iter().any(|m: &Mention<'_>| m.span.start == span.start) {
                    mentions.push(Mention { span, sort: Sort::State, id: name, actor: None });
                }
            }
        }
        mentions.sort_by_key(|m| m.span.start);
        let mut clause = Clause::default();
        clause.fill(text, &words, &mentions, 0);
        let mut out = Vec::new();
        find(&clause, &verbs, &mut out);
        let name = |place: usize| mentions[clause.places[place].mention].id;
        let found = out
            .iter()
            .find(|a| name(a.patient) == target && matches!(a.agent, Subject::Place(p) if name(p) == source));
        let label = found.map_or("none", |a| side(a.score));
        assert_eq!(label, expected, "{text}: {source} > {target}");
    }

    fn side(score: f32) -> &'static str {
        match score {
            s if s > 0.0 => "for",
            s if s < 0.0 => "against",
            _ => "neutral",
        }
    }

    #[test]
    fn the_cases_of_the_pack_hold() {
        let (_, cases) = Verbs::read(&[EMBEDDED]).unwrap();
        assert!(cases.len() > 10);
        for case in cases {
            check(&case.text, &case.source, &case.target, &case.expect);
        }
    }

    #[test]
    fn active_passive_nominal() {
        check("Orland has repeatedly condemned Venn.", "Orland", "Venn", "against");
        check("Venn, long shunned by Orland, gave in.", "Orland", "Venn", "against");
        check("Vennish attacks on Orland went on.", "Vennish", "Orland", "against");
        check("Orland thanked Venn and Tarsk.", "Orland", "Tarsk", "for");
        check("Orland accused Venn of supporting Tarsk.", "Venn", "Tarsk", "for");
    }

    #[test]
    fn negation_and_attempts() {
        check("Orland refused to condemn Venn.", "Orland", "Venn", "neutral");
        check("Orland failed to protect Venn.", "Orland", "Venn", "against");
        check("Orland has never attacked Venn.", "Orland", "Venn", "neutral");
    }
}
