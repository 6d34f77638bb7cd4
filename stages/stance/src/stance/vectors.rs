//! What words mean, as short vectors: words that stand in the same company point the same way.
//!
//! `models/vectors.bin` (card: `models/vectors.md`) has a vector a stem, so that the model knows more words than its gold
//! has. Sections of the file: `stems`, a `u32` each, ascending, and `vectors`, 64 `i8` a stem.
//!
//! ```text
//! lambast ─ [3, −41, 17, …]      castigat ─ [5, −38, 20, …]      praise ─ [−2, 12, 31, …]
//! ```

use std::sync::LazyLock;

use chaffinch_model::{Model as File, ModelBuilder, ModelError, Numbers};

use crate::tok::stem_of;

/// Numbers of a vector.
pub const WIDTH: usize = 64;
/// A vector; 127 stands for 1.
pub type Vector = [i8; WIDTH];
/// What the file is for, in its header.
pub const KIND: &str = "vectors";

static EMBEDDED: &[u8] = chaffinch_model::include_model!("../../../../models/vectors.bin");

/// The vectors in the binary.
static RELEASED: LazyLock<Result<Vectors, ModelError>> = LazyLock::new(|| Vectors::open(EMBEDDED));

/// Open vectors. A clone shares them.
#[derive(Clone, Debug)]
pub struct Vectors {
    vectors: Numbers<Vector>,
    /// Stems and the rows of their vectors, by open addressing; stem 0 is a free slot.
    slots: std::sync::Arc<[(u32, u32)]>,
}

impl Vectors {
    /// The vectors in the binary.
    ///
    /// # Errors
    /// They cannot be read, which a test keeps from being released.
    pub fn released() -> Result<Self, ModelError> {
        RELEASED.clone()
    }

    fn open(bytes: &'static [u8]) -> Result<Self, ModelError> {
        let file = File::open(bytes, KIND)?.verify()?;
        let stems = file.numbers::<u32>("stems")?;
        let vectors = file.keep::<Vector>("vectors")?;
        if stems.len() != vectors.len() || stems.contains(&0) {
            return Err(ModelError::new(
                "has sections `stems` and `vectors` of sizes that do not fit; make it anew",
            ));
        }
        let mut slots = vec![(0, 0); (2 * stems.len()).next_power_of_two().max(2)];
        for (row, stem) in (0_u32..).zip(stems) {
            let free = probe(*stem, slots.len()).find(|at| slots[*at].0 == 0);
            if let Some(at) = free {
                slots[at] = (*stem, row);
            }
        }
        Ok(Self { vectors, slots: slots.into() })
    }

    /// The vector of a stem, where it is known.
    #[inline]
    #[must_use]
    pub fn get(&self, stem: u32) -> Option<&Vector> {
        let at = probe(stem, self.slots.len())
            .find(|at| matches!(self.slots[*at].0, 0) || self.slots[*at].0 == stem)?;
        let (found, row) = self.slots[at];
        self.vectors.get(row as usize).filter(|_| found == stem)
    }
}

/// The slots that a stem may lie in, in the order in which they are looked at.
fn probe(stem: u32, slots: usize) -> impl Iterator<Item = usize> {
    let start = stem.wrapping_mul(0x9e37_79b9) >> 8;
    (0..slots).map(move |step| (start as usize).wrapping_add(step) & (slots - 1))
}

/// Writes a file of vectors: words with how often they are used. Words of one stem share the mean
/// of their vectors by their use. Returns the file and the number of stems.
#[must_use]
pub fn write<'w>(source: &str, words: impl Iterator<Item = (&'w str, u32, Vector)>) -> (Vec<u8>, usize) {
    let mut sums = std::collections::BTreeMap::<u32, (i64, [i64; WIDTH])>::new();
    for (word, count, vector) in words {
        let (all, sum) = sums.entry(stem_of(word)).or_insert((0, [0; WIDTH]));
        *all += i64::from(count);
        for (sum, number) in sum.iter_mut().zip(vector) {
            *sum += i64::from(number) * i64::from(count);
        }
    }
    let stems: Vec<u32> = sums.keys().copied().collect();
    let mean = |(all, sum): &(i64, [i64; WIDTH])| -> Vector {
        sum.map(|sum| i8::try_from(sum / (*all).max(1)).unwrap_or(0))
    };
    let vectors: Vec<Vector> = sums.values().map(mean).collect();
    let file = ModelBuilder::new(KIND)
        .meta("source", source)
        .section_of("stems", &stems)
        .section_of("vectors", &vectors)
        .finish();
    (file, stems.len())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn made(words: &[(&str, u32, i8)]) -> Vectors {
        let words = words.iter().map(|(word, count, number)| (*word, *count, [*number; WIDTH]));
        Vectors::open(write("a test", words).0.leak()).unwrap()
    }

    #[test]
    fn forms_of_a_word_share_the_mean_of_their_vectors() {
        let vectors = made(&[("attack", 3, 10), ("attacked", 1, -10), ("praise", 1, 7)]);
        assert_eq!(vectors.get(stem_of("attacking")), Some(&[5; WIDTH]));
        assert_eq!(vectors.get(stem_of("praises")), Some(&[7; WIDTH]));
        assert_eq!(vectors.get(stem_of("unheard")), None);
    }

    #[test]
    fn every_stem_is_found_in_a_crowded_table() {
        let words: Vec<String> = (0..500_u32).map(|n| format!("word{n}x")).collect();
        let rows: Vec<(&str, u32, i8)> =
            words.iter().zip(0..).map(|(word, n)| (word.as_str(), 1, (n % 100) as i8)).collect();
        let vectors = made(&rows);
        for (word, _, number) in rows {
            assert_eq!(vectors.get(stem_of(word)).unwrap()[0], number, "{word}");
        }
        assert_eq!(made(&[]).get(77), None);
    }

    #[test]
    fn the_embedded_vectors_know_what_words_are_alike() {
        let vectors = Vectors::released().unwrap();
        let near = |a: &str, b: &str| {
            let [a, b] = [a, b].map(|word| vectors.get(stem_of(word)).unwrap().map(f32::from));
            let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
            dot(&a, &b) / (dot(&a, &a) * dot(&b, &b)).sqrt()
        };
        assert!(near("criticized", "denounced") > near("criticized", "breakfast") + 0.2);
        assert!(near("senator", "governor") > near("senator", "breakfast") + 0.2);
    }
}
