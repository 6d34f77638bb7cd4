//! Whole runs, from a folder to a run directory, through the executor: the same bytes at any number of threads,
//! and records that can be read again.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use chaffinch_io::{
    Counts, IoError, Mode, ReadContext, Reader, RunInfo, RunOptions, Schema, Sink, Start, Target, Unit,
    WriteOptions, run_one,
};
use chaffinch_io::{InputConfig, Inputs};
use pipeline_core::config::PipelineConfig;
use pipeline_core::{
    Bounds, Build, BuildError, BuiltIn, Draft, Edits, Executor, Label, LayerSpec, NoFiles, Pipeline, Planner,
    Registry, Stage, StageConfig, StageError, StageSpec, Verdict, View, Worker, Workers,
};

/// Deletes the word `ADVERT`, marks `Kabul`, drops what says so, panics where it is told to.
#[derive(Default, serde::Deserialize, serde::Serialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
struct Tidy {}

struct Tidying(Label);

impl StageConfig for Tidy {
    const SPEC: StageSpec =
        StageSpec::new("tidy", "tidies").creates(&[LayerSpec::new("places", "").labels(&["GPE"])]).rewrites();

    fn build(self, cx: &mut Build<'_>) -> Result<Box<dyn Stage>, BuildError> {
        Ok(Box::new(Tidying(cx.label("GPE"))))
    }
}

impl Stage for Tidying {
    fn process(&self, doc: &View<'_>, draft: &mut Draft<'_>, _: &mut Worker) -> Result<Verdict, StageError> {
        assert!(!doc.text().contains("panic here"), "as it was told");
        if doc.text().contains("drop me") {
            return Ok(Verdict::Drop("it says so".to_owned()));
        }
        let mut edits = Edits::new();
        for (at, word) in doc.text().match_indices("ADVERT ") {
            edits.delete(at..at + word.len());
        }
        draft.rewrite(edits)?;
        let text = draft.text().to_owned();
        let mut layer = draft.layer("places")?;
        for (at, word) in text.match_indices("Kabul") {
            layer.push_scored(at..at + word.len(), self.0, 0.97)?;
        }
        Ok(Verdict::Keep)
    }
}

fn registry() -> Registry {
    Registry::new(&[&BuiltIn::<Tidy>::NEW])
}

fn pipeline() -> Pipeline {
    let config = PipelineConfig::parse("test.toml", "[[stage]]\nuse = \"tidy\"\n", &[]).ok().unwrap();
    let registry = registry();
    let planned = Planner { registry: &registry, env: &NoFiles }.plan(&config);
    planned.ok().unwrap().1
}

fn write_inputs(dir: &Path) {
    fs::create_dir(dir).unwrap();
    let record = |i: usize| match i % 50 {
        7 => "{\"text\": broken\n".to_owned(),
        13 => format!("{{\"id\":\"d{i}\",\"text\":\"please drop me\"}}\n"),
        21 => format!("{{\"id\":\"p{i}\",\"text\":\"panic here\"}}\n"),
        _ => format!(
            "{{\"id\":\"r{i}\",\"text\":\"Zoë in ADVERT Kabul, {i} times. 😀 ADVERT Kabul.\",\"n\":{i}}}\n"
        ),
    };
    fs::write(dir.join("dump.jsonl"), (0..700).map(record).collect::<String>()).unwrap();
    for i in 0..30 {
        fs::write(dir.join(format!("article-{i}.txt")), format!("Article {i} from Kabul.")).unwrap();
    }
    fs::write(dir.join("page.html"), "<p>caf\u{e9} in Kabul").unwrap();
    fs::write(dir.join("picture.png"), b"\x89PNG\r\n\x1a\n").unwrap();
}

