//! From what was seen to clusters: who is with whom, who represents them, how alike they are.

use super::buckets;
use super::sketch::{Member, Paragraphs, Seen, Text};
use crate::hash::Content;
use crate::union::Sets;
use std::cmp::Reverse;
use std::collections::HashMap;

/// What the running stage knows.
#[derive(Debug, Default)]
pub(crate) struct Clusters {
    /// Texts that are in a cluster.
    pub(crate) places: HashMap<Content, Place>,
    pub(crate) all: Vec<Cluster>,
}

/// Documents that are the same or nearly so.
#[derive(Debug)]
pub(crate) struct Cluster {
    /// Made of the representative's words.
    pub(crate) name: String,
    /// Documents, the representative included.
    pub(crate) size: u64,
    /// Id of the representative.
    pub(crate) representative: String,
    /// Its text.
    pub(crate) content: Content,
    pub(crate) paragraphs: Paragraphs,
}

/// Where a text belongs.
#[derive(Debug)]
pub(crate) struct Place {
    /// Index of its cluster.
    pub(crate) cluster: usize,
    /// Estimated similarity to the representative, 0 to 1.
    pub(crate) similarity: f64,
    /// The first document with this text: its id and path.
    pub(crate) id: String,
    pub(crate) path: Option<String>,
}

impl Clusters {
    /// The clusters of two documents or more.
    pub(crate) fn of(seen: Seen, threshold: f64) -> Self {
        let mut texts: Vec<(Content, Text)> =
            seen.texts.into_iter().map(|(key, text)| (key.content, text)).collect();
        // The best representative first, so that it is the root of its set.
        texts.sort_by(|(a, x), (b, y)| rank(a, x).cmp(&rank(b, y)));
        let signatures: Vec<_> = texts.iter().map(|(_, text)| &text.signature).collect();
        let mut sets = Sets::alone(texts.len());
        buckets::unite(&signatures, threshold, &mut sets);
        let roots: Vec<usize> = (0..texts.len()).map(|text| sets.root(text)).collect();
        let mut sizes = vec![0_u64; texts.len()];
        roots.iter().zip(&texts).for_each(|(root, (_, text))| sizes[*root] += text.copies);
        let mut clusters = Self::default();
        let mut numbers = HashMap::new();
        for ((content, text), root) in texts.iter().zip(&roots).filter(|(_, root)| sizes[**root] > 1) {
            let cluster = *numbers.entry(*root).or_insert_with(|| {
                clusters.all.push(Cluster::of(&texts[*root], sizes[*root]));
                clusters.all.len() - 1
            });
            let similarity = text.signature.similarity(&texts[*root].1.signature);
            clusters.places.insert(*content, Place::of(cluster, similarity, &text.first));
        }
        clusters
    }
}

/// Most words, smallest id, smallest path; and the content, so that no two are equal.
fn rank<'t>(content: &Content, text: &'t Text) -> (Reverse<u64>, &'t str, Option<&'t str>, Content) {
    let Member { id, path, .. } = &text.first;
    (Reverse(text.words), id, path.as_deref(), *content)
}

impl Cluster {
    fn of((content, text): &(Content, Text), size: u64) -> Self {
        let Member { id, paragraphs, .. } = &text.first;
        Self {
            name: content.to_string(),
            size,
            representative: id.clone(),
            content: *content,
            paragraphs: paragraphs.clone(),
        }
    }
}

impl Place {
    fn of(cluster: usize, similarity: f64, first: &Member) -> Self {
        Self { cluster, similarity, id: first.id.clone(), path: first.path.clone() }
    }
}
