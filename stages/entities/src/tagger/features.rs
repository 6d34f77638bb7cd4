//! The features of one token: hashed, each with the number of its template.

use crate::spot::Page;
use crate::tagger::facts::{Facts, NOWHERE, Sheet};
use crate::token::{Gap, Kind};
use std::ops::Range;

/// The name of this set of features, their hashes and their facts; a model of another set is refused.
pub(crate) const FEATURES: &str = "2";

/// Where features go.
pub(crate) trait Sink {
    /// Takes one feature: its template, and the hash of template and value.
    fn add(&mut self, template: u8, key: u64);
}

/// Other mentions of a word are looked for within so many tokens.
const REACH: usize = 800;

fn mix(a: u64, b: u64) -> u64 {
    (a.rotate_left(23) ^ b).wrapping_mul(0x9fb2_1c65_1e98_df25)
}

struct Out<'s, S> {
    sink: &'s mut S,
}

impl<S: Sink> Out<'_, S> {
    fn one(&mut self, template: u8, a: u64) {
        let x = mix(u64::from(template).wrapping_mul(0x9e37_79b9_7f4a_7c15), a);
        self.sink.add(template, x ^ x >> 29);
    }
    fn two(&mut self, template: u8, a: u64, b: u64) {
        self.one(template, mix(a, b));
    }
    fn three(&mut self, template: u8, a: u64, b: u64, c: u64) {
        self.one(template, mix(mix(a, b), c));
    }
}

/// A document ready for features.
pub(crate) struct Reader<'r> {
    /// The document.
    pub(crate) page: Page<'r>,
    /// Its facts.
    pub(crate) sheet: &'r Sheet,
}

impl<'r> Reader<'r> {
    /// The facts of the token before `i`, nowhere across a boundary.
    fn left(&self, i: usize) -> Option<usize> {
        let before = i.checked_sub(1)?;
        let apart = self.page.tokens[i].gap >= Gap::Line || self.page.tokens[before].kind == Kind::Stop;
        (!apart).then_some(before)
    }

    fn right(&self, i: usize) -> Option<usize> {
        let next = self.page.tokens.get(i + 1)?;
        (next.gap < Gap::Line && self.page.tokens[i].kind != Kind::Stop).then_some(i + 1)
    }

    fn at(&self, i: Option<usize>) -> &'r Facts {
        i.map_or(&NOWHERE, |i| &self.sheet.facts[i])
    }

    /// Gives the features of token `i` of a run to `sink`.
    pub(crate) fn token<S: Sink>(&self, run: &Range<usize>, i: usize, sink: &mut S) {
        let mut out = Out { sink };
        let (l, r) = (self.left(i), self.right(i));
        let (ll, rr) = (l.and_then(|l| self.left(l)), r.and_then(|r| self.right(r)));
        let near = [self.at(ll), self.at(l), self.at(Some(i)), self.at(r), self.at(rr)];
        words(&near, &mut out);
        self.letters(i, &near, &mut out);
        flags(&near, &mut out);
        phrases(&near, &mut out);
        verdicts(&near, &mut out);
        clusters(&near, &mut out);
        self.run(run, i, &mut out);
        self.document(i, &mut out);
    }

    fn letters<S: Sink>(&self, i: usize, near: &[&Facts; 5], out: &mut Out<'_, S>) {
        let [_, l, t, r, _] = near;
        out.one(10, t.shape);
        out.two(11, l.shape, t.shape);
        out.two(12, t.shape, r.shape);
        out.one(14, t.place);
        out.two(15, l.place, t.place);
        out.two(16, t.place, r.place);
        let token = &self.page.tokens[i];
        let word = &self.page.text[token.start as usize..token.end as usize];
        let mut hash = crate::fold::SEED;
        for (n, c) in word.chars().take(4).enumerate() {
            hash = crate::fold::mix_char(hash, c);
            out.two(17, n as u64, hash);
        }
        let mut hash = crate::fold::SEED;
        for (n, c) in word.chars().rev().take(4).enumerate() {
            hash = crate::fold::mix_char(hash, c);
            out.two(18, n as u64, hash);
        }
        out.two(19, u64::from(token.end - token.start).min(12), t.place & 0xf_0000);
    }

    /// The capitalised run that the token stands in, and what stands around it.
    fn run<S: Sink>(&self, run: &Range<usize>, i: usize, out: &mut Out<'_, S>) {
        let tokens = self.page.tokens;
        let (mut a, mut b) = (i, i + 1);
        if !tokens[i].is_cap() {
            return;
        }
        while a > run.start && i - a < 12 && tokens[a - 1].is_cap() {
            a -= 1;
        }
        while b < run.end && b - i < 12 && tokens[b].is_cap() {
            b += 1;
        }
        let (before, after) = (self.left(a), self.right(b - 1));
        let (last, first) = (self.at(Some(b - 1)), self.at(Some(a)));
        let (p, n) = (self.at(before), self.at(after));
        let place = ((i - a).min(3) * 4 + (b - 1 - i).min(3)) as u64;
        out.two(60, last.word, u64::from(i + 1 == b));
        out.two(61, first.word, u64::from(i == a));
        out.two(62, last.roles, place);
        out.two(63, first.names, last.names);
        out.two(64, p.word, u64::from(i == a));
        out.two(65, n.word, u64::from(i + 1 == b));
        out.one(66, place);
        out.two(67, u64::from(p.grains[2]), place);
        out.two(68, u64::from(n.grains[2]), place);
        out.two(70, u64::from(last.grains[2]), place);
        out.two(71, u64::from(first.grains[2]), place);
        let whole = (a..b).fold(0, |h, k| mix(h, self.sheet.facts[k].word));
        out.two(72, whole, place);
        out.three(73, p.roles, n.roles, place);
        out.three(75, u64::from(first.grains[1]), u64::from(last.grains[1]), place);
    }

    /// What other mentions of the same word in the document say.
    fn document<S: Sink>(&self, i: usize, out: &mut Out<'_, S>) {
        let token = &self.page.tokens[i];
        if !token.is_cap() {
            return;
        }
        let seen =
            u64::from(self.page.seen.lower(token.hash)) << 1 | u64::from(self.page.seen.capital(token.hash));
        out.two(80, seen, token.place.into());
        let (mut p, mut n) = (i, i);
        let mut votes = [0_u32; 9];
        let mut told = 0;
        for _ in 0..3 {
            p = self.sheet.before[p].checked_sub(1).map_or(usize::MAX, |k| k as usize);
            if p == usize::MAX || i - p > REACH {
                break;
            }
            self.other(p, out, &mut votes);
            told += 1;
        }
        for _ in 0..3 {
            n = self.sheet.after[n].checked_sub(1).map_or(usize::MAX, |k| k as usize);
            if n == usize::MAX || n - i > REACH {
                break;
            }
            self.other(n, out, &mut votes);
            told += 1;
        }
        if told == 0 {
            return out.one(86, 0);
        }
        let best = (0..9).max_by_key(|&k| (votes[k], 9 - k)).unwrap_or(0) as u64;
        out.two(86, 1 + best, 0);
        out.two(87, 1 + best, self.sheet.facts[i].class);
    }

    fn other<S: Sink>(&self, j: usize, out: &mut Out<'_, S>, votes: &mut [u32; 9]) {
        let class = self.sheet.facts[j].class;
        let slot = match class {
            0 => 7,
            c if c >= 64 => 8,
            c => usize::try_from((c - 1) >> 2).unwrap_or(0).min(6),
        };
        votes[slot] += 1;
        out.one(85, class);
    }
}

