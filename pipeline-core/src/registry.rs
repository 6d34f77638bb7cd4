//! The registry: an explicit list of stage kinds. No global state, no linker magic; built-ins
//! come from a `const` list, plugins are added by the host.

use crate::config::{self, Diagnostic, Node};
use crate::{Build, Stage, StageConfig, StageSpec};
use schemars::Schema;
use std::marker::PhantomData;

/// A kind of stage that can be named by `use = "…"`.
pub trait StageKind: Send + Sync {
    /// What it declares.
    fn spec(&self) -> &'static StageSpec;

    /// JSON Schema of its options.
    fn schema(&self) -> Schema;

    /// Its options with their default values.
    fn defaults(&self) -> serde_json::Value;

    /// Whether it comes from a plugin, and so takes `timeout` and `isolate`.
    fn is_hosted(&self) -> bool {
        false
    }

    /// Decodes the options and builds the stage.
    ///
    /// # Errors
    /// A diagnostic that points into the configuration.
    fn build(&self, options: &Node, cx: &mut Build<'_>) -> Result<Box<dyn Stage>, Diagnostic>;
}

/// The [`StageKind`] of a [`StageConfig`]: `&BuiltIn::<Segment>::NEW` in a `const` list.
pub struct BuiltIn<C>(PhantomData<fn() -> C>);

impl<C: StageConfig> BuiltIn<C> {
    /// The only value.
    pub const NEW: Self = Self(PhantomData);
    const SPEC: &'static StageSpec = &C::SPEC;
}

impl<C: StageConfig> StageKind for BuiltIn<C> {
    fn spec(&self) -> &'static StageSpec {
        Self::SPEC
    }

    fn schema(&self) -> Schema {
        schemars::schema_for!(C)
    }

    fn defaults(&self) -> serde_json::Value {
        serde_json::to_value(C::default()).unwrap_or_default()
    }

    fn build(&self, options: &Node, cx: &mut Build<'_>) -> Result<Box<dyn Stage>, Diagnostic> {
        let config: C = config::decode(options)?;
        config.build(cx).map_err(|e| {
            let (at, found) = options.find(&e.key);
            let message =
                if found || e.key.is_empty() { e.message } else { format!("`{}`: {}", e.key, e.message) };
            Diagnostic::new(at, message)
        })
    }
}

/// The stage kinds a planner can choose from.
#[derive(Clone)]
pub struct Registry {
    kinds: Vec<&'static dyn StageKind>,
}

impl Registry {
    /// The registry of these kinds.
    #[must_use]
    pub fn new(kinds: &[&'static dyn StageKind]) -> Self {
        Self { kinds: kinds.to_vec() }
    }

    /// Adds kinds, those of a plugin for example.
    pub fn extend(&mut self, kinds: &[&'static dyn StageKind]) {
        self.kinds.extend_from_slice(kinds);
    }

    /// All kinds, in order of registration.
    pub fn iter(&self) -> impl Iterator<Item = &'static dyn StageKind> + use<'_> {
        self.kinds.iter().copied()
    }

    /// The kind named `name`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&'static dyn StageKind> {
        self.iter().find(|k| k.spec().name == name)
    }

    /// Every layer that some registered stage writes, in order, each name once: what readers
    /// need to know the types of attributes in records.
    pub fn layers(&self) -> impl Iterator<Item = &'static crate::LayerSpec> + use<'_> {
        let mut seen = Vec::new();
        self.iter().flat_map(|k| k.spec().writes()).filter(move |l| {
            let new = !seen.contains(&l.name);
            seen.push(l.name);
            new
        })
    }

    /// Every table that some registered stage writes.
    pub fn tables(&self) -> impl Iterator<Item = &'static crate::TableSpec> + use<'_> {
        self.iter().flat_map(|k| k.spec().tables)
    }
}
