//! Annotated documents to train on.
//!
//! ```text
//! {"tokens": ["Ana", "spoke"], "tags": ["B-PER", "O"]}  →  "Ana spoke", PER 0..3
//! ```

use crate::{ErrorKind, TrainError};
use chaffinch_eval::{Task, load};
use std::path::PathBuf;

/// One document with its annotations, and one annotation.
pub use chaffinch_eval::{GoldDocument as Document, GoldMark as Mark};

/// A question about a mention, with its answer.
pub use chaffinch_eval::GoldQuestion as Question;

/// Reads the gold of `task` (`sentences`, `entities`, …) from files or directories, in the order given. Each may have
/// another shape than the one before.
///
/// # Errors
/// As [`chaffinch_eval::load`]; `Data` when there is not one document.
pub fn read(task: &str, paths: &[PathBuf]) -> Result<Vec<Document>, TrainError> {
    let task = Task::parse(task, [])?;
    let mut documents = Vec::new();
    for path in paths {
        let gold = load(&task, std::slice::from_ref(path))?;
        documents.extend(gold.documents()?);
    }
    if documents.is_empty() {
        let message = format!("nothing to train `{}` on: no file was named", task.name());
        return Err(TrainError::new(ErrorKind::Usage, message));
    }
    Ok(documents)
}

/// Reads gold that judges mentions, of one or several files; their rows are numbered through.
///
/// # Errors
/// As [`chaffinch_eval::load`]; `Data` for gold that judges no mentions, or when there is not one row.
pub fn questions(paths: &[PathBuf]) -> Result<Vec<Question>, TrainError> {
    let task = Task::parse("stance", [])?;
    let mut questions: Vec<Question> = Vec::new();
    for path in paths {
        let first = questions.last().map_or(0, |question| question.row + 1);
        let found = load(&task, std::slice::from_ref(path))?.questions()?;
        questions
            .extend(found.into_iter().map(|question| Question { row: question.row + first, ..question }));
    }
    if questions.is_empty() {
        return Err(TrainError::new(ErrorKind::Usage, "nothing to train `stance` on: no file was named"));
    }
    Ok(questions)
}
