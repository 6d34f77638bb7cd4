//! Coreference: do mentions of one entity stand together, whatever the entity is called?
//!
//! **B³** (Bagga and Baldwin 1998, *Algorithms for scoring coreference chains*): for each mention that was found, the share of its found
//! entity's mentions that the gold has in the mention's own entity, averaged (precision); the same from the gold's side (recall). A
//! mention that the other side lacks shares nothing. **Pairs**: two mentions of one entity in one document are a pair; pairs of one
//! side that the other has too are right.
//!
//! Mentions are the same when their spans are. Entities are told apart within a document only.

use crate::metric::counts::Counts;
use std::collections::BTreeMap;

/// A mention: start, end, and the entity it is put to.
pub(crate) type Mention<'m> = (usize, usize, &'m str);

/// Sums over documents.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Clusters {
    found: Side,
    gold: Side,
    /// Pairs of mentions.
    pub(crate) pairs: Counts,
}

#[derive(Clone, Copy, Debug, Default)]
struct Side {
    mentions: u64,
    shares: f64,
}

impl Side {
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
    fn mean(self) -> Option<f64> {
        (self.mentions > 0).then(|| self.shares / self.mentions as f64)
    }

    fn add(&mut self, other: Side) {
        self.mentions += other.mentions;
        self.shares += other.shares;
    }
}

impl Clusters {
    /// Adds a document.
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
    pub(crate) fn add(&mut self, gold: &[Mention<'_>], found: &[Mention<'_>]) {
        let spans: BTreeMap<(usize, usize), &str> = gold.iter().map(|m| ((m.0, m.1), m.2)).collect();
        let (gold_sizes, found_sizes) = (sizes(gold), sizes(found));
        let mut shared: BTreeMap<(&str, &str), u64> = BTreeMap::new();
        for &(start, end, entity) in found {
            if let Some(of) = spans.get(&(start, end)) {
                *shared.entry((of, entity)).or_default() += 1;
            }
        }
        let (mut right, mut of_found, mut of_gold) = (0, 0.0, 0.0);
        for (&(g, f), &n) in &shared {
            right += pairs(n);
            of_found += (n * n) as f64 / found_sizes[f] as f64;
            of_gold += (n * n) as f64 / gold_sizes[g] as f64;
        }
        let all = |sizes: &BTreeMap<&str, u64>| sizes.values().map(|&n| pairs(n)).sum::<u64>();
        let (wrong, missed) = (all(&found_sizes) - right, all(&gold_sizes) - right);
        self.pairs += Counts { right, wrong, missed };
        self.found.add(Side { mentions: found_sizes.values().sum(), shares: of_found });
        self.gold.add(Side { mentions: gold_sizes.values().sum(), shares: of_gold });
    }

    /// Adds the documents of another sum.
    pub(crate) fn merge(&mut self, other: Self) {
        self.found.add(other.found);
        self.gold.add(other.gold);
        self.pairs += other.pairs;
    }

    /// B³ precision, recall and F1; `None` where there is nothing to count.
    pub(crate) fn b_cubed(&self) -> [Option<f64>; 3] {
        let (precision, recall) = (self.found.mean(), self.gold.mean());
        let f1 = match (precision, recall) {
            (Some(p), Some(r)) if p + r > 0.0 => Some(2.0 * p * r / (p + r)),
            (Some(_), Some(_)) => Some(0.0),
            _ => None,
        };
        [precision, recall, f1]
    }

    /// Mentions that were found, and mentions of the gold.
    pub(crate) fn mentions(&self) -> (u64, u64) {
        (self.found.mentions, self.gold.mentions)
    }
}

/// How many mentions each entity has; a span counts once.
fn sizes<'m>(mentions: &[Mention<'m>]) -> BTreeMap<&'m str, u64> {
    let mut sizes = BTreeMap::new();
    for (_, _, entity) in mentions {
        *sizes.entry(*entity).or_default() += 1;
    }
    sizes
}

fn pairs(n: u64) -> u64 {
    n * n.saturating_sub(1) / 2
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// Mentions as letters: one a place, the letter is the entity, a blank is none.
    fn mentions(letters: &str) -> Vec<Mention<'_>> {
        letters.match_indices(|c: char| c != ' ').map(|(i, entity)| (i, i + 1, entity)).collect()
    }

    #[track_caller]
    fn check(gold: &str, found: &str, want: [f64; 2], pairs: (u64, u64, u64)) {
        let mut clusters = Clusters::default();
        clusters.add(&mentions(gold), &mentions(found));
        let [precision, recall, _] = clusters.b_cubed();
        assert!((precision.unwrap() - want[0]).abs() < 1e-12, "{precision:?}");
        assert!((recall.unwrap() - want[1]).abs() < 1e-12, "{recall:?}");
        let counts = clusters.pairs;
        assert_eq!((counts.right, counts.found(), counts.gold()), pairs);
    }

    #[test]
    fn names_do_not_matter() {
        check("aabbb", "xxyyy", [1.0, 1.0], (4, 4, 4));
    }

    /// The example of Bagga and Baldwin: {1-5}, {6 7}, {8 9 A B C} against one response that joins the last two, and one that joins
    /// the first and the last.
    #[test]
    fn the_example_of_the_paper() {
        check("aaaaabbccccc", "xxxxxyyyyyyy", [16.0 / 21.0, 1.0], (21, 31, 21));
        check("aaaaabbccccc", "xxxxxyyxxxxx", [7.0 / 12.0, 1.0], (21, 46, 21));
    }

    #[test]
    fn missing_and_surplus_mentions_share_nothing() {
        check("aa b", "x  y", [1.0, 0.5], (0, 0, 1));
        check("a", "xx", [0.25, 1.0], (0, 1, 0));
    }

    #[test]
    fn sums_over_documents() {
        let (mut one, mut two) = (Clusters::default(), Clusters::default());
        one.add(&mentions("aa"), &mentions("xx"));
        two.add(&mentions("aa"), &mentions("xy"));
        one.merge(two);
        assert_eq!(one.b_cubed()[..2], [Some(1.0), Some(0.75)]);
        assert_eq!(one.mentions(), (4, 4));
        assert_eq!(Clusters::default().b_cubed(), [None; 3]);
    }
}
