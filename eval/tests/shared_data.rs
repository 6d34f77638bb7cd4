//! Loads one file of each shape of the data folder beside the project. Skipped, with a message,
//! where that folder is not.

#![allow(clippy::unwrap_used, clippy::print_stderr)]

use chaffinch_eval::{Task, load};
use std::path::Path;

#[test]
fn every_shape_loads() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    if !data.is_dir() {
        eprintln!("skipped: `../shared/data` is absent");
        return;
    }
    for (task, file, documents) in [
        ("clean", "clean/aeb.dev", 102),
        ("sentences", "sentences/ud_gum_ccby.dev", 14),
        ("sentences", "sentences/golden_rules_en.test", 48),
        // 18 of 177 cases have no offsets
        ("sentences", "sentences/pragmatic_segmenter_en_spec.test", 159),
        ("entities", "ner/wikigold.test", 145),
        ("entities", "ner/wnut17.dev", 1009),
        ("entities", "ner/re3d.test", 200),
        ("entities", "ner/crossner_politics.train", 200),
        ("stance", "stance/newsmtsc_rw.dev", 343),
        ("stance", "stance/dse.dev", 1461),
        ("stance", "stance/seesaw.dev", 2436),
    ] {
        let path = data.join(file).with_added_extension("jsonl.gz");
        let task = Task::parse(task, []).unwrap();
        let gold = load(&task, &[path]).unwrap();
        assert_eq!(gold.len(), documents, "{file}");
    }
}

#[test]
fn events_are_no_gold() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/events/plover_gsr.all.jsonl.gz");
    if !path.exists() {
        eprintln!("skipped: `../shared/data` is absent");
        return;
    }
    let error = load(&Task::parse("stance", []).unwrap(), &[path]).unwrap_err().to_string();
    assert!(error.contains("line 1: the fields `id`, `text`, `event`"), "{error}");
}
