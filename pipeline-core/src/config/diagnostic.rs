//! Diagnostics: a message, the place it is about, and what to do.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use std::ops::Range;

/// A range of bytes in one of the [`Sources`].
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Place {
    pub(crate) source: usize,
    pub(crate) span: Range<usize>,
}

/// One finding about a configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Where.
    pub at: Place,
    /// What is wrong: found, and expected.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A finding without help.
    pub fn new(at: Place, message: impl Into<String>) -> Self {
        Self { at, message: message.into(), help: None }
    }

    /// With advice.
    #[must_use]
    pub fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// With "did you mean …" when one of `known` is close to `word`, and the list of them
    /// when none is.
    #[must_use]
    pub fn suggest<'a>(self, word: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> Self {
        if let Some(best) = suggest(word, known.clone()) {
            return self.help(format!("did you mean `{best}`?"));
        }
        let known: Vec<_> = known.into_iter().map(|k| format!("`{k}`")).collect();
        if known.is_empty() { self } else { self.help(format!("known here: {}", known.join(", "))) }
    }
}

/// The word of `known` that `word` most likely means, if any is close.
pub fn suggest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (word.chars().count() / 3).max(1);
    known
        .into_iter()
        .map(|k| (strsim::damerau_levenshtein(&word.to_lowercase(), &k.to_lowercase()), k))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, k)| k)
}

/// The texts that diagnostics point into: the configuration file, then one per `--set`.
#[derive(Clone, Debug, Default)]
pub struct Sources(Vec<(String, String)>);

impl Sources {
    /// Adds a text under the name to be shown.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> usize {
        self.0.push((name.into(), text.into()));
        self.0.len() - 1
    }

    /// The text of a source.
    #[must_use]
    pub fn text(&self, source: usize) -> &str {
        self.0.get(source).map_or("", |s| &s.1)
    }

    /// The line of a place, from 1.
    #[must_use]
    pub fn line(&self, at: &Place) -> usize {
        let before = self.text(at.source).as_bytes().get(..at.span.start).unwrap_or_default();
        1 + before.iter().filter(|b| **b == b'\n').count()
    }

    /// The diagnostic with `file:line:column`, the line itself, and the help.
    #[must_use]
    pub fn render(&self, d: &Diagnostic) -> String {
        self.render_with(d, &Renderer::plain())
    }

    /// As [`Sources::render`], in colour.
    #[must_use]
    pub fn render_styled(&self, d: &Diagnostic) -> String {
        self.render_with(d, &Renderer::styled())
    }

    fn render_with(&self, d: &Diagnostic, renderer: &Renderer) -> String {
        let Some((name, text)) = self.0.get(d.at.source) else {
            return format!("error: {}", d.message);
        };
        let end = d.at.span.end.min(text.len());
        let span = d.at.span.start.min(end)..end;
        // An array or table that spans lines is shown by its first.
        let first_line = text[span.clone()].find('\n').map_or(end, |n| span.start + n);
        let snippet = Snippet::source(text.as_str())
            .path(name.as_str())
            .annotation(AnnotationKind::Primary.span(span.start..first_line));
        let mut group = Level::ERROR.primary_title(d.message.as_str()).element(snippet);
        if let Some(help) = &d.help {
            group = group.element(Level::HELP.message(help.as_str()));
        }
        renderer.render(&[group])
    }
}
