//! `chaffinch train`.

use clap::{Args, Subcommand};
use std::path::PathBuf;

const TRAIN_HELP: &str = "\
Each trainer writes a model file and, beside it, a card (FILE with .md): what it is, what it was
trained on, under which licence, how well it does, and the command that makes it again. The same
data, options and seed give the same bytes.

Gold is what `chaffinch eval` reads: JSON Lines of several shapes, record v1, CoNLL-2003, UNER and
CoNLL-U files. A pipeline takes the model by the option `model` of its stage (`names` for a
gazetteer); without it, the released one is used, which is in the binary.";

const SENTENCES_HELP: &str = "\
Example:
  chaffinch train sentences ewt.train.conllu --dev ewt.dev.conllu -o sentences.bin \\
    --source 'UD English EWT, train (CC BY-SA 4.0)' --licence 'CC BY-SA 4.0'
  chaffinch eval sentences ewt.dev.conllu --set stage.segment.model=sentences.bin";

const ENTITIES_HELP: &str = "\
Example:
  chaffinch train entities train.jsonl more.conll --dev dev.jsonl -o entities.bin \\
    --source 'My corpus (CC BY 4.0)' --licence 'CC BY 4.0'
  chaffinch eval entities dev.jsonl --set stage.entities.model=entities.bin --labels PER,ORG,LOC";

const STANCE_HELP: &str = "\
Gold is rows that judge a mention: NewsMTSC (text, target_span, label), SEESAW (text, source_entity,
target, label) or DSE (text, p_span, q_span, label5). Gold that names holders makes a model of how a
holder stands toward a target; other gold one of how the author does. Rows of --dev whose text is
also in the gold are left out.

With --encoder, a transformer that was fine-tuned elsewhere is made a model: a folder with a BERT
checkpoint (config.json, model.safetensors, vocab.txt), as models/encoder.py of the project writes
one. The gold is then what it was fine-tuned on, and only the numbers that dev tells are chosen.

Example:
  chaffinch train stance newsmtsc.train.jsonl --dev mt.dev.jsonl --dev rw.dev.jsonl -o stance.bin \\
    --source 'NewsMTSC, train (MIT)' --licence MIT
  chaffinch train stance newsmtsc.train.jsonl --dev mt.dev.jsonl --dev rw.dev.jsonl \\
    --encoder checkpoint --beside stance.bin -o precise.bin
  chaffinch eval stance mt.dev.jsonl --set stage.stance.model=precise.bin";

const GAZETTEER_HELP: &str = "\
Example:
  chaffinch train gazetteer names.txt -o names.bin --source 'GeoNames (CC BY 4.0)'
  chaffinch eval entities dev.jsonl --set stage.entities.names=names.bin";

/// `train`.
#[derive(Debug, Subcommand)]
#[command(after_help = TRAIN_HELP)]
pub(crate) enum TrainCommand {
    /// Train the classifier of sentence boundaries of the stage `segment`
    #[command(after_help = SENTENCES_HELP)]
    Sentences(TrainArgs),
    /// Train the tagger of the stage `entities`
    #[command(after_help = ENTITIES_HELP)]
    Entities(TrainArgs),
    /// Train what judges the words around a mention in the stage `stance`
    #[command(after_help = STANCE_HELP)]
    Stance(StanceArgs),
    /// Compile lists of names to a gazetteer of the stage `entities`
    #[command(after_help = GAZETTEER_HELP)]
    Gazetteer(GazetteerArgs),
}

/// What every trainer with gold takes.
#[derive(Debug, Args)]
pub(crate) struct TrainArgs {
    /// Gold to train on: files or directories
    #[arg(required = true)]
    pub(crate) gold: Vec<PathBuf>,
    /// Gold to stop by, which is not trained on (repeatable)
    #[arg(long, required = true, value_name = "GOLD", env = "CHAFFINCH_DEV")]
    pub(crate) dev: Vec<PathBuf>,
    /// Where random choices begin
    #[arg(long, value_name = "N", default_value_t = 1, env = "CHAFFINCH_SEED")]
    pub(crate) seed: u64,
    /// Passes over the gold at most; fewer when the scores on dev no longer rise [default: the trainer's]
    #[arg(long, value_name = "N", env = "CHAFFINCH_ROUNDS", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) rounds: Option<u16>,
    #[command(flatten)]
    pub(crate) out: OutArgs,
}

/// `train stance`.
#[derive(Debug, Args)]
pub(crate) struct StanceArgs {
    #[command(flatten)]
    pub(crate) train: TrainArgs,
    /// A folder with an encoder that was fine-tuned on the gold: makes the precise model of it
    #[arg(long, value_name = "FOLDER", env = "CHAFFINCH_ENCODER", conflicts_with_all = ["seed", "rounds"])]
    pub(crate) encoder: Option<PathBuf>,
    /// A fast model of the same gold that is to stand beside the encoder: the answer is the mean of both
    #[arg(long, value_name = "FILE", requires = "encoder", env = "CHAFFINCH_BESIDE")]
    pub(crate) beside: Option<PathBuf>,
}

/// `train gazetteer`.
#[derive(Debug, Args)]
pub(crate) struct GazetteerArgs {
    /// Lists of names
    #[arg(required = true)]
    pub(crate) sources: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) out: OutArgs,
}

/// Where the model goes, and what its card says.
#[derive(Debug, Args)]
pub(crate) struct OutArgs {
    /// The model file; its card is written beside it
    #[arg(long, short, value_name = "FILE", env = "CHAFFINCH_OUTPUT")]
    pub(crate) output: PathBuf,
    /// A source of the data, with its licence, for the card (repeatable)
    #[arg(long, value_name = "TEXT", env = "CHAFFINCH_SOURCE")]
    pub(crate) source: Vec<String>,
    /// The licence of the model, for the card
    #[arg(long, value_name = "TEXT", env = "CHAFFINCH_LICENCE")]
    pub(crate) licence: Option<String>,
}
