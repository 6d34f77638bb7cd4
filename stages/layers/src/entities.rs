//! A typed view of the `entities` layer.

use pipeline_core::{Label, Layer, Span, StageError, StrColumn, View};
use std::ops::Range;

/// The entities of a document.
#[derive(Clone, Copy, Debug)]
pub struct Entities<'d> {
    spans: &'d [Span],
    id: Option<&'d StrColumn>,
    name: Option<&'d StrColumn>,
    actor: Option<&'d StrColumn>,
    view: View<'d>,
}

/// One entity.
#[derive(Clone, Copy, Debug)]
pub struct Entity<'d> {
    /// Its row, by which references mean it.
    pub row: usize,
    span: Span,
    /// Label name: PER, ORG, ….
    pub label: &'d str,
    /// Stable slug of the canonical entity.
    pub id: Option<&'d str>,
    /// Canonical name.
    pub name: Option<&'d str>,
    /// The side it stands for.
    pub actor: Option<&'d str>,
}

impl<'d> Entity<'d> {
    /// Bytes of the text.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.span.range()
    }

    /// The interned label.
    #[must_use]
    pub fn label_id(&self) -> Label {
        self.span.label()
    }

    /// The actor it stands for, else its own id.
    #[must_use]
    pub fn side(&self) -> Option<&'d str> {
        self.actor.or(self.id)
    }
}

impl<'d> Entities<'d> {
    /// The entities of `doc`; empty when the layer is not there.
    ///
    /// # Errors
    /// When the stage did not declare that it reads or uses `entities`.
    pub fn of(doc: &View<'d>) -> Result<Self, StageError> {
        let layer = doc.layer(crate::ENTITIES.name)?;
        let column = |name: &str| layer.and_then(|l| l.str(name));
        Ok(Self {
            spans: layer.map_or(&[], Layer::spans),
            id: column("id"),
            name: column("name"),
            actor: column("actor"),
            view: *doc,
        })
    }

    /// Number of entities.
    #[must_use]
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// The entity in `row`.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<Entity<'d>> {
        let span = *self.spans.get(row)?;
        let at = |column: Option<&'d StrColumn>| column.and_then(|c| c.get(row));
        Some(Entity {
            row,
            span,
            label: self.view.label_name(span.label()),
            id: at(self.id),
            name: at(self.name),
            actor: at(self.actor),
        })
    }

    /// All entities, in order of the text.
    pub fn iter(&self) -> impl Iterator<Item = Entity<'d>> + use<'d> {
        let all = *self;
        (0..self.len()).filter_map(move |row| all.get(row))
    }

    /// Those that start inside `range`.
    pub fn within(&self, range: Range<usize>) -> impl Iterator<Item = Entity<'d>> + use<'d> {
        let all = *self;
        let first = self.spans.partition_point(|s| s.start() < range.start);
        let count = self.spans[first..].partition_point(|s| s.start() < range.end);
        (first..first + count).filter_map(move |row| all.get(row))
    }
}
