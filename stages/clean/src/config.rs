//! The options of the stage, and how it is built.

use crate::classify::Strictness;
use crate::kind::{Keep, Noise};
use crate::pack::{BUILT_IN, Packs};
use crate::stage::CleanStage;
use chaffinch_layers::{BLOCKS, DROPPED};
use pipeline_core::{Build, BuildError, Stage, StageConfig, StageSpec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Options of `clean`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Clean {
    /// Rule packs, as TOML files. Given, they replace the built-in ones (`news`, `spam`).
    pub packs: Option<Vec<String>>,
    /// Which mistake is worse: `recall` drops only sure noise, `precision` drops short lines at
    /// the edges, too.
    pub strictness: Strictness,
    /// What the text is: `auto` looks (the reader's `meta.format`, then the text itself).
    pub input: InputSyntax,
}

/// What the incoming text is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum InputSyntax {
    /// Find out.
    #[default]
    Auto,
    /// Plain text, whatever it looks like.
    Text,
    /// HTML, whatever it looks like.
    Html,
}

impl StageConfig for Clean {
    const SPEC: StageSpec = StageSpec::new(
        "clean",
        "finds the article in a scraped page: drops noise by kind and rule, mends what stays",
    )
    .creates(&[BLOCKS])
    .extends(&[DROPPED])
    .meta(&["title", "date", "byline", "language", "site", "url", "description"])
    .rewrites();

    fn build(self, cx: &mut Build<'_>) -> Result<Box<dyn Stage>, BuildError> {
        let packs = match &self.packs {
            None => Packs::compile(BUILT_IN.iter().copied()),
            Some(files) => {
                let texts = files.iter().map(|f| cx.read_text("packs", f)).collect::<Result<Vec<_>, _>>()?;
                Packs::compile(files.iter().map(String::as_str).zip(texts.iter().map(String::as_str)))
            }
        };
        let packs = packs.map_err(|e| BuildError::at("packs", e.to_string()))?;
        let keep = Keep::ALL.iter().map(|k| cx.label(k.name())).collect();
        let noise = Noise::ALL.iter().map(|k| cx.label(k.name())).collect();
        Ok(Box::new(CleanStage { packs, strictness: self.strictness, input: self.input, keep, noise }))
    }
}
