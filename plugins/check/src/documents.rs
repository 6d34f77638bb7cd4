//! The documents that stages are tried on.

use crate::layers::{self, Layers};
use pipeline_core::testing::{SMALL, soup};
use pipeline_core::{Document, Labels};
use std::sync::Arc;

/// A text, and which layers come with it.
#[derive(Clone, Debug)]
pub(crate) struct Sample {
    /// For messages, and the id of the document.
    pub(crate) name: String,
    pub(crate) text: Arc<str>,
    pub(crate) layers: Layers,
}

impl Sample {
    fn new(name: impl Into<String>, text: impl Into<Arc<str>>) -> Self {
        Self { name: name.into(), text: text.into(), layers: Layers::All }
    }

    fn with(self, layers: Layers) -> Self {
        Self { layers, ..self }
    }

    /// Name and beginning, for messages.
    pub(crate) fn shown(&self) -> String {
        let (name, bytes) = (&self.name, self.text.len());
        let short: String = self.text.chars().take(40).collect();
        let dots = if short.len() < bytes { "…" } else { "" };
        format!("`{name}` ({short:?}{dots}, {bytes} bytes)")
    }

    /// The document, with the layers that `slots` reads made up.
    pub(crate) fn document(&self, reads: &[layers::Read], labels: &Labels) -> Result<Document, String> {
        let made = Document::new(self.name.clone(), Arc::clone(&self.text), labels);
        let mut document = made.map_err(|e| e.to_string())?;
        if self.layers != Layers::Required {
            let meta = document.meta_mut();
            meta.insert("title".to_owned(), "A title".into());
            meta.insert("date".to_owned(), "2024-05-01".into());
            meta.insert("language".to_owned(), "en".into());
        }
        layers::make_up(&mut document, reads, self.layers)?;
        Ok(document)
    }
}

/// Documents as they come: what two runs are compared on.
pub(crate) fn ordinary(soups: u64) -> Vec<Sample> {
    let small = SMALL.iter().map(|(name, text)| Sample::new(*name, *text));
    let soups = (0..soups).map(|seed| Sample::new(format!("soup {seed}"), soup(seed, 60)));
    let mut samples: Vec<Sample> = small.chain(soups).collect();
    samples.push(article());
    samples.push(article().named("an article without optional layers").with(Layers::Required));
    samples.push(article().named("an article with empty layers").with(Layers::Empty));
    samples
}

/// Documents that plugins tend to forget.
pub(crate) fn nasty(soups: u64) -> Vec<Sample> {
    let page = 4096;
    let mut samples = ordinary(soups);
    samples.extend([
        Sample::new("NUL alone", "\0"),
        Sample::new("NULs", "\0".repeat(64)),
        Sample::new("one character of 4 bytes", "😀"),
        Sample::new("characters of 4 bytes", "😀 𝔄𝔫𝔫 ".repeat(200)),
        Sample::new("one mark on many", format!("a{}", "\u{301}".repeat(2000))),
        Sample::new("right to left", "قال الوزير: «الجسر آمن». ".repeat(40)),
        Sample::new("a whole page", "word ".repeat(page / 5) + "w"),
        Sample::new("no layers but required ones", "The mayor told Ann Lee.").with(Layers::Required),
        Sample::new("empty layers", "The mayor told Ann Lee.").with(Layers::Empty),
        Sample::new("empty text, empty layers", "").with(Layers::Empty),
        Sample::new("100000 spans in each layer", "a ".repeat(100_000)).with(Layers::Words),
        a_line(1 << 20),
        Sample::new("a word of 1 MiB", "a".repeat(1 << 20)),
    ]);
    samples.extend(words_of_the_shop());
    samples
}

/// Words that set off the failures of `plugins/examples/bad`: a check cannot guess what sets off a
/// plugin's own failure, and these are here so that each of those is seen to be reported. For other
/// plugins they are short documents like others.
fn words_of_the_shop() -> impl Iterator<Item = Sample> {
    ["EXIT", "CRASH", "ABORT", "HALF", "FATAL"].into_iter().map(|w| Sample::new(format!("word {w}"), w))
}

/// Documents that take long; the first is one of the words of the shop, as above.
pub(crate) fn long(bytes: usize) -> Vec<Sample> {
    vec![
        Sample::new("word HANG", "HANG"),
        a_line(bytes),
        Sample::new("a long word", "a".repeat(bytes)),
        Sample::new("many line ends", "\n".repeat(bytes)),
    ]
}

/// About 5 KB of English with marks of its own in every sentence.
pub(crate) fn article() -> Sample {
    let text: String = (0..60)
        .map(|i| {
            format!("The mayor of Eastport told Ann Lee on day {i} that “the bridge is safe”, and left. ")
        })
        .collect();
    Sample::new("an article", text.trim_end())
}

fn a_line(bytes: usize) -> Sample {
    let line = "The mayor of Eastport told Ann Lee that \"the bridge is safe\", and left. ";
    Sample::new("a long line", line.repeat(bytes / line.len() + 1))
}

impl Sample {
    fn named(self, name: &str) -> Self {
        Self { name: name.to_owned(), ..self }
    }
}
