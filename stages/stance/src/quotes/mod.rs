//! Quotations and who speaks them.
//!
//! | file | does |
//! |---|---|
//! | `words` | looks every word up once ([`cues`], [`classes`]) |
//! | `marks` | pairs quotation marks |
//! | `attribute` | finds cue verbs and their subjects (`subject`: where; `resolve` and what it asks: who) |
//! | `claim`, `heard` | the same for nouns of saying, and where only who listens is named |
//! | `assign`, `interview`, `nested`, `echo` | join attributions to marks: beside them, answers, marks inside marks, headlines |
//! | `scare` | says which marked words nobody says |
//! | `indirect`, `extent` | cut reported clauses |
//!
//! [`Finder`] puts them together.

pub mod assign;
pub mod attribute;
pub mod claim;
pub mod classes;
pub mod cues;
pub mod echo;
pub mod extent;
mod fronted;
pub mod gender;
pub mod heard;
pub mod indirect;
pub mod interview;
pub mod introduced;
pub mod known;
pub mod marks;
pub mod memory;
pub mod namesake;
pub mod nested;
pub mod nouns;
mod opening;
pub mod persons;
pub mod pronoun;
pub mod resolve;
pub mod scare;
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
    /// The words that describe the speaker, where they are no name: `a senior official`.
    pub description: Option<Span>,
}

/// Buffers of one thread.
#[derive(Debug, Default)]
pub struct Buffers {
    lookups: words::Lookups,
    words: Vec<words::Word>,
    places: Vec<u32>,
    pairs: Vec<marks::Pair>,
    persons: persons::Persons,
    found: Vec<attribute::Attribution>,
    assigned: Vec<assign::Assigned>,
    owners: Vec<attribute::Near>,
    memory: memory::Memory,
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
        let Buffers { lookups, words, places, pairs, persons, found, assigned, owners, memory, quotes } =
            buffers;
        quotes.clear();
        words::fill(doc, &self.cues, lookups, words, places);
        marks::pairs(doc.text, doc.paragraphs, pairs);
        let bare = words::Text { doc: *doc, words, cues: &self.cues, pairs, places, genders: &[] };
        persons.fill(&bare);
        let text = words::Text { genders: &persons.genders, ..bare };
        memory.main = persons.main;
        let short = self.options.scare_words;
        attribute::find(&text, memory, short, found, owners);
        assign::assign(&text, found, owners, short, assigned);
        nested::assign(&text, memory, assigned);
        echo::assign(&text, assigned);
        for k in 0..found.len() {
            let again = |q: &Quote, quotes: &[Quote]| quotes.iter().rev().take(4).any(|o| repeats(o, q));
            for quote in indirect_quotes(&text, found, k) {
                assign::reported(&text, &found[k], quote.span, assigned);
                if !again(&quote, quotes) {
                    quotes.push(quote);
                }
            }
        }
        // what somebody reports of another’s words is one quotation
        let outer: Vec<Span> = quotes.iter().map(|q| q.span).collect();
        quotes.retain(|q| !outer.iter().any(|o| o.contains(q.span) && *o != q.span));
        if !self.options.kinds.contains(&QuoteKind::Indirect) {
            quotes.clear();
        }
        if self.options.kinds.contains(&QuoteKind::Direct) {
            quotes.extend((0..pairs.len()).filter_map(|i| self.direct(&text, assigned, i)));
        }
    }

    fn direct(&self, text: &words::Text<'_>, assigned: &[assign::Assigned], i: usize) -> Option<Quote> {
        let (pair, given) = (&text.pairs[i], assigned[i]);
        let short = self.options.scare_words;
        let said =
            if given.spoken { !scare::term(text, pair, short) } else { !scare::scare(text, pair, short) };
        if !said && self.options.scare_quotes == ScareQuotes::Skip {
            return None;
        }
        let cue = given.cue.map(|(from, to)| span(text, from, to));
        let description = given.who.phrase.map(|(from, to)| span(text, from, to));
        let speaker = given.who.speaker;
        Some(Quote { span: pair.span, kind: QuoteKind::Direct, speaker, cue, description })
    }
}

/// `said it now believed that …`: a clause of the same speaker inside a clause.
fn repeats(outer: &Quote, inner: &Quote) -> bool {
    let inside = outer.span.contains(inner.span) && outer.kind == QuoteKind::Indirect;
    outer.span == inner.span || (inside && outer.speaker == inner.speaker && inner.speaker.is_some())
}

fn span(text: &words::Text<'_>, from: usize, to: usize) -> Span {
    Span::new(text.words[from].span.start, text.words[to - 1].span.end)
}

fn indirect_quotes(
    text: &words::Text<'_>,
    found: &[attribute::Attribution],
    k: usize,
) -> impl Iterator<Item = Quote> + use<> {
    let (cue, who) = (found[k].verb(text), found[k].subject.who);
    let description = who.phrase.map(|(from, to)| span(text, from, to));
    let spans = indirect::clauses(text, found, k).into_iter().flatten();
    let kind = QuoteKind::Indirect;
    spans.map(move |span| Quote { span, kind, speaker: who.speaker, cue, description })
}
