//! Reported actions: who does what to whom in a sentence.
//!
//! Active (`X attacked Y`), passive (`Y was criticised by X`), nominal (`X’s support for Y`, `attacks on Y by X`,
//! `Y faced criticism from X`). Negation weakens or turns an action, a verb that stops it turns it (`pledged to
//! prevent attacks on Y`, `condemned the attack on Y`), a denial cancels it, and what is only wanted, alleged or
//! possible is less sure.

use super::clause::{Clause, Subject};
use super::pack::{Hit, Part, Verbs};
use crate::doc::Span;
use crate::grammar::Class;
use crate::tok::{Kind, Tok};

/// At most this many actions are taken from one sentence.
const MOST: usize = 48;
/// How far to the left the words that change an action are looked for.
const SCOPE: usize = 6;

/// One action with its direction.
#[derive(Clone, Copy, Debug)]
pub struct Action {
    /// Who acts.
    pub agent: Subject,
    /// To whom: number of the place.
    pub patient: usize,
    /// How the agent stands toward the patient.
    pub score: f32,
    /// How sure that is.
    pub confidence: f32,
    /// The words that say so.
    pub evidence: Span,
    /// The token of the verb or noun.
    pub head: usize,
}

/// Finds the actions of a sentence.
pub fn find(clause: &Clause, verbs: &Verbs, out: &mut Vec<Action>) {
    out.clear();
    if clause.places.is_empty() {
        return;
    }
    let mut taken: Vec<usize> = Vec::new();
    let mut spent = 0;
    for i in 0..clause.toks().len() {
        if out.len() >= MOST {
            return;
        }
        if i < spent || clause.place_at(i).is_some() || clause.toks()[i].kind != Kind::Word {
            continue;
        }
        let Some(hit) = verbs.at(clause.toks(), i) else { continue };
        let roles = match hit.part {
            Part::Verb => verb(clause, i, &hit, &taken),
            Part::Noun => noun(clause, i, &hit, &taken),
        };
        let Some((agent, patient)) = roles else { continue };
        let Some((score, confidence)) = weigh(clause, verbs, i, &hit) else { continue };
        spent = hit.end;
        push(clause, (agent, patient), (score, confidence), (i, hit.end), out);
        taken.push(patient);
        let mut last = patient;
        while let Some(next) =
            clause.joined(last).filter(|next| Subject::Place(*next) != agent && out.len() < MOST)
        {
            push(clause, (agent, next), (score, confidence), (i, hit.end), out);
            taken.push(next);
            last = next;
        }
    }
}

fn push(
    clause: &Clause,
    roles: (Subject, usize),
    weight: (f32, f32),
    head: (usize, usize),
    out: &mut Vec<Action>,
) {
    let (agent, patient) = roles;
    let first = match agent {
        Subject::Place(place) => clause.places[place].first,
        Subject::Pronoun(token) => token,
    };
    let place = &clause.places[patient];
    let from = first.min(place.first).min(head.0);
    let to = place.end.max(head.1).max(first + 1);
    let evidence = clause.evidence(from, to);
    out.push(Action { agent, patient, score: weight.0, confidence: weight.1, evidence, head: head.0 });
}

type Roles = Option<(Subject, usize)>;

fn verb(clause: &Clause, i: usize, hit: &Hit, taken: &[usize]) -> Roles {
    let toks = clause.toks();
    if passive(toks, i) || by(toks, hit.end) {
        let agent = (hit.end..(hit.end + SCOPE).min(toks.len())).find(|j| toks[*j].class.is(Class::BY))?;
        let agent = clause.object(agent + 1, false)?;
        let Subject::Place(patient) = clause.subject(i, &[agent])? else { return None };
        return (patient != agent).then_some((Subject::Place(agent), patient));
    }
    if nominal(clause, i) && !hit.tailed {
        return None;
    }
    let patient = first_object(clause, i, hit).or_else(|| clause.object(hit.end, hit.tailed))?;
    let controlled = controller(clause, i);
    let agent = controlled.map_or_else(|| clause.subject(i, taken), |place| Some(Subject::Place(place)))?;
    (agent != Subject::Place(patient)).then_some((agent, patient))
}