fn words<S: Sink>(near: &[&Facts; 5], out: &mut Out<'_, S>) {
    let [_, l, t, r, _] = near;
    out.one(0, 1);
    out.one(1, t.word);
    out.one(2, l.word);
    out.one(3, r.word);
    out.two(6, l.word, t.word);
    out.two(7, t.word, r.word);
    out.two(8, t.word, t.place >> 16);
    out.two(9, l.word, r.word);
}

fn flags<S: Sink>(near: &[&Facts; 5], out: &mut Out<'_, S>) {
    let [ll, l, t, r, rr] = near;
    out.one(20, t.names);
    out.one(21, l.names);
    out.one(22, r.names);
    out.one(23, t.roles);
    out.one(24, l.roles);
    out.one(25, r.roles);
    out.one(26, ll.roles);
    out.one(27, rr.roles);
    out.two(28, t.names, t.place);
    out.two(29, l.names, t.names);
    out.two(30, t.names, r.names);
    out.two(31, l.roles, t.names);
    out.two(32, t.names, r.roles);
    out.two(33, t.roles, t.names);
}

fn phrases<S: Sink>(near: &[&Facts; 5], out: &mut Out<'_, S>) {
    let [_, l, t, r, _] = near;
    out.one(40, t.phrase);
    out.two(41, l.phrase, t.phrase);
    out.two(42, t.phrase, r.phrase);
    out.two(43, t.phrase, t.place);
    out.two(44, t.phrase, t.names);
}

fn verdicts<S: Sink>(near: &[&Facts; 5], out: &mut Out<'_, S>) {
    let [_, l, t, r, _] = near;
    out.one(50, t.verdict);
    out.one(51, t.class);
    out.one(52, l.class);
    out.one(53, r.class);
    out.two(54, t.verdict, t.place);
    out.three(55, l.class, t.class, r.class);
    out.two(56, t.verdict, t.phrase);
    out.two(57, t.class, t.names);
}

fn clusters<S: Sink>(near: &[&Facts; 5], out: &mut Out<'_, S>) {
    let [ll, l, t, r, rr] = near;
    for (grain, g) in [0_u64, 1, 2, 3].into_iter().enumerate() {
        out.two(90, g, t.grains[grain].into());
        out.two(91, g, l.grains[grain].into());
        out.two(92, g, r.grains[grain].into());
    }
    for (grain, g) in [1_u64, 2].into_iter().enumerate() {
        out.two(93, g, ll.grains[grain + 1].into());
        out.two(94, g, rr.grains[grain + 1].into());
    }
    let c = |f: &Facts, g: usize| u64::from(f.grains[g]);
    out.two(95, c(l, 1), c(t, 1));
    out.two(96, c(t, 1), c(r, 1));
    out.two(97, c(l, 2), c(t, 2));
    out.two(98, c(t, 2), c(r, 2));
    out.two(99, c(t, 2), t.place);
    out.two(102, c(t, 1), t.verdict);
    out.two(103, c(l, 1), t.names);
    out.two(104, c(r, 1), t.names);
}
