//! Which annotation of the pipeline answers which of the gold: exactly the same span, or the
//! best overlap by half.

use crate::metric::counts::{ByLabel, Counts};
use crate::side::Mark;
use std::cmp::Ordering;
use std::ops::Range;

/// Compares two multisets: an element answers at most one of the other side.
pub(crate) fn compare<K: Ord>(mut gold: Vec<K>, mut found: Vec<K>) -> Counts {
    gold.sort_unstable();
    found.sort_unstable();
    let mut counts = Counts::default();
    walk(&gold, &found, K::cmp, |g, f| match (g, f) {
        (Some(_), Some(_)) => counts.right += 1,
        (Some(_), None) => counts.missed += 1,
        _ => counts.wrong += 1,
    });
    counts
}

/// Exact spans with their labels, counted by label.
pub(crate) fn by_label(gold: &[Mark], found: &[Mark], into: &mut ByLabel) {
    fn key(m: &Mark) -> (usize, usize, &str) {
        (m.range.start, m.range.end, &m.label)
    }
    let (gold, found) = (sorted(gold, key), sorted(found, key));
    walk(
        &gold,
        &found,
        |a, b| key(a).cmp(&key(b)),
        |g, f| match (g, f) {
            (Some(g), Some(_)) => into.of(&g.label).right += 1,
            (Some(g), None) => into.of(&g.label).missed += 1,
            (None, Some(f)) => into.of(&f.label).wrong += 1,
            (None, None) => {}
        },
    );
}

/// Exact spans, whatever their labels.
pub(crate) fn boundaries(gold: &[Mark], found: &[Mark]) -> Counts {
    let keys = |marks: &[Mark]| marks.iter().map(|m| (m.range.start, m.range.end)).collect();
    compare::<(usize, usize)>(keys(gold), keys(found))
}

/// Pairs of annotations with the same span, whatever their labels; in the order of the text.
pub(crate) fn same_span<'m>(gold: &'m [Mark], found: &'m [Mark]) -> Vec<(&'m Mark, &'m Mark)> {
    fn key(m: &Mark) -> (usize, usize) {
        (m.range.start, m.range.end)
    }
    let (gold, found) = (sorted(gold, key), sorted(found, key));
    let mut pairs = Vec::new();
    walk(
        &gold,
        &found,
        |a, b| key(a).cmp(&key(b)),
        |g, f| {
            if let (Some(g), Some(f)) = (g, f) {
                pairs.push((*g, *f));
            }
        },
    );
    pairs
}

/// Pairs whose spans share at least half of what they cover together, the best overlaps first;
/// each annotation is in one pair at most.
pub(crate) fn half_shared<'m>(gold: &'m [Mark], found: &'m [Mark]) -> Vec<(&'m Mark, &'m Mark)> {
    let mut by_start: Vec<usize> = (0..found.len()).collect();
    by_start.sort_by_key(|&f| found[f].range.start);
    let start_of = |f: &usize| found[*f].range.start;
    let mut candidates = Vec::new();
    for (g, mark) in gold.iter().enumerate() {
        // What shares half with it begins at most its own length before it.
        let earliest = mark.range.start.saturating_sub(mark.range.len());
        let first = by_start.partition_point(|f| start_of(f) < earliest);
        for &f in by_start[first..].iter().take_while(|f| start_of(f) < mark.range.end) {
            let shared = jaccard(&mark.range, &found[f].range);
            if shared >= 0.5 {
                candidates.push((shared, g, f));
            }
        }
    }
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut gold_taken, mut found_taken) = (vec![false; gold.len()], vec![false; found.len()]);
    let mut pairs = Vec::new();
    for (_, g, f) in candidates {
        if !gold_taken[g] && !found_taken[f] {
            (gold_taken[g], found_taken[f]) = (true, true);
            pairs.push((&gold[g], &found[f]));
        }
    }
    pairs
}

/// Length of what two ranges share, divided by the length of what they cover together.
#[expect(clippy::cast_precision_loss, reason = "offsets are 32 bits wide")]
pub(crate) fn jaccard(a: &Range<usize>, b: &Range<usize>) -> f64 {
    let shared = a.end.min(b.end).saturating_sub(a.start.max(b.start));
    let together = a.len() + b.len() - shared;
    if together == 0 {
        return f64::from(u8::from(a == b));
    }
    shared as f64 / together as f64
}

fn sorted<'m, K: Ord>(marks: &'m [Mark], key: fn(&'m Mark) -> K) -> Vec<&'m Mark> {
    let mut sorted: Vec<&Mark> = marks.iter().collect();
    sorted.sort_by_key(|m| key(m));
    sorted
}

/// Walks two sorted lists; elements that compare equal are given together.
fn walk<'k, K>(
    gold: &'k [K],
    found: &'k [K],
    order: impl Fn(&K, &K) -> Ordering,
    mut each: impl FnMut(Option<&'k K>, Option<&'k K>),
) {
    let (mut g, mut f) = (0, 0);
    while g < gold.len() || f < found.len() {
        let next = match (gold.get(g), found.get(f)) {
            (Some(a), Some(b)) => order(a, b),
            (Some(_), None) => Ordering::Less,
            _ => Ordering::Greater,
        };
        match next {
            Ordering::Less => each(Some(&gold[g]), None),
            Ordering::Equal => each(Some(&gold[g]), Some(&found[f])),
            Ordering::Greater => each(None, Some(&found[f])),
        }
        g += usize::from(next.is_le());
        f += usize::from(next.is_ge());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(list: &[(usize, usize, &str)]) -> Vec<Mark> {
        list.iter().map(|(s, e, l)| Mark::new(*s..*e, *l)).collect()
    }

    #[test]
    fn a_span_found_twice_is_right_once() {
        let counts = compare(vec![1, 2, 3], vec![2, 2, 9]);
        assert_eq!((counts.right, counts.wrong, counts.missed), (1, 2, 2));
    }

    #[test]
    fn labels_count_where_they_belong() {
        let gold = marks(&[(0, 5, "PER"), (9, 12, "ORG"), (20, 22, "PER")]);
        let found = marks(&[(9, 12, "LOC"), (0, 5, "PER")]);
        let mut by = ByLabel::default();
        by_label(&gold, &found, &mut by);
        let counts = |l: &str| by.0[l];
        assert_eq!(counts("PER").right, 1);
        assert_eq!(counts("PER").missed, 1);
        assert_eq!(counts("ORG").missed, 1);
        assert_eq!(counts("LOC").wrong, 1);
        assert_eq!(boundaries(&gold, &found).right, 2);
        assert_eq!(same_span(&gold, &found).len(), 2);
    }

    #[test]
    fn the_best_overlap_wins_and_is_used_once() {
        let gold = marks(&[(0, 10, ""), (10, 20, "")]);
        let found = marks(&[(0, 16, ""), (1, 10, "")]);
        // 0..10 with 1..10 is 0.9, with 0..16 is 0.625; 10..20 with 0..16 is 0.3.
        let pairs = half_shared(&gold, &found);
        assert_eq!(pairs, [(&gold[0], &found[1])]);
        assert_eq!(jaccard(&(0..10), &(0..16)), 0.625);
    }
}
