//! What the linear model sees of one mention in its sentence.
//!
//! Stems by side, distance and the people between; pairs of stems; what the mention does and what is done to it; and
//! sums of the lexicons (`regions`) and of word vectors (`meaning`) by region. When a holder is asked about, too, what stands around and between the
//! two (`between`). Mentions and all names are masked, so the model cannot learn that somebody is good or bad. Windows
//! are bounded: the work for a mention never depends on the length of the sentence.
//!
//! ```text
//! Orland sharply criticised [Venn] .   →   stem `criticis` left, 1 word away, nobody between; negative verb before it; …
//! ```

use std::ops::Range;

use super::vectors::Vectors;
use crate::grammar::Class;
use crate::tok::{Kind, Sentence, Tok};

/// The version of the features; a model names it, and is refused when it is another one.
pub const FEATURES: &str = "stance-3";
/// How many tokens on each side of a mention are looked at.
const WINDOW: usize = 30;
/// Pairs of stems are taken this near.
const PAIRS: usize = 16;
/// A longer target is judged by the words in it, too: it is a clause or a sentence, not a mention.
const MENTION: usize = 12;
/// What a negator leaves of a word's valence.
pub(super) const TURNED: f32 = -0.6;

/// Receives the features of one question.
pub trait Sink {
    /// A feature that is there, by the hash of what it says; the sum of these is scaled by their number.
    fn sparse(&mut self, hash: u32);
    /// A feature with a value, by its slot below [`SLOTS`].
    fn dense(&mut self, slot: usize, value: f32);
    /// Features with values in consecutive slots.
    fn block(&mut self, slot: usize, values: &[f32]) {
        for (slot, value) in (slot..).zip(values) {
            self.dense(slot, *value);
        }
    }
}

/// What is asked: how somebody stands toward a mention.
#[derive(Clone, Debug)]
pub struct Question<'a> {
    /// The text that the tokens stand in.
    pub text: &'a str,
    /// The tokens; those beyond `own` are context.
    pub sentence: &'a Sentence,
    /// The tokens that are read as one: the sentence that both mentions stand in, or all of them.
    pub own: Range<usize>,
    /// The tokens of the mention that is judged.
    pub target: Range<usize>,
    /// Who judges, where it is not the author.
    pub holder: Option<Holder>,
}

impl Question<'_> {
    /// Whether a holder stands behind the target.
    #[must_use]
    pub fn is_behind(&self) -> bool {
        self.holder.as_ref().is_some_and(|holder| holder.tokens.start > self.target.start)
    }
}

/// A holder in the same sentence.
#[derive(Clone, Debug)]
pub struct Holder {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// What the verb packs say that it does to the target, −1 to 1; 0 for nothing.
    pub does: f32,
    /// What the target does to it.
    pub suffers: f32,
}

/// Where each group of valued features begins.
pub(super) mod slot {
    pub(crate) const REGIONS: usize = 0;
    pub(crate) const STEPS: usize = REGIONS + 9 * 6;
    pub(crate) const DECAY: usize = STEPS + 9 * 3;
    pub(crate) const ZONES: usize = DECAY + 4;
    pub(crate) const VERBS: usize = ZONES + 24;
    pub(crate) const SORT: usize = VERBS + 6;
    pub(crate) const QUOTED: usize = SORT + 4;
    pub(crate) const BETWEEN: usize = QUOTED + 1;
    pub(crate) const ACTIONS: usize = BETWEEN + 24;
    pub(crate) const MEANING: usize = ACTIONS + 4;
    pub(crate) const END: usize = MEANING + crate::stance::meaning::REGIONS * crate::stance::vectors::WIDTH;
}

/// How many features have values.
pub const SLOTS: usize = slot::END;

/// Sends the features of a question to the sink.
pub fn extract(question: &Question<'_>, vectors: &Vectors, sink: &mut impl Sink) {
    let toks = &question.sentence.toks;
    let own = question.own.start..question.own.end.min(toks.len());
    if !own.contains(&question.target.start) {
        return;
    }
    let target = question.target.start..question.target.end.clamp(question.target.start + 1, own.end);
    let low = target.start.saturating_sub(WINDOW).max(own.start);
    let high = (target.end + WINDOW).min(own.end);
    let view = View { toks, target, low, high };
    view.stems(sink);
    view.inside(sink);
    view.roles(sink);
    view.looks(sink);
    view.regions(sink);
    view.zones(sink);
    view.meaning(vectors, sink);
    match &question.holder {
        Some(holder) => {
            view.outside(&own, sink);
            view.between(holder, vectors, sink);
        }
        None => sink.sparse(hash(499, 0, 0)),
    }
}

