//! The two stages as a pipeline runs them: a pass over the corpus, then the documents.
#![allow(clippy::unwrap_used)]

mod dedup;
mod options;
mod order;
mod quality;
mod synthetic;
mod templates;

use chaffinch_corpus::{Dedup, Templates};
use pipeline_core::{Bounds, BuiltIn, Document, Executor, NoFiles, Outcome, Pipeline, Registry, testing};

/// A document to be: id, meta, text.
#[derive(Clone, Debug, Default)]
struct Item {
    id: String,
    text: String,
    meta: Vec<(&'static str, String)>,
}

impl Item {
    fn new(id: impl Into<String>, text: impl Into<String>) -> Self {
        Self { id: id.into(), text: text.into(), meta: Vec::new() }
    }

    fn meta(mut self, key: &'static str, value: &str) -> Self {
        self.meta.push((key, value.to_owned()));
        self
    }

    fn document(&self, pipeline: &Pipeline) -> Document {
        let mut doc = Document::new(self.id.as_str(), self.text.as_str(), pipeline.labels()).unwrap();
        for (key, value) in &self.meta {
            doc.meta_mut().insert((*key).to_owned(), value.as_str().into());
        }
        doc
    }
}

fn registry() -> Registry {
    Registry::new(&[&BuiltIn::<Templates>::NEW, &BuiltIn::<Dedup>::NEW])
}

/// A pipeline that has not seen its corpus yet.
fn unfitted(toml: &str) -> Pipeline {
    testing::plan(&registry(), toml, &NoFiles).unwrap_or_else(|e| panic!("{e}"))
}

/// The pipeline of `toml` that knows `corpus`.
fn fitted(toml: &str, corpus: &[Item]) -> Pipeline {
    fitted_on(toml, corpus, 2, 3)
}

fn fitted_on(toml: &str, corpus: &[Item], threads: usize, batch_items: usize) -> Pipeline {
    let mut pipeline = unfitted(toml);
    let shape = unfitted(toml);
    let executor = Executor::new(threads, Bounds { batch_items, ..Bounds::default() }).unwrap();
    let decode = |item: &Item| Some(item.document(&shape));
    pipeline.fit(&executor, || corpus.iter(), |item| item.text.len(), decode).unwrap();
    pipeline
}

/// The outcomes of `corpus` in a pipeline that knows it.
fn outcomes(toml: &str, corpus: &[Item]) -> Vec<Outcome> {
    let pipeline = fitted(toml, corpus);
    pipeline.process(corpus.iter().map(|item| item.document(&pipeline)))
}

/// The documents, none of which is to be dropped.
fn documents(toml: &str, corpus: &[Item]) -> Vec<Document> {
    let written = |outcome| match outcome {
        Outcome::Written(doc) => *doc,
        other => panic!("{}", testing::dump_outcome(&other)),
    };
    outcomes(toml, corpus).into_iter().map(written).collect()
}

const TEMPLATES: &str = "[[stage]]\nuse = \"templates\"\n";
const DEDUP: &str = "[[stage]]\nuse = \"dedup\"\n";
