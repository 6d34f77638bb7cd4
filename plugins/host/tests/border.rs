//! The border under a microscope: libraries are loaded, used and let go again and again, so that
//! valgrind sees every access across it. Run by itself it is an ordinary test; `.ci/run` runs its binary
//! under `valgrind --leak-check=full`.
//!
//! `BORDER_LIBRARIES` names more libraries than the C example, as `FILE=TOML options`, one a line.
#![allow(clippy::unwrap_used, missing_docs)]

use chaffinch_plugin_host::{ForeignKind, Host, Memory, Messages, Module, REFUSED_WRITE, Trusted};
use pipeline_core::config::PipelineConfig;
use pipeline_core::testing::{SMALL, dump_outcome, soup};
use pipeline_core::{Coords, Document, NoFiles, Pipeline, Planner, Registry, Scalar, StageKind, Workers};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};

/// What lives for ever, kept where valgrind sees that it is not lost.
static KEPT: Mutex<Vec<(&'static Module, &'static ForeignKind)>> = Mutex::new(Vec::new());

struct Silent;

impl Messages for Silent {
    fn log(&self, _: i32, _: &str, _: &str) {}
    fn warning(&self, _: &str) {}
    fn stuck(&self, message: &str) {
        panic!("{message}");
    }
}

fn example(folder: &str, library: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples").join(folder);
    let made = Command::new("make").arg("-s").arg("-C").arg(&folder).status();
    assert!(made.is_ok_and(|m| m.success()), "`make` and a C compiler are needed for {}", folder.display());
    folder.join("build").join(format!("lib{library}.so"))
}

fn kinds(file: &Path, memory: Memory) -> Vec<&'static dyn StageKind> {
    let module = Module::open(&Trusted::by_hand(file).unwrap()).unwrap();
    let module: &'static Module = Box::leak(Box::new(module));
    let host = Host { messages: Arc::new(Silent), helper: Vec::new() };
    let kinds = ForeignKind::all("p", module, &host).unwrap();
    let kept = |k: ForeignKind| {
        let kind: &'static ForeignKind = Box::leak(Box::new(k.memory(memory)));
        KEPT.lock().unwrap().push((module, kind));
        kind as &'static dyn StageKind
    };
    kinds.into_iter().map(kept).collect()
}

fn pipeline(kind: &'static dyn StageKind, options: &str) -> Pipeline {
    let layers = "[input]\nlayers = [\"tokens\", \"sentences\", \"entities\"]\n";
    let toml = format!("{layers}[[stage]]\nuse = {:?}\n{options}\n", kind.spec().name);
    let config = PipelineConfig::parse("t.toml", &toml, &[]).map_err(|(_, d)| d).unwrap();
    let registry = Registry::new(&[kind]);
    Planner { registry: &registry, env: &NoFiles }.plan(&config).map_err(|d| format!("{d:?}")).unwrap().1
}

/// A document with tokens, one sentence a line, and every third token an entity.
fn document(text: &str, pipeline: &Pipeline) -> Document {
    let mut document = Document::new("d", text, pipeline.labels()).unwrap();
    for (name, end) in [("tokens", ' '), ("sentences", '\n'), ("entities", ' ')] {
        let mut layer = document.input_layer(name, Coords::Text);
        let mut at = 0;
        for (n, part) in text.split_inclusive(end).enumerate() {
            let range = at..at + part.trim_end().len();
            at += part.len();
            if name == "entities" && n % 3 > 0 {
                continue;
            }
            let row = layer.push(range, if name == "entities" { "GPE" } else { "" }, None).unwrap();
            if name == "entities" {
                layer.set(row, "id", "", &Scalar::Str("kabul")).unwrap();
            }
        }
    }
    document.settle().unwrap();
    document
}

fn texts() -> Vec<String> {
    let small = SMALL.iter().map(|(_, text)| (*text).to_owned());
    small.chain((0..20).map(|seed| soup(seed, 40))).chain(["Kabul border\nKabul".to_owned()]).collect()
}

/// The outcomes of all texts, one by one and in batches, on stages that come and go.
fn outcomes(kind: &'static dyn StageKind, options: &str) -> Vec<String> {
    let mut all = Vec::new();
    for _ in 0..3 {
        let pipeline = pipeline(kind, options);
        let mut workers = Workers::default();
        let one = texts()
            .iter()
            .map(|t| pipeline.process_one(document(t, &pipeline), &mut workers))
            .collect::<Vec<_>>();
        let batch =
            pipeline.process_batch(texts().iter().map(|t| document(t, &pipeline)).collect(), &mut workers);
        let dumps: Vec<String> = one.iter().map(dump_outcome).collect();
        assert_eq!(dumps, batch.iter().map(dump_outcome).collect::<Vec<_>>());
        all = dumps;
    }
    all
}

#[test]
fn nothing_is_read_past_its_end_or_kept_too_long() {
    let mut libraries =
        vec![(example("keywords", "keywords"), "words = [\"kabul\", \"border\", \"a\"]".to_owned())];
    let more = std::env::var("BORDER_LIBRARIES").unwrap_or_default();
    libraries.extend(more.lines().filter_map(|l| l.split_once('=')).map(|(f, o)| (f.into(), o.to_owned())));
    for (file, options) in libraries {
        let lent = kinds(&file, Memory::Lent);
        let guarded = kinds(&file, Memory::Guarded);
        for (lent, guarded) in lent.into_iter().zip(guarded) {
            assert_eq!(outcomes(lent, &options), outcomes(guarded, &options), "{}", file.display());
        }
    }
}

#[test]
fn refused_writes_leave_nothing_behind() {
    for name in ["out_of_bounds", "ignores_refusal", "undeclared_label"] {
        for kind in kinds(&example("bad", name), Memory::Lent) {
            for outcome in outcomes(kind, "") {
                assert!(outcome.contains(REFUSED_WRITE), "{name}: {outcome}");
            }
        }
    }
    // In some documents no character has several bytes, and there is nothing to refuse.
    for kind in kinds(&example("bad", "splits_character"), Memory::Lent) {
        let all = outcomes(kind, "");
        let refused = all.iter().filter(|o| o.contains(REFUSED_WRITE)).count();
        assert!(0 < refused && refused < all.len(), "{refused} of {}", all.len());
    }
}