/// The window around the mention.
pub(super) struct View<'a> {
    pub(super) toks: &'a [Tok],
    pub(super) target: Range<usize>,
    pub(super) low: usize,
    pub(super) high: usize,
}

/// Left or right of the mention.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Left = 0,
    Right = 1,
}

impl View<'_> {
    pub(super) fn others(&self) -> impl Iterator<Item = (usize, &Tok)> {
        (self.low..self.target.start).chain(self.target.end..self.high).map(|i| (i, &self.toks[i]))
    }

    pub(super) fn here(&self) -> &Tok {
        &self.toks[self.target.start]
    }

    /// The side, and the distance in tokens, from 1.
    pub(super) fn place(&self, i: usize) -> (Side, usize) {
        match i < self.target.start {
            true => (Side::Left, self.target.start - i),
            false => (Side::Right, i + 1 - self.target.end),
        }
    }

    fn stems(&self, sink: &mut impl Sink) {
        let here = self.here();
        for (i, tok) in self.others() {
            let (side, distance) = self.place(i);
            let side = side as u32;
            if tok.kind == Kind::Word {
                let sense = u32::from(tok.negated);
                sink.sparse(hash(1 + sense, tok.stem, 0));
                if distance <= 6 {
                    sink.sparse(hash(3 + side + 2 * sense, tok.stem, 0));
                }
                if tok.quote == here.quote && tok.clause == here.clause {
                    sink.sparse(hash(7 + side, tok.stem, 0));
                }
            }
            if distance <= 3 {
                sink.sparse(hash(9 + side, tok.stem, small(distance)));
            }
            if distance <= PAIRS && i + 1 < self.high && i + 1 != self.target.start {
                sink.sparse(hash(11, tok.stem, self.toks[i + 1].stem));
            }
        }
    }

    /// The words of a target that is more than a mention.
    fn inside(&self, sink: &mut impl Sink) {
        if self.target.len() <= MENTION {
            return;
        }
        for pair in self.toks[self.target.clone()].windows(2).take(2 * WINDOW) {
            sink.sparse(hash(500, pair[0].stem, u32::from(pair[0].negated)));
            sink.sparse(hash(501, pair[0].stem, pair[1].stem));
        }
    }

    /// The words of the sentences around, which tell what two have to do with each other; what they say of one mention they
    /// mostly say of another.
    fn outside(&self, own: &Range<usize>, sink: &mut impl Sink) {
        let before = own.start.saturating_sub(WINDOW)..own.start;
        let after = own.end..(own.end + WINDOW).min(self.toks.len());
        for tok in before.chain(after).map(|i| &self.toks[i]).filter(|tok| tok.kind == Kind::Word) {
            sink.sparse(hash(510, tok.stem, u32::from(tok.negated)));
            if sign(tok) != 0 {
                sink.sparse(hash(511, sign(tok), 0));
            }
        }
    }

    /// The first open-class words after and before the mention, past auxiliaries: what it does, what is done to it.
    fn roles(&self, sink: &mut impl Sink) {
        self.does(sink);
        self.suffers(sink);
        let before = self.target.start.checked_sub(1).map_or(3, |i| self.toks[i].stem);
        sink.sparse(hash(19, before, 0));
        let after = self.toks.get(self.target.end).map_or(3, |tok| tok.stem);
        sink.sparse(hash(20, before, after));
        let own = self.here().class;
        let sort =
            usize::from(own.is(Class::HE)) + 2 * usize::from(own.is(Class::THEY.or(Class::OTHER_PRONOUN)));
        sink.dense(slot::SORT + sort, 1.0);
        if self.here().quote > 0 {
            sink.dense(slot::QUOTED, 0.5);
        }
    }

    /// The first word after the mention that is no auxiliary or adverb: often the verb it is the subject of.
    pub(super) fn verb(&self) -> Option<usize> {
        (self.target.end..self.high).take(8).find(|i| !self.toks[*i].class.is(LIGHT))
    }

    /// The first open-class word after the verb.
    pub(super) fn object(&self, verb: usize) -> Option<usize> {
        let noun = |j: &usize| {
            self.toks[*j].class == Class::NONE && matches!(self.toks[*j].kind, Kind::Word | Kind::Name)
        };
        (verb + 1..self.high).take(6).find(noun)
    }

    /// The first word before the mention that is no determiner, preposition or adverb: often the verb or noun it depends on.
    pub(super) fn head(&self) -> Option<usize> {
        let function = Class::DETERMINER.or(Class::PREPOSITION).or(Class::ADVERB);
        (self.low..self.target.start).rev().take(8).find(|i| !self.toks[*i].class.is(function))
    }

    fn does(&self, sink: &mut impl Sink) {
        let Some(i) = self.verb() else { return };
        let tok = &self.toks[i];
        let any = |class| (self.target.end..i).any(|j| self.toks[j].class.is(class));
        let (passive, modal) = (u32::from(any(Class::BE)), u32::from(any(Class::MODAL)));
        let negated = u32::from(tok.negated);
        sink.sparse(hash(12 + passive, tok.stem, negated));
        sink.sparse(hash(64 + passive, sign(tok), negated + 2 * modal));
        if let Some(next) = self.toks.get(i + 1) {
            sink.sparse(hash(14, tok.stem, next.stem));
        }
        if let Some(object) = self.object(i).map(|j| &self.toks[j]) {
            sink.sparse(hash(66, tok.stem, object.stem));
            sink.sparse(hash(67, tok.stem, sign(object)));
            sink.sparse(hash(68, sign(tok) + 4 * passive, sign(object)));
            sink.sparse(hash(69, object.stem, 0));
        }
        let slot = 2 * usize::from(any(Class::BE)) + usize::from(tok.negated);
        sink.dense(slot::VERBS + slot, f32::from(tok.valence.verb) / 100.0);
    }

    fn suffers(&self, sink: &mut impl Sink) {
        let Some(i) = self.head() else { return };
        let tok = &self.toks[i];
        let is_preposition = |j: &usize| self.toks[*j].class.is(Class::PREPOSITION);
        let preposition =
            (i + 1..self.target.start).rev().find(is_preposition).map_or(0, |j| self.toks[j].stem);
        let passive = u32::from((i.saturating_sub(3)..i).any(|j| self.toks[j].class.is(Class::BE)));
        sink.sparse(hash(17, tok.stem, u32::from(tok.negated)));
        sink.sparse(hash(70, preposition, tok.stem));
        sink.sparse(hash(72, preposition, sign(tok) + 4 * passive));
        sink.sparse(hash(73, tok.stem, passive));
        sink.dense(slot::VERBS + 4 + usize::from(tok.negated), f32::from(tok.valence.verb) / 100.0);
    }

    /// What the sentence looks like, and where in it the mention stands.
    fn looks(&self, sink: &mut impl Sink) {
        let last = self.toks[self.target.start..self.high].iter().rev().find(|t| t.kind == Kind::Stop);
        sink.sparse(hash(90, last.map_or(0, |t| t.stem), 0));
        sink.sparse(hash(91, small((self.target.start - self.low).min(12)), 0));
        sink.sparse(hash(92, small(((self.high - self.low) / 8).min(8)), 0));
        let contrast =
            |range: Range<usize>| range.into_iter().any(|i| self.toks[i].class.is(Class::CONTRAST));
        let sides = [contrast(self.low..self.target.start), contrast(self.target.end..self.high)];
        sink.sparse(hash(93, u32::from(sides[0]) + 2 * u32::from(sides[1]), 0));
        let window = &self.toks[self.low..self.high];
        let quotes = u32::from(window.iter().any(|t| t.quote > 0));
        sink.sparse(hash(94, quotes + 2 * u32::from(self.here().quote > 0), 0));
        sink.sparse(hash(95, small(window.iter().filter(|t| t.kind == Kind::Name).count().min(8)), 0));
        if !self.toks.get(self.target.end).is_some_and(|t| t.possessive) {
            return;
        }
        let open = |t: &&Tok| t.class == Class::NONE && t.kind == Kind::Word;
        if let Some(owned) = self.toks[self.target.end + 1..].iter().take(4).find(open) {
            sink.sparse(hash(96, owned.stem, 0));
            sink.sparse(hash(97, sign(owned), 0));
        }
    }
}

