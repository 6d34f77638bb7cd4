//! The manifest: the JSON that says what a library has. Made from the constants of its stages;
//! read by the host of [`testing`](crate::testing).

use crate::entry::Plugin;
use crate::spec::{self, Mode, Spec, Type};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A whole library.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Manifest {
    pub(crate) id: String,
    pub(crate) version: String,
    pub(crate) license: String,
    pub(crate) summary: String,
    pub(crate) stages: Vec<Stage>,
}

/// One stage.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Stage {
    pub(crate) kind: String,
    pub(crate) summary: String,
    #[serde(default)]
    pub(crate) layers: Vec<Layer>,
    #[serde(default)]
    pub(crate) tables: Vec<Table>,
    #[serde(default)]
    pub(crate) meta: Vec<String>,
    #[serde(default)]
    pub(crate) rewrites: bool,
    #[serde(default)]
    pub(crate) fit: bool,
    #[serde(default)]
    pub(crate) threads: Threads,
    #[serde(default = "one")]
    pub(crate) batch: u32,
    pub(crate) config_schema: Value,
}

fn one() -> u32 {
    1
}

#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Threads {
    #[default]
    Shared,
    Serial,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Layer {
    pub(crate) name: String,
    pub(crate) mode: Mode,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) summary: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) coords: Option<Coords>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) labels: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) attrs: Vec<Attr>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Coords {
    Text,
    Source,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Table {
    pub(crate) name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) summary: String,
    pub(crate) attrs: Vec<Attr>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Attr {
    pub(crate) name: String,
    #[serde(rename = "type")]
    pub(crate) ty: Type,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) target: String,
}

impl Manifest {
    pub(crate) fn of(plugin: &Plugin) -> Self {
        Self {
            id: plugin.id.to_owned(),
            version: plugin.version.to_owned(),
            license: plugin.license.to_owned(),
            summary: plugin.summary.to_owned(),
            stages: plugin.kinds.iter().map(|k| Stage::of(k.spec, k.fits(), k.schema())).collect(),
        }
    }

    pub(crate) fn to_json(&self) -> String {
        serde_json::to_string(self).expect("a manifest is plain data")
    }
}

impl Stage {
    fn of(spec: &Spec, fit: bool, config_schema: Value) -> Self {
        Self {
            kind: spec.kind.to_owned(),
            summary: spec.summary.to_owned(),
            layers: spec.layers.iter().map(Layer::of).collect(),
            tables: spec.tables.iter().map(Table::of).collect(),
            meta: spec.meta.iter().map(|&key| key.to_owned()).collect(),
            rewrites: spec.rewrites,
            fit,
            threads: if spec.serial { Threads::Serial } else { Threads::Shared },
            batch: spec.batch,
            config_schema,
        }
    }
}

impl Layer {
    fn of(layer: &spec::Layer) -> Self {
        // Of a layer that is only read, the host knows the coordinates.
        let coords = (layer.in_source && layer.mode.writes()).then_some(Coords::Source);
        Self {
            name: layer.name.to_owned(),
            mode: layer.mode,
            summary: layer.summary.to_owned(),
            coords,
            labels: layer.labels.iter().map(|&label| label.to_owned()).collect(),
            attrs: layer.attrs.iter().map(Attr::of).collect(),
        }
    }
}

impl Table {
    fn of(table: &spec::Table) -> Self {
        Self {
            name: table.name.to_owned(),
            summary: table.summary.to_owned(),
            attrs: table.attrs.iter().map(Attr::of).collect(),
        }
    }
}

impl Attr {
    fn of(attr: &spec::Attr) -> Self {
        Self { name: attr.name.to_owned(), ty: attr.ty, target: attr.target.to_owned() }
    }
}
