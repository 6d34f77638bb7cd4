//! Articles that nobody wrote: sentences of made-up words, from a seed; and copies of them, changed
//! by a known amount.

/// Numbers from a seed: SplitMix64 (Steele, Lea, Flood 2014).
pub(crate) struct Numbers(u64);

impl Numbers {
    pub(crate) fn from(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n as u64).unwrap()
    }

    pub(crate) fn chance(&mut self, probability: f64) -> bool {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64 <= probability
    }

    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, self.below(at + 1));
        }
    }
}

/// A word out of three thousand; some are far more frequent than others, as in language.
pub(crate) fn word(numbers: &mut Numbers) -> String {
    const SYLLABLES: [&str; 12] =
        ["ka", "lo", "mi", "ren", "tas", "ul", "vo", "shi", "bar", "den", "fo", "qua"];
    let rank = numbers.below(55) * numbers.below(55);
    [rank / 144 % 12, rank / 12 % 12, rank % 12].map(|s| SYLLABLES[s]).concat()
}

pub(crate) fn sentence(numbers: &mut Numbers, words: usize) -> String {
    let words: Vec<String> = (0..words).map(|_| word(numbers)).collect();
    words.join(" ") + "."
}

/// Paragraphs of two sentences each, a blank line between them.
pub(crate) fn article(numbers: &mut Numbers, paragraphs: usize) -> String {
    let mut paragraph = || {
        let (a, b) = (8 + numbers.below(18), 8 + numbers.below(18));
        format!("{} {}", sentence(numbers, a), sentence(numbers, b))
    };
    (0..paragraphs).map(|_| paragraph()).collect::<Vec<_>>().join("\n\n")
}

/// `text` with each word replaced by another one with this probability; line ends stay.
pub(crate) fn changed(text: &str, probability: f64, numbers: &mut Numbers) -> String {
    let piece = |piece: &str| match numbers.chance(probability) {
        true => format!("new{} ", numbers.below(100_000)),
        false => piece.to_owned(),
    };
    text.split_inclusive(' ').map(piece).collect()
}
