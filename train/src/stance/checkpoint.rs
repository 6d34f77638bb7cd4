//! A fine-tuned BERT checkpoint: a folder with `config.json`, `model.safetensors` and `vocab.txt`, as `models/encoder.py` writes it.

use crate::{ErrorKind, TrainError};
use chaffinch_encoder::{Affine, Layer, Norm, Table, Weights};
use chaffinch_stance::stance::layout::{LONGEST, Mentions};
use chaffinch_stance::stance::model::Asks;
use chaffinch_stance::stance::precise::{Answer, Head};
use safetensors::{Dtype, SafeTensors};
use serde::Deserialize;
use std::path::Path;

/// What `config.json` has to say.
#[derive(Deserialize)]
struct Config {
    num_hidden_layers: usize,
    num_attention_heads: usize,
    hidden_act: String,
    /// Whether the mentions that were asked about were `hidden` or `shown`, as they are where it does not say.
    #[serde(default = "shown")]
    mentions: String,
}

fn shown() -> String {
    Mentions::Shown.name().to_owned()
}

/// The bytes of a file.
pub(super) fn file(path: &Path) -> Result<Vec<u8>, TrainError> {
    std::fs::read(path)
        .map_err(|e| TrainError::new(ErrorKind::Io, format!("cannot read `{}`: {e}", path.display())))
}

/// An encoder with what its answers are read with.
pub(super) struct Checkpoint {
    pub(super) asks: Asks,
    pub(super) weights: Weights,
    pub(super) head: Head,
}

impl Checkpoint {
    /// Reads a folder.
    ///
    /// # Errors
    /// `Io` for a file that cannot be read; `Data` for one that is not what is expected.
    pub(super) fn read(folder: &Path) -> Result<Self, TrainError> {
        let bytes = |name: &str| file(&folder.join(name));
        let refused = |name: &str, why: &dyn std::fmt::Display| {
            TrainError::new(ErrorKind::Data, format!("`{}`: {why}", folder.join(name).display()))
        };
        let config: Config =
            serde_json::from_slice(&bytes("config.json")?).map_err(|e| refused("config.json", &e))?;
        if config.hidden_act != "gelu" {
            let why = format!("`hidden_act`: found `{}`, expected `gelu`", config.hidden_act);
            return Err(refused("config.json", &why));
        }
        let mentions = config.mentions.parse();
        let mentions =
            mentions.map_err(|why: String| refused("config.json", &format!("`mentions`: {why}")))?;
        let pieces = String::from_utf8(bytes("vocab.txt")?)
            .map_err(|e| refused("vocab.txt", &format!("expected UTF-8, {e}")))?;
        let file = bytes("model.safetensors")?;
        let tensors = SafeTensors::deserialize(&file).map_err(|e| refused("model.safetensors", &e))?;
        Self::of(&Tensors(tensors), &config, mentions, pieces)
            .map_err(|why| refused("model.safetensors", &why))
    }

    fn of(
        tensors: &Tensors<'_>,
        config: &Config,
        mentions: Mentions,
        pieces: String,
    ) -> Result<Self, String> {
        let mut places = tensors.table("embeddings.position_embeddings.weight")?;
        places += &tensors.table("embeddings.token_type_embeddings.weight")?.row(0);
        let places = Table::from_shape_fn((places.nrows().min(LONGEST), places.ncols()), |at| places[at]);
        let weights = Weights {
            pieces,
            heads: config.num_attention_heads,
            words: tensors.table("embeddings.word_embeddings.weight")?,
            places,
            start: tensors.norm("embeddings.LayerNorm")?,
            layers: (0..config.num_hidden_layers)
                .map(|number| tensors.layer(number))
                .collect::<Result<_, _>>()?,
        };
        weights.check().map_err(|e| e.to_string())?;
        let Affine { table, bias } = tensors.affine("head")?;
        let asks = match table.ncols() / weights.width() {
            3 => Asks::Target,
            4 => Asks::Pair,
            _ => {
                let (found, width) = (table.ncols(), weights.width());
                return Err(format!(
                    "`head.weight`: found rows of {found} numbers, expected {} (of a mention) or {} (of a pair)",
                    3 * width,
                    4 * width
                ));
            }
        };
        let answer = |(row, start): (ndarray::ArrayView1<'_, f32>, &f32)| Answer {
            weights: row.to_vec(),
            start: *start,
        };
        let answers = table.rows().into_iter().zip(&bias).map(answer).collect();
        Ok(Self { asks, weights, head: Head { answers, mentions } })
    }
}

/// Tensors by the names that BERT gives them.
struct Tensors<'f>(SafeTensors<'f>);

impl Tensors<'_> {
    fn numbers(&self, name: &str) -> Result<(Vec<usize>, Vec<f32>), String> {
        let tensor = self.0.tensor(name).map_err(|_| format!("has no tensor `{name}`"))?;
        if tensor.dtype() != Dtype::F32 {
            return Err(format!("`{name}`: found numbers of {:?}, expected F32", tensor.dtype()));
        }
        let (numbers, _) = tensor.data().as_chunks::<4>();
        Ok((tensor.shape().to_vec(), numbers.iter().copied().map(f32::from_le_bytes).collect()))
    }

    fn table(&self, name: &str) -> Result<Table, String> {
        let (shape, numbers) = self.numbers(name)?;
        let &[rows, columns] = &shape[..] else {
            return Err(format!("`{name}`: found the shape {shape:?}, expected two sizes"));
        };
        Table::from_shape_vec((rows, columns), numbers).map_err(|e| format!("`{name}`: {e}"))
    }

    fn affine(&self, name: &str) -> Result<Affine, String> {
        let (_, bias) = self.numbers(&format!("{name}.bias"))?;
        Ok(Affine { table: self.table(&format!("{name}.weight"))?, bias: bias.into() })
    }

    fn norm(&self, name: &str) -> Result<Norm, String> {
        let numbers = |part: &str| self.numbers(&format!("{name}.{part}")).map(|(_, numbers)| numbers.into());
        Ok(Norm { gain: numbers("weight")?, bias: numbers("bias")? })
    }

    fn layer(&self, number: usize) -> Result<Layer, String> {
        let name = |part: &str| format!("encoder.layer.{number}.{part}");
        let asked =
            ["query", "key", "value"].map(|part| self.affine(&name(&format!("attention.self.{part}"))));
        let [query, key, value] = asked;
        let (query, key, value) = (query?, key?, value?);
        let below = "the three parts of a layer's attention do not fit together";
        let views = [query.table.view(), key.table.view(), value.table.view()];
        let table = ndarray::concatenate(ndarray::Axis(0), &views).map_err(|_| below)?;
        let bias = query.bias.into_iter().chain(key.bias).chain(value.bias).collect();
        Ok(Layer {
            attend: Affine { table, bias },
            give: self.affine(&name("attention.output.dense"))?,
            first: self.norm(&name("attention.output.LayerNorm"))?,
            up: self.affine(&name("intermediate.dense"))?,
            down: self.affine(&name("output.dense"))?,
            last: self.norm(&name("output.LayerNorm"))?,
        })
    }
}
