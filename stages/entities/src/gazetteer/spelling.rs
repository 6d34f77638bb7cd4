//! The spellings of a name: what a text may hold where the name is meant, as sequences of word hashes with the case they need.
//!
//! ```text
//! Tehrik-i-Taliban  →  tehrik - i - taliban,  tehrik i taliban,  tehreek - e - taliban, …
//! ```
//!
//! They are written into the trie when the gazetteer is compiled, so a look-up costs the same with and without them.

use super::families::Families;
use super::policy::{Case, Marks, Policy, Spelling};
use crate::fold;
use crate::token::{INNER, Kind, Shape, Token};

/// Spellings of one name beyond this many are left out, the likeliest first: hyphens, then families, then both.
const MOST: usize = 256;

/// One word of a spelling: its hash and how it has to be written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Sign {
    pub(crate) hash: u64,
    /// Starts with a capital.
    pub(crate) caps: bool,
    /// All capitals, or a capitalised word of four letters and more.
    pub(crate) upper: bool,
    /// All capitals.
    pub(crate) strict: bool,
    /// Starts with a small letter.
    pub(crate) lower: bool,
    /// Has diacritics.
    pub(crate) marks: bool,
}

/// A spelling of a name.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Spelled {
    pub(crate) signs: Vec<Sign>,
    /// Whether a word is another than the name's own: such spellings give way to names written so.
    pub(crate) respelt: bool,
}

/// What may stand at one place of a name: spellings of it, the own one first.
type Choices = Vec<Spelled>;

/// Calls `each` with the spellings of a name, its own first, each once.
pub(crate) fn spellings(
    name: &str,
    tokens: &[Token],
    policy: Policy,
    families: &Families,
    mut each: impl FnMut(&Spelled),
) {
    let mut done: Vec<Spelled> = Vec::new();
    let own: Vec<Choices> = (0..tokens.len()).map(|i| choices(tokens, i, policy, families)).collect();
    let glued = glued(name, tokens, policy, families);
    for places in std::iter::once(own).chain(glued) {
        product(&places, &mut |spelled| {
            if !done.iter().any(|d| d.signs == spelled.signs) {
                each(&spelled);
                done.push(spelled);
            }
        });
    }
}

/// What may stand at place `i`.
fn choices(tokens: &[Token], i: usize, policy: Policy, families: &Families) -> Choices {
    let token = &tokens[i];
    let own = sign(token, policy);
    let mut all = vec![Spelled { signs: vec![own], respelt: false }];
    let inside = i > 0 && i + 1 < tokens.len();
    if policy.spelling == Spelling::Exact {
        return all;
    }
    match token.kind {
        Kind::Hyphen | Kind::Dot | Kind::Stop if inside => all.push(Spelled::default()),
        Kind::Word | Kind::And => {
            let link = inside && token.shape == Shape::Lower;
            let others = if link { families.of_link(token.hash) } else { &[] };
            for &hash in families.of(token.hash).iter().chain(others) {
                let marks = false;
                let other = Sign { hash, marks, caps: own.caps && token.kind == Kind::Word, ..own };
                all.push(Spelled { signs: vec![other], respelt: true });
            }
        }
        _ => {}
    }
    all
}

/// The places of a name whose link is written together with the word before it; none if there is no such link.
fn glued(name: &str, tokens: &[Token], policy: Policy, families: &Families) -> Option<Vec<Choices>> {
    if policy.spelling == Spelling::Exact {
        return None;
    }
    let link = (1..tokens.len().saturating_sub(1))
        .find(|&i| tokens[i].shape == Shape::Lower && families.glues(tokens[i].hash))?;
    let dash = |i: usize| tokens[i].kind == Kind::Hyphen;
    let before = if dash(link - 1) { link.checked_sub(2)? } else { link - 1 };
    let text = |t: &Token| &name[t.start as usize..t.end as usize];
    let together = format!("{}{}", text(&tokens[before]), text(&tokens[link]));
    let word = Sign { hash: fold::hash(&together), ..sign(&tokens[before], policy) };
    let after = link + 1 + usize::from(dash(link + 1));
    let rest = |i: usize| choices(tokens, i, policy, families);
    let glued = vec![Spelled { signs: vec![word], respelt: true }];
    Some((0..before).map(rest).chain(std::iter::once(glued)).chain((after..tokens.len()).map(rest)).collect())
}

/// Every way to choose one spelling a place, those with fewer changes first, up to [`MOST`].
fn product(places: &[Choices], each: &mut impl FnMut(Spelled)) {
    let mut ways: Vec<(usize, Spelled)> = vec![(0, Spelled::default())];
    for choices in places {
        let mut longer = Vec::with_capacity(ways.len() * choices.len());
        for (changes, way) in &ways {
            for (i, choice) in choices.iter().enumerate() {
                let signs = way.signs.iter().chain(&choice.signs).copied().collect();
                let respelt = way.respelt || choice.respelt;
                longer.push((changes + usize::from(i > 0), Spelled { signs, respelt }));
            }
        }
        longer.sort_by_key(|(changes, way)| (*changes, way.respelt));
        longer.truncate(MOST);
        ways = longer;
    }
    ways.into_iter().for_each(|(_, way)| each(way));
}

/// How a word of a name has to be written.
fn sign(token: &Token, policy: Policy) -> Sign {
    let capital = matches!(token.shape, Shape::Cap | Shape::Upper | Shape::Initial);
    let small = token.kind == Kind::Word && !capital;
    let short = token.shape == Shape::Upper && token.end - token.start <= 8;
    let counts = policy.case != Case::Any;
    let exact = policy.case == Case::Exact;
    Sign {
        hash: token.hash,
        caps: counts && capital,
        upper: counts && (short || token.place & INNER != 0),
        strict: exact && token.shape == Shape::Upper,
        lower: exact && small,
        marks: policy.marks == Marks::Kept && token.marked,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flags::Flags;
    use crate::token::tokenise;

    fn count(name: &str, policy: Policy) -> (usize, usize) {
        let mut tokens = Vec::new();
        tokenise(name, |_| Flags::default(), &mut tokens);
        let (mut own, mut respelt) = (0, 0);
        spellings(name, &tokens, policy, &Families::new(), |s| {
            *(if s.respelt { &mut respelt } else { &mut own }) += 1;
        });
        (own, respelt)
    }

    #[test]
    fn hyphens_and_families_multiply() {
        let exact = Policy { spelling: Spelling::Exact, ..Policy::default() };
        assert_eq!(count("Acme", Policy::default()), (1, 0));
        // with and without each of the two hyphens
        assert_eq!(count("Acme-on-Sea", Policy::default()), (4, 0));
        assert_eq!(count("Acme-on-Sea", exact), (1, 0));
        // tehrik, tehreek, tahrik, tahreek; i, e; taliban, taleban
        assert_eq!(count("Tehrik i Taliban", Policy::default()), (1, 15));
        // `Hizbul Mujahideen` and its spellings come on top
        assert!(count("Hizb-ul-Mujahideen", Policy::default()).1 > 40);
    }

    #[test]
    fn a_name_of_many_hyphens_has_few_spellings() {
        let name = "q-b-c-d-k-f-g-h-m-j-l";
        assert_eq!(count(name, Policy::default()), (MOST, 0));
    }
}
