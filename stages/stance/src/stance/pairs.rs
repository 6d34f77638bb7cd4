//! Document-level stances: one row for each holder and target, rolled up to actors.

use std::collections::BTreeMap;

use super::finder::{Label, Scored, UNKNOWN};

/// The share of the weaker side from which a pair is mixed.
const MIXED: usize = 4;

/// One pair.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair<'a> {
    /// Who.
    pub holder: &'a str,
    /// Toward whom.
    pub target: &'a str,
    /// Mean score, weighed by confidence.
    pub score: f64,
    /// `for`, `against`, `neutral` or `mixed`.
    pub label: &'static str,
    /// How many stances are for.
    pub favor: usize,
    /// How many are against.
    pub against: usize,
    /// Numbers of the stances.
    pub evidence: Vec<u32>,
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
    let of = |label: Label| group.iter().filter(|i| stances[**i].label == label).count();
    let (favor, against) = (of(Label::For), of(Label::Against));
    let weight = |i: usize| f64::from(stances[i].confidence.max(0.01));
    let total: f64 = group.iter().map(|i| weight(*i)).sum();
    let sum: f64 = group.iter().map(|i| weight(*i) * f64::from(stances[*i].score)).sum();
    let score = ((sum / total).clamp(-1.0, 1.0) * 1000.0).round() / 1000.0;
    let label = match (favor, against) {
        (0, 0) => "neutral",
        (f, a) if f.min(a) * MIXED >= f + a => "mixed",
        (f, a) if f > a => "for",
        _ => "against",
    };
    let evidence = group.iter().filter_map(|i| rows.get(*i).copied()).collect();
    Some(Pair { holder: first.side, target: first.target, score, label, favor, against, evidence })
}
