//! Weights, as they are read from a checkpoint and as they lie in a file.
//!
//! | section | holds |
//! |---|---|
//! | `pieces` | the vocabulary, a piece a line |
//! | `NAME` and `NAME.scale` | a table: `i8` by rows, and what 1 weighs in each row |
//! | `NAME.bias`, `NAME.gain` | `f32` |
//!
//! Names: `words`, `places`, `start`; of each layer from 0 `LAYER.attend` (query, key and value below one another), `.give`,
//! `.up`, `.down`, `.first`, `.last`.

use chaffinch_model::{Model as File, ModelBuilder, ModelError};
use ndarray::{Array1, Array2, ArrayView1, Axis};

/// A table of numbers; the rows are what it gives out.
pub type Table = Array2<f32>;

/// A weighted sum for each number given out, and what it begins with.
#[derive(Clone, Debug, PartialEq)]
pub struct Affine {
    /// Numbers out × numbers in.
    pub table: Table,
    /// Numbers out.
    pub bias: Array1<f32>,
}

/// Layer normalisation (J. Ba et al., 2016).
#[derive(Clone, Debug, PartialEq)]
pub struct Norm {
    /// By number.
    pub gain: Array1<f32>,
    /// By number.
    pub bias: Array1<f32>,
}

/// A layer of the encoder.
#[derive(Clone, Debug, PartialEq)]
pub struct Layer {
    /// Query, key and value.
    pub attend: Affine,
    /// What attention gives on.
    pub give: Affine,
    /// After attention.
    pub first: Norm,
    /// Into the wide middle.
    pub up: Affine,
    /// Out of it.
    pub down: Affine,
    /// At the end.
    pub last: Norm,
}

/// An encoder's weights.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights {
    /// The vocabulary, a piece a line.
    pub pieces: String,
    /// Heads of attention.
    pub heads: usize,
    /// Pieces × width.
    pub words: Table,
    /// Places × width; what all pieces have in common is added to them.
    pub places: Table,
    /// Before the layers.
    pub start: Norm,
    /// From the first on.
    pub layers: Vec<Layer>,
}

/// Writes the weights into a file, as bytes.
#[must_use]
pub fn write(file: ModelBuilder, weights: &Weights) -> ModelBuilder {
    let mut file = file
        .meta("layers", weights.layers.len().to_string())
        .meta("heads", weights.heads.to_string())
        .section("pieces", weights.pieces.as_bytes());
    file = write_table(file, "words", &weights.words);
    file = write_table(file, "places", &weights.places);
    file = write_norm(file, "start", &weights.start);
    for (number, layer) in weights.layers.iter().enumerate() {
        for (name, part) in layer.parts() {
            let name = format!("{number}.{name}");
            file = write_table(file, &name, &part.table);
            file = file.section_of(&format!("{name}.bias"), &part.bias.to_vec());
        }
        file = write_norm(file, &format!("{number}.first"), &layer.first);
        file = write_norm(file, &format!("{number}.last"), &layer.last);
    }
    file
}

/// The heaviest number of each row becomes 127.
fn write_table(file: ModelBuilder, name: &str, table: &Table) -> ModelBuilder {
    let (mut bytes, mut scales) = (Vec::with_capacity(table.len()), Vec::with_capacity(table.nrows()));
    for row in table.rows() {
        let heaviest = row.iter().fold(0.0_f32, |most, number| most.max(number.abs()));
        let scale = (heaviest / 127.0).max(f32::MIN_POSITIVE);
        #[allow(clippy::cast_possible_truncation)] // Rounded and within ±127 by the scale.
        bytes.extend(row.iter().map(|number| (number / scale).round() as i8));
        scales.push(scale);
    }
    file.section_of(name, &bytes).section_of(&format!("{name}.scale"), &scales)
}

fn write_norm(file: ModelBuilder, name: &str, norm: &Norm) -> ModelBuilder {
    file.section_of(&format!("{name}.gain"), &norm.gain.to_vec())
        .section_of(&format!("{name}.bias"), &norm.bias.to_vec())
}

