//! Reads the layers of a view into the plain slices that the algorithms work on.

use chaffinch_layers::{BLOCKS, Entities, MENTIONS, TOKENS, block_ranges, sentence_ranges, token_ranges};
use pipeline_core::{StageError, View};
use std::ops::Range;

use crate::doc::{Doc, Mention, Paragraph, Sort, Span};
use crate::tok::narrow;

/// Buffers of one thread.
#[derive(Default)]
pub(super) struct Ranges {
    buffer: Vec<Range<usize>>,
    paragraphs: Vec<Paragraph>,
    sentences: Vec<Span>,
    words: Vec<Span>,
}

/// What borrows from the document: its text and its mentions.
pub(super) struct Input<'d> {
    text: &'d str,
    /// The mentions, by start.
    pub(super) mentions: Vec<Mention<'d>>,
    /// For each mention, its row in `entities`.
    rows: Vec<Option<usize>>,
    year: Option<u16>,
}

impl<'d> Input<'d> {
    /// Reads text and mentions, and fills `ranges`.
    pub(super) fn read(view: &View<'d>, ranges: &mut Ranges) -> Result<Self, StageError> {
        ranges.fill(view)?;
        let mut mentions = Vec::new();
        let mut rows = Vec::new();
        for entity in Entities::of(view)?.iter() {
            let (Some(id), range) = (entity.id, entity.range()) else { continue };
            let span = Span::new(narrow(range.start), narrow(range.end));
            mentions.push(Mention { span, sort: Sort::of(entity.label), id, actor: entity.actor });
            rows.push(Some(entity.row));
        }
        Ok(Self { text: view.text(), mentions, rows, year: year(view) })
    }

    /// The same with the descriptions of `mentions` ("the prime minister") among the names, where that layer is there.
    pub(super) fn with_descriptions(view: &View<'d>, ranges: &mut Ranges) -> Result<Self, StageError> {
        let mut input = Self::read(view, ranges)?;
        let Some(layer) = view.layer(MENTIONS.name)? else { return Ok(input) };
        let column = |name: &str| layer.str(name);
        let (id, actor) = (column("id"), column("actor"));
        let mut all: Vec<(Mention<'d>, Option<usize>)> =
            input.mentions.drain(..).zip(input.rows.drain(..)).collect();
        for (row, span) in layer.spans().iter().enumerate() {
            let Some(id) = id.and_then(|c| c.get(row)) else { continue };
            let sort = Sort::of(view.label_name(span.label()));
            let span = Span::new(narrow(span.start()), narrow(span.end()));
            let actor = actor.and_then(|c| c.get(row));
            all.push((Mention { span, sort, id, actor }, layer.attrs().reference("entity", row)));
        }
        all.sort_by_key(|(m, _)| (m.span.start, u32::MAX - m.span.end));
        (input.mentions, input.rows) = all.into_iter().unzip();
        Ok(input)
    }

    /// The document as slices.
    pub(super) fn doc<'a>(&'a self, ranges: &'a Ranges) -> Doc<'a>
    where
        'd: 'a,
    {
        Doc {
            text: self.text,
            paragraphs: &ranges.paragraphs,
            sentences: &ranges.sentences,
            words: &ranges.words,
            mentions: &self.mentions,
            year: self.year,
        }
    }

    /// The mention in a row of `entities`, where no descriptions are among them.
    pub(super) fn in_row(&self, row: usize) -> Option<&Mention<'d>> {
        let found = self.rows.binary_search(&Some(row)).ok()?;
        self.mentions.get(found)
    }

    /// The row of a mention in `entities`.
    pub(super) fn row(&self, mention: usize) -> Option<usize> {
        self.rows[mention]
    }
}

/// The year of the day that cleaning found, or the input told.
fn year(view: &View<'_>) -> Option<u16> {
    view.meta("date")?.as_str()?.get(..4)?.parse().ok()
}

impl Ranges {
    fn fill(&mut self, view: &View<'_>) -> Result<(), StageError> {
        block_ranges(view, &mut self.buffer)?;
        let blocks = view.layer(BLOCKS.name)?;
        self.paragraphs.clear();
        self.paragraphs.extend(self.buffer.iter().enumerate().map(|(i, r)| {
            Paragraph {
                span: span(r),
                heading: blocks
                    .and_then(|b| b.spans().get(i))
                    .is_some_and(|s| matches!(view.label_name(s.label()), "title" | "heading")),
            }
        }));
        sentence_ranges(view, &mut self.buffer)?;
        self.sentences.clear();
        self.sentences.extend(self.buffer.iter().map(span));
        self.words.clear();
        if let Some(tokens) = view.layer(TOKENS.name)? {
            // without the buffer between: there are twenty words in a sentence
            self.words.extend(tokens.spans().iter().map(|s| Span::new(narrow(s.start()), narrow(s.end()))));
            return Ok(());
        }
        token_ranges(view, &mut self.buffer)?;
        self.words.extend(self.buffer.iter().map(span));
        Ok(())
    }
}

fn span(range: &Range<usize>) -> Span {
    Span::new(narrow(range.start), narrow(range.end))
}
