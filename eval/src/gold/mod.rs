//! Gold: what people say about documents, and what of each document the pipeline is given.

pub(crate) mod files;
mod load;

mod page;
pub(crate) mod record;
mod row;
mod shape;
mod spans;
mod stance;
mod tagged;
pub(crate) mod tagset;

pub(crate) use record::Record;
pub(crate) use shape::Shape;
pub(crate) use tagset::TagSet;

pub use load::load;

use crate::side::{Mark, Side};
use crate::{SourceLookup, Task};
use record::Base;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Gold that was read and fits its task; made by [`load`](crate::load).
#[derive(Debug)]
pub struct GoldSet {
    pub(crate) task: Task,
    pub(crate) names: Vec<String>,
    pub(crate) shape: Shape,
    pub(crate) items: Vec<Item>,
    /// For tagged tokens: how the set's tags are read.
    pub(crate) tags: TagSet,
    pub(crate) notes: Vec<String>,
}

/// One document of the gold.
#[derive(Debug)]
pub(crate) struct Item {
    pub(crate) id: String,
    /// The file it was read from.
    pub(crate) file: Arc<Path>,
    /// What the pipeline is given, unless the source is found: one document, or two for a
    /// question with two directions.
    pub(crate) inputs: Vec<Input>,
    pub(crate) answer: Answer,
}

/// A document for the pipeline.
#[derive(Debug, Default)]
pub(crate) struct Input {
    pub(crate) text: Arc<str>,
    pub(crate) is_html: bool,
    /// The mention to judge, and the mention of who judges it, in bytes.
    pub(crate) target: Option<Range<usize>>,
    pub(crate) holder: Option<Range<usize>>,
}

/// What the gold says.
#[derive(Debug)]
pub(crate) enum Answer {
    /// The text of the article.
    Article(String),
    /// Annotations over the input's text, in bytes.
    Marks(Vec<Mark>),
    /// One of the classes of the shape.
    Class(usize),
    /// A record, in its own unit, until the source is known.
    Record(Box<Record>),
}

impl Answer {
    /// The side of the gold, in bytes of what the pipeline read. The message says what does not
    /// fit.
    pub(crate) fn side(&self, base: &str, is_source: bool) -> Result<Side, String> {
        match self {
            Self::Article(text) => Ok(Side { article: text.clone(), ..Side::default() }),
            Self::Marks(marks) => Ok(Side { marks: marks.clone(), ..Side::default() }),
            Self::Class(_) => Ok(Side::default()),
            Self::Record(record) if is_source => record.resolve(Base::Source(base)),
            Self::Record(record) => record.resolve(Base::Text),
        }
    }

    pub(crate) fn class(&self) -> Option<usize> {
        match self {
            Self::Class(class) => Some(*class),
            _ => None,
        }
    }
}

impl Input {
    pub(crate) fn plain(text: impl Into<Arc<str>>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}

impl Item {
    /// Where the record says its source lies.
    pub(crate) fn source_path(&self) -> Option<&str> {
        match &self.answer {
            Answer::Record(record) => record.path.as_deref(),
            _ => None,
        }
    }

    pub(crate) fn weight(&self) -> usize {
        let record = match &self.answer {
            Answer::Record(record) => record.source_length,
            _ => 0,
        };
        self.inputs.iter().map(|i| i.text.len()).sum::<usize>() + record
    }
}

impl GoldSet {
    /// What it is gold for.
    #[must_use]
    pub fn task(&self) -> &Task {
        &self.task
    }

    /// How many documents it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Never true of a set that [`load`](crate::load) returned.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The built-in stages that the task needs on this gold, in order, for a pipeline when the
    /// user names no config: `clean` only where raw pages or sources are read, because the other
    /// sets bring text that is clean already.
    #[must_use]
    pub fn stages(&self, sources: &SourceLookup) -> Vec<&'static str> {
        let is_raw = self.shape == Shape::Page
            || self.task.stages().is_empty()
            || self.items.iter().any(|i| sources.of(i).is_some());
        let clean = is_raw.then_some("clean");
        clean.into_iter().chain(self.task.stages().iter().copied()).collect()
    }

    /// The files it was read from.
    pub(crate) fn display_names(paths: &[PathBuf]) -> Vec<String> {
        paths.iter().map(|p| p.display().to_string()).collect()
    }
}
