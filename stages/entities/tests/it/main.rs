//! The tests of the stage, through one door: [`check`].

#![allow(clippy::unwrap_used)]

mod actors;
mod document;
mod gazetteer;
mod hostile;
mod links;
mod metonyms;
mod names;
mod options;
mod roles;

use chaffinch_entities::Entities;
use pipeline_core::Document;
use pipeline_core::testing::{self, Rig};
use std::sync::Mutex;

/// Building the stage takes a while without optimisation; all tests share one.
static RIG: Mutex<Option<Rig>> = Mutex::new(None);

/// The document after the stage with its defaults.
fn run(text: &str) -> Document {
    dated("", text)
}

/// The same with `meta.date`.
fn dated(date: &str, text: &str) -> Document {
    let mut shared = RIG.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let rig = shared.take().unwrap_or_else(|| testing::stage::<Entities>("")).text(text).meta("date", date);
    let doc = rig.run();
    *shared = Some(rig);
    doc
}

/// A string attribute of every entity.
fn column(doc: &Document, name: &str) -> Vec<String> {
    column_of(doc, "entities", name)
}

/// A string attribute of every row of a layer; `-` for none.
fn column_of(doc: &Document, layer: &str, name: &str) -> Vec<String> {
    let layer = doc.layer(layer).unwrap();
    let get = |row| layer.str(name).and_then(|c| c.get(row)).unwrap_or("-").to_owned();
    (0..layer.len()).map(get).collect()
}

/// Checks spans, labels and ids of all entities of a text.
#[track_caller]
fn check(text: &str, want: &[(&str, &str, &str)]) {
    let doc = run(text);
    let ids = column(&doc, "id");
    let got: Vec<(&str, &str, &str)> = testing::labelled(&doc, "entities")
        .into_iter()
        .zip(&ids)
        .map(|((t, l), id)| (t, l, id.as_str()))
        .collect();
    assert_eq!(got, want, "{text}");
}

/// Checks spans and actors; `-` for none.
#[track_caller]
fn sides(text: &str, want: &[(&str, &str)]) {
    let doc = run(text);
    let actors = column(&doc, "actor");
    let got: Vec<(&str, &str)> =
        testing::texts(&doc, "entities").into_iter().zip(actors.iter().map(String::as_str)).collect();
    assert_eq!(got, want, "{text}");
}
