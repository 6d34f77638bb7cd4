//! Gold: what people say about documents, and what of each document the pipeline is given.

mod conll;
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
use crate::{ErrorKind, EvalError, SourceLookup, Task};
use record::Base;
use std::collections::BTreeSet;
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
    /// The labels that are compared; all of them when empty.
    pub(crate) only: Vec<String>,
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
    /// The likeliest class, and how likely against, neutral and for are, in thousandths.
    Odds(usize, [u16; 3]),
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
            Self::Class(_) | Self::Odds(..) => Ok(Side::default()),
            Self::Record(record) if is_source => record.resolve(Base::Source(base)),
            Self::Record(record) => record.resolve(Base::Text),
        }
    }

    /// The labels of the annotations.
    fn labels(&self) -> Box<dyn Iterator<Item = &str> + '_> {
        match self {
            Self::Marks(marks) => Box::new(marks.iter().map(|mark| mark.label.as_str())),
            Self::Record(record) => {
                Box::new(record.rows.iter().map(|row| row.label.as_deref().unwrap_or_default()))
            }
            Self::Article(_) | Self::Class(_) | Self::Odds(..) => Box::new(std::iter::empty()),
        }
    }

    pub(crate) fn class(&self) -> Option<usize> {
        match self {
            Self::Class(class) | Self::Odds(class, _) => Some(*class),
            _ => None,
        }
    }

    fn odds(&self) -> Option<[u16; 3]> {
        match self {
            Self::Odds(_, odds) => Some(*odds),
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

    fn document(&self) -> Result<GoldDocument, EvalError> {
        let blame = |what: String| {
            EvalError::data(format!("`{}`, document `{}`: {what}", self.file.display(), self.id))
        };
        let text = self.inputs.first().map(|input| input.text.clone()).unwrap_or_default();
        let marks = match &self.answer {
            Answer::Marks(marks) => marks.clone(),
            Answer::Record(record) => record.resolve(Base::Text).map_err(blame)?.marks,
            Answer::Article(_) | Answer::Class(_) | Answer::Odds(..) => {
                return Err(blame("is judged as a whole, expected annotations with a place".to_owned()));
            }
        };
        let mut marks: Vec<GoldMark> =
            marks.into_iter().map(|mark| GoldMark { range: mark.range, label: mark.label }).collect();
        marks.sort_by_key(|mark| (mark.range.start, mark.range.end));
        Ok(GoldDocument { id: self.id.clone(), text, marks })
    }

    pub(crate) fn weight(&self) -> usize {
        let record = match &self.answer {
            Answer::Record(record) => record.source_length,
            _ => 0,
        };
        self.inputs.iter().map(|i| i.text.len()).sum::<usize>() + record
    }
}

/// A document of gold as a trainer reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoldDocument {
    /// Its id.
    pub id: String,
    /// Its text; of a record, the record's own.
    pub text: Arc<str>,
    /// The annotations of the task's layer, by start.
    pub marks: Vec<GoldMark>,
}

/// An annotation of gold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoldMark {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// The label; empty where the layer has none.
    pub label: String,
}

/// A question of gold that judges mentions, as a trainer reads it. Rows that ask both directions of a pair are two
/// questions with one `row`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoldQuestion {
    /// The number of the row, from 0.
    pub row: usize,
    /// The text around.
    pub text: Arc<str>,
    /// The mention that is judged, in bytes.
    pub target: Range<usize>,
    /// The mention of who judges, where the gold names one.
    pub holder: Option<Range<usize>>,
    /// The side taken: 1 for, -1 against, 0 neither.
    pub side: i8,
    /// Where the gold is unsure: how likely against, neutral and for are, in thousandths. `side` is the likeliest.
    pub odds: Option<[u16; 3]>,
}

impl GoldSet {
    /// The questions of gold that judges mentions (NewsMTSC, SEESAW, DSE), with their answers.
    ///
    /// # Errors
    /// `Data` for gold that asks no such questions.
    pub fn questions(&self) -> Result<Vec<GoldQuestion>, EvalError> {
        let mut questions = Vec::new();
        for (row, item) in self.items.iter().enumerate() {
            let Some(class) = item.answer.class() else {
                return Err(EvalError::data(format!(
                    "`{}`, document `{}`: judges no mention, expected one of the shapes:{}",
                    item.file.display(),
                    item.id,
                    Shape::judging()
                )));
            };
            for (number, input) in item.inputs.iter().enumerate() {
                questions.push(GoldQuestion {
                    row,
                    text: input.text.clone(),
                    target: input.target.clone().unwrap_or(0..input.text.len()),
                    holder: input.holder.clone(),
                    side: self.shape.side(class, number),
                    odds: item.answer.odds(),
                });
            }
        }
        Ok(questions)
    }

    /// Leaves out the documents whose text is also in `other`, and says so in the report: some data sets repeat sentences of
    /// their training part in the others. Returns how many.
    ///
    /// # Errors
    /// `Data` when none is left.
    pub fn leave_out(&mut self, other: &Self) -> Result<usize, EvalError> {
        let text = |item: &Item| item.inputs.first().map(|input| input.text.clone());
        let known: BTreeSet<Arc<str>> = other.items.iter().filter_map(text).collect();
        let before = self.items.len();
        self.items.retain(|item| text(item).is_none_or(|text| !known.contains(&text)));
        let left_out = before - self.items.len();
        let others = other.names.join(", ");
        if self.items.is_empty() {
            return Err(EvalError::data(format!(
                "every document of the gold is also in {others}; none is left"
            )));
        }
        self.notes.push(format!("rows left out because their text is also in {others}: {left_out}"));
        Ok(left_out)
    }

    /// The documents with their annotations.
    ///
    /// # Errors
    /// `Data` for a record whose annotations do not fit its text, and for gold that judges documents as a whole.
    pub fn documents(&self) -> Result<Vec<GoldDocument>, EvalError> {
        self.items.iter().map(Item::document).collect()
    }

    /// Compares only annotations with these labels.
    ///
    /// # Errors
    /// `Usage` for a label that the gold does not have, with those that it has.
    pub fn only(&mut self, labels: &[String]) -> Result<(), EvalError> {
        let known: BTreeSet<&str> = self.items.iter().flat_map(|item| item.answer.labels()).collect();
        if let Some(unknown) = labels.iter().find(|label| !known.contains(label.as_str())) {
            let known: Vec<&str> = known.into_iter().filter(|label| !label.is_empty()).collect();
            let message = match known[..] {
                [] => format!("no annotation of the gold has the label `{unknown}`; none has a label"),
                _ => format!(
                    "no annotation of the gold has the label `{unknown}`; it has `{}`",
                    known.join("`, `")
                ),
            };
            return Err(EvalError::new(ErrorKind::Usage, message));
        }
        self.only = labels.to_vec();
        Ok(())
    }

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
