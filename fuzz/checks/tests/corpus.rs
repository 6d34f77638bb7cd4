//! The kept corpus of every target, replayed: what the fuzzer once found stays found, without a nightly toolchain.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

use chaffinch_checks::{Check, TARGETS};

fn folder(of: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(of)
}

/// The names in a folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut names: Vec<_> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn replay(target: &str) {
    let check: Check = TARGETS.iter().find(|(name, _)| *name == target).unwrap().1;
    let folder = folder("corpus").join(target);
    let inputs = names(&folder);
    assert!(!inputs.is_empty(), "no corpus for `{target}`");
    for name in inputs {
        let bytes = fs::read(folder.join(&name)).unwrap();
        check(&bytes).unwrap_or_else(|broken| panic!("fuzz/corpus/{target}/{name}: {broken}"));
    }
}

macro_rules! replayed {
    ($($target:ident),*) => {
        $(#[test] fn $target() { replay(stringify!($target)); })*

        const REPLAYED: &[&str] = &[$(stringify!($target)),*];
    };
}

replayed!(clean_html, clean_text, clean_bytes, rule_pack, config, record, pipeline);

#[test]
fn every_target_has_its_check_its_corpus_and_its_binary() {
    let targets: Vec<&str> = TARGETS.iter().map(|(name, _)| *name).collect();
    assert_eq!(targets, REPLAYED);
    let mut sorted = targets.clone();
    sorted.sort_unstable();
    assert_eq!(names(&folder("corpus")), sorted);
    let files: Vec<String> = sorted.iter().map(|name| format!("{name}.rs")).collect();
    assert_eq!(names(&folder("fuzz_targets")), files);
}
