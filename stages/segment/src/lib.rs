//! The stage `segment`: blocks, sentences and tokens of English news text.
//!
//! Three layers in one go: `tokens` are cut first, sentence rules then judge tokens instead of bytes, and
//! neither crosses a block. See [`Segmenter`] for use without a pipeline.

mod abbreviations;
mod blocks;
mod bytes;
mod lines;
mod segmenter;
mod sentences;
mod stage;
mod tokens;
pub mod training;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use segmenter::{Segmented, Segmenter};

/// How blocks are found when no stage before made them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum BlockMode {
    /// Blank lines part blocks; so do line breaks that do not just wrap a paragraph.
    #[default]
    Auto,
    /// Every line is a block.
    Lines,
    /// Only blank lines part blocks.
    Paragraphs,
}

/// Which tokens the stage writes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum TokenMode {
    /// Words, numbers, addresses and marks.
    #[default]
    Words,
    /// None: the layer `tokens` is not written, and stages that want words find simple ones themselves.
    None,
}

/// What a token carries beside its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum TokenAttribute {
    /// `Xxxx` for `Kabul`, `d,ddd` for `2,600`: runs are cut at four.
    Shape,
    /// Lower case, straight quotation marks and hyphens.
    Norm,
}

/// Who decides where sentences end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Boundaries {
    /// Rules, and a trained model for boundaries without a mark.
    #[default]
    Trained,
    /// Rules alone.
    Rules,
}

/// Options of the stage `segment`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Segment {
    /// Abbreviations beside the built-in ones (with or without their last dot, any case), which may also end
    /// a sentence.
    pub abbreviations: Vec<String>,
    /// How blocks are found when no stage before made them: `auto` (blank lines, and line breaks that do not
    /// just wrap a paragraph), `lines`, or `paragraphs` (blank lines only).
    pub blocks: BlockMode,
    /// Who decides where sentences end: `trained` (rules, and a trained model for boundaries without a
    /// mark), or `rules` alone.
    pub boundaries: Boundaries,
    /// A model file of your own (`chaffinch train sentences`) instead of the released one.
    pub model: Option<String>,
    /// Which tokens are written: `words`, or `none`; later stages then find simple words themselves (to leave
    /// tokens out of the records only, name the layers you want in `[output]`).
    pub tokens: TokenMode,
    /// What tokens carry beside their place: `shape` (`Xxxx` for `Kabul`), `norm` (lower case, straight quotation marks and
    /// hyphens). None by default.
    pub attributes: Vec<TokenAttribute>,
}
