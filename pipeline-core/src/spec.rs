//! What a stage declares about itself: the layers it reads and writes, their attributes, the
//! `meta` keys it sets. The planner checks the declarations against each other, the draft
//! enforces them, and `chaffinch stages`, the JSON Schema, the benches and the laws read them.
//!
//! All of it is `'static`: built-in stages declare constants, and a plugin's manifest lives as
//! long as its library, which is never unloaded.

use crate::{AttrType, Coords};
use std::fmt;

/// An attribute column of a layer or a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AttrSpec {
    /// Name in records, for example `speaker`.
    pub name: &'static str,
    /// Type of its values.
    pub ty: AttrType,
    /// For references: the layer whose rows are meant.
    pub target: &'static str,
}

impl AttrSpec {
    /// An attribute with plain values.
    #[must_use]
    pub const fn new(name: &'static str, ty: AttrType) -> Self {
        Self { name, ty, target: "" }
    }

    /// A reference to one row of `target`.
    #[must_use]
    pub const fn reference(name: &'static str, target: &'static str) -> Self {
        Self { name, ty: AttrType::Ref, target }
    }

    /// A list of references to rows of `target`.
    #[must_use]
    pub const fn references(name: &'static str, target: &'static str) -> Self {
        Self { name, ty: AttrType::RefList, target }
    }
}

impl fmt::Display for AttrSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.ty.name())?;
        match self.target {
            "" => Ok(()),
            target => write!(f, " to `{target}`"),
        }
    }
}

/// A layer that a stage writes.
#[derive(Clone, Copy, Debug)]
pub struct LayerSpec {
    /// Name in records, for example `entities`.
    pub name: &'static str,
    /// One line for people.
    pub summary: &'static str,
    /// What its offsets count in.
    pub coords: Coords,
    /// Labels it uses; empty where configuration brings them.
    pub labels: &'static [&'static str],
    /// Its attribute columns.
    pub attrs: &'static [AttrSpec],
}

impl LayerSpec {
    /// A layer over the text, without labels or attributes yet.
    #[must_use]
    pub const fn new(name: &'static str, summary: &'static str) -> Self {
        Self { name, summary, coords: Coords::Text, labels: &[], attrs: &[] }
    }

    /// In source coordinates.
    #[must_use]
    pub const fn in_source(self) -> Self {
        Self { coords: Coords::Source, ..self }
    }

    /// With these labels.
    #[must_use]
    pub const fn labels(self, labels: &'static [&'static str]) -> Self {
        Self { labels, ..self }
    }

    /// With these attributes.
    #[must_use]
    pub const fn attrs(self, attrs: &'static [AttrSpec]) -> Self {
        Self { attrs, ..self }
    }
}

/// A document-level table that a stage writes: columns without spans.
#[derive(Clone, Copy, Debug)]
pub struct TableSpec {
    /// Name in records, for example `pairs`.
    pub name: &'static str,
    /// One line for people.
    pub summary: &'static str,
    /// Its columns.
    pub attrs: &'static [AttrSpec],
}

impl TableSpec {
    /// A table with these columns.
    #[must_use]
    pub const fn new(name: &'static str, summary: &'static str, attrs: &'static [AttrSpec]) -> Self {
        Self { name, summary, attrs }
    }
}

/// Everything a stage declares.
#[derive(Clone, Copy, Debug)]
pub struct StageSpec {
    /// The name that `use = "…"` takes.
    pub name: &'static str,
    /// One line for `chaffinch stages`.
    pub summary: &'static str,
    /// Layers it cannot do without.
    pub reads: &'static [&'static str],
    /// Layers it profits from when they are there.
    pub uses: &'static [&'static str],
    /// Layers it makes; one of that name from the input is replaced.
    pub creates: &'static [LayerSpec],
    /// Layers it makes only where no stage before it and no input brought them.
    pub creates_if_absent: &'static [LayerSpec],
    /// Layers of others to which it adds.
    pub extends: &'static [LayerSpec],
    /// Document-level tables it makes.
    pub tables: &'static [TableSpec],
    /// `meta` keys it may set.
    pub meta: &'static [&'static str],
    /// Whether it may replace the text, by edits.
    pub rewrites: bool,
}

impl StageSpec {
    /// A stage that declares nothing yet.
    #[must_use]
    pub const fn new(name: &'static str, summary: &'static str) -> Self {
        Self {
            name,
            summary,
            reads: &[],
            uses: &[],
            creates: &[],
            creates_if_absent: &[],
            extends: &[],
            tables: &[],
            meta: &[],
            rewrites: false,
        }
    }

    /// Sets [`StageSpec::reads`].
    #[must_use]
    pub const fn reads(self, reads: &'static [&'static str]) -> Self {
        Self { reads, ..self }
    }

    /// Sets [`StageSpec::uses`].
    #[must_use]
    pub const fn uses(self, uses: &'static [&'static str]) -> Self {
        Self { uses, ..self }
    }

    /// Sets [`StageSpec::creates`].
    #[must_use]
    pub const fn creates(self, creates: &'static [LayerSpec]) -> Self {
        Self { creates, ..self }
    }

    /// Sets [`StageSpec::creates_if_absent`].
    #[must_use]
    pub const fn creates_if_absent(self, layers: &'static [LayerSpec]) -> Self {
        Self { creates_if_absent: layers, ..self }
    }

    /// Sets [`StageSpec::extends`].
    #[must_use]
    pub const fn extends(self, extends: &'static [LayerSpec]) -> Self {
        Self { extends, ..self }
    }

    /// Sets [`StageSpec::tables`].
    #[must_use]
    pub const fn tables(self, tables: &'static [TableSpec]) -> Self {
        Self { tables, ..self }
    }

    /// Sets [`StageSpec::meta`].
    #[must_use]
    pub const fn meta(self, meta: &'static [&'static str]) -> Self {
        Self { meta, ..self }
    }

    /// Declares that the stage replaces text.
    #[must_use]
    pub const fn rewrites(self) -> Self {
        Self { rewrites: true, ..self }
    }

    /// All layers it may write, in declaration order.
    pub fn writes(&self) -> impl Iterator<Item = &'static LayerSpec> + use<> {
        self.creates.iter().chain(self.creates_if_absent).chain(self.extends)
    }

    /// Whether it may read the layer `name`: declared in `reads` or `uses`, or one it extends
    /// or would create.
    #[must_use]
    pub fn may_read(&self, name: &str) -> bool {
        self.reads.contains(&name) || self.uses.contains(&name) || self.writes().any(|l| l.name == name)
    }
}
