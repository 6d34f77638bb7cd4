//! What is known beforehand about layers and tables: coordinates and the types of attributes.
//!
//! A record does not say whether `"speaker": 3` is a number or a reference to row 3 of `entities`. The specs that
//! stages declare do. Layers that nobody declared are read by what their values look like.

use std::collections::HashMap;

use pipeline_core::{AttrSpec, Coords, LayerSpec, TableSpec};

/// The declared layers and tables; made of the specs of all stages, built-in and plugged in.
#[derive(Debug, Clone, Default)]
pub struct Schema {
    layers: HashMap<&'static str, Shape>,
    tables: HashMap<&'static str, Shape>,
}

#[derive(Debug, Clone, Default)]
struct Shape {
    coords: Coords,
    attrs: Vec<AttrSpec>,
}

impl Schema {
    /// From specs; where several stages declare one layer, their attributes are joined and the first type of an
    /// attribute counts.
    pub fn new<'s>(
        layers: impl IntoIterator<Item = &'s LayerSpec>,
        tables: impl IntoIterator<Item = &'s TableSpec>,
    ) -> Self {
        let mut schema = Self::default();
        for spec in layers {
            let shape = schema.layers.entry(spec.name).or_default();
            shape.coords = spec.coords;
            shape.join(spec.attrs);
        }
        for spec in tables {
            schema.tables.entry(spec.name).or_default().join(spec.attrs);
        }
        schema
    }

    pub(crate) fn coords(&self, layer: &str) -> Option<Coords> {
        self.layers.get(layer).map(|shape| shape.coords)
    }

    pub(crate) fn layer_attr(&self, layer: &str, attr: &str) -> Option<&AttrSpec> {
        self.layers.get(layer)?.attr(attr)
    }

    pub(crate) fn table_attr(&self, table: &str, attr: &str) -> Option<&AttrSpec> {
        self.tables.get(table)?.attr(attr)
    }
}

impl Shape {
    fn join(&mut self, attrs: &[AttrSpec]) {
        for attr in attrs {
            if self.attr(attr.name).is_none() {
                self.attrs.push(*attr);
            }
        }
    }

    fn attr(&self, name: &str) -> Option<&AttrSpec> {
        self.attrs.iter().find(|attr| attr.name == name)
    }
}
