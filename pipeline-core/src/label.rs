//! Labels: short names (`PER`, `title`, `spam`) interned to `u32` ids.
//!
//! Labels that stages declare are interned while the pipeline is built and then frozen, so
//! every thread sees the same ids without a lock. Labels that only the input brings get ids
//! past the frozen ones, in a table of their document. Ids never leave the process.

use std::collections::HashMap;
use std::sync::Arc;

/// An interned label.
#[repr(transparent)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Label(pub(crate) u32);

impl Label {
    /// No label; written as an absent `label` in records.
    pub const NONE: Label = Label(0);

    /// The raw id, for plugin hosts. Only meaningful within one pipeline.
    #[must_use]
    pub fn id(self) -> u32 {
        self.0
    }

    /// The label of a raw id, for plugin hosts, which check that the id means something.
    #[must_use]
    pub fn from_id(id: u32) -> Self {
        Self(id)
    }
}

/// Collects the labels of a pipeline while it is built.
#[derive(Debug)]
pub struct LabelsBuilder {
    names: Vec<Arc<str>>,
    ids: HashMap<Arc<str>, u32>,
}

impl Default for LabelsBuilder {
    fn default() -> Self {
        let empty: Arc<str> = Arc::from("");
        Self { names: vec![empty.clone()], ids: HashMap::from([(empty, 0)]) }
    }
}

impl LabelsBuilder {
    /// The label named `name`, made on first use. The empty name is [`Label::NONE`].
    pub fn intern(&mut self, name: &str) -> Label {
        if let Some(&id) = self.ids.get(name) {
            return Label(id);
        }
        let id = crate::span::to_u32(self.names.len());
        let name: Arc<str> = Arc::from(name);
        self.names.push(name.clone());
        self.ids.insert(name, id);
        Label(id)
    }

    /// The name of `label`, empty if it is not from here.
    #[must_use]
    pub fn name(&self, label: Label) -> &str {
        self.names.get(label.0 as usize).map_or("", |n| n)
    }

    /// Freezes the table.
    #[must_use]
    pub fn freeze(self) -> Labels {
        Labels(Arc::new(Frozen { names: self.names, ids: self.ids }))
    }
}

#[derive(Debug)]
struct Frozen {
    names: Vec<Arc<str>>,
    ids: HashMap<Arc<str>, u32>,
}

/// The frozen label table of a pipeline; cheap to clone.
#[derive(Clone, Debug)]
pub struct Labels(Arc<Frozen>);

impl Default for Labels {
    fn default() -> Self {
        LabelsBuilder::default().freeze()
    }
}

impl Labels {
    /// The label named `name`, if some stage declared it.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Label> {
        self.0.ids.get(name).map(|&id| Label(id))
    }

    /// The name of `label`.
    #[must_use]
    pub fn name(&self, label: Label) -> Option<&str> {
        self.0.names.get(label.0 as usize).map(|n| &**n)
    }

    /// How many labels there are, the empty one included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.names.len()
    }

    /// Never true: the empty label is always there.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.names.is_empty()
    }
}

/// Labels of one document: the pipeline's frozen table, and its own for labels that came with
/// the input.
#[derive(Clone, Debug, Default)]
pub(crate) struct DocumentLabels {
    frozen: Labels,
    own: Vec<Arc<str>>,
    ids: HashMap<Arc<str>, Label>,
}

impl DocumentLabels {
    pub(crate) fn new(frozen: Labels) -> Self {
        Self { frozen, ..Self::default() }
    }

    pub(crate) fn intern(&mut self, name: &str) -> Label {
        if name.is_empty() {
            return Label::NONE;
        }
        if let Some(label) = self.get(name) {
            return label;
        }
        let label = Label(crate::span::to_u32(self.frozen.len() + self.own.len()));
        let name: Arc<str> = Arc::from(name);
        self.own.push(name.clone());
        self.ids.insert(name, label);
        label
    }

    pub(crate) fn get(&self, name: &str) -> Option<Label> {
        self.frozen.get(name).or_else(|| self.ids.get(name).copied())
    }

    pub(crate) fn name(&self, label: Label) -> &str {
        self.frozen.name(label).unwrap_or_else(|| {
            self.own.get((label.0 as usize).wrapping_sub(self.frozen.len())).map_or("", |n| n)
        })
    }
}
