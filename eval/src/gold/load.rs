//! Reads gold and checks that it fits the task.

use crate::gold::row::Row;
use crate::gold::{GoldSet, Item, Shape, TagSet, conll, files, page, record, spans, stance, tagged};
use crate::task::Kind;
use crate::{ErrorKind, EvalError, Task};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Reads the gold of these files or directories: record v1, or one of the shapes named in this
/// crate's documentation.
///
/// # Errors
/// `NotFound` and `Io` where the system has it so; `Data` for a row that cannot be read, has none
/// of the known shapes, or cannot score the task: names file, line, the fields found and what
/// was expected.
pub fn load(task: &Task, paths: &[PathBuf]) -> Result<GoldSet, EvalError> {
    let mut loader = Loader::new(task);
    for path in files::list(paths)? {
        let file: Arc<Path> = Arc::from(path.as_path());
        if conll::is_conll(&path) {
            loader.columns(&file)?;
            continue;
        }
        files::lines(&path, |line, json| loader.row(&Row::parse(&file, line, json)?))?;
        loader.end_of_file(&file);
    }
    loader.finish(paths)
}

struct Loader<'t> {
    task: &'t Task,
    shape: Option<Shape>,
    items: Vec<Item>,
    tags: TagSet,
    sentences: Vec<tagged::Sentence>,
    notes: Vec<String>,
    without_spans: u64,
    found: stance::Found,
}

impl<'t> Loader<'t> {
    fn new(task: &'t Task) -> Self {
        Self {
            task,
            shape: None,
            items: Vec::new(),
            tags: TagSet::default(),
            sentences: Vec::new(),
            notes: Vec::new(),
            without_spans: 0,
            found: stance::Found::default(),
        }
    }

    fn row(&mut self, row: &Row) -> Result<(), EvalError> {
        match self.check_shape(row)? {
            Shape::Record => self.items.push(record::item(row, self.task)?),
            Shape::Page => self.items.push(page::item(row)?),
            Shape::Tagged => self.sentences.push(tagged::sentence(row, &mut self.tags)?),
            Shape::Spans => match spans::item(row, self.task)? {
                Some(item) => self.items.push(item),
                None => self.without_spans += 1,
            },
            shape => self.items.push(stance::item(row, shape, &mut self.found)?),
        }
        Ok(())
    }

    /// A file in columns.
    fn columns(&mut self, file: &Arc<Path>) -> Result<(), EvalError> {
        let mut reader = conll::Reader::new(file, self.task);
        reader.check()?;
        let mut last = 0;
        files::lines(file, |number, line| {
            if number > last + 1 {
                reader.blank(&mut self.tags);
            }
            last = number;
            reader.line(number, line, &mut self.tags)
        })?;
        let read = reader.finish(&mut self.tags);
        self.shape = Some(if self.task.kind() == Kind::Entities { Shape::Tagged } else { Shape::Spans });
        self.items.extend(read.items);
        self.sentences = read.sentences;
        self.end_of_file(file);
        Ok(())
    }

    fn check_shape(&mut self, row: &Row) -> Result<Shape, EvalError> {
        let Some(shape) = Shape::of(row, self.task) else {
            return Err(row.error(format!(
                "the fields {} are none of the known shapes:{}",
                row.names(),
                Shape::known()
            )));
        };
        if let Some(instead) = shape.instead(self.task, row) {
            return Err(row.error(format!(
                "{} can score {instead}, not `{}` (fields: {})",
                shape.name(),
                self.task.name(),
                row.names()
            )));
        }
        match self.shape {
            Some(first) if first != shape => Err(row.error(format!(
                "found {}, but the gold began with {}; score them one after the other",
                shape.name(),
                first.name()
            ))),
            _ => {
                self.shape = Some(shape);
                Ok(shape)
            }
        }
    }

    fn end_of_file(&mut self, file: &Arc<Path>) {
        let sentences = std::mem::take(&mut self.sentences);
        let rows = sentences.len();
        let (items, alone) = tagged::documents(file, sentences);
        if alone {
            self.notes.push(format!(
                "`{}` tells no documents apart: each of its {rows} sentences stands alone",
                file.display()
            ));
        }
        self.items.extend(items);
    }

    fn finish(mut self, paths: &[PathBuf]) -> Result<GoldSet, EvalError> {
        let names = GoldSet::display_names(paths);
        let shape = self.shape.filter(|_| !self.items.is_empty());
        let Some(shape) = shape else {
            let message = format!("no gold in {}: not one row to compare", names.join(", "));
            return Err(EvalError::new(ErrorKind::Data, message));
        };
        self.notes.extend(self.tags.notes());
        let layer = self.task.layer();
        self.note(self.without_spans, &format!("rows left out because their `{layer}` is null"));
        self.note(self.found.no_target, "targets that the text does not name, judged on the whole sentence");
        self.note(self.found.no_holder, "holders that the text does not name");
        Ok(GoldSet {
            task: self.task.clone(),
            names,
            shape,
            items: self.items,
            tags: self.tags,
            notes: self.notes,
            only: Vec::new(),
        })
    }

    fn note(&mut self, n: u64, what: &str) {
        if n > 0 {
            self.notes.push(format!("{what}: {n}"));
        }
    }
}
