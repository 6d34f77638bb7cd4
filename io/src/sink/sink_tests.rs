#![allow(clippy::unwrap_used)]
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use pipeline_core::Labels;

use super::*;
use crate::error::ErrorKind;
use crate::quarantine::Quarantine;
use crate::{Compression, InputConfig, Inputs, ReadContext, Reader, Schema, WriteOptions, encode};

/// A folder with inputs `in/` and room for outputs.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new(records: usize) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        let lines = |from: usize| -> String {
            let line = |i| match i % 5 {
                3 => format!("{{broken {i}\n\n"),
                _ => format!("{{\"id\":\"r{i}\",\"text\":\"Record number {i} says é.\"}}\n"),
            };
            (from..from + records).map(line).collect()
        };
        fs::create_dir(folder.path("in")).unwrap();
        fs::write(folder.path("in/a.jsonl"), lines(0)).unwrap();
        fs::write(folder.path("in/b.txt"), "A text.").unwrap();
        fs::write(folder.path("in/c.jsonl.zst"), zstd::encode_all(lines(100).as_bytes(), 1).unwrap())
            .unwrap();
        folder
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.0.path().join(name)
    }

    fn inputs(&self) -> Arc<Inputs> {
        Arc::new(Inputs::expand(&["in"], Some(self.0.path())).unwrap())
    }

    fn open(&self, out: &str, mode: Mode, config: &str) -> Result<Sink, IoError> {
        let inputs = self.inputs();
        let mut options = RunOptions::new("9.9.9", config, &inputs, 700);
        (options.mode, options.checkpoint_documents) = (mode, 3);
        Sink::open(&Target::Directory(self.path(out)), &options)
    }

    /// Runs until the end, or for so many documents; every seventh document is dropped.
    fn run(&self, out: &str, mode: Mode, stop_after: usize) -> Option<Summary> {
        let mut sink = self.open(out, mode, "config").unwrap();
        let Start::From(position) = sink.start() else {
            return Some(sink.finish(RunInfo::default()).unwrap());
        };
        for (fed, finished) in self.outcomes(position).enumerate() {
            if fed == stop_after {
                return None;
            }
            sink.put(&finished).unwrap();
        }
        Some(sink.finish(RunInfo::default()).unwrap())
    }

    fn outcomes(&self, from: Position) -> impl Iterator<Item = Finished> {
        let config = InputConfig::default();
        let cx = ReadContext { config: config.clone(), schema: Schema::default(), labels: Labels::default() };
        Reader::resume(self.inputs(), &config, from).map(move |item| {
            let (position, after, origin) = (item.position(), item.after(), item.origin().clone());
            let ended = match item.decode(&cx) {
                Err(quarantine) => Ended::Quarantined(*quarantine),
                Ok(decoded) if position.item % 7 == 6 => Ended::Dropped {
                    id: decoded.document.id().to_owned(),
                    path: origin.path().map(str::to_owned),
                    stage: "dedup".into(),
                    reason: "seen before".into(),
                },
                Ok(decoded) => {
                    let mut line = Vec::new();
                    encode(&decoded.document, decoded.unit, &WriteOptions::default(), &mut line).unwrap();
                    Ended::Written { id: decoded.document.id().to_owned(), line }
                }
            };
            Finished { position, after, ended }
        })
    }

    fn files(&self, out: &str) -> BTreeMap<String, String> {
        read_all(&self.path(out))
    }
}

fn read_all(dir: &Path) -> BTreeMap<String, String> {
    let entries = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    entries
        .map(|path| {
            (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read_to_string(path).unwrap())
        })
        .collect()
}