/// `offers the Vennish cheap grain to …`: the receiver right after the verb.
fn first_object(clause: &Clause, i: usize, hit: &Hit) -> Option<usize> {
    let next = (i + 1..hit.end).find(|j| !clause.toks()[*j].class.is(Class::DETERMINER))?;
    clause.place_at(next).filter(|place| clause.places[*place].actor && clause.places[*place].end < hit.end)
}

/// `was sharply criticised`.
fn passive(toks: &[Tok], i: usize) -> bool {
    let light = Class::ADVERB.or(Class::INTENSIFIER).or(Class::NEGATOR);
    let before = (i.saturating_sub(4)..i).rev().find(|j| {
        let adverb = toks[*j].kind == Kind::Word && !toks[*j].class.is(Class::BE) && toks[*j].class.is(light);
        !adverb
    });
    let participle = toks[i].key != 0 && toks.get(i + 1).is_none_or(|t| !t.class.is(Class::DETERMINER));
    participle && before.is_some_and(|j| toks[j].class.is(Class::BE)) && !progressive(toks, i)
}

/// `is attacking`: the stem of the form says nothing, its length does; the tokenizer keeps no text.
fn progressive(toks: &[Tok], i: usize) -> bool {
    toks[i].gerund
}

fn by(toks: &[Tok], end: usize) -> bool {
    toks.get(end).is_some_and(|t| t.class.is(Class::BY))
}

/// A noun of the same form: `the attack`, `a support`, `Orland’s attack`.
fn nominal(clause: &Clause, i: usize) -> bool {
    let Some(before) = i.checked_sub(1) else { return false };
    let tok = &clause.toks()[before];
    let determiner = tok.class.is(Class::DETERMINER) && !tok.class.is(Class::RELATIVE);
    let possessive = tok.end - tok.start <= 4
        && tok.class.is(Class::BE)
        && clause.place_at(before.saturating_sub(1)).is_some();
    let preposition = tok.class.is(Class::PREPOSITION)
        && !tok.class.is(Class::CLAUSE)
        && !clause.toks()[i].gerund
        && !to(tok);
    determiner || (possessive && tok.possessive) || preposition
}

fn to(tok: &Tok) -> bool {
    tok.key == *TO
}

static TO: std::sync::LazyLock<u64> = std::sync::LazyLock::new(|| crate::table::key("to"));

/// `accused X of attacking Y`, `urged X to attack Y`: the object of the verb before is the one who acts.
fn controller(clause: &Clause, i: usize) -> Option<usize> {
    let link = i.checked_sub(1)?;
    let tok = &clause.toks()[link];
    let place = clause.place_at(link.checked_sub(1)?)?;
    let governs = (to(tok) || (tok.class.is(Class::PREPOSITION) && clause.toks()[i].gerund))
        && place_is_object(clause, place);
    governs.then_some(place)
}

fn place_is_object(clause: &Clause, place: usize) -> bool {
    let first = clause.places[place].first;
    let low = first.saturating_sub(4);
    (low..first).rev().any(|j| clause.place_at(j).is_none() && clause.toks()[j].valence.verb != 0)
}

fn noun(clause: &Clause, i: usize, hit: &Hit, taken: &[usize]) -> Roles {
    let toks = clause.toks();
    if given_by(toks, hit.end) {
        return received(clause, i, hit.end, taken);
    }
    let patient = clause.object(hit.end, false)?;
    let agent = modifier(clause, i).map(Subject::Place);
    let agent = agent.or_else(|| follower(clause, patient).map(Subject::Place));
    let agent = agent.or_else(|| clause.subject(i, taken))?;
    (agent != Subject::Place(patient)).then_some((agent, patient))
}

/// Whether the pattern's preposition is `from` or `by`: the giver follows, not the receiver.
fn given_by(toks: &[Tok], end: usize) -> bool {
    end.checked_sub(1).is_some_and(|i| toks[i].key == *FROM || toks[i].class.is(Class::BY))
}

