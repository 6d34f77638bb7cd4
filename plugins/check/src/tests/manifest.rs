//! `manifest`: it parses; its stages and options can be used as they are named; every layer that a
//! stage reads is one that people can find; and attributes have the types that chaffinch gives them.

use crate::layers::{STANDARD, standard};
use crate::report::Notes;
use crate::subject;
use crate::target::Target;
use chaffinch_plugin_host::{KindManifest, Manifest, Slot, look_at};
use serde_json::Value;

/// Keys of `[[stage]]` that are the host's.
const RESERVED: [&str; 5] = ["use", "name", "overlap", "timeout", "isolate"];

pub(crate) fn run(target: &Target, notes: &mut Notes) {
    if look_at(&target.library).is_err() {
        return notes.skip("the file cannot be a plugin; see `file`");
    }
    match subject::open(target) {
        Ok(module) => {
            let manifest = &module.manifest;
            notes.note(format!("{} ({}), {}", manifest.title(), manifest.license, stages(manifest)));
            manifest.stages.iter().for_each(|kind| look(kind, manifest, notes));
        }
        Err(why) if why.starts_with("manifest:") => {
            notes.fail(format!("{why}; the keys of a manifest are explained in `chaffinch_plugin.h`"));
        }
        Err(_) => notes.skip("the library cannot be used; see `loads`"),
    }
}

fn stages(manifest: &Manifest) -> String {
    let kinds: Vec<&str> = manifest.stages.iter().map(|k| k.kind).collect();
    format!("with {}", kinds.join(", "))
}

fn look(kind: &KindManifest, manifest: &Manifest, notes: &mut Notes) {
    let stage = kind.kind;
    let explained = explained(manifest, stage);
    if kind.spec.summary.is_empty() {
        notes.note(format!("stage `{stage}` has no `summary`; `chaffinch stages` shows it to people"));
    }
    for slot in kind.slots.iter().filter(|s| !s.table) {
        if !is_known(slot, manifest) && !explained.iter().any(|e| e == slot.name) {
            notes.fail(format!(
                "stage `{stage}`: layer `{}` is none of chaffinch's and no stage of this library makes it; if another plugin does, say so in the layer's `summary`, else correct the name",
                slot.name
            ));
        }
        if slot.writes && !explained.iter().any(|e| e == slot.name) {
            notes.note(format!("stage `{stage}`: layer `{}` that it writes has no `summary`", slot.name));
        }
        compare(stage, slot, notes);
    }
    options(kind, notes);
}

/// Whether people can find out who makes a layer.
fn is_known(slot: &Slot, manifest: &Manifest) -> bool {
    let made = |k: &KindManifest| k.slots.iter().any(|s| s.name == slot.name && s.writes && !s.table);
    slot.writes || standard(slot.name).is_some() || manifest.stages.iter().any(made)
}

/// Layers and tables of a stage that have a summary: the declarations do not keep it for layers
/// that are only read.
fn explained(manifest: &Manifest, stage: &str) -> Vec<String> {
    let json: Value = serde_json::from_str(&manifest.json).unwrap_or_default();
    let stages = json["stages"].as_array().into_iter().flatten();
    let layers = stages.filter(|s| s["kind"] == stage).flat_map(|s| s["layers"].as_array()).flatten();
    let with = layers.filter(|l| l["summary"].as_str().is_some_and(|s| !s.is_empty()));
    with.filter_map(|l| l["name"].as_str().map(str::to_owned)).collect()
}

/// Holds the attributes of a standard layer that is read against those that it has.
fn compare(stage: &str, slot: &Slot, notes: &mut Notes) {
    let Some(known) = STANDARD.iter().find(|l| l.name == slot.name) else { return };
    for attr in slot.attrs.iter().filter(|_| !slot.writes) {
        match known.attrs.iter().find(|a| a.name == attr.name) {
            Some(there) if there.ty == attr.ty => {}
            Some(there) => notes.fail(format!(
                "stage `{stage}`: attribute `{}` of layer `{}` is declared as {attr}, but is {there}; the stage would never see it",
                attr.name, slot.name
            )),
            None => notes.note(format!(
                "stage `{stage}`: layer `{}` has no attribute `{}` in chaffinch; only another plugin could set it",
                slot.name, attr.name
            )),
        }
    }
}

fn options(kind: &KindManifest, notes: &mut Notes) {
    let properties = kind.schema.get("properties").and_then(Value::as_object);
    for (name, property) in properties.into_iter().flatten() {
        if RESERVED.contains(&name.as_str()) {
            notes.fail(format!(
                "stage `{}`: option `{name}` can never be set, since `[[stage]]` has a key of that name; take another",
                kind.kind
            ));
        }
        if !property["description"].is_string() {
            notes.note(format!("stage `{}`: option `{name}` has no `description`", kind.kind));
        }
    }
}
