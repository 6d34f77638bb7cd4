//! Actions that nouns and adjectives tell: `Orland’s support for Venn`, `attacks on Venn by Orland`, `Venn faced criticism
//! from Orland`, `Orland is critical of Venn`.

use super::super::clause::{Clause, Subject};
use super::super::pack::{Hit, Kind as Way, Verbs};
use super::super::syntax::{Form, WORDS};
use super::weight::{governing_verb, weigh};
use super::{Action, SCOPE, push, push_all, subjects, with_left, with_right};
use crate::grammar::Class;
use crate::tok::{Kind, Tok};

pub(super) fn noun(clause: &Clause, verbs: &Verbs, i: usize, hit: &Hit, out: &mut Vec<Action>) {
    let toks = clause.toks();
    let head = (i, hit.end);
    if given_by(toks, hit.end) {
        let Some((agent, patient)) = received(clause, i, hit.end) else { return };
        let Some(weight) = weigh(clause, verbs, i, hit) else { return };
        let agents: Vec<Subject> = with_right(clause, agent).into_iter().map(Subject::Place).collect();
        return push_all(clause, &agents, &with_left(clause, patient), weight, head, out);
    }
    let Some(patient) = clause.object(hit.end, false) else { return };
    let Some(weight) = weigh(clause, verbs, i, hit) else { return };
    let patients = with_right(clause, patient);
    if hit.way == Way::Judged {
        return push_all(clause, &[Subject::Voice], &patients, weight, head, out);
    }
    let own = owner(clause, i).or_else(|| within(clause, i, hit.end)).or_else(|| follower(clause, patient));
    let governing = governing_subject(clause, i);
    if own.is_none() && anothers(clause, i) {
        return;
    }
    // Whoever condemns another's attack on Venn is for Venn; the attack stays what it is.
    let (agent, weight) = match own {
        Some(agent) => {
            if let Some(judge) = governing.filter(|_| weight.0 * hit.score < 0.0 && weight.0 != hit.negated) {
                push_all(clause, &subjects(clause, judge), &patients, (weight.0, 0.8 * weight.1), head, out);
            }
            let score = if denied(clause, agent, i) { weight.0 } else { hit.score };
            (agent, (score, hit.confidence.min(weight.1)))
        }
        None => match governing {
            Some(agent) => (agent, weight),
            None => return,
        },
    };
    push_all(clause, &subjects(clause, agent), &patients, weight, head, out);
    if let (Way::Mutual, Subject::Place(agent)) = (hit.way, agent) {
        push(clause, (Subject::Place(patient), agent), weight, head, out);
    }
}

/// `eased its fears of Venn`, `urged Tarsk to settle its dispute with Venn`: whose fears and dispute they are is not known,
/// and it is seldom whoever eases or urges.
fn anothers(clause: &Clause, i: usize) -> bool {
    let toks = clause.toks();
    let owned = (clause.phrase_start(i)..i).any(|j| toks[j].class.is(Class::POSSESSIVE));
    let Some((verb, _)) = governing_verb(clause, i).filter(|_| owned) else { return false };
    let wanted = clause.group_start(verb).checked_sub(1).is_some_and(|j| toks[j].key == WORDS.to);
    wanted || toks[verb].form.is(Form::UNDO)
}

/// `Orland, no longer loyal to Venn`: a negator between the owner and the noun.
fn denied(clause: &Clause, own: Subject, i: usize) -> bool {
    let Subject::Place(place) = own else { return false };
    (clause.places[place].end..i).any(|j| clause.toks()[j].class.is(Class::NEGATOR))
}

/// `attack by X on Y`: who is named inside the pattern.
fn within(clause: &Clause, i: usize, end: usize) -> Option<Subject> {
    let by = (i + 1..end).find(|j| clause.toks()[*j].class.is(Class::BY))?;
    clause.object(by + 1, false).filter(|p| clause.places[*p].end < end).map(Subject::Place)
}

/// Whether the pattern's preposition is `from` or `by`: the giver follows, not the receiver.
fn given_by(toks: &[Tok], end: usize) -> bool {
    end.checked_sub(1).is_some_and(|i| toks[i].key == WORDS.from || toks[i].class.is(Class::BY))
}

/// `Y faced criticism from X`.
fn received(clause: &Clause, head: usize, end: usize) -> Option<(usize, usize)> {
    let low = head.saturating_sub(SCOPE);
    let gets = |j: &usize| clause.toks()[*j].class.is(Class::RECEIVE) && clause.place_at(*j).is_none();
    let verb = (low..head).rev().find(gets)?;
    let agent = clause.object(end, false)?;
    let Subject::Place(patient) = clause.subject(verb)? else { return None };
    (patient != agent).then_some((agent, patient))
}

/// `Orland’s long support`, `Vennish attacks`, `its attacks`: a mention in the noun phrase before the noun.
fn owner(clause: &Clause, i: usize) -> Option<Subject> {
    let start = clause.phrase_start(i);
    let place = (start..i).rev().find_map(|j| clause.place_at(j)).filter(|p| clause.places[*p].actor)?;
    Some(Subject::Place(place))
}

/// `attacks on Y by X`, `support for Y from X`.
fn follower(clause: &Clause, patient: usize) -> Option<Subject> {
    let end = clause.places[patient].end;
    let toks = clause.toks();
    let open = |j: &usize| {
        !matches!(toks[*j].kind, Kind::Comma | Kind::Stop | Kind::Break) && clause.place_at(*j).is_none()
    };
    let gives = |j: &usize| toks[*j].class.is(Class::BY) || toks[*j].key == WORDS.from;
    let by = (end..(end + 4).min(toks.len())).take_while(open).find(gives)?;
    clause.object(by + 1, false).map(Subject::Place)
}

/// The subject of the verb whose object or complement the noun is: `Orland voiced support for`, `is critical of`.
fn governing_subject(clause: &Clause, i: usize) -> Option<Subject> {
    clause.subject(governing_verb(clause, i)?.0)
}