#[test]
fn a_run_directory() {
    let folder = Folder::new(12);
    let summary = folder.run("out", Mode::New, usize::MAX).unwrap();
    let expected = Counts { documents: 25, written: 18, dropped: 3, quarantined: 4 };
    assert_eq!((summary.counts, summary.repeated_ids), (expected, 0));
    let files = folder.files("out");
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    assert!(
        names.len() > 5 && names.contains(&"part-00001.jsonl") && !names.contains(&"run-state.json"),
        "{names:?}"
    );
    let parts = files.iter().filter(|(name, _)| name.starts_with("part-"));
    assert!(parts.clone().all(|(_, text)| text.len() <= 700));
    assert_eq!(parts.map(|(_, text)| text.lines().count()).sum::<usize>(), 18);
    assert_eq!(
        files["quarantine.jsonl"].lines().next().unwrap(),
        r#"{"position":3,"id":"a:4","path":"a.jsonl","line":4,"column":2,"stage":"input","error":"not a JSON object: key must be a string"}"#
    );
    assert_eq!(
        files["dropped.jsonl"].lines().next().unwrap(),
        r#"{"position":6,"id":"r6","path":"a.jsonl","stage":"dedup","reason":"seen before"}"#
    );
    let manifest: serde_json::Value = serde_json::from_str(&files["manifest.json"]).unwrap();
    assert_eq!(manifest["counts"]["written"], 18);
    assert_eq!(manifest["inputs"][0]["name"], "in");
    assert_eq!(manifest["inputs"][0]["files"], 3);
    for output in manifest["outputs"].as_array().unwrap() {
        let text = &files[output["name"].as_str().unwrap()];
        assert_eq!(output["sha256"], hash::sha256(text.as_bytes()));
        assert_eq!(output["lines"], text.lines().count());
    }
    let outside_run = files["manifest.json"].split("\"run\"").next().unwrap();
    assert!(!outside_run.contains(&*folder.0.path().to_string_lossy()));
}

#[test]
fn interrupted_and_resumed_is_the_same() {
    let folder = Folder::new(12);
    folder.run("whole", Mode::New, usize::MAX).unwrap();
    let whole = folder.files("whole");
    for stop in 0..25 {
        let out = format!("stopped-{stop}");
        assert_eq!(folder.run(&out, Mode::New, stop), None);
        // What the dead run had still written after its last checkpoint.
        let dirty = folder.path(&out).join("part-00099.jsonl");
        fs::write(dirty, "garbage").unwrap();
        let quarantine = folder.path(&out).join("quarantine.jsonl");
        let text = fs::read_to_string(&quarantine).unwrap();
        fs::write(&quarantine, text + "garbage").unwrap();
        assert_eq!(
            folder.run(&out, Mode::Resume, 4).is_none(),
            stop < 21 || stop - stop % 3 + 4 < 25,
            "{stop}"
        );
        if folder.path(&out).join("run-state.json").exists() {
            folder.run(&out, Mode::Resume, usize::MAX).unwrap();
        }
        assert_eq!(folder.files(&out), whole, "stopped after {stop}");
    }
}

#[test]
fn a_finished_run_has_nothing_to_resume() {
    let folder = Folder::new(2);
    let first = folder.run("out", Mode::New, usize::MAX).unwrap();
    let before = folder.files("out");
    let sink = folder.open("out", Mode::Resume, "config").unwrap();
    assert_eq!((sink.start(), sink.counts()), (Start::NothingToDo, first.counts));
    sink.finish(RunInfo::default()).unwrap();
    assert_eq!(folder.files("out"), before);
}

#[test]
fn a_directory_with_a_run_is_refused_or_replaced() {
    let folder = Folder::new(2);
    folder.run("out", Mode::New, usize::MAX).unwrap();
    fs::write(folder.path("out/notes.txt"), "mine").unwrap();
    let error = folder.open("out", Mode::New, "config").err().unwrap();
    assert_eq!(error.kind(), ErrorKind::Usage);
    assert!(error.to_string().ends_with(
        "already holds a finished run; use `--resume` to go on with it, `--fresh` to replace it, or another `-o`"
    ));
    folder.run("out", Mode::Fresh, usize::MAX).unwrap();
    assert_eq!(folder.files("out")["notes.txt"], "mine");
    fs::write(folder.path("out/manifest.json"), "{\"name\":\"somebody's web app\"}").unwrap();
    let error = folder.open("out", Mode::Fresh, "config").err().unwrap().to_string();
    assert!(error.contains("is not a chaffinch manifest"), "{error}");
}

#[test]
fn a_changed_run_is_not_resumed() {
    let folder = Folder::new(2);
    folder.run("out", Mode::New, 3);
    let error = folder.open("out", Mode::Resume, "other").err().unwrap();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(error.to_string().contains("the config has changed since it began; start again with `--fresh`"));
    fs::write(folder.path("in/b.txt"), "A longer text.").unwrap();
    let error = folder.open("out", Mode::Resume, "config").err().unwrap().to_string();
    assert!(error.contains("the list of inputs, or the size of one, has changed"), "{error}");
    fs::write(folder.path("in/b.txt"), "A text.").unwrap();
    fs::write(folder.path("out/part-00000.jsonl"), "").unwrap();
    let error = folder.open("out", Mode::Resume, "config").err().unwrap().to_string();
    assert!(error.contains("has 0 bytes, expected at least"), "{error}");
}

