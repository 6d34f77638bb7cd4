//! The trained tagger: a linear-chain model over the stage's tokens that decides where PER, ORG and LOC begin and end.
//!
//! ```text
//! runs (which tokens can be names) ─ facts (of a token) ─ features (hashed) ─ weights ─ decode ─ merge with the rules
//! ```
//!
//! The rules' verdict is one of its features, so it learns where to trust them (D. Wolpert, *Stacked generalization*, 1992);
//! what other mentions of a word in the document say is another (Ratinov and Roth, *Design challenges and misconceptions in
//! named entity recognition*, 2009).

pub(crate) mod clusters;
pub(crate) mod decode;
pub(crate) mod facts;
pub(crate) mod features;
pub(crate) mod merge;
pub(crate) mod model;
pub(crate) mod runs;
pub(crate) mod tags;
pub(crate) mod weights;

pub(crate) use model::Tagger;

use crate::class::Class;
use crate::spot::{Mention, Page};
use decode::Decoder;
use facts::Sheet;
use features::{Reader, Sink};
use merge::Marked;
use std::ops::Range;
use weights::ROW;

/// From this score on the tagger's class stands against what the rest of the document says.
const FIRM: f32 = 0.7;

/// Buffers that survive from document to document.
#[derive(Default)]
pub(crate) struct Buffers {
    sheet: Sheet,
    runs: Vec<Range<usize>>,
    keys: Vec<u64>,
    decoder: Decoder,
    marked: Vec<Marked>,
    /// The classes of the merged mentions, by first token.
    classes: Vec<(usize, Class)>,
    spare: Vec<Mention>,
}

impl Buffers {
    /// Lets the tagger decide over the mentions of the rules.
    pub(crate) fn tag(&mut self, tagger: &Tagger, page: &Page<'_>, mentions: &mut Vec<Mention>) {
        let Some(parts) = tagger.parts() else { return };
        runs::find(page, mentions, &mut self.runs);
        self.sheet.fill(page, &parts.clusters, mentions, &self.runs);
        self.marked.clear();
        let reader = Reader { page: *page, sheet: &self.sheet };
        for run in &self.runs {
            self.decoder.scores.clear();
            for i in run.clone() {
                self.keys.clear();
                reader.token(run, i, &mut Keys(&mut self.keys));
                let mut sums = [0; ROW];
                parts.weights.add(&self.keys, &mut sums);
                let scores = std::array::from_fn(|t| f32::from(sums[t]) * parts.step);
                self.decoder.scores.push(scores);
            }
            self.decoder.best(tagger.moves());
            if self.decoder.tags.iter().any(|t| *t != tags::OUTSIDE) {
                self.decoder.weigh(tagger.moves());
                names(run.start, &self.decoder, &mut self.marked);
            }
        }
        merge::merge(page, &self.marked, mentions, &mut self.spare);
    }

    /// Keeps the classes of the mentions that are sure, for [`Buffers::restore`].
    pub(crate) fn remember(&mut self, mentions: &[Mention]) {
        self.classes.clear();
        let firm = mentions.iter().filter(|m| m.score >= FIRM && m.class.tagged().is_some());
        self.classes.extend(firm.map(|m| (m.a, m.class)));
    }

    /// Gives the mentions that the tagger was sure of their classes back, after the document was resolved: a town and its team
    /// bear one name, and each mention says which it is.
    pub(crate) fn restore(&self, mentions: &mut [Mention]) {
        let mut classes = self.classes.iter().peekable();
        for mention in mentions {
            while classes.next_if(|c| c.0 < mention.a).is_some() {}
            if let Some((_, class)) = classes.next_if(|c| c.0 == mention.a) {
                mention.class = *class;
            }
        }
    }
}

/// Collects the features of a token.
struct Keys<'k>(&'k mut Vec<u64>);

impl Sink for Keys<'_> {
    #[inline]
    fn add(&mut self, _: u8, key: u64) {
        self.0.push(key);
    }
}

/// The names of a decoded run that starts at token `from`; each is as sure as its least sure tag.
fn names(from: usize, decoder: &Decoder, out: &mut Vec<Marked>) {
    let mut start = 0;
    for (i, &tag) in decoder.tags.iter().enumerate() {
        let Some(class) = tags::class(tag) else { continue };
        if tags::opens(tag) {
            start = i;
        }
        if tags::closes(tag) {
            let score = decoder.sure[start..=i].iter().fold(1.0_f32, |a, b| a.min(*b));
            out.push(Marked { a: from + start, b: from + i + 1, class, score });
        }
    }
}
