//! What a stage declares about itself, as constants. The manifest is made of it, the planner of
//! the host checks the declarations of all stages against each other, and a document gives a
//! stage nothing that it did not declare.

/// Everything a stage declares.
///
/// ```
/// use chaffinch_plugin::{Attr, Layer, Spec, Table, Type};
///
/// const SPEC: Spec = Spec::new("shout", "words written in capitals")
///     .layers(&[
///         Layer::read("tokens"),
///         Layer::create("shouts", "words written in capitals")
///             .labels(&["shout"])
///             .attrs(&[Attr::new("letters", Type::I64), Attr::reference("token", "tokens")]),
///     ])
///     .tables(&[Table::new("shout_counts", "how often", &[Attr::new("n", Type::I64)])])
///     .meta(&["shouting"]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Spec {
    pub(crate) kind: &'static str,
    pub(crate) summary: &'static str,
    pub(crate) layers: &'static [Layer],
    pub(crate) tables: &'static [Table],
    pub(crate) meta: &'static [&'static str],
    pub(crate) rewrites: bool,
    pub(crate) serial: bool,
    pub(crate) batch: u32,
}

impl Spec {
    /// A stage that declares nothing yet. `kind` is the name after the slash in
    /// `use = "acme/shout"`; `summary` is one line for people.
    #[must_use]
    pub const fn new(kind: &'static str, summary: &'static str) -> Self {
        Self { kind, summary, layers: &[], tables: &[], meta: &[], rewrites: false, serial: false, batch: 1 }
    }

    /// The layers it reads and writes.
    #[must_use]
    pub const fn layers(self, layers: &'static [Layer]) -> Self {
        Self { layers, ..self }
    }

    /// The document-level tables it makes.
    #[must_use]
    pub const fn tables(self, tables: &'static [Table]) -> Self {
        Self { tables, ..self }
    }

    /// The meta keys it may set.
    #[must_use]
    pub const fn meta(self, meta: &'static [&'static str]) -> Self {
        Self { meta, ..self }
    }

    /// It may replace the text, with [`Doc::rewrite`](crate::Doc::rewrite).
    #[must_use]
    pub const fn rewrites(self) -> Self {
        Self { rewrites: true, ..self }
    }

    /// One call at a time: the stage cannot be shared by threads.
    #[must_use]
    pub const fn serial(self) -> Self {
        Self { serial: true, ..self }
    }

    /// The number of documents it likes to get at once in
    /// [`Stage::process_batch`](crate::Stage::process_batch).
    #[must_use]
    pub const fn batch(self, batch: u32) -> Self {
        Self { batch, ..self }
    }
}

/// How a stage uses a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// It cannot do without the layer.
    Read,
    /// It profits from the layer when it is there.
    Use,
    /// It makes the layer.
    Create,
    /// It makes the layer unless it is there already.
    CreateIfAbsent,
    /// It adds to a layer of another stage.
    Extend,
}

impl Mode {
    pub(crate) const fn writes(self) -> bool {
        matches!(self, Self::Create | Self::CreateIfAbsent | Self::Extend)
    }
}

/// A layer that a stage reads or writes.
#[derive(Clone, Copy, Debug)]
pub struct Layer {
    pub(crate) name: &'static str,
    pub(crate) mode: Mode,
    pub(crate) summary: &'static str,
    pub(crate) labels: &'static [&'static str],
    pub(crate) attrs: &'static [Attr],
    pub(crate) in_source: bool,
}

impl Layer {
    const fn new(name: &'static str, mode: Mode, summary: &'static str) -> Self {
        Self { name, mode, summary, labels: &[], attrs: &[], in_source: false }
    }

    /// A layer that the stage cannot do without.
    #[must_use]
    pub const fn read(name: &'static str) -> Self {
        Self::new(name, Mode::Read, "")
    }

    /// A layer that the stage profits from when it is there.
    #[must_use]
    pub const fn use_if_present(name: &'static str) -> Self {
        Self::new(name, Mode::Use, "")
    }

    /// A layer that the stage makes; `summary` is one line for people.
    #[must_use]
    pub const fn create(name: &'static str, summary: &'static str) -> Self {
        Self::new(name, Mode::Create, summary)
    }

    /// A layer that the stage makes unless it is there already.
    #[must_use]
    pub const fn create_if_absent(name: &'static str, summary: &'static str) -> Self {
        Self::new(name, Mode::CreateIfAbsent, summary)
    }

    /// A layer of another stage, to which this one adds.
    #[must_use]
    pub const fn extend(name: &'static str) -> Self {
        Self::new(name, Mode::Extend, "")
    }

    /// With these labels.
    #[must_use]
    pub const fn labels(self, labels: &'static [&'static str]) -> Self {
        Self { labels, ..self }
    }

    /// With these attributes: those it reads, or those it writes.
    #[must_use]
    pub const fn attrs(self, attrs: &'static [Attr]) -> Self {
        Self { attrs, ..self }
    }

    /// Its spans are ranges of the source, not of the text.
    #[must_use]
    pub const fn in_source(self) -> Self {
        Self { in_source: true, ..self }
    }
}

/// A document-level table that a stage makes: columns without spans.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    pub(crate) name: &'static str,
    pub(crate) summary: &'static str,
    pub(crate) attrs: &'static [Attr],
}

impl Table {
    /// A table with these columns.
    #[must_use]
    pub const fn new(name: &'static str, summary: &'static str, attrs: &'static [Attr]) -> Self {
        Self { name, summary, attrs }
    }
}

/// The type of an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Type {
    /// Integer.
    I64,
    /// Finite number.
    F64,
    /// Text.
    Str,
    /// Truth value.
    Bool,
    /// Byte range, in the coordinates of its layer.
    Span,
    /// A row of another layer; made by [`Attr::reference`].
    Ref,
    /// Rows of another layer; made by [`Attr::references`].
    Refs,
}

impl Type {
    /// Its name in a manifest.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::I64 => "i64",
            Self::F64 => "f64",
            Self::Str => "str",
            Self::Bool => "bool",
            Self::Span => "span",
            Self::Ref => "ref",
            Self::Refs => "refs",
        }
    }

    pub(crate) const fn code(self) -> u32 {
        use chaffinch_plugin_abi::ty;
        match self {
            Self::I64 => ty::I64,
            Self::F64 => ty::F64,
            Self::Str => ty::STR,
            Self::Bool => ty::BOOL,
            Self::Span => ty::SPAN,
            Self::Ref => ty::REF,
            Self::Refs => ty::REFS,
        }
    }
}

/// An attribute of a layer, or a column of a table.
#[derive(Clone, Copy, Debug)]
pub struct Attr {
    pub(crate) name: &'static str,
    pub(crate) ty: Type,
    pub(crate) target: &'static str,
}

impl Attr {
    /// An attribute with plain values.
    #[must_use]
    pub const fn new(name: &'static str, ty: Type) -> Self {
        Self { name, ty, target: "" }
    }

    /// A reference to one row of the layer `target`.
    #[must_use]
    pub const fn reference(name: &'static str, target: &'static str) -> Self {
        Self { name, ty: Type::Ref, target }
    }

    /// References to any number of rows of the layer `target`.
    #[must_use]
    pub const fn references(name: &'static str, target: &'static str) -> Self {
        Self { name, ty: Type::Refs, target }
    }
}
