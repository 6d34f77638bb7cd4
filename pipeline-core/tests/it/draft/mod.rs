//! What a draft refuses, and what a commit does to the document.

mod extend;
mod input;
mod order;
mod refused;

use crate::support::{Call, doc, keeping, outcome, pipeline, planned, reason, refusal, run};
use pipeline_core::{
    AttrSpec, AttrType, Coords, Document, Label, LayerSpec, Outcome, Pipeline, Scalar, StageError, StageKind,
    StageSpec, TableSpec, testing,
};
use proptest::prelude::*;

const WORDS: LayerSpec = LayerSpec::new("words", "words").labels(&["B", "A"]).attrs(&[
    AttrSpec::new("s", AttrType::Str),
    AttrSpec::new("f", AttrType::F64),
    AttrSpec::new("i", AttrType::I64),
    AttrSpec::new("b", AttrType::Bool),
    AttrSpec::new("at", AttrType::Span),
    AttrSpec::reference("next", "words"),
    AttrSpec::references("all", "words"),
]);
const TABLE: TableSpec = TableSpec::new(
    "table",
    "a table",
    &[
        AttrSpec::new("at", AttrType::Span),
        AttrSpec::reference("word", "words"),
        AttrSpec::references("words", "words"),
    ],
);
const SPEC: StageSpec = StageSpec::new("writer", "writes").creates(&[WORDS]).tables(&[TABLE]).meta(&["seen"]);

/// A stage with [`SPEC`].
fn writer(
    script: impl Fn(&mut Call<'_, '_, '_>) -> Result<(), StageError> + Send + Sync + 'static,
) -> &'static dyn StageKind {
    keeping(SPEC, script)
}

#[track_caller]
fn refused(
    script: impl Fn(&mut Call<'_, '_, '_>) -> Result<(), StageError> + Send + Sync + 'static,
    expected: &str,
) {
    assert_eq!(refusal(writer(script), "a€ b"), expected);
}

fn push(call: &mut Call<'_, '_, '_>, range: std::ops::Range<usize>) -> Result<(), StageError> {
    call.draft.layer("words")?.push(range, Label::NONE).map(drop)
}