/// Words that may stand between a subject and its verb.
pub(super) const LIGHT: Class = Class::AUXILIARY.or(Class::BE).or(Class::MODAL).or(Class::ADVERB);

/// 1 for a positive word, 2 for a negative one, 0 for others; turned around where it is negated.
pub(super) fn sign(tok: &Tok) -> u32 {
    step(tok.valence.mean() * if tok.negated { -1.0 } else { 1.0 }, 0.05)
}

/// 1 above the limit, 2 below its negative, else 0.
pub(super) fn step(value: f32, limit: f32) -> u32 {
    match value {
        v if v > limit => 1,
        v if v < -limit => 2,
        _ => 0,
    }
}

/// A sum that grows ever slower, below 1.
pub(super) fn squash(sum: f32) -> f32 {
    sum / (1.0 + sum)
}

/// A small count.
pub(super) fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// The hash of a feature: its kind and two parts. The high bits are the best mixed.
pub(super) fn hash(kind: u32, a: u32, b: u32) -> u32 {
    let mut hash = u64::from(a).wrapping_mul(0x9e37_79b9_7f4a_7c15)
        ^ u64::from(b).wrapping_mul(0xc2b2_ae3d_27d4_eb4f).rotate_left(17);
    hash = (hash ^ u64::from(kind).wrapping_mul(0xd6e8_feb8_6659_fd93)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^= hash >> 32;
    u32::try_from(hash.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32).unwrap_or(0)
}

#[cfg(test)]
pub(super) mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::split;

    #[derive(Default, PartialEq, Debug)]
    struct Seen {
        sparse: Vec<u32>,
        dense: Vec<(usize, f32)>,
    }

    impl Sink for Seen {
        fn sparse(&mut self, hash: u32) {
            self.sparse.push(hash);
        }
        fn dense(&mut self, slot: usize, value: f32) {
            self.dense.push((slot, value));
        }
    }

    /// The features of the word `target`, seen by the word `holder` where that stands in the text.
    pub(crate) fn ask(text: &str, target: &str, holder: &str, sink: &mut impl Sink) {
        let mut sentence = Sentence::default();
        sentence.fill(text, split::words(text));
        let at = |word: &str| {
            let start = text.find(word)?;
            sentence.toks.iter().position(|t| t.start as usize == start).map(|i| i..i + 1)
        };
        let holder = at(holder).filter(|_| !holder.is_empty());
        let holder = holder.map(|tokens| Holder { tokens, does: 0.0, suffers: 0.0 });
        let own = 0..sentence.toks.len();
        let question = Question { text, sentence: &sentence, own, target: at(target).unwrap(), holder };
        extract(&question, &Vectors::released().unwrap(), sink);
    }

    fn seen(text: &str, target: &str, holder: &str) -> Seen {
        let mut seen = Seen::default();
        ask(text, target, holder, &mut seen);
        seen
    }

    #[test]
    fn names_do_not_matter_but_sides_do() {
        let one = seen("Yesterday Orland harshly criticised Venn.", "Venn", "");
        assert_eq!(one, seen("Yesterday Tarsk harshly criticised Quill.", "Quill", ""));
        assert_ne!(one, seen("Yesterday Orland harshly criticised Venn.", "Orland", ""));
        assert!(one.dense.iter().all(|(slot, value)| *slot < SLOTS && value.is_finite()));
    }

    #[test]
    fn the_holder_matters() {
        let text = "Orland praised Venn, and Tarsk criticised it.";
        assert_ne!(seen(text, "Venn", "Orland"), seen(text, "Venn", "Tarsk"));
        assert_ne!(seen(text, "Venn", "Orland"), seen(text, "Orland", "Venn"));
        assert_ne!(seen(text, "Venn", "Orland"), seen(text, "Venn", ""));
    }

    #[test]
    fn odd_questions_have_no_features() {
        let sentence = Sentence::default();
        let mut seen = Seen::default();
        let question = Question { text: "", sentence: &sentence, own: 0..9, target: 3..4, holder: None };
        extract(&question, &Vectors::released().unwrap(), &mut seen);
        assert_eq!(seen, Seen::default());
    }

    #[test]
    fn the_work_is_bounded() {
        let text = format!("{} Venn {}", "bad ".repeat(5000), "good ".repeat(5000));
        assert!(seen(&text, "Venn", "").sparse.len() < 1000);
        assert!(seen(&text, "Venn", "bad").sparse.len() < 1500);
    }
}
