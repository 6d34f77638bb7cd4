//! One row of gold: a JSON object with a place for messages, and typed doors to its fields.

use crate::EvalError;
use chaffinch_io::{Offsets, Unit};
use serde_json::{Map, Value};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

/// One row.
pub(crate) struct Row {
    pub(crate) file: Arc<Path>,
    pub(crate) line: u64,
    pub(crate) fields: Map<String, Value>,
}

impl Row {
    pub(crate) fn parse(file: &Arc<Path>, line: u64, json: &[u8]) -> Result<Self, EvalError> {
        let place = |what: String| EvalError::data(format!("`{}`, line {line}: {what}", file.display()));
        match serde_json::from_slice(json) {
            Ok(Value::Object(fields)) => Ok(Self { file: file.clone(), line, fields }),
            Ok(_) => Err(place("found JSON that is not an object, expected one a line".to_owned())),
            Err(error) => Err(place(format!("not valid JSON: {error}"))),
        }
    }

    /// An error about this row.
    pub(crate) fn error(&self, what: impl std::fmt::Display) -> EvalError {
        EvalError::data(format!("`{}`, line {}: {what}", self.file.display(), self.line))
    }

    /// The field, unless it is null.
    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        self.fields.get(name).filter(|v| !v.is_null())
    }

    pub(crate) fn has_field(&self, name: &str) -> bool {
        self.fields.contains_key(name)
    }

    /// Names of the fields, for messages.
    pub(crate) fn names(&self) -> String {
        let names: Vec<String> = self.fields.keys().map(|k| format!("`{k}`")).collect();
        if names.is_empty() { "none".to_owned() } else { names.join(", ") }
    }

    /// The first field that is a list of spans.
    pub(crate) fn spans_field(&self) -> Option<&str> {
        let is_span =
            |v: &Value| v.as_array().is_some_and(|a| a.len() >= 2 && a[0].is_u64() && a[1].is_u64());
        let is_spans = |v: &Value| v.as_array().is_some_and(|a| a.first().is_some_and(is_span));
        self.fields.iter().find(|(_, v)| is_spans(v)).map(|(name, _)| name.as_str())
    }

    /// The id: a string, a number, or else the line.
    pub(crate) fn id(&self) -> String {
        match self.get("id") {
            Some(Value::String(id)) => id.clone(),
            Some(id @ Value::Number(_)) => id.to_string(),
            _ => format!("{}:{}", self.file.display(), self.line),
        }
    }

    pub(crate) fn string(&self, name: &str) -> Result<&str, EvalError> {
        let value = self.get(name).and_then(Value::as_str);
        value.ok_or_else(|| self.expected(name, "a string"))
    }

    /// A field that may be absent, as an empty string.
    pub(crate) fn string_or_empty(&self, name: &str) -> &str {
        self.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    pub(crate) fn strings(&self, name: &str) -> Result<Vec<&str>, EvalError> {
        let list = self.get(name).and_then(Value::as_array);
        let strings = list.and_then(|l| l.iter().map(Value::as_str).collect());
        strings.ok_or_else(|| self.expected(name, "a list of strings"))
    }

    /// A span in characters of `text`, as bytes.
    pub(crate) fn span(&self, name: &str, text: &str) -> Result<Range<usize>, EvalError> {
        let value = self.get(name).ok_or_else(|| self.expected(name, "[start, end]"))?;
        self.span_of(name, value, &Offsets::new(text, Unit::Char))
    }

    /// `[start, end, …]` in characters, as bytes.
    pub(crate) fn span_of(
        &self,
        name: &str,
        value: &Value,
        offsets: &Offsets<'_>,
    ) -> Result<Range<usize>, EvalError> {
        let at = |i: usize| usize::try_from(value.get(i)?.as_u64()?).ok();
        let (Some(start), Some(end)) = (at(0), at(1)) else {
            return Err(self.expected(name, "[start, end]"));
        };
        match (offsets.to_byte(start), offsets.to_byte(end)) {
            (Some(from), Some(to)) if from <= to => Ok(from..to),
            _ => Err(self.error(format!(
                "`{name}`: found [{start}, {end}], expected start ≤ end within the text, which has {} characters",
                offsets.len()
            ))),
        }
    }

    fn expected(&self, name: &str, wanted: &str) -> EvalError {
        let found = self.fields.get(name).map_or_else(|| "nothing".to_owned(), short);
        self.error(format!("`{name}`: found {found}, expected {wanted}"))
    }
}

/// A value, cut to what fits a message.
pub(crate) fn short(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= 40 {
        return text;
    }
    text.chars().take(39).chain(['…']).collect()
}
