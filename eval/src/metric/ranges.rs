//! Sets of characters, as sorted ranges of bytes: union, intersection, size.
//!
//! White space does not count: cleaning is free to keep or drop a line's end.

use crate::metric::counts::Counts;
use std::ops::Range;

/// The union of ranges: sorted, not touching, none empty.
pub(crate) fn union(ranges: impl IntoIterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let mut sorted: Vec<Range<usize>> = ranges.into_iter().filter(|r| !r.is_empty()).collect();
    sorted.sort_unstable_by_key(|r| (r.start, r.end));
    let mut joined: Vec<Range<usize>> = Vec::with_capacity(sorted.len());
    for range in sorted {
        match joined.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => joined.push(range),
        }
    }
    joined
}

/// What two unions share.
fn intersection(a: &[Range<usize>], b: &[Range<usize>]) -> Vec<Range<usize>> {
    let (mut i, mut j) = (0, 0);
    let mut shared = Vec::new();
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        let both = x.start.max(y.start)..x.end.min(y.end);
        if !both.is_empty() {
            shared.push(both);
        }
        if x.end <= y.end {
            i += 1;
        } else {
            j += 1;
        }
    }
    shared
}

/// Characters of `source` in a union, white space left out.
fn size(source: &str, ranges: &[Range<usize>]) -> u64 {
    let pieces = ranges.iter().filter_map(|r| source.get(r.clone()));
    pieces.map(|p| p.chars().filter(|c| !c.is_whitespace()).count() as u64).sum()
}

/// Compares two unions, character by character.
pub(crate) fn compare(source: &str, gold: &[Range<usize>], found: &[Range<usize>]) -> Counts {
    let right = size(source, &intersection(gold, found));
    Counts { right, wrong: size(source, found) - right, missed: size(source, gold) - right }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::single_range_in_vec_init)]
    use super::*;

    #[test]
    fn unions_are_sorted_and_joined() {
        assert_eq!(union([4..6, 0..2, 2..3, 5..9, 7..7]), [0..3, 4..9]);
    }

    #[test]
    fn characters_are_compared_without_white_space() {
        // gold keeps "Rain in Oslo." (11 characters), the pipeline "Oslo. Share" (10)
        let source = "Rain in Oslo. Share é";
        let counts = compare(source, &[0..13], &[8..19]);
        assert_eq!((counts.right, counts.wrong, counts.missed), (5, 5, 6));
        let counts = compare(source, &[20..22], &[20..22]);
        assert_eq!(counts.right, 1);
    }
}