fn read_table(file: &File, name: &str) -> Result<Table, ModelError> {
    let scales = file.numbers::<f32>(&format!("{name}.scale"))?;
    let bytes = file.numbers::<i8>(name)?;
    let size = (scales.len(), bytes.len().checked_div(scales.len()).unwrap_or(0));
    let numbers = bytes.iter().map(|byte| f32::from(*byte)).collect();
    let table = Table::from_shape_vec(size, numbers).map_err(|_| misfit())?;
    Ok(table * ArrayView1::from(scales).insert_axis(Axis(1)))
}

fn read_list(file: &File, name: &str) -> Result<Array1<f32>, ModelError> {
    Ok(Array1::from(file.numbers::<f32>(name)?.to_vec()))
}

fn read_norm(file: &File, name: &str) -> Result<Norm, ModelError> {
    let list = |part: &str| read_list(file, &format!("{name}.{part}"));
    Ok(Norm { gain: list("gain")?, bias: list("bias")? })
}

fn read_layer(file: &File, number: usize) -> Result<Layer, ModelError> {
    let affine = |name: &str| -> Result<Affine, ModelError> {
        let name = format!("{number}.{name}");
        Ok(Affine { table: read_table(file, &name)?, bias: read_list(file, &format!("{name}.bias"))? })
    };
    Ok(Layer {
        attend: affine("attend")?,
        give: affine("give")?,
        first: read_norm(file, &format!("{number}.first"))?,
        up: affine("up")?,
        down: affine("down")?,
        last: read_norm(file, &format!("{number}.last"))?,
    })
}

fn misfit() -> ModelError {
    ModelError::new("has weights of sizes that do not fit together; make it anew")
}

impl Layer {
    fn parts(&self) -> [(&'static str, &Affine); 4] {
        [("attend", &self.attend), ("give", &self.give), ("up", &self.up), ("down", &self.down)]
    }

    fn fits(&self, width: usize) -> bool {
        let middle = self.up.bias.len();
        let sizes = [(3 * width, width), (width, width), (middle, width), (width, middle)];
        let fits =
            |(part, size): (&Affine, (usize, usize))| part.table.dim() == size && part.bias.len() == size.0;
        self.parts().map(|(_, part)| part).into_iter().zip(sizes).all(fits)
            && self.first.fits(width)
            && self.last.fits(width)
    }

    fn numbers(&self) -> impl Iterator<Item = &f32> {
        let parts = self.parts().map(|(_, part)| part.table.iter().chain(&part.bias));
        parts.into_iter().flatten().chain(self.first.numbers()).chain(self.last.numbers())
    }
}

impl Norm {
    fn fits(&self, width: usize) -> bool {
        self.gain.len() == width && self.bias.len() == width
    }

    fn numbers(&self) -> impl Iterator<Item = &f32> {
        self.gain.iter().chain(&self.bias)
    }
}

impl Weights {
    /// Reads the weights of a file.
    ///
    /// # Errors
    /// It has none, they do not fit together, or are no numbers.
    pub fn read(file: &File) -> Result<Self, ModelError> {
        let number = |key: &str| file.meta(key).and_then(|value| value.parse::<usize>().ok());
        let (Some(layers), Some(heads)) = (number("layers"), number("heads")) else {
            return Err(ModelError::new("does not say how many `layers` and `heads` it has; make it anew"));
        };
        let pieces = std::str::from_utf8(file.section("pieces")?)
            .map_err(|_| ModelError::new("has a section `pieces` that is no text; make it anew"))?;
        let weights = Self {
            pieces: pieces.to_owned(),
            heads,
            words: read_table(file, "words")?,
            places: read_table(file, "places")?,
            start: read_norm(file, "start")?,
            layers: (0..layers).map(|layer| read_layer(file, layer)).collect::<Result<_, _>>()?,
        };
        weights.check()?;
        Ok(weights)
    }

