//! Marks words written in capitals.
#![forbid(unsafe_code)]

use chaffinch_plugin::{Attr, Create, Doc, Error, Label, Layer, Spec, Stage, Type, Verdict};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The options, as they stand in the pipeline.
#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
struct Options {
    /// Letters that a word has at least.
    min_letters: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self { min_letters: 3 }
    }
}

/// The running stage: made once, shared by all threads.
struct {{Type}} {
    label: Label,
    min_letters: u32,
}

impl Stage for {{Type}} {
    type Config = Options;
    type Worker = ();

    const SPEC: Spec = Spec::new("{{kind}}", "marks words written in capitals").layers(&[
        Layer::read("tokens"),
        Layer::create("{{layer}}", "words written in capitals")
            .labels(&["capitals"])
            .attrs(&[Attr::new("letters", Type::I64)]),
    ]);

    fn create(cx: &mut Create<'_>, options: Options) -> Result<Self, Error> {
        if options.min_letters == 0 {
            return Err(Error::config(
                "/min_letters",
                "must be at least 1, but is 0",
            ));
        }
        Ok(Self {
            label: cx.label("capitals")?,
            min_letters: options.min_letters,
        })
    }

    fn process(&self, doc: &mut Doc<'_>, _: &mut ()) -> Result<Verdict, Error> {
        let tokens = doc.layer("tokens")?;
        let mut found = doc.write("{{layer}}")?;
        for (token, word) in tokens.iter() {
            let letters = letters_in_capitals(word);
            if letters >= self.min_letters {
                let row = found.push(token.range(), self.label);
                found.set_i64(row, "letters", letters.into());
            }
        }
        Ok(Verdict::Keep)
    }
}

/// The letters of a word without a small one; 0 for all other words.
fn letters_in_capitals(word: &str) -> u32 {
    if word.chars().any(char::is_lowercase) {
        return 0;
    }
    word.chars().map(|c| u32::from(c.is_alphabetic())).sum()
}

chaffinch_plugin::export_plugin! { id: "{{name}}", stages: [{{Type}}] }

#[cfg(test)]
mod tests {
    use super::*;
    use chaffinch_plugin::testing::{Harness, json};

    #[test]
    fn capitals_are_marked() {
        let out = Harness::new::<{{Type}}>(json!({}))
            .text("NOBODY asked US, said Ann.")
            .words("tokens")
            .run();
        assert_eq!(out.texts("{{layer}}"), ["NOBODY"]);
        assert_eq!(out.attr("{{layer}}", "letters"), [6]);
    }

    #[test]
    fn short_words_count_on_demand() {
        let harness = Harness::new::<{{Type}}>(json!({"min_letters": 2}));
        let out = harness.text("NOBODY asked US.").words("tokens").run();
        assert_eq!(out.texts("{{layer}}"), ["NOBODY", "US"]);
    }

    #[test]
    fn a_word_has_letters() {
        let out = Harness::new::<{{Type}}>(json!({"min_letters": 0})).run();
        assert_eq!(
            out.error(),
            Some("at `/min_letters`: must be at least 1, but is 0")
        );
    }
}
