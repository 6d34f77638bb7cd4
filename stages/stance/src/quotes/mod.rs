//! Quotations and who speaks them.
//!
//! `marks` pairs quotation marks, `words` looks every word up once, `attribute` finds cue verbs and joins them to
//! marks, `subject` says who the verb's subject is, `indirect` cuts reported clauses. [`Finder`] puts them together.

pub mod attribute;
pub mod cues;
pub mod indirect;
pub mod marks;
pub mod subject;
pub mod words;

use crate::doc::{Doc, Span};
use crate::{QuoteKind, ScareQuotes};
use cues::Cues;

/// One quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quote {
    /// Marks included, or the reported clause.
    pub span: Span,
    /// In marks, or reported.
    pub kind: QuoteKind,
    /// The mention that names the speaker.
    pub speaker: Option<usize>,
    /// The words that introduce it.
    pub cue: Option<Span>,
}

/// Buffers of one thread.
#[derive(Debug, Default)]
pub struct Buffers {
    words: Vec<words::Word>,
    pairs: Vec<marks::Pair>,
    found: Vec<attribute::Attribution>,
    assigned: Vec<attribute::Assigned>,
    memory: subject::Memory,
    /// The quotations found, in no particular order.
    pub quotes: Vec<Quote>,
}

/// Finds quotations; made from options and cue packs.
#[derive(Clone, Debug)]
pub struct Finder {
    cues: Cues,
    options: crate::Quotes,
}

impl Finder {
    /// A finder with these options and cues.
    #[must_use]
    pub fn new(options: crate::Quotes, cues: Cues) -> Self {
        Self { cues, options }
    }

    /// Finds the quotations of a document into `buffers.quotes`.
    pub fn find(&self, doc: &Doc<'_>, buffers: &mut Buffers) {
        let Buffers { words, pairs, found, assigned, memory, quotes } = buffers;
        quotes.clear();
        words::fill(doc, &self.cues, words);
        let text = words::Text { doc: *doc, words, cues: &self.cues };
        marks::pairs(doc.text, doc.paragraphs, pairs);
        attribute::find(&text, pairs, memory, found);
        attribute::assign(&text, pairs, found, self.options.scare_words, assigned);
        if self.options.kinds.contains(&QuoteKind::Direct) {
            quotes.extend((0..pairs.len()).filter_map(|i| self.direct(&text, pairs, found, assigned, i)));
        }
        if self.options.kinds.contains(&QuoteKind::Indirect) {
            for k in 0..found.len() {
                let again =
                    |q: &Quote, quotes: &[Quote]| quotes.iter().rev().take(4).any(|o| o.span == q.span);
                for quote in indirect_quotes(&text, found, k) {
                    if !again(&quote, quotes) {
                        quotes.push(quote);
                    }
                }
            }
        }
    }

    fn direct(
        &self,
        text: &words::Text<'_>,
        pairs: &[marks::Pair],
        found: &[attribute::Attribution],
        assigned: &[attribute::Assigned],
        i: usize,
    ) -> Option<Quote> {
        let (pair, given) = (&pairs[i], assigned[i]);
        let kept = given.spoken
            || self.options.scare_quotes == ScareQuotes::Keep
            || !attribute::scare(text, pair, self.options.scare_words);
        let cue = given.attribution.map(|k| found[k].span(text));
        kept.then_some(Quote { span: pair.span, kind: QuoteKind::Direct, speaker: given.speaker, cue })
    }
}

fn indirect_quotes(
    text: &words::Text<'_>,
    found: &[attribute::Attribution],
    k: usize,
) -> impl Iterator<Item = Quote> + use<> {
    let (cue, speaker) = (Some(found[k].span(text)), found[k].subject.speaker);
    let spans = indirect::clauses(text, found, k).into_iter().flatten();
    spans.map(move |span| Quote { span, kind: QuoteKind::Indirect, speaker, cue })
}
