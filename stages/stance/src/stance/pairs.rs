//! Document-level stances: one row for each holder and target, rolled up to actors.

use std::collections::BTreeMap;

use super::finder::{Scored, UNKNOWN};

/// The share of the weaker side from which a pair is mixed.
const MIXED: u64 = 4;
/// What a stance counts at least,
const LEAST: f64 = 0.01;
/// and how much of it is left where it is told as history.
const PAST: f64 = 0.25;

/// One pair.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair<'a> {
    /// Who.
    pub holder: &'a str,
    /// Toward whom.
    pub target: &'a str,
    /// Mean score, weighed by confidence, history a quarter.
    pub score: f64,
    /// `for`, `against`, `neutral` or `mixed`.
    pub label: &'static str,
    /// How many stances are for.
    pub favor: u64,
    /// How many are against.
    pub against: u64,
    /// Numbers of the stances.
    pub evidence: Vec<u32>,
}

/// How many stances of a pair, of a document or of a corpus, take which side. What is told as history counts, too, but does
/// not decide where anybody takes a side now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sides {
    /// For, now and in the past.
    pub favor: u64,
    /// Against.
    pub against: u64,
    /// For, in the past.
    favored: u64,
    /// Against, in the past.
    opposed: u64,
}

impl Sides {
    /// Counts a stance with a side: 1 for, -1 against, 0 neither.
    pub fn add(&mut self, side: i8, past: bool) {
        let (all, old) = match side {
            1.. => (&mut self.favor, &mut self.favored),
            0 => return,
            _ => (&mut self.against, &mut self.opposed),
        };
        *all = all.saturating_add(1);
        *old = old.saturating_add(u64::from(past));
    }

    /// `mixed` where the weaker side has a quarter of the stances or more, `neutral` where nobody takes a side.
    #[must_use]
    pub fn label(&self) -> &'static str {
        let now = (self.favor - self.favored, self.against - self.opposed);
        let (favor, against) = if now == (0, 0) { (self.favor, self.against) } else { now };
        match (favor, against) {
            (0, 0) => "neutral",
            (f, a) if f.min(a).saturating_mul(MIXED) >= f.saturating_add(a) => "mixed",
            (f, a) if f > a => "for",
            _ => "against",
        }
    }
}

/// What a stance counts in the score of its pair, by its confidence.
#[must_use]
pub fn weight(confidence: f64, past: bool) -> f64 {
    confidence.max(LEAST) * if past { PAST } else { 1.0 }
}

/// Rolls stances up; `rows` are the numbers by which evidence means them. Stances of unknown holders are left out.
/// Pairs are sorted by evidence, most first, then by holder and target.
#[must_use]
pub fn roll_up<'a>(stances: &[Scored<'a>], rows: &[u32]) -> Vec<Pair<'a>> {
    let mut groups: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for (i, stance) in stances.iter().enumerate().filter(|(_, s)| s.holder != UNKNOWN && s.side != s.target) {
        groups.entry((stance.side, stance.target)).or_default().push(i);
    }
    let mut pairs: Vec<Pair<'a>> =
        groups.into_values().filter_map(|group| pair(stances, rows, &group)).collect();
    pairs.sort_by(|a, b| {
        let key = |p: &Pair<'a>| (p.holder, p.target);
        b.evidence.len().cmp(&a.evidence.len()).then_with(|| key(a).cmp(&key(b)))
    });
    pairs
}

fn pair<'a>(stances: &[Scored<'a>], rows: &[u32], group: &[usize]) -> Option<Pair<'a>> {
    let first = &stances[*group.first()?];
    let mut sides = Sides::default();
    let (mut sum, mut total) = (0.0, 0.0);
    for stance in group.iter().map(|i| &stances[*i]) {
        sides.add(stance.label.side(), stance.past);
        let weight = weight(f64::from(stance.confidence), stance.past);
        sum += weight * f64::from(stance.score);
        total += weight;
    }
    let score = ((sum / total).clamp(-1.0, 1.0) * 1000.0).round() / 1000.0;
    let Sides { favor, against, .. } = sides;
    let label = sides.label();
    let evidence = group.iter().filter_map(|i| rows.get(*i).copied()).collect();
    Some(Pair { holder: first.side, target: first.target, score, label, favor, against, evidence })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(favor: u64, against: u64, favored: u64, opposed: u64) -> &'static str {
        Sides { favor, against, favored, opposed }.label()
    }

    #[test]
    fn a_quarter_makes_a_pair_mixed() {
        for (favor, against, expected) in
            [(0, 0, "neutral"), (4, 1, "for"), (3, 1, "mixed"), (1, 3, "mixed"), (1, 4, "against")]
        {
            assert_eq!(label(favor, against, 0, 0), expected, "{favor} {against}");
        }
        assert_eq!(label(u64::MAX, 1, 0, 0), "for");
    }

    #[test]
    fn the_present_outweighs_the_past() {
        assert_eq!(label(3, 1, 3, 0), "against");
        assert_eq!(label(3, 1, 3, 1), "mixed");
        let mut sides = Sides::default();
        [(1, true), (-1, false), (0, false)].iter().for_each(|(side, past)| sides.add(*side, *past));
        assert_eq!((sides.favor, sides.against, sides.label()), (1, 1, "against"));
        assert!(weight(0.8, true) < weight(0.8, false));
    }
}
