//! How well near duplicates are found: articles from a seed and changed copies of them, whose
//! true similarity is computed; pairs found against pairs above and below the threshold.

use crate::synthetic::{Numbers, article, changed};
use crate::{DEDUP, Item, documents};
use pipeline_core::Document;
use std::collections::HashSet;

/// Jaccard similarity of the sets of five words in a row, exactly.
fn jaccard(a: &str, b: &str) -> f64 {
    let words = |text| str::split_whitespace(text).map(|w| w.trim_matches('.')).collect::<Vec<_>>();
    let (a, b) = (words(a), words(b));
    let (a, b): (HashSet<_>, HashSet<_>) = (a.windows(5).collect(), b.windows(5).collect());
    let common = a.intersection(&b).count();
    common as f64 / (a.len() + b.len() - common) as f64
}

/// Pairs found of pairs whose true similarity lies in a range.
#[derive(Clone, Copy, Debug, Default)]
struct Found {
    pairs: u32,
    found: u32,
}

impl Found {
    fn share(self) -> f64 {
        f64::from(self.found) / f64::from(self.pairs.max(1))
    }
}

/// `(well above, well below)` the threshold of 0.8: by a tenth and by a seventh, three and four
/// standard errors of the estimate.
fn measure(paragraphs: usize, pairs: usize) -> (Found, Found) {
    let mut numbers = Numbers::from(paragraphs as u64);
    let mut corpus = Vec::new();
    for n in 0..pairs {
        let original = article(&mut numbers, paragraphs);
        let probability = 0.0005 * (n % 160) as f64;
        let copy = changed(&original, probability, &mut numbers);
        corpus.push(Item::new(format!("{n}a"), original));
        corpus.push(Item::new(format!("{n}b"), copy));
    }
    let docs = documents(DEDUP, &corpus);
    let (mut above, mut below) = (Found::default(), Found::default());
    for (items, docs) in corpus.chunks(2).zip(docs.chunks(2)) {
        let truth = jaccard(&items[0].text, &items[1].text);
        let cluster = |doc: &Document| doc.meta().get("cluster").cloned();
        let found = cluster(&docs[0]).is_some() && cluster(&docs[0]) == cluster(&docs[1]);
        let count = match truth {
            t if t >= 0.9 => &mut above,
            t if t <= 0.66 => &mut below,
            _ => continue,
        };
        count.pairs += 1;
        count.found += u32::from(found);
    }
    assert_eq!(docs.iter().filter(|d| d.meta().get("cluster_size").is_some_and(|n| *n != 2)).count(), 0);
    (above, below)
}

#[test]
fn near_duplicates_are_found_and_others_are_not() {
    for (paragraphs, pairs) in [(2, 640), (5, 480), (20, 480), (50, 480)] {
        let (above, below) = measure(paragraphs, pairs);
        assert!(above.pairs >= 60 && below.pairs >= 60, "{above:?} {below:?}");
        assert!(above.share() >= 0.99, "{paragraphs} paragraphs: found {above:?}");
        assert!(below.share() <= 0.01, "{paragraphs} paragraphs: wrongly {below:?}");
    }
}

/// Pages of one site that share most of their words, but not enough: many fall into the same
/// buckets, and none may be taken for another.
#[test]
fn pages_in_one_frame_are_not_duplicates() {
    let mut numbers = Numbers::from(21);
    let frame = article(&mut numbers, 6);
    let page = |n: usize| Item::new(n.to_string(), format!("{frame}\n\n{}", article(&mut numbers, 6)));
    let corpus: Vec<Item> = (0..400).map(page).collect();
    let docs = documents(DEDUP, &corpus);
    let taken = docs.iter().filter(|d| d.meta().contains_key("cluster")).count();
    assert_eq!(taken, 0);
}
