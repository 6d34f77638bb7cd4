//! The recogniser: text in, entities out. It knows nothing of layers; the stage in [`crate::stage`] wires it.

use crate::acronym::{self, Pair};
use crate::again::Again;
use crate::class::Class;
use crate::firm;
use crate::lexicon::Lexicon;
use crate::nominal::{Nominal, Sweep};
use crate::page::{Seen, survey};
use crate::resolve::Cast;
use crate::roles::{Day, Roles};
use crate::spot::{Mention, Origin, Page, spot};
use crate::tagger::{self, Tagger};
use crate::token::{Token, tokenise};
use crate::{metonym, side};
use std::ops::Range;

/// A found entity.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Found<'s> {
    /// Bytes of the text; articles, civil titles and `’s` are outside.
    pub(crate) range: Range<usize>,
    /// Label.
    pub(crate) class: Class,
    /// Confidence, 0 to 1.
    pub(crate) score: f32,
    /// Slug of the canonical entity.
    pub(crate) id: &'s str,
    /// Canonical name.
    pub(crate) name: &'s str,
    /// The side it speaks for here.
    pub(crate) actor: Option<&'s str>,
    /// Which entity of the document it is.
    pub(crate) who: u32,
}

/// Whether capitals are rolled up to the governments they stand for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Rollup {
    /// Where they act.
    Acting,
    /// Never.
    Never,
}

/// Buffers that survive from document to document.
#[derive(Default)]
pub(crate) struct Scratch {
    tokens: Vec<Token>,
    seen: Seen,
    mentions: Vec<Mention>,
    pairs: Vec<Pair>,
    cast: Cast,
    tagger: tagger::Buffers,
    again: Again,
    votes: firm::Votes,
    sweep: Sweep,
    nominals: Vec<Nominal>,
}

/// A resolved description.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Described<'s> {
    /// Bytes of the text; article and side are outside.
    pub(crate) range: Range<usize>,
    /// What it is, of whom it is, whom it speaks for.
    pub(crate) means: &'s Nominal,
}

impl Scratch {
    /// Recognises the entities of `text`, in order of the text, without overlaps. `starts` holds byte offsets of sentence
    /// starts where they are known, `day` is the date of the document. Without a tagger the rules decide alone. Linear in the length of the text.
    pub(crate) fn recognise(
        &mut self,
        (lexicon, roles): (&Lexicon, &Roles),
        tagger: Option<&Tagger>,
        text: &str,
        starts: &[usize],
        day: Option<Day>,
    ) {
        let words = lexicon.phrases.words();
        tokenise(text, |hash| words.facts(hash), &mut self.tokens);
        survey(&mut self.tokens, starts, &mut self.seen);
        self.mentions.clear();
        let page = Page { lexicon, text, tokens: &self.tokens, seen: &self.seen };
        spot(&page, &mut self.mentions);
        acronym::pairs(&page, text, &self.mentions, &mut self.pairs);
        acronym::prove(&self.pairs, &page, &mut self.mentions);
        self.cast.resolve(&page, roles, day, &self.pairs, &mut self.mentions);
        if let Some(tagger) = tagger {
            self.tagger.tag(tagger, &page, &mut self.mentions);
            firm::settle(&page, &mut self.mentions, &mut self.votes);
            self.again.find(&page, &mut self.mentions);
            self.tagger.remember(&self.mentions);
            acronym::pairs(&page, text, &self.mentions, &mut self.pairs);
            acronym::prove(&self.pairs, &page, &mut self.mentions);
            self.cast.resolve(&page, roles, day, &self.pairs, &mut self.mentions);
            self.tagger.restore(&mut self.mentions);
        }
        side::assign(&page, &mut self.cast, &self.mentions);
    }

    /// Resolves the descriptions of the text of the last call of [`Scratch::recognise`], in order of the text.
    pub(crate) fn describe<'s>(
        &'s mut self,
        (lexicon, roles): (&'s Lexicon, &Roles),
        text: &'s str,
        day: Option<Day>,
    ) -> impl Iterator<Item = Described<'s>> {
        let page = Page { lexicon, text, tokens: &self.tokens, seen: &self.seen };
        self.sweep.run(page, &self.cast, (roles, day), &self.mentions, &mut self.nominals);
        let tokens = &self.tokens;
        self.nominals.iter().map(move |means| Described {
            range: tokens[means.a].start as usize..tokens[means.b - 1].end as usize,
            means,
        })
    }

    /// What the rules read of the last text.
    pub(crate) fn page<'p>(&'p self, lexicon: &'p Lexicon, text: &'p str) -> Page<'p> {
        Page { lexicon, text, tokens: &self.tokens, seen: &self.seen }
    }

    /// The mentions of the last text.
    pub(crate) fn mentions(&self) -> &[Mention] {
        &self.mentions
    }

    /// What the last call of [`Scratch::recognise`] found.
    pub(crate) fn found<'s>(
        &'s self,
        lexicon: &'s Lexicon,
        text: &'s str,
        rollup: Rollup,
    ) -> impl Iterator<Item = Found<'s>> {
        let page = Page { lexicon, text, tokens: &self.tokens, seen: &self.seen };
        (0..self.mentions.len()).map(move |i| self.one(page, i, rollup))
    }

    fn one<'s>(&'s self, page: Page<'s>, i: usize, rollup: Rollup) -> Found<'s> {
        let mention = &self.mentions[i];
        let who = &self.cast.whos[mention.who as usize];
        let metonym = match mention.origin {
            Origin::Entry(entry) => page.lexicon.entry(entry).metonym_of,
            _ => None,
        };
        let metonym = who.seat_of.as_deref().filter(|_| metonym.is_some()).or(metonym);
        let acting = metonym.filter(|_| {
            rollup == Rollup::Acting
                && metonym::acts(&page, &self.mentions, i, |m| self.is_side(page.lexicon, m))
        });
        Found {
            range: page.tokens[mention.a].start as usize..page.tokens[mention.b - 1].end as usize,
            class: mention.class,
            score: mention.score,
            id: &who.id,
            name: &who.name,
            actor: acting.or(who.actor.as_deref()),
            who: mention.who,
        }
    }

    fn is_side(&self, lexicon: &Lexicon, mention: &Mention) -> bool {
        let who = &self.cast.whos[mention.who as usize];
        let capital = who.entry.is_some_and(|e| lexicon.entry(e).metonym_of.is_some());
        who.actor.is_some() || capital
    }
}
