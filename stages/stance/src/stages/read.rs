//! Reads the layers of a view into the plain slices that the algorithms work on.

use chaffinch_layers::{BLOCKS, Entities, block_ranges, sentence_ranges, token_ranges};
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
    rows: Vec<usize>,
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
            rows.push(entity.row);
        }
        Ok(Self { text: view.text(), mentions, rows })
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
        }
    }

    /// The row of a mention in `entities`.
    pub(super) fn row(&self, mention: usize) -> usize {
        self.rows[mention]
    }
}

impl Ranges {
    fn fill(&mut self, view: &View<'_>) -> Result<(), StageError> {
        let span = |r: &Range<usize>| Span::new(narrow(r.start), narrow(r.end));
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
        token_ranges(view, &mut self.buffer)?;
        self.words.clear();
        self.words.extend(self.buffer.iter().map(span));
        Ok(())
    }
}