fn run(input: &Path, out: &Path, threads: usize, mode: Mode, limit: usize) -> Counts {
    let config = InputConfig::default();
    let inputs = Arc::new(Inputs::expand(&[input.to_string_lossy()], None).unwrap());
    let mut options = RunOptions::new("0.0.0", "[[stage]]\nuse = \"tidy\"\n", &inputs, 20_000);
    (options.mode, options.checkpoint_documents) = (mode, 100);
    let mut sink = Sink::open(&Target::Directory(out.to_path_buf()), &options).unwrap();
    let Start::From(position) = sink.start() else { return sink.counts() };
    let pipeline = pipeline();
    let registry = registry();
    let read = ReadContext {
        config: config.clone(),
        schema: Schema::new(registry.layers(), registry.tables()),
        labels: pipeline.labels().clone(),
    };
    let write = WriteOptions { unit: Unit::Char, layers: None };
    let executor = Executor::new(threads, Bounds { batch_items: 7, items: 40, ..Bounds::default() }).unwrap();
    let mut left = limit;
    let result = executor.map_ordered(
        Reader::resume(Arc::clone(&inputs), &config, position),
        |item| usize::try_from(item.weight_bytes()).unwrap(),
        Workers::default,
        |workers, item| run_one(item, &pipeline, workers, &read, &write, |_| {}),
        |finished| {
            if left == 0 {
                return Err(None);
            }
            left -= 1;
            sink.put(&finished).map_err(Some::<IoError>)
        },
    );
    match result {
        Ok(_) => sink.finish(RunInfo::default()).unwrap().counts,
        Err(None) => sink.counts(),
        Err(Some(error)) => panic!("{error}"),
    }
}

fn files(dir: &Path) -> BTreeMap<String, String> {
    let entries = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    entries.map(|path| (name(&path), fs::read_to_string(&path).unwrap())).collect()
}

#[test]
fn the_same_bytes_at_any_number_of_threads_and_after_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    write_inputs(&path("in"));
    let counts = run(&path("in"), &path("one"), 1, Mode::New, usize::MAX);
    assert_eq!(counts, Counts { documents: 732, written: 689, dropped: 14, quarantined: 29 });
    let one = files(&path("one"));
    assert!(one.contains_key("part-00002.jsonl"));
    for threads in [2, 8] {
        let out = path(&format!("threads-{threads}"));
        run(&path("in"), &out, threads, Mode::New, usize::MAX);
        assert_eq!(files(&out), one, "{threads} threads");
    }
    run(&path("in"), &path("killed"), 4, Mode::New, 333);
    assert!(!path("killed/manifest.json").exists());
    assert_eq!(run(&path("in"), &path("killed"), 2, Mode::Resume, usize::MAX), counts);
    assert_eq!(files(&path("killed")), one);
}

#[test]
fn records_are_inputs_too() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    write_inputs(&path("in"));
    run(&path("in"), &path("first"), 2, Mode::New, usize::MAX);
    let records = |dir: &str| -> String {
        let all = files(&path(dir));
        all.into_iter().filter(|(name, _)| name.starts_with("part-")).map(|(_, text)| text).collect()
    };
    fs::write(path("records.jsonl"), records("first")).unwrap();
    let counts = run(&path("records.jsonl"), &path("second"), 2, Mode::New, usize::MAX);
    assert_eq!(counts.written, 689);
    // Nothing was left to tidy, so every line is the line that was read: text, ledger, layers, meta, id.
    assert_eq!(records("second"), records("first"));
    let line = records("first").lines().find(|line| line.contains("\"r0\"")).unwrap().to_owned();
    assert_eq!(
        line,
        concat!(
            r#"{"v":1,"id":"r0","meta":{"n":0},"unit":"char","text":"Zoë in Kabul, 0 times. 😀 Kabul.","#,
            r#""source_length":45,"ledger":[[0,0,7],[7,14,18],[25,39,6]],"#,
            r#""layers":{"places":[{"start":7,"end":12,"label":"GPE","score":0.97},{"start":25,"end":30,"label":"GPE","score":0.97}]}}"#,
        )
    );
}
