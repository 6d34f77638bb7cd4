//! Rule packs of anybody's making.

use pipeline_core::Env;

use crate::subject::{Subject, plan};
use crate::{Broken, sound};

/// An article for the rules to look at, beside the pack itself.
const ARTICLE: &str = include_str!("../../../seeds/001-border-talks.txt");

struct OnePack<'p>(&'p str);

impl Env for OnePack<'_> {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        match path {
            "pack.toml" => Ok(self.0.as_bytes().to_vec()),
            _ => Err(format!("cannot read `{path}`")),
        }
    }
}

/// Any text as a rule pack: it is refused by a message that names the file, or its rules judge an article and
/// the pack's own text (where all its phrases stand), soundly.
///
/// # Errors
/// The first invariant that broke.
pub fn rule_pack(text: &str) -> Result<(), Broken> {
    const TOML: &str = "[[stage]]\nuse = \"clean\"\npacks = [\"pack.toml\"]\ninput = \"text\"\n";
    let pipeline = match plan(TOML, &OnePack(text)) {
        Ok(pipeline) => pipeline,
        Err(message) if message.contains("pack.toml") && message.contains("rule pack") => return Ok(()),
        Err(message) => return Err(format!("the message does not name the pack: {message}")),
    };
    let subject = Subject::new(pipeline);
    for document in [ARTICLE, text] {
        sound::cleaned(&subject.run(subject.document(document)?)?)?;
    }
    Ok(())
}
