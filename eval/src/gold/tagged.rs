//! `{"tokens": […], "tags": ["B-PER", "I-PER", "O", …], "doc": 7}`: sentences of tagged tokens.
//!
//! Tokens are joined by spaces, the sentences of one `doc` by blank lines, so that boundaries of
//! sentences are plain to see. Without `doc`, rows whose ids differ only in a number at the end
//! are one document. A file with one `doc` for more than 100 rows has no documents: there each
//! sentence stands alone.

use crate::EvalError;
use crate::gold::row::Row;
use crate::gold::{Answer, Input, Item, TagSet};
use crate::side::Mark;
use serde_json::Value;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

const LONGEST_DOCUMENT: usize = 100;

/// A row: its text, its entities in bytes of it.
pub(crate) struct Sentence {
    id: String,
    document: String,
    text: String,
    marks: Vec<Mark>,
}

pub(crate) fn sentence(row: &Row, tags: &mut TagSet) -> Result<Sentence, EvalError> {
    let (tokens, labels) = (row.strings("tokens")?, row.strings("tags")?);
    if tokens.len() != labels.len() {
        return Err(row.error(format!(
            "found {} `tokens` and {} `tags`, expected as many",
            tokens.len(),
            labels.len()
        )));
    }
    Ok(sentence_of(row.id(), document(row), tokens.into_iter().zip(labels), tags))
}

/// A sentence of these tokens, each with its tag.
pub(crate) fn sentence_of<'a>(
    id: String,
    document: String,
    tokens: impl Iterator<Item = (&'a str, &'a str)>,
    tags: &mut TagSet,
) -> Sentence {
    let mut sentence = Sentence { id, document, text: String::new(), marks: Vec::new() };
    let placed: Vec<(Range<usize>, &str)> = tokens.map(|(token, tag)| (sentence.push(token), tag)).collect();
    entities(placed.into_iter(), tags, &mut sentence.marks);
    sentence
}

/// Adds the entities that tags of tokens spell (BIO, IOB1, BIOES or BILOU).
pub(crate) fn entities<'a>(
    tokens: impl Iterator<Item = (Range<usize>, &'a str)>,
    tags: &mut TagSet,
    marks: &mut Vec<Mark>,
) {
    // The tag of the entity that is open, and whether it is counted.
    let mut open: Option<(&str, bool)> = None;
    for (range, tag) in tokens {
        let (prefix, name) = tag.split_once('-').unwrap_or(("I", tag));
        if tag == "O" || tag.is_empty() {
            open = None;
            continue;
        }
        let goes_on = matches!(prefix, "I" | "E" | "L") && open.is_some_and(|(t, _)| t == name);
        if !goes_on {
            let label = tags.gold(name);
            open = Some((name, label.is_some()));
            if let Some(label) = label {
                marks.push(Mark::new(range.clone(), label));
            }
        }
        if let (Some((_, true)), Some(mark)) = (open, marks.last_mut()) {
            mark.range.end = range.end;
        }
    }
}

impl Sentence {
    fn push(&mut self, token: &str) -> Range<usize> {
        if !self.text.is_empty() && !token.is_empty() {
            self.text.push(' ');
        }
        let start = self.text.len();
        self.text.push_str(token);
        start..self.text.len()
    }
}

/// What tells the document of a row from its neighbours'.
fn document(row: &Row) -> String {
    match row.get("doc") {
        Some(Value::String(doc)) => doc.clone(),
        Some(doc) => doc.to_string(),
        None => {
            let id = row.id();
            let stem = id.trim_end_matches(|c: char| c.is_ascii_digit());
            let is_numbered = stem.len() < id.len() && stem.ends_with(['-', '_', ':', '.']);
            if is_numbered { stem.to_owned() } else { id }
        }
    }
}

