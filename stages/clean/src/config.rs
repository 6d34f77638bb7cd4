//! The options of the stage, and how it is built.

use crate::classify::Strictness;
use crate::kind::{Keep, Noise};
use crate::meta;
use crate::pack::{BUILT_IN, BuiltIn, Packs};
use crate::stage::CleanStage;
use chaffinch_layers::{BLOCKS, DROPPED};
use pipeline_core::config::suggest;
use pipeline_core::{Build, BuildError, Stage, StageConfig, StageSpec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Options of `clean`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Clean {
    /// Rule packs: TOML files, and the names of built-in packs: `news`, `spam`, or `builtin` for
    /// both. Given, they replace the built-in ones; `["builtin", "packs/mine.toml"]` adds to them.
    pub packs: Option<Vec<String>>,
    /// Which mistake is worse: `recall` drops only sure noise, `precision` drops short lines at
    /// the edges, too.
    pub strictness: Strictness,
    /// What the text is: `auto` looks (the reader's `meta.format`, then the text itself).
    pub input: InputSyntax,
    /// Say of each block why it stayed: `rule`, `label_rule` and a score in `blocks`.
    /// `chaffinch explain` turns this on.
    pub explain: bool,
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
    .meta(meta::KEYS)
    .rewrites();

    fn build(self, cx: &mut Build<'_>) -> Result<Box<dyn Stage>, BuildError> {
        let named = self.packs.clone().unwrap_or_else(|| vec![ALL_BUILT_IN.to_owned()]);
        let mut texts: Vec<(String, Cow<'static, str>)> = Vec::new();
        for name in &named {
            let built_in = built_in(name);
            if built_in.is_empty() {
                texts.push((name.clone(), read(cx, name)?.into()));
            }
            texts.extend(built_in.into_iter().map(|b| (b.file.to_owned(), b.text.into())));
        }
        let packs = Packs::compile(texts.iter().map(|(file, text)| (&**file, &**text)))
            .map_err(|e| BuildError::at("packs", e.to_string()))?;
        let keep = Keep::ALL.iter().map(|k| cx.label(k.name())).collect();
        let noise = Noise::ALL.iter().map(|k| cx.label(k.name())).collect();
        Ok(Box::new(CleanStage {
            packs,
            strictness: self.strictness,
            input: self.input,
            explain: self.explain,
            keep,
            noise,
        }))
    }
}

/// The name that stands for all built-in packs.
const ALL_BUILT_IN: &str = "builtin";

/// The built-in packs of this name; none when it is the name of a file.
fn built_in(name: &str) -> Vec<&'static BuiltIn> {
    BUILT_IN.iter().filter(|b| name == ALL_BUILT_IN || name == b.name).collect()
}

/// The text of a pack file; when there is none, a built-in pack may be meant.
fn read(cx: &Build<'_>, file: &str) -> Result<String, BuildError> {
    cx.read_text("packs", file).map_err(|e| {
        let names = BUILT_IN.iter().map(|b| b.name).chain([ALL_BUILT_IN]);
        match suggest(file, names) {
            Some(name) => {
                BuildError::at(e.key, format!("{}; did you mean the built-in pack `{name}`?", e.message))
            }
            None => e,
        }
    })
}