/// `Y faced criticism from X`.
fn received(clause: &Clause, head: usize, end: usize, taken: &[usize]) -> Roles {
    let low = head.saturating_sub(4);
    let gets = |j: &usize| clause.toks()[*j].class.is(Class::RECEIVE) && clause.place_at(*j).is_none();
    let verb = (low..head).rev().find(gets)?;
    let agent = clause.object(end, false)?;
    let Subject::Place(patient) = clause.subject(verb, taken)? else { return None };
    (patient != agent).then_some((Subject::Place(agent), patient))
}

static FROM: std::sync::LazyLock<u64> = std::sync::LazyLock::new(|| crate::table::key("from"));

/// `Orland’s long support`, `Vennish attacks`: a mention right before the noun, at most two words away.
fn modifier(clause: &Clause, i: usize) -> Option<usize> {
    let toks = clause.toks();
    for j in (i.saturating_sub(4)..i).rev() {
        if let Some(place) = clause.place_at(j) {
            return clause.places[place].actor.then_some(place);
        }
        let verbal =
            toks[j].class.is(Class::AUXILIARY.or(Class::MODAL).or(Class::PREPOSITION).or(Class::CLAUSE));
        if toks[j].kind != Kind::Word || verbal || (toks[j].valence.verb != 0 && i - j > 2) {
            return None;
        }
    }
    None
}

/// `attacks on Y by X`.
fn follower(clause: &Clause, patient: usize) -> Option<usize> {
    let end = clause.places[patient].end;
    let toks = clause.toks();
    let by = (end..(end + 4).min(toks.len())).find(|j| toks[*j].class.is(Class::BY))?;
    clause.object(by + 1, false)
}

/// Turns and weakens a score by what governs the head. `None` where the action is denied.
fn weigh(clause: &Clause, verbs: &Verbs, head: usize, hit: &Hit) -> Option<(f32, f32)> {
    let toks = clause.toks();
    let (mut score, mut confidence) = (hit.score, hit.confidence);
    for j in (head.saturating_sub(SCOPE)..head).rev() {
        let tok = &toks[j];
        if matches!(tok.kind, Kind::Comma | Kind::Break | Kind::Stop | Kind::Quote)
            || tok.class.is(Class::CONTRAST)
        {
            break;
        }
        if clause.place_at(j).is_some() {
            continue;
        }
        let bound = hit.part == Part::Noun || toks[head].gerund || (j + 1..head).any(|k| to(&toks[k]));
        if tok.class.is(Class::DENY) && bound {
            return None;
        }
        if tok.class.is(Class::NEGATOR.or(Class::FAIL)) {
            (score, confidence) =
                if score > 0.0 { (-0.6 * score, confidence) } else { (-0.3 * score, 0.7 * confidence) };
        } else if bound && (tok.class.is(Class::STOP) || (free(clause, j, head) && judged(verbs, toks, j))) {
            score *= -0.6;
        }
        if tok.class.is(Class::IF.or(Class::ALLEGE)) {
            confidence *= 0.7;
        } else if tok.class.is(Class::MODAL.or(Class::AIM)) {
            confidence *= 0.85;
        }
        if tok.class.is(Class::CLAUSE) && !tok.class.is(Class::IF) {
            break;
        }
    }
    Some((score, confidence))
}

/// Whether no mention stands between two tokens.
fn free(clause: &Clause, from: usize, to: usize) -> bool {
    (from..to).all(|i| clause.place_at(i).is_none())
}

/// Whether a verb of censure or rejection governs what follows.
fn judged(verbs: &Verbs, toks: &[Tok], j: usize) -> bool {
    toks[j].valence.verb < 0
        && verbs.at(toks, j).is_some_and(|hit| hit.part == Part::Verb && (-0.7..=-0.5).contains(&hit.score))
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
        for name in ["Orland", "Vennish", "Venn", "Tarsk"] {
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
        let label = found.map_or("none", |a| if a.score > 0.0 { "for" } else { "against" });
        assert_eq!(label, expected, "{text}: {source} > {target}");
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
        check("Orland refused to condemn Venn.", "Orland", "Venn", "for");
        check("Orland failed to protect Venn.", "Orland", "Venn", "against");
        check("Orland has never attacked Venn.", "Orland", "Venn", "for");
    }
}
