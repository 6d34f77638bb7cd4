//! The best sequence of tags (Viterbi), and how sure the model is of it (forward–backward).
//!
//! Lafferty, McCallum and Pereira, *Conditional Random Fields* (2001); the tags that may not follow one another are left out.

use crate::tagger::tags::{OUTSIDE, TAGS, closes, follows, opens};

/// Scores of the tags of one token.
pub(crate) type Scores = [f32; TAGS];

/// Transitions: the score of each tag after each other, and at the start of a run.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Transitions {
    /// From, to; disallowed ones are minus infinity.
    after: [Scores; TAGS],
    /// At the start.
    first: Scores,
    /// `exp` of `after` and `first`; disallowed ones are zero.
    likely: [Scores; TAGS],
    likely_first: Scores,
}

impl Transitions {
    /// From a row for the start and one for each tag; none if there are more or fewer numbers, or numbers that are none.
    pub(crate) fn open(numbers: &[f32]) -> Option<Self> {
        let (rows, rest) = numbers.as_chunks::<TAGS>();
        let (first, after) = rows.split_first()?;
        let after: &[Scores; TAGS] = after.try_into().ok()?;
        if !rest.is_empty() || numbers.iter().any(|n| !n.is_finite() || n.abs() > 50.0) {
            return None;
        }
        let first = std::array::from_fn(|to| if opens(to) { first[to] } else { f32::NEG_INFINITY });
        let after = std::array::from_fn(|from| {
            std::array::from_fn(|to| if follows(from, to) { after[from][to] } else { f32::NEG_INFINITY })
        });
        Some(Self {
            after,
            first,
            likely: after.map(|row: Scores| row.map(libm::expf)),
            likely_first: first.map(libm::expf),
        })
    }
}

/// Buffers, and the result of the last call.
#[derive(Default)]
pub(crate) struct Decoder {
    /// Scores of the tokens of the run; the caller fills them.
    pub(crate) scores: Vec<Scores>,
    /// The best tags.
    pub(crate) tags: Vec<usize>,
    /// By token: how probable its best tag is.
    pub(crate) sure: Vec<f32>,
    back: Vec<[u8; TAGS]>,
    forward: Vec<Scores>,
}

impl Decoder {
    /// Fills `tags` from `scores`.
    pub(crate) fn best(&mut self, moves: &Transitions) {
        let n = self.scores.len();
        self.back.clear();
        self.tags.clear();
        self.tags.resize(n, OUTSIDE);
        let Some(first) = self.scores.first() else { return };
        let mut path: Scores = std::array::from_fn(|to| first[to] + moves.first[to]);
        for scores in &self.scores[1..] {
            let mut back = [0; TAGS];
            path = std::array::from_fn(|to| {
                let (from, score) = step(&path, moves, to);
                back[to] = from;
                score + scores[to]
            });
            self.back.push(back);
        }
        let ends = (0..TAGS).filter(|t| closes(*t));
        let mut tag = ends.fold(OUTSIDE, |best, t| if path[t] > path[best] { t } else { best });
        for i in (0..n).rev() {
            self.tags[i] = tag;
            tag = i.checked_sub(1).map_or(tag, |before| usize::from(self.back[before][tag]));
        }
    }

    /// Fills `sure` for the tags that [`Decoder::best`] chose.
    pub(crate) fn weigh(&mut self, moves: &Transitions) {
        let n = self.scores.len();
        self.forward.clear();
        self.sure.clear();
        self.sure.resize(n, 0.0);
        for scores in &mut self.scores {
            let most = scores.iter().fold(f32::MIN, |a, b| a.max(*b));
            *scores = scores.map(|s| libm::expf(s - most));
        }
        for i in 0..n {
            let scores = &self.scores[i];
            let row: Scores = match self.forward.last() {
                None => std::array::from_fn(|to| moves.likely_first[to] * scores[to]),
                Some(before) => std::array::from_fn(|to| {
                    (0..TAGS).map(|from| before[from] * moves.likely[from][to]).sum::<f32>() * scores[to]
                }),
            };
            self.forward.push(scaled(row));
        }
        let mut after: Scores = std::array::from_fn(|t| if closes(t) { 1.0 } else { 0.0 });
        for i in (0..n).rev() {
            let both: Scores = scaled(std::array::from_fn(|t| self.forward[i][t] * after[t]));
            self.sure[i] = both[self.tags[i]];
            let scores = &self.scores[i];
            after = scaled(std::array::from_fn(|from| {
                (0..TAGS).map(|to| moves.likely[from][to] * scores[to] * after[to]).sum()
            }));
        }
    }
}