    /// Numbers of a state.
    #[must_use]
    pub fn width(&self) -> usize {
        self.words.ncols()
    }

    /// Checks that the parts fit together.
    ///
    /// # Errors
    /// They do not, or hold what is no number.
    pub fn check(&self) -> Result<(), ModelError> {
        let width = self.width();
        let fits = self.heads > 0
            && width > 0
            && width.is_multiple_of(self.heads)
            && self.words.nrows() == self.pieces.lines().count()
            && self.places.nrows() > 0
            && self.places.ncols() == width
            && self.start.fits(width)
            && self.layers.iter().all(|layer| layer.fits(width));
        if !fits {
            return Err(misfit());
        }
        let tables = self.words.iter().chain(&self.places).chain(self.start.numbers());
        match tables.chain(self.layers.iter().flat_map(Layer::numbers)).all(|number| number.is_finite()) {
            true => Ok(()),
            false => Err(ModelError::new("has weights that are no numbers; make it anew")),
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// Two layers of two heads, with numbers that no two rows share.
    pub(crate) fn toy() -> Weights {
        let mut next = 0.0_f32;
        let mut number = || {
            next += 1.0;
            (next * 0.7).sin()
        };
        let mut table =
            |rows: usize, columns: usize| Table::from_shape_simple_fn((rows, columns), &mut number);
        let list = |length: usize| Array1::linspace(-0.5, 0.5, length);
        let norm = |width: usize| Norm { gain: Array1::ones(width), bias: list(width) };
        let mut affine = |to: usize, from: usize| Affine { table: table(to, from), bias: list(to) };
        let mut layer = || Layer {
            attend: affine(12, 4),
            give: affine(4, 4),
            first: norm(4),
            up: affine(6, 4),
            down: affine(4, 6),
            last: norm(4),
        };
        let layers = vec![layer(), layer()];
        let (words, places) = (affine(5, 4).table, affine(6, 4).table);
        Weights { pieces: "[UNK]\na\nb\nc\nd".to_owned(), heads: 2, words, places, start: norm(4), layers }
    }

    pub(crate) fn file(weights: &Weights) -> File {
        File::open(write(ModelBuilder::new("toy"), weights).finish(), "toy").unwrap()
    }

    #[test]
    fn what_is_written_is_read_again() {
        let (written, read) = (toy(), Weights::read(&file(&toy())).unwrap());
        assert_eq!((&read.pieces, read.heads, read.layers.len()), (&written.pieces, 2, 2));
        assert_eq!(read.layers[1].attend.bias, written.layers[1].attend.bias);
        let pairs =
            [(&read.words, &written.words), (&read.layers[1].down.table, &written.layers[1].down.table)];
        for (read, written) in pairs {
            // half a step of the heaviest number of a row, which is at most 1
            assert!((read - written).iter().all(|off| off.abs() <= 0.5 / 127.0 + 1e-6));
        }
    }

    #[test]
    fn weights_that_do_not_fit_are_refused() {
        let error = |change: &dyn Fn(&mut Weights)| {
            let mut weights = toy();
            change(&mut weights);
            Weights::read(&file(&weights)).unwrap_err().to_string()
        };
        let misfit = "has weights of sizes that do not fit together; make it anew";
        assert_eq!(error(&|weights| weights.heads = 3), misfit);
        assert_eq!(error(&|weights| weights.pieces.push_str("\ne")), misfit);
        assert_eq!(error(&|weights| weights.layers[0].up.bias = Array1::zeros(5)), misfit);
        assert_eq!(error(&|weights| weights.words = Table::zeros((0, 4))), misfit);
        let none = "has weights that are no numbers; make it anew";
        assert_eq!(error(&|weights| weights.layers[1].last.gain[0] = f32::NAN), none);
        let empty = File::open(ModelBuilder::new("toy").finish(), "toy").unwrap();
        let error = Weights::read(&empty).unwrap_err().to_string();
        assert_eq!(error, "does not say how many `layers` and `heads` it has; make it anew");
    }
}