/// The documents of one file; `true` when its sentences stand alone for want of documents.
pub(crate) fn documents(file: &Arc<Path>, sentences: Vec<Sentence>) -> (Vec<Item>, bool) {
    let first = sentences.first().map(|s| s.document.clone());
    let is_one = sentences.iter().all(|s| Some(&s.document) == first.as_ref());
    let alone = is_one && sentences.len() > LONGEST_DOCUMENT;
    let mut items: Vec<Item> = Vec::new();
    let mut group: Vec<Sentence> = Vec::new();
    for sentence in sentences {
        if group.last().is_some_and(|last| alone || last.document != sentence.document) {
            items.push(join(file, std::mem::take(&mut group)));
        }
        group.push(sentence);
    }
    if !group.is_empty() {
        items.push(join(file, group));
    }
    (items, alone)
}

fn join(file: &Arc<Path>, sentences: Vec<Sentence>) -> Item {
    let (mut text, mut marks) = (String::new(), Vec::new());
    let id = sentences.first().map_or_else(String::new, |s| s.id.clone());
    for sentence in sentences {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let at = text.len();
        text.push_str(&sentence.text);
        marks.extend(sentence.marks.into_iter().map(|mut mark| {
            mark.range = mark.range.start + at..mark.range.end + at;
            mark
        }));
    }
    Item { id, file: file.clone(), inputs: vec![Input::plain(text)], answer: Answer::Marks(marks) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn rows(lines: &[&str]) -> (Vec<Item>, bool) {
        let file: Arc<Path> = Arc::from(Path::new("t.jsonl"));
        let mut tags = TagSet::default();
        let sentences = lines.iter().map(|line| {
            let row = Row::parse(&file, 1, line.as_bytes()).unwrap();
            sentence(&row, &mut tags).unwrap()
        });
        let sentences = sentences.collect();
        documents(&file, sentences)
    }

    fn spans(item: &Item) -> Vec<(&str, &str)> {
        let Answer::Marks(marks) = &item.answer else { unreachable!() };
        let text = &item.inputs[0].text;
        marks.iter().map(|m| (&text[m.range.clone()], m.label.as_str())).collect()
    }

    #[test]
    fn sentences_of_a_document_are_joined() {
        let (items, alone) = rows(&[
            r#"{"tokens":["Ana","Bé","met","Ana"],"tags":["B-PER","I-PER","O","I-PER"],"doc":1}"#,
            r#"{"tokens":["In","Oslo","1999","EU","UN"],"tags":["O","B-LOC","B-DATE","B-ORG","B-ORG"],"doc":1}"#,
            r#"{"tokens":["Lima"],"tags":["S-LOC"],"doc":2}"#,
        ]);
        assert!(!alone);
        assert_eq!(items.len(), 2);
        assert_eq!(&*items[0].inputs[0].text, "Ana Bé met Ana\n\nIn Oslo 1999 EU UN");
        let expected = [("Ana Bé", "PER"), ("Ana", "PER"), ("Oslo", "LOC"), ("EU", "ORG"), ("UN", "ORG")];
        assert_eq!(spans(&items[0]), expected);
        assert_eq!(spans(&items[1]), [("Lima", "LOC")]);
    }

    #[test]
    fn ids_group_rows_without_doc() {
        let (items, _) = rows(&[
            r#"{"id":"bio_x-0","tokens":["a"],"tags":["O"]}"#,
            r#"{"id":"bio_x-1","tokens":["b"],"tags":["O"]}"#,
            r#"{"id":"bio_y-0","tokens":["c"],"tags":["O"]}"#,
        ]);
        let texts: Vec<&str> = items.iter().map(|i| &*i.inputs[0].text).collect();
        assert_eq!(texts, ["a\n\nb", "c"]);
    }

    #[test]
    fn one_doc_for_all_rows_is_no_document() {
        let line = r#"{"tokens":["a"],"tags":["O"],"doc":0}"#;
        assert_eq!(rows(&[line; 100]).0.len(), 1);
        let (items, alone) = rows(&[line; 101]);
        assert!(alone);
        assert_eq!(items.len(), 101);
    }
}