/// The best tag to come to `to` from.
fn step(path: &Scores, moves: &Transitions, to: usize) -> (u8, f32) {
    let mut best = (0, f32::NEG_INFINITY);
    for (from, number) in (0..TAGS).zip(0_u8..) {
        let score = path[from] + moves.after[from][to];
        if score > best.1 {
            best = (number, score);
        }
    }
    best
}

/// A row that sums to one.
fn scaled(row: Scores) -> Scores {
    let sum: f32 = row.iter().sum();
    if sum > 0.0 { row.map(|v| v / sum) } else { row }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// Numbers that look random.
    fn numbers(seed: u64) -> impl FnMut() -> f32 {
        let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        move || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            f32::from(u16::try_from(state & 0xfff).unwrap()) / 1024.0 - 2.0
        }
    }

    fn all(n: usize) -> Vec<Vec<usize>> {
        (0..n).fold(vec![vec![]], |paths, _| {
            let longer = paths.iter().flat_map(|p| (0..TAGS).map(move |t| [p.as_slice(), &[t]].concat()));
            longer.collect()
        })
    }

    fn legal(path: &[usize]) -> bool {
        opens(path[0]) && closes(*path.last().unwrap()) && path.windows(2).all(|p| follows(p[0], p[1]))
    }

    fn score(path: &[usize], decoder: &Decoder, moves: &Transitions) -> f32 {
        let inner: f32 = path.windows(2).map(|p| moves.after[p[0]][p[1]]).sum();
        moves.first[path[0]] + inner + path.iter().zip(&decoder.scores).map(|(t, s)| s[*t]).sum::<f32>()
    }

    #[test]
    fn agrees_with_trying_all_paths() {
        for seed in 1..30 {
            let mut next = numbers(seed);
            let moves: Vec<f32> = (0..TAGS * (TAGS + 1)).map(|_| next()).collect();
            let moves = Transitions::open(&moves).unwrap();
            let scores = (0..1 + seed % 3).map(|_| std::array::from_fn(|_| next())).collect();
            let mut decoder = Decoder { scores, ..Decoder::default() };
            decoder.best(&moves);
            let paths: Vec<_> = all(decoder.scores.len()).into_iter().filter(|p| legal(p)).collect();
            let scores: Vec<f32> = paths.iter().map(|p| score(p, &decoder, &moves)).collect();
            let best = scores.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).unwrap().0;
            assert_eq!(decoder.tags, paths[best]);

            let total: f32 = scores.iter().map(|s| s.exp()).sum();
            let of = |i: usize, t: usize| -> f32 {
                let with = paths.iter().zip(&scores).filter(|(p, _)| p[i] == t);
                with.map(|(_, s)| s.exp()).sum::<f32>() / total
            };
            let want: Vec<f32> = decoder.tags.iter().enumerate().map(|(i, t)| of(i, *t)).collect();
            decoder.weigh(&moves);
            for (got, want) in decoder.sure.iter().zip(&want) {
                assert!((got - want).abs() < 1e-3, "{got} {want}");
            }
        }
    }

    #[test]
    fn transitions_of_another_size_are_refused() {
        assert!(Transitions::open(&[0.0; TAGS]).is_none());
        assert!(Transitions::open(&[f32::NAN; TAGS * (TAGS + 1)]).is_none());
        assert!(Transitions::open(&[0.0; TAGS * (TAGS + 1)]).is_some());
    }
}
