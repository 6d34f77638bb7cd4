//! What the features of a token are made of, computed once a token.

use crate::flags::*;
use crate::spot::{Mention, Origin, Page};
use crate::tagger::clusters::{Clusters, GRAINS};
use crate::tagger::tags::Part;
use crate::token::{Kind, Shape, Token};
use std::ops::Range;

/// Facts of one token.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Facts {
    /// Folded hash.
    pub(crate) word: u64,
    /// Hash of the written shape, runs collapsed.
    pub(crate) shape: u64,
    /// Kind, rough shape and place.
    pub(crate) place: u64,
    /// What names it occurs in.
    pub(crate) names: u64,
    /// What role it plays around names.
    pub(crate) roles: u64,
    /// Gazetteer: classes and part of the longest phrase.
    pub(crate) phrase: u64,
    /// The rules: class, part, origin, score.
    pub(crate) verdict: u64,
    /// The rules: class and part only.
    pub(crate) class: u64,
    /// Clusters.
    pub(crate) grains: [u16; GRAINS],
}

/// What stands where nothing stands.
pub(crate) const NOWHERE: Facts = Facts {
    word: 0x51,
    shape: 0x52,
    place: 0x53,
    names: 0x54,
    roles: 0x55,
    phrase: 0x56,
    verdict: 0x57,
    class: 0x58,
    grains: [u16::MAX - 1; GRAINS],
};

const NAMES: Flags = COMMON
    .with(MIXED)
    .with(FIRST)
    .with(FIRST_RARE)
    .with(LAST)
    .with(LAST_RARE)
    .with(TOWN)
    .with(CITY)
    .with(PARTICLE);
const ROLES: Flags = CIVIL
    .with(OFFICE)
    .with(HONORIFIC)
    .with(ORG_HEAD)
    .with(ORG_SUFFIX)
    .with(LOC_HEAD)
    .with(LOC_FIRST)
    .with(EVENT_HEAD)
    .with(CALENDAR)
    .with(FUNCTION)
    .with(ROLE)
    .with(SAY)
    .with(ACT)
    .with(LOC_PREP)
    .with(LINK)
    .with(STATE)
    .with(NOISE)
    .with(DIRECTION)
    .with(SUFFIX)
    .with(ARTICLE)
    .with(SPORT)
    .with(GPE_HEAD)
    .with(ORG_FIRST);

/// Facts of the tokens of a document that are candidates or stand beside one.
#[derive(Default)]
pub(crate) struct Sheet {
    /// By token; [`NOWHERE`] far from candidates.
    pub(crate) facts: Vec<Facts>,
    /// The candidate before with the same word, from 1; 0 where there is none.
    pub(crate) before: Vec<u32>,
    /// The candidate after with the same word, from 1; 0 where there is none.
    pub(crate) after: Vec<u32>,
    order: Vec<(u64, u32)>,
}

/// So many tokens beside a candidate are read.
const BESIDE: usize = 2;

impl Sheet {
    /// Fills the sheet for a document.
    pub(crate) fn fill(
        &mut self,
        page: &Page<'_>,
        clusters: &Clusters<'_>,
        mentions: &[Mention],
        runs: &[Range<usize>],
    ) {
        let count = page.tokens.len();
        self.facts.clear();
        self.facts.resize(count, NOWHERE);
        let mut done = 0;
        for run in runs {
            let end = (run.end + BESIDE).min(count);
            for i in run.start.saturating_sub(BESIDE).max(done)..end {
                self.facts[i] = facts(page, clusters, &page.tokens[i]);
            }
            done = end;
        }
        self.phrases(page, runs);
        self.verdicts(page, mentions);
        self.link(page, runs);
    }