#[test]
fn an_interrupted_run_keeps_all_it_has() {
    let folder = Folder::new(12);
    let mut sink = folder.open("out", Mode::New, "config").unwrap();
    folder.outcomes(Position::default()).take(7).for_each(|finished| sink.put(&finished).unwrap());
    sink.interrupt().unwrap();
    let sink = folder.open("out", Mode::Resume, "config").unwrap();
    assert_eq!(sink.start(), Start::From(Position { item: 7, file: 0, line: 8 }));
}

#[test]
fn single_files_appear_when_they_are_complete() {
    let folder = Folder::new(1);
    let line = |id: &str| Finished {
        position: Position::default(),
        after: Position::default(),
        ended: Ended::Written { id: id.into(), line: b"{\"v\":1}\n".to_vec() },
    };
    for (name, compression) in [
        ("x/a.jsonl", Compression::None),
        ("a.jsonl.gz", Compression::Gzip),
        ("a.jsonl.zst", Compression::Zstd),
    ] {
        let inputs = folder.inputs();
        let options = RunOptions::new("1", "", &inputs, 1);
        let target = Target::File { path: folder.path(name), compression };
        let mut sink = Sink::open(&target, &options).unwrap();
        sink.put(&line("a")).unwrap();
        sink.put(&line("a")).unwrap();
        sink.put(&Finished { ended: Ended::Quarantined(bad()), ..line("b") }).unwrap();
        assert!(!folder.path(name).exists());
        let summary = sink.finish(RunInfo::default()).unwrap();
        assert_eq!((summary.counts.documents, summary.repeated_ids), (3, 1));
        let bytes = fs::read(folder.path(name)).unwrap();
        let (mut reader, _) =
            crate::decode::compression::decompress(Box::new(std::io::Cursor::new(bytes))).unwrap();
        let mut text = String::new();
        reader.read_to_string(&mut text).unwrap();
        assert_eq!(text, "{\"v\":1}\n{\"v\":1}\n");
    }
    let inputs = folder.inputs();
    let target = Target::File { path: folder.path("never.jsonl"), compression: Compression::None };
    drop(Sink::open(&target, &RunOptions::new("1", "", &inputs, 1)).unwrap());
    let left =
        fs::read_dir(folder.0.path()).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned());
    assert!(left.into_iter().all(|name| !name.contains("never")));
}

fn bad() -> Quarantine {
    Quarantine {
        id: "b".into(),
        path: None,
        line: None,
        column: None,
        stage: "input".into(),
        error: "x".into(),
    }
}

#[test]
fn a_run_can_be_verified() {
    let folder = Folder::new(12);
    let error = verify::verify(&folder.path("in")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    folder.run("out", Mode::New, usize::MAX);
    assert_eq!(verify::verify(&folder.path("out")).unwrap(), Vec::<String>::new());
    let part = folder.path("out/part-00001.jsonl");
    fs::write(&part, fs::read_to_string(&part).unwrap().replacen("Record", "Rekord", 1)).unwrap();
    fs::write(folder.path("out/dropped.jsonl"), "").unwrap();
    fs::remove_file(folder.path("out/quarantine.jsonl")).unwrap();
    fs::write(folder.path("out/part-00077.jsonl"), "").unwrap();
    let wrong = verify::verify(&folder.path("out")).unwrap();
    assert_eq!(wrong.len(), 4, "{wrong:?}");
    assert!(wrong[0].starts_with("`part-00001.jsonl` has sha256 "));
    assert_eq!(wrong[1], "`quarantine.jsonl` cannot be read: no such file or directory");
    assert!(wrong[2].starts_with("`dropped.jsonl` has 0 bytes, the manifest says "));
    assert_eq!(wrong[3], "`part-00077.jsonl` is not in the manifest");
}

#[test]
fn a_run_directory_is_an_input() {
    let folder = Folder::new(12);
    folder.run("out", Mode::New, usize::MAX);
    let inputs = Inputs::expand(&["out"], Some(folder.0.path())).unwrap();
    let paths: Vec<String> = (0..inputs.len()).map(|at| inputs.source(at).unwrap().path.unwrap()).collect();
    assert!(paths.len() > 2 && paths.iter().all(|path| path.starts_with("part-")), "{paths:?}");
}