    fn phrases(&mut self, page: &Page<'_>, runs: &[Range<usize>]) {
        let lexicon = page.lexicon;
        for run in runs {
            let mut i = run.start;
            while i < run.end {
                let starts = page.is(i, STARTS);
                let Some(found) = starts.then(|| lexicon.phrases.longest_hint(page.tokens, i)).flatten()
                else {
                    i += 1;
                    continue;
                };
                let classes = u64::from(lexicon.classes(page.tokens, found).bits());
                let listed = u64::from(lexicon.is_listed(found.entry));
                let end = found.end.min(self.facts.len());
                for k in i..end {
                    self.facts[k].phrase = 1 + (classes << 3 | (Part::of(k, i, end) as u64) << 1 | listed);
                }
                i = end.max(i + 1);
            }
        }
    }

    fn verdicts(&mut self, page: &Page<'_>, mentions: &[Mention]) {
        for m in mentions {
            let origin: u64 = match m.origin {
                Origin::Entry(e) if page.lexicon.is_listed(e) => 0,
                Origin::Entry(_) => 1,
                Origin::Pattern => 2,
                Origin::Guess => 3,
            };
            let score: u64 = match m.score {
                s if s < 0.4 => 0,
                s if s < 0.6 => 1,
                s if s < 0.8 => 2,
                _ => 3,
            };
            for i in m.a..m.b {
                let class = 1 + ((m.class as u64) << 2 | Part::of(i, m.a, m.b) as u64);
                self.facts[i].class = if origin == 3 { 64 + class } else { class };
                self.facts[i].verdict = class << 4 | origin << 2 | score;
            }
        }
    }

    fn link(&mut self, page: &Page<'_>, runs: &[Range<usize>]) {
        self.order.clear();
        for i in runs.iter().flat_map(Clone::clone).filter(|&i| page.tokens[i].is_cap()) {
            self.order.push((page.tokens[i].hash, u32::try_from(i).unwrap_or(u32::MAX)));
        }
        self.order.sort_unstable();
        self.before.clear();
        self.before.resize(page.tokens.len(), 0);
        self.after.clear();
        self.after.resize(page.tokens.len(), 0);
        for pair in self.order.windows(2) {
            if pair[0].0 == pair[1].0 {
                self.before[pair[1].1 as usize] = pair[0].1 + 1;
                self.after[pair[0].1 as usize] = pair[1].1 + 1;
            }
        }
    }
}

fn facts(page: &Page<'_>, clusters: &Clusters<'_>, token: &Token) -> Facts {
    let rough = match token.shape {
        Shape::Lower => 0,
        Shape::Cap => 1,
        Shape::Upper => 2,
        Shape::Initial => 3,
        Shape::Inner => 4_u64,
    };
    Facts {
        word: if token.kind == Kind::Number { number(token) } else { token.hash },
        shape: shape(&page.text[token.start as usize..token.end as usize]),
        place: rough << 16 | (token.kind as u64) << 8 | u64::from(token.place),
        names: token.flags.within(NAMES).bits(),
        roles: token.flags.within(ROLES).bits(),
        phrase: 0,
        verdict: 0,
        class: 0,
        grains: clusters.grains(clusters.row(token)),
    }
}

/// Numbers count by their length only.
fn number(token: &Token) -> u64 {
    0x1000 + u64::from(token.end - token.start)
}

/// `McDonald` is `XxXx`, `U.S.` `X.X.`, `F-16` `X-d`; a run longer than one is marked.
fn shape(word: &str) -> u64 {
    let (mut hash, mut last, mut run, mut long) = (0xcbf2_u64, 0_u8, 0_u32, false);
    for c in word.chars().take(24) {
        let class = match c {
            'a'..='z' => b'x',
            'A'..='Z' => b'X',
            '0'..='9' => b'd',
            c if c.is_ascii() => u8::try_from(u32::from(c)).unwrap_or(b'?'),
            c if c.is_lowercase() => b'x',
            c if c.is_uppercase() => b'X',
            _ => b'?',
        };
        if class == last {
            run += 1;
            if !long {
                long = true;
                hash = (hash.rotate_left(5) ^ 0x2b).wrapping_mul(0x517c_c1b7_2722_0a95);
            }
            continue;
        }
        (last, long) = (class, false);
        hash = (hash.rotate_left(5) ^ u64::from(class)).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
    hash ^ u64::from(run.min(7) / 3)
}
